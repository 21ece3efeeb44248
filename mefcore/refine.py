"""Refine: from the network's answer, a few seconds of optimisation of one bracket's own weights and latent code.

The shared network stays as it is.  What is changed is the weight grid (or the one weight per frame) and the code that
the implicit function turns into a LUT, at 384 pixels; so the result is still ``LUT(sum_k w_k I_k)`` with a
continuous LUT, for any size of picture, and leaves as a ``.cube``.

What is asked for is what the network was trained on: likeness to the frames in structure and brightness, colours of the
best-exposed frame, no lost tones, no edge turned around, a smooth grid and a LUT that neither folds nor tints neutrals.
Or, given a picture of the look, likeness to that.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from mefcore.bracket import full_scale
from mefcore.errors import BracketError, MefError
from mefcore.found import Found
from mefcore.job import SILENT, Job
from mefcore.nets.bilateral import Slices, guide_of
from mefcore.nets.local import local_blend
from mefcore.nets.lookup import look_up, sample
from mefcore.objective import losses
from mefcore.objective.agreement import AgreementTarget
from mefcore.objective.edges import edges_of, kept, turned
from mefcore.pipeline import Prediction, local_of

SIZE = 384
"""Longest side of the frames that are looked at: at 256 pixels the fine detail of the picture is missed, and more than
this gains little for the time it takes."""
LATTICE = 17
"""Points per axis of the lattice that colours are looked up in meanwhile."""
LEAST = 24
"""Shortest side that the measures of structure can be taken on, with a coarser scale."""
ASPECT_TOLERANCE = 0.02
WARM_UP = 5
"""Steps in which the learning rates rise."""


@dataclass(frozen=True)
class Effort:
    """How long and how boldly.

    Attributes:
        steps: of the optimiser.
        weights_rate, code_rate: learning rates; both rise for a few steps and fall along a cosine.
    """

    steps: int = 60
    weights_rate: float = 0.15
    code_rate: float = 0.04


class Aims(NamedTuple):
    """Weight of each term of the objective; see :mod:`mefcore.objective`.

    ``departure`` holds large areas near the tones and colours of the start.  Without it natural skies and white walls
    are traded for the measures.
    """

    structure: float = 7.5
    luminance: float = 11.5
    colour: float = 2.5
    lost_tones: float = 5.0
    kept_edges: float = 3.8
    turned_edges: float = 20.0
    out_of_range: float = 2.0
    roughness: float = 2e-4
    reversal: float = 2.0
    neutral_tint: float = 0.3
    weight_roughness: float = 0.01
    departure: float = 1.5


LOCAL = Aims()
GLOBAL = Aims(structure=8.0, luminance=8.0, kept_edges=0.5, weight_roughness=0.0, departure=0.5)
"""One weight per frame cannot serve structure and edges alike: what is won in edges costs too much structure."""


def refine(
    frames: Sequence[np.ndarray],
    prediction: Prediction,
    *,
    local: bool,
    look: np.ndarray | None = None,
    look_name: str = "",
    effort: Effort | None = None,
    device: str = "cpu",
    enough: Callable[[], bool] = lambda: False,
    job: Job = SILENT,
) -> Found:
    """Optimise weights and code of one bracket.

    Args:
        frames: the bracket's, ``(H, W, 3)``, of any size, in its order.
        prediction: where to start; what an earlier refinement found may be in it.
        local: refine local weights; otherwise one weight per frame.
        look: ``(h, w, 3)`` a picture of the same scene whose look to match, instead of the frames' own tones.
        enough: asked after every step; once it says so, the best so far is the result.

    Returns:
        the best that was seen by its own objective, which may be the start.

    Raises:
        Cancelled: the job was cancelled.
        MefError: the look does not show the same scene, or the frames are too small.
        ModelError: local weights of a network that has none.
    """
    bracket = _Bracket(frames, prediction, local, look, device)
    return bracket.optimise(effort or Effort(), look_name, enough, job)


class _Bracket:
    """One bracket while it is refined: what changes, and what is asked of it."""

    def __init__(
        self, frames: Sequence[np.ndarray], prediction: Prediction, local: bool, look: np.ndarray | None, device: str
    ) -> None:
        start = local_of(prediction) if local else prediction.overall
        self.local, self.model_id = local, prediction.model_id
        self.aims = LOCAL if local else GLOBAL
        self.function = start.lut.function
        self.code = start.lut.latent.detach().clone().to(device).requires_grad_(True)
        self.logits = torch.from_numpy(start.weights.values).to(device)[None].clamp_min(1e-4).log().requires_grad_(True)
        self.frames = torch.stack([_small(f, device) for f in frames])[None]
        if min(self.frames.shape[-2:]) < LEAST:
            raise BracketError(f"frames of less than {LEAST} pixels are too small to refine")
        guide = guide_of(self.frames, torch.from_numpy(start.weights.guide).to(device)[None])
        _, depth, side, _ = start.weights.values.shape
        self.slices = Slices(guide, depth, side)
        self.look = None if look is None else _same_scene(look, self.frames)
        self.fine = AgreementTarget(self.frames)
        self.coarse = AgreementTarget(functional.avg_pool2d(self.frames[0], 2)[None])
        self.edges = edges_of(self.frames)
        self.colours = losses.colour_target(self.frames)
        with torch.no_grad():
            self.start = _coarse(self.render()[0].clamp(0, 1))
        self.extremes = torch.stack([self.frames.amin(1), self.frames.amax(1)], 1)

    def render(self) -> tuple[Tensor, Tensor]:
        """The picture ``(1, 3, h, w)``, not clamped, and its lattice."""
        table = sample(self.function, self.code, LATTICE)
        return look_up(local_blend(self.frames, self.slices, self.logits), table), table

    def objective(self) -> Tensor:
        """What is minimised."""
        aims = self.aims
        result, table = self.render()
        total = (
            aims.roughness * losses.lattice_roughness(table)
            + aims.reversal * losses.lattice_reversal(table)
            + aims.out_of_range * (losses.out_of_range(result) + 0.25 * losses.out_of_range(table))
        )
        if aims.weight_roughness:
            total = total + aims.weight_roughness * losses.weight_roughness(self.logits)
        if self.look is not None:
            shown = result.clamp(0, 1)
            return total + 10 * (shown - self.look).abs().mean() + 10 * losses.delta_e(shown, self.look)
        return total + self._likeness(result) + aims.neutral_tint * losses.neutral_tint(table)

    def _likeness(self, result: Tensor) -> Tensor:
        """Likeness to the frames, at two scales as far as structure and brightness go."""
        aims, shown = self.aims, result.clamp(0, 1)
        fine, coarse = self.fine.means(shown), self.coarse.means(functional.avg_pool2d(shown, 2))
        return (
            aims.structure * (1 - 0.5 * (fine.structure + coarse.structure))
            + aims.luminance * (1 - fine.luminance)
            + aims.kept_edges * (1 - kept(shown, self.edges))
            + aims.turned_edges * turned(shown, self.edges)
            + aims.colour * losses.colour_error(result, *self.colours)
            + aims.lost_tones * losses.lost_tones(result, self.extremes)
            + aims.departure * (_coarse(shown) - self.start).abs().mean()
        )

    def optimise(self, effort: Effort, look_name: str, enough: Callable[[], bool], job: Job) -> Found:
        optimisers = (_Adam(self.logits, effort.weights_rate), _Adam(self.code, effort.code_rate))
        best, kept_state, first = float("inf"), self._state(), 0.0
        for step in range(effort.steps + 1):
            job.progress(step / (effort.steps + 1))
            value = self.objective()
            now = float(value.detach())
            first = now if step == 0 else first
            if now < best:
                best, kept_state = now, self._state()
            if step == effort.steps or (step and enough()):
                break
            value.backward()
            for optimiser in optimisers:
                optimiser.step(_rate(step, effort.steps))
        weights, code = kept_state
        return Found.of(weights, code, model=self.model_id, local=self.local, before=first, after=best, look=look_name)

    def _state(self) -> tuple[np.ndarray, np.ndarray]:
        with torch.no_grad():
            return torch.softmax(self.logits, 1)[0].cpu().numpy(), self.code[0].cpu().numpy().copy()


class _Adam:
    """Adam (Kingma and Ba, 2015) for one tensor.

    The first of torch's own that is made imports torch's compiler, which takes a fifth of all the time there is.
    """

    def __init__(self, parameter: Tensor, rate: float, betas: tuple[float, float] = (0.9, 0.999)) -> None:
        self._parameter, self._rate, self._betas, self._steps = parameter, rate, betas, 0
        self._mean, self._square = torch.zeros_like(parameter), torch.zeros_like(parameter)

    @torch.no_grad()
    def step(self, share: float) -> None:
        """Move by ``share`` of the learning rate, and forget the gradient."""
        gradient = self._parameter.grad
        if gradient is None:
            return
        one, two = self._betas
        self._steps += 1
        self._mean.lerp_(gradient, 1 - one)
        self._square.mul_(two).addcmul_(gradient, gradient, value=1 - two)
        size = (self._square / (1 - two**self._steps)).sqrt_().add_(1e-8)
        self._parameter.addcdiv_(self._mean, size, value=-share * self._rate / (1 - one**self._steps))
        self._parameter.grad = None


def _rate(step: int, steps: int) -> float:
    """Share of the learning rates: rising over the first steps, which else overshoot, and falling along a cosine."""
    return min(1.0, (step + 1) / WARM_UP) * 0.5 * (1 + math.cos(math.pi * step / (steps + 1)))


def _coarse(picture: Tensor) -> Tensor:
    """A picture's large areas of tone and colour, without its detail."""
    return functional.avg_pool2d(picture, 16, ceil_mode=True)


def _small(pixels: np.ndarray, device: str) -> Tensor:
    """``(3, h, w)`` float32 in ``[0, 1]``, its longest side at most :data:`SIZE`."""
    h, w = pixels.shape[:2]
    scale = min(1.0, SIZE / max(h, w))
    size = (max(1, round(w * scale)), max(1, round(h * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).astype(np.float32) / full_scale(pixels.dtype)
    return torch.from_numpy(np.nan_to_num(small).clip(0, 1).transpose(2, 0, 1).copy()).to(device)


def _same_scene(look: np.ndarray, frames: Tensor) -> Tensor:
    """The look ``(1, 3, h, w)`` at the frames' size."""
    h, w = frames.shape[-2:]
    if abs(look.shape[1] / look.shape[0] * h / w - 1) > ASPECT_TOLERANCE:
        raise MefError(
            f"the picture to match is {look.shape[1]}×{look.shape[0]}, and the bracket has another shape",
            hint="choose a finished picture of the same scene",
        )
    resized = cv2.resize(look, (w, h), interpolation=cv2.INTER_AREA).astype(np.float32) / full_scale(look.dtype)
    return torch.from_numpy(resized.clip(0, 1).transpose(2, 0, 1).copy())[None].to(frames.device)
