"""Read what people write. Imports nothing of ours, opens no connection, keeps no text.

The public names load on first use (PEP 562), so that `import nlp.reading`, which also runs inside
Rasa's Python, never imports spaCy. The modules are called `assessor` and `deeper`, not `assess` and
`deepen`: a submodule of the same name would replace the function on the package.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nlp.assessor import assess, assess_many
    from nlp.deeper import deepen
    from nlp.errors import ModelMissing
    from nlp.types import Assessment, Deeper, Span

__all__ = [
    "Assessment",
    "Deeper",
    "ModelMissing",
    "Span",
    "assess",
    "assess_many",
    "deepen",
]

_HOME = {
    "assess": "nlp.assessor",
    "assess_many": "nlp.assessor",
    "deepen": "nlp.deeper",
    "ModelMissing": "nlp.errors",
    "Assessment": "nlp.types",
    "Deeper": "nlp.types",
    "Span": "nlp.types",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'nlp' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME[name]), name)
    globals()[name] = value
    return value
