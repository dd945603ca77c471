"""The queue and the reports as JSON."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query

from api.case.deps import CaseKeyDep
from api.core.clock import utc_now
from api.core.queue import Level, State
from api.db import SessionDep
from api.flag.report import KindReport, examples, report
from api.queue import service
from api.queue.schemas import Allocated, Filters, QueuePage
from api.record.deps import ReaderDep
from api.record.router import KeysDep

router = APIRouter(prefix="/api/v1", tags=["casework"])

Code = Annotated[str | None, Query(pattern=r"^[a-z_]{1,40}$")]


@router.get("/queue")
def list_queue(
    session: SessionDep,
    reader: ReaderDep,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    per_page: Annotated[int, Query(ge=1, le=100)] = 25,
    state: State | None = None,
    status: Literal["open", "paused", "finished"] | None = None,
    channel: Literal["web", "kiosk"] | None = None,
    alert: Level | Literal["any"] | None = None,
    kind: Code = None,
    theme: Code = None,
    needs: Literal["yes", "no"] | None = None,
    allocated: Allocated | None = None,
    case: CaseKeyDep = None,
) -> QueuePage:
    filters = Filters(state, status, channel, alert, kind, theme, needs, allocated, case)
    return service.list_queue(session, reader, filters, now=utc_now(), page=page, per_page=per_page)


@router.get("/reports/flags")
def report_flags(session: SessionDep, reader: ReaderDep) -> list[KindReport]:
    """How often the reader is right, by kind."""
    return report(session, reader, now=utc_now())


@router.get("/reports/examples")
def export_examples(session: SessionDep, keys: KeysDep, reader: ReaderDep) -> list[dict[str, Any]]:
    """What was decided about the reader's flags, where the person's words may be shared."""
    return list(examples(session, keys, reader, now=utc_now()))
