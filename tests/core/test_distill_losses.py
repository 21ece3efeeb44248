"""Every term of the paper's objective against a case worked out by hand, its gradient, and what it must not reward."""

import math

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn import functional

from mefcore.lut.grid import lattice
from mefcore.nets.exposure import best_exposed
from mefcore.nets.lookup import Fused, blend, look_up, sample
from mefcore.nets.student import Shape, Student
from mefcore.nets.teacher import Shape as TeacherShape
from mefcore.nets.teacher import Teacher
from mefcore.objective.agreement import fusion_agreement
from mefcore.train.config import Distill
from mefcore.train.data import Batch
from mefcore.train.distillation import Distillation, fusion_disagreement, grid_distance, semi_supervised
from mefcore.train.long_range import LongRange, correlations, cosine_stem
from mefcore.train.perceptual import OPPONENT, SCALES, EdgeFeatures

IDENTITY = torch.tensor(lattice(9))[None]
TRUE_LUT = IDENTITY**0.6 * torch.tensor([1.0, 0.9, 0.8])


def scenes(count: int, seed: int, side: int = 64) -> Tensor:
    """Smooth pictures ``(count, 3, side, side)``."""
    coarse = torch.rand(count, 3, 6, 6, generator=torch.manual_seed(seed))
    return functional.interpolate(coarse, size=side, mode="bicubic").clamp(0, 1)


def as_batch(table: Tensor, count: int = 4) -> Tensor:
    return table.expand(count, -1, -1, -1, -1)


# Grid distance


def test_grid_distance_of_a_known_shift() -> None:
    shifted = IDENTITY.clone()
    shifted[..., 0] += 0.3
    shifted[..., 2] -= 0.6
    assert float(grid_distance(IDENTITY, shifted)) == pytest.approx(0.3)


def test_grid_distance_teaches_only_the_student() -> None:
    ours, theirs = IDENTITY.clone().requires_grad_(), (IDENTITY**2).requires_grad_()
    grid_distance(ours, theirs).backward()
    assert ours.grad is not None
    assert theirs.grad is None
    x = (torch.rand(2, 2, 2, 2, 3, generator=torch.manual_seed(0), dtype=torch.float64)).requires_grad_()
    target = torch.rand(2, 2, 2, 2, 3, generator=torch.manual_seed(1), dtype=torch.float64)
    assert torch.autograd.gradcheck(lambda t: grid_distance(t, target), (x,))


# Long range


def test_correlations_of_tokens_worked_out_by_hand() -> None:
    # Mean (1, 1): centred (2, 0), (-2, 0), (0, 2), (0, -2); unit but for faint: 4 / (4 + 0.01).
    tokens = torch.tensor([[[3.0, 1.0], [-1.0, 1.0], [1.0, 3.0], [1.0, -1.0]]])
    s = 4 / 4.01
    wanted = torch.tensor([[s, -s, 0, 0], [-s, s, 0, 0], [0, 0, s, -s], [0, 0, -s, s]])
    torch.testing.assert_close(correlations(tokens)[0], wanted)


def test_the_stem_keeps_dot_products_of_block_means() -> None:
    """Kernels are orthogonal, and a patch of 4×4 flat blocks is nearly as long as the list of its blocks."""
    kernels = cosine_stem().flatten(1)
    torch.testing.assert_close(kernels @ kernels.T, torch.eye(48) / 16, atol=1e-6, rtol=0)
    flat = torch.full((1, 3, 16, 16), 0.5)
    token = functional.conv2d(flat, cosine_stem())
    assert float(token.norm()) == pytest.approx(0.5 * math.sqrt(48), rel=1e-6)


