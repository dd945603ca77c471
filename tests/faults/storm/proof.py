"""The promises, held against the database: each row opened with its key, nothing asked of the
program that was broken."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from api.db import make_engine
from api.models import Conversation, Message, Outcome, OutcomeVersion, Statement, Turn
from api.turn.words import words as said_by_site
from api.vault.keys import KeyRing
from api.vault.vault import Vault, open_vault
from tests.faults.storm.people import OWN_WORDS, Said, Talk

KIND = {"happened": "happened", "feelings": "feeling", "matters": "matters"}
ASIDE = "other"
BOTH = 2
# What is said to words that must wait, before their answer (api/turn/away.py).
WAITING = ("kept", "not_started", "kept_danger", "kept_self_harm", "kept_closed")
NOTICES = frozenset(said_by_site(name) for name in WAITING)


@dataclass
class Findings:
    """Each a list of what is wrong; all must be empty."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)
    not_recorded: list[str] = field(default_factory=list)
    half_written: list[str] = field(default_factory=list)
    aside: int = 0  # answers kept beside the questions: allowed, and counted
    given_up: int = 0  # messages never acknowledged, of which the database may hold one or none

    @property
    def broken(self) -> list[str]:
        lists = (
            self.lost, self.doubled, self.out_of_order, self.not_recorded, self.half_written,
        )  # fmt: skip
        return [line for found in lists for line in found]


def examine(url: str, keys: KeyRing, talks: list[Talk]) -> Findings:
    """Read every conversation of `talks` from the database."""
    found = Findings()
    engine = make_engine(url)
    with Session(engine) as session:
        if engine.dialect.name == "sqlite":
            whole = session.execute(text("PRAGMA integrity_check")).scalar_one()
            found.half_written += [] if whole == "ok" else [f"the file: {whole}"]
        for talk in talks:
            conversation = session.get(Conversation, talk.id)
            if conversation is None:
                found.lost.append(f"{talk.id}: the whole conversation")
                continue
            vault = open_vault(keys, talk.id, conversation.wrapped_key)
            _Reading(session, vault, conversation, talk, found).check()
    engine.dispose()
    return found


