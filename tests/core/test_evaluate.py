"""``mef eval`` on small scenes made here: its tables, its figures, and going on where it stopped."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import torch
from evaluate_cases import make_data

from mefcore import evaluate
from mefcore.cli import main
from mefcore.engine import select
from mefcore.errors import Cancelled, MefError, ModelError, WriteError
from mefcore.evaluate import distribution, figures, measure, metrics, speed, tables
from mefcore.evaluate.methods import average, load_network, mertens, single_frames, three
from mefcore.evaluate.scenes import read_stack
from mefcore.job import Job
from mefcore.nets.rivals import KINDS
from mefcore.nets.student import Shape, Student, load_model
from mefcore.nets.teacher import Shape as TeacherShape
from mefcore.nets.teacher import Teacher
from mefcore.nets.weights import WeightsInfo, write_weights

SIZES = ((64, 48), (128, 96))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_data(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Untrained weights of every kind that fuses."""
    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("models")
    small, teacher = Shape(16, 8, 8), TeacherShape(4, 8, 8)
    nets: dict[str, tuple[str, torch.nn.Module, dict[str, int]]] = {
        "w/o teacher": ("student", Student(small), vars(small)),
        "teacher": ("teacher", Teacher(teacher), vars(teacher)),
        **{kind: (kind, make(width=8), {"width": 8}) for kind, make in KINDS.items()},
    }
    paths = {}
    for i, (name, (kind, net, shape)) in enumerate(nets.items()):
        paths[name] = folder / f"{i}.safetensors"
        write_weights(paths[name], net.state_dict(), WeightsInfo(kind, f"tiny {kind}", shape))
    return paths


def run(data: Path, out: Path, **options: Any) -> dict[str, Any]:
    settings: dict[str, Any] = {
        "split": "val",
        "speed": False,
        "refined": False,
        "lattices": (),
        "echo": lambda _: None,
    }
    return evaluate.run(data, out=out, **{**settings, **options})


@pytest.fixture(scope="module")
def report(
    data: Path, models: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, Any], Path]:
    out = tmp_path_factory.mktemp("out")
    return run(data, out, models=models, refined=True, speed=True, speed_sizes=SIZES, lattices=(4, 64)), out


def test_everything_is_measured(report: tuple[dict[str, Any], Path], models: dict[str, Path]) -> None:
    found, out = report
    assert found == json.loads((out / "results.json").read_text(encoding="utf-8"))
    assert found["scenes"] == 2
    table = {"short", "medium", "long", "average", "Mertens", "Luxcube"}
    assert table | set(models) | {"lattice 4", "lattice 64"} <= set(found["summary"])
    for name in table | set(models):
        summary = found["summary"][name]
        assert set(summary) == set(tables.MEASURES)
        assert summary["mef_ssim"]["scenes"] == 2
        assert summary["psnr_3"]["scenes"] == 1
        worst = found["by_scene"][summary["mef_ssim"]["worst_scene"]][name]["mef_ssim"]
        assert summary["mef_ssim"]["worst"] == worst <= summary["mef_ssim"]["mean"]
    overall = sum(p.numel() for n, p in load_model().named_parameters() if not n.startswith("local."))
    assert found["parameters"]["Luxcube"] == overall
    assert found["parameters"]["Luxcube local"] == sum(p.numel() for p in load_model().parameters())
    assert {"command", "commit", "machine", "model"} <= set(found)
    for name in ("figure-1.png", "figure-10.png", "pictures/scene0.jpg", "pictures/scene1.jpg", "models/scene1.jpg"):
        assert cv2.imread(str(out / name)) is not None, name


def test_ours_is_measured_in_every_way(report: tuple[dict[str, Any], Path]) -> None:
    """Refining is by its own objective no worse, which shows in what it aims at."""
    found, out = report
    ways = ["Luxcube", "Luxcube local", "Luxcube global + refine", "Luxcube local + refine"]

    def aim(name: str) -> float:
        return sum(found["summary"][name][key]["mean"] for key in ("mef_ssim", "luminance", "qabf"))

    assert aim(ways[2]) > aim(ways[0])
    assert aim(ways[3]) > aim(ways[1])
    text = (out / "results.md").read_text(encoding="utf-8")
    table = text.partition("## Past the paper")[2].partition("\n## ")[0]
    assert all(f"| {name} |" in table for name in (*ways, "Mertens"))
    assert not set(ways[1:]) & set(found["distribution"])


