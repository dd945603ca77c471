from nlp.reading.corpus import TESTS, Row
from nlp.reading.evaluate import below
from nlp.reading.figures import Outcome, figures
from nlp.reading.report import SETS, page


def an_outcome(meant: str, read: str, question: str = "any") -> Outcome:
    return Outcome(Row("words", meant, question, "test"), read, 0.9)


def test_a_danger_that_is_missed_and_one_that_is_not_there_are_counted_apart() -> None:
    found = figures(
        [
            an_outcome("report_danger", "report_danger"),
            an_outcome("report_danger", "inform"),
            an_outcome("inform", "report_danger"),
            an_outcome("greet", "greet"),
        ]
    )

    assert found["report_danger_found"] == 0.5
    assert found["false_alarm"] == 0.5
    assert found["answers_lost"] == 1.0


def test_a_figure_on_the_wrong_side_of_its_gate_is_named() -> None:
    found = {"intent_right": 0.8, "false_alarm": 0.02}
    gates = {"intent_right": {"at_least": 0.9}, "false_alarm": {"at_most": 0.03}}

    assert [line.split()[0] for line in below(found, gates)] == ["intent_right"]


def test_every_set_that_is_measured_has_a_column_of_its_own() -> None:
    measured = {**dict.fromkeys(TESTS, figures([])), "unseen": figures([])}

    heading = page(measured, []).split("| goal |")[1].splitlines()[0]

    assert set(SETS) == set(measured)
    assert heading.count("|") == len(measured)
