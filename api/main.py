"""Build the API. The site (web.main) includes the same routers: one process serves both."""

import resource
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio.to_thread import current_default_thread_limiter
from fastapi import APIRouter, FastAPI

import traces
from api.access.router import router as access
from api.assessment.router import router as assessment
from api.audit.router import router as audit
from api.capacity.router import router as capacity
from api.case.router import router as case
from api.case.router import search as cases
from api.casework.router import router as casework
from api.chat.codes import HASHING
from api.chat.deps import get_turns
from api.chat.router import router as chat
from api.db import get_reading_sessions
from api.errors import ERRORS, install_error_handlers
from api.escalation.worker import escalator
from api.health.router import router as health
from api.household.router import router as household
from api.interest.router import router as interest
from api.invite.router import router as invites
from api.leftovers import emptier
from api.load import Load
from api.no_core import leave_no_core
from api.opinion.router import mine as opinions
from api.opinion.router import router as opinion
from api.queue.router import router as queue
from api.record.router import router as record
from api.settings import get_settings
from api.steady import steady
from api.supporter.router import router as supporter
from api.turn.away import get_ready
from api.turn.waiting import Reconciler
from api.vault.fits import refuse_wrong_key
from api.vault.keys import KeyUnusable, get_keys
from api.watch import logs
from api.watch.middleware import Watch
from api.watch.router import router as watch
from api.weighing.router import router as weighing

ROUTERS: tuple[APIRouter, ...] = (
    chat,
    record,
    queue,
    casework,
    *(case, cases, invites),
    *(opinions, opinion, weighing, capacity, interest, supporter, household),
    access,
    audit,
    assessment,
    health,
    watch,
)


# Exit, health, figures and our own files are let in whatever is under way.
LET_IN_BEYOND = 100
# A request has a socket, one to Rasa, and up to two connections to SQLite of two files each.
FILES = 4096


def have_room_for(requests: int) -> None:
    """Have a thread and some open files for each request that may be under way.

    A request takes several threads, one after the other, and may hold the record from the first on.
    With fewer than there are requests, all could wait for the record while the one that holds it
    waits for a thread.
    """
    current_default_thread_limiter().total_tokens = requests + LET_IN_BEYOND
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < FILES and soft != resource.RLIM_INFINITY:
        wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Keep answering waiting turns, and escalating, for as long as the site is up."""
    leave_no_core()
    logs.configure(get_settings().log_level)
    traces.start("ownwords-web", get_settings().otlp_endpoint)
    try:
        refuse_wrong_key(get_reading_sessions(), get_keys())
    except KeyUnusable as unusable:
        sys.stderr.write(f"{unusable}\n")  # our own words: logs keep no text of an error
        raise
    workers = (HASHING, Reconciler(get_turns()), escalator(), emptier())
    for worker in workers:
        worker.start()
    have_room_for(get_settings().most_at_once)
    threading.Thread(target=get_ready, name="reading", daemon=True).start()
    with steady():
        yield
    for worker in workers:
        worker.stop()
    traces.stop()


def create_app() -> FastAPI:
    app = FastAPI(title="Own Words", version="1", lifespan=lifespan, responses=ERRORS)
    install_error_handlers(app)
    for router in ROUTERS:
        app.include_router(router)
    app.add_middleware(Load)
    app.add_middleware(Watch)
    return app
