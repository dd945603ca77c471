"""Every text is 7:1 or more on every background that it stands on, in both themes."""

import re
from pathlib import Path

import pytest

SCSS = Path(__file__).parents[2] / "web" / "assets" / "scss"
TEXTS = ("text", "secondary-text", "link", "link-visited", "link-hover", "error")
PAPERS = ("paper", "field", "bot", "person", "quiet")
PAIRS = [(text, paper) for text in TEXTS for paper in PAPERS]
PAIRS += [("text", "safety"), ("text", "mark"), ("text", "quiet-hover"), ("focus-text", "focus")]
PAIRS += [("button-text", "button"), ("button-text", "button-hover")]
PAIRS += [("paper", "leave"), ("paper", "leave-hover")]
EDGES = [("edge", paper) for paper in ("paper", "field", "bot", "person")]
EDGES += [("safety-edge", "safety"), ("input-border", "paper")]


def themes() -> dict[str, dict[str, str]]:
    functional = re.findall(r'"([\w-]+)": (#\w+)', (SCSS / "_settings.scss").read_text())
    light, _, dark = (SCSS / "_theme.scss").read_text().partition("@mixin")
    own = re.compile(r"--(?:app|govuk)-([\w-]+?)(?:-colour)?: (#\w+)")
    as_light = dict(functional) | dict(own.findall(light))
    return {"light": as_light, "dark": as_light | dict(own.findall(dark))}


def brightness(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "paper"), PAIRS)
def test_text_can_be_read(theme: str, text: str, paper: str) -> None:
    colours = themes()[theme]

    assert contrast(colours[text], colours[paper]) >= 7


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "paper"), EDGES)
def test_edges_can_be_seen(theme: str, edge: str, paper: str) -> None:
    colours = themes()[theme]

    assert contrast(colours[edge], colours[paper]) >= 3
