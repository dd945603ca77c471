"""Lay a demonstration in: everything in the order in which it happened, through the services."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from operator import itemgetter
from uuid import UUID, uuid4

from api.chat import service as chat
from api.chat.schemas import Started, TurnIn
from api.turn.body import COME_BACK
from api.turn.service import Turns
from cli.demo.bot import DemoBot, Talk
from cli.demo.cases import Case, Step
from cli.demo.deeds import Desk, Team

EVENING = time(17, 10, tzinfo=UTC)
A_DAY = timedelta(days=1)
BETWEEN = timedelta(seconds=40)  # how long somebody takes to answer


def at(step: Step, today: datetime) -> datetime:
    """Return when it happened. What is days ago is counted from the evening, so that colleagues
    are not at work in the night."""
    evening = datetime.combine(today.date(), EVENING)
    return (evening if step.ago >= A_DAY else today) - step.ago


@dataclass
class Moment:
    """The clock of the demonstration."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, how_long: timedelta) -> None:
        self.now += how_long


@dataclass
class Played:
    case: Case
    talk: Talk
    started: Started | None = None

    @property
    def here(self) -> UUID:
        if self.started is None:
            raise ValueError(f"“{self.case.about}” is worked on before it has begun.")
        return self.started.id


@dataclass
class Stage:
    turns: Turns
    bot: DemoBot
    team: Team
    clock: Moment
    today: datetime
    played: list[Played] = field(default_factory=list)

    def play(self, cases: Iterable[Case]) -> None:
        self.played = [Played(case, Talk(easy=case.easy)) for case in cases]
        steps = [
            (at(step, self.today), step, one) for one in self.played for step in one.case.steps
        ]
        for moment, step, one in sorted(steps, key=itemgetter(0)):
            self.clock.now = moment
            if step.says:
                self._sit(step, one)
            else:
                self._work(step, one)

    def _sit(self, step: Step, one: Played) -> None:
        """The person sits down: begins, or comes back, and answers to the end."""
        one.talk.sit_down(step.says, step.ends)
        self.bot.talk = one.talk
        if one.started is None:
            case = one.case
            one.started = chat.start(self.turns, channel=case.channel, easy=case.easy)
        else:
            # As `chat.resume` does once the code is known: its hash is slow on purpose.
            self.turns.happen(one.here, uuid4(), COME_BACK)
        for line in step.says:
            self.clock.pass_by(BETWEEN)
            chat.take(self.turns, one.here, TurnIn(turn_id=uuid4(), text=line.words))

    def _work(self, step: Step, one: Played) -> None:
        with self.turns.sessions.begin() as session:
            desk = Desk(
                session=session,
                keys=self.turns.keys,
                team=self.team,
                me=self.team[step.by],
                here=one.here,
                now=self.clock.now,
                wishes=[UUID(wish["id"]) for wish in one.talk.known.wishes],
            )
            desk.do(step, self.today)
