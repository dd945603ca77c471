"""The whole site: the API's routes under their contract paths, and the pages. Nothing imports
web."""

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from api.errors import install_error_handlers
from api.main import ROUTERS, lifespan
from web import docs, static
from web.chat import around, comfort, keep, talk
from web.errors import ErrorPages
from web.guard import SafeHeaders, SizeLimit
from web.place import KIOSK
from web.review import routes as review
from web.review.deps import SignInFirst


def create_app() -> FastAPI:
    app = FastAPI(
        title="Own Words",
        version="1",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=docs.OPENAPI_PATH,
        redirect_slashes=False,
    )
    install_error_handlers(app)
    app.add_exception_handler(SignInFirst, to_sign_in)
    for router in (*ROUTERS, static.router, docs.router, review.router, around.web, around.kiosk):
        app.include_router(router)
    for shared in (talk.router, around.shared, comfort.router, keep.router):
        app.include_router(shared)
        app.include_router(shared, prefix=KIOSK.base)
    # The last added is the outermost.
    for middleware in (SizeLimit, ErrorPages, SafeHeaders):
        app.add_middleware(middleware)
    return app


async def to_sign_in(request: Request, error: Exception) -> Response:
    return RedirectResponse("/review/sign-in", 303)
