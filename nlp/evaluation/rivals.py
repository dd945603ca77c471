"""The simpler ways the reader is compared with, on the same texts."""

from collections.abc import Callable, Sequence

import numpy as np
import spacy
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from spacy.training import Example
from thinc.api import fix_random_seed

from nlp.components.word_reader import SERVICE_CLASSES, words_of
from nlp.learn.corpus import Utterance
from nlp.lexicon import the_lexicon
from nlp.pipeline import blank_pipeline
from nlp.text import readable
from nlp.types import LABELS

Rows = Sequence[Utterance]
KEYWORDS = frozenset(
    "care carer carers support social worker assessment assess review refer referral monitor "
    "monitoring package council police nurse day centre respite benefits equipment alarm rail "
    "case closed nfa plan service services engage comply placement hours".split()
)
WISHES = frozenset("want like wish hope love safe home my".split())


def keyword_list(_train: Rows, test: Rows) -> list[str]:
    """Any of forty service words makes it a service; a wishing word beside it, mixed."""

    def label(words: set[str]) -> str:
        if words & KEYWORDS:
            return "mixed" if "because" in words or "so" in words else "service"
        return "personal" if words & WISHES or len(words) > 3 else "unclear"

    return [label(set(row.text.lower().replace(".", " ").split())) for row in test]


def rules_only(_train: Rows, test: Rows) -> list[str]:
    """The word classes alone: service classes against classes of a person's own life."""
    lexicon = the_lexicon()
    service = {lexicon.classes.index(c) for c in (*SERVICE_CLASSES, "goalverb", "goalnoun")}
    own = ("safefeel", "peace", "control", "justice", "treat", "choice", "involved", "relverb")
    life = {lexicon.classes.index(c) for c in (*own, "refuse", "wishframe", "homelife")}
    joins = {lexicon.classes.index("reason")}
    out = []
    for doc in blank_pipeline().pipe(readable(row.text) for row in test):
        words = [set(word.classes) for word in words_of(doc)]
        served = sum(bool(c & service) for c in words)
        lived = sum(bool(c & life) for c in words)
        joined = any(c & joins for c in words)
        if served > lived:
            out.append("service")
        elif served and joined:
            out.append("mixed")
        else:
            out.append("personal" if lived else "unclear")
    return out


def tfidf(train: Rows, test: Rows) -> list[str]:
    """Words and word pairs, TF-IDF, logistic regression."""
    vectors = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    model = LogisticRegression(C=10, max_iter=400)
    model.fit(vectors.fit_transform([r.text for r in train]), [r.label for r in train])
    return [str(label) for label in model.predict(vectors.transform([r.text for r in test]))]


def _textcat(architecture: dict[str, object], epochs: int) -> Callable[[Rows, Rows], list[str]]:
    def run(train: Rows, test: Rows) -> list[str]:
        fix_random_seed(0)
        pipeline = spacy.blank("en")
        pipeline.add_pipe("textcat", config={"model": architecture})
        examples = [
            Example.from_dict(
                pipeline.make_doc(readable(r.text)),
                {"cats": {name: float(name == r.label) for name in LABELS}},
            )
            for r in train
        ]
        pipeline.initialize(lambda: examples)
        shuffle = np.random.RandomState(0)
        for _ in range(epochs):
            order = shuffle.permutation(len(examples))
            for start in range(0, len(order), 64):
                pipeline.update([examples[i] for i in order[start : start + 64]], drop=0.2)
        docs = pipeline.pipe(readable(r.text) for r in test)
        return [max(LABELS, key=lambda name: doc.cats[name]) for doc in docs]

    return run


textcat_bow = _textcat(
    {
        "@architectures": "spacy.TextCatBOW.v3",
        "exclusive_classes": True,
        "ngram_size": 3,
        "no_output_layer": False,
        "length": 262144,
    },
    15,
)
textcat_ensemble = _textcat(
    {
        "@architectures": "spacy.TextCatEnsemble.v2",
        "linear_model": {
            "@architectures": "spacy.TextCatBOW.v3",
            "exclusive_classes": True,
            "ngram_size": 1,
            "no_output_layer": False,
            "length": 262144,
        },
        "tok2vec": {
            "@architectures": "spacy.HashEmbedCNN.v2",
            "pretrained_vectors": None,
            "width": 64,
            "depth": 2,
            "embed_size": 4000,
            "window_size": 1,
            "maxout_pieces": 3,
            "subword_features": True,
        },
    },
    10,
)

RIVALS: dict[str, Callable[[Rows, Rows], list[str]]] = {
    "keyword list": keyword_list,
    "rules only (word classes)": rules_only,
    "TF-IDF and logistic regression": tfidf,
    "spaCy textcat, bag of words": textcat_bow,
    "spaCy textcat, CNN ensemble": textcat_ensemble,
}


def figures(rows: Rows, said: Sequence[str]) -> dict[str, float]:
    gold = [r.label for r in rows]
    flagged = [s in ("service", "mixed") for s in said]
    personal = [f for f, g in zip(flagged, gold, strict=True) if g == "personal"]
    service = [f for f, g in zip(flagged, gold, strict=True) if g in ("service", "mixed")]
    return {
        "accuracy": round(float(np.mean([s == g for s, g in zip(said, gold, strict=True)])), 4),
        "personal_wrongly_flagged": round(float(np.mean(personal)), 4),
        "service_or_mixed_found": round(float(np.mean(service)), 4),
    }
