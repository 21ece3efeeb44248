"""One declaration per parameter, and what follows from it."""

import json
import timeit
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mefcore.errors import RecipeError
from mefcore.found import Found, Nudge
from mefcore.look.creative import Creative
from mefcore.lut.grid import Lut3D, lattice
from mefcore.recipe import LOOK_SECTIONS, SECTIONS, STAGES, Recipe, parameters


def creative(name: str = "film", n: int = 5) -> Creative:
    """A LUT of noise, which hardly compresses."""
    return Creative.of(Lut3D(lattice(n) * np.random.default_rng(0).random((n, n, n, 3))), name)


recipes = st.builds(
    Recipe,
    grid=st.integers(2, 129),
    strength=st.floats(0, 1),
    interpolation=st.sampled_from(["trilinear", "tetrahedral"]),
)


@given(recipes)
def test_a_recipe_survives_the_disk(tmp_path_factory: pytest.TempPathFactory, recipe: Recipe) -> None:
    path = tmp_path_factory.getbasetemp() / "recipe.json"
    path.write_bytes(recipe.to_json())
    assert Recipe.load(path) == recipe


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is not JSON"),
        ("[1]", "not a valid recipe"),
        ('{"grid": 1}', "grid"),
        ('{"grid": 130}', "grid"),
        ('{"strength": 1.5}', "strength"),
        ('{"strength": NaN}', "is not JSON"),
        ('{"interpolation": "cubic"}', "interpolation"),
        ('{"exposures": 1}', "exposures"),
        ('{"exposure": 9}', "exposure"),
        ('{"weights": [0.5, 0.6]}', "weights"),
        ('{"version": 99, "later": 1}', "newer Luxcube"),
    ],
)
def test_what_is_no_recipe_says_why(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "r.json"
    path.write_text(text)
    with pytest.raises(RecipeError, match=words) as caught:
        Recipe.load(path)
    assert str(path) in str(caught.value)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="cannot be read"):
        Recipe.load(tmp_path / "none.json")


def test_with_validates() -> None:
    assert Recipe().with_(grid=17).grid == 17
    with pytest.raises(RecipeError, match="grid"):
        Recipe().with_(grid=1)
    with pytest.raises(RecipeError, match="nonsense"):
        Recipe().with_(nonsense=1)


def test_every_parameter_declares_a_valid_default_and_a_stage() -> None:
    for p in parameters():
        assert p.stage in STAGES
        assert p.section in SECTIONS
        assert p.label
        assert p.help.endswith(".")
        assert p.default == getattr(Recipe(), p.name)
        if p.kind in ("number", "choice"):
            for value in p.choices or (p.low, p.high):
                assert getattr(Recipe().with_(**{p.name: type(p.default)(value)}), p.name) == value
        if p.kind == "number":
            for beyond in (p.low - p.step, p.high + p.step):
                with pytest.raises(RecipeError, match=p.name):
                    Recipe().with_(**{p.name: type(p.default)(beyond)})


def test_the_look_is_baked_and_nothing_else_follows_from_it() -> None:
    plain = Recipe()
    for p in parameters():
        if p.look:
            assert p.stage == "bake"
            assert not p.flag
    looked = plain.with_(exposure=1.0, hue_red=0.3, curve=((0, 0), (1, 0.9)))
    assert looked.key("deghost") == plain.key("deghost")
    assert looked.key("bake") != plain.key("bake")
    assert plain.with_(weights=(0.5, 0.5)).key("bake") == plain.key("bake")
    assert plain.with_(weights=(0.5, 0.5)).key("apply") != plain.key("apply")


def test_a_stage_is_keyed_by_what_it_and_earlier_stages_read() -> None:
    a, b = Recipe(), Recipe().with_(interpolation="tetrahedral")
    assert a.key("bake") == b.key("bake")
    assert a.key("apply") != b.key("apply")
    assert a.key("bake") != a.with_(grid=17).key("bake")
    assert a.key("apply") != a.with_(grid=17).key("apply")


