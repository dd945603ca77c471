"""By what our processes know each other."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from between import ACTIONS, ANSWER, GOOD_SECONDS, HEADER, RASA, Key, Unusable, our_key

KEY = Key(b"k" * 32)


def sent(to: str = RASA) -> str:
    return KEY.headers(to)[HEADER]


def test_a_request_of_ours_is_known() -> None:
    assert KEY.fits(sent(), RASA)


@pytest.mark.parametrize(
    "changed",
    [
        lambda right: right + "0",
        lambda right: right[:-1],
        lambda right: right.upper(),
        lambda right: right.replace("Bearer ", ""),
        lambda right: right.replace("Bearer ", "Bearer 1"),  # good for longer than it was given
        lambda right: right.encode("utf-16").decode("latin-1"),
        lambda _right: sent(ACTIONS),  # good at the other door alone
        lambda _right: Key(b"x" * 32).headers(RASA)[HEADER],
    ],
)
def test_what_is_changed_or_for_another_is_not(changed: Callable[[str], str]) -> None:
    right = sent()

    assert KEY.fits(right, RASA)
    assert not KEY.fits(changed(right), RASA)


@pytest.mark.parametrize(
    "header",
    [None, "", "Bearer ", "Bearer ٣٣.".ljust(74, "a"), "Bearer 99999999999.\x00"],
)
def test_what_is_no_token_is_not(header: str | None) -> None:
    assert not KEY.fits(header, RASA)


def test_it_is_good_for_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    header, now = sent(), time.time()
    monkeypatch.setattr(time, "time", lambda: now + GOOD_SECONDS - 2)
    assert KEY.fits(header, RASA)

    monkeypatch.setattr(time, "time", lambda: now + GOOD_SECONDS + 1)
    assert not KEY.fits(header, RASA)


def test_an_answer_is_known_as_ours_and_as_that_to_this_request() -> None:
    mark = KEY.answer(RASA, sent())[ANSWER]

    assert KEY.answered(mark, RASA, sent())
    assert not KEY.answered(mark, ACTIONS, sent())
    assert not KEY.answered(mark, RASA, sent() + "x")
    for other in (None, "", "é", Key(b"x" * 32).answer(RASA, sent())[ANSWER]):
        assert not KEY.answered(other, RASA, sent())


def test_the_mark_of_an_answer_opens_no_door() -> None:
    mark = KEY.answer(RASA, sent())[ANSWER]

    assert not KEY.fits(f"Bearer 99999999999.{mark}", RASA)


def test_the_key_itself_is_in_no_request(tmp_path: Path) -> None:
    header = our_key(tmp_path).headers(RASA)[HEADER]

    assert (tmp_path / "keys" / "between").read_text().strip() not in header


def test_those_that_start_together_make_one_key_that_only_their_account_reads(
    tmp_path: Path,
) -> None:
    found: list[Key] = []
    threads = [threading.Thread(target=lambda: found.append(our_key(tmp_path))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 8
    assert all(one.fits(found[0].headers(RASA)[HEADER], RASA) for one in found)
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["between"]
    assert (tmp_path / "keys" / "between").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("text", ["", "\n", "0" * 63, "g" * 64, "0" * 65])
def test_a_file_that_holds_no_key_is_said_and_its_content_is_not(tmp_path: Path, text: str) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "between").write_text(text)

    with pytest.raises(Unusable) as wrong:
        our_key(tmp_path)

    assert "var/keys/between" in str(wrong.value)
    assert not text.strip() or text not in str(wrong.value)
