"""File names in the order in which people count; imports little, so that light modules may ask."""

from __future__ import annotations

import re


def natural(name: str) -> list[tuple[int, int, str]]:
    """Sorting key by which ``2.jpg`` comes before ``10.jpg``, whatever the letters' case."""
    parts = re.split(r"([0-9]+)", name.casefold())
    return [(0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts]
