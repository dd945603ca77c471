"""Deciding on flags without scripts: accept, dismiss with a reason, ask, add, undo."""

from uuid import UUID

from api.access.service import vault_of
from api.core.clock import utc_now
from api.models import Outcome, OutcomeVersion
from api.turn.service import Turns
from tests.web.practise import Practitioner, plain
from tests.web.test_review import WISH


def test_accepting_is_one_press_and_says_who(sam: Practitioner) -> None:
    page = plain(sam.send(f"{sam.flag}/accepted", seen="0").text)

    assert "Accepted by sam" in page


def test_flags_to_decide_are_listed_at_the_top_and_lead_to_each(sam: Practitioner) -> None:
    before = sam.see()
    assert "Flags to decide (1)" in before
    assert f'href="#flag-{sam.flag.rsplit("/", 1)[1]}"' in before

    assert "Flags to decide" not in sam.send(f"{sam.flag}/accepted", seen="0").text


def test_dismissing_needs_a_reason_and_takes_the_mark_away(sam: Practitioner) -> None:
    assert "<mark" in sam.see()
    refused = sam.fill(f"{sam.flag}/dismissed", note="keep this")

    assert refused.status_code == 422
    assert 'href="#reason"' in refused.text
    assert "keep this</textarea>" in refused.text
    page = sam.fill(f"{sam.flag}/dismissed", reason="how_treated").text
    assert "Dismissed by sam" in plain(page)
    assert "<mark" not in page


def test_undoing_brings_the_mark_back_and_keeps_what_was_before(sam: Practitioner) -> None:
    sam.fill(f"{sam.flag}/dismissed", reason="everyday")

    page = sam.fill(f"{sam.flag}/undone").text

    assert "<mark" in page
    assert "Dismissed by sam" in plain(page)


def test_the_question_begins_in_their_words_and_is_theirs_to_read(sam: Practitioner) -> None:
    form = plain(sam.see(f"{sam.flag}/asked"))
    assert "You said “a care package”. If you had that, what would it give you?" in form

    page = plain(sam.fill(f"{sam.flag}/asked", note="What would it give you?").text)

    assert "Asked the person by sam" in page
    assert "Written here by sam" in page


def test_a_missed_flag_is_added_by_ticking_words(sam: Practitioner) -> None:
    path = f"/flags/new?wish={sam.wish}"
    form = sam.see(path)
    assert form.count('type="checkbox"') == len(WISH.split())

    ticked = {"word-3": "yes", "word-5": "yes", "kind": "equipment"}
    page = sam.fill(path, **ticked).text

    assert "“a care package”: equipment. Added by sam." in plain(page)


def test_a_flag_without_words_or_kind_is_an_error_at_the_field(sam: Practitioner) -> None:
    nothing = sam.fill(f"/flags/new?wish={sam.wish}", kind="equipment")
    no_kind = sam.fill(f"/flags/new?wish={sam.wish}", **{"word-2": "yes"})

    assert (nothing.status_code, no_kind.status_code) == (422, 422)
    assert 'href="#words"' in nothing.text
    assert 'id="words"' in nothing.text
    assert 'href="#kind"' in no_kind.text
    assert 'value="yes" checked' in no_kind.text


def test_words_of_a_message_can_be_marked_and_unmarked(sam: Practitioner) -> None:
    page = sam.fill("/flags/new?message=5", **{"word-1": "yes", "kind": "equipment"}).text

    assert "Marked: “I”, equipment, by sam" in plain(page)
    flag = page.split("Marked: ", 1)[0].rsplit('id="flag-', 1)[1].split('"', 1)[0]
    assert "Marked:" not in sam.fill(f"/flags/{flag}/undone").text


def test_a_colleague_who_was_faster_is_shown_and_what_was_written_stays(sam: Practitioner) -> None:
    flag = sam.flag
    sam.send(f"{flag}/accepted", seen="0")

    answer = sam.send(f"{flag}/dismissed", seen="0", reason="other", note="my reason")

    assert answer.status_code == 412
    assert "Accepted by sam" in plain(answer.text)
    assert "my reason</textarea>" in answer.text
    assert "Accepted by sam" in plain(sam.see())


def test_the_words_are_the_same_after_all_of_it(sam: Practitioner) -> None:
    sam.fill(f"/flags/new?wish={sam.wish}", **{"word-1": "yes", "kind": "equipment"})
    sam.fill(f"{sam.flag}/dismissed", reason="everyday")

    assert "so that&lt;/b&gt; I can sleep" in sam.see()


def test_a_deed_that_is_none_is_not_found(sam: Practitioner) -> None:
    assert sam.browser.get(f"{sam.here}{sam.flag}/deleted").status_code == 404
    assert sam.send(f"{sam.flag}/deleted").status_code == 404


def test_whoever_decides_sees_all_that_was_said_with_the_flags_words_marked(
    sam: Practitioner,
) -> None:
    for step in ("dismissed", "asked"):
        page = sam.see(f"{sam.flag}/{step}")
        assert '<mark class="app-mark app-mark--service">a care package</mark>' in page
        assert WISH.split("a care package")[1] in plain(page)

    sam.fill(f"{sam.flag}/dismissed", reason="everyday")

    assert "Dismissed by sam" in plain(sam.see(f"{sam.flag}/undone"))


def test_a_flag_of_a_wish_that_was_reworded_shows_the_words_of_then(
    sam: Practitioner, turns: Turns
) -> None:
    flag, wish = sam.flag, UUID(sam.wish)
    with turns.sessions.begin() as session:
        outcome = session.get_one(Outcome, wish)
        vault = vault_of(session, turns.keys, outcome.conversation_id)
        words = vault.seal("My dog.", f"outcome_version.words:{wish}:text:2")
        session.add(
            OutcomeVersion(
                outcome_id=wish, part="text", number=2, turn_seq=5, at=utc_now(), words=words
            )
        )

    assert ">a care package</mark>" in sam.see(f"{flag}/dismissed")
