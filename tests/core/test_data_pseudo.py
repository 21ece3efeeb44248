"""Pseudo-labels: the candidates are fusions, the best within the colour limit is chosen, and a run goes on."""

from __future__ import annotations

import subprocess
from pathlib import Path

import cv2
import numpy as np
import pytest

from mefcore.errors import Cancelled, MefError
from mefcore.evaluate import metrics
from mefcore.job import Job
from mefcore.train.data import load_scenes
from mefcore.train.data.fusers import fusers, merge_radiance, relative_exposures
from mefcore.train.data.pseudo import Score, best_fusion, choose, make_pseudo_labels, read_report

GAINS = (0.25, 1.0, 4.0)


def light(seed: int = 0) -> np.ndarray:
    """Textured scene-linear colours, ``(90, 120, 3)``, middle 0.18, six stops."""
    rng = np.random.default_rng(seed)
    smooth = cv2.resize(rng.normal(0, 1.6, (5, 7)), (120, 90), interpolation=cv2.INTER_CUBIC)
    texture = cv2.GaussianBlur(rng.normal(0, 1, (90, 120)), (0, 0), 1.2)
    colour = cv2.resize(rng.uniform(-0.4, 0.4, (4, 5, 3)), (120, 90), interpolation=cv2.INTER_CUBIC)
    return 0.18 * np.exp2((smooth + texture)[..., None] + colour)


def stack(seed: int = 0) -> np.ndarray:
    x = np.clip(np.stack([light(seed) * g for g in GAINS]), 0, 1)
    return (np.where(x <= 0.0031308, 12.92 * x, 1.055 * x ** (1 / 2.4) - 0.055) * 255 + 0.5).astype(np.uint8)


@pytest.mark.parametrize("name", sorted(fusers()))
def test_every_candidate_is_a_picture_of_the_scene(name: str) -> None:
    frames = stack()
    result = fusers()[name](frames)
    assert result.shape == frames.shape[1:]
    assert result.dtype == np.uint8
    scene = np.log(light())
    for c in range(3):  # more light is brighter, channel by channel: no swapped channels
        assert np.corrcoef(scene[..., c].ravel(), result[..., c].ravel().astype(float))[0, 1] > 0.8
    worst = min(metrics.mef_ssim(frames, np.full_like(f, 128)) for f in frames)
    assert metrics.mef_ssim(frames, result) > worst


def test_exposures_are_found_from_the_pictures() -> None:
    np.testing.assert_allclose(relative_exposures(stack()), [1, 4, 16], rtol=0.03)


def test_radiance_is_merged_up_to_a_gain() -> None:
    merged, truth = merge_radiance(stack()), light()
    held = (truth > 0.02).all(-1) & (truth < 2).all(-1)
    ratio = (merged / truth)[held]
    assert np.percentile(np.abs(ratio / np.median(ratio) - 1), 95) < 0.05


def test_colours_come_before_quality() -> None:
    scores = {"good": Score(0.98, 0.95, 80.0), "true": Score(0.95, 0.9, 20.0), "poor": Score(0.8, 0.8, 10.0)}
    assert choose(scores, 45) == "true"
    assert choose(scores, 100) == "good"
    assert choose(scores, 5) == "poor", "none is within: the nearest"


def test_the_best_of_a_stack_is_the_best() -> None:
    picture, choice = best_fusion(stack(), colour_limit=1e9)
    assert set(choice.scores) == set(fusers())
    assert choice.scores[choice.method].quality == max(s.quality for s in choice.scores.values())
    assert metrics.mef_ssim(stack(), picture) == pytest.approx(choice.scores[choice.method].mef_ssim, abs=1e-5)


def test_a_method_that_fails_is_no_candidate() -> None:
    def broken(frames: np.ndarray) -> np.ndarray:
        raise subprocess.CalledProcessError(1, "enfuse")

    _, choice = best_fusion(stack(), {"broken": broken, "mertens": fusers()["mertens"]})
    assert set(choice.scores) == {"mertens"}
    with pytest.raises(MefError, match="no method"):
        best_fusion(stack(), {"broken": broken})


def test_opencv_does_not_talk(capfd: pytest.CaptureFixture[str]) -> None:
    for name in ("debevec-reinhard", "debevec-drago", "debevec-mantiuk"):
        fusers()[name](stack())
    assert capfd.readouterr().err == ""


def test_labels_are_written_once_and_read_back(tmp_path: Path) -> None:
    for seed, name in enumerate("abc"):
        folder = tmp_path / "train" / name
        folder.mkdir(parents=True)
        for i, frame in enumerate(stack(seed)):
            cv2.imwrite(str(folder / f"{i}.png"), frame[..., ::-1])
    cv2.imwrite(str(tmp_path / "train" / "b" / "label.png"), stack(1)[1])
    out = tmp_path / "labels"
    stop = Job(lambda fraction, _: stop.cancel() if fraction > 0 else None)
    with pytest.raises(Cancelled):
        make_pseudo_labels(tmp_path, out, longest=120, job=stop)
    assert [p.name for p in out.glob("*.png")] == ["a.png"]
    made = (out / "a.png").stat().st_mtime_ns
    report = make_pseudo_labels(tmp_path, out, longest=120)
    assert set(report.stacks) == {"a", "c"}, "b has a label of its own"
    assert (out / "a.png").stat().st_mtime_ns == made
    assert read_report(out) == report
    scenes = load_scenes(tmp_path, "train", 120, pseudo_labels=out)
    assert [s.label is not None for s in scenes] == [True, True, True]
    assert [s.trust < 1 for s in scenes] == [True, False, True]
    with pytest.raises(MefError, match="other settings"):
        make_pseudo_labels(tmp_path, out, longest=60)
