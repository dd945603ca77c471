"""Measure both bots and write docs/performance.md."""

import argparse
import asyncio
import shutil
import signal
from pathlib import Path

from cli.paths import ROOT, var_dir
from tests.bench import processes
from tests.bench.measure import MakeTalk, Sample, at_depths, one_round
from tests.bench.processes import OURS, Stack
from tests.bench.report import DEPTHS, Result, page
from tests.bench.talk import FormbotTalk, LongFormbotTalk, OurTalk
from tests.ports import free_ports

AT_ONCE = {1: 4, 8: 2}  # conversations at once: how many each person holds in a round


def main() -> None:
    asked = _arguments()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the bots are stopped too
    folder = var_dir() / "bench"
    shutil.rmtree(folder / "own", ignore_errors=True)  # a database with nothing in it
    model = processes.train_formbot()
    with (
        processes.formbot(model, folder / "formbot", free_ports(3)) as stock,
        processes.ours(folder / "own", free_ports(3)) as own,
    ):
        results = asyncio.run(_measure(own, stock, asked.rounds))
    text = page(*results, command=asked.command, rounds=asked.rounds)
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(text, encoding="utf-8")
    print(text)
    print(f"Written to {asked.out}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "performance.md")
    parser.set_defaults(command="make bench")
    return parser.parse_args()


async def _measure(own: Stack, stock: Stack, rounds: int) -> tuple[Result, Result]:
    both: list[tuple[Stack, MakeTalk]] = [(stock, FormbotTalk), (own, OurTalk)]
    samples = {stack.name: {n: Sample() for n in AT_ONCE} for stack, _ in both}
    for number in range(rounds + 1):
        for at_once, each in AT_ONCE.items():
            for stack, make in both if number % 2 else reversed(both):
                # The first round warms both up, and is thrown away.
                sample = samples[stack.name][at_once] if number else Sample()
                await one_round(stack.url, make, at_once, each, sample)
                shown = f"p50 {sample.p(50):.0f} ms, {sample.rates[-1]:.1f} turns/s"
                print(f"round {number}: {stack.name}, {at_once} at once: {shown}")
    memory = {stack.name: stack.resident_mb() for stack, _ in both}
    print("long conversations; the stock bot's take minutes")
    depths = {stack.name: await _long(stack) for stack, _ in both}
    found = [Result(s.name, samples[s.name], depths[s.name], memory[s.name]) for s, _ in both]
    return found[1], found[0]


async def _long(stack: Stack) -> dict[int, list[float]]:
    if stack.name == OURS:
        return await at_depths(stack.url, lambda client, _: OurTalk(client), DEPTHS)
    return await at_depths(
        stack.url, lambda client, chat: LongFormbotTalk(client, chat=chat), DEPTHS
    )


if __name__ == "__main__":
    main()
