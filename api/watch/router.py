"""Is it alive, and what are its figures. Whether it can do its work is /healthz."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api.settings import Settings, get_settings
from api.watch import metrics

router = APIRouter(tags=["health"])


@router.get("/livez")
async def livez() -> dict[str, str]:
    """Answer 200 while this process runs, whatever else is down: restart it only if it does not."""
    # On the loop itself: threads may all wait for a database, and it is alive all the same.
    return {"status": "ok"}


@router.get("/metrics", include_in_schema=False)
def figures(request: Request, settings: Annotated[Settings, Depends(get_settings)]) -> Response:
    metrics.may_look(request, settings)
    return Response(metrics.as_text(), media_type="text/plain; version=0.0.4; charset=utf-8")
