"""What Rasa itself loads, tried in Rasa's own Python: one start for all checks."""

import ast
import json
import subprocess
from pathlib import Path

import pytest

from cli.environment import for_rasa
from cli.paths import RASA_PYTHON, ROOT
from tests.conftest import MODELS

ROOMS = ("turns_in_rasa.py", "mends_in_rasa.py", "lighter_in_rasa.py")
NAMES = [
    part.name
    for room in ROOMS
    for part in ast.parse(Path(__file__).with_name(room).read_text("utf-8")).body
    if isinstance(part, ast.FunctionDef) and part.name.startswith("check_")
]

pytestmark = [
    pytest.mark.skipif(not RASA_PYTHON.exists(), reason="run `make setup` first"),
    pytest.mark.skipif(not MODELS.exists(), reason="run `ownwords train` first"),
]


@pytest.fixture(scope="module")
def results() -> dict[str, str | None]:
    done = subprocess.run(
        [str(RASA_PYTHON), "-W", "ignore", "-m", "tests.channel.in_rasa"],
        cwd=ROOT, env=for_rasa(), capture_output=True, text=True, check=False, timeout=100,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, str | None] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("name", NAMES)
def test_in_rasas_own_python(name: str, results: dict[str, str | None]) -> None:
    assert results[name] is None, results[name]