def test_the_numbers_are_those_of_the_measures(report: tuple[dict[str, Any], Path], data: Path) -> None:
    stack = read_stack(data / "val" / "scene1")
    assert stack.label is not None
    row = report[0]["by_scene"]["scene1"]["Mertens"]
    assert row["qabf"] == pytest.approx(metrics.qabf(stack.frames, mertens(stack.frames)), abs=1e-6)
    assert row["psnr"] == pytest.approx(metrics.psnr(mertens(stack.frames), stack.label))
    assert row["ssim_3"] == pytest.approx(metrics.ssim(mertens(three(stack.frames)), stack.label))
    medium = report[0]["by_scene"]["scene1"]["medium"]
    assert medium["psnr"] == pytest.approx(metrics.psnr(stack.frames[len(stack.frames) // 2], stack.label))


def test_the_page_has_every_table(report: tuple[dict[str, Any], Path], models: dict[str, Path]) -> None:
    text = (report[1] / "results.md").read_text(encoding="utf-8")
    for heading in ("Table I:", "Table II:", "Table III:", "Figure 1:", "Figure 10:"):
        assert f"## {heading}" in text
    assert all(f"| {name} |" in text for name in models)
    assert f"{sum(p.numel() for p in load_model().parameters()):,}" in text
    assert "hdrnet (bilateral grid)" in text
    assert "(mask)" in text
    rows = [line for line in text.splitlines() if line.startswith("| label PSNR, 3 frames")]
    assert rows[0].count("|") == 9 or rows[0].count("|") == 8  # with and without enfuse
    assert str(report[1]) not in text


def test_run_time_is_compared_at_every_size(report: tuple[dict[str, Any], Path]) -> None:
    times = report[0]["speed"]
    assert [(t["width"], t["height"]) for t in times] == list(SIZES)
    for row in times:
        assert {"average", "Mertens", "Luxcube", "hdrnet", "laplacian"} <= set(row["cpu_seconds"])
        assert all(s >= 0 for s in row["cpu_seconds"].values())
        assert "w/o teacher" not in row["cpu_seconds"]  # costs what ours does


def test_it_goes_on_where_it_stopped(data: Path, tmp_path: Path) -> None:
    stop = Job(lambda fraction, _: stop.cancel() if fraction > 0.3 else None)
    with pytest.raises(Cancelled):
        run(data, tmp_path, job=stop)
    assert not (tmp_path / "results.json").exists()
    kept = tmp_path / "scenes" / "scene0.json"
    stored = json.loads(kept.read_text(encoding="utf-8"))
    stored["rows"]["average"]["row"]["mef_ssim"] = -7.0  # to be seen again, as it is not measured twice
    kept.write_text(json.dumps(stored), encoding="utf-8")
    found = run(data, tmp_path)
    assert found["by_scene"]["scene0"]["average"]["mef_ssim"] == -7
    assert found["scenes"] == 2


def test_what_no_longer_holds_is_measured_again(
    data: Path, models: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured: list[str] = []
    row = measure._row

    def noted(target: metrics.Target, pictures: measure.Pictures, name: str) -> measure.Row:
        measured.append(name)
        return row(target, pictures, name)

    monkeypatch.setattr(measure, "_row", noted)
    run(data, tmp_path, models={"a": models["w/o teacher"]})
    assert measured.count("Mertens") == measured.count("a") == 2
    measured.clear()
    run(data, tmp_path, models={"a": models["w/o teacher"]})
    assert measured == []
    run(data, tmp_path, models={"a": models["teacher"], "b": models["hdrnet"]})  # other weights by the same name
    assert sorted(measured) == ["a", "a", "b", "b"]
    measured.clear()
    run(data, tmp_path, grid=9)
    assert set(measured) == {"Luxcube", "Luxcube local"}
    (tmp_path / "scenes" / "scene1.json").write_text("no longer JSON", encoding="utf-8")
    measured.clear()
    run(data, tmp_path, grid=9)
    assert measured.count("Mertens") == 1


def test_what_cannot_be_evaluated_says_why(data: Path, tmp_path: Path) -> None:
    with pytest.raises(MefError, match="no scene folders"):
        run(data, tmp_path, split="nowhere")
    with pytest.raises(MefError, match="Mertens is taken"):
        run(data, tmp_path, models={"Mertens": tmp_path / "x"})
    with pytest.raises(ModelError, match="not there yet"):
        run(data, tmp_path, models={"x": tmp_path / "x"})
    (tmp_path / "file").write_text("")
    with pytest.raises(WriteError, match="file"):
        run(data, tmp_path / "file")
    other = tmp_path / "other.safetensors"
    write_weights(other, {"a": torch.zeros(1)}, WeightsInfo("cyclegan", "x"))
    with pytest.raises(ModelError, match="does not fuse"):
        load_network(other, engine=select("cpu"), grid=9)


@pytest.mark.parametrize("given", ["x", "x=", "=y"])
def test_models_are_given_as_name_and_path(given: str) -> None:
    with pytest.raises(MefError, match="NAME=PATH"):
        evaluate.named_paths([given])


def test_names_are_given_once() -> None:
    assert evaluate.named_paths(["a b=c=d", "e=f"]) == {"a b": Path("c=d"), "e": Path("f")}
    with pytest.raises(MefError, match="NAME=PATH"):
        evaluate.named_paths(["a=b", "a=c"])


def test_the_command(
    data: Path,
    models: dict[str, Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(evaluate, "LATTICES", (4,))  # the real ones take a while
    arguments = ["eval", str(data), "--split", "val", "--out", str(tmp_path), "--grid", "9", "--no-speed"]
    with pytest.raises(SystemExit) as caught:
        main([*arguments, "--models", f"teacher={models['teacher']}"])
    assert caught.value.code == 0
    assert "Table II" in capsys.readouterr().out
    with pytest.raises(SystemExit) as caught:
        main([*arguments, "--models", "teacher"])
    assert caught.value.code == 2


def test_three_frames_and_single_frames() -> None:
    frames = np.arange(8)[:, None, None, None] * np.ones((1, 2, 2, 3), int)
    assert three(frames)[:, 0, 0, 0].tolist() == [1, 4, 6]
    assert three(frames[:3])[:, 0, 0, 0].tolist() == [0, 1, 2]
    assert [int(f(frames)[0, 0, 0]) for f in single_frames().values()] == [1, 4, 6]
    assert [int(f(frames[:2])[0, 0, 0]) for f in single_frames().values()] == [0, 1, 1]
    assert average(frames.astype(np.uint8))[0, 0, 0] == 4


def test_counts_of_values_add_up() -> None:
    rng = np.random.default_rng(0)
    first, second = rng.normal(0.2, 1, (10, 10, 10)), rng.normal(0.4, 1, 1000)
    pooled = distribution.pool([distribution.count(first), distribution.count(second)])
    together = np.concatenate([first.ravel(), second])
    assert pooled["mean"] == pytest.approx(together.mean())
    assert pooled["std"] == pytest.approx(together.std())
    assert (pooled["min"], pooled["max"]) == (together.min(), together.max())
    counts = np.histogram(np.clip(together, -5, 5), 1000, (-5, 5))[0] / 2000
    np.testing.assert_allclose(pooled["density"], counts, atol=1e-7)
    assert sum(distribution.count(np.array([-9.0, 9.0]))["counts"]) == 2


def test_small_differences_are_not_blown_up() -> None:
    low, high = figures._at_least(np.array([24.0, 24.1, np.nan]), 2.0)
    assert high - low == pytest.approx(2.0)
    low, high = figures._at_least(np.array([10.0, 20.0]), 2.0)
    assert (low, high) == (9, 21)


def test_the_made_up_bracket_is_one() -> None:
    frames = speed.bracket(70, 50)
    assert frames.shape == (3, 50, 70, 3)
    assert np.diff(frames.reshape(3, -1).mean(1)).min() > 20
