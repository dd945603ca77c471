"""The bench bot's one action: checks each answer of its form, as Rasa's form example does."""

from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import FormValidationAction

VILLAGES = ("alton", "birchover", "elton", "tansley", "wensley", "winster", "youlgrave")


class ValidateTripForm(FormValidationAction):
    def name(self) -> str:
        return "validate_trip_form"

    def validate_destination(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Any, domain: Any
    ) -> dict[str, Any]:
        if str(value).lower() in VILLAGES:
            return {"destination": value}
        dispatcher.utter_message(response="utter_unknown_place")
        return {"destination": None}

    def validate_passengers(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Any, domain: Any
    ) -> dict[str, Any]:
        if str(value).isdigit() and int(value) > 0:
            return {"passengers": int(value)}
        dispatcher.utter_message(response="utter_wrong_number")
        return {"passengers": None}

    def validate_front_seat(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Any, domain: Any
    ) -> dict[str, Any]:
        if isinstance(value, bool):
            return {"front_seat": value}
        if str(value).lower() in {"front", "back"}:
            return {"front_seat": str(value).lower() == "front"}
        dispatcher.utter_message(response="utter_wrong_seat")
        return {"front_seat": None}
