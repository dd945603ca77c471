from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse

from api.health.service import what_is_down
from api.settings import Settings, get_settings

router = APIRouter(tags=["health"])


@router.get("/healthz")
def healthz(settings: Annotated[Settings, Depends(get_settings)]) -> JSONResponse:
    """Answer 200 once all three processes are ready; 503 with the names of what is down."""
    down = what_is_down(settings)
    if down:
        return JSONResponse({"status": "down", "down": down}, 503)
    return JSONResponse({"status": "ok"})
