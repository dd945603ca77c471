"""Tagged PDF (PDF/UA-1) from one of our own templates: headings, lists, language and title are read
by a screen reader. For whatever is to be kept or sent on as a file: the person's copy, an export.

`as_pdf("pdf/keep.html", **context)` returns the bytes; the template extends
"pdf/base.html" and fills its blocks `title` and `content`. `pdf_response(content, "notes")` sends
them as a download.
"""

import threading
from pathlib import Path
from typing import Any

from fastapi import Response

from api.errors import ServiceError
from web.views import environment
from web.wording import words_in

# One at a time: laying pages out takes a processor for a moment, and turns come first.
ONE = threading.Lock()
STYLE = Path(__file__).parent / "templates" / "pdf" / "style.css"


class PdfUnavailable(ServiceError):
    """The system's text layout (Pango) is not installed: README says which packages bring it."""

    status = 503
    code = "pdf_unavailable"

    def __init__(self) -> None:
        super().__init__(words_in().keep.no_pdf)


def as_pdf(template: str, **context: Any) -> bytes:
    """Return the template as a tagged PDF. Raises PdfUnavailable.

    Nothing is fetched, from the network or from a file, whatever stands in the words.
    """
    html = environment.get_template(template).render({"words": words_in(), **context})
    maker = weasyprint()
    with ONE:
        document = maker.HTML(string=html, url_fetcher=maker.urls.URLFetcher(allowed_protocols=()))
        style = maker.CSS(string=STYLE.read_text("utf-8"))
        made: bytes = document.write_pdf(stylesheets=[style], pdf_tags=True, pdf_variant="pdf/ua-1")
    return made


def weasyprint() -> Any:
    """Return what makes a PDF. Imported only now: it takes a second, and needs Pango."""
    try:
        import weasyprint as maker  # noqa: PLC0415
    except OSError as missing:  # one of the system's libraries
        raise PdfUnavailable from missing
    return maker


def pdf_response(content: bytes, name: str) -> Response:
    """Return the file as a download. Choose a neutral `name`: others may see the folder."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return Response(content, headers=headers, media_type="application/pdf")
