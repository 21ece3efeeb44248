"""The sidecar: what a person did to a bracket survives the disk, other versions, other programs and other people."""

from __future__ import annotations

import contextlib
import itertools
import json
import time
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mefcore import sidecar
from mefcore.errors import RecipeError
from mefcore.found import Found, Nudge
from mefcore.recipe import Recipe
from mefcore.sidecar import FrameRef, NewerSidecar, State, Step
from mefcore.snapshot import Snapshot

FRAMES = (FrameRef(name="a.jpg", size=5, hash="00ff"), FrameRef(name="../b ü.jpg", time=0.25, f_number=8.0, iso=100.0))


def found(seed: int, nodes: int = 8) -> Found:
    latent = np.random.default_rng(seed).normal(size=(12, nodes, nodes, nodes)).astype(np.float32)
    weights = np.full((3, 1, 1, 1), 1 / 3, np.float32)
    return Found.of(weights, latent, model="m", local=False, before=1.0, after=0.5)


FOUND = tuple(found(seed) for seed in range(3))
nudges = st.builds(
    Nudge,
    frame=st.integers(0, 63),
    x=st.floats(0, 1),
    y=st.floats(0, 1),
    luma=st.floats(0, 1),
    amount=st.floats(-8, 8),
)
recipes = st.builds(
    Recipe,
    local=st.floats(0, 1),
    grid=st.integers(2, 129),
    interpolation=st.sampled_from(["trilinear", "tetrahedral"]),
    found=st.none() | st.sampled_from(FOUND),
    nudges=st.lists(nudges, max_size=60).map(tuple),
)


@st.composite
def states(draw: st.DrawFn) -> State:
    chain = draw(st.lists(recipes, min_size=1, max_size=6))
    steps = tuple(Step(a, b, draw(st.text(max_size=9))) for a, b in itertools.pairwise(chain))
    at = draw(st.integers(0, len(steps)))
    return State(
        recipe=chain[at],
        rating=draw(st.integers(0, 5)),
        rejected=draw(st.booleans()),
        snapshots=tuple(draw(st.lists(st.builds(Snapshot, name=st.text(max_size=9), recipe=recipes), max_size=2))),
        steps=steps,
        at=at,
    )


@settings(max_examples=60, deadline=None)
@given(states())
def test_whatever_was_done_survives(state: State) -> None:
    read = sidecar.decode(sidecar.encode(FRAMES, state, writer="w"))
    assert read.state == state
    assert read.frames == FRAMES
    assert read.writer == "w"


def history(count: int, make=lambda recipe, n: recipe.with_(grid=2 + n % 100)) -> tuple[Step, ...]:
    steps, recipe = [], Recipe()
    for n in range(count):
        after = make(recipe, n)
        steps.append(Step(recipe, after, f"step {n}"))
        recipe = after
    return tuple(steps)


def test_a_person_can_read_it() -> None:
    steps = history(2)
    text = sidecar.encode(FRAMES, State(recipe=steps[-1].after, rating=4, steps=steps, at=2)).decode()
    raw = json.loads(text)
    assert raw["frames"][1] == {"name": "../b ü.jpg", "time": 0.25, "f_number": 8.0, "iso": 100.0}
    assert raw["history"]["steps"][1] == {"text": "step 1", "set": {"grid": 3}}
    assert raw["recipe"]["grid"] == 3
    assert raw["rating"] == 4
    assert text.count("\n") > 40


def test_what_steps_share_is_stored_once() -> None:
    steps = (
        Step(Recipe(), Recipe(found=FOUND[0]), "Refine"),
        *(Step(Recipe(found=FOUND[0], grid=n), Recipe(found=FOUND[0], grid=n + 1), "Grid") for n in range(33, 60)),
    )
    one = len(sidecar.encode(FRAMES, State(recipe=steps[0].after, steps=steps[:1], at=1)))
    many = sidecar.encode(FRAMES, State(recipe=steps[-1].after, steps=steps, at=len(steps)))
    assert len(many) < one + 4_000
    assert len(json.loads(many)["blobs"]) == 1
    read = sidecar.decode(many).state
    assert read.recipe == steps[-1].after
    assert len({id(s.after.found) for s in read.steps}) == 1


@pytest.mark.parametrize("at", [0, 1, 70, 250, 299, 300])
def test_a_long_history_keeps_what_is_near(at: int) -> None:
    steps = history(300)
    recipe = steps[at - 1].after if at else steps[0].before
    read = sidecar.decode(sidecar.encode(FRAMES, State(recipe=recipe, steps=steps, at=at))).state
    assert len(read.steps) == sidecar.MAX_STEPS
    assert read.recipe == recipe
    begin = max(0, at - sidecar.MAX_STEPS)
    assert read.steps == steps[begin : begin + sidecar.MAX_STEPS]
    assert read.at == at - begin


