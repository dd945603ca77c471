"""One turn is one trace: web, Rasa and the action server, each part within the one that asked for
it."""

from uuid import UUID

from tests.talker import Talker
from tests.traces.collector import Collector, Part

TURNS = "POST /chat/conversations/{conversation_id}/turns"
WEB, RASA, ACTIONS = "ownwords-web", "ownwords-rasa", "ownwords-actions"


def of_turn(parts: list[Part], conversation_id: str) -> list[Part]:
    """Return the parts of the turn that was said in the conversation, first to last."""
    said = [
        part.span.trace_id
        for part in parts
        if part.span.name == TURNS and part.notes["ownwords.conversation"] == conversation_id
    ]
    found = [part for part in parts if part.span.trace_id in said]
    return sorted(found, key=lambda part: part.span.start_time_unix_nano)


def test_one_turn_is_one_trace_through_the_three_processes(
    collector: Collector, adult: Talker
) -> None:
    adult.say("Yes, I can talk now")

    parts = collector.wait_for(
        lambda parts: {part.service for part in of_turn(parts, adult.id)} == {WEB, RASA, ACTIONS}
    )

    trace = of_turn(parts, adult.id)
    by_id = {part.span.span_id: part for part in trace}
    within = {
        (part.service, part.span.name): (above.service, above.span.name)
        for part in trace
        if (above := by_id.get(part.span.parent_span_id)) is not None
    }
    assert within == {
        (WEB, "ask the bot"): (WEB, TURNS),
        (RASA, "turn"): (WEB, "ask the bot"),
        (RASA, "call an action"): (RASA, "turn"),
        (ACTIONS, "create_app.webhook"): (RASA, "call an action"),
    }
    assert [part.span.name for part in trace if not part.span.parent_span_id] == [TURNS]
    asked = next(part for part in trace if part.span.name == "ask the bot")
    assert asked.notes["ownwords.conversation"] == adult.id
    assert str(UUID(asked.notes["ownwords.turn"])) == asked.notes["ownwords.turn"]