def test_long_range_of_two_halves() -> None:
    """A picture whose left half is black and right half gray, and a LUT that keeps or swaps or merges the two."""
    loss = LongRange()
    loss.requires_grad_(False)
    for layer in loss.network:  # pass the LUT's values on, exactly
        if isinstance(layer, torch.nn.Conv3d):
            torch.nn.init.dirac_(layer.weight)
    picture = torch.zeros(1, 3, 64, 64)
    picture[..., 32:] = 0.5
    # Sixteen tokens, centred ±0.25 in 48 places: length² 3, so M = ±3 / 3.01.
    size = 3 / (3 + 0.01)
    sign = torch.tensor([-1.0, -1.0, 1.0, 1.0]).repeat(4)
    torch.testing.assert_close(loss.of_image(picture)[0], torch.outer(sign, sign) * size)
    assert float(loss(IDENTITY, picture, picture)) == pytest.approx(0, abs=1e-6)
    assert float(loss(torch.full_like(IDENTITY, 0.3), picture, picture)) == pytest.approx(size, abs=1e-6)
    across = picture.mT  # black above gray: half the pairs agree, half are opposite
    assert float(loss(IDENTITY, picture, across)) == pytest.approx(size, abs=1e-6)


def test_long_range_gradients() -> None:
    torch.manual_seed(0)
    loss = LongRange(width=4).double()
    picture, truth = scenes(1, 1).double(), scenes(1, 2).double()
    table = (TRUE_LUT[:, ::2, ::2, ::2].double() + 0.01).requires_grad_()
    assert torch.autograd.gradcheck(lambda t: loss(t, picture, truth), (table,), fast_mode=True, atol=1e-4)
    picture.requires_grad_()
    truth.requires_grad_()
    loss(table, picture, truth).backward()
    assert picture.grad is None
    assert truth.grad is None


def honest_and_collapsed(loss: LongRange) -> tuple[float, float]:
    """What the true LUT costs, and the cheapest LUT that maps everything to one colour."""
    pictures = scenes(8, seed=1)
    truth = look_up(pictures, as_batch(TRUE_LUT, 8))
    with torch.no_grad():
        honest = float(loss(as_batch(TRUE_LUT, 8), pictures, truth))
        levels = [float(loss(as_batch(torch.full_like(IDENTITY, v), 8), pictures, truth)) for v in (0.0, 0.5, 1.0)]
    return honest, min(levels)


def train_tokeniser(loss: LongRange, table: Tensor, steps: int) -> None:
    optimiser = torch.optim.Adam(loss.parameters(), 1e-3)
    for step in range(steps):
        pictures = scenes(4, seed=100 + step)
        value = loss(as_batch(table), pictures, look_up(pictures, as_batch(TRUE_LUT)))
        optimiser.zero_grad()
        value.backward()
        optimiser.step()


def test_a_constant_lut_costs_many_times_the_honest_one() -> None:
    torch.manual_seed(0)
    honest, collapsed = honest_and_collapsed(LongRange())
    assert collapsed > 0.25
    assert honest < 0.1 * collapsed


def test_a_tokeniser_cannot_learn_to_excuse_a_constant_lut() -> None:
    """Trained on nothing but constant LUTs, against every step's data, it is where it was."""
    torch.manual_seed(0)
    loss = LongRange()
    _, before = honest_and_collapsed(loss)
    train_tokeniser(loss, torch.full_like(IDENTITY, 0.5), steps=25)
    _, after = honest_and_collapsed(loss)
    assert after == pytest.approx(before, rel=0.01)


def test_equal_tokens_cost_the_same_whatever_their_value() -> None:
    truth = LongRange().of_image(scenes(8, seed=1))
    for value in (0.0, 1.0, -3.0):
        collapsed = correlations(torch.full((8, 16, 5), value))
        assert float((collapsed - truth).abs().mean()) > 0.25


def test_a_trained_tokeniser_still_teaches_the_lut() -> None:
    """Having learnt to make the best of the identity, it still pulls a LUT, and prefers an honest one to a flat one."""
    torch.manual_seed(0)
    loss = LongRange()
    train_tokeniser(loss, IDENTITY, steps=40)
    honest, collapsed = honest_and_collapsed(loss)
    assert honest < 0.25 * collapsed
    pictures = scenes(4, seed=1)
    table = IDENTITY.clone().requires_grad_()
    loss(as_batch(table), pictures, look_up(pictures, as_batch(TRUE_LUT))).backward()
    assert table.grad is not None
    assert float(table.grad.abs().sum()) > 0.1


