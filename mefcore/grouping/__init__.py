"""A pile of files becomes brackets.

In two phases, so that an editor can show files while they are still being looked at: :func:`scan` reads what files say
of themselves, :func:`group` divides them.  Where that is not clear, :func:`doubtful` names the files to look at, and
:func:`fingerprints` looks at them.  :func:`group_files` does all of it.

    grouping = group_files([Path("/media/card")])
    for found in grouping.brackets:
        print(found.paths, found.ev)
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from mefcore.choices import Prefer
from mefcore.errors import MefError
from mefcore.grouping.entries import Entry, natural, scan
from mefcore.grouping.evidence import REACH, SAME_EV, gaps
from mefcore.grouping.prints import Fingerprint, fingerprint, fingerprints
from mefcore.grouping.segments import Division, divide
from mefcore.grouping.sets import Grouping, Ignored, Set
from mefcore.grouping.several import clearly_several
from mefcore.grouping.streams import Stream, by_likeness, streams, without_order, without_twins
from mefcore.job import SILENT, Job
from mefcore.limits import MAX_FRAMES

__all__ = [
    "Entry",
    "Fingerprint",
    "Grouping",
    "GroupingSettings",
    "Ignored",
    "Set",
    "clearly_several",
    "doubtful",
    "fingerprint",
    "fingerprints",
    "group",
    "group_files",
    "look_and_group",
    "scan",
    "without_twins",
]

DOUBT = 5.0
"""A boundary whose margin is smaller is looked at."""

QUICK = 4.0
"""Frames of one exposure that follow each other within so many seconds are looked at: EXIF may be wrong."""

ROUNDS = 3
"""Looking at some frames may put others in doubt; after so many rounds that ends."""


@dataclass(frozen=True, slots=True)
class GroupingSettings:
    """How to group.

    Attributes:
        prefer: of a RAW and a JPEG of one exposure, which is used: ``"raw"`` or ``"jpeg"``.
        gap: a pause of more seconds, from the end of an exposure, always begins a new set; None to judge by everything
            together.
        count: sets have exactly so many frames, 1…64, and what does not fit stays single; None for any number.

    Raises:
        MefError: a value out of its range.
    """

    prefer: Prefer = "raw"
    gap: float | None = None
    count: int | None = None

    def __post_init__(self) -> None:
        if self.prefer not in ("raw", "jpeg"):
            raise MefError(f"{self.prefer!r} is no kind of file to prefer", hint="raw or jpeg")
        if self.gap is not None and not (math.isfinite(self.gap) and self.gap >= 0):
            raise MefError(f"a gap of {self.gap} seconds makes no sense", hint="0 or more")
        if self.count is not None and not 1 <= self.count <= MAX_FRAMES:
            raise MefError(f"a set cannot have {self.count} frames", hint=f"1 to {MAX_FRAMES}")


_DEFAULT = GroupingSettings()
_NO_PRINTS: Mapping[Path, Fingerprint] = {}


def group(
    entries: Iterable[Entry],
    settings: GroupingSettings = _DEFAULT,
    prints: Mapping[Path, Fingerprint] = _NO_PRINTS,
) -> Grouping:
    """Divide files into sets; reads nothing, and the order of ``entries`` does not matter.

    Evidence of many kinds is weighed together: pauses, steps of exposure and how usual they are in this pile, sizes,
    cameras, what the camera says of its bracketing, names, and what the pictures show where that is known.

    Args:
        entries: from :func:`scan`; of several for one path the last counts.
        settings: see :class:`GroupingSettings`.
        prints: what :func:`fingerprints` found, by path; may be incomplete.
    """
    return _Divided.of(entries, settings, prints).grouping()


def doubtful(
    entries: Iterable[Entry],
    settings: GroupingSettings = _DEFAULT,
    prints: Mapping[Path, Fingerprint] = _NO_PRINTS,
) -> tuple[Entry, ...]:
    """The files whose fingerprints would help, and are not among ``prints``."""
    return _Divided.of(entries, settings, prints).doubtful(prints)


def group_files(paths: Iterable[Path], settings: GroupingSettings = _DEFAULT, *, job: Job = SILENT) -> Grouping:
    """:func:`scan`, look at what is doubtful, and :func:`group`.

    Raises:
        ReadError: a path does not exist or a folder cannot be listed.
        BracketError: there is no picture at all.
        Cancelled: ``job`` was cancelled.
    """
    entries = scan(paths, job=job.part(0.0, 0.4))
    found, _ = look_and_group(entries, settings, job=job.part(0.4, 1.0))
    return found


def look_and_group(
    entries: Sequence[Entry],
    settings: GroupingSettings = _DEFAULT,
    known: Mapping[Path, Fingerprint] = _NO_PRINTS,
    *,
    rounds: int = ROUNDS,
    job: Job = SILENT,
) -> tuple[Grouping, dict[Path, Fingerprint]]:
    """:func:`group`, looking at what is doubtful, and at what that puts in doubt, for so many rounds.

    Args:
        entries: from :func:`scan`.
        settings: see :class:`GroupingSettings`.
        known: what was seen before, by path.

    Returns:
        The sets, and all that was seen.

    Raises:
        Cancelled: ``job`` was cancelled.
    """
    prints, asked = dict(known), set(known)
    divided = _Divided.of(entries, settings, prints)
    for number in range(rounds):
        wanted = [e for e in divided.doubtful(prints) if e.path not in asked]
        if not wanted:
            break
        asked |= {e.path for e in wanted}
        prints |= fingerprints(wanted, job=job.part(number / rounds, (number + 1) / rounds))
        job.check()
        divided = _Divided.of(entries, settings, prints)
    job.progress(1.0)
    return divided.grouping(), prints


@dataclass(frozen=True, slots=True)
class _Divided:
    parts: tuple[tuple[Stream, Division], ...]
    ignored: tuple[Ignored, ...]

    @classmethod
    def of(cls, entries: Iterable[Entry], settings: GroupingSettings, prints: Mapping[Path, Fingerprint]) -> _Divided:
        usable, ignored = _usable(entries, settings)
        ordered = [by_likeness(s, prints) if without_order(s) else s for s in streams(usable)]
        divisions = (divide(s, limit=settings.gap, count=settings.count, prints=prints) for s in ordered)
        return cls(tuple(zip(ordered, divisions, strict=True)), tuple(ignored))

    def grouping(self) -> Grouping:
        sets: list[Set] = []
        for stream, division in self.parts:
            starts = (0, *division.ends[:-1])
            sets += [Set(stream[start:end]) for start, end in zip(starts, division.ends, strict=True)]
        return Grouping(_in_order(sets), tuple(sorted(self.ignored, key=lambda i: natural(i.entry.path))))

    def doubtful(self, prints: Mapping[Path, Fingerprint]) -> tuple[Entry, ...]:
        found: dict[Path, Entry] = {}
        for stream, division in self.parts:
            for i in range(len(stream) - 1) if without_order(stream) else _unclear(stream, division):
                found |= {e.path: e for e in stream[max(0, i + 1 - REACH) : i + 1 + REACH]}
        return tuple(found[path] for path in sorted(found, key=natural) if path not in prints)


def _unclear(stream: Stream, division: Division) -> list[int]:
    """Indices of frames that may or may not belong with the next."""
    quick = [s is not None and s <= QUICK for s in gaps(stream)]
    unclear = []
    for i, (a, b) in enumerate(pairwise(stream)):
        same = a.ev is not None and b.ev is not None and abs(a.ev - b.ev) <= SAME_EV
        if abs(division.margins[i]) < DOUBT or (quick[i] and same):
            unclear.append(i)
    return unclear


def _usable(entries: Iterable[Entry], settings: GroupingSettings) -> tuple[list[Entry], list[Ignored]]:
    ignored: list[Ignored] = []
    sound: list[Entry] = []
    for entry in {e.path: e for e in entries}.values():
        if entry.problem:
            ignored.append(Ignored(entry, entry.problem))
        elif entry.copy_of is not None:
            ignored.append(Ignored(entry, f"is a copy of {entry.copy_of.name}"))
        else:
            sound.append(entry)
    kept, twins = without_twins(sorted(sound, key=lambda e: natural(e.path)), settings.prefer)
    ignored += [Ignored(e, f"stands beside {twins[e.path].name}") for e in sound if e.path in twins]
    return kept, ignored


def _in_order(sets: Sequence[Set]) -> tuple[Set, ...]:
    """By clock where every set has one, else by name."""
    timed = all(s.entries[0].captured is not None for s in sets)

    def key(one: Set) -> tuple[object, ...]:
        first = one.entries[0]
        return (first.captured if timed else 0.0, natural(first.path))

    return tuple(sorted(sets, key=key))
