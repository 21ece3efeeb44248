"""The look: one colour map after the network's, smooth, rising where it should, and nothing at all until asked."""

from __future__ import annotations

import itertools
import math
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from look_cases import LIGHT, MIXER, amounts, anything, colours, decoded, greys, lights, oklab, rising_curves

from mefcore.color import srgb_to_linear
from mefcore.engine.lookup import look_up
from mefcore.errors import LutError, RecipeError
from mefcore.look.colour import reach_of, shares_of_hue, to_oklab, turned
from mefcore.look.compose import compile_look
from mefcore.look.creative import Creative
from mefcore.look.tone import balance_stops, gained
from mefcore.lut.grid import Lut3D, lattice
from mefcore.recipe import Recipe, parameters

NEUTRAL_YET_SET = {
    "shadow_hue": 10.0,
    "highlight_hue": 300.0,
    "toning_balance": 0.7,
    "gamut": "clip",
    "creative_opacity": 0.3,
    "curve": ((0.0, 0.0), (0.5, 0.5), (1.0, 1.0)),
}


def applied(recipe: Recipe, rgb: np.ndarray) -> np.ndarray:
    look = compile_look(recipe)
    return rgb if look is None else look(rgb)


def random_lut(n: int, seed: int = 0) -> Lut3D:
    rng = np.random.default_rng(seed)
    return Lut3D(np.clip(lattice(n) + rng.normal(0, 0.05, (n, n, n, 3)), 0, 1))


# ---- nothing


def test_no_edit_is_no_look() -> None:
    assert compile_look(Recipe()) is None
    assert compile_look(Recipe().with_(**NEUTRAL_YET_SET)) is None
    assert compile_look(Recipe().with_(creative=Creative.of(random_lut(5)), creative_opacity=0.0)) is None


def test_what_is_not_the_look_does_not_make_one() -> None:
    for p in parameters():
        if p.kind == "number" and not p.look:
            assert compile_look(Recipe().with_(**{p.name: type(p.default)(p.high)})) is None


def test_the_colours_handed_in_stay_as_they_are() -> None:
    rgb = lattice(9)
    before = rgb.copy()
    applied(Recipe().with_(exposure=1.0, saturation=0.5, creative=Creative.of(random_lut(5)), tint=0.3), rgb)
    np.testing.assert_array_equal(rgb, before)


# ---- range


@settings(max_examples=40, deadline=None)
@given(anything(), st.sampled_from(["clip", "compress"]))
def test_whatever_is_set_stays_in_range(recipe: Recipe, gamut: str) -> None:
    found = applied(recipe.with_(gamut=gamut), colours(1500))
    assert found.dtype == np.float32
    assert found.shape == (1500, 3)
    assert np.isfinite(found).all()
    assert found.min() >= 0
    assert found.max() <= 1


@pytest.mark.parametrize("gamut", ["clip", "compress"])
def test_colours_well_inside_do_not_care_about_the_gamut(gamut: str) -> None:
    pastel = colours(2000) * np.float32(0.2) + np.float32(0.4)
    plain = applied(Recipe().with_(saturation=0.1, gamut="clip"), pastel)
    np.testing.assert_allclose(applied(Recipe().with_(saturation=0.1, gamut=gamut), pastel), plain, atol=1e-6)


def test_colours_driven_out_are_drawn_in_at_their_hue() -> None:
    full = np.array([[1, 0.5, 0.1], [0.1, 0.4, 0.9], [0.9, 0.1, 0.3]], np.float32)
    held, cut = (applied(Recipe().with_(saturation=1.0, gamut=g), full) for g in ("compress", "clip"))
    assert ((cut == 0) | (cut == 1)).sum() >= 4
    for before, after in zip(full.tolist(), held.tolist(), strict=True):
        one, other = (oklab([decoded(v) for v in rgb]) for rgb in (before, after))
        assert other[0] == pytest.approx(one[0], abs=0.01)
        assert math.atan2(other[2], other[1]) == pytest.approx(math.atan2(one[2], one[1]), abs=0.02)
        assert math.hypot(*other[1:]) > 0.995 * math.hypot(*one[1:]), "more saturation is never less"


