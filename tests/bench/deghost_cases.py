"""Things that move, planted in brackets in which nothing does, so that the right picture is known.

A thing is a patch of values at the reference's exposure with a soft outline.  What another frame shows of it follows
from histogram matching of the clean frames (sorted values paired), which owes nothing to the code that is measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

KINDS = ("person", "car", "foliage", "dark", "bright", "same stack")
MOTIONS = ("moves", "one frame", "reference only")


@dataclass(frozen=True)
class Case:
    """A bracket with something planted in it.

    Attributes:
        frames: what the camera would have seen, ``(H, W, 3)`` uint8.
        answer: the same bracket with the thing where the reference has it, in every frame.
        affected: ``(H, W)`` bool: where any frame shows the thing.
    """

    kind: str
    motion: str
    frames: list[np.ndarray]
    answer: list[np.ndarray]
    affected: np.ndarray


@dataclass(frozen=True)
class Thing:
    """``looks[k]`` is ``(h, w, 3)`` float32 in 0…255, frame k's view of it; ``outline`` is ``(h, w)`` in [0, 1]."""

    looks: list[np.ndarray]
    outline: np.ndarray


def plant(clean: Sequence[np.ndarray], reference: int, others: Sequence[np.ndarray], rng: np.random.Generator) -> Case:
    """One case; ``others`` are pictures of other scenes, to cut patches from."""
    kind, motion = str(rng.choice(KINDS)), str(rng.choice(MOTIONS))
    height, width = clean[0].shape[:2]
    thing = _thing(kind, clean, reference, others, rng)
    h, w = thing.outline.shape
    place = np.array([rng.integers(0, height - h + 1), rng.integers(0, width - w + 1)])
    angle, stride = rng.uniform(0, 2 * np.pi), rng.uniform(0.3, 1.6) * max(h, w)
    if abs(np.cos(angle)) < 0.5:
        angle += np.pi / 2  # most things go sideways
    step = stride * np.array([0.35 * np.sin(angle), np.cos(angle)])
    count = len(clean)
    if motion == "moves":
        shown = {k: _inside(place + (k - reference) * step, (height - h, width - w)) for k in range(count)}
    elif motion == "one frame":
        shown = {int(rng.choice([k for k in range(count) if k != reference])): place}
    else:
        shown = {reference: place}
    frames, answer = [], []
    affected = np.zeros((height, width), bool)
    for k, frame in enumerate(clean):
        look = thing.looks[k] + rng.normal(0.0, 1.0, thing.looks[k].shape).astype(np.float32)
        frames.append(_pasted(frame, look, thing.outline, shown[k]) if k in shown else frame)
        answer.append(_pasted(frame, look, thing.outline, shown[reference]) if reference in shown else frame)
        if k in shown:
            y, x = shown[k]
            affected[y : y + h, x : x + w] |= thing.outline > 0
    return Case(kind, motion, frames, answer, affected)


def matched(source: np.ndarray, target: np.ndarray) -> np.ndarray:
    """``(256, 3)`` float64: the target's value for each source value, by pairing sorted values channel by channel."""
    table = np.empty((256, 3))
    for c in range(3):
        s, t = np.sort(source[..., c], axis=None), np.sort(target[..., c], axis=None).astype(np.float64)
        levels, start, count = np.unique(s, return_index=True, return_counts=True)
        sums = np.concatenate([[0.0], np.cumsum(t)])
        means = (sums[start + count] - sums[start]) / count
        table[:, c] = np.interp(np.arange(256), levels, means)
    return table


