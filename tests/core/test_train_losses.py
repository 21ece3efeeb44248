"""Every loss against a case worked out by hand, its gradient, and what it must not reward."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest
import torch
from torch import Tensor

from mefcore.engine import reference
from mefcore.evaluate import metrics, structure
from mefcore.lut.grid import Lut3D, lattice
from mefcore.nets import lookup
from mefcore.nets.implicit import Implicit
from mefcore.objective import losses
from mefcore.objective.agreement import fusion_agreement
from mefcore.train.data import Batch
from mefcore.train.objective import picture_parts


def stack(seed: int = 0, side: int = 40) -> Tensor:
    """Three exposures of a textured scene, (1, 3, 3, side, side)."""
    rng = np.random.default_rng(seed)
    scene = cv2.GaussianBlur(rng.random((side, side, 3)).astype(np.float32), (0, 0), 1.2)
    frames = np.stack([np.clip((scene - 0.3) * 2.0 * g, 0, 1) for g in (0.4, 1.0, 2.2)])
    return torch.from_numpy(frames.transpose(0, 3, 1, 2))[None]


def ramp(n: int) -> Tensor:
    return torch.tensor(lattice(n))[None]


def as_pictures(frames: Tensor) -> list[np.ndarray]:
    return [np.round(f.permute(1, 2, 0).numpy() * 255).astype(np.uint8) for f in frames[0]]


def test_a_lone_frame_agrees_with_itself() -> None:
    frames = stack()[:, 1:2]
    agreement = fusion_agreement(frames[:, 0], frames)
    assert float(agreement.structure) == pytest.approx(1, abs=1e-5)
    assert float(agreement.luminance) == pytest.approx(1, abs=1e-5)


def test_agreement_equals_the_published_measure() -> None:
    frames = stack()
    pictures = as_pictures(frames)
    rounded = torch.stack([torch.from_numpy(p).permute(2, 0, 1).float() / 255 for p in pictures])[None]
    result = rounded.mean(1)
    eight_bit = np.round(result[0].permute(1, 2, 0).numpy() * 255).astype(np.uint8)
    result = torch.from_numpy(eight_bit).permute(2, 0, 1).float()[None] / 255
    agreement = fusion_agreement(result, rounded)
    assert float(agreement.luminance) == pytest.approx(metrics.mef_ssim_luminance(pictures, eight_bit), abs=2e-3)
    quality, _ = structure.ScaleTarget([structure.gray(p) for p in pictures]).compare(structure.gray(eight_bit))
    assert float(agreement.structure) == pytest.approx(float(quality.mean()), abs=6e-3)


def test_contradicting_frames_all_have_a_say() -> None:
    """Where one frame is the negative of another no structure is wanted more than its opposite."""
    frame = stack(side=32)[:, 1:2] * 0.5 + 0.25
    against = torch.cat([frame, 1 - frame], 1)
    for result in (frame[:, 0], 1 - frame[:, 0]):
        assert abs(float(fusion_agreement(result, against).structure)) < 0.5
    louder = torch.cat([frame, 0.5 + (frame - 0.5) * 0.4], 1)
    assert float(fusion_agreement(frame[:, 0], louder).structure) == pytest.approx(1, abs=1e-3)


def test_contrast_beyond_white_is_worth_nothing() -> None:
    """A picture is judged as it will be seen: pushing tones out of range must not raise its agreement."""
    frames = stack(side=32) * 0.5 + 0.5
    batch = Batch(frames, frames, torch.zeros(1, 3, 32, 32), torch.zeros(1))
    beyond = 0.9 + (frames[:, 2] - 0.75) * 2.0
    assert float(beyond.max()) > 1.2
    seen = picture_parts(beyond.clamp(0, 1), batch)
    for name in ("structure", "luminance"):
        assert float(picture_parts(beyond, batch)[name]) == float(seen[name])


@pytest.mark.parametrize("level", [0.0, 0.3, 1.0])
def test_flat_areas_cannot_be_farmed(level: float) -> None:
    """Where every frame is flat the structure term must not pass one, nor sink, whatever tiny noise the result has."""
    frames = torch.full((1, 3, 3, 32, 32), level)
    for noise in (0.0, 1e-6, 1e-4):
        result = torch.full((1, 3, 32, 32), level) + noise * torch.randn(1, 3, 32, 32, generator=torch.manual_seed(0))
        structure = float(fusion_agreement(result, frames).structure)
        assert 0.99 < structure <= 1.0 + 1e-6


def test_colour_error_of_a_known_tint() -> None:
    frames = torch.full((1, 2, 3, 20, 20), 0.5)
    target, mask = losses.colour_target(frames)
    linear = losses.to_linear(torch.tensor(0.5))
    tinted = torch.full((1, 3, 20, 20), 0.5)
    tinted[:, 0] = 0.6
    r, g = losses.to_linear(torch.tensor(0.6)), linear
    wanted = abs(r / (r + 2 * g) - 1 / 3) + abs(g / (r + 2 * g) - 1 / 3)
    assert float(losses.colour_error(tinted, target, mask)) == pytest.approx(float(wanted), abs=1e-5)
    assert float(losses.colour_error(frames[:, 0] * 0.8, target, mask)) == pytest.approx(0, abs=1e-5)


def test_colour_is_not_asked_of_pixels_that_no_frame_holds() -> None:
    frames = torch.tensor([0.0, 1.0]).view(1, 2, 1, 1, 1).expand(1, 2, 3, 8, 8)
    target, mask = losses.colour_target(frames)
    assert float(mask.sum()) == 0
    assert float(losses.colour_error(torch.rand(1, 3, 8, 8), target, mask)) == 0


def test_to_linear_is_srgb() -> None:
    x = torch.linspace(0, 1, 50)
    wanted = np.where(x <= 0.04045, x / 12.92, ((x.numpy() + 0.055) / 1.055) ** 2.4)
    np.testing.assert_allclose(losses.to_linear(x), wanted, atol=1e-6)


def test_roughness_of_a_parabola() -> None:
    for n in (9, 17, 33):
        x = ramp(n)
        assert float(losses.lattice_roughness(x)) == pytest.approx(0, abs=1e-6)
        # x² bends by 2 along its own axis: (2 / n')² · n' with n' = n - 1, averaged over channels, summed over axes.
        wanted = 4 / (n - 1) / 9 * 3
        assert float(losses.lattice_roughness(x**2)) == pytest.approx(wanted, rel=1e-3)


def test_reversal() -> None:
    assert float(losses.lattice_reversal(ramp(9))) == 0
    # Falling by one along each own axis and along the luma diagonal: 1 + 0.05 each.
    assert float(losses.lattice_reversal(1 - ramp(9))) == pytest.approx(2.1, rel=1e-5)


def test_out_of_range() -> None:
    assert float(losses.out_of_range(torch.tensor([-0.5, 0.2, 1.0, 1.25]))) == pytest.approx(0.75 / 4)


def test_lost_tones() -> None:
    frames = torch.tensor([0.2, 0.9]).view(1, 2, 1, 1, 1).expand(1, 2, 3, 4, 4)
    held = torch.full((1, 3, 4, 4), 0.6)
    assert float(losses.lost_tones(held, frames)) == 0
    assert float(losses.lost_tones(torch.ones_like(held), frames)) == pytest.approx(1 - (0.88 + 0.12 * 0.2))
    assert float(losses.lost_tones(torch.zeros_like(held), frames)) == pytest.approx(0.09)


def test_neutral_tint() -> None:
    assert float(losses.neutral_tint(ramp(5))) == 0
    tinted = ramp(5)
    tinted[..., 0] += 0.3
    assert float(losses.neutral_tint(tinted)) == pytest.approx((0.2 + 0.1 + 0.1) / 3)


GRADIENTS: dict[str, Callable[[Tensor], Tensor]] = {
    "structure": lambda x: fusion_agreement(x, stack(side=16).double()).structure,
    "luminance": lambda x: fusion_agreement(x, stack(side=16).double()).luminance,
    "colour": lambda x: losses.colour_error(x, *losses.colour_target(stack(side=16).double())),
    "lost_tones": lambda x: losses.lost_tones(x, stack(side=16).double()),
}


@pytest.mark.parametrize("name", GRADIENTS)
def test_image_gradients(name: str) -> None:
    x = (stack(seed=1, side=16)[:, 1].double() * 0.8 + 0.1).requires_grad_()
    assert torch.autograd.gradcheck(GRADIENTS[name], (x,), eps=1e-6, atol=1e-5, fast_mode=True)


@pytest.mark.parametrize("name", ["lattice_roughness", "lattice_reversal", "neutral_tint", "out_of_range"])
def test_lattice_gradients(name: str) -> None:
    table = (ramp(5) + 0.2 * torch.rand(1, 5, 5, 5, 3, generator=torch.manual_seed(2))).double().requires_grad_()
    assert torch.autograd.gradcheck(getattr(losses, name), (table,), fast_mode=True)


def test_training_looks_up_what_the_engine_looks_up() -> None:
    torch.manual_seed(0)
    function = Implicit()
    torch.nn.init.normal_(function.mlp[-1].weight, std=0.2)
    table = lookup.sample(function, torch.randn(1, 12, 8, 8, 8), 9).detach()
    frames, weights = stack(), torch.tensor([[0.5, 0.3, 0.2]])
    ours = lookup.look_up(lookup.blend(frames, weights), table)[0].permute(1, 2, 0)
    arrays = [np.ascontiguousarray(f.permute(1, 2, 0)) for f in frames[0]]
    wanted = reference.apply(arrays, weights[0].tolist(), Lut3D(table[0].numpy().copy()))
    np.testing.assert_allclose(ours, wanted, atol=2e-6)
