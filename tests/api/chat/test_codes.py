import math
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2.low_level import Type, hash_secret_raw

from api.chat import codes
from api.chat.codes import hash_code, new_code, tidy, word_list
from api.vault.keys import KeyRing

KEYS = KeyRing((b"k" * 32,))


def test_a_code_is_worth_at_least_64_bits() -> None:
    assert codes.WORDS_IN_CODE * math.log2(len(word_list())) >= 64


def test_a_word_list_that_is_too_short_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    word_list.cache_clear()
    monkeypatch.setattr(codes, "WORDS_IN_CODE", 5)
    try:
        with pytest.raises(ValueError, match="needs 64"):
            word_list()
    finally:
        word_list.cache_clear()


def test_a_code_is_six_words_of_the_list() -> None:
    words = new_code().split()

    assert len(words) == 6
    assert set(words) <= set(word_list())


def test_no_code_holds_a_word_that_frightens() -> None:
    assert set(word_list()) & codes.UNKIND == set()


def test_no_two_words_begin_alike() -> None:
    assert len({word[:4] for word in word_list()}) == len(word_list())


def test_no_two_codes_are_alike() -> None:
    assert len({new_code() for _ in range(200)}) == 200


@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        str.title,
        lambda code: code.replace(" ", "-"),
        lambda code: code.replace(" ", "  "),
        lambda code: f"  {code}\n",
        lambda code: code.replace(" ", ", ") + ".",
        lambda code: " ".join(word[:4] for word in code.split()),
        lambda code: " ".join(word if len(word) < 5 else word[:4] + "x" for word in code.split()),
    ],
)
def test_a_code_is_forgiving_about_how_it_is_entered(change: Callable[[str], str]) -> None:
    code = new_code()

    assert tidy(change(code)) == code


def test_two_codes_never_become_one() -> None:
    assert tidy(new_code()) != tidy(new_code())


@pytest.mark.parametrize("entered", ["", "   ", "123456", "💬", "\x00", "a" * 500])
def test_anything_may_be_entered(entered: str) -> None:
    assert len(hash_code(entered, KEYS)) == codes.HASH_BYTES


def test_what_is_kept_of_a_code_does_not_hold_it_and_differs_by_installation() -> None:
    code = new_code()
    kept = hash_code(code, KEYS)

    assert code.encode() not in kept
    assert kept != hash_code(code, KeyRing((b"x" * 32,)))


def test_a_code_is_found_again_by_its_hash_after_a_rotation() -> None:
    code = new_code()

    assert hash_code(code.upper(), KeyRing((b"n" * 32, *KEYS.keys))) == hash_code(code, KEYS)


def test_the_cost_in_service_is_that_of_others_who_keep_such_codes() -> None:
    """The suite makes it cheap; this reads what is written."""
    import inspect

    assert "TIME_COST, MEMORY_KIB = 3, 65_536" in inspect.getsource(codes)


def test_a_code_is_kept_as_argon2id_as_others_make_it() -> None:
    """Codes that were kept before libsodium made the hash are found by it all the same."""
    salt = KEYS.derive("return-code-salt")[:16]
    cost = (codes.TIME_COST, codes.MEMORY_KIB, 1)

    by_argon2_cffi = hash_secret_raw(b"one two", salt, *cost, 32, Type.ID)

    assert hash_code("One, two", KEYS) == by_argon2_cffi


def test_many_who_begin_at_once_are_hashed_two_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    most, now, guard = 0, 0, threading.Lock()

    def counting(*given: object) -> bytes:
        nonlocal most, now
        with guard:
            now += 1
            most = max(most, now)
        time.sleep(0.002)
        with guard:
            now -= 1
        return b""

    monkeypatch.setattr(codes, "slow_hash", counting)
    with ThreadPoolExecutor(10) as people:
        list(people.map(lambda _: hash_code("one two", KEYS), range(20)))

    assert most == 2
