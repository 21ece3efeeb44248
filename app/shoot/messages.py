"""What travels between the shoot and its workers: frozen requests and results, never touched after they are made."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mefcore.errors import GoneError, ReadError
from mefcore.limits import MIN_FRAMES

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from app.keeping.messages import Recall
    from app.models.messages import Loaded
    from mefcore.grouping import Entry, Fingerprint, Grouping
    from mefcore.recipe import Recipe

FEW = 9
"""So many files, dropped together, are one bracket unless they clearly are several."""

Content = frozenset[Path]
"""The files of a set, by which it is known whatever else changes."""


def spoiled(error: BaseException, files: Collection[Path]) -> Path | None:
    """The file of a set that cannot be read, where the others make a bracket without it; else None."""
    if not isinstance(error, ReadError) or isinstance(error, GoneError) or len(files) <= MIN_FRAMES:
        return None
    path = Path(error.path or "")
    return path if path in files else None


@dataclass(frozen=True)
class Preferences:
    """How to group, as :class:`mefcore.grouping.GroupingSettings` says; that one's import takes numpy along.

    Attributes:
        prefer: ``"raw"`` or ``"jpeg"``.
        gap: seconds; None to judge by everything together.
        count: frames in every set; None for any number.
    """

    prefer: str = "raw"
    gap: float | None = None
    count: int | None = None


@dataclass(frozen=True, eq=False)
class SurveyRequest:
    """Files and folders to look at, to divide into sets, and to open where they are one bracket.

    Attributes:
        recipe: for the bracket.
        known: files of the shoot to which these are added; empty where they begin another.
        recall: how to find what was made of the bracket before.
        divided: how files were divided before; those it does not know are divided anew.
        shoots: where records of shoots are, in which corrections of these files are looked for; None not to look.
    """

    paths: tuple[Path, ...]
    preferences: Preferences
    recipe: Recipe
    known: Content = frozenset()
    recall: Recall | None = None
    divided: Division | None = None
    shoots: Path | None = None


@dataclass(frozen=True)
class Division:
    """A grouping by names alone, as it is remembered.

    Attributes:
        sets: the files of each.
        aside: files that a person set aside.
        open: the set that was on screen; empty for the first.
        corrected: whether a person changed it.
    """

    sets: tuple[tuple[Path, ...], ...]
    aside: tuple[Path, ...] = ()
    open: tuple[Path, ...] = ()
    corrected: bool = False


@dataclass(frozen=True, eq=False)
class RegroupRequest:
    """Known files to divide anew."""

    entries: tuple[Entry, ...]
    preferences: Preferences
    prints: Mapping[Path, Fingerprint]


@dataclass(frozen=True, eq=False)
class Surveyed:
    """A pile of files divided into sets.

    Attributes:
        grouping: the sets.
        preferences: how they were found.
        prints: fingerprints of what had to be looked at.
        loaded: the bracket, where the files are one and nothing else.
        added: whether they join the shoot there is.
        corrected: whether a person had a part in it, when the files were open before.
        recalled: whether that was found out just now, and is news.
    """

    grouping: Grouping
    preferences: Preferences
    prints: Mapping[Path, Fingerprint] = field(default_factory=dict)
    loaded: Loaded | None = None
    added: bool = False
    corrected: bool = False
    recalled: bool = False


@dataclass(frozen=True, eq=False)
class ThumbRequest:
    """Files to make small pictures of, the most urgent first."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, eq=False)
class Thumb:
    """A small picture, upright; None where the file cannot be decoded."""

    path: Path
    image: QImage | None


@dataclass(frozen=True, eq=False)
class ToFuse:
    """A set whose small fused picture is wanted."""

    content: Content
    entries: tuple[Entry, ...]
    recipe: Recipe


@dataclass(frozen=True, eq=False)
class FusedRequest:
    """Sets to make small pictures of, the most urgent first, and where such pictures are kept."""

    folder: Path
    wanted: tuple[ToFuse, ...]


@dataclass(frozen=True, eq=False)
class FusedThumb:
    """A set as ``recipe`` has it; no image where its frames make none."""

    content: Content
    recipe: Recipe
    image: QImage | None
