from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.vault.keys import KeyRing, KeyUnusable
from api.vault.vault import Vault, new_vault, open_vault, wrap
from tests.api.talk import HARD_TEXTS

HERE = UUID("11111111-1111-4111-8111-111111111111")
OLD, NEW = KeyRing((b"o" * 32,)), KeyRing((b"n" * 32, b"o" * 32))
VAULT, _ = new_vault(OLD, HERE)


@pytest.mark.parametrize("text", [*HARD_TEXTS.values(), ""], ids=[*HARD_TEXTS, "empty"])
def test_what_is_sealed_opens_byte_for_byte(text: str) -> None:
    assert VAULT.open(VAULT.seal(text, "a.b:1"), "a.b:1") == text


@given(st.text(), st.text())
def test_any_text_opens_where_it_was_sealed(text: str, where: str) -> None:
    assert VAULT.open(VAULT.seal(text, where), where) == text


def test_the_words_cannot_be_seen_in_what_is_sealed() -> None:
    assert b"secret" not in VAULT.seal("my secret", "a.b:1")


def test_the_same_words_are_sealed_differently_each_time() -> None:
    assert VAULT.seal("same", "a.b:1") != VAULT.seal("same", "a.b:1")


@pytest.mark.parametrize("elsewhere", ["a.b:2", "a.c:1", "x.b:1", ""])
def test_a_value_that_was_moved_does_not_open(elsewhere: str) -> None:
    sealed = VAULT.seal("mine", "a.b:1")

    with pytest.raises(KeyUnusable):
        VAULT.open(sealed, elsewhere)


@pytest.mark.parametrize("at", [0, 12, -1])
def test_a_value_that_was_altered_does_not_open(at: int) -> None:
    sealed = bytearray(VAULT.seal("mine", "a.b:1"))
    sealed[at] ^= 1

    with pytest.raises(KeyUnusable):
        VAULT.open(bytes(sealed), "a.b:1")


@pytest.mark.parametrize("cut", [b"", b"short", b"n" * 12])
def test_a_value_that_was_cut_short_does_not_open(cut: bytes) -> None:
    with pytest.raises(KeyUnusable):
        VAULT.open(cut, "a.b:1")


def test_what_does_not_open_is_named_by_its_place_and_never_by_its_words() -> None:
    with pytest.raises(KeyUnusable, match=r"a\.b:2") as raised:
        VAULT.open(VAULT.seal("mine", "a.b:1"), "a.b:2")

    assert "mine" not in str(raised.value)


def test_another_conversations_key_opens_nothing() -> None:
    other, _ = new_vault(OLD, uuid4())

    with pytest.raises(KeyUnusable):
        other.open(VAULT.seal("mine", "a.b:1"), "a.b:1")


def test_json_keeps_its_shape() -> None:
    value = {"slots": {"a": None, "b": [1, 2.5, "é😀"], "c": True}}

    assert VAULT.open_json(VAULT.seal_json(value, "c.s:1"), "c.s:1") == value


def test_a_wrapped_key_opens_what_it_sealed() -> None:
    vault, wrapped = new_vault(OLD, HERE)

    again = open_vault(OLD, HERE, wrapped)

    assert again.open(vault.seal("mine", "a.b:1"), "a.b:1") == "mine"


def test_after_a_rotation_the_older_key_still_opens() -> None:
    vault, wrapped = new_vault(OLD, HERE)

    assert open_vault(NEW, HERE, wrapped).open(vault.seal("x", "a.b:1"), "a.b:1") == "x"


def test_the_newest_key_wraps() -> None:
    _, wrapped = new_vault(NEW, HERE)

    assert isinstance(open_vault(KeyRing((b"n" * 32,)), HERE, wrapped), Vault)


def test_a_wrong_key_is_told_in_plain_words() -> None:
    _, wrapped = new_vault(OLD, HERE)

    with pytest.raises(KeyUnusable, match="Put back the key"):
        open_vault(KeyRing((b"w" * 32,)), HERE, wrapped)


def test_a_wrapped_key_moved_to_another_conversation_does_not_open() -> None:
    wrapped = wrap(OLD, HERE, b"d" * 32)

    with pytest.raises(KeyUnusable):
        open_vault(OLD, uuid4(), wrapped)
