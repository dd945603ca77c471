"""FastAPI's own page about the API, with Swagger UI from our own server and no other host."""

import json

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from web.static import asset

DOCS_PATH = "/docs"
OPENAPI_PATH = "/openapi.json"

# The one inline script of the site. The content security policy names its hash.
START = f"""
SwaggerUIBundle({json.dumps({"url": OPENAPI_PATH, "dom_id": "#swagger-ui", "validatorUrl": None})})
"""

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Own Words API</title>
<link rel="icon" href="{icon}" type="image/svg+xml">
<link rel="stylesheet" href="{style}">
</head>
<body>
<main id="swagger-ui"></main>
<script src="{script}"></script>
<script>{start}</script>
</body>
</html>
"""

router = APIRouter(include_in_schema=False)


@router.get(DOCS_PATH)
def docs() -> HTMLResponse:
    page = PAGE.format(
        icon=asset("icon.svg"),
        style=asset("swagger-ui.css"),
        script=asset("swagger-ui.js"),
        start=START,
    )
    return HTMLResponse(page)