def test_the_border_of_srgb_is_where_it_is() -> None:
    """Colours on the faces of the cube are all the way out, but for what a table rounds off at the edges."""
    rgb = colours(4000, 3).astype(np.float64)
    rgb[np.arange(4000), np.arange(4000) % 3] = np.arange(4000) % 2
    light, a, b = to_oklab(srgb_to_linear(rgb)).T.astype(np.float32)
    reach = reach_of(light, a, b, (np.arctan2(b, a) / (2 * np.pi) % 1).astype(np.float32))
    coloured = (np.hypot(a, b) > 0.02) & (light > 0.1)
    assert coloured.sum() > 2000
    assert np.median(np.abs(reach[coloured] - 1)) < 2e-3
    assert np.quantile(np.abs(reach[coloured] - 1), 0.9) < 0.03
    assert reach[coloured].min() > 0.95
    assert reach[coloured].max() < 1.25, "pure blue sits in a notch"


# ---- greys


@settings(max_examples=60, deadline=None)
@given(lights, rising_curves, st.floats(-4, 4))
def test_greys_stay_grey_and_in_order_in_whatever_light(
    light: dict[str, float], curve: tuple[tuple[float, float], ...], exposure: float
) -> None:
    recipe = Recipe().with_(**{**light, "exposure": exposure, "curve": curve})
    found = applied(recipe, greys())
    np.testing.assert_array_equal(found[:, 0], found[:, 1])
    np.testing.assert_array_equal(found[:, 0], found[:, 2])
    assert np.diff(found[:, 0]).min() >= -1e-6


@settings(max_examples=60, deadline=None)
@given(lights)
def test_no_slider_merges_tones_before_they_clip(light: dict[str, float]) -> None:
    found = applied(Recipe().with_(**light), greys(257))[:, 0].astype(np.float64)
    inside = (found[1:] < 1) & (found[:-1] > 0)
    assert (np.diff(found)[inside] > 0).all()


@pytest.mark.parametrize("name", ["vibrance", "saturation", *MIXER])
@pytest.mark.parametrize("amount", [-1.0, 1.0])
def test_colour_leaves_greys_alone(name: str, amount: float) -> None:
    np.testing.assert_allclose(applied(Recipe().with_(**{name: amount}), greys()), greys(), atol=2e-6)


def test_no_saturation_is_grey() -> None:
    found = applied(Recipe().with_(saturation=-1.0), colours())
    assert np.ptp(found, axis=1).max() < 2e-6


def test_toning_keeps_black_black_and_white_white() -> None:
    recipe = Recipe().with_(shadow_toning=1.0, highlight_toning=1.0)
    found = applied(recipe, greys())
    np.testing.assert_allclose(found[[0, -1]], [[0, 0, 0], [1, 1, 1]], atol=1e-5)
    assert found[128, 2] - found[128, 0] > 0.02, "blue shadows"
    assert found[400, 0] - found[400, 2] > 0.02, "amber highlights"


# ---- laws


@given(st.floats(-3, 3), st.floats(-3, 3))
def test_exposures_add_up(one: float, other: float) -> None:
    light = np.linspace(0, 1, 101)
    np.testing.assert_allclose(gained(gained(light, one), other), gained(light, one + other), atol=1e-12)


@settings(max_examples=20, deadline=None)
@given(st.floats(-2, 2))
def test_an_exposure_is_undone_by_its_opposite(stops: float) -> None:
    there = applied(Recipe().with_(exposure=stops), greys())
    np.testing.assert_allclose(applied(Recipe().with_(exposure=-stops), there), greys(), atol=2e-4)


@given(amounts, amounts)
def test_white_balance_keeps_the_luminance_of_middle_grey(temperature: float, tint: float) -> None:
    changed = gained(np.full(3, 0.18), balance_stops(temperature, tint))
    assert changed @ (0.2126729, 0.7151522, 0.0721750) == pytest.approx(0.18, abs=1e-9)


