"""What a camera sees of a panorama."""

from __future__ import annotations

import cv2
import numpy as np


def rectilinear(
    panorama: np.ndarray, size: tuple[int, int], *, yaw: float, pitch: float, roll: float = 0.0, field: float
) -> np.ndarray:
    """The perspective view of an equirectangular panorama: straight lines stay straight.

    Args:
        panorama: ``(h, 2h, 3)`` float32; the middle column is straight ahead (yaw 0), the top row is up.
        size: width and height of the view in pixels.
        yaw, pitch, roll: where the camera looks, in radians: to the right, up, and turned clockwise.
        field: horizontal field of view in radians, below π.

    Returns:
        ``(height, width, 3)`` float32.
    """
    width, height = size
    focal = width / (2 * np.tan(field / 2))
    x = (np.arange(width) + 0.5 - width / 2) / focal
    y = (height / 2 - np.arange(height) - 0.5) / focal
    right, up = np.meshgrid(x, y)
    right, up = np.cos(roll) * right - np.sin(roll) * up, np.sin(roll) * right + np.cos(roll) * up
    forward = np.cos(pitch) - np.sin(pitch) * up
    up = np.sin(pitch) + np.cos(pitch) * up
    longitude = np.arctan2(right, forward) + yaw
    latitude = np.arctan2(up, np.hypot(right, forward))
    h, w = panorama.shape[:2]
    column = (longitude / (2 * np.pi) + 0.5) % 1.0 * w - 0.5
    row = (0.5 - latitude / np.pi) * h - 0.5
    # One column more on either side, so that the seam behind the camera is interpolated like any other place.
    wrapped = np.concatenate([panorama[:, -1:], panorama, panorama[:, :1]], axis=1)
    where = (column + 1).astype(np.float32), row.astype(np.float32)
    return cv2.remap(wrapped, *where, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def random_view(panorama: np.ndarray, rng: np.random.Generator, longest: int = 256) -> np.ndarray:
    """A view as a photographer might choose it: 50° to 110° wide, near the horizon, one of the usual formats."""
    aspect = float(rng.choice([3 / 2, 4 / 3, 16 / 9, 1.0, 2 / 3]))
    size = (longest, round(longest / aspect)) if aspect >= 1 else (round(longest * aspect), longest)
    return rectilinear(
        panorama,
        size,
        yaw=float(rng.uniform(-np.pi, np.pi)),
        pitch=float(np.clip(rng.normal(0, 0.25), -1.0, 1.0)),
        roll=float(rng.normal(0, 0.04)),
        field=float(np.deg2rad(rng.uniform(50, 110))),
    )
