"""For those who do not see the screen, do not use a mouse, or read from right to left; and a tip for everything."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollBar,
    QTabBar,
    QWidget,
)

from app.windows.help import Shortcuts
from app.windows.preferences import Preferences

INTERACTIVE = (QAbstractButton, QComboBox, QAbstractSlider, QAbstractSpinBox, QLineEdit, QAbstractItemView, QTabBar)
WHOLE = (QComboBox, QAbstractSpinBox, QTabBar, QLineEdit)
TIPPED = (QAbstractButton, QComboBox, QAbstractSlider, QAbstractSpinBox, QLineEdit)


def is_part(widget: QWidget) -> bool:
    """Whether it is the inside of another control, which speaks for it."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, WHOLE) or above.objectName().startswith("qt_"):
            return True
        above = above.parentWidget()
    return widget.objectName().startswith("qt_")


def controls(root: QWidget) -> Iterator[QWidget]:
    """What a person can do something with, on hidden pages, too."""
    for widget in root.findChildren(QWidget):
        if isinstance(widget, QScrollBar | QHeaderView) or is_part(widget):
            continue
        if isinstance(widget, QAbstractButton) and widget.isHidden() and not widget.text() and widget.icon().isNull():
            continue  # gets its text when there is something to do
        focusable = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if isinstance(widget, INTERACTIVE) or focusable == Qt.FocusPolicy.TabFocus:
            yield widget


def told(widget: QWidget) -> str:
    """What a screen reader calls it."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return "" if interface is None else interface.text(QAccessible.Text.Name)


def described(widget: QWidget) -> str:
    names = []
    now: QWidget | None = widget
    while now is not None and len(names) < 4:
        names.append(now.objectName() or type(now).__name__)
        now = now.parentWidget()
    text = getattr(widget, "text", lambda: "")()
    return " < ".join(names) + (f" {text!r}" if text else "")


def has_tip(widget: QWidget) -> bool:
    """Its own, or that of what it is a part of."""
    now: QWidget | None = widget
    while now is not None and not now.isWindow():
        if now.toolTip():
            return True
        now = now.parentWidget()
    return False


def everywhere(window: QWidget) -> list[QWidget]:
    """The window and its dialogs."""
    preferences = next(f for f in window.features if isinstance(f, Preferences))
    preferences.open()
    return [window, preferences.dialog, Shortcuts(window)]


def test_every_control_has_a_name(opened):
    nameless = [described(w) for root in everywhere(opened) for w in controls(root) if not told(w).strip()]
    assert nameless == []


def test_every_control_says_what_it_does(opened):
    silent = [
        described(w)
        for root in everywhere(opened)
        for w in controls(root)
        if isinstance(w, TIPPED) and not has_tip(w) and not isinstance(w.parentWidget(), QDialogButtonBox)
    ]
    assert silent == []


def test_every_action_says_what_it_does(opened):
    silent = [name for name, action in opened.actions_by_name.items() if not action.statusTip()]
    assert silent == []


def test_custom_controls_tell_their_value(opened):
    """What paints itself and is no heir of a control of Qt's must say its value in words."""
    from app.panels.slider import StopSlider

    for slider in opened.findChildren(StopSlider):
        interface = QAccessible.queryAccessibleInterface(slider)
        value = interface.valueInterface()
        assert value is not None
        assert value.currentValue() == slider.value()


def test_tab_goes_round_everything_that_is_seen(opened, qtbot):
    """From the first page's tabs on: each visible control once, none twice, and back."""
    opened.sidebar.tabs.setFocus(Qt.FocusReason.TabFocusReason)
    start = opened.focusWidget()
    seen: list[QWidget] = []
    for _ in range(300):
        focus = opened.focusWidget()
        if focus in seen:
            break
        seen.append(focus)
        opened.focusNextChild()
    assert opened.focusWidget() is start, "the way round ends where it began"
    reachable = [
        w
        for w in controls(opened)
        if w.isVisible() and w.isEnabled() and w.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
    ]
    assert [described(w) for w in reachable if w not in seen and w.focusProxy() not in seen] == []


@pytest.fixture
def mirrored(qapp):
    app = QApplication.instance()
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def overlapping(root: QWidget) -> list[tuple[str, str]]:
    """Pairs of visible controls in one parent that lie on one another."""
    found = []
    by_parent: dict[int, list[QWidget]] = {}
    for widget in (*controls(root), *root.findChildren(QLabel)):
        if widget.isVisibleTo(root) and widget.parentWidget() is not None:
            by_parent.setdefault(id(widget.parentWidget()), []).append(widget)
    for widgets in by_parent.values():
        for i, one in enumerate(widgets):
            for other in widgets[i + 1 :]:
                if one.geometry().adjusted(1, 1, -1, -1).intersects(other.geometry().adjusted(1, 1, -1, -1)):
                    found.append((described(one), described(other)))
    return found


def outside(root: QWidget) -> list[str]:
    """Visible controls that stick out of their parents to a side."""
    found = []
    for widget in controls(root):
        above = widget.parentWidget()
        if widget.isVisibleTo(root) and above is not None and not widget.geometry().isEmpty():
            room: QRect = above.rect().adjusted(-1, 0, 1, 0)
            if widget.geometry().left() < room.left() or widget.geometry().right() > room.right():
                found.append(described(widget))
    return found


def ink(widget: QWidget) -> QImage:
    image = QImage(widget.size(), QImage.Format.Format_RGB32)
    widget.render(image)
    return image


def test_from_right_to_left_nothing_overlaps(mirrored, make, bracket, settled):
    window = make(*bracket)
    settled(window)
    assert window.sidebar.mapTo(window, window.sidebar.rect().center()).x() < window.width() / 2
    for name in window.sidebar.names:
        window.sidebar.show_page(name)
        QApplication.processEvents()
        assert overlapping(window.sidebar) == [], name
        assert outside(window.sidebar) == [], name
    for root in everywhere(window)[1:]:
        if isinstance(root, QDialog):
            root.show()
            assert overlapping(root) == []


def test_the_picture_is_not_mirrored(make, bracket, settled):
    pictures = []
    app = QApplication.instance()
    try:
        for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
            app.setLayoutDirection(direction)
            window = make(*bracket)
            settled(window)
            window.resize(900, 640)
            window.canvas.set_split(False)
            window.canvas.fit()
            settled(window)
            place = window.canvas.scene.places[0]
            pictures.append(ink(window.canvas).copy(place.adjusted(4, 60, -4, -4)))
            window.close()
    finally:
        app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert pictures[0] == pictures[1]


def test_from_right_to_left_the_strip_is_mirrored(mirrored, make, bracket, settled):
    window = make(*bracket)
    settled(window)
    first = window.filmstrip.visualRect(window.frames.index(0, 0))
    last = window.filmstrip.visualRect(window.frames.index(2, 0))
    assert first.left() > last.left()


def test_nothing_overlaps_in_german(make, bracket, settled, qapp):
    """Its words are longer."""
    from app import language

    app = QApplication.instance()
    language.install(app, "de")
    try:
        window = make(*bracket)
        settled(window)
        for name in window.sidebar.names:
            window.sidebar.show_page(name)
            QApplication.processEvents()
            assert overlapping(window.sidebar) == [], name
            assert outside(window.sidebar) == [], name
    finally:
        language.install(app, "en")