@dataclass
class _Reading:
    """One conversation, against what its person was told."""

    session: Session
    vault: Vault
    conversation: Conversation
    talk: Talk
    found: Findings

    def check(self) -> None:
        here = Message.conversation_id == self.talk.id
        self.lines = list(self.session.scalars(select(Message).where(here).order_by(Message.seq)))
        turns = self.session.scalars(select(Turn).where(Turn.conversation_id == self.talk.id))
        self.turns = {turn.turn_id: turn for turn in turns}
        self.mine = [line for line in self.lines if line.sender == "person"]
        self.facts = list(self._facts())
        self._lines_are_whole()
        self._words_are_there_once()
        self._order_is_kept()
        self._every_turn_has_one_answer()
        for said in self.talk.said:
            self._is_recorded(said)
        self._choices_are_recorded()

    def _at(self, what: object) -> str:
        return f"{self.talk.id}: {what}"

    def _lines_are_whole(self) -> None:
        seqs = [line.seq for line in self.lines]
        if seqs != list(range(1, self.conversation.last_seq + 1)):
            self.found.half_written.append(self._at(f"lines {seqs}"))
        answered = {line.turn_id for line in self.lines if line.sender == "bot"}
        for turn in self.turns.values():
            if turn.status != "answered" or turn.turn_id not in answered:
                self.found.half_written.append(self._at(f"turn {turn.turn_id} has no answer"))

    def _words_are_there_once(self) -> None:
        kept = Counter(line.turn_id for line in self.mine)
        words = {line.turn_id: self._words(line) for line in self.mine}
        for said in self.talk.said:
            self.found.given_up += not said.acknowledged
            if kept[said.turn_id] >= BOTH:
                self.found.doubled.append(self._at(said.turn_id))
            if said.turn_id in words and words[said.turn_id] != said.text:
                self.found.lost.append(self._at(f"{said.turn_id} has other words"))
            if said.acknowledged and not kept[said.turn_id]:
                self.found.lost.append(self._at(said.turn_id))
        strangers = set(words) - {said.turn_id for said in self.talk.said}
        self.found.doubled += [self._at(f"{turn} was never said") for turn in strangers]

    def _words(self, line: Message) -> str:
        return self.vault.open(line.words, f"message.words:{self.talk.id}:{line.seq}")

    def _order_is_kept(self) -> None:
        places = {line.turn_id: line.seq for line in self.mine}
        told = [said.turn_id for said in self.talk.said if said.acknowledged]
        seqs = [places[turn] for turn in told if turn in places]
        if seqs != sorted(seqs):
            self.found.out_of_order.append(self._at(seqs))

    def _every_turn_has_one_answer(self) -> None:
        """All lines of an answer are kept at one moment, and one of them asks at most. Nothing
        else belongs to a turn but the notice that its words are kept, said once."""
        heard = [(line, self._words(line)) for line in self.lines if line.sender == "bot"]
        answers = {(line.turn_id, line.at) for line, words in heard if words not in NOTICES}
        asked = [line.turn_id for line, _ in heard if line.kind == "ask"]
        same = Counter((line.turn_id, words) for line, words in heard)
        repeated = [turn for (turn, _), times in same.items() if times >= BOTH]
        twice = {*_doubles(turn for turn, _ in answers), *_doubles(asked), *repeated}
        self.found.doubled += [self._at(f"two answers to {turn}") for turn in twice]

    def _facts(self) -> Iterator[tuple[int, str, str]]:
        """Everything recorded in the person's words: from which line, what kind, which words."""
        mine = Statement.conversation_id == self.talk.id
        for row in self.session.scalars(select(Statement).where(mine)):
            yield row.turn_seq, row.kind, self.vault.open(row.words, f"statement.words:{row.id}")
        query = select(OutcomeVersion).join(Outcome).where(Outcome.conversation_id == self.talk.id)
        for one in self.session.scalars(query):
            where = f"outcome_version.words:{one.outcome_id}:{one.part}:{one.number}"
            yield one.turn_seq, "outcome", self.vault.open(one.words, where)

    def _is_recorded(self, said: Said) -> None:
        """An answer in own words is one fact of its kind, or one kept aside; never none or two."""
        line = next((line for line in self.mine if line.turn_id == said.turn_id), None)
        if line is None or said.asking not in OWN_WORDS:
            return
        kinds = [kind for seq, kind, words in self.facts if (seq, words) == (line.seq, said.text)]
        if kinds == [ASIDE]:
            self.found.aside += 1
        elif kinds != [KIND.get(said.asking, said.asking)]:
            self.found.not_recorded.append(self._at(f"{said.asking} is kept as {kinds}"))

    def _choices_are_recorded(self) -> None:
        """Each wish that was confirmed is, and each that was weighed has its importance."""
        mine = Outcome.conversation_id == self.talk.id
        outcomes = list(self.session.scalars(select(Outcome).where(mine)))
        confirmed = sum(outcome.confirmed for outcome in outcomes)
        weighed = sum(outcome.importance is not None for outcome in outcomes)
        for asking, kept in (("confirm", confirmed), ("importance", weighed)):
            if kept != self._answered(asking):
                self.found.not_recorded.append(
                    self._at(f"{asking} is kept {kept} times of {self._story()}")
                )

    def _story(self) -> list[str]:
        """Return what became of each turn, without its words, to look into what is found."""
        turns = sorted(self.turns.values(), key=lambda turn: turn.seq)
        asides = {seq for seq, kind, _ in self.facts if kind == ASIDE}
        return [
            f"{turn.seq} {turn.event or turn.asking}: {turn.intent}"
            f"{' aside' * (turn.seq in asides)} ({turn.tries} tries)"
            for turn in turns
        ]

    def _answered(self, asking: str) -> int:
        """Return how often the question was answered with its choice, and not beside it."""
        aside = {seq for seq, kind, _ in self.facts if kind == ASIDE}
        return sum(
            turn.asking == asking and turn.event is None and turn.seq not in aside
            for turn in self.turns.values()
        )


def _doubles(turns: Iterable[UUID | None]) -> list[UUID | None]:
    return [turn for turn, times in Counter(turns).items() if times >= BOTH]


def waiting(url: str) -> list[UUID]:
    """Return the conversations in which something still waits for its answer."""
    engine = make_engine(url)
    with Session(engine) as session:
        query = select(Turn.conversation_id).where(Turn.status == "waiting").distinct()
        found = list(session.scalars(query))
    engine.dispose()
    return found
