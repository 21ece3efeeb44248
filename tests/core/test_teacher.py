"""The teacher: the paper's parts, its priors, and the laws that any number of frames must obey."""

from pathlib import Path

import numpy as np
import pytest
import torch

from mefcore.errors import ModelError
from mefcore.lut.grid import Lut3D, lattice
from mefcore.nets.implicit import at_colours
from mefcore.nets.lookup import sample
from mefcore.nets.teacher import Shape, Teacher, fuse_tables, load_teacher, prior_grids, random_grids
from mefcore.nets.weights import WeightsInfo, write_weights

SHAPE = Shape(predictor_width=8, implicit_width=8, bottleneck=6)


def thumbs(k: int, batch: int = 1, seed: int = 0) -> torch.Tensor:
    """Smooth scenes at k exposures, (batch, k, 3, 128, 128)."""
    generator = torch.manual_seed(seed)
    scene = torch.rand(batch, 1, 3, 16, 16, generator=generator)
    scene = torch.nn.functional.interpolate(scene.flatten(0, 1), size=128, mode="bilinear").view(batch, 1, 3, 128, 128)
    gains = torch.tensor([2.0 ** (i - (k - 1) / 2) for i in range(k)]).view(1, k, 1, 1, 1)
    return (scene * gains).clamp(0, 1) ** (1 / 2.2)


@pytest.fixture(scope="module")
def teacher() -> Teacher:
    """Not trained, but with every part doing something."""
    torch.manual_seed(0)
    made = Teacher(SHAPE)
    for grid in made.implicit.grids:
        torch.nn.init.normal_(grid.implicit.mlp[-1].weight, std=0.1)
    return made.eval().requires_grad_(False)


def count(module: torch.nn.Module, kind: type) -> int:
    return sum(isinstance(m, kind) for m in module.modules())


def test_parts_are_those_of_the_paper(teacher: Teacher) -> None:
    assert len(teacher.implicit.grids) == 3
    for grid in teacher.implicit.grids:
        assert count(grid.features, torch.nn.Conv3d) == 5
        assert count(grid.code, torch.nn.Linear) == 2
        assert count(grid.implicit, torch.nn.Linear) == 5
        assert count(grid.implicit, torch.nn.ELU) == 4
        assert grid.latent().shape == (1, 12, 8, 8, 8)
    weights, code = teacher(thumbs(3, batch=2))
    assert weights.shape == (2, 3)
    assert code.shape == (2, 3)


def test_priors_are_identity_a_lift_of_shadows_and_a_hold_of_highlights() -> None:
    identity, lift, hold = prior_grids()
    torch.testing.assert_close(identity, torch.tensor(lattice(33)))
    assert (lift >= identity - 1e-6).all()
    assert (hold <= identity + 1e-6).all()
    torch.testing.assert_close(hold, 1 - lift.flip(0, 1, 2), atol=1e-6, rtol=0)
    # log(1 + 8 · 0.25) / log(9) = log 3 / log 9 = 1/2.
    torch.testing.assert_close(lift[8, 8, 8], torch.full((3,), 0.5))
    for grid in (identity, lift, hold):
        torch.testing.assert_close(grid[0, 0, 0], torch.zeros(3), atol=1e-6, rtol=0)
        torch.testing.assert_close(grid[-1, -1, -1], torch.ones(3), atol=1e-6, rtol=0)


@pytest.mark.parametrize("seed", [0, 5])
def test_an_untrained_teacher_fuses_its_priors(seed: int) -> None:
    made = Teacher(Shape(predictor_width=8, implicit_width=8, bottleneck=6, random_basis=seed))
    priors = random_grids(seed) if seed else prior_grids()
    code = torch.tensor([[0.5, 0.2, 0.3]])
    n = priors.shape[1]
    wanted = sum(w * p for w, p in zip(code[0], priors, strict=True))
    torch.testing.assert_close(fuse_tables(made.implicit.tables(n), code)[0], wanted, atol=1e-6, rtol=0)


