"""Refining one bracket: better by its own objective, never worse, stoppable, and still a blend and a LUT."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
import torch
from evaluate_cases import exposures

from mefcore import pipeline
from mefcore.engine import select
from mefcore.errors import BracketError, Cancelled, MefError, RecipeError
from mefcore.evaluate.metrics import Target
from mefcore.found import Found
from mefcore.job import Job
from mefcore.recipe import Recipe
from mefcore.refine import Effort, refine

FEW = Effort(steps=6)


@pytest.fixture(scope="module")
def frames() -> list[np.ndarray]:
    return exposures((-4, -1, 2), height=120, width=160)


@pytest.fixture(scope="module")
def prediction(frames: list[np.ndarray]) -> pipeline.Prediction:
    return pipeline.infer(np.stack([pipeline.thumbnail(f) for f in frames]))


def picture(frames: list[np.ndarray], prediction: pipeline.Prediction, recipe: Recipe) -> np.ndarray:
    lut = pipeline.bake(prediction, recipe)
    return pipeline.apply(frames, prediction, lut, recipe, select("cpu"), dtype=np.uint8)


@pytest.mark.parametrize("local", [False, True])
def test_it_gets_better(frames: list[np.ndarray], prediction: pipeline.Prediction, local: bool) -> None:
    found = refine(frames, prediction, local=local, effort=Effort(steps=25))
    assert found.after < found.before - 0.01
    recipe = Recipe(local=float(local))
    target = Target(frames)
    before = target.measure(picture(frames, prediction, recipe))
    after = target.measure(picture(frames, prediction, recipe.with_(found=found)))
    assert after["mef_ssim"] + after["luminance"] > before["mef_ssim"] + before["luminance"]


def test_it_is_never_worse_than_the_start(frames: list[np.ndarray], prediction: pipeline.Prediction) -> None:
    """Steps so bold that every one of them leads astray."""
    found = refine(frames, prediction, local=True, effort=Effort(steps=3, weights_rate=50, code_rate=50))
    assert found.after == found.before
    start = prediction.local
    assert start is not None
    weights, code = found.arrays()
    np.testing.assert_allclose(weights, start.weights.values, atol=2e-4)
    np.testing.assert_array_equal(code, start.lut.latent[0].numpy())


def test_it_goes_on_from_what_was_found(frames: list[np.ndarray], prediction: pipeline.Prediction) -> None:
    recipe = Recipe(local=1.0)
    first = refine(frames, prediction, local=True, effort=FEW)
    again = refine(frames, pipeline.refined(prediction, recipe.with_(found=first)), local=True, effort=FEW)
    # What it starts from is what it must keep near to, so that term is nothing again.
    assert first.after - 0.1 < again.before < first.after + 2e-3
    assert again.after <= again.before


def test_the_same_again(frames: list[np.ndarray], prediction: pipeline.Prediction) -> None:
    one, two = (refine(frames, prediction, local=True, effort=FEW) for _ in range(2))
    assert one == two


def test_enough_keeps_the_best_so_far(frames: list[np.ndarray], prediction: pipeline.Prediction) -> None:
    asked: list[int] = []

    def enough() -> bool:
        asked.append(1)
        return len(asked) == 3

    found = refine(frames, prediction, local=True, effort=Effort(steps=50), enough=enough)
    assert len(asked) == 3
    assert found.after < found.before


def test_cancelling_leaves_nothing(frames: list[np.ndarray], prediction: pipeline.Prediction) -> None:
    job = Job(lambda fraction, _: job.cancel() if fraction > 0.3 else None)
    with pytest.raises(Cancelled):
        refine(frames, prediction, local=True, effort=FEW, job=job)


def test_the_network_itself_stays_as_it_is(frames: list[np.ndarray], prediction: pipeline.Prediction) -> None:
    before = prediction.lut.sample(5).table
    refine(frames, prediction, local=False, effort=FEW)
    np.testing.assert_array_equal(prediction.lut.sample(5).table, before)


def test_a_look_is_matched(frames: list[np.ndarray], prediction: pipeline.Prediction) -> None:
    """A warm, bright rendition of the middle frame; as the bracket's own, of another size."""
    recipe = Recipe(local=1.0)
    look = np.clip(frames[1].astype(float) * [1.25, 1.1, 0.8], 0, 255).astype(np.uint8)[::2, ::2]
    found = refine(frames, prediction, local=True, look=look, look_name="warm.jpg", effort=Effort(steps=40))
    assert found.look == "warm.jpg"

    def distance(recipe: Recipe) -> float:
        return float(np.abs(picture(frames, prediction, recipe)[::2, ::2].astype(float) - look).mean())

    assert distance(recipe.with_(found=found)) < 0.6 * distance(recipe)


def test_a_look_of_another_shape_is_refused(frames: list[np.ndarray], prediction: pipeline.Prediction) -> None:
    with pytest.raises(MefError, match="another shape"):
        refine(frames, prediction, local=True, look=frames[0][:, :100])


