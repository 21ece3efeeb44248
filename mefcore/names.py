"""File names in the order in which people count, and as they are told; light modules may import this."""

from __future__ import annotations

import os
import re
from pathlib import Path


def natural(name: str) -> list[tuple[int, int, str]]:
    """Sorting key by which ``2.jpg`` comes before ``10.jpg``, whatever the letters' case."""
    parts = re.split(r"([0-9]+)", name.casefold())
    return [(0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts]


def of_frames(first: Path) -> str:
    """What a set is called after its first frame: its name, or ``kitchen-0`` where that is a mere number, as many
    folders have the same."""
    folder = first.absolute().parent.name
    return f"{folder}-{first.stem}" if first.stem.isdecimal() and folder else first.stem


def printable(text: str) -> str:
    """For one line: a file's name may hold a line break."""
    return "".join(c if c.isprintable() else "?" for c in text)


def plain(path: str | os.PathLike[str]) -> str:
    """A path JSON can hold: bytes of a name that are not UTF-8 become U+FFFD."""
    return os.fsencode(path).decode("utf-8", "replace")