def test_preparing_frames_and_making_the_picture_of_them_are_keyed_apart() -> None:
    plain = Recipe()
    for change in ({"white_balance": "auto"}, {"align": "off"}, {"unaligned": (2,)}, {"deghost_strength": 0.1}):
        changed = plain.with_(**change)
        assert changed.key("apply") == plain.key("apply")
        assert changed.key("deghost") != plain.key("deghost")
    assert plain.key("deghost") == plain.with_(grid=17, local=1.0, interpolation="tetrahedral").key("deghost")
    assert plain.key("align") == plain.with_(deghost="off").key("align")
    assert plain.key("load") == plain.with_(align="off").key("load")


def test_numbers_are_shown_in_their_units() -> None:
    shown = {p.name: p for p in parameters()}
    assert (shown["exposure"].decimals, shown["contrast"].decimals, shown["grid"].decimals) == (2, 0, 0)
    assert shown["contrast"].text(-0.001) == "0"
    assert shown["strength"].text(0.25) == "25 %"


def test_what_was_painted_and_found_is_kept(tmp_path: Path) -> None:
    nudge = Nudge(frame=1, x=0.25, y=0.5, luma=0.3, amount=-1.5)
    found = Found.of(
        np.full((2, 1, 1, 1), 0.5, np.float32), np.zeros((12, 8, 8, 8)), model="m", local=True, before=1.0, after=0.5
    )
    recipe = Recipe().with_(nudges=(nudge,), found=found, local=0.5)
    (tmp_path / "r.json").write_bytes(recipe.to_json())
    assert Recipe.load(tmp_path / "r.json") == recipe
    assert not {"nudges", "found"} & {p.name for p in parameters()}
    assert Recipe().key("bake") == Recipe().with_(nudges=(nudge,)).key("bake")
    assert Recipe().key("apply") != Recipe().with_(nudges=(nudge,)).key("apply")
    assert Recipe().key("bake") != Recipe().with_(found=found).key("bake")


def test_a_recipe_of_the_first_version_means_what_it_meant(tmp_path: Path) -> None:
    (tmp_path / "r.json").write_text('{"version": 1, "grid": 17, "strength": 0.5, "interpolation": "tetrahedral"}')
    made = Recipe(grid=17, strength=0.5, interpolation="tetrahedral", align="off", deghost="off")
    assert Recipe.load(tmp_path / "r.json") == made
    (tmp_path / "r.json").write_text('{"version": 2, "align": "auto"}')
    assert Recipe.load(tmp_path / "r.json") == Recipe(deghost="off")


@pytest.mark.parametrize(
    "nudge",
    [
        {"frame": -1, "x": 0.5, "y": 0.5, "luma": 0.5, "amount": 1},
        {"frame": 64, "x": 0.5, "y": 0.5, "luma": 0.5, "amount": 1},
        {"frame": 0, "x": 1.5, "y": 0.5, "luma": 0.5, "amount": 1},
        {"frame": 0, "x": 0.5, "y": 0.5, "luma": 0.5, "amount": 99},
        {"frame": 0, "x": 0.5, "y": 0.5, "luma": 0.5},
    ],
)
def test_nudges_out_of_range_are_refused(tmp_path: Path, nudge: dict[str, float]) -> None:
    (tmp_path / "r.json").write_text(json.dumps({"nudges": [nudge]}))
    with pytest.raises(RecipeError, match="nudges"):
        Recipe.load(tmp_path / "r.json")


