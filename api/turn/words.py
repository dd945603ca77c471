"""The site's own words in a conversation: words.yml."""

from functools import lru_cache
from pathlib import Path

import yaml


@lru_cache
def words(name: str) -> str:
    texts: dict[str, str] = yaml.safe_load((Path(__file__).with_suffix(".yml")).read_text("utf-8"))
    return texts[name]
