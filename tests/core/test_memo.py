"""What is kept with an object: answers that come back, few of them, and none that outlives it."""

from __future__ import annotations

import gc
import weakref

import numpy as np
import pytest

from mefcore import pipeline
from mefcore.finish import fade_of, picks
from mefcore.found import Found
from mefcore.memo import kept_with_owner
from mefcore.recipe import Recipe


class Owner:
    """Anything that can be referred to weakly."""


def counting(most: int):
    asked = []

    @kept_with_owner(most)
    def answer(owner: Owner, number: int, by: int = 1) -> list[int]:
        asked.append((owner, number))
        return [number * by]

    return answer, asked


def test_the_same_question_is_answered_once_for_each_owner():
    answer, asked = counting(2)
    one, other = Owner(), Owner()
    first = answer(one, 1)
    assert answer(one, 1) is first
    assert answer(other, 1) == first
    assert answer(other, 1) is not first
    assert asked == [(one, 1), (other, 1)]


def test_named_arguments_are_told_apart():
    answer, _ = counting(4)
    owner = Owner()
    assert [answer(owner, 2, by=by) for by in (1, 3, 1)] == [[2], [6], [2]]


def test_the_one_asked_for_longest_ago_goes_first():
    answer, asked = counting(2)
    owner = Owner()
    for number in (1, 2, 1, 3, 1, 2):
        answer(owner, number)
    assert [number for _, number in asked] == [1, 2, 3, 2]


def test_an_error_is_not_kept():
    tries = []

    @kept_with_owner(2)
    def answer(owner: Owner) -> int:
        tries.append(1)
        if len(tries) == 1:
            raise ValueError("once")
        return 7

    owner = Owner()
    with pytest.raises(ValueError, match="once"):
        answer(owner)
    assert answer(owner) == 7


def test_an_owner_goes_with_all_its_answers():
    answer, asked = counting(2)
    owner = Owner()
    kept = weakref.ref(owner)
    answer(owner, 1)
    del owner, asked[:]
    assert kept() is None


@pytest.mark.parametrize(
    "recipe",
    [
        Recipe(local=0.5),
        Recipe(local=0.5, weights=(0.2, 0.5, 0.3)),
        Recipe(fade=0.5),
        Recipe(local=0.5, fade=0.5, weights=(0.2, 0.5, 0.3)),
    ],
)
@pytest.mark.parametrize("refined", [False, True])
def test_of_a_bracket_that_was_closed_nothing_is_kept(recipe, refined):
    frames = np.random.default_rng(3).integers(0, 256, (3, 40, 60, 3), np.uint8)
    thumbs = np.stack([pipeline.thumbnail(frame) for frame in frames])
    prediction = pipeline.infer(thumbs, picks=picks(frames))
    pixels = weakref.ref(prediction.picks[0])
    if refined:
        start = prediction.local
        found = Found.of(
            start.weights.values,
            start.lut.latent[0].numpy(),
            model=prediction.model_id,
            local=True,
            before=2.0,
            after=1.0,
        )
        recipe = recipe.with_(found=found)
    pipeline.weights_of(prediction, recipe)
    pipeline.bake(prediction, recipe)
    fade_of(prediction, recipe)
    del prediction
    if refined:
        del start
    gc.collect()
    assert pixels() is None
