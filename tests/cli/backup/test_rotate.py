"""Keys change while people talk: what is there opens with the new one, and not with the old."""

import pytest

from api import db
from api.chat import service as chat
from api.models import Conversation
from api.record.service import export_conversation
from api.vault.keys import KeyRing, KeyUnusable, get_keys
from tests.api.talk import say
from tests.cli.backup.conftest import WORDS, Place, run
from tests.cli.conftest import forget


def test_keys_change_while_a_process_with_the_old_ones_goes_on(live: Place) -> None:
    old = live.turns  # a web server that began before
    started = chat.start(old)
    say(old, started, "before")
    kek = live.var / "keys" / "kek"
    first = kek.read_text().split()

    result = run("keys", "rotate")

    assert "1 conversation(s) are wrapped with the newest key" in result.output
    assert kek.read_text().split()[1:] == first
    say(old, started, "after")
    second = chat.start(old)
    say(old, second, "new")
    newest = KeyRing(get_keys().keys[:1])
    assert get_keys().newest != old.keys.newest
    with db.session_scope() as session:
        for conversation_id in (started.id, second.id):
            record = export_conversation(session, newest, conversation_id)
            assert [t.text for t in record.turns if t.sender == "person"] != []


def test_the_return_code_still_works_after_the_keys_changed(live: Place) -> None:
    started = chat.start(live.turns)

    run("keys", "rotate")
    forget()

    assert chat.resume(live.turns, started.return_code, client="x").id == started.id


def test_the_old_key_opens_nothing_any_more(live: Place) -> None:
    from api.vault.vault import unwrap

    started = live.talk()
    old = get_keys()
    run("keys", "rotate")
    (live.var / "keys" / "kek").unlink()  # so that it cannot find the new one

    with db.session_scope() as session:
        row = session.get(Conversation, started)
        assert row is not None
        with pytest.raises(KeyUnusable):
            unwrap(old, started, row.wrapped_key)


def test_a_second_change_of_keys_is_no_different(live: Place) -> None:
    started = live.talk()

    for _ in range(2):
        run("keys", "rotate")

    forget()
    assert len(get_keys().keys) == 3
    assert live.typed(started) == [WORDS]
