"""The student: shapes, and the laws that any number of frames must obey."""

from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from mefcore.errors import Cancelled, ModelError
from mefcore.job import Job
from mefcore.lut.grid import lattice
from mefcore.nets.frames import multiplicity
from mefcore.nets.student import Student, load_model, load_student
from mefcore.nets.weights import SHIPPED, WeightsInfo, write_weights

MOST_PARAMETERS = 520_000


def thumbs(k: int, seed: int = 0) -> np.ndarray:
    """A smooth scene at k exposures, (k, 128, 128, 3)."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:128, :128] / 127
    scene = (
        np.stack([0.05 + x * y, 0.1 + 0.8 * y * (1 - x), 0.3 * (1 + np.sin(9 * x))], -1)
        + rng.random((128, 128, 3)) * 0.05
    )
    return np.stack([np.clip(scene * 2.0 ** (i - (k - 1) / 2), 0, 1) ** (1 / 2.2) for i in range(k)]).astype(np.float32)


@pytest.fixture(scope="module")
def student() -> Student:
    return load_model()


def test_it_is_as_small_as_the_paper_says(student: Student) -> None:
    overall = [p for n, p in student.named_parameters() if not n.startswith("local.")]
    assert sum(p.numel() for p in overall) <= MOST_PARAMETERS


def test_parts_are_those_of_the_paper(student: Student) -> None:
    def count(module: torch.nn.Module, kind: type) -> int:
        return sum(isinstance(m, kind) for m in module.modules())

    def count_3x3(module: torch.nn.Module) -> int:
        return sum(isinstance(m, torch.nn.Conv2d) and m.kernel_size == (3, 3) for m in module.modules())

    assert count_3x3(student.weights) == 3
    assert count(student.weights, torch.nn.Linear) == 2
    assert count_3x3(student.encoder) == 8
    assert count(student.encoder, torch.nn.Linear) == 2
    assert count(student.implicit, torch.nn.Linear) == 7
    assert count(student.implicit, torch.nn.ELU) == 6
    with torch.no_grad():
        _, latent = student(torch.rand(1, 3, 3, 128, 128))
    assert latent.shape == (1, 12, 8, 8, 8)


@pytest.mark.parametrize("k", range(2, 10))
def test_any_number_of_frames(student: Student, k: int) -> None:
    weights, lut, _ = student.infer(thumbs(k))
    assert weights.shape == (k,)
    assert weights.sum() == pytest.approx(1, abs=1e-6)
    assert (weights >= 0).all()
    table = lut.sample(9).table
    assert np.isfinite(table).all()
    assert table.min() >= 0
    assert table.max() <= 1


@given(st.permutations(range(5)))
@settings(max_examples=8, deadline=None)
def test_the_order_of_frames_changes_nothing(order: list[int]) -> None:
    student, x = load_model(), thumbs(5)
    weights, lut, _ = student.infer(x)
    other_weights, other_lut, _ = student.infer(x[order])
    np.testing.assert_allclose(other_weights, weights[order], atol=1e-6)
    np.testing.assert_allclose(other_lut.sample(9).table, lut.sample(9).table, atol=1e-5)


@pytest.mark.parametrize("copies", [(1, 1, 2), (3, 1, 1), (2, 2, 2), (1, 4, 2)])
def test_a_repeated_frame_counts_once(student: Student, copies: tuple[int, ...]) -> None:
    x = thumbs(3)
    weights, lut, _ = student.infer(x)
    index = np.repeat(np.arange(3), copies)
    other_weights, other_lut, _ = student.infer(x[index])
    together = np.array([other_weights[index == i].sum() for i in range(3)])
    np.testing.assert_allclose(together, weights, atol=1e-5)
    np.testing.assert_allclose(other_lut.sample(9).table, lut.sample(9).table, atol=1e-4)


def test_copies_of_one_frame_are_one_frame(student: Student) -> None:
    x = thumbs(3)[1:2]
    one = student.infer(x)[1].sample(9).table
    many = student.infer(np.repeat(x, 6, axis=0))
    np.testing.assert_allclose(many[0], 1 / 6, atol=1e-6)
    np.testing.assert_allclose(many[1].sample(9).table, one, atol=1e-4)


def test_a_third_of_a_stop_is_another_frame() -> None:
    x = torch.from_numpy(thumbs(2)).permute(0, 3, 1, 2)[None]
    nearly = torch.stack([x[:, 0], (x[:, 0] ** 2.2 * 2 ** (1 / 3)).clamp(0, 1) ** (1 / 2.2)], 1)
    assert float(multiplicity(nearly).max()) < 1.05


def test_an_untrained_lut_is_the_identity() -> None:
    torch.manual_seed(3)
    _, lut, _ = Student().infer(thumbs(3))
    np.testing.assert_allclose(lut.sample(17).table, lattice(17), atol=1e-6)


def test_the_function_is_what_the_paper_writes(student: Student) -> None:
    """Latent code interpolated at the colour, then the MLP, in float64 numpy and from the weights alone."""
    _, lut, _ = student.infer(thumbs(4))
    rgb = np.random.default_rng(1).random((200, 3))
    code = lut.latent[0].numpy().astype(np.float64)
    where = rgb * 7
    low = np.minimum(where.astype(int), 6)
    t = where - low
    feature = np.zeros((len(rgb), 12))
    for corner in np.ndindex(2, 2, 2):
        share = np.prod([t[:, a] if c else 1 - t[:, a] for a, c in enumerate(corner)], axis=0)
        r, g, b = (low[:, a] + corner[a] for a in range(3))
        feature += share[:, None] * code[:, b, g, r].T
    x = np.concatenate([feature, rgb * 2 - 1], 1)
    layers = [m for m in student.implicit.mlp if isinstance(m, torch.nn.Linear)]
    for i, layer in enumerate(layers):
        x = x @ layer.weight.numpy().astype(np.float64).T + layer.bias.numpy()
        if i < len(layers) - 1:
            x = np.where(x > 0, x, np.expm1(np.minimum(x, 0)))
    np.testing.assert_allclose(lut.at(rgb.astype(np.float32)), np.clip(rgb + x, 0, 1), atol=2e-5)


@pytest.mark.parametrize("n", [2, 3, 8, 33, 64])
def test_a_lattice_is_the_function_at_its_nodes(student: Student, n: int) -> None:
    _, lut, _ = student.infer(thumbs(3))
    np.testing.assert_array_equal(lut.sample(n).table, lut.at(lattice(n)))


def test_nested_lattices_agree_where_they_meet(student: Student) -> None:
    _, lut, _ = student.infer(thumbs(3))
    np.testing.assert_allclose(lut.sample(33).table[::2, ::2, ::2], lut.sample(17).table, atol=1e-6)


@pytest.mark.parametrize("n", [1, 130, 0])
def test_lattices_outside_2_to_129_are_refused(student: Student, n: int) -> None:
    _, lut, _ = student.infer(thumbs(2))
    with pytest.raises(ValueError, match="2 to 129"):
        lut.sample(n)


def test_sampling_can_be_cancelled(student: Student) -> None:
    _, lut, _ = student.infer(thumbs(2))
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        lut.sample(65, job=job)


@pytest.mark.parametrize("damage", ["missing", "empty", "truncated", "pickle", "text"])
def test_damaged_weights_say_so(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "w.safetensors"
    if damage == "empty":
        path.touch()
    elif damage == "truncated":
        path.write_bytes(SHIPPED.read_bytes()[:5000])
    elif damage == "pickle":
        torch.save({"a": torch.zeros(2)}, path)
    elif damage == "text":
        path.write_text("not weights, and long enough to hold a header")
    with pytest.raises(ModelError) as caught:
        load_student(path)
    assert str(path) in str(caught.value)


def test_weights_are_as_readable_as_any_other_file(tmp_path: Path) -> None:
    write_weights(tmp_path / "w.safetensors", {"a": torch.zeros(2)}, WeightsInfo("student", "x"))
    (tmp_path / "other").write_bytes(b"")
    assert (tmp_path / "w.safetensors").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_weights_of_another_network_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "w.safetensors"
    write_weights(path, {"a": torch.zeros(2)}, WeightsInfo("teacher", "x"))
    with pytest.raises(ModelError, match="holds a teacher"):
        load_student(path)
    write_weights(path, {"a": torch.zeros(2)}, WeightsInfo("student", "x"))
    with pytest.raises(ModelError, match="does not fit"):
        load_student(path)
