"""Tagged PDF (PDF/UA-1): headings, lists, language and title are read by a screen reader. For
whatever is to be kept or sent on as a file: the person's copy, an export.

`as_pdf("pdf/keep.html", **context)` makes one of a template that extends "pdf/base.html";
`tagged_pdf(html, lang=..., title=...)` of the inside of a body. `pdf_response(content, "notes")`
sends it as a download.

PdfUnavailable (503 pdf_unavailable): a library of the system's is missing.
"""

from pathlib import Path
from typing import Any

from fastapi import Response
from markupsafe import escape

from api.errors import ServiceError
from api.language.current import spoken
from api.limits import Few
from web.marked import marked
from web.views import environment
from web.wording import words_in

# One at a time: laying pages out takes a processor for a moment, and turns come first.
ONE = Few(1, waiting=3)
STYLES = Path(__file__).parent / "templates" / "pdf"
PAGE = (
    '<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title></head>'
    "<body>{body}</body></html>"
)


class PdfUnavailable(ServiceError):
    """The system's text layout (Pango) is not there: README says which packages bring it."""

    status = 503
    code = "pdf_unavailable"


def as_pdf(template: str, **context: Any) -> bytes:
    """Return the template as a tagged PDF. Raises PdfUnavailable."""
    shared = {"words": words_in(), "language": spoken()}
    html = marked(environment.get_template(template).render({**shared, **context}))
    return _laid_out(html, STYLES / "style.css")


def tagged_pdf(html: str, *, lang: str, title: str) -> bytes:
    """Return `html`, the inside of a body, as a tagged PDF. Raises PdfUnavailable."""
    return _laid_out(PAGE.format(lang=lang, title=escape(title), body=html), STYLES / "export.css")


def _laid_out(html: str, style: Path) -> bytes:
    """Nothing is fetched, from the network or from a file, whatever stands in the words. Raises
    Overloaded where others wait already."""
    maker = weasyprint()
    nothing = maker.urls.URLFetcher(allowed_protocols=())
    with ONE:
        sheet = maker.CSS(string=style.read_text("utf-8"))
        document = maker.HTML(string=html, url_fetcher=nothing)
        made: bytes = document.write_pdf(stylesheets=[sheet], pdf_tags=True, pdf_variant="pdf/ua-1")
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
