"""The look where it is used: in the lattice, in the error that is told, in the command, and the auto button."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from cli_cases import Run, scene
from look_cases import colours
from PIL import Image

from mefcore import pipeline
from mefcore.color import linear_to_srgb
from mefcore.engine import select
from mefcore.errors import LutError, RecipeError
from mefcore.look.auto import SETS, auto_for, auto_look
from mefcore.look.compose import compile_look
from mefcore.look.creative import Creative
from mefcore.look.oklab import FROM_LAB, FROM_LMS
from mefcore.look.text import settings
from mefcore.lut.formats.cube import read_cube, write_cube
from mefcore.lut.grid import Lut3D
from mefcore.recipe import Recipe, parameters

LOOKED = Recipe().with_(
    exposure=0.5, contrast=0.3, temperature=0.2, saturation=0.2, curve=((0.0, 0.0), (0.3, 0.25), (1.0, 1.0))
)


def thumbs() -> np.ndarray:
    ramp = np.linspace(0, 1, 128, dtype=np.float32)
    base = np.stack([ramp[:, None] * ramp, ramp[:, None] * np.ones(128, np.float32), np.tile(ramp, (128, 1))], -1)
    return np.stack([np.clip(base * f, 0, 1) for f in (0.3, 1.0, 2.5)]).astype(np.float32)


@pytest.fixture(scope="module")
def prediction() -> pipeline.Prediction:
    return pipeline.infer(thumbs())


def test_the_final_function_is_what_the_lattice_samples(prediction: pipeline.Prediction) -> None:
    for recipe in (LOOKED, LOOKED.with_(strength=0.4, local=0.5), Recipe(), LOOKED.with_(strength=0.0)):
        final = pipeline.final_of(prediction, recipe)
        lut = pipeline.bake(prediction, recipe)
        nodes = Lut3D.identity(recipe.grid).table
        np.testing.assert_allclose(final.at(nodes), lut.table, atol=5e-5)  # float32, told apart near black
        np.testing.assert_array_equal(final.sample(recipe.grid).table, lut.table)
        mixed = pipeline.lattices(prediction, recipe).mix(recipe)
        np.testing.assert_allclose(mixed.table, lut.table, atol=3e-5)


def test_no_look_leaves_the_network_alone_to_the_bit(prediction: pipeline.Prediction) -> None:
    np.testing.assert_array_equal(pipeline.bake(prediction, Recipe()).table, prediction.lut.sample(33).table)
    nothing = pipeline.bake(prediction, Recipe().with_(strength=0.0))
    np.testing.assert_array_equal(nothing.table, Lut3D.identity(33).table)
    rgb = colours()
    np.testing.assert_array_equal(pipeline.final_of(prediction, Recipe().with_(strength=0.0)).at(rgb), rgb)


def test_the_look_comes_after_strength(prediction: pipeline.Prediction) -> None:
    recipe, look = LOOKED.with_(strength=0.3), compile_look(LOOKED)
    assert look is not None
    rgb = colours()
    half = rgb + np.float32(0.3) * (prediction.lut.at(rgb) - rgb)
    np.testing.assert_allclose(pipeline.final_of(prediction, recipe).at(rgb), look(half), atol=1e-6)


def test_the_error_told_is_that_of_the_whole_function(prediction: pipeline.Prediction) -> None:
    recipe = LOOKED.with_(grid=9)
    coarse = pipeline.measure(prediction, pipeline.bake(prediction, recipe), recipe)
    fine = pipeline.measure(prediction, pipeline.bake(prediction, recipe.with_(grid=65)), recipe)
    assert 0 < fine.mean < coarse.mean / 4
    stale = pipeline.measure(prediction, pipeline.bake(prediction, Recipe(grid=65)), recipe)
    assert stale.mean > 5 * fine.mean, "a lattice without the look is far from it"


# ---- the auto button


def exposed(stops: float) -> np.ndarray:
    """A colourful made-up scene at so many stops from normal."""
    rng = np.random.default_rng(2)
    small = rng.uniform(0.05, 0.95, (12, 12, 3)) ** 1.6
    light = cv2.resize(small, (96, 96), interpolation=cv2.INTER_CUBIC).clip(0, 1)
    light[:8] *= 0.02
    return np.clip((light * 2.0**stops) ** (1 / 2.2), 0, 1)


def looked(pixels: np.ndarray, changes: dict[str, float]) -> np.ndarray:
    look = compile_look(Recipe().with_(**changes))
    return pixels if look is None else look(pixels.astype(np.float32))


def test_auto_brightens_what_is_dark_and_darkens_what_is_bright() -> None:
    assert auto_look(exposed(-2.5)).get("exposure", 0) > 0.2
    assert auto_look(exposed(1.8)).get("exposure", 0) < 0
    assert abs(auto_look(exposed(0)).get("exposure", 0)) < 0.1


def test_auto_asked_again_changes_little() -> None:
    for stops in (-2, -1, 0, 0.7):
        once = looked(exposed(stops), auto_look(exposed(stops)))
        twice = looked(once, auto_look(once))
        assert np.abs(twice - once).mean() < 0.03


def test_auto_takes_half_of_a_cast_away() -> None:
    rng = np.random.default_rng(0)
    grey = rng.uniform(0.1, 0.9, (64, 64, 1)).repeat(3, axis=2)
    warm = looked(grey, {"temperature": 0.8})
    changes = auto_look(warm)
    assert -0.5 < changes["temperature"] < -0.1
    assert abs(changes.get("tint", 0)) < 0.1
    assert "temperature" not in auto_look(grey)


def test_night_stays_night() -> None:
    night = np.full((80, 80, 3), 0.06)
    night[10:14, 10:60] = (1.0, 0.9, 0.7)
    night[30:60] += np.random.default_rng(0).uniform(0, 0.1, (30, 80, 1))
    assert looked(night, auto_look(night)).mean() < 1.3 * night.mean()


def room(stops: float, lamps: float) -> np.ndarray:
    """``(96, 96, 3)``: a dim room under some exposure, with a window that burns at so much."""
    pixels = exposed(stops)
    pixels[40:50, 40:60] = lamps
    return pixels


@pytest.mark.parametrize("lamps", [0.7, 1.0])
def test_a_little_more_light_changes_auto_a_little(lamps: float) -> None:
    """From night to a bright room in small steps: nothing of the look comes or goes at once."""
    found = [auto_look(room(stops, lamps)) for stops in np.arange(-5.0, 1.5, 0.05)]
    for name in ("exposure", "contrast", "highlights", "shadows", "whites", "blacks"):
        values = np.array([changes.get(name, 0.0) for changes in found])
        assert np.abs(np.diff(values)).max() < 0.2, name


def wall(angle: float, share: float = 0.2) -> np.ndarray:
    """Greys under warm light, of which the brighter ones, a ``share`` of all, are turned by an angle."""
    rng = np.random.default_rng(5)
    lab = np.zeros((4000, 3))
    bright = np.arange(4000) < 4000 * share
    lab[:, 0] = np.where(bright, rng.uniform(0.65, 0.78, 4000), rng.uniform(0.35, 0.55, 4000))
    turned = np.where(bright, angle, 0.0) + 1.0
    lab[:, 1:] = 0.03 * np.stack([np.cos(turned), np.sin(turned)], 1) + rng.normal(0, 0.004, (4000, 2))
    linear = (lab @ np.array(FROM_LAB).T) ** 3 @ np.array(FROM_LMS).T
    return linear_to_srgb(np.clip(linear, 0, 1)).reshape(40, 100, 3)


def test_greys_that_agree_a_little_less_have_a_little_less_taken_away() -> None:
    """From full agreement to none, and from no bright greys to many: white balance does not come or go at once."""
    for pictures in (
        [wall(angle) for angle in np.arange(0.0, 2.0, 0.04)],
        [wall(0.0, share) for share in np.arange(0.0, 0.1, 0.0015)],
    ):
        found = [auto_look(picture) for picture in pictures]
        values = np.array([[changes.get(name, 0.0) for name in ("temperature", "tint")] for changes in found])
        sizes = np.abs(values).max(1)
        assert sizes.max() > 0.05
        assert sizes.min() == 0
        assert np.abs(np.diff(values, axis=0)).max() < 0.06


def test_a_dark_room_is_no_night() -> None:
    """With a window in it, and by a shade darker than what was brightened."""
    dim = room(0, 1.0)
    median = lambda pixels: float(np.median(pixels))  # noqa: E731
    levels = [s for s in np.arange(-5.0, 0.0, 0.05) if 0.20 < median(room(s, 1.0)) < 0.24]
    assert len(levels) > 2
    assert median(dim) > 0.24
    for stops in levels:
        changes = auto_look(room(stops, 1.0))
        assert changes.get("exposure", 0) + changes.get("shadows", 0) > 0.25


def test_auto_makes_do_with_anything() -> None:
    for value in (0.0, 0.5, 1.0):
        assert set(auto_look(np.full((8, 8, 3), value))) <= set(SETS)
    assert auto_look(np.full((1, 1, 3), np.float32(0.4))).get("vibrance") is None


def test_auto_of_a_bracket_forgets_the_look_it_replaces(prediction: pipeline.Prediction) -> None:
    changes = auto_for(prediction, Recipe())
    assert set(changes) == set(SETS)
    assert auto_for(prediction, LOOKED.with_(curve=(), saturation=0.9)) == changes
    blend = np.zeros((128, 128, 3))
    for weight, frame in zip(prediction.weights, prediction.inputs, strict=True):
        blend += weight * frame
    direct = auto_look(prediction.lut.at(blend.astype(np.float32)))
    assert {k: v for k, v in changes.items() if v} == pytest.approx(direct, abs=0.011)


# ---- as typed


def test_settings_are_read_by_their_declarations(tmp_path: Path) -> None:
    write_cube(tmp_path / "film look.cube", Lut3D.identity(5))
    found = settings(
        [
            *("exposure=0.5", "deghost-strength=0.2", "grid=17", "interpolation=tetrahedral", "contrast=-0.2"),
            *("curve=0,0 0.25,0.2 1,1", "weights=0.2,0.5,0.3", f"creative={tmp_path}/film look.cube", "exposure=−1"),
            *("saturation=default", "curve_red="),
        ]
    )
    creative = found.pop("creative")
    assert (creative.name, creative.size) == ("film look", 5)
    assert found == {
        **{"exposure": -1.0, "deghost_strength": 0.2, "grid": 17, "interpolation": "tetrahedral", "contrast": -0.2},
        **{"curve": ((0, 0), (0.25, 0.2), (1, 1)), "weights": (0.2, 0.5, 0.3), "saturation": 0.0, "curve_red": ()},
    }
    Recipe().with_(**found)
    assert settings(["creative=none", "weights="]) == {"creative": None, "weights": ()}


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("exposure", "sets nothing", "name=value"),
        ("exposur=1", "no parameter 'exposur'", "is it exposure?"),
        ("zzz=1", "no parameter", "mef look"),
        ("found=1", "no parameter", ""),
        ("exposure=much", "exposure cannot be 'much'", "-4 to 4"),
        ("exposure=nan", "exposure cannot be 'nan'", "-4 to 4"),
        ("exposure=5", "exposure cannot be 5", "-4 to 4"),
        ("grid=3.5", "grid cannot be", "2 to 129"),
        ("gamut=wide", "gamut cannot be", "clip, compress"),
        ("curve=0,0", "curve cannot be", "2 to 16 points"),
        ("curve=0,0 0,1", "curve cannot be", "2 to 16 points"),
        ("curve=0,0 1,1,1", "curve cannot be", "2 to 16 points"),
        ("weights=0.5,0.2", "weights cannot be", "add up to 1"),
    ],
)
def test_settings_that_mean_nothing_say_what_would(text: str, message: str, hint: str) -> None:
    with pytest.raises(RecipeError, match=message) as caught:
        settings([text])
    assert hint in caught.value.hint


def test_a_creative_lut_that_is_no_cube(tmp_path: Path) -> None:
    (tmp_path / "x.cube").write_text("nothing of the kind")
    with pytest.raises(LutError):
        settings([f"creative={tmp_path / 'x.cube'}"])


@pytest.fixture
def bracket(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"{name}.jpg" for name in "abc"]
    for i, path in enumerate(paths):
        Image.fromarray(scene(i, (90, 60))).save(path, quality=95)
    return paths


def test_the_command_sets_and_the_cube_holds_it(mef: Run, bracket: list[Path], tmp_path: Path) -> None:
    out, cube, base, sidecar = (tmp_path / name for name in ("o.tif", "o.cube", "base.tif", "o.json"))
    flags = ("--set", "exposure=0.7", "--set", "curve=0,0 0.25,0.2 1,1", "--set", "grid=17", "--set", "deghost=off")
    arguments = ("-o", out, "--cube", cube, "--base", base, "--sidecar", sidecar, *flags)
    assert mef("fuse", *bracket, *arguments)[0] == 0
    made = Recipe.load(sidecar)
    assert (made.exposure, made.grid, made.deghost) == (0.7, 17, "off")
    blend, picture = (cv2.imread(str(p), -1)[..., ::-1].astype(np.float64) / 65535 for p in (base, out))
    np.testing.assert_allclose(read_cube(cube).evaluate(blend).clip(0, 1), picture, atol=2e-4)
    plain = tmp_path / "plain.tif"
    assert mef("fuse", *bracket, "-o", plain, "--grid", 17, "--deghost", "off")[0] == 0
    assert picture.mean() > cv2.imread(str(plain), -1).mean() / 65535 + 0.01


def test_the_command_finds_a_look_and_leaves_what_was_told(mef: Run, bracket: list[Path], tmp_path: Path) -> None:
    sidecar = tmp_path / "o.json"
    report = tmp_path / "r.json"
    arguments = ("-o", tmp_path / "o.png", "--sidecar", sidecar, "--report", report, "--auto", "--set", "exposure=-0.3")
    status, out, _ = mef("fuse", *bracket, *arguments)
    assert status == 0
    made, told = json.loads(sidecar.read_text()), json.loads(report.read_text())
    assert made["exposure"] == -0.3
    found = {name: made[name] for name in SETS if name != "exposure" and made[name]}
    assert found
    assert told["auto"] == found
    assert told["look"] == found | {"exposure": -0.3}
    line = next(line for line in out.splitlines() if line.startswith("auto: "))
    labels = {p.name: p.label for p in parameters()}
    assert all(f"{labels[name]} " in line for name in found)
    assert "Exposure" not in line


def test_the_report_holds_the_look(mef: Run, bracket: list[Path], tmp_path: Path) -> None:
    write_cube(tmp_path / "film.cube", Lut3D.identity(5))
    report = tmp_path / "r.json"
    values = ("curve=0,0 0.5,0.6 1,1", f"creative={tmp_path / 'film.cube'}", "gamut=clip", "shadows=0.25")
    flags = [flag for value in values for flag in ("--set", value)]
    assert mef("fuse", *bracket, "-o", tmp_path / "o.png", "--report", report, *flags)[0] == 0
    told = json.loads(report.read_text())
    assert told["look"] == {"curve": [[0, 0], [0.5, 0.6], [1, 1]], "creative": "film", "gamut": "clip", "shadows": 0.25}
    assert told["auto"] is None


def test_the_command_lists_what_can_be_set(mef: Run) -> None:
    status, text, _ = mef("look")
    assert status == 0
    assert "exposure" in text
    assert "-4 … 4" in text
    assert "hue_magenta" in text


def test_the_list_reads_well_in_a_narrow_terminal(mef: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    _, text, _ = mef("look")
    lines = text.splitlines()
    assert max(map(len, lines)) <= 80
    for p in parameters():
        start = next(i for i, line in enumerate(lines) if line.startswith(f"{p.name} "))
        told: list[str] = []
        for line in itertools.takewhile(lambda text: text.startswith("    "), lines[start + 1 :]):
            told.append(line.strip())
        assert " ".join(told) == p.help
        assert len(told) <= 2  # not one word under another
    monkeypatch.setenv("COLUMNS", "140")
    _, text, _ = mef("look")
    assert any(line.startswith("exposure ") and "in stops" in line for line in text.splitlines())


def test_the_picture_is_the_same_from_the_lattice_and_from_the_engine(prediction: pipeline.Prediction) -> None:
    recipe = LOOKED.with_(creative=Creative.of(Lut3D.identity(9)), creative_opacity=0.5)
    frames = [np.round(t * 255).astype(np.uint8) for t in thumbs()]
    picture = pipeline.apply(
        frames, prediction, pipeline.bake(prediction, recipe.with_(grid=65)), recipe, select(), dtype=np.float32
    )
    blend = np.einsum("k,khwc->hwc", prediction.weights, np.stack(frames).astype(np.float32) / 255)
    wanted = pipeline.final_of(prediction, recipe).at(blend)
    assert np.abs(picture - wanted).mean() < 1e-3
