"""Read each message with the open question in view, as an NLU component of Rasa.

Rasa passes the conversation's tracker to a component whose `process` has a parameter of that name,
after the tracker has been rebuilt from the record, so the open question is the one the person is
looking at.
"""

import logging
from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from bot.questions import asking_of, choice_in, said_outright, topic_in
from nlp.errors import ModelMissing
from nlp.reading import read, reader

logger = logging.getLogger(__name__)

# Turns that no person typed: the channel's own, never read from words.
BEGIN, RETURN = "begin", "come_back"
CHOOSE_TOPIC, INFORM = "choose_topic", "inform"
# Questions whose choices are the outcomes, in the person's own words.
OF_OUTCOMES = ("plan_priority", "plan_b", "topic_which")


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=False)
class OpenQuestionReader(GraphComponent):
    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "OpenQuestionReader":
        try:
            reader()  # loaded as Rasa starts, so that the first message does not wait for it
        except ModelMissing:
            logger.warning("There is no trained reading yet: run `ownwords train`.")
        return cls()

    def process(
        self, messages: List[Message], tracker: Optional[DialogueStateTracker] = None
    ) -> List[Message]:
        for message in messages:
            self._read(message, tracker)
        return messages

    def _read(self, message: Message, tracker: Optional[DialogueStateTracker]) -> None:
        metadata = message.get("metadata") or {}
        event = metadata.get("event")
        if event in (BEGIN, RETURN):
            intent = {"name": event, "confidence": 1.0}
            message.set("intent", intent, add_to_output=True)
            return
        words = str(metadata.get("words", message.get("text") or ""))
        if topic_in(words) is not None:
            chosen = {"name": CHOOSE_TOPIC, "confidence": 1.0}
            message.set("intent", chosen, add_to_output=True)
            return
        outright = said_outright(words)
        if outright is not None:
            message.set("intent", {"name": outright, "confidence": 1.0}, add_to_output=True)
            return
        asking = metadata.get("asking")
        if asking is None and tracker is not None:
            asking = asking_of(tracker.get_slot("requested_slot"))
        picked = INFORM if is_listed(words, tracker) else choice_in(words, asking or "")
        if picked is not None:
            message.set("intent", {"name": picked, "confidence": 1.0}, add_to_output=True)
            return
        reading = read(words, asking)
        intent = {"name": reading.intent, "confidence": reading.confidence}
        message.set("intent", intent, add_to_output=True)
        message.set("safety", reading.safety, add_to_output=True)


def is_listed(words: str, tracker: Optional[DialogueStateTracker]) -> bool:
    """Tell whether the words pick one of the outcomes shown: "I want nothing done" is no new wish
    then."""
    if tracker is None or tracker.get_slot("requested_slot") not in OF_OUTCOMES:
        return False
    outcomes = tracker.get_slot("outcome_list") or []
    return any(outcome["text"] == words for outcome in outcomes)
