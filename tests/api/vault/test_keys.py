import base64
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import SecretStr

from api.settings import Settings
from api.vault.keys import KeyRing, KeyUnusable, latest, load_keys


def a_key(letter: bytes, length: int = 32) -> str:
    return base64.b64encode(letter * length).decode()


def with_keys(settings: Settings, text: str) -> Settings:
    return settings.model_copy(update={"keys": SecretStr(text)})


def test_the_embedded_key_is_made_once(settings: Settings) -> None:
    first, second = load_keys(settings), load_keys(settings)

    assert first == second
    assert len(first.newest) == 32


def test_only_its_owner_can_read_the_embedded_key(settings: Settings) -> None:
    load_keys(settings)
    file = settings.var / "keys" / "kek"

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_no_two_installations_have_the_same_key(settings: Settings, tmp_path: Path) -> None:
    other = settings.model_copy(update={"var": tmp_path / "other"})

    assert load_keys(settings) != load_keys(other)


def test_keys_from_the_settings_are_used_and_no_file_is_made(settings: Settings) -> None:
    ring = load_keys(with_keys(settings, f"{a_key(b'n')},{a_key(b'o')}"))

    assert ring.keys == (b"n" * 32, b"o" * 32)
    assert not (settings.var / "keys").exists()


@pytest.mark.parametrize("between", [",", " ", ", ", "\n"])
def test_keys_may_be_parted_by_commas_or_spaces(settings: Settings, between: str) -> None:
    assert len(load_keys(with_keys(settings, between.join([a_key(b"a"), a_key(b"b")]))).keys) == 2


@pytest.mark.parametrize("text", ["not base64!", a_key(b"k", 31), a_key(b"k", 16), a_key(b"k", 33)])
def test_a_key_that_cannot_be_used_is_refused_without_being_shown(
    settings: Settings, text: str
) -> None:
    with pytest.raises(KeyUnusable, match="OWNWORDS_KEYS") as raised:
        load_keys(with_keys(settings, text))

    assert text not in str(raised.value)


@pytest.mark.parametrize("content", ["", "\n", "  \n"])
def test_an_empty_key_file_is_told_and_not_written_over(settings: Settings, content: str) -> None:
    file = settings.var / "keys" / "kek"
    file.parent.mkdir(parents=True)
    file.write_text(content)

    with pytest.raises(KeyUnusable):
        load_keys(settings)

    assert file.read_text() == content


def test_a_key_for_another_purpose_outlives_a_rotation() -> None:
    before, after = KeyRing((b"o" * 32,)), KeyRing((b"n" * 32, b"o" * 32))

    assert before.derive("return-code-salt") == after.derive("return-code-salt")


def test_each_purpose_has_a_key_of_its_own() -> None:
    ring = KeyRing((b"o" * 32,))

    assert len({ring.derive("one"), ring.derive("two"), ring.newest}) == 3


def test_keys_are_not_shown_with_the_settings(settings: Settings) -> None:
    assert a_key(b"k") not in repr(with_keys(settings, a_key(b"k")))


def test_processes_that_start_together_get_the_same_key(settings: Settings) -> None:
    with ThreadPoolExecutor(8) as pool:
        rings = list(pool.map(load_keys, [settings] * 24))

    assert len(set(rings)) == 1
    assert [file.name for file in (settings.var / "keys").iterdir()] == ["kek"]


def test_a_key_that_is_put_before_the_others_is_seen_without_a_restart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old, new = a_key(b"o"), a_key(b"n")
    began_with = load_keys(Settings(_env_file=None, keys=SecretStr(old)))
    monkeypatch.setenv("OWNWORDS_KEYS", f"{new},{old}")  # as .env is read again

    assert len(latest(began_with).keys) == 2
    assert latest(began_with).newest == base64.b64decode(new)


@pytest.mark.parametrize("now", ["no key", a_key(b"x"), "", "aGFsZg=="])
def test_keys_that_are_being_changed_or_others_leave_those_that_were_read(
    now: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    began_with = load_keys(Settings(_env_file=None, keys=SecretStr(a_key(b"o"))))
    monkeypatch.setenv("OWNWORDS_VAR", str(tmp_path))
    monkeypatch.setenv("OWNWORDS_KEYS", now)

    assert latest(began_with) == began_with