def test_sliders_do_what_they_are_called() -> None:
    grey, dark, bright = (np.full((1, 3), v, np.float32) for v in (0.5, 0.2, 0.8))
    for name, rgb in itertools.product(("exposure", "shadows", "blacks"), (dark,)):
        assert (
            applied(Recipe().with_(**{name: 0.5}), rgb).mean()
            > rgb.mean()
            > applied(Recipe().with_(**{name: -0.5}), rgb).mean()
        )
    for name in ("exposure", "highlights", "whites", "contrast"):
        more, less = (applied(Recipe().with_(**{name: v}), bright).mean() for v in (0.5, -0.5))
        assert more > bright.mean() > less
    warm = applied(Recipe().with_(temperature=0.5), grey)[0]
    assert warm[0] > warm[1] > warm[2]
    magenta = applied(Recipe().with_(tint=0.5), grey)[0]
    assert magenta[1] < magenta[0]
    assert magenta[1] < magenta[2]
    muted = np.array([[0.5, 0.45, 0.6], [0.6, 0.1, 0.9]], np.float32)
    gain = np.ptp(applied(Recipe().with_(vibrance=1.0), muted), axis=1) / np.ptp(muted, axis=1)
    assert gain[0] > 1.5
    assert gain[1] < 1.1, "what is colourful already has enough"


@pytest.mark.parametrize("name", ["shadow", "highlight"])
def test_the_groove_of_a_tint_shows_the_colour_one_gets(name: str) -> None:
    """Between its stops the slider mixes the encoded colours, as here."""
    stops = next(p.colours for p in parameters() if p.name == f"{name}_hue")
    painted = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in stops]) / 255
    grey = np.full((1, 3), 0.35 if name == "shadow" else 0.7, np.float32)
    for degrees in np.linspace(0, 360, 73):
        shown = [np.interp(degrees, np.linspace(0, 360, len(stops)), painted[:, c]) for c in range(3)]
        got = applied(Recipe().with_(**{f"{name}_hue": float(degrees), f"{name}_toning": 0.5}), grey)
        one, other = (to_oklab(srgb_to_linear(np.float64(c))).ravel() for c in (shown, got))
        apart = np.degrees(np.arctan2(one[2], one[1]) - np.arctan2(other[2], other[1]))
        assert abs((apart + 180) % 360 - 180) < 3


def test_the_mixer_moves_its_own_colour() -> None:
    blue, red = np.array([[0.3, 0.45, 0.8]], np.float32), np.array([[0.8, 0.3, 0.3]], np.float32)
    for what in ("saturation", "luminance"):
        recipe = Recipe().with_(**{f"{what}_blue": -1.0})
        assert np.abs(applied(recipe, blue) - blue).max() > 0.05
        np.testing.assert_allclose(applied(recipe, red), red, atol=1e-5)


@given(st.floats(0, 1))
def test_the_eight_colours_share_every_hue(turn: float) -> None:
    shares = shares_of_hue(np.array([turn]))
    assert shares.sum() == pytest.approx(1)
    assert (shares >= 0).all()
    assert (shares > 0).sum() <= 2


@given(st.lists(amounts, min_size=8, max_size=8))
def test_hues_keep_their_order_and_close_the_circle(moves: list[float]) -> None:
    x = np.linspace(0, 1, 721)
    found = turned(np.array(moves), x)
    assert np.diff(found).min() > 0
    assert found[-1] - found[0] == pytest.approx(1)


# ---- continuity


@settings(max_examples=40, deadline=None)
@given(anything(), st.sampled_from(["clip", "compress"]), st.integers(0, 2**32 - 1))
def test_no_jumps(recipe: Recipe, gamut: str, seed: int) -> None:
    """A step of a 4096th in any direction is answered by a step, at grey, across the hues and at the border alike."""
    recipe = recipe.with_(gamut=gamut, exposure=float(np.clip(recipe.exposure, -1, 1)))
    rng = np.random.default_rng(seed)
    one = colours(3000, seed)
    other = np.clip(one + rng.uniform(-1, 1, one.shape).astype(np.float32) / 4096, 0, 1)
    jump = np.abs(applied(recipe, one).astype(np.float64) - applied(recipe, other)).max(axis=1)
    step = np.abs(one.astype(np.float64) - other).max(axis=1)
    assert (jump <= 150 * step + 3e-4).all(), jump.max()