def test_frames_too_small_say_so(prediction: pipeline.Prediction) -> None:
    with pytest.raises(BracketError, match="too small"):
        refine([np.zeros((20, 400, 3), np.uint8)] * 3, prediction, local=True)


@pytest.mark.parametrize("k", [2, 9])
def test_any_number_of_frames_of_any_kind(k: int) -> None:
    frames = [(f / 255).astype(np.float32) for f in exposures(np.linspace(-5, 3, k), height=60, width=50)]
    frames[0][3, 4] = np.nan
    prediction = pipeline.infer(np.stack([pipeline.thumbnail(np.nan_to_num(f)) for f in frames]))
    found = refine(frames, prediction, local=True, effort=FEW)
    assert np.isfinite(found.after)
    assert found.shape[0] == k


def test_flat_and_clipped_frames_are_not_farmed() -> None:
    """Frames without structure: no term may run below zero, and nothing may become NaN."""
    frames = [np.full((64, 64, 3), v, np.uint8) for v in (0, 128, 255)]
    prediction = pipeline.infer(np.stack([pipeline.thumbnail(f) for f in frames]))
    found = refine(frames, prediction, local=True, effort=FEW)
    assert 0 <= found.after <= found.before


def test_what_was_found_survives_the_disk(
    frames: list[np.ndarray], prediction: pipeline.Prediction, tmp_path_factory: pytest.TempPathFactory
) -> None:
    recipe = Recipe(local=1.0).with_(found=refine(frames, prediction, local=True, effort=FEW))
    path = tmp_path_factory.mktemp("sidecar") / "r.json"
    path.write_bytes(recipe.to_json())
    again = Recipe.load(path)
    assert again == recipe
    np.testing.assert_array_equal(picture(frames, prediction, again), picture(frames, prediction, recipe))
    assert (picture(frames, prediction, again) != picture(frames, prediction, Recipe(local=1.0))).any()


def found(**changes: object) -> Found:
    weights = np.full((3, 1, 1, 1), 1 / 3, np.float32)
    rest = {"model": "m", "local": False, "before": 1.0, "after": 0.5}
    return Found.of(weights, np.zeros((12, 8, 8, 8), np.float32), **{**rest, **changes})


def test_a_finding_of_another_bracket_or_model_is_refused(prediction: pipeline.Prediction) -> None:
    with pytest.raises(RecipeError, match="refined with m"):
        pipeline.weights_of(prediction, Recipe().with_(found=found()))
    two = Found.of(
        np.full((2, 1, 1, 1), 0.5, np.float32), np.zeros((12, 8, 8, 8)), model="m", local=False, before=1.0, after=0.5
    )
    with pytest.raises(RecipeError, match="2 frames"):
        pipeline.lut_of(prediction, Recipe().with_(found=two))


@pytest.mark.parametrize(
    ("field", "data", "words"),
    [
        ("weights", b"123", "cut off"),
        ("latent", np.full(12 * 512, np.nan, "<f4").tobytes(), "damaged"),
        ("weights", np.float32([1, 1, 1]).tobytes(), "add up"),
        ("weights", np.float32([2, -1, 0]).tobytes(), "add up"),
    ],
)
def test_a_damaged_finding_says_so(prediction: pipeline.Prediction, field: str, data: bytes, words: str) -> None:
    whole = found(model=prediction.model_id)
    damaged = msgspec.structs.replace(whole, **{field: data})
    with pytest.raises(RecipeError, match=words):
        pipeline.weights_of(prediction, Recipe().with_(found=damaged))


def test_it_steps_as_torch_s_own_adam_does() -> None:
    from mefcore.refine import _Adam

    start, shares = torch.rand(50, generator=torch.manual_seed(1)), (0.2, 1.0, 0.7, 0.1)
    ours, theirs = start.clone().requires_grad_(True), start.clone().requires_grad_(True)
    adam, reference = _Adam(ours, 0.3), torch.optim.Adam([theirs], lr=0.3)
    for share in shares:
        for x in (ours, theirs):
            (x.sin() * torch.arange(50)).sum().backward()
        adam.step(share)
        reference.param_groups[0]["lr"] = 0.3 * share
        reference.step()
        reference.zero_grad()
        assert ours.grad is None
        torch.testing.assert_close(ours, theirs, rtol=1e-5, atol=1e-6)


def test_gradients_reach_the_grid_through_the_picture(
    frames: list[np.ndarray], prediction: pipeline.Prediction
) -> None:
    """One small step along the slope of a single node does what the slope says."""
    from mefcore.refine import _Bracket

    bracket = _Bracket(frames, prediction, True, None, "cpu")
    bracket.objective().backward()
    slope = bracket.logits.grad
    assert slope is not None
    node = np.unravel_index(int(slope.abs().argmax()), tuple(slope.shape))
    with torch.no_grad():
        start = float(bracket.objective())
        bracket.logits[node] += 0.05
        moved = float(bracket.objective()) - start
    assert moved == pytest.approx(0.05 * float(slope[node]), rel=0.2)
