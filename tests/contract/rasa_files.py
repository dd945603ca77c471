"""Read the files that Rasa reads, as it reads them, without Rasa."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
RESPONSES = ROOT / "bot" / "domain" / "responses"
DATA = ROOT / "bot" / "data"


@cache
def read_yaml(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return content


def response_files() -> list[Path]:
    return sorted((ROOT / "bot" / "domain").rglob("*.yml"))


@cache
def load_domain() -> dict[str, Any]:
    """Return the root file and every part merged. As with Rasa, the first writing of a response
    stands."""
    domain = dict(read_yaml(ROOT / "domain.yml"))
    responses: dict[str, Any] = dict(domain.get("responses") or {})
    for path in response_files():
        for name, variants in (read_yaml(path).get("responses") or {}).items():
            responses.setdefault(name, variants)
    return domain | {"responses": responses}


def variants() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (response, one wording of it) for each wording the bot has."""
    for name, wordings in load_domain()["responses"].items():
        for wording in wordings:
            yield name, wording


def rules() -> Iterator[dict[str, Any]]:
    for path in sorted(DATA.rglob("*.yml")):
        yield from read_yaml(path).get("rules") or []


def steps(key: str) -> set[str]:
    """Return every value of `key` ("intent", "action", "active_loop") in the rules."""
    return {step[key] for rule in rules() for step in rule["steps"] if step.get(key)}


def examples() -> Iterator[tuple[str, str]]:
    """Yield (intent, sentence) for each example in bot/data."""
    for path in sorted(DATA.rglob("*.yml")):
        for block in read_yaml(path).get("nlu") or []:
            for line in str(block.get("examples", "")).splitlines():
                if line.strip().startswith("- "):
                    yield block["intent"], line.strip()[2:]
