"""The demonstration's cases, as `cases.yml` writes them down. Everybody in it is made up."""

import re
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from api.closing.schemas import Achieved, Details
from api.core.access import Role
from api.flag.schemas import DecisionIn
from api.override.schemas import Reasons
from api.told.schemas import How

UNITS = {"d": "days", "h": "hours", "m": "minutes"}


def age(text: object) -> object:
    """Read "3d 4h" or "40m"."""
    found = re.findall(r"(\d+)([dhm])", str(text))
    return timedelta(**{UNITS[unit]: int(number) for number, unit in found})


Ago = Annotated[timedelta, BeforeValidator(age)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Line(Strict):
    """An answer, and the slot whose question it answers. `alert` is a level and a kind."""

    slot: str
    words: str
    alert: str | None = None


def line(given: object) -> object:
    """Read `{outcome_text: I want …, alert: now danger}`."""
    if not isinstance(given, dict) or "slot" in given:
        return given
    rest = {name: value for name, value in given.items() if name != "alert"}
    ((slot, words),) = rest.items()
    return {"slot": slot, "words": str(words), "alert": given.get("alert")}


class Told(Strict):
    how: How
    text: str
    answer: str = ""


class Close(Strict):
    review: Literal["done", "declined"]
    agreed: Literal["yes", "no", "not_asked"]
    achieved: list[Achieved] = Field(default_factory=list)  # of each wish, in their order
    details: Details = Field(default_factory=Details)


class Overridden(Strict):
    wish: Literal["outcome", "enquiry", "sharing"]
    basis: str
    told: Literal["told", "not_told"]
    reasons: Reasons
    signed_by: str | None = None


class Step(Strict):
    """The person's sitting, or what a colleague did about it; `ago` before the demonstration."""

    ago: Ago
    says: list[Annotated[Line, BeforeValidator(line)]] = Field(default_factory=list)
    ends: Literal["open", "paused", "finished"] = "finished"
    by: str = ""
    allocate: str = ""
    acknowledge: bool = False
    read: bool = False
    reference: str = ""  # of the council's own case
    flags: list[DecisionIn] = Field(default_factory=list)
    summary: str = ""  # of the first wish
    write: str = ""
    told: Told | None = None
    review_in: int | None = None  # days from now
    break_glass: str = ""
    override: Overridden | None = None
    close: Close | None = None


class Case(Strict):
    about: str  # for whoever reads this file; it is kept nowhere
    channel: Literal["web", "kiosk"] = "web"
    easy: bool = False
    show_code: bool = False  # print its return code, to come back as this person
    steps: list[Step]


class Member(Strict):
    name: str
    role: Role
    does: str


class Pool(Strict):
    """What the many shorter conversations are made from."""

    happened: list[str]
    feelings: list[str]
    matters: list[str]
    wishes: list[list[str]]  # what is alike together, the most usual first
    service_wishes: list[list[str]]
    deeper: list[str]
    differences: list[str]
    news: list[str]


class Demonstration(Strict):
    team: list[Member]
    cases: list[Case]
    pool: Pool


@cache
def read_cases() -> Demonstration:
    content: Any = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
    return Demonstration.model_validate(content)
