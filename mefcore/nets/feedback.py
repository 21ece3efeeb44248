"""Looking at the answer: what the first LUT makes of the thumbnails, and how weights and code should change for it.

Ours beyond the paper.  A network that answers in one pass never sees its own picture; an optimiser sees nothing else,
and takes hundreds of steps.  Here the picture is made at thumbnail size, laid beside what the frames hold — detail of
the frame with most contrast, brightness and colour of the best-exposed one — and a small network says what to change.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from mefcore.nets.exposure import best_exposed, gray, well_exposed
from mefcore.nets.frames import mean_and_max, weighted_sum
from mefcore.nets.implicit import Implicit, silence
from mefcore.nets.iw import simplex
from mefcore.nets.splat import ColourSplat

WINDOW = 5
"""Side, in pixels of the halved thumbnails, of the windows that means and contrasts are taken over."""
FLAT = 0.03**2
"""Variance below which there is no structure to speak of; as in SSIM."""


class Wanted(NamedTuple):
    """What the frames hold, at half the thumbnails' size ``(h, w)``.

    Attributes:
        frames: ``(B, K, 3, h, w)``.
        luma, mean, contrasts: ``(B, K, h, w)``, its local means and standard deviations.
        strongest: ``(B, 1, h, w)``: which frame has most contrast.
        detail, contrast: ``(B, 1, h, w)`` of that frame.
        brightness: ``(B, 1, h, w)``: mean of the well-exposed frames.
        colour: ``(B, 3, h, w)`` of the best-exposed frame, and ``held (B, 1, h, w)``: whether there is one.
        spread: ``(B, 1, h, w)``: brightest less darkest luma.
    """

    frames: Tensor
    luma: Tensor
    mean: Tensor
    contrasts: Tensor
    strongest: Tensor
    detail: Tensor
    contrast: Tensor
    brightness: Tensor
    colour: Tensor
    held: Tensor
    spread: Tensor

    def maps(self) -> Tensor:
        """``(B, 8, h, w)``, all that is the same for every answer."""
        return torch.cat([self.detail, self.contrast, self.brightness, self.colour, self.held, self.spread], 1)


def _mean(x: Tensor) -> Tensor:
    return functional.avg_pool2d(x, WINDOW, 1, WINDOW // 2, count_include_pad=False)


def _detail(luma: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Local mean, difference from it and contrast (standard deviation) of ``(B, C, h, w)``."""
    mean = _mean(luma)
    variance = (_mean(luma * luma) - mean.square()).clamp_min(0)
    return mean, luma - mean, (variance + 1e-6).sqrt()


def wanted(thumbs: Tensor, multiplicities: Tensor) -> Wanted:
    """What a fused picture should show; needs no gradient.

    Args:
        thumbs: ``(B, K, 3, S, S)`` in ``[0, 1]``, S even.
        multiplicities: ``(B, K)``, so that a frame shot twice counts once.
    """
    b, k = thumbs.shape[:2]
    frames = functional.avg_pool2d(thumbs.flatten(0, 1), 2).unflatten(0, (b, k))
    luma = gray(frames)[:, :, 0]
    mean, detail, contrasts = _detail(luma)
    contrast, strongest = contrasts.max(1, keepdim=True)
    share = well_exposed(mean) / multiplicities[:, :, None, None]
    brightness = (share * mean).sum(1, keepdim=True) / share.sum(1, keepdim=True).clamp_min(1e-9)
    colour, held = best_exposed(frames)
    spread = luma.amax(1, keepdim=True) - luma.amin(1, keepdim=True)
    detail = torch.gather(detail, 1, strongest)
    return Wanted(frames, luma, mean, contrasts, strongest, detail, contrast, brightness, colour, held, spread)


def _chromaticity(x: Tensor) -> Tensor:
    """Share of each channel in linear light; a plain power stands in for the sRGB curve."""
    linear = x.clamp_min(0) ** 2.2
    return linear / (linear.sum(1, keepdim=True) + 0.01)


PULLS = 6


class Comparison(NamedTuple):
    """A picture beside what is wanted.

    Attributes:
        detail, contrast: ``(B, 1, h, w)``, the picture's own.
        pulls: where it should move at each pixel, ``(B, 6, h, w)``: how alike it is to the frame of most contrast (the
            structure term of SSIM), the direction in which that rises, the way to the wanted brightness, and the way to
            the wanted colour (three channels, zero where no frame holds it).
    """

    detail: Tensor
    contrast: Tensor
    pulls: Tensor


