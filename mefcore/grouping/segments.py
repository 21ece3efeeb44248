"""Dividing a stream of frames into runs so that the evidence of all runs together is strongest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mefcore.grouping.evidence import (
    NEVER,
    SAME_BRIGHTNESS,
    SAME_EV,
    contents,
    gaps,
    levels,
    light,
    links,
    pattern,
    rhythm,
)
from mefcore.grouping.prints import Fingerprint
from mefcore.grouping.streams import Stream

LONGEST = 24
"""Frames of a set that is found without help: nine exposures twice, and a few more."""

HOPELESS = -9.0
"""A run with such a link, or whose links sum to less, is not made longer: nothing could outweigh it."""

FAMILIAR = 2.0
"""What it is worth at most that a run's exposures are those of other brackets of the same stream."""

OFTEN = 3
"""A pattern is familiar when it was found so many times."""


CLEARLY = 0.5
"""Content that scores more shows one scene."""


@dataclass(frozen=True, slots=True)
class Division:
    """How a stream falls into runs.

    Attributes:
        ends: index past the last frame of each run.
        margins: for each pair of neighbours, by how much the best division that parts them beats the best that does
            not; negative where they belong together, and near 0 where it is not clear.
    """

    ends: tuple[int, ...]
    margins: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    score: float
    key: tuple[float, ...] | int | None  # what makes it familiar: its exposures, or else its length


@dataclass(frozen=True, slots=True)
class _Evidence:
    stream: Stream
    seconds: Sequence[float | None]
    contents: Sequence[float]
    links: Sequence[float]
    evs: Sequence[float | None]
    brightness: Sequence[float | None]
    constant: bool  # whether EXIF claims one exposure for all of the stream

    def exposures(self, start: int, end: int) -> tuple[list[float] | None, bool]:
        """A run's exposures in stops and whether EXIF tells them; else the brightness that its fingerprints show.

        EXIF that knows one exposure only is not believed where frames of one scene are unlike in brightness.
        """
        known = [v for v in self.evs[start:end] if v is not None]
        seen = [v for v in self.brightness[start:end] if v is not None]
        all_seen = len(seen) == end - start
        if len(known) == end - start:
            doubted = self.constant and all_seen and min(self.contents[start : end - 1]) > CLEARLY
            return (seen, False) if doubted and max(levels(seen, 3 * SAME_BRIGHTNESS)) else (known, True)
        if all_seen:
            return seen, False
        return (known, True) if len(known) > 1 else (None, False)


def divide(stream: Stream, *, limit: float | None, count: int | None, prints: Mapping[Path, Fingerprint]) -> Division:
    """The best division of ``stream``.

    Args:
        stream: in the order of shooting, not empty.
        limit: a longer gap, in seconds, always divides; None to judge by everything together.
        count: sets have exactly so many frames, and what does not fit stays single; None for any number.
        prints: fingerprints, as far as they are known.
    """
    seconds = gaps(stream)
    seen = [prints.get(e.path) for e in stream]
    evs = [e.ev for e in stream]
    alike = contents(seen)
    claimed = [v for v in evs if v is not None]
    constant = not claimed or not max(levels(claimed, SAME_EV))
    # Exposures that are not believed cannot contradict what is seen.
    looks = alike if constant else [a + b for a, b in zip(alike, light(stream, seen), strict=True)]
    score = links(stream, seconds, looks, limit)
    brightness = [None if p is None else p.brightness for p in seen]
    evidence = _Evidence(stream, seconds, alike, score, evs, brightness, constant)
    runs = [_runs_from(i, evidence, count) for i in range(len(stream))]
    familiar: dict[object, float] = {}
    division = _best(runs, familiar)
    for _ in range(2):
        learnt = _familiar(runs, division)
        if learnt == familiar:
            break
        familiar = learnt
        division = _best(runs, familiar)
    return division


def _runs_from(start: int, of: _Evidence, count: int | None) -> list[_Run | None]:
    """Runs of 1, 2, 3… frames from ``start``; None for a length that may not be."""
    lone = -2.5 if of.stream[start].bracketing else 0.0
    found: list[_Run | None] = [_Run(lone - 3.0 if count and count > 1 else lone, None)]
    total = 0.0
    for end in range(start + 2, min(len(of.stream), start + (count or LONGEST)) + 1):
        total += of.links[end - 2]
        worst = min(total, of.links[end - 2])
        if worst <= NEVER / 2 or (worst < HOPELESS and count is None):
            break
        if count is not None and end - start != count:
            found.append(None)
            continue
        values, exact = of.exposures(start, end)
        worth = total + rhythm(of.seconds[start : end - 1], max(e.resolution for e in of.stream[start:end]))
        key: tuple[float, ...] | int = end - start
        if values is not None:
            worth += pattern(values, SAME_EV if exact else SAME_BRIGHTNESS, exact)
            key = tuple(round(2 * (v - values[0])) / 2 for v in values) if exact else key
        found.append(_Run(worth, key))
    return found


def _familiar(runs: Sequence[Sequence[_Run | None]], division: Division) -> dict[object, float]:
    counts: Counter[object] = Counter()
    start = 0
    for end in division.ends:
        run = runs[start][end - start - 1]
        if run is not None and run.key is not None:
            counts[run.key] += 1
        start = end
    total = sum(counts.values())
    return {key: FAMILIAR * number / total for key, number in counts.items() if number >= OFTEN}


def _best(runs: Sequence[Sequence[_Run | None]], familiar: Mapping[object, float]) -> Division:
    """Viterbi's algorithm forwards and backwards, so that the margin of every boundary is known."""
    n = len(runs)
    worth = [[None if r is None else r.score + familiar.get(r.key, 0.0) for r in of_start] for of_start in runs]
    forward, came_from = [0.0] + [NEVER * n] * n, [0] * (n + 1)
    for start in range(n):
        for length, score in enumerate(worth[start], 1):
            if score is not None and forward[start] + score > forward[start + length]:
                forward[start + length], came_from[start + length] = forward[start] + score, start
    backward = [0.0] * (n + 1)
    for start in reversed(range(n)):
        backward[start] = max(s + backward[start + k] for k, s in enumerate(worth[start], 1) if s is not None)
    together = [NEVER] * (n - 1)
    for start in range(n):
        for length, score in enumerate(worth[start], 1):
            if score is not None and length > 1:
                whole = forward[start] + score + backward[start + length]
                for i in range(start, start + length - 1):
                    together[i] = max(together[i], whole)
    ends = [n]
    while came_from[ends[-1]]:
        ends.append(came_from[ends[-1]])
    margins = (forward[i + 1] + backward[i + 1] - together[i] for i in range(n - 1))
    return Division(tuple(reversed(ends)), tuple(margins))
