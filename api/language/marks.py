"""Marks around text that stayed English. They last from a template to web/marked.py, never reach
a browser, and cannot be typed: each process makes its own."""

import secrets

# Characters that Unicode keeps for a program's own use.
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_OURS = secrets.token_hex(6)
BEGINS, ENDS = f"{_OPEN}{_OURS}", f"{_CLOSE}{_OURS}"
