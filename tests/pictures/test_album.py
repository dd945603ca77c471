"""docs/pages.md shows what `make pictures` takes: all of it, nothing else, and little of it in
bytes."""

import re

from tests.pictures.__main__ import FOLDER
from tests.pictures.album import ALBUM
from tests.stack import ROOT

SHOWN = re.compile(r"!\[([^\]]*)\]\(images/pages/([^)]+)\.webp\)")
PAGES = (ROOT / "docs" / "pages.md").read_text()


def test_every_picture_is_shown_once_and_says_in_words_what_is_on_it() -> None:
    shown = SHOWN.findall(PAGES)

    assert sorted(name for _, name in shown) == sorted(picture.name for picture in ALBUM)
    assert all(len(words) > 20 for words, _ in shown)


def test_the_folder_holds_the_album_and_stays_small() -> None:
    files = list(FOLDER.iterdir())

    assert {file.name for file in files} == {f"{picture.name}.webp" for picture in ALBUM}
    assert sum(file.stat().st_size for file in files) < 2_500_000
