"""Four repairs to what Rasa 3.6.21 does over and over within a turn: docs/decisions/0095 has the
measurements.

A tracker is built several times in a turn, each time with a copy of every slot, made the slow way.
The graph of the model is planned anew by dask at each run, although it never changes. The kind of
each event is looked for among all classes that there are. And before each prediction an empty
domain is made, to check that ours is not empty.
"""

from functools import lru_cache
from typing import Any, Dict, List, Optional, Set, Tuple, Type

from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.slots import Slot

Plan = List[Tuple[str, List[str]]]

_find_kind = Event.resolve_by_type


def _copy_slot(self: Slot) -> Slot:
    """Copy as `copy.copy` does without this method: its own attributes, each the same object."""
    copied = object.__new__(type(self))
    copied.__dict__.update(self.__dict__)
    return copied


def plan(schema: GraphSchema, targets: List[str]) -> Plan:
    """Return what has to run for `targets`, each node after what it needs."""
    nodes = schema.minimal_graph_schema(targets).nodes
    planned: Plan = []
    seen: Set[str] = set()

    def add(name: str) -> None:
        if name in seen or name not in nodes:  # what is no node is given with the run
            return
        seen.add(name)
        needs = list(nodes[name].needs.values())
        for needed in needs:
            add(needed)
        planned.append((name, needs))

    for target in targets:
        add(target)
    return planned


def _run(
    self: DaskGraphRunner,
    inputs: Optional[Dict[str, Any]] = None,
    targets: Optional[List[str]] = None,
) -> Dict[str, Any]:
    """Run the nodes one after the other, as dask does in one thread. Raises GraphRunError. An input
    in place of a node, which dask allows, is not: nothing of Rasa's is named like one."""
    wanted = targets or self._graph_schema.target_names
    plans: Dict[Tuple[str, ...], Plan] = self.__dict__.setdefault("_plans", {})
    if tuple(wanted) not in plans:
        plans[tuple(wanted)] = plan(self._graph_schema, wanted)
    done: Dict[str, Any] = {name: (name, given) for name, given in (inputs or {}).items()}
    try:
        for name, needs in plans[tuple(wanted)]:
            # A node says itself what is missing: it is told the name in place of a value.
            done[name] = self._instantiated_nodes[name](*(done.get(n, n) for n in needs))
    except RuntimeError as error:
        raise GraphRunError("Error running runner.") from error
    return dict(done[name] for name in wanted)


@lru_cache(maxsize=64)
def _known_kind(type_name: str, default: Optional[Type[Event]] = None) -> Optional[Type[Event]]:
    """Raises ValueError for a kind that is not known, and keeps nothing of it."""
    return _find_kind(type_name, default)


@lru_cache(maxsize=1)
def _empty_domain() -> Dict[str, Any]:
    return Domain.empty().as_dict()


def _is_empty(self: Domain) -> bool:
    return self.as_dict() == _empty_domain()


def install() -> None:
    # Private names: these are the places to mend, and the version is pinned.
    Slot.__copy__ = _copy_slot
    DaskGraphRunner.run = _run
    Event.resolve_by_type = staticmethod(_known_kind)
    Domain.is_empty = _is_empty
