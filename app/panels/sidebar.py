"""The right side of the window: instruments on top, and pages of which one is shown."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QTabBar, QVBoxLayout, QWidget

NARROWEST, WIDEST = 256, 520
"""Wide enough for the tabs; what is wider on a page can be scrolled to."""


class Page(QScrollArea):
    """A column of widgets that scrolls where there is not enough room for it.

    Attributes:
        body: the parent of what is added.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body = body = QWidget(self)
        body.setObjectName("look")
        self.column = QVBoxLayout(body)
        self.column.setContentsMargins(16, 14, 16, 14)
        self.column.setSpacing(16)
        self.column.addStretch(1)
        self.setWidget(body)

    def add(self, widget: QWidget) -> None:
        """Below what is there."""
        self.column.insertWidget(self.column.count() - 1, widget)

    def add_line(self) -> None:
        line = QFrame(self.body)
        line.setFixedHeight(1)
        line.setProperty("role", "line")
        self.add(line)


class _Tabs(QTabBar):
    """Those that are not chosen stand lower, and would lose the feet of their letters."""

    def tabSizeHint(self, index: int) -> QSize:  # noqa: N802
        return super().tabSizeHint(index) + QSize(0, 4)


class Sidebar(QWidget):
    """Signals: page_changed, the name of the page that is shown."""

    page_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(NARROWEST)
        self.setMaximumWidth(WIDEST)
        self._names: list[str] = []
        self._top = QVBoxLayout()
        self._top.setSpacing(0)
        self.tabs = _Tabs(self)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(True)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tabs.setAccessibleName(self.tr("Pages"))
        self.stack = QStackedWidget(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._top)
        column.addWidget(self.tabs)
        column.addWidget(self.stack, 1)
        self.tabs.currentChanged.connect(self._switch)

    def add_on_top(self, widget: QWidget) -> None:
        """An instrument that is seen with every page."""
        self._top.addWidget(widget)

    def add_page(self, name: str, title: str, widget: QWidget) -> None:
        """A page at the end, best made with :attr:`stack` as its parent; the first is shown until another is chosen."""
        self._names.append(name)
        self.stack.addWidget(widget)
        self.tabs.addTab(title)

    @property
    def page(self) -> str:
        """The name of the one that is shown; empty where there is none."""
        index = self.tabs.currentIndex()
        return self._names[index] if 0 <= index < len(self._names) else ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._names)

    def show_page(self, name: str) -> None:
        """Nothing happens if there is no such page."""
        if name in self._names:
            self.tabs.setCurrentIndex(self._names.index(name))

    def reveal(self, widget: QWidget) -> None:
        """Show the page that holds a widget, scrolled to it."""
        for i, name in enumerate(self._names):
            page = self.stack.widget(i)
            if page is not None and page.isAncestorOf(widget):
                self.show_page(name)
                if isinstance(page, QScrollArea):
                    page.ensureWidgetVisible(widget)

    def _switch(self, index: int) -> None:
        self.stack.setCurrentIndex(index)
        self.page_changed.emit(self.page)
