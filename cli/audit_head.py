"""Where the audit had got to when it was last checked. A chain alone does not show that its newest
rows were taken away; this does. Kept beside the keys, apart from the database."""

import json

from sqlalchemy.orm import Session

from cli.errors import Problem
from cli.files import write_whole
from cli.paths import var_dir


def check(session: Session) -> str:
    """Return what is well. Raises Problem with the first row that is not."""
    from api.audit import service

    broken = service.first_break(session)
    if broken is not None:
        raise Problem(f"Row {broken} was changed, or the row before it was taken away.")
    path = var_dir() / "keys" / "audit-head.json"
    if path.exists():
        before = json.loads(path.read_text(encoding="utf-8"))
        if not service.holds(session, before["id"], before["hash"]):
            raise Problem(f"Row {before['id']} was there at the last check, and is gone.")
    newest = service.newest(session)
    if newest is None:
        return "nothing is in it yet"
    write_whole(path, json.dumps({"id": newest[0], "hash": newest[1]}))
    return f"whole, from the first row to row {newest[0]}"
