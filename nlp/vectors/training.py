"""Fit a network (`nlp.vectors.network`) with thinc, spaCy's own library of layers.

Every draw is fixed and one thread does the sums, so the same examples give the same weights.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from thinc.api import (
    Adam,
    Dropout,
    Linear,
    Model,
    ParametricAttention,
    Ragged,
    Relu,
    chain,
    concatenate,
    expand_window,
    fix_random_seed,
    reduce_max,
    reduce_sum,
    residual,
    use_ops,
    warmup_linear,
    with_array,
)

from nlp.vectors.encoder import SENTENCE, STATE, Encoded, Floats, Numbers
from nlp.vectors.network import LOUDER, Network

ATTENTIONS: Final = 4
SMOOTH: Final = 0.05

Say = Callable[[str], None]


@dataclass(frozen=True)
class Shape:
    """`outputs` are the sizes of the groups of scores; `extra` what is known besides the words."""

    outputs: tuple[int, ...]
    extra: int = 0
    width: int = 160
    joined: int = 160


@dataclass(frozen=True)
class Plan:
    epochs: int = 8
    batch: int = 64
    rate: float = 0.002
    drop: float = 0.35
    decay: float = 0.02
    seed: int = 20
    share: float = 1.0  # how many of the examples are drawn in each round


@dataclass
class Examples:
    """States are kept in half precision, one text after another; an example is read from the text
    numbered `text_of`, so that a text said at several questions is kept once. `targets` has an
    array for each group of outputs: (examples,) numbers, or (examples, size) of 0 and 1."""

    states: npt.NDArray[np.float16]
    lengths: Numbers
    sentences: Floats
    text_of: Numbers
    extra: Floats
    targets: list[Numbers]
    weights: Floats
    starts: Numbers = field(init=False)

    def __post_init__(self) -> None:
        self.starts = np.cumsum(self.lengths) - self.lengths

    def states_of(self, texts: Numbers) -> Ragged:
        lengths = self.lengths[texts]
        before = np.cumsum(lengths) - lengths
        rows = np.repeat(self.starts[texts] - before, lengths) + np.arange(lengths.sum())
        return Ragged(self.states[rows].astype(np.float32), lengths.astype(np.int32))  # type: ignore[arg-type]


@dataclass
class _Parts:
    pieces: Model[Ragged, Ragged]
    gather: Model[Ragged, Any]
    join: Model[Any, Any]
    out: Model[Any, Any]

    def finish(self, optimizer: Any) -> None:
        for model in (self.pieces, self.gather, self.join, self.out):
            model.finish_update(optimizer)
        optimizer.step_schedules()


def _build(shape: Shape, plan: Plan) -> _Parts:
    width = shape.width
    first: Any = Relu(width, STATE, normalize=True)
    narrow: Any = with_array(chain(Dropout(plan.drop), first))
    near: Any = chain(
        expand_window(window_size=1),
        with_array(Relu(width, 3 * width, normalize=True, dropout=plan.drop / 2)),
    )
    attend: list[Any] = [chain(ParametricAttention(width), reduce_sum()) for _ in range(ATTENTIONS)]
    parts = _Parts(
        pieces=chain(narrow, residual(near)),
        gather=concatenate(*attend, reduce_max()),
        join=chain(
            Dropout(plan.drop),
            Relu(
                shape.joined,
                width * (ATTENTIONS + 1) + SENTENCE + shape.extra,
                normalize=True,
                dropout=plan.drop,
            ),
        ),
        out=Linear(sum(shape.outputs), shape.joined),
    )
    for model in (parts.pieces, parts.gather, parts.join, parts.out):
        model.initialize()
    return parts


def _one_of(scores: Floats, target: Numbers) -> Floats:
    """The gradient of cross-entropy, with a little left for the other answers."""
    chances = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    wanted = np.full_like(chances, SMOOTH / scores.shape[1])
    wanted[np.arange(len(target)), target] += 1 - SMOOTH
    return np.asarray(chances - wanted, dtype=np.float32)


def _many_of(scores: Floats, target: Numbers) -> Floats:
    chances = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
    return np.asarray(chances - target, dtype=np.float32)


def _gradient(scores: Floats, shape: Shape, given: Examples, drawn: Numbers) -> Floats:
    out = np.zeros_like(scores)
    at = 0
    for size, target in zip(shape.outputs, given.targets, strict=True):
        loss = _one_of if target.ndim == 1 else _many_of
        out[:, at : at + size] = loss(scores[:, at : at + size], target[drawn])
        at += size
    return np.asarray(out * given.weights[drawn, None] / len(drawn), dtype=np.float32)


def _step(parts: _Parts, shape: Shape, given: Examples, drawn: Numbers) -> None:
    texts = given.text_of[drawn]
    pieces, back_pieces = parts.pieces.begin_update(given.states_of(texts))
    together, back_gather = parts.gather.begin_update(pieces)
    joined = [together, given.sentences[texts] * LOUDER, given.extra[drawn]]
    hidden, back_join = parts.join.begin_update(np.concatenate(joined, axis=1))
    scores, back_out = parts.out.begin_update(hidden)
    blame = back_join(back_out(_gradient(scores, shape, given, drawn)))
    back_pieces(back_gather(np.ascontiguousarray(blame[:, : together.shape[1]])))


def _drawn(given: Examples, plan: Plan) -> int:
    return max(1, int(len(given.text_of) * plan.share))


def _batches(given: Examples, plan: Plan, chance: np.random.Generator) -> list[Numbers]:
    order = chance.permutation(len(given.text_of))[: _drawn(given, plan)]
    return [order[at : at + plan.batch] for at in range(0, len(order), plan.batch)]


def fit_network(given: Examples, shape: Shape, plan: Plan, say: Say) -> Network:
    """Fit on every example. The layers are thinc's, the sums numpy's, on one thread."""
    fix_random_seed(plan.seed)
    chance = np.random.default_rng(plan.seed)
    # numpy's OpenBLAS multiplies in 0.56 of the time that thinc's own BLIS takes.
    with use_ops("numpy", use_blis=False):
        parts = _build(shape, plan)
        steps = plan.epochs * -(-_drawn(given, plan) // plan.batch)
        rate: Any = warmup_linear(plan.rate, steps // 10, steps)
        optimizer = Adam(rate, L2=plan.decay, use_averages=False, grad_clip=0.0)
        for epoch in range(plan.epochs):
            for drawn in _batches(given, plan, chance):
                _step(parts, shape, given, drawn)
                parts.finish(optimizer)
            say(f"round {epoch + 1} of {plan.epochs}")
        return _to_network(parts)


def _params(model: Model[Any, Any], kind: str) -> list[Model[Any, Any]]:
    return [m for m in model.walk() if m.name == kind]


def _to_network(parts: _Parts) -> Network:
    narrow, near = (m for m in _params(parts.pieces, "relu"))
    first, second = (m for m in _params(parts.pieces, "layernorm"))
    queries: list[Any] = [m.get_param("Q") for m in _params(parts.gather, "para-attn")]
    (join,), (norm,) = _params(parts.join, "relu"), _params(parts.join, "layernorm")
    arrays: list[Any] = [
        *(narrow.get_param("W"), narrow.get_param("b")),
        *(first.get_param("G"), first.get_param("b")),
        *(near.get_param("W"), near.get_param("b")),
        *(second.get_param("G"), second.get_param("b")),
        np.stack(queries),
        *(join.get_param("W"), join.get_param("b")),
        *(norm.get_param("G"), norm.get_param("b")),
        *(parts.out.get_param("W"), parts.out.get_param("b")),
    ]
    return Network(*(np.array(a, dtype=np.float32) for a in arrays))


def held_states(
    read: Iterable[Encoded],
) -> tuple[npt.NDArray[np.float16], Numbers, Floats]:
    """Put encoded texts end to end, as Examples keeps them. Each part is halved as it comes: whole
    and exact, the states of all examples would take gigabytes."""
    parts = [(r.states.astype(np.float16), r.lengths, r.sentences) for r in read]
    states, lengths, sentences = zip(*parts, strict=True)
    return np.concatenate(states), np.concatenate(lengths), np.concatenate(sentences)