@pytest.mark.parametrize("name", ["saturation", "vibrance", "shadow_toning", "luminance_blue", "hue_red"])
def test_a_small_edit_changes_little(name: str) -> None:
    assert np.abs(applied(Recipe().with_(**{name: 1e-3}), lattice(17)) - lattice(17)).max() < 8e-3


# ---- composition


def test_composing_is_sampling_the_composed_function() -> None:
    recipe = Recipe().with_(exposure=0.4, saturation=0.3, contrast=0.2, creative=Creative.of(random_lut(9), "x"))
    rgb = colours()
    half = applied(recipe.with_(creative_opacity=0.5), rgb)
    edits, full = applied(recipe.with_(creative=None), rgb), applied(recipe, rgb)
    np.testing.assert_allclose(half, (edits + full) / 2, atol=1e-6)
    slow = random_lut(9).evaluate(edits, "tetrahedral")
    np.testing.assert_allclose(full, slow, atol=2e-6)


@pytest.mark.parametrize("interpolation", ["trilinear", "tetrahedral"])
def test_colours_are_looked_up_as_in_float64(interpolation: str) -> None:
    lut, rgb = random_lut(17), colours().reshape(50, 20, 3, 3)
    np.testing.assert_allclose(look_up(lut, rgb, interpolation), lut.evaluate(rgb, interpolation), atol=2e-6)


def test_a_creative_identity_changes_nothing() -> None:
    creative = Creative.of(Lut3D.identity(17), "identity")
    np.testing.assert_allclose(applied(Recipe().with_(creative=creative), colours()), colours(), atol=1e-6)
    edits = Recipe().with_(exposure=0.5, tint=0.2)
    with_it = applied(edits.with_(creative=creative), colours())
    np.testing.assert_allclose(with_it, applied(edits, colours()), atol=1e-6)


def test_a_creative_lut_survives_the_recipe() -> None:
    lut = random_lut(33)
    creative = Creative.of(lut, "film")
    assert (creative.size, creative.name) == (33, "film")
    np.testing.assert_array_equal(creative.lut().table, lut.table)


def test_a_large_creative_lut_is_sampled_and_another_domain_brought_to_ours() -> None:
    assert Creative.of(Lut3D.identity(129)).size == 65
    half = Lut3D(lattice(5), domain_min=(0.0, 0.0, 0.0), domain_max=(2.0, 2.0, 2.0))
    found = Creative.of(half).lut()
    assert found.unit_domain
    np.testing.assert_allclose(found.evaluate([[0.5, 1.0, 0.2]]), [[0.25, 0.5, 0.1]], atol=1e-6)
    with pytest.raises(LutError, match="not finite"):
        Creative.of(Lut3D(np.full((2, 2, 2, 3), np.nan)))


@pytest.mark.parametrize("harm", ["cut", "longer", "noise", "bomb", "nan"])
def test_a_damaged_creative_lut_is_refused(harm: str) -> None:
    import zlib

    good = Creative.of(random_lut(5))
    pack = partial(zlib.compress, level=1)
    table = {
        "cut": good.table[:-9],
        "longer": pack(zlib.decompress(good.table) + b"1234"),
        "noise": b"no table",
        "bomb": pack(bytes(1 << 24)),
        "nan": pack(np.full(375, np.nan, "<f4").tobytes()),
    }[harm]
    with pytest.raises(RecipeError, match="creative LUT"):
        compile_look(Recipe().with_(creative=Creative(name="x", size=5, table=table)))


def test_light_names_are_parameters() -> None:
    assert set(LIGHT) == {p.name for p in parameters() if p.section == "light"}
    assert set(MIXER) == {p.name for p in parameters() if p.section == "mixer"}
