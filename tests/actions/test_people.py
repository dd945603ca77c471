"""What somebody is called is used back; where it cannot be told, they are "they"."""

import pytest

from bot.actions.names import Slot
from bot.actions.people import adult_called, called
from bot.actions.role import ValidateRoleForm
from bot.actions.views import ValidateViewsForm
from tests.actions.play import answer

ROLE, VIEWS = ValidateRoleForm(), ValidateViewsForm()


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("My son Danny", "Danny"), ("Danny", "Danny"), ("our Danny", "Danny"),
        ("my kids", "your kids"), ("my son", "your son"), ("me mam", "your mam"),
        ("My daughter-in-law", "your daughter-in-law"),
        ("Mrs Patel", "Mrs Patel"), ("his mum", "his mum"), ("Auntie Jo", "Auntie Jo"),
        ("Danny wants me to move", "Danny"), ("Joan and Bill", "they"), ("danny", "they"),
        ("my brother and my sister", "they"), ("the council", "they"), ("Family", "they"),
        ("my husband's brother", "they"), ("Nobody", "they"),
        ("Me, his daughter", "you"), ("me and my sister", "your sister"),
        ("", "they"), ("{role_called}", "they"),
    ],
)  # fmt: skip
def test_whoever_wants_something_different_is_called_what_the_person_calls_them(
    words: str, who: str
) -> None:
    assert called(words) == who


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("She is my mum", "your mum"), ("I'm Joan's son", "Joan"), ("son of Joan", "Joan"),
        ("she's my mum, Joan", "Joan"), ("my mum. her name is Joan", "Joan"),
        ("I'm an IMCA, my client is called Ray", "Ray"), ("He is my uncle", "your uncle"),
        ("my name's Joe and I'm his dad", "they"), ("Joe", "they"), ("I'm Danny, her son", "they"),
        ("I am her daughter", "they"), ("his mum", "they"), ("a friend of my family", "they"),
        ("I've been her carer for years", "they"),
    ],
)  # fmt: skip
def test_the_adult_is_called_what_whoever_speaks_for_them_calls_them_and_never_by_the_speakers_name(
    words: str, who: str
) -> None:
    assert adult_called(words) == who


async def test_a_name_given_with_the_role_stays_where_the_relationship_names_nobody() -> None:
    played = await answer(ROLE, Slot.RELATIONSHIP, "her daughter", **{Slot.CALLED: "Joan"})

    assert played.slots[Slot.CALLED] == "Joan"
    assert played.command("record_role")["relationship"] == "her daughter"


async def test_who_wants_something_different_is_asked_after_by_name() -> None:
    played = await answer(VIEWS, Slot.VIEW_WHO, "My son Danny")

    assert played.slots[Slot.VIEW_WHO] == "My son Danny"
    assert played.slots[Slot.VIEW_CALLED] == "Danny"
