"""One declaration per parameter, and what follows from it."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mefcore.errors import RecipeError
from mefcore.found import Found, Nudge
from mefcore.recipe import STAGES, Recipe, describe_change, parameters

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
        ('{"exposure": 1}', "exposure"),
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
    fields = {p.name for p in parameters()}
    assert fields == {"local", "grid", "strength", "interpolation", "align", "border", "reference"} | {
        "deghost",
        "deghost_strength",
        "white_balance",
        "highlights",
    }
    for p in parameters():
        assert p.stage in STAGES
        assert p.label
        assert p.help.endswith(".")
        assert p.default == getattr(Recipe(), p.name)
        ends = p.choices or (p.low, p.high)
        for value in ends:
            assert getattr(Recipe().with_(**{p.name: type(p.default)(value)}), p.name) == value


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


def test_undo_text() -> None:
    assert describe_change(Recipe(), Recipe().with_(grid=17, strength=0.5)) == "Grid 17, LUT strength 50 %"
    assert describe_change(Recipe(), Recipe()) == ""


def test_what_was_painted_and_found_is_kept_and_named(tmp_path: Path) -> None:
    nudge = Nudge(frame=1, x=0.25, y=0.5, luma=0.3, amount=-1.5)
    found = Found.of(
        np.full((2, 1, 1, 1), 0.5, np.float32), np.zeros((12, 8, 8, 8)), model="m", local=True, before=1.0, after=0.5
    )
    recipe = Recipe().with_(nudges=(nudge,), found=found, local=0.5)
    (tmp_path / "r.json").write_bytes(recipe.to_json())
    assert Recipe.load(tmp_path / "r.json") == recipe
    assert describe_change(Recipe(), recipe) == "Local 50 %, Nudge, Refine"
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
