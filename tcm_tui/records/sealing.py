"""What is done with keys: a passphrase made into one, secrets sealed and opened. Knows no files.

Each person has a pair of keys. The private one is sealed with what Argon2id makes of the passphrase; the key of the
database is sealed to the public one. So the database can be given another key without anybody's passphrase.
"""

from __future__ import annotations

import secrets
import unicodedata
from hashlib import blake2b
from typing import NamedTuple

from tcm_tui.records.errors import StoreError

KEY = 32
"""Bytes of the key of a database."""
SHORTEST = 12
"""Characters a passphrase has at least. Length is what counts; nothing is said about which characters."""
LONGEST = 1024

_SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no I, L, O, U, which are misread."""
READ_AS = str.maketrans("ILO", "110")
_GROUPS, _GROUP = 6, 5
_RANDOM, _CHECK = 28, 2
"""Symbols of a recovery code: 140 random bits and 10 that tell a slip of the pen."""


class Cost(NamedTuple):
    """What Argon2id takes: passes, bytes of memory, and the salt."""

    ops: int
    mem: int
    salt: bytes


OPS, MEM = 3, 256 * 2**20
"""About half a second: what libsodium calls moderate."""
CODE_OPS, CODE_MEM = 2, 64 * 2**20
"""A recovery code can't be guessed, so its key need not be slow."""
MOST_OPS, MOST_MEM = 16, 2**30
"""More than this in a file is no choice of this program's, and would only keep it busy."""


class NotOpened(Exception):
    """The secret does not open what is sealed, or what is sealed was changed. Which of both can't be known."""


class NoCrypto(Exception):
    """The packages for encryption are not installed."""


class Sealed(NamedTuple):
    """A person's pair of keys: the public one, and the private one sealed with the passphrase."""

    cost: Cost
    public: bytes
    private: bytes


def usual_cost(code: bool = False) -> Cost:
    return Cost(CODE_OPS if code else OPS, CODE_MEM if code else MEM, secrets.token_bytes(16))


def new_key() -> bytes:
    """A random key for a database."""
    return secrets.token_bytes(KEY)


def _derived(passphrase: str, cost: Cost) -> bytes:
    try:
        from nacl.pwhash import argon2id
    except ImportError:
        raise NoCrypto from None
    # However a keyboard puts an accent together, it is the same passphrase.
    text = unicodedata.normalize("NFC", passphrase).encode()
    if not (1 <= cost.ops <= MOST_OPS and argon2id.MEMLIMIT_MIN <= cost.mem <= MOST_MEM and len(cost.salt) == 16):
        raise NotOpened
    try:
        derived: bytes = argon2id.kdf(KEY, text, cost.salt, opslimit=cost.ops, memlimit=cost.mem)
    except RuntimeError:
        told = f"There is too little memory to try a passphrase: it takes {cost.mem // 2**20} MB for a moment."
        raise StoreError("unreachable", told) from None
    return derived


def new_pair(passphrase: str, about: bytes, cost: Cost) -> Sealed:
    """A new pair of keys; about is what must be the same when it is opened."""
    derived = _derived(passphrase, cost)
    from nacl.public import PrivateKey
    from nacl.secret import Aead

    private = PrivateKey.generate()
    public = bytes(private.public_key)
    return Sealed(cost, public, bytes(Aead(derived).encrypt(bytes(private), about + public)))


def open_pair(passphrase: str, about: bytes, sealed: Sealed) -> bytes:
    """The private key. Raises NotOpened; takes the time of Argon2id either way."""
    derived = _derived(passphrase, sealed.cost)
    from nacl.exceptions import CryptoError
    from nacl.secret import Aead

    try:
        private: bytes = Aead(derived).decrypt(sealed.private, about + sealed.public)
    except (CryptoError, ValueError):
        raise NotOpened from None
    return private


def waste(cost: Cost | None = None) -> None:
    """Take the time of a passphrase that is tried, for somebody who isn't there."""
    _derived("nobody", cost or usual_cost())


def seal_to(public: bytes, key: bytes) -> bytes:
    """The key, for whoever has the private key of that public one."""
    from nacl.public import PublicKey, SealedBox

    return bytes(SealedBox(PublicKey(public)).encrypt(key))


def open_from(private: bytes, sealed: bytes) -> bytes:
    """What ``seal_to`` sealed. Raises NotOpened."""
    from nacl.exceptions import CryptoError
    from nacl.public import PrivateKey, SealedBox

    try:
        key: bytes = SealedBox(PrivateKey(private)).decrypt(sealed)
    except (CryptoError, ValueError):
        raise NotOpened from None
    return key


def vouched(key: bytes, text: bytes) -> str:
    """A mark that only who has the key can make for a text."""
    return blake2b(text, key=key, digest_size=32, person=b"tcm key file").hexdigest()


# ── recovery codes ────────────────────────────────────────────────────────────────────────────────


def new_code() -> str:
    """A recovery code of six groups of five; 140 bits that nobody chose."""
    random = "".join(secrets.choice(_SYMBOLS) for _ in range(_RANDOM))
    return grouped(random + _check(random))


def grouped(code: str) -> str:
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def read_code(typed: str) -> str | None:
    """A code as it was typed, without its groups; None for one that can't be right."""
    code = "".join(typed.upper().replace("-", " ").split()).translate(READ_AS)
    if len(code) != _GROUPS * _GROUP or not set(code) <= set(_SYMBOLS) or _check(code[:_RANDOM]) != code[_RANDOM:]:
        return None
    return code


def _check(random: str) -> str:
    digest = int.from_bytes(blake2b(random.encode(), digest_size=4, person=b"tcm recovery").digest(), "big")
    return _SYMBOLS[digest % 32] + _SYMBOLS[digest // 32 % 32]
