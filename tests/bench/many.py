"""Thousands of conversations in a real database, every value sealed as in service."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.orm import Session

from api.case.look_up import look_up
from api.flag.schemas import KINDS
from api.models import (
    Alert,
    Allocation,
    CaseLink,
    Casework,
    ConflictOfInterest,
    Conversation,
    Flag,
    Message,
    Need,
    Outcome,
    OutcomeVersion,
)
from api.vault.keys import KeyRing
from api.vault.vault import Vault, new_vault
from nlp.types import THEMES

SAID = "I want a care package so that I can sleep at night and not be afraid of the door."
SERVICE = (7, 21)  # "a care package"
STATE = {"version": 1, "slots": {f"slot_{n}": SAID for n in range(30)}}  # near 3 KB, as in service
BATCH, CASES = 500, 2_000
Rows = dict[Any, list[dict[str, Any]]]


def fill(
    session: Session,
    keys: KeyRing,
    *,
    conversations: int,
    turns: int = 10,
    seed: int = 7,
    person: UUID | None = None,
) -> list[UUID]:
    """Add conversations that began over the last 60 days. Return their ids.

    To `person` every fifth is allocated, and in every twentieth they are named as connected.
    """
    chance = random.Random(seed)
    ids: list[UUID] = []
    for start in range(0, conversations, BATCH):
        rows: Rows = {}
        for _ in range(min(BATCH, conversations - start)):
            ids.append(_one(rows, keys, chance, turns))
            if person is not None:
                _work(rows, chance, ids[-1], person)
        for table, values in rows.items():
            session.execute(insert(table), values)
    return ids


def _one(rows: Rows, keys: KeyRing, chance: random.Random, turns: int) -> UUID:
    here = uuid4()
    vault, wrapped = new_vault(keys, here)
    began = datetime.now(UTC) - timedelta(minutes=chance.randrange(60 * 24 * 60))
    _add(rows, Conversation, {
        "id": here, "channel": chance.choice(("web", "web", "kiosk")), "asking": "none",
        "status": chance.choice(("open", "paused", "finished")), "version": turns,
        "role": chance.choice(("adult", "adult", "advocate", "family", "worker")),
        "together": None, "whose_words": "verbatim", "started_at": began,
        "changed_at": began + timedelta(minutes=20), "last_seq": 2 * turns,
        "wrapped_key": wrapped, "code_hash": here.bytes + here.bytes,
        "state": vault.seal_json(STATE, f"conversation.state:{here}"),
        "relationship": None, "contact": None, "consent": chance.choice(("share", "ask_first")),
    })  # fmt: skip
    for seq in range(1, 2 * turns + 1):
        _add(rows, Message, {
            "conversation_id": here, "seq": seq, "sender": "person" if seq % 2 else "bot",
            "kind": "ask", "picture": None, "asking": "outcome", "turn_id": None,
            "at": began + timedelta(seconds=30 * seq), "choices": None,
            "words": vault.seal(SAID, f"message.words:{here}:{seq}"),
        })  # fmt: skip
    for position in range(1, chance.randrange(1, 4) + 1):
        _wish(rows, vault, chance, here, position, began)
    _rest(rows, vault, chance, here, began, 2 * turns)
    _case(rows, keys, vault, chance, here, began)
    return here


def _wish(
    rows: Rows, vault: Vault, chance: random.Random, here: UUID, position: int, began: datetime
) -> None:
    wish, kind = uuid4(), chance.choice(KINDS)
    span = {"start": SERVICE[0], "end": SERVICE[1], "text": SAID[slice(*SERVICE)], "kind": kind,
            "side": "service", "reason": "It names a service."}  # fmt: skip
    noticed = {"label": "mixed", "confidence": 0.9, "spans": [span], "model": "made up",
               "themes": chance.sample(THEMES, 2)}  # fmt: skip
    _add(rows, Outcome, {
        "id": wish, "conversation_id": here, "position": position, "status": "active",
        "said_by": "adult", "provenance": "verbatim", "confirmed": True, "nearest_to": None,
        "rank": position, "plan": None, "label": "mixed", "confidence": 0.9,
        "themes": noticed["themes"], "importance": None, "achieved": None, "difference": None,
        "withdrawn_at": None,
        "assessment": vault.seal_json(noticed, f"outcome.assessment:{wish}"),
    })  # fmt: skip
    _add(rows, OutcomeVersion, {
        "outcome_id": wish, "part": "text", "number": 1, "turn_seq": 3, "at": began,
        "taken_back": False, "words": vault.seal(SAID, f"outcome_version.words:{wish}:text:1"),
    })  # fmt: skip
    _add(rows, Flag, {
        "id": uuid4(), "conversation_id": here, "outcome_id": wish, "number": 1, "seq": None,
        "start": SERVICE[0], "end": SERVICE[1], "kind": kind, "source": "noticed", "by": None,
        "at": began,
    })  # fmt: skip


def _rest(
    rows: Rows, vault: Vault, chance: random.Random, here: UUID, began: datetime, last: int
) -> None:
    if chance.random() < 0.1:
        _add(rows, Alert, {
            "id": uuid4(), "conversation_id": here, "turn_seq": 1, "kind": "danger", "at": began,
            "level": chance.choice(("now", "worrying", "past")), "acknowledged_by": None,
            "acknowledged_at": began if chance.random() < 0.5 else None, "acknowledged_as": None,
        })  # fmt: skip
    if chance.random() < 0.2:
        need = uuid4()
        _add(rows, Need, {
            "id": need, "conversation_id": here, "turn_seq": 1, "taken_back": False,
            "words": vault.seal("A signer", f"need.words:{need}"),
        })  # fmt: skip
    if chance.random() < 0.7:
        _add(rows, Casework, {
            "conversation_id": here, "version": 1,
            "read_seq": chance.choice((last, last, last - 2)), "asked_seq": None,
            "informed_at": began + timedelta(days=chance.randrange(20)), "review_due_on": None,
            "closed_at": began if chance.random() < 0.2 else None,
        })  # fmt: skip


def _case(
    rows: Rows, keys: KeyRing, vault: Vault, chance: random.Random, here: UUID, began: datetime
) -> None:
    """Two thirds are linked to one of 2,000 cases."""
    if chance.random() < 0.66:
        reference = f"ASC-{chance.randrange(CASES)}"
        _add(rows, CaseLink, {
            "conversation_id": here, "look_up": look_up(keys, reference), "way": "reference",
            "by": "user:sam", "at": began,
            "reference": vault.seal(reference, f"case_link.reference:{here}"),
        })  # fmt: skip


def _work(rows: Rows, chance: random.Random, here: UUID, person: UUID) -> None:
    of_it = {"conversation_id": here, "user_id": person, "at": datetime.now(UTC), "by": "system"}
    if chance.random() < 0.2:
        _add(rows, Allocation, of_it)
    elif chance.random() < 0.05:
        _add(rows, ConflictOfInterest, of_it | {"reason": b""})


def _add(rows: Rows, table: Any, values: dict[str, Any]) -> None:
    rows.setdefault(table, []).append(values)
