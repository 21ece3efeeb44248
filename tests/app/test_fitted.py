"""A picture that is shown smaller than its pixels: made at the screen's own pixels, and painted without scaling."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage
from test_canvas import as_array, expected, shown

from app.canvas import layers, pyramid
from app.canvas.view import View
from app.models.messages import Picture, Region
from mefcore import pipeline
from mefcore.engine import select

places = st.builds(
    lambda image, viewport, zoom, dx, dy: View(image, viewport).fit().zoomed(zoom).panned(dx, dy),
    st.tuples(st.integers(40, 9000), st.integers(40, 9000)),
    st.tuples(st.integers(30, 4000), st.integers(30, 4000)),
    st.floats(0.06, 1.0),
    st.floats(-3000, 3000),
    st.floats(-3000, 3000),
)


@given(places)
def test_a_raster_is_the_device_pixels_whose_middle_is_on_the_picture(view):
    raster = view.raster(view.image[0])
    assume(raster is not None)
    corner = [round(c) for c in view.to_device(raster.x, raster.y)]
    for axis, count in enumerate((raster.width, raster.height)):
        middles = np.arange(view.viewport[axis]) + 0.5
        on = (middles - view.origin[axis]) / view.zoom
        # One that lies on the very edge may go either way.
        surely, perhaps = (np.flatnonzero((on >= 0) & (on < view.image[axis] + d)) for d in (-1e-9, 1e-9))
        assert corner[axis] == perhaps[0]
        assert len(surely) <= count <= len(perhaps)


@given(places, st.integers(0, 3))
def test_in_its_own_view_a_picture_at_a_raster_is_not_scaled(view, level):
    raster = view.raster(view.image[0])
    assume(raster is not None)
    sizes = tuple((max(1, view.image[0] >> n), max(1, view.image[1] >> n)) for n in range(4))
    picture = Picture(QImage(), Region(level, 0, 0, *sizes[level]), raster=raster)
    target = layers.target(view, sizes, picture)
    assert target == QRectF(target.toRect())
    assert (target.width(), target.height()) == (raster.width, raster.height)
    # In another view it goes with the picture.
    other = view.panned(-13, 7)
    moved = layers.target(other, sizes, picture)
    assert moved.x() - target.x() == pytest.approx(other.origin[0] - view.origin[0], abs=1e-6)
    assert moved.y() - target.y() == pytest.approx(other.origin[1] - view.origin[1], abs=1e-6)


def test_at_no_fewer_pixels_there_is_no_raster():
    view = View((400, 300), (900, 900))
    assert view.zoomed(1.0).raster(400) is None
    assert view.zoomed(0.5).raster(200) is None
    assert view.zoomed(0.5).raster(400) is not None
    assert view.zoomed(2.0).raster(400) is None


@settings(max_examples=40)
@given(places, st.integers(0, 1), st.sampled_from([np.uint8, np.uint16, np.float32]))
def test_a_sampled_ramp_tells_where_it_was_sampled(view, level, dtype):
    view = view.of_image((min(view.image[0], 240), min(view.image[1], 240))).zoomed(view.zoom)
    raster = view.raster(view.image[0])
    assume(raster is not None)
    sizes = [(max(1, view.image[0] >> n), max(1, view.image[1] >> n)) for n in range(2)]
    levels = [[np.zeros((h, w, 3), dtype)] for w, h in sizes]
    width, height = sizes[level]
    y, x = np.mgrid[0:height, 0:width]
    ramp = np.stack([x, y, 0 * x], axis=-1).astype(dtype)
    region = pyramid.region_at(levels, level, view.visible())
    part = ramp[region.y : region.y + region.height, region.x : region.x + region.width]
    got = pyramid.sampled(part, levels, region, raster).astype(np.float64)
    rounding = 0.5 if np.issubdtype(dtype, np.integer) else 0.0
    for axis, count, first, size in ((0, raster.width, raster.x, 0), (1, raster.height, raster.y, 1)):
        scale = sizes[level][size] / view.image[size]
        want = np.clip((first + (np.arange(count) + 0.5) * raster.step) * scale - 0.5, 0, sizes[level][size] - 1)
        line = got[0, :, 0] if axis == 0 else got[:, 0, 1]
        # OpenCV places samples in steps of 1/32 of a pixel.
        assert np.abs(line - want).max() <= rounding + 1 / 32 + 1e-3


@pytest.mark.parametrize("local", [0.0, 1.0])
def test_a_step_of_a_slider_makes_no_more_pixels_than_are_seen(opened, settled, local):
    canvas, session = opened.canvas, opened.session
    canvas.set_split(False)
    session.edit(local=local)
    canvas.zoom_to(0.7)
    settled(opened)
    session.edit(3, exposure=0.2)
    settled(opened)
    session.edit(3, exposure=0.3)
    settled(opened)
    picture = canvas.after[-1]
    size = (picture.image.width(), picture.image.height())
    assert picture.raster is not None
    assert size == (252, 168)
    # On the screen is that picture, pixel for pixel.
    area = layers.target(canvas.view, canvas.scene.sizes, picture).toRect()
    part = np.s_[area.top() : area.bottom() + 1, area.left() : area.right() + 1]
    seen = as_array(picture.image)
    assert np.array_equal(shown(canvas)[part][40:], seen[40:])  # below the label
    for x, y in ((area.left(), area.top()), (area.right(), area.bottom()), (area.left() + 100, area.top() + 90)):
        assert canvas.scene.colour_at(x + 0.5, y + 0.5).getRgb()[:3] == tuple(
            seen[y - area.top(), x - area.left()].tolist()
        )
    # It is what the engine makes of frames of that size, and hardly another than the large picture scaled.
    levels, whole = session.loaded.levels, pyramid.whole(session.loaded.levels, 0)
    frames = [pyramid.sampled(frame, levels, whole, picture.raster) for frame in levels[0]]
    lut = pipeline.bake(session.prediction, session.recipe)
    want = pipeline.apply(frames, session.prediction, lut, session.recipe, select("cpu"), dtype=np.uint8)
    assert np.abs(seen.astype(int) - want).mean() < 0.5
    large = pyramid.sampled(expected(opened, np.s_[:], np.s_[:]), levels, whole, picture.raster)
    assert np.abs(seen.astype(int) - large).mean() < 0.8
    # At 100 % it is the export to the bit again.
    canvas.zoom_to(1.0)
    session.edit(3, exposure=0.1)
    settled(opened)
    session.edit(3, exposure=0.3)
    settled(opened)
    picture = canvas.after[-1]
    r = picture.region
    assert picture.raster is None
    assert np.array_equal(as_array(picture.image), expected(opened, np.s_[:], np.s_[:])[r.y : r.y + r.height, r.x :])


def test_weights_that_are_dragged_are_blended_at_the_screen_s_pixels(opened, settled):
    canvas, session = opened.canvas, opened.session
    canvas.set_split(False)
    session.edit(local=0.0)
    canvas.zoom_to(0.7)
    settled(opened)
    for weights in ((0.5, 0.3, 0.2), (0.2, 0.3, 0.5), (0.1, 0.1, 0.8)):
        session.edit(4, weights=weights)
        settled(opened)
    picture = canvas.after[-1]
    assert picture.raster is not None
    levels, whole = session.loaded.levels, pyramid.whole(session.loaded.levels, 0)
    frames = [pyramid.sampled(frame, levels, whole, picture.raster) for frame in levels[0]]
    lut = pipeline.bake(session.prediction, session.recipe)
    want = select("cpu").apply(frames, (0.1, 0.1, 0.8), lut, dtype=np.uint8)
    assert np.array_equal(as_array(picture.image), want)
