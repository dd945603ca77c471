"""`make pictures`: the pages in docs/pages.md, from the real stack with made-up people.

PICTURES="question cards" takes those alone.
"""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from tests.e2e.browser import a_browser
from tests.pictures.album import ALBUM, Picture
from tests.pictures.place import Place, a_place
from tests.stack import ROOT

FOLDER = ROOT / "docs" / "images" / "pages"


def main(names: list[str]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with a_place() as place, a_browser("--hide-scrollbars") as browser:
        for picture in ALBUM:
            if not names or picture.name in names:
                path = take(browser, place, picture)
                print(f"{path.relative_to(ROOT)}  {path.stat().st_size / 1024:.0f} kB", flush=True)


def take(browser: Browser, place: Place, picture: Picture) -> Path:
    """Photograph one page in a browser of its own."""
    context = browser.new_context(
        **picture.screen, reduced_motion="reduce", locale="en-GB", timezone_id="Europe/London"
    )
    page = context.new_page()
    picture.way(page, place)
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")  # a page at rest, with no ring around Send
    seen = page.screenshot(full_page=picture.whole, caret="hide")
    context.close()
    path = FOLDER / f"{picture.name}.webp"
    Image.open(BytesIO(seen)).convert("RGB").save(path, quality=80, method=6)
    return path


if __name__ == "__main__":
    main(sys.argv[1:])
