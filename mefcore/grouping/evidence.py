"""What speaks for and against two neighbouring frames, or a run of them, being one bracket.

Everything here is a score that behaves like a log-odds: 0 says nothing, +2 is "probably", -6 is "hardly ever".  The
scores of a run add up; :mod:`mefcore.grouping.segments` finds the division with the highest sum.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from mefcore.grouping.entries import Entry
from mefcore.grouping.prints import Fingerprint, Likeness
from mefcore.grouping.streams import Stream, number, on_a_card

NEVER = -1e6
"""The score of what must not be."""

SAME_EV = 0.17
"""Exposures nearer than this, in stops, are equal: half of the smallest step that cameras make."""

SAME_BRIGHTNESS = 0.1
"""The same for the brightness of fingerprints, which clipping compresses."""

REACH = 3
"""So many frames on either side of a border are compared."""

UNLIKE = 0.15
"""Well exposed frames that are less alike show different things, whatever frames beside them show."""

PLENTY = 60.0
"""A likeness that rests on fewer gradients counts for less."""

STUCK = 8
"""So many frames within one tick of a clock, with unlike exposures, were not shot in it: the clock stood still."""


def gaps(stream: Stream) -> list[float | None]:
    """Seconds from the end of each exposure to the beginning of the next, where the clock can be believed.

    A camera may stay closed for as long again after a long exposure (it subtracts a dark frame), and some note the
    end of an exposure instead of its beginning; of the explanations that are possible the shortest gap is taken.
    """
    usable = _clock_runs(stream)
    found: list[float | None] = []
    for i, (a, b) in enumerate(pairwise(stream)):
        if a.captured is None or b.captured is None or not (usable[i] and usable[i + 1]):
            found.append(None)
            continue
        step, tick = b.captured - a.captured, max(a.resolution, b.resolution)
        if step < -tick:
            found.append(None)  # somebody set the clock
            continue
        before, after = a.exposure.time or 0.0, b.exposure.time or 0.0
        possible = [step - before]
        if before >= 1.0:
            possible.append(step - 2 * before)
        if after >= 1.0:
            possible.append(step - after)
        found.append(max(0.0, min((p for p in possible if p >= -tick), default=0.0)))
    return found


def _clock_runs(stream: Stream) -> list[bool]:
    usable = [True] * len(stream)
    start = 0
    for i in range(1, len(stream) + 1):
        if i < len(stream) and stream[i].captured == stream[start].captured:
            continue
        run = stream[start:i]
        unlike = {round(e.ev or 0.0) for e in run}
        longest = sum(e.exposure.time or 0.0 for e in run)
        tick = run[0].resolution
        if (len(run) >= STUCK and len(unlike) > 1) or (len(run) > 2 and (tick < 1.0 or longest > 2 * tick + 1)):
            usable[start:i] = [False] * len(run)
        start = i
    return usable


def links(stream: Stream, seconds: Sequence[float | None], looks: Sequence[float], limit: float | None) -> list[float]:
    """The score of each frame and the next being of one bracket.

    Args:
        stream: in the order of shooting.
        seconds: between them, from :func:`gaps`.
        looks: what the pictures say of each.
        limit: a gap that is longer always divides; None for none.
    """
    return [
        _gap(gap, a, b, limit) + _settings(a, b) + _maker(a, b) + _name(a, b) + look
        for (a, b), gap, look in zip(pairwise(stream), seconds, looks, strict=True)
    ]


def _gap(gap: float | None, a: Entry, b: Entry, limit: float | None) -> float:
    if gap is None:
        return 0.0
    tick = max(a.resolution, b.resolution)
    if limit is not None and gap > limit + (tick if tick >= 1.0 else 0.0):
        return NEVER
    return max(-8.0, min(3.0, 3.5 - 1.5 * math.log2(1.0 + gap)))


def _settings(a: Entry, b: Entry) -> float:
    if a.size is not None and b.size is not None and a.size != b.size:
        return NEVER
    score = 0.0
    if a.focal_length and b.focal_length and abs(math.log(a.focal_length / b.focal_length)) > 0.02:
        score -= 4.0
    if a.exposure.f_number and b.exposure.f_number and abs(math.log(a.exposure.f_number / b.exposure.f_number)) > 0.05:
        score -= 1.5
    return score


def _maker(a: Entry, b: Entry) -> float:
    if a.shot is not None and b.shot is not None:
        return 3.0 if b.shot == a.shot + 1 else -8.0 if b.shot <= a.shot else -2.0
    if a.bracketing and b.bracketing:
        return 1.0
    known = a.camera and b.camera and a.exposure.time and b.exposure.time
    return -5.0 if known and bool(a.bracketing) != bool(b.bracketing) else 0.0


def _name(a: Entry, b: Entry) -> float:
    if a.path.parent != b.path.parent:
        return 0.0 if on_a_card(a.path.parent) and on_a_card(b.path.parent) else -3.0
    here, there = number(a), number(b)
    if here is None or there is None:
        return 0.0
    return 0.3 if there == here + 1 else -0.7


def contents(prints: Sequence[Fingerprint | None]) -> list[float]:
    """The score of each frame and the next showing the same; 0 where fingerprints are missing or show too little.

    The darkest and the brightest of a scene have little in common.  So if two neighbours are unlike, others on either
    side may speak for them: across the border of two scenes no pair is alike.
    """
    n = len(prints)
    if n < 2 or not any(prints):
        return [0.0] * (n - 1)
    likeness = Likeness(prints)
    near, near_weight = likeness.apart(1)
    best, weight = near.copy(), near_weight.copy()
    for distance in range(2, min(2 * REACH, n)):
        values, weights = likeness.apart(distance)
        for before in range(max(0, distance - REACH), min(distance, REACH)):
            # Pairs that begin ``before`` frames before a border; border i lies between frames i and i + 1.
            borders = slice(before, before + len(values))
            there = borders.start + np.arange(len(values)) < n - 1
            better = there & (np.nan_to_num(values, nan=-2.0) > np.nan_to_num(_padded(best, borders), nan=-2.0))
            at = np.flatnonzero(better)
            best[before + at], weight[before + at] = values[at], weights[at]
    clear = (near < UNLIKE) & (near_weight > 2 * PLENTY)
    best, weight = np.where(clear, near, best), np.where(clear, near_weight, weight)
    score = np.clip(14.0 * (best - 0.52), -6.0, 2.5) * np.minimum(1.0, weight / PLENTY)
    return [float(v) for v in np.nan_to_num(score, nan=0.0)]


def _padded(values: np.ndarray, part: slice) -> np.ndarray:
    found = np.full(part.stop - part.start, np.inf)
    inside = values[part]
    found[: len(inside)] = inside
    return found


def light(stream: Stream, prints: Sequence[Fingerprint | None]) -> list[float]:
    """The score of each frame and the next getting brighter and darker as their exposures say: 0 or less.

    Where an automatic exposure follows the light, or the camera is pointed elsewhere, pictures stay as bright.
    """
    scores = []
    for i, (a, b) in enumerate(pairwise(stream)):
        one, other, before, after = prints[i], prints[i + 1], a.ev, b.ev
        if one is None or other is None or before is None or after is None or abs(after - before) < 0.25:
            scores.append(0.0)
            continue
        step = (other.brightness - one.brightness) * math.copysign(1.0, after - before)
        scores.append(-4.0 if step < 0.04 else 0.0)
    return scores


def levels(values: Sequence[float], same: float) -> list[int]:
    """Each value's place among the distinct ones, from 0; values within ``same`` of the next are one."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    found = [0] * len(values)
    for before, i in pairwise(order):
        found[i] = found[before] + (values[i] - values[before] > same)
    return found


