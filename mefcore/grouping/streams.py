"""Before frames can be told apart in time they have to be in order: one stream of frames for each camera."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from mefcore.grouping.entries import Entry, natural
from mefcore.grouping.prints import Fingerprint, Likeness

Stream = tuple[Entry, ...]

MANY = 4
"""So many files that are named alike are a series of their own, and not a few that somebody renamed."""

ALIKE = 0.7
"""Frames that are so alike, of hundreds compared with each other, show one scene."""

COMPARABLE = 2000
"""More frames are not compared each with every other."""

TWIN_SECONDS = 2.0
"""Clocks in the two files of one RAW+JPEG exposure differ by less."""


def without_twins(entries: Iterable[Entry], prefer: str) -> tuple[list[Entry], dict[Path, Path]]:
    """Of each RAW and JPEG of one exposure keep the preferred; also which file each other one stands beside.

    Twins share name and folder, or name, camera and time where a program sorted them into folders.

    Args:
        entries: in any order.
        prefer: ``"raw"`` or ``"jpeg"``.
    """
    kept: list[Entry] = []
    twins: dict[Path, Path] = {}
    names: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        names[entry.path.stem.casefold()].append(entry)
    for alike in names.values():
        wanted = [e for e in alike if e.raw == (prefer == "raw")]
        for entry in alike:
            twin = None if entry in wanted else next((w for w in wanted if _one_exposure(entry, w)), None)
            if twin is None:
                kept.append(entry)
            else:
                twins[entry.path] = twin.path
    return kept, twins


def _one_exposure(a: Entry, b: Entry) -> bool:
    timed = a.captured is not None and b.captured is not None
    together = not timed or abs((a.captured or 0.0) - (b.captured or 0.0)) <= TWIN_SECONDS
    if a.path.parent == b.path.parent:
        return together
    return together and timed and bool(a.camera) and a.camera == b.camera


def streams(entries: Sequence[Entry]) -> list[Stream]:
    """Entries divided by camera, each part in the order in which it was shot."""
    parts: dict[tuple[Path, str], list[Entry]] = defaultdict(list)
    lost: list[Entry] = []
    for entry in sorted(entries, key=lambda e: natural(e.path)):
        if entry.camera:
            parts[_root(entry.path), entry.camera.casefold()].append(entry)
        else:
            lost.append(entry)
    _adopt(parts, lost)
    return [_in_order(s) for part in parts.values() for s in _by_name(part)]


def on_a_card(folder: Path) -> bool:
    """Whether a folder is named as cameras do, such as ``101CANON``: it ends where it was full, not with a scene."""
    return re.fullmatch(r"\d{3}[A-Za-z0-9_]{5}", folder.name) is not None


def without_order(stream: Stream) -> bool:
    """Whether neither clock nor names say in which order the frames were shot."""
    named = len({_shape(e) for e in stream}) <= len(stream) / 2
    return not named and all(e.captured is None for e in stream)


def by_likeness(stream: Stream, prints: Mapping[Path, Fingerprint]) -> Stream:
    """Frames that look alike side by side, from dark to bright; those that were not looked at stay at the end."""
    seen = [e for e in stream if e.path in prints]
    if len(seen) < 2 or len(seen) > COMPARABLE:
        return stream
    alike = Likeness([prints[e.path] for e in seen]).all() > ALIKE
    part = list(range(len(seen)))
    for i in range(len(seen)):
        for j in np.flatnonzero(alike[i, :i]):
            old, new = part[i], part[int(j)]
            part = [new if p == old else p for p in part] if old != new else part
    first = {p: part.index(p) for p in part}
    order = sorted(range(len(seen)), key=lambda i: (first[part[i]], prints[seen[i].path].brightness))
    return (*(seen[i] for i in order), *(e for e in stream if e.path not in prints))


def number(entry: Entry) -> int | None:
    """The counter in a file's name: its last run of digits."""
    digits = re.findall(r"\d+", entry.path.stem)
    return int(digits[-1]) if digits else None


def _root(path: Path) -> Path:
    return path.parent.parent if on_a_card(path.parent) else path.parent


def _shape(entry: Entry) -> str:
    return re.sub(r"\d+", "#", entry.path.stem.casefold())


def _adopt(parts: dict[tuple[Path, str], list[Entry]], lost: Sequence[Entry]) -> None:
    """Put entries that name no camera beside those whose names count on with theirs."""
    counters: dict[tuple[Path, str], list[tuple[int, tuple[Path, str], Entry]]] = defaultdict(list)
    for key, part in parts.items():
        for entry in part:
            counters[key[0], _shape(entry)].append((number(entry) or 0, key, entry))
    for entry in lost:
        root = _root(entry.path)
        alike = [c for c in counters[root, _shape(entry)] if entry.size is None or c[2].size in (None, entry.size)]
        here = number(entry)
        nearest = min(alike, key=lambda c: (abs(c[0] - (here or 0)), c[0])) if alike and here is not None else None
        parts[nearest[1] if nearest else (root, "")].append(entry)
    for part in parts.values():
        part.sort(key=lambda e: natural(e.path))


def _by_name(part: Sequence[Entry]) -> list[list[Entry]]:
    """Two cameras of one model, their serial numbers unknown, still name their files differently."""
    shapes = Counter(_shape(e) for e in part)
    series = [s for s, count in shapes.items() if count >= MANY]
    if len(series) < 2:
        return [list(part)]
    largest = max(series, key=lambda s: (shapes[s], s))
    by_shape: dict[str, list[Entry]] = defaultdict(list)
    for entry in part:
        shape = _shape(entry)
        by_shape[shape if shape in series else largest].append(entry)
    return list(by_shape.values())


def _in_order(named: Sequence[Entry]) -> Stream:
    """By name while the clock agrees, or went wrong once or twice; else by the clock.

    Files without a time come after the file that their name follows.
    """
    timed = [e for e in named if e.captured is not None]
    wrong = [i for i in range(1, len(timed)) if _seconds(timed[i]) < _seconds(timed[i - 1]) - timed[i].resolution]
    if len(wrong) == 1 and _wrapped(timed[wrong[0] - 1], timed[0], timed[-1]):
        turn = list(named).index(timed[wrong[0]])
        return (*named[turn:], *named[:turn])
    if len(wrong) <= max(1, len(timed) // 50):
        return tuple(named)
    followers: dict[Path, list[Entry]] = defaultdict(list)
    last: Entry | None = None
    for entry in named:
        if entry.captured is not None:
            last = entry
        elif last is not None:
            followers[last.path].append(entry)
    first = next(i for i, e in enumerate(named) if e.captured is not None)
    ordered = list(named[:first])
    for entry in sorted(timed, key=_seconds):  # stable: ties stay in the order of their names
        ordered += [entry, *followers[entry.path]]
    return tuple(ordered)


def _seconds(entry: Entry) -> float:
    return entry.captured or 0.0


def _wrapped(low_end: Entry, low: Entry, high_end: Entry) -> bool:
    """Whether a counter ran over from 9999 to 0001 between the last and the first file by name."""
    if _root(low.path) != low.path.parent and low.path.parent != high_end.path.parent:
        return False  # the next folder on the card says so already
    numbers = number(low), number(low_end), number(high_end)
    if None in numbers or _seconds(low) < _seconds(high_end):
        return False
    return (numbers[0] or 0) <= 100 and (numbers[2] or 0) >= 9900
