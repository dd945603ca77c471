from pathlib import Path

import numpy as np

from nlp.vectors import Network, load_network, save_network, the_encoder
from nlp.vectors.training import Examples, Plan, Shape, fit_network, held_states

WISHES = ["my dog back", "my cat home", "my keys back", "my son home"]
ASKED = ["who are you", "what is this", "who reads it", "what is next"]
SHAPE = Shape(outputs=(2, 1), extra=1, width=16, joined=16)


def a_network(seed: int = 1) -> Network:
    read = the_encoder().encode([text.split() for text in WISHES + ASKED])
    kind = np.repeat([0, 1], 4)
    examples = Examples(
        *held_states([read]),
        text_of=np.arange(8),
        extra=np.zeros((8, 1), np.float32),
        targets=[kind, kind[:, None]],
        weights=np.ones(8, np.float32),
    )
    plan = Plan(epochs=30, batch=4, drop=0.0, seed=seed)
    return fit_network(examples, SHAPE, plan, lambda _: None)


def scores(network: Network, *texts: str) -> np.ndarray:
    read = the_encoder().encode([text.split() for text in texts])
    return network.scores(read, np.zeros((len(texts), 1), np.float32))


def test_it_learns_what_it_was_shown_and_reads_near_words_alike() -> None:
    found = scores(a_network(), *WISHES, *ASKED, "my bird back", "who is this")

    assert found[:, :2].argmax(axis=1).tolist() == [0] * 4 + [1] * 4 + [0, 1]
    assert ((found[:, 2] > 0) == ([False] * 4 + [True] * 4 + [False, True])).all()


def test_the_same_examples_give_the_same_weights() -> None:
    assert np.array_equal(a_network().out_w, a_network().out_w)


def test_a_kept_network_reads_as_before(tmp_path: Path) -> None:
    network = a_network()

    save_network(network, tmp_path)

    again = scores(load_network(tmp_path), *WISHES)
    assert np.allclose(again, scores(network, *WISHES), atol=0.02)


def test_a_text_is_scored_the_same_alone_and_among_others() -> None:
    network = a_network()

    assert np.allclose(scores(network, *WISHES)[:1], scores(network, WISHES[0]), atol=1e-4)
