from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from api.health.service import what_is_down
from api.limits import Few
from api.settings import Settings, get_settings

router = APIRouter(tags=["health"])
# Anybody may ask, and while a part hangs each answer holds a thread for seconds.
LOOKS = Few(2, waiting=4)


class Health(BaseModel):
    status: Literal["ok", "down"]
    down: list[str] = Field(default_factory=list, description="what does not answer")


@router.get("/healthz", responses={200: {"model": Health}, 503: {"model": Health}})
def healthz(settings: Annotated[Settings, Depends(get_settings)]) -> JSONResponse:
    """Answer 200 once all three processes are ready; 503 with the names of what is down."""
    with LOOKS:
        down = what_is_down(settings)
    if down:
        return JSONResponse({"status": "down", "down": down}, 503)
    return JSONResponse({"status": "ok"})
