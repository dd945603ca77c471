"""A QR code as a drawing in the page itself: no other address is asked for it."""

import segno
from markupsafe import Markup

# Dark on white in every theme: a camera reads no other.
DARK, LIGHT = "#000", "#fff"


def qr_svg(text: str) -> Markup:
    """Return the drawing, which a screen reader passes over: the same words stand beside it.

    Never cached: what it holds may be a secret.
    """
    code = segno.make(text, error="m", micro=False)
    drawn = code.svg_inline(
        omitsize=True, dark=DARK, light=LIGHT, svgclass="app-qr", lineclass=None, border=4
    )
    return Markup(drawn.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S704 drawn here, holds no text
