"""How often the reader is right, and what it got wrong as a file to learn from."""

import json

from fastapi import APIRouter, Depends, Request, Response

from api.core.access import may
from api.core.clock import utc_now
from api.db import SessionDep
from api.flag import report
from api.record.router import KeysDep
from web.guard import only_from_our_page
from web.review.deps import Practitioner
from web.views import page

router = APIRouter(
    prefix="/review/flags", include_in_schema=False, dependencies=[Depends(only_from_our_page)]
)


@router.get("")
def flag_report(request: Request, session: SessionDep, user: Practitioner) -> Response:
    lines = report.report(session, user, now=utc_now())
    may_export = may(user.role, "export_examples")
    return page(request, "review/flag_report.html", user=user, lines=lines, may_export=may_export)


@router.get("/examples.jsonl")
def examples(session: SessionDep, keys: KeysDep, user: Practitioner) -> Response:
    """One example a line, only of words that their person agreed to share."""
    found = report.examples(session, keys, user, now=utc_now())
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found)
    named = {"Content-Disposition": 'attachment; filename="examples.jsonl"'}
    return Response(lines, media_type="application/x-ndjson", headers=named)
