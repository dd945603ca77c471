"""The tokenizer: punctuation apart, contractions whole ("don't" stays one word, as "dont" does)."""

import re
from collections.abc import Callable

from spacy import util
from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]

_EDGE = r"""[\.,!\?;:"“”„«»'‘’\(\)\[\]\{\}<>…\-–—/\\\*_~=\+&#@|•·]"""
_PREFIX = re.compile(rf"^(?:\.\.+|--+|{_EDGE}|[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F\u200D])")
_SUFFIX = re.compile(rf"(?:\.\.+|--+|{_EDGE}|[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F\u200D])$")
_INFIX = re.compile(
    r"\.\.+|--+|[…–—/\\;:,!\?\(\)\[\]\"“”\+&@|\-_~=]|(?<=[a-z])\.(?=[A-Z])"
    r"|[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F\u200D]"
)


@util.registry.tokenizers("ownwords.plain_tokenizer.v1")  # type: ignore[untyped-decorator]
def make_plain_tokenizer() -> Callable[[Language], Tokenizer]:
    def create(nlp: Language) -> Tokenizer:
        return Tokenizer(
            nlp.vocab,
            prefix_search=_PREFIX.search,
            suffix_search=_SUFFIX.search,
            infix_finditer=_INFIX.finditer,
        )

    return create
