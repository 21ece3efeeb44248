"""A data folder small enough to train on in a test, and configs for it."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

CONFIG = """
name = "{name}"
steps = {steps}
batch = 2
warmup = 1
validate_every = 4
checkpoint_every = 2
{more}
[data]
longest = 96
side = 64
labelled_share = {labelled}
{tables}
"""


def make_data(folder: Path) -> Path:
    """Two scenes to train on, one with a label, one to validate on, and a radiance picture."""
    rng = np.random.default_rng(0)
    for split, scene, labelled in (("train", "a", True), ("train", "b", False), ("val", "c", True)):
        where = folder / split / scene
        where.mkdir(parents=True)
        light = cv2.resize(rng.random((6, 8, 3)).astype(np.float32), (120, 90), interpolation=cv2.INTER_CUBIC).clip(
            0.01, 1
        )
        for i, gain in enumerate((0.25, 0.6, 1.2, 3.0)):
            cv2.imwrite(str(where / f"{i}.png"), (np.clip(light * gain, 0, 1) ** (1 / 2.2) * 255).astype(np.uint8))
        if labelled:
            cv2.imwrite(str(where / "label.png"), (light ** (1 / 3) * 255).astype(np.uint8))
    (folder / "hdr").mkdir()
    cv2.imwrite(
        str(folder / "hdr" / "sky.hdr"), cv2.resize(rng.random((5, 9, 3)).astype(np.float32) ** 4 * 50, (220, 140))
    )
    return folder


def write_config(
    folder: Path, steps: int, *, name: str = "tiny", more: str = "", tables: str = "", labelled: float = 0.2
) -> Path:
    """A config file: ``more`` keys of the run itself, and further ``tables``."""
    path = folder / f"{name}-{steps}.toml"
    path.write_text(CONFIG.format(name=name, steps=steps, more=more, tables=tables, labelled=labelled))
    return path
