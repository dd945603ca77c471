"""What `status` and `down` read is what the supervisor wrote."""

import json
from pathlib import Path
from typing import Any

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


WHOLE: dict[str, Any] = {
    "supervisor": {"pid": 1, "born": 2},
    "address": "http://here",
    "children": {
        "web": {"process": {"pid": 3, "born": 4}, "port": 1, "ready_url": "x", "restarts": 5}
    },
}


def written(content: object) -> None:
    state.path().parent.mkdir(parents=True, exist_ok=True)
    state.path().write_text(json.dumps(content), encoding="utf-8")


@pytest.mark.parametrize(
    "content",
    [
        {}, [], None, "up", 1, WHOLE | {"children": []}, WHOLE | {"children": {"web": {}}},
        WHOLE | {"supervisor": {}}, WHOLE | {"supervisor": {"pid": "x", "born": 2}},
        WHOLE | {"supervisor": {"pid": -1, "born": 2}}, WHOLE | {"supervisor": 7},
        WHOLE | {"supervisor": {"pid": 0, "born": 2}},
        WHOLE | {"supervisor": {"pid": 2**70, "born": 2}},
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_understood_counts_as_none(content: object) -> None:
    written(content)

    assert state.read() is None


def test_what_another_release_has_written_beside_it_is_not_looked_at() -> None:
    written(WHOLE)
    ours = state.read()
    process = {"pid": 3, "born": 4, "group": 3}
    web = WHOLE["children"]["web"] | {"process": process, "since": "noon"}
    supervisor = WHOLE["supervisor"] | {"name": "up"}
    written(WHOLE | {"supervisor": supervisor, "children": {"web": web}, "release": "2"})

    assert ours is not None
    assert state.read() == ours
