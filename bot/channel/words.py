"""Choose the wording: the first of a response's variations that fits, in the order they are
written.

Rasa would pick one of the fitting variations by chance. Here Easy words stand first (about
another person, then about oneself), then the usual words in the same order: the same question is
always asked in the same words.
"""

from typing import Any, Dict, List, Optional, Text

from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig

Variation = Dict[str, Any]

# What a blank says before anybody was named (bot/actions/people.py).
UNNAMED = {"role_called": "they", "views_called": "they"}


class FirstThatFits(TemplatedNaturalLanguageGenerator):
    """Named in endpoints.yml."""

    def __init__(self, endpoint_config: EndpointConfig, domain: Domain) -> None:
        super().__init__(domain.responses)

    def generate_from_slots(
        self,
        utter_action: Text,
        filled_slots: Dict[Text, Any],
        output_channel: Text,
        **kwargs: Any,
    ) -> Optional[Dict[Text, Any]]:
        unnamed = {name: they for name, they in UNNAMED.items() if not filled_slots.get(name)}
        return super().generate_from_slots(
            utter_action, {**filled_slots, **unnamed}, output_channel, **kwargs
        )

    def _random_response_for(
        self, utter_action: Text, output_channel: Text, filled_slots: Dict[Text, Any]
    ) -> Optional[Variation]:
        variations: List[Variation] = self.responses.get(utter_action) or []
        return next((one for one in variations if fits(one, filled_slots)), None)


def fits(variation: Variation, slots: Dict[Text, Any]) -> bool:
    """Tell whether every condition of the variation holds; one without conditions always fits."""
    conditions = variation.get("condition") or []
    return all(slots.get(one["name"]) == one["value"] for one in conditions)
