"""Notice a wish that nobody can bring about as it stands: the beginning of a talk, never a fault.

The person is not told so. They are asked what it would give them, and which part could happen
(domain brief, section 5.4). Patterns: nlp/resources/beyond_reach.jsonl, one a line, each with why.
"""

import json
import re
from functools import lru_cache
from pathlib import Path

RESOURCE = Path(__file__).parent / "resources" / "beyond_reach.jsonl"
LONGEST = 2_000  # characters read: the patterns are for a wish, not for a letter


@lru_cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    lines = RESOURCE.read_text("utf-8").splitlines()
    return tuple(re.compile(json.loads(line)["pattern"], re.IGNORECASE) for line in lines)


def beyond_reach(text: str) -> bool:
    """Tell whether the wish cannot happen as it was said. Precision first: a no is the safe
    answer."""
    words = " ".join(text[:LONGEST].replace("’", "'").split())
    return any(pattern.search(words) for pattern in _patterns())
