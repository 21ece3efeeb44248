"""A trained generator, put to work on pictures of any size."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import torch

from mefcore.errors import ModelError
from mefcore.nets.weights import read_weights
from mefcore.train.cyclegan.nets import Generator

TILE = 512
COARSE = 4.0
"""Standard deviation, in pixels, of what counts as coarse in a change."""


def load_generator(path: Path) -> Generator:
    """The generator that adds noise, from the file that training wrote.

    Raises:
        ModelError: missing, damaged, or of another kind.
    """
    state, info = read_weights(path, kind="cyclegan")
    try:
        generator = Generator(**info.shape)
        generator.load_state_dict(state)
    except (TypeError, RuntimeError) as e:
        raise ModelError("does not fit this version's generator", path=path, hint="train it again") from e
    return generator.eval().requires_grad_(False)


@torch.no_grad()
def translate(generator: Generator, picture: np.ndarray, rng: np.random.Generator, tile: int = TILE) -> np.ndarray:
    """The generator's answer, ``(h, w, 3)`` float32, computed tile by tile; the same as in one piece.

    Args:
        picture: ``(h, w, 3)`` uint8.
    """
    h, w = picture.shape[:2]
    noise = rng.standard_normal((h, w), dtype=np.float32)
    device = next(generator.parameters()).device
    out = np.empty((h, w, 3), np.float32)
    r = generator.radius
    for y in range(0, h, tile):
        for x in range(0, w, tile):
            y0, x0 = max(0, y - r), max(0, x - r)
            y1, x1 = min(h, y + tile + r), min(w, x + tile + r)
            part = torch.from_numpy(picture[y0:y1, x0:x1].astype(np.float32) / 255).permute(2, 0, 1)[None]
            seed = torch.from_numpy(noise[y0:y1, x0:x1])[None, None]
            made = generator(part.to(device), seed.to(device))[0].permute(1, 2, 0).cpu().numpy()
            out[y : y + tile, x : x + tile] = made[y - y0 : y - y0 + tile, x - x0 : x - x0 + tile]
    return out


def add_noise(generator: Generator, picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Noise as real frames have it, ``(h, w, 3)`` uint8.

    Only the fine part of the generator's change is kept.  The paper's authors repaired dark corners and ghost textures
    by hand; those are coarse, and cannot come about this way.
    """
    change = translate(generator, picture, rng) - picture.astype(np.float32) / 255
    change -= cv2.GaussianBlur(change, (0, 0), COARSE)
    return (np.clip(picture / 255.0 + change, 0, 1) * 255 + 0.5).astype(np.uint8)
