"""Who may show what in a frame: the widget's pages, on the sites that the settings name. Nothing
else, and nobody else."""

from collections.abc import Mapping

from api.settings import get_settings
from web.place import WIDGET

SCRIPT_PATH = "/widget.js"
DEMO_PATH = "/widget-demo"


def ancestors() -> str:
    """Return what stands after frame-ancestors, or nothing where nobody may."""
    settings = get_settings()
    return " ".join([*settings.widget_origins, *(["'self'"] if settings.widget_demo else [])])


def for_path(path: str, headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers of a path, given those that every answer has."""
    changed = dict(headers)
    policy = changed["Content-Security-Policy"]
    if path == SCRIPT_PATH:  # asked for by the page of another site
        changed["Cross-Origin-Resource-Policy"] = "cross-origin"
    elif path == DEMO_PATH:
        changed["Content-Security-Policy"] = f"{policy}; frame-src 'self'"
    elif WIDGET.holds(path) and (allowed := ancestors()):
        changed["Content-Security-Policy"] = policy.replace(
            "frame-ancestors 'none'", f"frame-ancestors {allowed}"
        )
        changed["Cross-Origin-Resource-Policy"] = "cross-origin"  # to a site that isolates itself
        del changed["X-Frame-Options"]  # it cannot name a site; the policy above does
    return changed
