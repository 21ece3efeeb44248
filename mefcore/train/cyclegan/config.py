"""A CycleGAN's run as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from mefcore.errors import MefError


class CycleConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One run of the CycleGAN.

    Attributes:
        epochs: passes over the real frames; the learning rate falls to a tenth after half and again after three
            quarters of them, as in the paper.
        batch, side: patches a step, half dark and half bright, and their side in pixels.
        lr, betas, weight_decay: AdamW, for generators and discriminators alike.
        cycle, identity: weights of the two losses beside the adversarial one.
        width, blocks: of the generators; ``discriminator_width`` of the discriminators.
        documents, longest: how many documents are made, and at which size, to be the synthetic side.
        root: folder with ``train/``; usually given on the command line instead.
    """

    name: str
    kind: Literal["cyclegan"] = "cyclegan"
    seed: int = 1
    epochs: int = 100
    batch: int = 4
    side: int = 48
    lr: float = 1e-3
    betas: tuple[float, float] = (0.5, 0.999)
    weight_decay: float = 0.01
    cycle: float = 10.0
    identity: float = 5.0
    width: int = 16
    blocks: int = 4
    discriminator_width: int = 24
    documents: int = 24
    longest: int = 1600
    checkpoint_every: int = 200
    threads: int = 0
    root: str = ""


def load_cycle_config(path: Path) -> CycleConfig:
    """Read a TOML config.

    Raises:
        MefError: unreadable, not TOML, an unknown key or a value of the wrong type.
    """
    try:
        return msgspec.toml.decode(path.read_bytes(), type=CycleConfig)
    except OSError as e:
        raise MefError(f"cannot be read: {e.strerror or e}", path=path) from e
    except (msgspec.DecodeError, UnicodeDecodeError) as e:
        raise MefError(f"is not a config of a CycleGAN: {e}", path=path) from e
