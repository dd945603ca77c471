"""`ownwords train --only`: which steps it takes."""

import pytest
from typer.testing import CliRunner

from cli.errors import Problem
from cli.main import app
from cli.training import run


@pytest.mark.parametrize(
    ("arguments", "steps"),
    [
        ((), ["assess", "reading", "rasa"]),
        (("--only", "rasa"), ["rasa"]),
        (("--only", "reading", "--only", "assess"), ["assess", "reading"]),
    ],
)
def test_the_steps_asked_for_are_taken_in_their_order(
    arguments: tuple[str, ...], steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []
    monkeypatch.setattr(
        run, "train_all", lambda chosen, **_: taken.extend(step.name for step in chosen)
    )

    result = CliRunner().invoke(app, ["train", *arguments])

    assert result.exit_code == 0
    assert taken == steps


def test_a_step_that_is_none_names_those_there_are() -> None:
    result = CliRunner().invoke(app, ["train", "--only", "everything"])

    assert isinstance(result.exception, Problem)
    assert "assess, reading, rasa" in str(result.exception)
