"""What Rasa does with less work, tried in Rasa's own Python: the same comes of it as before."""

import copy
import gc
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any, ClassVar

from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet, UserUttered
from rasa.shared.core.slots import Slot

from bot.channel import lighter
from nlp.loading import keep_what_is_loaded
from tests.channel.given_in_rasa import DOMAIN, STATE, raised, rebuilt

# As Rasa has it; lighter.install is called by nothing that is imported.
BY_DASK = DaskGraphRunner.run
assert BY_DASK is not lighter._run


class Joins(GraphComponent):  # type: ignore[misc]
    """Writes down that it ran, and joins what it is given."""

    ran: ClassVar[list[str]] = []

    @classmethod
    def create(cls, config: dict[str, Any], *_: Any, **__: Any) -> "Joins":
        made = cls()
        made.name = config["name"]
        return made

    def join(self, **given: str) -> str:
        self.ran.append(self.name)
        return f"{self.name}({', '.join(given[key] for key in sorted(given))})"

    def fail(self, **_: str) -> str:
        raise RuntimeError("it went wrong")


def node(name: str, needs: dict[str, str], fn: str = "join") -> SchemaNode:
    return SchemaNode(needs, Joins, "create", fn, {"name": name}, eager=True, is_target=True)


GRAPH = {
    "last": node("last", {"a": "left", "b": "right", "c": "__message__"}),
    "left": node("left", {"a": "first"}),
    "right": node("right", {"a": "first", "b": "__tracker__"}),
    "first": node("first", {"a": "__message__"}),
    "unasked": node("unasked", {"a": "first"}),
    "broken": node("broken", {"a": "first"}, "fail"),
}
INPUTS = {"__message__": "hello", "__tracker__": "before"}


def runner(graph: dict[str, SchemaNode]) -> DaskGraphRunner:
    schema = GraphSchema(graph)
    return DaskGraphRunner(schema, SimpleNamespace(), ExecutionContext(schema))


def ran(run: Callable[..., dict[str, Any]], targets: list[str]) -> tuple[dict[str, Any], list[str]]:
    Joins.ran.clear()
    return run(runner(GRAPH), INPUTS, targets), sorted(Joins.ran)


def check_a_graph_gives_what_dask_gives_and_runs_nothing_else() -> None:
    for targets in (["last"], ["left", "right"], ["first"], ["left", "__tracker__"]):
        assert ran(lighter._run, targets) == ran(BY_DASK, targets), targets

    assert "unasked" not in ran(lighter._run, ["last"])[1]


def check_a_graph_runs_anew_each_time_with_what_it_is_given() -> None:
    graph = runner(GRAPH)
    first = lighter._run(graph, {**INPUTS, "__message__": "one"}, ["last"])
    second = lighter._run(graph, {**INPUTS, "__message__": "two"}, ["last"])

    assert first == {"last": "last(left(first(one)), right(first(one), before), one)"}
    assert second == {"last": "last(left(first(two)), right(first(two), before), two)"}


def check_what_fails_in_a_graph_fails_as_it_did() -> None:
    for targets, inputs in ((["broken"], INPUTS), (["last"], {"__tracker__": "before"})):
        before = raised(Exception, partial(BY_DASK, runner(GRAPH), inputs, targets))
        after = raised(Exception, partial(lighter._run, runner(GRAPH), inputs, targets))

        assert type(after) is type(before), (before, after)
        assert str(after) == str(before)

    raised(GraphRunError, lambda: lighter._run(runner(GRAPH), {}, ["first"]))


def check_a_copied_slot_is_of_its_own_and_like_the_first() -> None:
    for slot in DOMAIN.slots:
        by_rasa = copy.copy(slot)
        ours = lighter._copy_slot(slot)
        assert type(ours) is type(by_rasa)
        assert vars(ours) == vars(by_rasa)

        before = slot.value
        ours.value = "somebody else's"
        assert slot.value == before, slot.name


def check_what_one_conversation_sets_no_other_has() -> None:
    lighter.install()
    one = rebuilt({**STATE, "slots": {"role_who": "advocate"}})
    other = rebuilt({"version": 1, "slots": {}, "active_loop": None})

    assert one.get_slot("role_who") == "advocate"
    assert other.get_slot("role_who") is None
    assert all(slot.value != "advocate" for slot in DOMAIN.slots)


def check_each_kind_of_event_is_found_as_before() -> None:
    for kind in ("slot", "user", "action", "active_loop", "followup", "session_started"):
        assert lighter._known_kind(kind) is lighter._find_kind(kind)
    assert lighter._known_kind("slot") is SlotSet
    assert lighter._known_kind("no_such", UserUttered) is UserUttered
    raised(ValueError, lambda: lighter._known_kind("no_such"))


def check_only_a_domain_without_anything_is_empty() -> None:
    assert lighter._is_empty(Domain.empty())
    assert not lighter._is_empty(DOMAIN)


def check_what_is_lighter_is_in_place_after_install() -> None:
    lighter.install()

    assert Slot.__copy__ is lighter._copy_slot
    assert DaskGraphRunner.run is lighter._run
    assert Event.resolve_by_type is lighter._known_kind
    assert Domain.is_empty is lighter._is_empty


def check_what_is_loaded_is_left_out_of_collections() -> None:
    try:
        keep_what_is_loaded()
        assert gc.get_freeze_count() > 100_000  # all that Rasa imports
    finally:
        gc.unfreeze()