def test_an_optimiser_leaves_the_collapse() -> None:
    """From a LUT that is constant but for a thousandth, LUT and tokeniser together find structure, not the collapse."""
    torch.manual_seed(0)
    loss = LongRange()
    table = (torch.full_like(IDENTITY, 0.5) + 1e-3 * torch.randn(IDENTITY.shape)).requires_grad_()
    optimiser = torch.optim.Adam([table, *loss.parameters()], 3e-3)
    values = []
    for step in range(120):
        pictures = scenes(4, seed=100 + step)
        value = loss(as_batch(table), pictures, look_up(pictures, as_batch(TRUE_LUT)))
        optimiser.zero_grad()
        value.backward()
        optimiser.step()
        values.append(float(value.detach()))
    assert values[0] > 0.25
    assert np.mean(values[-10:]) < 0.3 * values[0]
    assert float(table.detach().std()) > 3e-3


# Perceptual


def test_edges_of_a_ramp_and_of_a_shift() -> None:
    edges = EdgeFeatures()
    black = torch.zeros(1, 3, 40, 40)
    assert float(edges(black + 0.4, black)) == pytest.approx(0, abs=1e-6)
    # Gray rising by 0.01 a pixel: luma alone, the slope along x alone, doubling with every halving of the picture.
    ramp = (torch.arange(40) * 0.01).expand(1, 3, 40, 40)
    wanted = sum(0.01 * 2**i for i in range(SCALES)) / SCALES / 6 / len(OPPONENT)
    assert float(edges(ramp, black)) == pytest.approx(wanted, rel=1e-4)


def test_edges_of_a_parabola() -> None:
    """``y²/2`` has curvature 1 along y and 1/2 along both diagonals; its slope is y."""
    y = torch.arange(40, dtype=torch.float64) - 19.5
    gray = (y.square() / 2)[:, None].expand(40, 40)[None, None]
    answers = functional.conv2d(gray, EdgeFeatures().double().filters)[0]
    for index, wanted in ((0, 0.0), (2, 0.0), (3, 1.0), (4, 0.5), (5, 0.5)):
        torch.testing.assert_close(answers[index], torch.full_like(answers[index], wanted), atol=1e-4, rtol=0)
    torch.testing.assert_close(answers[1, :, 0], y[3:-3], atol=1e-4, rtol=0)


def test_edge_gradients() -> None:
    edges = EdgeFeatures().double()
    truth = scenes(1, 0, side=32).double()
    x = scenes(1, 3, side=32).double().requires_grad_()
    assert torch.autograd.gradcheck(lambda t: edges(t, truth).sum(), (x,), fast_mode=True)


# Semi-supervised


def test_semi_supervised_parts_by_hand() -> None:
    parts = semi_supervised(torch.tensor([1.0, 2.0, 4.0]), torch.tensor([10.0, 20.0, 40.0]), torch.tensor([1, 0, 0.5]))
    assert float(parts.paired) == pytest.approx((1 + 0 + 2) / 3)
    assert float(parts.unpaired) == pytest.approx((0 + 20 + 20) / 3)


def test_fusion_disagreement_is_that_of_each_place() -> None:
    frames = torch.stack([scenes(2, 5, 32) * g for g in (0.4, 1.0)], 1)
    result = frames.mean(1)
    both = fusion_disagreement(result, frames)
    for i in range(2):
        agreement = fusion_agreement(result[i : i + 1], frames[i : i + 1])
        assert float(both[i]) == pytest.approx(1 - float(agreement.structure + agreement.luminance) / 2, abs=1e-5)
    alone = fusion_disagreement(frames[:, 0], frames[:, :1])
    torch.testing.assert_close(alone, torch.zeros(2), atol=1e-5, rtol=0)


# All together


@pytest.fixture(scope="module")
def teacher() -> Teacher:
    torch.manual_seed(1)
    return Teacher(TeacherShape(predictor_width=4, implicit_width=4, bottleneck=4))


