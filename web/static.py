"""Find and serve what `npm run build` made: names that change with the content, so they may be
kept for ever."""

import json
from functools import lru_cache
from mimetypes import guess_type
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Header
from fastapi.responses import FileResponse

from api.errors import NotFound
from api.settings import ROOT, get_settings

FOR_EVER = "public, max-age=31536000, immutable"

router = APIRouter(include_in_schema=False)


@lru_cache
def folder() -> Path:
    """Return this installation's assets, or those built in the checkout where it has none of its
    own."""
    own = get_settings().var / "assets"
    return own if (own / "manifest.json").exists() else ROOT / "var" / "assets"


@lru_cache
def manifest() -> dict[str, str]:
    path = folder() / "manifest.json"
    found: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    return found


def asset(name: str) -> str:
    """Return the address of a built file. Unbuilt, the page still works: plain, and without
    scripts."""
    return f"/static/{manifest().get(name, name)}"


@router.get("/static/{name}")
def static(name: str, accept_encoding: Annotated[str, Header()] = "") -> FileResponse:
    """Return a built file, as it was compressed at the build where the browser takes that.

    Pages are never compressed: their length would tell what stands beside their secrets (BREACH).
    """
    if name not in manifest().values():
        raise NotFound
    headers = {"Cache-Control": FOR_EVER, "Vary": "Accept-Encoding"}
    zipped, kind = folder() / f"{name}.gz", guess_type(name)[0]
    if kind == "image/svg+xml":
        kind = f"{kind}; charset=utf-8"  # to text/… it is added by itself
    if "gzip" not in accept_encoding or not zipped.exists():
        return FileResponse(folder() / name, headers=headers, media_type=kind)
    headers["Content-Encoding"] = "gzip"
    return FileResponse(zipped, headers=headers, media_type=kind)
