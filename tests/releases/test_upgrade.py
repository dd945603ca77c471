"""What each earlier release left behind, brought up to today: nothing that was said or done is
lost or changed, and all of it opens."""

from uuid import UUID

from sqlalchemy.orm import sessionmaker

from api.audit.service import first_break, newest
from api.core.clock import utc_now
from api.db import migrate
from api.record.service import export_conversation
from api.user.service import sign_in
from tests.generated import columns_of, contents
from tests.releases.conftest import Left, differences
from tests.releases.kept import releases


def test_something_is_kept_of_a_release() -> None:
    assert releases()


def test_every_conversation_comes_back_from_the_releases_own_backup(left: Left) -> None:
    assert left.back == (len(left.said.records), 0)


def test_every_row_is_there_after_the_upgrade(left: Left) -> None:
    before, like = contents(left.engine), columns_of(left.engine)
    assert before["message"]

    migrate(left.settings.database)

    assert contents(left.engine, like) == before


def test_every_record_is_told_as_the_release_told_it(left: Left) -> None:
    migrate(left.settings.database)

    with sessionmaker(left.engine).begin() as session:
        for conversation_id, before in left.said.records.items():
            record = export_conversation(session, left.keys, UUID(conversation_id))
            now = record.model_dump(mode="json", by_alias=True)
            assert differences(before, now) == []


def test_what_people_said_is_in_it_word_for_word(left: Left) -> None:
    migrate(left.settings.database)

    with sessionmaker(left.engine).begin() as session:
        for talk in left.said.talks.values():
            record = export_conversation(session, left.keys, UUID(talk.id))
            assert [turn.text for turn in record.turns if turn.sender == "person"] == talk.said


def test_each_of_the_team_signs_in_as_before(left: Left) -> None:
    migrate(left.settings.database)

    with sessionmaker(left.engine).begin() as session:
        for name, password in left.said.passwords.items():
            assert sign_in(session, name, password, client="x", now=utc_now()).token


def test_the_audits_chain_holds_through_the_upgrade(left: Left) -> None:
    migrate(left.settings.database)

    with sessionmaker(left.engine).begin() as session:
        assert newest(session)
        assert first_break(session) is None
