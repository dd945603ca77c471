"""Tagged PDF (PDF/UA-1): headings, lists, language and title are read by a screen reader.

PdfUnavailable (503 pdf_unavailable): a library of the system's is missing.
"""

import threading
from typing import Any

from markupsafe import escape

from api.errors import ServiceError
from web.wording import words_in

# One at a time: laying pages out takes a processor for a moment, and turns come first.
ONE = threading.Lock()


class PdfUnavailable(ServiceError):
    """A library of the system's that lays text out (Pango) is missing."""

    status = 503
    code = "pdf_unavailable"

    def __init__(self) -> None:
        super().__init__(words_in().export.no_pdf)


def tagged_pdf(html: str, *, lang: str, title: str) -> bytes:
    """Return `html`, the inside of a body, as a PDF. Nothing is fetched, whatever stands in it.

    Raises PdfUnavailable.
    """
    page = PAGE.format(lang=lang, title=escape(title), style=STYLE, body=html)
    maker = weasyprint()
    nothing = maker.urls.URLFetcher(allowed_protocols=())
    with ONE:
        document = maker.HTML(string=page, url_fetcher=nothing)
        made: bytes = document.write_pdf(pdf_tags=True, pdf_variant="pdf/ua-1")
    return made


def weasyprint() -> Any:
    """Return what makes a PDF. Imported only now: it takes a second, and needs Pango."""
    try:
        import weasyprint as maker  # noqa: PLC0415
    except OSError as missing:
        raise PdfUnavailable from missing
    return maker


PAGE = (
    '<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
    "<style>{style}</style></head><body>{body}</body></html>"
)
STYLE = """
@page { size: A4; margin: 20mm; @bottom-right { content: counter(page) " / " counter(pages); } }
body { font: 12pt/1.5 "Liberation Sans", "DejaVu Sans", sans-serif; color: #0b0c0c; }
h1 { font-size: 20pt; } h2 { font-size: 15pt; margin-top: 18pt; break-after: avoid; }
.words { white-space: pre-wrap; overflow-wrap: anywhere; }
.about { font-size: 10pt; color: #383f43; }
"""
