"""Colour arithmetic against published numbers and scikit-image."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from skimage import color as oracle

from mefcore.color import delta_e_2000, linear_to_srgb, srgb_to_lab, srgb_to_linear

# From the table of Sharma, Wu and Dalal (2005): the pairs that catch wrong hue arithmetic.
SHARMA = [
    ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
    ((50.0, 3.1571, -77.2803), (50.0, 0.0, -82.7485), 2.8615),
    ((50.0, 2.8361, -74.0200), (50.0, 0.0, -82.7485), 3.4412),
    ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0000),
    ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
    ((50.0, 2.4900, -0.0010), (50.0, -2.4900, 0.0009), 7.1792),
    ((50.0, 2.4900, -0.0010), (50.0, -2.4900, 0.0010), 7.1792),
    ((50.0, 2.4900, -0.0010), (50.0, -2.4900, 0.0011), 7.2195),
    ((50.0, 2.4900, -0.0010), (50.0, -2.4900, 0.0012), 7.2195),
    ((50.0, 2.5, 0.0), (50.0, 0.0, -2.5), 4.3065),
    ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]

labs = arrays(np.float64, (3,), elements=st.floats(-100, 100)).map(lambda v: np.array([abs(v[0]), v[1], v[2]]))
units = arrays(np.float64, (3,), elements=st.floats(0, 1))


@pytest.mark.parametrize(("first", "second", "expected"), SHARMA)
def test_published_pairs(first: tuple[float, ...], second: tuple[float, ...], expected: float) -> None:
    assert delta_e_2000(first, second) == pytest.approx(expected, abs=5e-5)


def test_agrees_with_scikit_image_everywhere() -> None:
    rng = np.random.default_rng(1)
    box = np.array([[0.0, -110, -110], [100, 110, 110]])
    first, second = (rng.uniform(*box, (20_000, 3)) for _ in range(2))
    near = first + rng.normal(0, 0.5, first.shape)
    for other in (second, near):
        assert np.abs(delta_e_2000(first, other) - oracle.deltaE_ciede2000(first, other)).max() < 1e-9


@given(labs, labs)
def test_is_a_symmetric_difference(first: np.ndarray, second: np.ndarray) -> None:
    there, back = delta_e_2000(first, second), delta_e_2000(second, first)
    assert there >= 0
    assert there == pytest.approx(back, abs=1e-7)
    assert delta_e_2000(first, first) == 0


@given(units)
def test_the_curve_and_its_inverse(encoded: np.ndarray) -> None:
    assert np.abs(linear_to_srgb(srgb_to_linear(encoded)) - encoded).max() < 1e-7
    assert np.array_equal(srgb_to_linear(-encoded), -srgb_to_linear(encoded))


def test_anchors_of_the_curve() -> None:
    assert srgb_to_linear([0.0, 0.04045, 0.5, 1.0]) == pytest.approx([0, 0.0031308, 0.2140411, 1], abs=1e-7)


def test_lab_agrees_with_scikit_image() -> None:
    rgb = np.random.default_rng(2).random((50, 40, 3))
    # Its matrix has six digits and its white point is tabulated on its own, so a little is lost on the way.
    assert np.abs(srgb_to_lab(rgb) - oracle.rgb2lab(rgb)).max() < 0.02
    assert srgb_to_lab(rgb).shape == rgb.shape


@given(st.floats(0, 1))
def test_gray_has_no_colour(level: float) -> None:
    lab = srgb_to_lab([level] * 3)
    assert np.abs(lab[1:]).max() < 1e-10
    assert 0 <= lab[0] <= 100 + 1e-10


def test_shapes_broadcast() -> None:
    assert delta_e_2000(np.zeros((4, 1, 3)), np.zeros((5, 3))).shape == (4, 5)
