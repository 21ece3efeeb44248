"""What the CycleGAN's networks minimise: least-squares adversarial, cycle and identity losses.

``a`` are synthetic exposures without noise, ``b`` real ones.  Three departures from Zhu et al. (2017): the noise of a
real frame cannot be made again once it is taken away, so the cycle ``b → a → b`` and the identity of ``b`` compare 5×5
means; differences count in Huber's way, because the kink of L1 at zero pins generators that start near identity to no
change at all; and there is no pool of old fakes, so that a run can be resumed from networks and step alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from mefcore.train.cyclegan.config import CycleConfig
from mefcore.train.cyclegan.nets import Discriminator, Generator, local_mean

BEND = 0.05
"""Differences below this count by their square."""


@dataclass(frozen=True)
class Fakes:
    """What the generators made of a batch, without gradient."""

    a: Tensor
    b: Tensor


def adversarial(verdict: Tensor, real: bool) -> Tensor:
    """Least-squares GAN loss (Mao et al., 2017): mean squared distance from 1 for real, from 0 for made."""
    return (verdict - float(real)).square().mean()


def difference(x: Tensor, y: Tensor) -> Tensor:
    """Mean Huber distance: ``d² / (2·BEND)`` below :data:`BEND`, ``d − BEND / 2`` above."""
    return functional.smooth_l1_loss(x, y, beta=BEND)


def generator_loss(
    to_real: Generator,
    to_clean: Generator,
    real_judge: Discriminator,
    clean_judge: Discriminator,
    a: Tensor,
    b: Tensor,
    noise: Tensor,
    config: CycleConfig,
) -> tuple[Tensor, dict[str, float], Fakes]:
    """Sum of the generators' losses, its parts, and the fakes for the discriminators.

    Args:
        a, b: ``(B, 3, S, S)``.
        noise: ``(3, B, 1, S, S)`` standard normal: for the fakes, the cycle and the identity.
    """
    none = torch.zeros_like(noise[0])
    fake_b, fake_a = to_real(a, noise[0]), to_clean(b, none)
    parts = {
        "adversarial_real": adversarial(real_judge(fake_b), True),
        "adversarial_clean": adversarial(clean_judge(fake_a), True),
        "cycle_a": difference(to_clean(fake_b, none), a),
        "cycle_b": difference(local_mean(to_real(fake_a, noise[1])), local_mean(b)),
        "identity_a": difference(to_clean(a, none), a),
        "identity_b": difference(local_mean(to_real(b, noise[2])), local_mean(b)),
    }
    total = (
        parts["adversarial_real"]
        + parts["adversarial_clean"]
        + config.cycle * (parts["cycle_a"] + parts["cycle_b"])
        + config.identity * (parts["identity_a"] + parts["identity_b"])
    )
    return total, {k: float(v.detach()) for k, v in parts.items()}, Fakes(fake_a.detach(), fake_b.detach())


def discriminator_loss(
    real_judge: Discriminator, clean_judge: Discriminator, a: Tensor, b: Tensor, fakes: Fakes
) -> Tensor:
    """Sum over both discriminators of the mean of their losses on real and made pictures."""
    real = adversarial(real_judge(b), True) + adversarial(real_judge(fakes.b), False)
    clean = adversarial(clean_judge(a), True) + adversarial(clean_judge(fakes.a), False)
    return 0.5 * (real + clean)
