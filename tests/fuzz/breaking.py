"""Ways to break a whole file: the same ones for the same random numbers."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable, Iterator

Break = Callable[[bytes, random.Random], tuple[str, bytes]]


def cut(data: bytes, rng: random.Random) -> tuple[str, bytes]:
    """Cut short; at the very beginning and the very end more often, where headers and indices are."""
    end = len(data)
    at = rng.choice([rng.randrange(end), rng.randrange(min(64, end)), end - 1 - rng.randrange(min(64, end))])
    return f"cut={at}", data[:at]


def flip(data: bytes, rng: random.Random) -> tuple[str, bytes]:
    """One to eight bits turned over."""
    broken = bytearray(data)
    places = [_place(data, rng) for _ in range(rng.choice((1, 1, 2, 8)))]
    for at in places:
        broken[at] ^= 1 << rng.randrange(8)
    return f"flip={'+'.join(map(str, places))}", bytes(broken)


def extreme(data: bytes, rng: random.Random) -> tuple[str, bytes]:
    """One, two or four bytes replaced by a number at which counts and sizes run over, in either byte order."""
    code, values = rng.choice(
        [
            ("B", (0, 1, 0x7F, 0xFF)),
            ("H", (0, 1, 0x7FFF, 0xFFFF)),
            ("L", (0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 1 << 28)),
        ]
    )
    value, order = rng.choice(values), rng.choice("<>")
    number = struct.pack(order + code, value)
    at = min(_place(data, rng), max(0, len(data) - len(number)))
    return f"extreme={at}:{order}{code}{value}", data[:at] + number + data[at + len(number) :]


def zero(data: bytes, rng: random.Random) -> tuple[str, bytes]:
    """A range of zeros."""
    start, end = _range(data, rng)
    return f"zero={start}-{end}", data[:start] + bytes(end - start) + data[end:]


def noise(data: bytes, rng: random.Random) -> tuple[str, bytes]:
    """A range of noise."""
    start, end = _range(data, rng)
    return f"noise={start}-{end}", data[:start] + rng.randbytes(end - start) + data[end:]


def double(data: bytes, rng: random.Random) -> tuple[str, bytes]:
    """A range twice."""
    start, end = _range(data, rng)
    return f"double={start}-{end}", data[:end] + data[start:]


def drop(data: bytes, rng: random.Random) -> tuple[str, bytes]:
    """A range missing."""
    start, end = _range(data, rng)
    return f"drop={start}-{end}", data[:start] + data[end:]


def swap(data: bytes, rng: random.Random) -> tuple[str, bytes]:
    """A range copied over another place."""
    start, end = _range(data, rng)
    at = _place(data, rng)
    return f"copy={start}-{end}@{at}", (data[:at] + data[start:end] + data[at + end - start :])


WAYS: tuple[Break, ...] = (cut, flip, extreme, flip, zero, noise, double, extreme, drop, swap, cut)


def broken(kind: str, data: bytes, count: int) -> Iterator[tuple[str, bytes]]:
    """``count`` broken copies of ``data``, each with a word on how."""
    for number in range(count):
        rng = random.Random(f"{kind}/{number}")
        yield WAYS[(number + len(kind)) % len(WAYS)](data, rng)


def _place(data: bytes, rng: random.Random) -> int:
    """Anywhere, half the time in the first 512 bytes."""
    return rng.randrange(min(len(data), rng.choice((512, len(data)))))


def _range(data: bytes, rng: random.Random) -> tuple[int, int]:
    start = _place(data, rng)
    return start, min(len(data), start + rng.choice((1, 2, 4, 16, 64, 512, 4096)))
