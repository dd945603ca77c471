"""`make fuzz`: options with `make fuzz FUZZ="--cases 500 --seed 3 --seconds 10"`."""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random, SystemRandom
from secrets import token_urlsafe
from shutil import which
from tempfile import TemporaryDirectory

from cli.paths import var_dir
from tests.conftest import MODELS
from tests.fuzz.api import Fuzz, report
from tests.fuzz.prepared import SignIn
from tests.stack import ROOT, Stack

# Built for Python 3.11 alone, so it has an environment of its own, from the same lock as ours.
ATHERIS = "atheris==3.0.0"

# To begin from: pydantic's parser is compiled, so atheris cannot see its way into it by itself.
ID = "11111111-1111-4111-8111-111111111111"
STATEMENT = {"command": "record_statement", "id": ID, "kind": "other", "text": "home"}
BODIES = [
    json.dumps(body).encode()
    for body in (
        {"channel": "web", "invite": None},
        {"turn_id": ID, "text": "I want to go home", "seen": 3},
        {"return_code": "one two three four five six"},
        STATEMENT | {"said_by": "adult", "provenance": "verbatim"},
        {
            "messages": [{"text": "Hello", "choices": [{"title": "a", "value": "b"}]}],
            "commands": [], "state": {"slots": {"x": [1.5e9, None, True]}}, "asking": "outcome",
        },
    )
]  # fmt: skip


def main() -> int:
    told = arguments().parse_args()
    print(f"seed {told.seed}", flush=True)
    broken = 0
    if told.cases:
        broken += not the_api(told.cases, told.seed)
    if told.seconds:
        broken += wire_formats(told.seconds, told.seed)
    return broken


def the_api(cases: int, seed: int) -> bool:
    """Fuzz a whole stack of its own; return whether nothing was found."""
    with TemporaryDirectory(prefix="fuzz-") as place:
        stack = Stack(var=Path(place) / "var", models=MODELS)
        stack.migrate()
        with stack.up():
            fuzz = Fuzz(stack.url, stack.api_token, colleague(stack), Random(seed))
            fuzz.run(cases)
    report(fuzz)
    return not fuzz.failures


def colleague(stack: Stack) -> SignIn:
    one = SignIn("amira", token_urlsafe())
    add = ("user", "add", one.name, "--role", "lead", "--password-stdin")
    done = stack.run(*add, typed=f"{one.password}\n")
    assert done.returncode == 0, done.stderr
    return one


def wire_formats(seconds: int, seed: int) -> int:
    """Run atheris on each parser for its share of the time; return how many it broke."""
    python, broken = environment(), 0
    for target in ("contract", "return_code", "form"):
        print(f"atheris: {target}", flush=True)
        limits = [f"-max_total_time={seconds // 3}", f"-seed={seed}", "-print_final_stats=1"]
        command = [str(python), "-m", "tests.fuzz.wire", target, *limits]
        with TemporaryDirectory(prefix="fuzz-") as place:
            for number, body in enumerate(BODIES if target == "contract" else ()):
                (Path(place) / f"{number}.json").write_bytes(body)
            done = subprocess.run(
                [*command, place],
                cwd=place,
                env=os.environ | {"PYTHONPATH": str(ROOT)},
                check=False,
            )
        broken += done.returncode != 0
    return broken


def environment() -> Path:
    """Make the environment where it is not there yet; return its Python."""
    home = var_dir() / "fuzz" / ".venv"
    python = home / "bin" / "python"
    uv = which("uv") or str(ROOT / ".tools" / "bin" / "uv")
    for command in (
        [uv, "venv", "--quiet", "--allow-existing", "--python", "3.11", str(home)],
        [uv, "pip", "sync", "--quiet", "--python", str(python), "requirements/app.txt"],
        [uv, "pip", "install", "--quiet", "--python", str(python), ATHERIS],
    ):
        subprocess.run(command, cwd=ROOT, check=True)
    return python


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("make fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000, help="at the API")
    parser.add_argument("--seconds", type=int, default=60, help="of atheris on the parsers")
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(1, 10**6))
    return parser


if __name__ == "__main__":
    sys.exit(main())
