"""`make faults`: options with `make faults FAULTS="--turns 500 --seed 3"`."""

import argparse
import sys
from pathlib import Path
from random import SystemRandom
from tempfile import TemporaryDirectory

from tests.conftest import MODELS
from tests.faults.storm.report import as_text
from tests.faults.storm.run import Storm, run
from tests.postgres import Server


def main() -> int:
    told = arguments().parse_args()
    storm = Storm(told.turns, told.rate, told.seed, told.people)
    print(f"seed {storm.seed}", flush=True)
    server = Server(durable=True) if told.postgres else None
    with TemporaryDirectory(prefix="storm-") as place:
        try:
            if server:
                server.start()
            outcome = run(storm, Path(place) / "var", MODELS, postgres=server)
        finally:
            if server:
                server.stop()
    print(as_text(outcome))
    return 1 if outcome.broken else 0


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("make faults", description=__doc__)
    parser.add_argument("--turns", type=int, default=10_000)
    parser.add_argument("--rate", type=float, default=0.1, help="of the calls on each wire")
    parser.add_argument("--people", type=int, default=40, help="conversations at once")
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6))
    parser.add_argument("--postgres", action="store_true", help="and kill it as well")
    return parser


if __name__ == "__main__":
    sys.exit(main())
