"""The site's own words in a conversation: words.yml. In English, as all that the record keeps of
what was said to people: pages say it in theirs (web/chat/heard.py)."""

from functools import lru_cache

from api.language.shelf import english


@lru_cache
def words(name: str) -> str:
    return str(english().words.turn[name])
