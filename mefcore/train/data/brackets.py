"""Exact brackets from scene-linear radiance."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from mefcore.color import linear_to_srgb
from mefcore.train.data.radiance import Radiance
from mefcore.train.data.tone import reference
from mefcore.train.data.views import random_view


def make_bracket(radiance: np.ndarray, k: int, rng: np.random.Generator) -> np.ndarray:
    """An exact bracket from scene-linear values: random EV step and anchor, camera contrast, noise, 8 bit.

    Args:
        radiance: ``(h, w, 3)`` float32, scene-linear.
        k: number of frames.

    Returns:
        ``(k, h, w, 3)`` uint8, dark to bright.
    """
    luma = radiance.mean(-1)
    middle = float(np.exp(np.log(luma + 1e-4).mean()))
    step = rng.uniform(1.0, 3.0) * (1.0 if k <= 4 else 0.6)
    anchor = rng.normal(0, 0.5)
    contrast = rng.uniform(0.0, 0.5)
    frames = []
    for i in range(k):
        ev = anchor + step * (i - (k - 1) / 2)
        x = radiance * np.float32(0.18 / middle * 2.0**ev)
        x = x + rng.normal(0, 1, x.shape).astype(np.float32) * np.sqrt(1e-6 + 2e-4 * np.clip(x, 0, 1))
        x = np.clip(x, 0, 1)
        encoded = np.where(x <= 0.0031308, 12.92 * x, 1.055 * np.power(x, 1 / 2.4) - 0.055)
        encoded = (1 - contrast) * encoded + contrast * (encoded * encoded * (3 - 2 * encoded))
        frames.append((encoded * 255 + 0.5).astype(np.uint8))
    return np.stack(frames)


@dataclass(frozen=True)
class Camera:
    """How light becomes an 8-bit value.

    ``response(x) = s(srgb(f(x)))`` with a shoulder ``f(x) = (1 + h)·x / (1 + h·x)``, the sRGB curve raised to
    ``gamma``, and an S-curve ``s(u) = u + c·u·(1 − u)·(2u − 1)``.  Every one of them rises from (0, 0) to (1, 1).

    Attributes:
        shoulder: ``h ≥ 0``; 1 lifts the middle by nearly a stop.
        gamma: exponent on the sRGB curve; 1 leaves it.
        contrast: ``c`` in ``−1…1``.
        balance: gains of red, green and blue.
        shot, read: noise in linear light, where 1 saturates: its variance is ``shot·x + read²``.
    """

    shoulder: float = 0.0
    gamma: float = 1.0
    contrast: float = 0.0
    balance: tuple[float, float, float] = (1.0, 1.0, 1.0)
    shot: float = 0.0
    read: float = 0.0

    @classmethod
    def random(cls, rng: np.random.Generator) -> Camera:
        """A plausible camera: curves from flat to punchy, ISO from base to high."""
        gains = np.exp(rng.normal(0, 0.05, 3))
        red, green, blue = (float(g) for g in gains / gains[1])
        iso = float(np.exp(rng.uniform(0, np.log(32))))
        return cls(
            shoulder=float(rng.uniform(0, 1.0)),
            gamma=float(rng.uniform(0.88, 1.15)),
            contrast=float(rng.uniform(-0.15, 0.6)),
            balance=(red, green, blue),
            shot=3e-5 * iso,
            read=3e-4 * iso**0.5,
        )

    def response(self, x: np.ndarray) -> np.ndarray:
        """Encoded value of linear ``x`` in ``[0, 1]``."""
        lifted = (1 + self.shoulder) * x / (1 + self.shoulder * x)
        u = linear_to_srgb(lifted) ** self.gamma
        return u + self.contrast * u * (1 - u) * (2 * u - 1)

    def expose(self, radiance: np.ndarray, ev: float, rng: np.random.Generator) -> np.ndarray:
        """One frame: balance, noise, saturation, response and 8 bits.

        Args:
            radiance: ``(h, w, 3)``, where 1 saturates at EV 0.
            ev: exposure value in stops; one more doubles the light.

        Returns:
            ``(h, w, 3)`` uint8.
        """
        x = radiance * (np.array(self.balance) * 2.0**ev)
        # Saturation ends the noise too: a blown highlight is clean.
        deviation = np.sqrt(self.shot * np.clip(x, 0, 1) + self.read**2)
        x = np.clip(x + rng.standard_normal(x.shape) * deviation, 0, 1)
        return (self.response(x) * 255 + 0.5).astype(np.uint8)


@dataclass(frozen=True)
class BracketMaker:
    """Brackets with a reference: a view of the radiance, a random camera, random steps.

    A :data:`~mefcore.train.data.sampler.Maker`.  The exposures are metered: the middle of the bracket puts the view's
    log-mean luminance near 18 % gray.  Half the brackets have uneven steps.

    Attributes:
        longest: longer side of the views cut from panoramas; other pictures are cropped at their own resolution.
        least_step, greatest_step: in EV.
        greatest_span: in EV, from the first to the last frame; steps shrink where there are many.
    """

    longest: int = 256
    least_step: float = 0.7
    greatest_step: float = 3.0
    greatest_span: float = 10.0

    def __call__(self, radiance: Radiance, k: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Frames ``(k, h, w, 3)`` uint8, dark to bright, and their reference ``(h, w, 3)`` uint8."""
        view = self.view(radiance, rng)
        camera = Camera.random(rng)
        metered, evs = self.expose(view, k, rng)
        frames = np.stack([camera.expose(metered, ev, rng) for ev in evs])
        target = reference(metered * np.array(camera.balance), darkest=float(evs[0]), brightest=float(evs[-1]))
        return frames, target

    def view(self, radiance: Radiance, rng: np.random.Generator) -> np.ndarray:
        """A perspective view of a panorama, a window of anything else; mirrored half the time by the sampler."""
        if radiance.panorama:
            return random_view(radiance.pixels, rng, self.longest)
        h, w = radiance.pixels.shape[:2]
        part = rng.uniform(0.4, 1.0)
        ch, cw = max(2, int(h * part)), max(2, int(w * part))
        y, x = int(rng.integers(h - ch + 1)), int(rng.integers(w - cw + 1))
        window = radiance.pixels[y : y + ch, x : x + cw]
        scale = self.longest / max(ch, cw)
        if scale >= 1:
            return window
        return cv2.resize(window, (round(cw * scale), round(ch * scale)), interpolation=cv2.INTER_AREA)

    def expose(self, view: np.ndarray, k: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """The view scaled so that 1 saturates at EV 0, and the frames' EVs, rising."""
        middle = float(np.exp(np.log(view.mean(-1) + 1e-4).mean()))
        greatest = min(self.greatest_step, self.greatest_span / max(k - 1, 1))
        step = rng.uniform(min(self.least_step, greatest), greatest)
        evs = step * (np.arange(k) - (k - 1) / 2) + rng.normal(0, 0.4)
        if rng.random() < 0.5:
            evs = evs + np.clip(rng.normal(0, 0.12, k), -0.4, 0.4) * step
        return view * (0.18 / middle), np.sort(evs)