def pattern(values: Sequence[float], same: float, exact: bool) -> float:
    """How far a run of exposures is from what people and cameras shoot as one bracket: 0 (not at all) or less.

    Args:
        values: in stops, in the order of shooting.
        same: values within this are equal.
        exact: whether they are exposures from EXIF, and not the brightness of pictures.
    """
    n = len(values)
    if n < 2:
        return 0.0
    level = levels(values, same)
    counts = Counter(level)
    if len(counts) == 1:
        return -9.0 * (n - 1)
    score = _repeats(level, counts) + _order(level, values)
    return score + (_steps(values, level) if exact else _again(values))


def _repeats(level: Sequence[int], counts: Counter[int]) -> float:
    """An exposure may come twice, at the end or because someone presses twice; a pattern that begins again may not."""
    times = min(counts.values())
    extra = len(level) - times * len(counts)
    score = 0.0 if not extra else -1.5 - 6.0 * (extra - 1)
    if times > 1:
        side_by_side = sum(a == b for a, b in pairwise(level)) >= (times - 1) * len(counts)
        score -= 0.7 * (times - 1) * len(counts) if side_by_side else 9.0 * (times - 1)
    return score


def _again(values: Sequence[float]) -> float:
    """Brightness that goes up and down again in the same way: two sets of one scene, slightly turned."""
    n = len(values)
    spread = max(values) - min(values)
    for period in range(3, n // 2 + 1):
        ranks = [_ranks(values[i : i + period]) for i in range(0, n, period)]
        apart = sum(abs(b - a) for a, b in zip(values, values[period:])) / (n - period)  # noqa: B905
        if n % period == 0 and ranks.count(ranks[0]) == len(ranks) and apart < 0.35 * spread:
            return -9.0 * (len(ranks) - 1)
    return 0.0


def _ranks(values: Sequence[float]) -> list[int]:
    ordered = sorted(values)
    return [ordered.index(v) for v in values]


def _order(level: Sequence[int], values: Sequence[float]) -> float:
    """Brackets go up, or down, or from the middle outwards; anything else is a little less likely."""
    distinct = [i for i in range(len(level)) if level[i] not in level[:i]]
    if len(distinct) < 3:
        return 0.0
    seen = [values[i] for i in distinct]
    rising = [b > a for a, b in pairwise(seen)]
    if all(rising) or not any(rising):
        return 0.0
    outwards = [abs(v - seen[0]) for v in seen]
    if all(b >= a - 0.5 for a, b in pairwise(outwards)):
        return 0.0
    tail = seen[1:]
    if all(b > a for a, b in pairwise(tail)) or all(b < a for a, b in pairwise(tail)):
        return 0.0
    return -1.0


def _steps(values: Sequence[float], level: Sequence[int]) -> float:
    ordered = sorted(dict(zip(level, values, strict=True)).values())
    steps = [b - a for a, b in pairwise(ordered)]
    score = -4.0 * sum(step < 0.5 for step in steps)  # rather a camera on automatic that follows the light
    if max(steps) - min(steps) > 0.4:
        score -= 0.7
    if max(steps) > 4.2:
        score -= 2.0
    if ordered[-1] - ordered[0] < 0.9:
        score -= 2.0
    return score


def rhythm(seconds: Sequence[float | None], tick: float) -> float:
    """A pause inside a run that is much longer than its others speaks against it: 0 or less."""
    known = sorted(s for s in seconds if s is not None)
    if len(known) < 2:
        return 0.0
    ratio = math.log2((known[-1] + tick) / (known[(len(known) - 1) // 2] + tick))
    return -1.2 * max(0.0, ratio - 1.5)
