"""The whole site: the API's routes under their contract paths, and the pages. Nothing imports
web."""

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from api.errors import ERRORS, install_error_handlers
from api.load import Load
from api.main import ROUTERS, lifespan
from api.watch.middleware import Watch
from web import docs, static
from web.chat import around, cards, comfort, device, invited, keep, looked, renew, talk
from web.errors import ErrorPages
from web.guard import SafeHeaders, SizeLimit
from web.https import OverHttps
from web.kiosk import routes as kiosk
from web.kiosk.answers import LeadToAnswers
from web.kiosk.screen import NotSetUp, at_kiosk
from web.place import KIOSK, WIDGET
from web.review import PAGES as REVIEW_PAGES
from web.review.deps import InNeedOnly, SignInFirst
from web.review.further import remember_way
from web.speak import Speak
from web.widget import routes as widget
from web.widget.cookies import FramedCookies, NoCookies, kept_here


def create_app() -> FastAPI:
    app = FastAPI(
        title="Own Words",
        version="1",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=docs.OPENAPI_PATH,
        redirect_slashes=False,
        responses=ERRORS,
    )
    install_error_handlers(app)
    app.add_exception_handler(SignInFirst, to_sign_in)
    app.add_exception_handler(InNeedOnly, to_break_glass)
    app.add_exception_handler(NoCookies, widget.open_elsewhere)
    app.add_exception_handler(NotSetUp, kiosk.not_set_up)
    for router in (*ROUTERS, static.router, docs.router, *REVIEW_PAGES, around.web):
        app.include_router(router)
    for router in (kiosk.set_up_router, kiosk.router, widget.router):
        app.include_router(router)
    for shared in (
        *(talk.router, around.shared, renew.router, comfort.router, keep.router),
        *(device.router, looked.router, cards.router, invited.router),
    ):
        app.include_router(shared)
        app.include_router(shared, prefix=KIOSK.base, dependencies=[Depends(at_kiosk)])
        app.include_router(shared, prefix=WIDGET.base, dependencies=[Depends(kept_here)])
    # The last added is the outermost.
    for middleware in (
        Load,
        SizeLimit,
        ErrorPages,
        LeadToAnswers,
        Speak,
        FramedCookies,
        OverHttps,
        SafeHeaders,
        Watch,
    ):
        app.add_middleware(middleware)
    return app


async def to_sign_in(request: Request, error: Exception) -> Response:
    response = RedirectResponse("/review/sign-in", 303)
    remember_way(request, response)
    return response


async def to_break_glass(request: Request, error: Exception) -> Response:
    here = f"/review/conversations/{request.path_params['conversation_id']}"
    return RedirectResponse(f"{here}/break-glass", 303)
