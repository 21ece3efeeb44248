"""The small picture that says where in the picture one is."""

from __future__ import annotations

import numpy as np
import pytest
from hands import move, scroll
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from test_canvas import as_array

from app.panels.navigator import Navigator


@pytest.fixture
def navigator(opened, settled) -> Navigator:
    opened.canvas.zoom_to(8.0)
    settled(opened)
    return opened.findChild(Navigator)


def test_it_is_there_when_something_is_out_of_view(opened, qtbot):
    navigator, canvas = opened.findChild(Navigator), opened.canvas
    assert not navigator.isVisible()
    canvas.zoom_to(8.0)
    assert navigator.isVisible()
    canvas.zoom_to(0.5)
    assert not navigator.isVisible()
    opened.actions_by_name["fill"].trigger()
    assert navigator.isVisible()


def test_its_frame_is_what_is_in_view(opened, navigator):
    area, frame, view = navigator.area, navigator.frame, opened.canvas.view
    left, top, right, _ = view.visible()
    assert frame.width() / area.width() == pytest.approx((right - left) / 360)
    assert (frame.top() - area.top()) / area.height() == pytest.approx(top / 240)
    assert area.width() / area.height() == pytest.approx(1.5, rel=0.01)


def test_a_drag_moves_the_picture(opened, navigator, qtbot):
    view, area = opened.canvas.view, navigator.area
    start = navigator.frame.center()
    target = QPointF(area.left() + 0.3 * area.width(), area.top() + 0.4 * area.height())
    qtbot.mousePress(navigator, Qt.MouseButton.LeftButton, pos=start.toPoint())
    move(navigator, target)
    qtbot.mouseRelease(navigator, Qt.MouseButton.LeftButton, pos=target.toPoint())
    assert (opened.canvas.view.x, opened.canvas.view.y) == pytest.approx((0.3 * 360, 0.4 * 240), abs=2)
    assert opened.canvas.view.zoom == view.zoom
    # Beyond the picture's edge it stops.
    move(navigator, QPointF(-50, -50))
    assert opened.canvas.view.visible()[:2] == pytest.approx((0, 0), abs=0.1)


def test_wheel_keys_and_double_click(opened, navigator, qtbot):
    canvas = opened.canvas
    scroll(navigator, navigator.frame.center(), 1)
    assert canvas.view.zoom == pytest.approx(9.6)
    before = canvas.view.x
    navigator.setFocus()
    qtbot.keyClick(navigator, Qt.Key.Key_Left)
    assert canvas.view.x < before
    qtbot.mouseDClick(navigator, Qt.MouseButton.LeftButton, pos=navigator.area.center().toPoint())
    assert canvas.view.fitted
    assert not navigator.isVisible()


def test_it_shows_the_result(opened, navigator, settled):
    def inside() -> np.ndarray:
        image = QImage(navigator.size(), QImage.Format.Format_RGB32)
        navigator.render(image)
        box = navigator.frame.toAlignedRect().adjusted(3, 3, -3, -3)
        return as_array(image)[box.top() : box.bottom(), box.left() : box.right()].astype(float)

    before = inside()
    opened.session.edit(strength=0.0)
    settled(opened)
    assert np.abs(inside() - before).mean() > 1
