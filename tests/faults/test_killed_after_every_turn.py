"""All three processes killed -9 after every turn: the record is the same as without."""

import pytest

from tests.faults.checks import nothing_is_half_written
from tests.outline import outline
from tests.stack import Stack
from tests.talker import Talker

# Through every form, with interruptions, a service with its question, two wishes and their plan.
SCRIPT = (
    "Yes, I can talk now",
    "It is about me",
    "My neighbour takes my money",
    "why do you ask?",
    "Skip this question",
    "My dog and my garden",
    "I want a care package",
    "So that I could stay in my own home",
    "Yes, that is right",
    "Stop here",
    "Carry on",
    "It matters a lot",
    "I want to see my sister",
    "Yes, that is right",
    "Skip this question",
    "No, that is all",
    "I want to see my sister",
    "I want a care package",
    "Yes, it is right",
)


@pytest.mark.timeout(600)
def test_a_dialogue_with_everything_killed_after_every_turn_gives_the_same_record(
    stack: Stack,
) -> None:
    whole, broken = Talker.begin(stack.url), Talker.begin(stack.url)
    whole.say_all(*SCRIPT)
    assert whole.asking == "none"

    for line in SCRIPT:
        stack.restart()
        broken.say(line)

    assert outline(stack.record(broken.id)) == outline(stack.record(whole.id))
    assert len(stack.record(broken.id)["outcomes"]) == 2
    nothing_is_half_written(stack, broken)