def test_random_grids_depend_on_their_seed_alone() -> None:
    torch.testing.assert_close(random_grids(3), random_grids(3))
    assert float((random_grids(3) - random_grids(4)).abs().mean()) > 0.2


def test_a_lattice_is_the_function_at_its_nodes(teacher: Teacher) -> None:
    x = thumbs(3, batch=2)
    _, code = teacher(x)
    table = teacher.sample(x, 9)
    assert table.shape == (2, 9, 9, 9, 3)
    torch.testing.assert_close(table, sample(teacher.implicit, code, 9), atol=1e-5, rtol=0)


def test_volumes_are_read_blue_green_red() -> None:
    """``at_colours`` of a random grid is what the slow float64 lookup says."""
    table = torch.rand(1, 5, 5, 5, 3, generator=torch.manual_seed(1))
    colours = torch.rand(1, 50, 3, generator=torch.manual_seed(2))
    got = at_colours(table.permute(0, 4, 1, 2, 3), colours)[0]
    np.testing.assert_allclose(got, Lut3D(table[0].numpy().copy()).evaluate(colours[0].numpy()), atol=1e-6)


@pytest.mark.parametrize("k", [2, 3, 9])
def test_any_number_of_frames_in_any_order(teacher: Teacher, k: int) -> None:
    x = thumbs(k)
    weights, code = teacher(x)
    order = torch.randperm(k, generator=torch.manual_seed(k))
    other_weights, other_code = teacher(x[:, order])
    torch.testing.assert_close(other_weights, weights[:, order], atol=1e-6, rtol=0)
    torch.testing.assert_close(other_code, code, atol=1e-5, rtol=0)


def test_a_repeated_frame_counts_once(teacher: Teacher) -> None:
    x = thumbs(3)
    torch.testing.assert_close(teacher.sample(x[:, [0, 1, 1, 1, 2, 2]], 5), teacher.sample(x, 5), atol=1e-5, rtol=0)


def test_it_infers_as_the_student_does(teacher: Teacher) -> None:
    x = thumbs(4)
    weights, lut, model_id = teacher.infer(x[0].permute(0, 2, 3, 1).numpy())
    assert weights.sum() == pytest.approx(1, abs=1e-6)
    assert model_id == "untrained"
    np.testing.assert_allclose(lut.sample(9).table, teacher.sample(x, 9)[0].clamp(0, 1), atol=1e-5)


def test_every_part_learns() -> None:
    torch.manual_seed(0)
    made = Teacher(SHAPE)
    for grid in made.implicit.grids:
        torch.nn.init.normal_(grid.implicit.mlp[-1].weight, std=0.1)
    x = thumbs(3)
    weights, _ = made(x)
    (made.sample(x, 5).square().mean() + (weights[:, 0] * 3).sum()).backward()
    for name, parameter in made.named_parameters():
        assert parameter.grad is not None, name
    for part in (made.weights, made.predictor, *made.implicit.grids):
        assert sum(float(p.grad.abs().sum()) for p in part.parameters() if p.grad is not None) > 0


def test_weights_come_back_and_others_are_refused(teacher: Teacher, tmp_path: Path) -> None:
    path = tmp_path / "t.safetensors"
    info = WeightsInfo("teacher", "t", {"predictor_width": 8, "implicit_width": 8, "bottleneck": 6, "random_basis": 0})
    write_weights(path, teacher.state_dict(), info)
    again = load_teacher(path)
    torch.testing.assert_close(again.sample(thumbs(2), 5), teacher.sample(thumbs(2), 5))
    write_weights(path, {"a": torch.zeros(2)}, info)
    with pytest.raises(ModelError, match="does not fit"):
        load_teacher(path)
    write_weights(path, {"a": torch.zeros(2)}, WeightsInfo("student", "x"))
    with pytest.raises(ModelError, match="holds a student"):
        load_teacher(path)
