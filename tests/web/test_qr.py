"""The return code as a picture: in the page itself, of the words alone."""

import html
import re
from xml.etree import ElementTree as ET

import segno
from fastapi.testclient import TestClient

from tests.web.script_bot import HAND_OVER
from web.qr import qr_svg

CODE = "sustain circle home domain awake real"
STEP = re.compile(r"([Mmh])(-?[\d.]+)(?: ?(-?[\d.]+))?")


def modules(svg: str) -> set[tuple[int, int]]:
    """Return the dark squares of the drawing, by reading its one stroked path."""
    path = next(one for one in ET.fromstring(svg) if one.get("stroke"))  # noqa: S314 our own
    x, y, dark = 0.0, 0.0, set()
    for kind, first, second in STEP.findall(path.get("d") or ""):
        if kind == "h":
            dark |= {(int(x) + n, int(y)) for n in range(int(first))}
            x += float(first)
        else:
            x, y = (
                (float(first), float(second))
                if kind == "M"
                else (x + float(first), y + float(second or 0))
            )
    return dark


def test_the_drawing_is_the_code_and_nothing_else() -> None:
    expected = {
        (x, y)
        for y, row in enumerate(segno.make(CODE, error="m", micro=False).matrix_iter(border=4))
        for x, module in enumerate(row)
        if module
    }

    assert modules(str(qr_svg(CODE))) == expected


def test_the_page_draws_its_own_code_for_cameras_and_says_it_in_words(browser: TestClient) -> None:
    page = browser.post("/start").text

    code = html.unescape(re.findall(r'id="your-code"[^>]*>([^<]+)<', page)[0])
    assert str(qr_svg(code)) in page
    assert 'aria-hidden="true"' in str(qr_svg(code))
    assert code not in str(qr_svg(code))


def test_family_who_take_over_see_no_picture_of_the_code(browser: TestClient) -> None:
    browser.post("/start")

    assert "app-qr" not in browser.post("/say", data={"words": HAND_OVER}).text


def test_a_page_without_a_code_has_no_picture(browser: TestClient) -> None:
    assert "app-qr" not in browser.get("/").text
