"""A bot that says what the real one says, for pages in other languages."""

from typing import Any

from api.language.sources import all_entries
from api.turn.bot import BotAnswer
from tests.web.script_bot import YES_NO, ScriptBot, reply, said

WORDS = "Chcę zostać w domu"  # a person's own, in a language that is none of the pages'


def as_the_bot_says(key: str) -> str:
    """Return the usual words of one of the bot's responses."""
    return [one.text for _, one in all_entries() if one.key == f"bot.{key}"][-1]


class RealWords(ScriptBot):
    """Says what the bot says, word for word."""

    def turn(self, body: Any) -> BotAnswer:
        if body["event"]:
            return said(reply(as_the_bot_says("utter_arrive_welcome"), "say"), asking="outcome")
        back = as_the_bot_says("utter_ask_outcome_confirm").format(outcome_text=body["words"])
        return said(reply(back, "readback", YES_NO), asking="confirm")
