"""A small RSA key for tests, made here so that none is kept in the project."""

import base64
import random


def make_key(bits: int = 1024, seed: int = 4) -> tuple[bytes, bytes]:
    """A private key as PEM, and the public key as base64 of its DER, as DNS publishes it."""
    chance = random.Random(seed)
    e = 65537
    p, q = (_prime(chance, bits // 2, e) for _ in range(2))
    n, d = p * q, pow(e, -1, (p - 1) * (q - 1))
    numbers = (0, n, e, d, p, q, d % (p - 1), d % (q - 1), pow(q, -1, p))
    private = _sequence(b"".join(_integer(number) for number in numbers))
    public = _sequence(_integer(n) + _integer(e))
    algorithm = _sequence(bytes.fromhex("06092a864886f70d010101") + b"\x05\x00")
    return _pem(private), base64.b64encode(_sequence(algorithm + _tagged(0x03, b"\x00" + public)))


def _prime(chance: random.Random, bits: int, e: int) -> int:
    while True:
        found = chance.getrandbits(bits) | (3 << (bits - 2)) | 1
        if (found - 1) % e and all(pow(chance.randrange(2, found - 1), found - 1, found) == 1 for _ in range(20)):
            return found


def _tagged(tag: int, body: bytes) -> bytes:
    length = len(body)
    if length < 128:
        return bytes([tag, length]) + body
    size = (length.bit_length() + 7) // 8
    return bytes([tag, 0x80 | size]) + length.to_bytes(size, "big") + body


def _integer(number: int) -> bytes:
    return _tagged(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _sequence(body: bytes) -> bytes:
    return _tagged(0x30, body)


def _pem(der: bytes) -> bytes:
    text = base64.encodebytes(der)
    return b"-----BEGIN RSA " + b"PRIVATE KEY-----\n" + text + b"-----END RSA " + b"PRIVATE KEY-----\n"