def batch() -> Batch:
    thumbs = torch.stack([scenes(2, 7, 128) * g for g in (0.3, 0.7, 1.0)], 1)
    frames = functional.avg_pool2d(thumbs.flatten(0, 1), 2).unflatten(0, (2, 3))
    label = torch.stack([frames[0].mean(0), torch.zeros(3, 64, 64)])
    return Batch(frames, thumbs, label, torch.tensor([1.0, 0.0]))


def fuse(student: Student, given: Batch) -> Fused:
    weights, code = student(given.thumbs)
    table = sample(student.implicit, code, 9)
    blended = blend(given.frames, weights)
    return Fused(blended, look_up(blended, table), table, code)


@pytest.fixture(scope="module")
def student() -> Student:
    torch.manual_seed(2)
    return Student(Shape(implicit_width=8))


def test_parts_of_a_batch(student: Student, teacher: Teacher) -> None:
    given = batch()
    terms = Distill(lattice=9, perceptual=0.1)
    fused = fuse(student, given)
    parts = Distillation(terms, teacher)(student, fused, given, np.random.default_rng(0))
    assert set(parts) == set(terms.weights())
    torch.stack(list(parts.values())).sum().backward()
    values = {name: float(part.detach()) for name, part in parts.items()}
    with torch.no_grad():
        to_label = (fused.result[0] - given.label[0]).abs().mean() / 2
        disagreement = fusion_disagreement(fused.result, given.frames)[1] / 2
        apart = (fused.table - teacher.sample(given.thumbs, 9)).abs().mean()
    assert values["paired"] == pytest.approx(float(to_label), rel=1e-5)
    assert values["unpaired"] == pytest.approx(float(disagreement), rel=1e-5)
    assert values["grid"] == pytest.approx(float(apart), rel=1e-4)
    assert all(p.grad is None for p in teacher.parameters())
    assert all(p.grad is not None for p in student.parameters())


def test_some_nodes_stand_for_all(student: Student, teacher: Teacher) -> None:
    given = batch()
    fused = fuse(student, given)
    rng = np.random.default_rng(0)
    whole = Distillation(Distill(lattice=9), teacher)(student, fused, given, rng)["grid"]
    some = Distillation(Distill(lattice=9, nodes=200), teacher)
    values = [float(some(student, fused, given, rng)["grid"].detach()) for _ in range(30)]
    assert np.mean(values) == pytest.approx(float(whole.detach()), rel=0.03)
    assert np.std(values) > 0


@pytest.mark.parametrize(
    ("terms", "names"),
    [
        (Distill(grid=0, long_range=0), {"paired", "unpaired"}),
        (Distill(lattice=5, long_range=0), {"paired", "unpaired", "grid"}),
        (Distill(grid=0), {"paired", "unpaired", "long_range"}),
        (Distill(lambda_paired=0, perceptual=1), {"paired", "unpaired"}),
    ],
)
def test_a_term_of_weight_zero_is_not_computed(
    student: Student, teacher: Teacher, terms: Distill, names: set[str]
) -> None:
    given = batch()
    parts = Distillation(terms, teacher)(student, fuse(student, given), given, np.random.default_rng(0))
    assert set(parts) == names


@pytest.mark.parametrize("taught", [True, False])
def test_long_range_looks_at_the_label_or_else_at_a_good_picture(
    student: Student, teacher: Teacher, taught: bool
) -> None:
    given = batch()
    made = Distillation(Distill(grid=0), teacher if taught else None)
    with torch.no_grad():
        truth = made._truth(given, teacher(given.thumbs) if taught else None)
    torch.testing.assert_close(truth[0], given.label[0])
    if taught:
        weights, _ = teacher(given.thumbs)
        wanted = look_up(blend(given.frames, weights), teacher.sample(given.thumbs, 33)).clamp(0, 1)[1]
        torch.testing.assert_close(truth[1], wanted.detach(), atol=1e-5, rtol=0)
    else:
        torch.testing.assert_close(truth[1], best_exposed(given.frames)[0][1])