@torch.no_grad()
def compare(want: Wanted, result: Tensor) -> Comparison:
    """Compare a picture ``(B, 3, h, w)`` in ``[0, 1]`` with what is wanted."""
    luma = gray(result)
    mean, detail, contrast = _detail(luma)
    covariance = torch.gather(_mean(luma * want.luma) - mean * want.mean, 1, want.strongest)
    size = contrast.square() + want.contrast.square() + FLAT
    alike = (2 * covariance + FLAT) / size
    towards = (want.detail - alike * detail) / size.sqrt()
    tint = (_chromaticity(want.colour) - _chromaticity(result)) * want.held
    return Comparison(detail, contrast, torch.cat([alike, towards, want.brightness - mean, 4 * tint], 1))


class Correction(nn.Module):
    """What a picture, laid beside what is wanted, says about the latent code.

    The last layers start at zero: untrained, nothing is changed.
    """

    def __init__(self, latent: int, side: int, width: int) -> None:
        super().__init__()
        seen = 8 + 3 + 3 + 2 + PULLS
        self.pixels = nn.Sequential(
            nn.Conv2d(seen, width, 3, padding=1), nn.ReLU(), nn.Conv2d(width, width, 3, padding=1), nn.ReLU()
        )
        self.splat = ColourSplat(width + PULLS, latent, side)
        self.everywhere = nn.Sequential(nn.Linear(2 * width, width), nn.ELU(), nn.Linear(width, latent))
        silence(self.splat.spread[-1], self.everywhere[-1])

    def correct(self, want: Wanted, blend: Tensor, result: Tensor) -> Tensor:
        """Change of the code ``(B, C, n, n, n)``, in view of blend and picture ``(B, 3, h, w)``."""
        seen = compare(want, result)
        x = self.pixels(torch.cat([want.maps(), blend * 2 - 1, result * 2 - 1, *seen], 1))
        change = self.everywhere(mean_and_max(x))
        return self.splat(torch.cat([x, seen.pulls], 1), blend) + change[:, :, None, None, None]


@torch.no_grad()
def picture(blend: Tensor, code: Tensor, implicit: Implicit) -> Tensor:
    """What the LUT of a code makes of a blend ``(B, 3, h, w)``; clamped, without gradient."""
    return implicit(code, blend.flatten(2).mT).mT.reshape(blend.shape).clamp(0, 1)


class Feedback(Correction):
    """One round of changes to blend weights and latent code; the same parameters serve every round."""

    def __init__(self, latent: int, side: int, width: int = 24) -> None:
        super().__init__(latent, side, width)
        self.per_frame = nn.Sequential(
            nn.Conv2d(12, 16, 3, stride=2, padding=1), nn.ReLU(), nn.Conv2d(16, 16, 3, stride=2, padding=1), nn.ReLU()
        )
        self.logit = nn.Sequential(nn.Linear(32, 16), nn.ReLU(), nn.Linear(16, 1))
        silence(self.logit[-1])

    def forward(
        self, want: Wanted, logits: Tensor, multiplicities: Tensor, code: Tensor, implicit: Implicit
    ) -> tuple[Tensor, Tensor]:
        """Logits ``(B, K)`` and code ``(B, C, n, n, n)`` after a round.

        No gradient flows through the pictures that are looked at, only through the changes.
        """
        with torch.no_grad():
            blend = weighted_sum(want.frames, simplex(logits, multiplicities))
        logits = logits + self._reweigh(want, blend, picture(blend, code, implicit))
        with torch.no_grad():
            blend = weighted_sum(want.frames, simplex(logits, multiplicities))
        return logits, code + self.correct(want, blend, picture(blend, code, implicit))

    def shared(self) -> dict[str, Tensor]:
        """State of the part that a local head has in common with this."""
        own = ("per_frame.", "logit.")
        return {name: value for name, value in self.state_dict().items() if not name.startswith(own)}

    def _reweigh(self, want: Wanted, blend: Tensor, result: Tensor) -> Tensor:
        """Change of the logits, ``(B, K)``: each frame beside blend, result and what is wanted."""
        b, k = want.frames.shape[:2]
        maps = want.maps()[:, :3]
        beside = torch.cat([blend * 2 - 1, result * 2 - 1, maps], 1)[:, None].expand(-1, k, -1, -1, -1)
        x = self.per_frame(torch.cat([want.frames * 2 - 1, beside], 2).flatten(0, 1))
        return self.logit(mean_and_max(x)).view(b, k)
