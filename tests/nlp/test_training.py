import json
from pathlib import Path

import numpy as np

from nlp.check_corpus import check, row_faults
from nlp.clauses import cut
from nlp.components.word_reader import clauses_of, words_of
from nlp.learn.corpus import read_corpus
from nlp.learn.fit import Options
from nlp.learn.thresholds import choose_thresholds
from nlp.pipeline import blank_pipeline
from nlp.settings import CORPUS
from nlp.spelling import Speller
from nlp.text import normal_word, readable
from nlp.training import train_into


def clauses(text: str) -> list[list[str]]:
    doc = blank_pipeline()(readable(text))
    out: list[list[str]] = []
    for word, number in zip(words_of(doc), clauses_of(doc), strict=True):
        out += [[]] * (number + 1 - len(out))
        out[number] = [*out[number], word.norm]
    return out


def test_training_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    rows = [r for r in read_corpus() if r.source == "dev_extra"][::3]
    names = [
        train_into(rows, tmp_path / name, lambda _line: None, Options(folds=2))["model"]
        for name in ("one", "two")
    ]

    assert names[0] == names[1]


def test_the_corpus_keeps_its_rules() -> None:
    assert check() == []


def test_a_row_whose_span_is_elsewhere_is_a_fault() -> None:
    schema = json.loads((CORPUS / "schema.json").read_text("utf-8"))
    row = {
        "id": "x-1",
        "text": "a ramp",
        "label": "service",
        "spans": [{"text": "a lift", "side": "service", "kind": "equipment"}],
        "themes": [],
        "voice": "plain",
        "topic": "t",
        "trap": "",
    }

    assert list(row_faults(row, schema)) == ["span not in the text: 'a lift'"]


def test_a_reason_is_a_clause_of_its_own() -> None:
    assert clauses("a rail so I can wash") == [["a", "rail"], ["so", "i", "can", "wash"]]


def test_no_words_make_no_clauses() -> None:
    assert cut([], frozenset()) == []


def test_reading_moves_no_character() -> None:
    text = "a\ud800b\x00c’d"

    assert len(readable(text)) == len(text)
    assert readable(text).encode("utf-8")


def test_spellings_of_one_word_are_alike() -> None:
    assert normal_word("Don’t".replace("’", "'")) == normal_word("dont") == "dont"


def test_a_slip_finds_its_word_and_a_known_word_stays() -> None:
    speller = Speller(["counselling", "niece", "fear", "rear"])

    assert speller.correct("counseling") == "counselling"
    assert speller.correct("neice") == "niece"
    assert speller.correct("rear") == "rear"
    assert speller.correct("zzzzz") == "zzzzz"


def test_the_adult_threshold_is_the_highest() -> None:
    chance = np.random.RandomState(0)
    probabilities = chance.dirichlet(np.ones(4), 400).astype(np.float32)
    found = choose_thresholds(probabilities, chance.randint(0, 4, 400))

    assert found["practitioner"] <= found["balanced"] <= found["adult"]
