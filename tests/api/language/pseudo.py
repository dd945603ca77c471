"""Pseudo-languages, written as a translator's files are and read as they are."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

from api.language.current import install, installed
from api.language.pseudo import ACCENTED, RIGHT_TO_LEFT, lay
from api.language.shelf import Language, load


@lru_cache
def pseudo_languages() -> dict[str, Language]:
    """Return English and the two of them. Their files are gone by then: no request may read one."""
    folder = Path(mkdtemp())
    for code in (ACCENTED, RIGHT_TO_LEFT):
        lay(code, folder)
    languages = load(folder)
    shutil.rmtree(folder)
    return languages


@contextmanager
def installing(languages: dict[str, Language]) -> Iterator[None]:
    before = dict(installed())
    install(languages)
    try:
        yield
    finally:
        install(before)