@pytest.mark.parametrize(
    "curve",
    [
        ((0.0, 0.0),),
        ((0.5, 0.0), (0.5, 1.0)),
        ((0.5, 0.0), (0.2, 1.0)),
        ((0.0, 0.0), (1.0, 1.2)),
        tuple((i / 20, 0.5) for i in range(17)),
        ((0.0, 0.0, 0.0), (1.0, 1.0, 1.0)),
    ],
)
def test_curves_that_are_none_are_refused(tmp_path: Path, curve: tuple[tuple[float, ...], ...]) -> None:
    with pytest.raises(RecipeError, match="curve"):
        Recipe().with_(curve_blue=curve)
    (tmp_path / "r.json").write_text(json.dumps({"curve": curve}))
    with pytest.raises(RecipeError, match="curve"):
        Recipe.load(tmp_path / "r.json")


def test_a_look_survives_the_disk(tmp_path: Path) -> None:
    recipe = Recipe().with_(
        exposure=1.5,
        curve=((0.0, 0.1), (0.4, 0.3), (1.0, 0.9)),
        creative=creative(),
        weights=(0.2, 0.8),
        luminance_aqua=-0.5,
        gamut="clip",
    )
    (tmp_path / "r.json").write_bytes(recipe.to_json())
    assert Recipe.load(tmp_path / "r.json") == recipe


def test_a_damaged_creative_lut_is_found_when_the_file_is_read(tmp_path: Path) -> None:
    whole = creative()
    cut = Creative(name=whole.name, size=whole.size, table=whole.table[:-20])
    (tmp_path / "r.json").write_bytes(Recipe(creative=cut).to_json())
    with pytest.raises(RecipeError, match="creative LUT") as caught:
        Recipe.load(tmp_path / "r.json")
    assert str(tmp_path / "r.json") in str(caught.value)


def test_recipes_from_before_the_look_mean_what_they_meant(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_text('{"version": 3, "grid": 17, "highlights": "blend", "white_balance": "auto"}')
    assert Recipe.load(path) == Recipe(grid=17, raw_highlights="blend", white_balance="auto")
    path.write_text('{"version": 2, "highlights": "rebuild"}')
    assert Recipe.load(path) == Recipe(raw_highlights="rebuild", align="off", deghost="off")
    path.write_text('{"version": 4, "highlights": -0.5}')
    assert Recipe.load(path) == Recipe(highlights=-0.5)


def test_a_change_costs_the_same_whatever_else_the_recipe_holds() -> None:
    heavy = Recipe().with_(creative=creative("big", 33))
    assert heavy.creative is not None
    assert len(heavy.creative.table) > 200_000

    def seconds(recipe: Recipe) -> float:
        return min(timeit.repeat(lambda: recipe.with_(exposure=0.25), number=200, repeat=5))

    assert seconds(heavy) < 3 * seconds(Recipe())
    assert heavy.with_(exposure=0.25).creative is heavy.creative


def test_settings_are_pasted_by_section() -> None:
    found = Found.of(
        np.full((2, 1, 1, 1), 0.5, np.float32), np.zeros((12, 8, 8, 8)), model="m", local=True, before=1.0, after=0.5
    )
    nudge = Nudge(frame=1, x=0.25, y=0.5, luma=0.3, amount=-1.5)
    source = Recipe().with_(
        exposure=1.0, weights=(0.4, 0.6), local=1.0, grid=17, found=found, nudges=(nudge,), unaligned=(2,), reference=2
    )
    assert Recipe().pasted(source, LOOK_SECTIONS, 2) == Recipe(exposure=1.0)
    assert Recipe().pasted(source, ("blend", "lut"), 2) == Recipe(weights=(0.4, 0.6), local=1.0, grid=17)
    assert Recipe().pasted(source, ("blend",), 3) == Recipe(local=1.0)
    assert Recipe().pasted(source, SECTIONS, 2) == Recipe(exposure=1.0, weights=(0.4, 0.6), local=1.0, grid=17)
    kept = source.pasted(Recipe(), SECTIONS, 2)
    assert (kept.found, kept.nudges, kept.unaligned, kept.reference) == (found, (nudge,), (2,), 2)
    assert source.look_only() == Recipe(exposure=1.0)
