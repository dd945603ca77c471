"""The sealed file of a backup: whole, or it does not open."""

import io

import pytest

from api.backup import archive
from api.vault.keys import KeyRing, KeyUnusable

KEYS = KeyRing((b"a" * 32, b"b" * 32))


def a_sealed(content: bytes) -> bytes:
    target = io.BytesIO()
    archive.seal(KEYS, io.BytesIO(content), target)
    return target.getvalue()


@pytest.mark.parametrize("size", [0, 1, archive.PIECE - 1, archive.PIECE, archive.PIECE * 2 + 5])
def test_what_is_sealed_comes_back(size: int) -> None:
    content = bytes(number % 251 for number in range(size))

    sealed = a_sealed(content)

    assert b"".join(archive.opened(KEYS, io.BytesIO(sealed))) == content
    older = KeyRing((b"c" * 32, *KEYS.keys))
    assert b"".join(archive.opened(older, io.BytesIO(sealed))) == content


def altered() -> dict[str, bytes]:
    whole = a_sealed(b"x" * (archive.PIECE + 10))
    first = len(archive.MAGIC) + archive.WRAPPED
    piece = whole[first : first + 4 + archive.PIECE + archive.TAG]
    return {
        "a bit": whole[:-5] + bytes([whole[-5] ^ 1]) + whole[-4:],
        "cut in a piece": whole[:-5],
        "cut after a piece": whole[: first + len(piece)],
        "cut to the head": whole[:first],
        "a piece twice": whole[:first] + piece + whole[first:],
        "the first piece gone": whole[:first] + whole[first + len(piece) :],
        "something behind it": whole + b"\0\0",
        "another file": b"PK\3\4" + whole,
        "a huge length": whole[:first] + b"\xff\xff\xff\xff" + whole[first + 4 :],
    }


ALTERED = altered()


@pytest.mark.parametrize("content", ALTERED.values(), ids=ALTERED)
def test_an_altered_backup_does_not_open(content: bytes) -> None:
    with pytest.raises(KeyUnusable):
        list(archive.opened(KEYS, io.BytesIO(content)))


def test_with_another_key_it_does_not_open() -> None:
    with pytest.raises(KeyUnusable):
        list(archive.opened(KeyRing((b"z" * 32,)), io.BytesIO(a_sealed(b"x"))))
