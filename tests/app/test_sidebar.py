"""The pages at the right of the picture."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabBar


def click_tab(qtbot, tabs: QTabBar, index: int) -> None:
    qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(index).center())


def test_a_click_on_a_tab_shows_its_page(opened, qtbot):
    sidebar = opened.sidebar
    for index, name in enumerate(sidebar.names):
        click_tab(qtbot, sidebar.tabs, index)
        assert sidebar.page == name
        assert sidebar.stack.currentWidget().isVisible()


def test_revealing_a_control_shows_its_page_and_scrolls_to_it(opened, qtbot):
    opened.resize(900, 500)
    for name in ("interpolation", "deghost_strength"):
        control = opened.look.reveal(name)
        qtbot.waitUntil(lambda c=control: c.isVisible() and not c.visibleRegion().isEmpty())


def test_the_page_is_remembered(make, qtbot):
    first = make()
    last = len(first.sidebar.names) - 1
    click_tab(qtbot, first.sidebar.tabs, last)
    first.close()
    assert make().sidebar.page == first.sidebar.names[last]


def test_every_page_fits_its_words(opened):
    tabs = opened.sidebar.tabs
    assert sum(tabs.tabRect(i).width() for i in range(tabs.count())) <= opened.sidebar.width()