def _thing(
    kind: str, clean: Sequence[np.ndarray], reference: int, others: Sequence[np.ndarray], rng: np.random.Generator
) -> Thing:
    height, width = clean[0].shape[:2]
    size = max(14, int(rng.uniform(0.05, 0.22) * min(height, width)))
    shape = {"person": (2.4, 1.0), "car": (0.9, 1.8), "foliage": (1.2, 1.4)}.get(kind, (1.0, rng.uniform(0.7, 1.6)))
    h, w = (min(int(size * s), limit // 2) for s, limit in zip(shape, (height, width), strict=True))
    outline = _outline(kind, h, w, rng)
    if kind == "same stack":
        y, x = rng.integers(0, height - h + 1), rng.integers(0, width - w + 1)
        return Thing([f[y : y + h, x : x + w, :][:, ::-1].astype(np.float32) for f in clean], outline)
    patch = _patch(others, h, w, rng)
    if kind in ("dark", "bright", "foliage"):
        level = {"dark": rng.uniform(15, 60), "bright": rng.uniform(170, 225), "foliage": rng.uniform(50, 130)}[kind]
        texture = cv2.GaussianBlur(rng.normal(0, 1, (h, w, 1)), (0, 0), 1.0 if kind == "foliage" else 2.5)
        texture = texture.reshape(h, w, 1) / max(float(texture.std()), 1e-6)
        tint = rng.uniform(0.8, 1.2, 3)
        patch = np.clip((level + 0.2 * level * texture) * tint, 4, 240)
    tables = [matched(clean[reference], f) for f in clean]
    return Thing([_through(patch, t) if k != reference else patch for k, t in enumerate(tables)], outline)


def _through(patch: np.ndarray, table: np.ndarray) -> np.ndarray:
    looks = [np.interp(patch[..., c], np.arange(256), table[:, c]) for c in range(3)]
    return np.stack(looks, axis=-1).astype(np.float32)


def _patch(others: Sequence[np.ndarray], h: int, w: int, rng: np.random.Generator) -> np.ndarray:
    """A part of another scene that is neither black nor burnt out, within 4…240 as a reference would expose it."""
    best = np.full((h, w, 3), 128.0)
    for _ in range(12):
        picture = others[int(rng.integers(len(others)))]
        y, x = (int(rng.integers(0, max(1, n - m))) for n, m in zip(picture.shape[:2], (h, w), strict=True))
        best = cv2.resize(picture[y : y + h, x : x + w], (w, h)).astype(np.float64)
        if 30 < best.mean() < 200 and best.std() > 12:
            break
    return np.clip(best, 4, 240)


def _outline(kind: str, h: int, w: int, rng: np.random.Generator) -> np.ndarray:
    y, x = np.mgrid[0:h, 0:w]
    v, u = (y - h / 2 + 0.5) / (h / 2), (x - w / 2 + 0.5) / (w / 2)
    if kind == "person":  # a head, a body and two legs
        head = (u / 0.45) ** 2 + ((v + 0.78) / 0.2) ** 2 < 1
        legs = (v > 0.3) & (v < 0.97) & (np.abs(np.abs(u) - 0.35) < 0.25)
        inside = head | (((u / 0.8) ** 2 + ((v + 0.15) / 0.5) ** 2) < 1) | legs
    elif kind == "car":
        inside = (np.abs(u) < 0.95) & (np.abs(v - 0.25) < 0.5) | (np.abs(u) < 0.55) & (np.abs(v + 0.3) < 0.5)
    elif kind == "foliage":  # leaves with the background between them
        noise = cv2.GaussianBlur(rng.normal(0, 1, (h, w)), (0, 0), 1.8)
        inside = (noise > -0.3 * noise.std()) & (u**2 + v**2 < 0.9)
    else:
        radius = 0.8 + 0.15 * np.sin(rng.integers(2, 6) * np.arctan2(v, u) + rng.uniform(0, 6))
        inside = u**2 + v**2 < radius**2
    return cv2.GaussianBlur(inside.astype(np.float32), (0, 0), 0.7)


def _pasted(frame: np.ndarray, look: np.ndarray, outline: np.ndarray, place: np.ndarray) -> np.ndarray:
    (y, x), (h, w) = place, outline.shape
    out = frame.copy()
    under = out[y : y + h, x : x + w].astype(np.float32)
    mixed = under + outline[..., None] * (np.clip(look, 0, 255) - under)
    out[y : y + h, x : x + w] = np.rint(mixed).astype(np.uint8)
    return out


def _inside(place: np.ndarray, limit: tuple[int, int]) -> np.ndarray:
    """A place reflected into the picture, so that a thing that would leave it turns round."""
    out = []
    for p, top in zip(np.rint(place).astype(int), limit, strict=True):
        period = max(2 * top, 1)
        p = p % period
        out.append(min(p, period - p) if top else 0)
    return np.array(out)
