import numpy as np
import pytest

from nlp.head import N_THEMES
from nlp.learn.corpus import read_corpus
from nlp.learn.prepare import Prepared, prepare
from nlp.learn.themes import fit_themes
from nlp.linear import Floats
from nlp.reader import Scores, wish_likely
from nlp.themes import doubts, second_look
from nlp.types import LABELS, THEMES
from nlp.vectors import Network
from nlp.vectors.training import Plan


def scores(label: str, *themes: float) -> Scores:
    """One text that is surely of `label`, with these themes and the others hardly there."""
    labels = np.array([[float(name == label) for name in LABELS]], dtype=np.float32)
    row = np.full((1, N_THEMES), 0.001, dtype=np.float32)
    row[0, : len(themes)] = themes
    nothing = np.zeros((0, 1), dtype=np.float32)
    return Scores(labels, row, nothing, nothing, np.zeros(0, dtype=np.int64))


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (scores("personal", 0.3, 0.3), True),
        (scores("mixed", 0.3, 0.3), True),
        (scores("personal", 0.9, 0.05), False),
        (scores("service", 0.3, 0.3), False),
        (scores("unclear", 0.3, 0.3), False),
    ],
)
def test_only_a_wish_whose_theme_is_in_doubt_is_looked_at_twice(
    given: Scores, wanted: bool
) -> None:
    assert doubts(given) is wanted


@pytest.mark.parametrize(
    ("personal", "mixed", "wanted"), [(0.36, 0.0, True), (0.2, 0.2, True), (0.2, 0.1, False)]
)
def test_what_may_well_be_a_wish_has_themes(personal: float, mixed: float, wanted: bool) -> None:
    chances = {"personal": personal, "mixed": mixed, "service": 1 - personal - mixed}

    assert wish_likely(np.array([chances.get(label, 0.0) for label in LABELS])) is wanted


@pytest.fixture(scope="module")
def small() -> Prepared:
    return prepare([r for r in read_corpus() if r.source == "dev_extra" and r.themes][:80])


@pytest.fixture(scope="module")
def networks(small: Prepared) -> tuple[Network, ...]:
    return fit_themes(small, lambda _line: None, Plan(epochs=30, batch=32))


def evenly(small: Prepared) -> Floats:
    return np.full((len(small.rows), N_THEMES), 0.1, dtype=np.float32)


def test_where_the_first_look_knows_nothing_the_second_decides(
    small: Prepared, networks: tuple[Network, ...]
) -> None:
    words = [words for words, _ in small.docs]

    found = second_look(networks, words, evenly(small)).argmax(axis=1)

    main = [THEMES.index(row.themes[0]) for row in small.rows]
    assert (found == main).mean() > 0.8  # these it has learnt from


def test_where_the_first_look_is_sure_it_stands(
    small: Prepared, networks: tuple[Network, ...]
) -> None:
    words = [words for words, _ in small.docs]
    first = evenly(small) * 0 + np.float32(1e-6)
    first[:, 3] = 0.99

    found = second_look(networks, words, first)

    assert (found.argmax(axis=1) == 3).all()
    assert found.max() <= 1
    assert found.min() >= 0


def test_no_words_at_all_are_still_read(networks: tuple[Network, ...]) -> None:
    found = second_look(networks, [[]], np.full((1, N_THEMES), 0.1, dtype=np.float32))

    assert np.isfinite(found).all()


def test_without_a_wish_there_is_nothing_to_fit() -> None:
    services = [r for r in read_corpus() if r.source == "dev_extra" and r.label == "service"][:20]

    assert fit_themes(prepare(services), lambda _line: None) == ()