def test_a_heavy_history_is_shortened(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = history(40, lambda recipe, n: recipe.with_(found=found(n, nodes=6)))
    state = State(recipe=steps[-1].after, steps=steps, at=40)
    monkeypatch.setattr(sidecar, "HISTORY_BYTES", 300_000)
    data = sidecar.encode(FRAMES, state)
    assert len(data) < 300_000
    read = sidecar.decode(data).state
    assert 0 < len(read.steps) < 40
    assert read.steps == steps[-len(read.steps) :]
    assert read.recipe == state.recipe


def test_huge_but_quick() -> None:
    steps = history(100, lambda r, n: r.with_(nudges=(*r.nudges, *[Nudge(frame=0, x=0, y=0, luma=0, amount=1)] * 5)))
    begin = time.process_time()
    data = sidecar.encode(FRAMES, State(recipe=steps[-1].after, steps=steps, at=100))
    sidecar.decode(data)
    assert time.process_time() - begin < 3.0


def plain(**more: object) -> dict[str, object]:
    return {"sidecar": 1, "frames": [{"name": "a.jpg"}, {"name": "b.jpg"}], "recipe": {"version": 3}, **more}


@pytest.mark.parametrize("version", [1, 2, 3])
def test_recipes_of_every_older_version_are_upgraded(version: int) -> None:
    recipe: dict[str, object] = {"version": version, "grid": 17}
    step = {"text": "Strength 50 %", "set": {"strength": 0.5}}
    raw = plain(recipe=recipe, history={"first": recipe, "steps": [step], "at": 0})
    state = sidecar.decode(json.dumps(raw).encode()).state
    alone = Recipe.of(recipe)
    assert state.recipe == alone
    assert state.recipe.align == ("off" if version < 3 else "auto")
    assert state.steps == (Step(alone, alone.with_(strength=0.5), "Strength 50 %"),)


def test_sidecars_are_upgraded_one_version_after_the_other() -> None:
    upgrades = {1: lambda raw: {**raw, "stars": raw["rating"]}, 2: lambda raw: {**raw, "stars": raw["stars"] + 1}}
    raw = sidecar.upgraded({"sidecar": 1, "rating": 3}, None, upgrades, to=3)
    assert raw == {"sidecar": 3, "rating": 3, "stars": 4}


@pytest.mark.parametrize(
    "raw",
    [
        {"sidecar": 2, "anything": 1},
        plain(recipe={"version": 99, "later": 1}),
        plain(snapshots=[{"name": "a", "recipe": {"version": 99}}]),
    ],
)
def test_a_newer_one_says_so(tmp_path: Path, raw: dict[str, object]) -> None:
    with pytest.raises(NewerSidecar, match="newer Luxcube") as caught:
        sidecar.decode(json.dumps(raw).encode(), tmp_path / "x.luxcube.json")
    assert "x.luxcube.json" in str(caught.value)


@pytest.mark.parametrize(
    "raw",
    [
        {},
        [],
        {"sidecar": "1"},
        {"sidecar": 0},
        plain(frames=[]),
        plain(later=1),
        plain(rating=6),
        plain(recipe={"grid": 1}),
        plain(recipe={"exposures": 1}),
        plain(recipe={"version": 3, "found": {"blob": "gone"}}),
        plain(history={"first": {}, "steps": [{"text": "x"}], "at": 0}),
        plain(snapshots=[{"name": "a"}]),
        plain(recipe={"version": 3, "found": {**msgspec.to_builtins(FOUND[0]), "weights": "AAAA"}}),
    ],
)
def test_damage_is_told(raw: object) -> None:
    with pytest.raises(RecipeError):
        sidecar.decode(json.dumps(raw).encode())


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damage_never_crashes(data: st.DataObject) -> None:
    steps = history(3)
    good = bytearray(sidecar.encode(FRAMES, State(recipe=steps[-1].after, steps=steps, at=3)))
    at = data.draw(st.integers(0, len(good) - 1))
    if data.draw(st.booleans()):
        del good[at:]
    else:
        good[at : at + 1] = data.draw(st.binary(max_size=3))
    with contextlib.suppress(RecipeError):  # nothing else
        sidecar.decode(bytes(good))


def test_a_look_that_somebody_changed_by_hand_counts() -> None:
    steps = history(3)
    raw = json.loads(sidecar.encode(FRAMES, State(recipe=steps[-1].after, steps=steps, at=3)))
    raw["recipe"]["grid"] = 65
    state = sidecar.decode(json.dumps(raw).encode()).state
    assert state.recipe.grid == 65
    assert state.steps == ()
