"""Which sets of a shoot are listed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app.shoot.looks import MAX_STARS, SetLook


@dataclass(frozen=True)
class Filter:
    """Attributes: name, what a person reads, and whether a set is listed by its look and why it could not be opened."""

    name: str
    text: str
    shows: Callable[[SetLook, str], bool]


def filters() -> tuple[Filter, ...]:
    """The first lists everything."""
    stars = [
        Filter(f"rated{n}", _tr("{0} or more").format("★" * n) if n < MAX_STARS else "★" * n, _rated(n))
        for n in range(1, MAX_STARS + 1)
    ]
    return (
        Filter("all", _tr("All sets"), lambda look, why: True),
        Filter("kept", _tr("Not rejected"), lambda look, why: not look.rejected),
        *stars,
        Filter("unrated", _tr("No stars"), lambda look, why: look.rating == 0),
        Filter("edited", _tr("Edited"), lambda look, why: look.edited),
        Filter("rejected", _tr("Rejected"), lambda look, why: look.rejected),
        Filter("failed", _tr("Could not be opened"), lambda look, why: bool(why)),
    )


def _rated(stars: int) -> Callable[[SetLook, str], bool]:
    return lambda look, why: look.rating >= stars


def _tr(text: str) -> str:
    return QCoreApplication.translate("filters", text)
