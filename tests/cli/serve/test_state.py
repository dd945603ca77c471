"""What `status` and `down` read is what the supervisor wrote."""

from pathlib import Path

import pytest

from cli.serve import state
from cli.serve.process import ProcessId


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OWNWORDS_VAR", str(tmp_path))
    return tmp_path


def test_it_comes_back_as_it_was_written() -> None:
    written = state.UpState(
        ProcessId(1, 2),
        "http://127.0.0.1:8000",
        {"web": state.ChildState(ProcessId(3, 4), 8000, "http://127.0.0.1:8000/healthz", 5)},
    )

    state.write(written)

    assert state.read() == written


def test_before_the_first_start_there_is_none() -> None:
    assert state.read() is None


def test_a_file_cut_short_counts_as_none() -> None:
    state.path().parent.mkdir(parents=True)
    state.path().write_text('{"supervisor"', encoding="utf-8")

    assert state.read() is None
