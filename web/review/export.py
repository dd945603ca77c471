"""Take one conversation out as a file. Asked for by a form, so that no link does it by accident."""

from typing import cast
from uuid import UUID

from fastapi import Request, Response

from api.core.clock import utc_now
from api.db import SessionDep
from api.export import service
from api.reader import must
from api.record.router import KeysDep
from web.export.files import MAKERS, TYPES
from web.pdf import PdfUnavailable, weasyprint
from web.review.deps import Practitioner, conversation_pages
from web.review.fields import problems_with
from web.review.form_page import form_page
from web.review.place import FormDep, SignedForm
from web.wording import words_in

router = conversation_pages("/export")
export_page = form_page("review/export.html")


@router.get("")
def ask_export(request: Request, user: Practitioner, conversation_id: UUID) -> Response:
    must(user, "export")
    return export_page(request, user, conversation_id, {}, {})


@router.post("")
def take_export(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: SignedForm,
    form: FormDep,
    conversation_id: UUID,
) -> Response:
    """Whether a PDF can be made at all is asked first: what was not taken is not in the audit.

    It counts as taken before its file is made, and nobody waits for the database meanwhile: pages
    take seconds to lay out.
    """
    chosen, notes = form.get("format", ""), form.get("notes", "")
    missing = [] if chosen in MAKERS else ["format"]
    missing += [] if notes in ("yes", "no") else ["notes"]
    if missing:
        problems = problems_with(missing)
        return export_page(request, user, conversation_id, form, problems, 422)
    try:
        if chosen == "pdf":
            weasyprint()
    except PdfUnavailable:
        problem = {"format": words_in().export.no_pdf}
        return export_page(request, user, conversation_id, form, problem, PdfUnavailable.status)
    found = service.export(
        session,
        keys,
        user,
        conversation_id,
        form=cast("service.Format", chosen),
        notes=notes == "yes",
        now=utc_now(),
    )
    session.commit()  # gives the writer back, to the people whose words come next
    # A neutral name: whoever sees the folder learns nothing from it.
    named = {"Content-Disposition": f'attachment; filename="conversation.{chosen}"'}
    return Response(MAKERS[chosen](found), media_type=TYPES[chosen], headers=named)
