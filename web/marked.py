"""Say in a page which of its text stayed English, so that a screen reader says it in English and
it reads from left to right. The marks come from api/language/words.py."""

import re

from api.language.marks import BEGINS, ENDS

MARKED = re.compile(f"{BEGINS}(.*?){ENDS}", re.DOTALL)
# Tags, and what holds text that no other tag may stand in. Jinja writes ">" in a value as &gt;.
TAGS = re.compile(
    r"<!--.*?-->|<(title|textarea|option|script|style)\b[^>]*>.*?</\1>|<[^>]*>", re.DOTALL
)
IN_ENGLISH = r'<span lang="en" dir="ltr">\1</span>'


def marked(page: str) -> str:
    """Return the page with its marks made into lang="en" where text stands, and taken out of
    attributes and titles."""
    if BEGINS not in page:
        return page
    made, at = [], 0
    for tag in TAGS.finditer(page):
        made += [MARKED.sub(IN_ENGLISH, page[at : tag.start()]), without(tag[0])]
        at = tag.end()
    made.append(MARKED.sub(IN_ENGLISH, page[at:]))
    return without("".join(made))


def without(text: str) -> str:
    return text.replace(BEGINS, "").replace(ENDS, "")
