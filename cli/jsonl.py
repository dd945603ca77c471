"""JSON lines in, JSON lines out, in order. A line that cannot be read never stops the rest."""

import json
import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any

Row = dict[str, Any]
BATCH = 128


@dataclass(frozen=True)
class BadLine:
    number: int
    why: str


@dataclass(frozen=True)
class GoodLine:
    number: int
    row: Row


def parse(number: int, line: bytes, needs: tuple[str, ...]) -> GoodLine | BadLine | None:
    """One line; None when it is blank. `needs` are the keys whose values must be text."""
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8").strip("\r\n\t ")
        if not text:
            return None
        row = json.loads(text, parse_constant=_no_such_number)
    except UnicodeDecodeError:
        return BadLine(number, "not UTF-8")
    except (ValueError, RecursionError):
        return BadLine(number, "not JSON")
    if not isinstance(row, dict):
        return BadLine(number, "not a JSON object")
    for key in needs:
        if key not in row:
            return BadLine(number, f'"{key}" is missing')
        if not isinstance(row[key], str):
            return BadLine(number, f'"{key}" is not text')
    return GoodLine(number, row)


def _no_such_number(name: str) -> None:
    raise ValueError(name)


def dump(row: Row) -> bytes:
    """One line. Half a surrogate pair cannot be UTF-8, so such a row is written with escapes."""
    try:
        return json.dumps(row, ensure_ascii=False).encode("utf-8") + b"\n"
    except UnicodeEncodeError:
        return json.dumps(row).encode("ascii") + b"\n"


def batches(source: IO[bytes]) -> Iterator[list[tuple[int, bytes]]]:
    """Numbered lines, as many at a time as have come, up to BATCH.

    A file is read in large batches; a program that writes one line and waits gets its answer.
    """
    lines: queue.Queue[tuple[int, bytes] | None] = queue.Queue(maxsize=4 * BATCH)

    def read() -> None:
        for numbered in enumerate(source, start=1):
            lines.put(numbered)
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    while (first := lines.get()) is not None:
        batch, ended = [first], False
        while len(batch) < BATCH and not ended:
            try:
                following = lines.get_nowait()
            except queue.Empty:
                break
            if following is None:
                ended = True
            else:
                batch.append(following)
        yield batch
        if ended:
            return


def process(
    source: IO[bytes],
    target: IO[bytes],
    *,
    needs: tuple[str, ...],
    answer: Callable[[list[Row]], list[Row]],
    complain: Callable[[BadLine], None],
) -> int:
    """Answer each good line with its row and what `answer` adds. Returns how many were bad."""
    bad = 0
    for batch in batches(source):
        parsed = [parse(number, line, needs) for number, line in batch]
        for line in parsed:
            if isinstance(line, BadLine):
                complain(line)
                bad += 1
        rows = [line.row for line in parsed if isinstance(line, GoodLine)]
        for row, added in zip(rows, answer(rows) if rows else [], strict=True):
            target.write(dump(row | added))
        target.flush()
    return bad
