"""Return codes: six plain words, at least 64 bits, kept only as Argon2id."""

import math
import re
import secrets
from functools import lru_cache

from mnemonic import Mnemonic
from nacl.pwhash import argon2id

from api.behind import Behind
from api.vault.keys import KeyRing

WORDS_IN_CODE = 6
LEAST_BITS = 64
# Argon2id at the cost that GlobaLeaks and SecureDrop use for theirs, for the size of machine this
# runs on. One lane: libsodium, which takes two thirds of the time of others, supports no more.
TIME_COST, MEMORY_KIB = 3, 65_536
KIB = 1024
HASH_BYTES, SALT_BYTES = 32, argon2id.SALTBYTES
slow_hash = argon2id.kdf
# Each takes a core and 64 MB: forty at once would leave room for nothing else.
HASHING = Behind(at_once=2)

# A frightened person should not be handed these, nor someone beside them see them.
UNKIND = frozenset(
    """abandon abuse accident accuse afraid alarm ankle anger angry anxiety argue arrest arrow
    assault attack awful bitter blade blame blast bleak blind blood bomb broken burden burst cage
    catch cheat chase chaos child churn clinic coyote crash crazy cruel crumble crush cry damage
    danger dead death debris decline defy deny despair destroy dirt disease divorce drama drastic
    drip drop drown drug dumb emotion enemy erase escape evil evoke exile exit expire expose fault
    fatal fatigue father fear fever fight fire flee force fragile ghost gloom gun hate hazard
    helpless hire hold hospital hurt husband idle ill injury insane jealous judge kick kidnap kiss
    knife knock lawsuit leg lie limb lonely lose loud mad mask mean mother mistake misery muscle
    nasty naked obey oblige panic pain penalty pill pistol poverty prison problem punch rage rape
    razor rebel regret reject relief remind remove rescue revenge rifle riot risk robust ruin sad
    scare scream script sentence shock shoot sick silent slap slave smoke sorry spy stab steal stop
    strike struggle suffer suspect swallow sword target terror threat torture toxic tragic trap
    trash trial trick trouble ugly unfair vacant victim violin virus void vomit warfare warrior
    weapon weak weird whip wife woman worry wound wrong yell""".split()
)


@lru_cache
def word_list() -> tuple[str, ...]:
    """Return the words codes are made of: plain, told apart by their first four letters."""
    words = tuple(word for word in Mnemonic("english").wordlist if word not in UNKIND)
    bits = WORDS_IN_CODE * math.log2(len(words))
    if bits < LEAST_BITS:
        raise ValueError(f"{len(words)} words give {bits:.1f} bits; a code needs {LEAST_BITS}.")
    return words


@lru_cache
def by_beginning() -> dict[str, str]:
    return {word[:4]: word for word in word_list()}


def new_code() -> str:
    return " ".join(secrets.choice(word_list()) for _ in range(WORDS_IN_CODE))


def tidy(entered: str) -> str:
    """Return the code as it was given out, whatever the case, the spaces, the signs between, or a
    slip after the fourth letter of a word."""
    words = re.findall(r"[a-z]+", entered.casefold())
    return " ".join(by_beginning().get(word[:4], word) for word in words)


def hash_code(entered: str, keys: KeyRing) -> bytes:
    """Return what is kept of a code, and looked up by. Takes the same time for a code that does
    not exist.

    One salt for all codes, derived from the key-encryption key: each code has over 64 random bits
    of its own, and without that key a stolen database cannot even be guessed at.
    """
    salt = keys.derive("return-code-salt")[:SALT_BYTES]
    secret = tidy(entered).encode()
    return HASHING.do(slow_hash, HASH_BYTES, secret, salt, TIME_COST, MEMORY_KIB * KIB)
