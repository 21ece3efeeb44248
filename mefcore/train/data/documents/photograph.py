"""A printed page as a camera sees it: paper, light, a slight curl, and not quite from the front."""

from __future__ import annotations

import cv2
import numpy as np


def _field(rng: np.random.Generator, shape: tuple[int, int], cells: int) -> np.ndarray:
    """A smooth random field ``(h, w)`` float32 of mean 0 and deviation near 1."""
    h, w = shape
    rows = max(2, round(cells * h / max(h, w)))
    columns = max(2, round(cells * w / max(h, w)))
    return cv2.resize(rng.standard_normal((rows, columns)).astype(np.float32), (w, h), interpolation=cv2.INTER_CUBIC)


def paper(page: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Ink on a sheet with a tint and fibres, ``(h, w, 3)`` float32 in ``[0, 1]``."""
    h, w = page.shape[:2]
    warm = rng.uniform(-0.01, 0.06)
    tint = np.array([1.0, 1.0 - 0.4 * abs(warm), 1.0 - 1.5 * warm], np.float32) * np.float32(rng.uniform(0.9, 0.97))
    fibres = 0.004 * _field(rng, (h, w), 400) + 0.004 * _field(rng, (h, w), 60)
    sheet = page.astype(np.float32)
    sheet *= np.float32(1 / 255)
    sheet *= (1 + fibres)[..., None]
    sheet *= tint
    return np.clip(sheet, 0, 1, out=sheet)


def curl(sheet: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Bend the sheet about a vertical axis; the bent sheet and its shading ``(h, w)``."""
    h, w = sheet.shape[:2]
    x = np.linspace(0, 1, w, dtype=np.float32)
    height, phase = rng.uniform(0, 0.01), rng.uniform(0, 2 * np.pi)
    bend = np.sin(np.pi * (1 + rng.uniform(0, 1)) * x + phase).astype(np.float32)
    slope = np.gradient(bend) * w
    rows = np.arange(h, dtype=np.float32)[:, None] + (height * h * bend)[None]
    columns = np.broadcast_to(np.arange(w, dtype=np.float32), (h, w))
    bent = cv2.remap(sheet, np.ascontiguousarray(columns), rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    shading = np.broadcast_to(1 - 1.2 * height * slope[None], (h, w))
    return bent, shading.astype(np.float32)


def light(shape: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """Uneven light ``(h, w, 3)`` float32 with a maximum of 1: a gradient, a lamp, perhaps a soft shadow."""
    h, w = shape
    y, x = np.mgrid[0:h:8, 0:w:8].astype(np.float32) / max(h, w)
    angle = rng.uniform(0, 2 * np.pi)
    lit = 1 + rng.uniform(0, 0.15) * (np.cos(angle) * x + np.sin(angle) * y)
    cx, cy = rng.uniform(0, 1, 2)
    lit += rng.uniform(0, 0.15) * np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / 0.35)
    if rng.random() < 0.4:
        edge = np.cos(angle + 1) * (x - 0.5) + np.sin(angle + 1) * (y - 0.5) - rng.uniform(0.1, 0.3)
        lit *= 1 - rng.uniform(0.05, 0.2) / (1 + np.exp(-edge / rng.uniform(0.01, 0.06)))
    lamp = np.array([1.0, 1.0, 1.0]) + rng.uniform(-0.05, 0.05) * np.array([1.0, 0.0, -1.0])
    lit = cv2.resize(lit / lit.max(), (w, h), interpolation=cv2.INTER_LINEAR)
    return lit[..., None] * (lamp / lamp.max()).astype(np.float32)


def photograph(page: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A well-exposed picture of a page on a table, of the page's size.

    Args:
        page: ``(h, w, 3)`` uint8, ink on white.

    Returns:
        ``(h, w, 3)`` uint8, sRGB-encoded.
    """
    h, w = page.shape[:2]
    sheet, shading = curl(paper(page, rng), rng)
    sheet *= shading[..., None]
    desk = rng.uniform(0.12, 0.5) * (1 + rng.normal(0, 0.12, 3))
    corners = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
    inset = rng.uniform(-0.01, 0.05, (4, 2)) * [w, h] * [[1, 1], [-1, 1], [-1, -1], [1, -1]]
    turn = cv2.getPerspectiveTransform(corners, (corners + inset).astype(np.float32))
    seen = cv2.warpPerspective(
        sheet, turn, (w, h), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_CONSTANT, borderValue=desk.tolist()
    )
    seen *= light((h, w), rng)
    # Exposed so that the paper is bright and nothing clips.
    seen *= np.float32(rng.uniform(0.93, 0.99) / max(float(np.percentile(seen[::8, ::8], 99)), 1e-3))
    return (np.clip(seen, 0, 1, out=seen) * np.float32(255) + np.float32(0.5)).astype(np.uint8)
