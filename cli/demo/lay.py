"""Fill an empty instance. Refuses one that holds conversations: made-up people must never stand
among real ones."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.chat import codes
from api.errors import Conflict
from api.models import Conversation
from api.turn.service import Turns
from api.user.service import add_user
from api.user.signed_in import SignedInUser
from cli.demo.bot import DemoBot
from cli.demo.cases import Case, Member, read_cases
from cli.demo.deeds import Team
from cli.demo.more import more_cases
from cli.demo.play import Moment, Stage

LONG_AGO = timedelta(days=200)  # when the team's accounts were made


@dataclass(frozen=True)
class SignIn:
    """How one of the team signs in. It is shown once and kept nowhere."""

    member: Member
    password: str


@dataclass(frozen=True)
class Laid:
    sign_ins: list[SignIn]
    codes: dict[str, str]  # return codes of those to come back as, by what the case is about
    conversations: int


def lay(
    turns: Turns,
    *,
    today: datetime,
    cases: list[Case] | None = None,
) -> Laid:
    """Lay the team and its cases in. Raises Conflict where anything is there already."""
    demonstration = read_cases()
    chosen = [*demonstration.cases, *more_cases(demonstration.pool)] if cases is None else cases
    with turns.sessions.begin() as session:
        must_be_empty(session)
        sign_ins, team = _add_team(session, demonstration.team, today - LONG_AGO)
    bot, clock = DemoBot(), Moment(today - LONG_AGO)
    stage = Stage(replace(turns, bot=bot, clock=clock), bot, team, clock, today)
    stage.play(chosen)
    shown = {
        one.case.about: one.started.return_code
        for one in stage.played
        if one.started and one.case.show_code
    }
    return Laid(sign_ins, shown, len(stage.played))


def must_be_empty(session: Session) -> None:
    if session.scalar(select(func.count()).select_from(Conversation)):
        raise Conflict("not_empty")


def _add_team(session: Session, members: list[Member], at: datetime) -> tuple[list[SignIn], Team]:
    sign_ins, team = [], {}
    for member in members:
        password = codes.new_code().replace(" ", "-")
        user_id = add_user(session, member.name, password, member.role, now=at)
        sign_ins.append(SignIn(member, password))
        team[member.name] = SignedInUser(user_id, member.name, member.role, csrf="")
    return sign_ins, team
