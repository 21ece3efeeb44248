"""The window of a series: what to take over or to average, and what becomes of it, as a plot."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.problems import spoken
from app.series.messages import Gathered, Options, Planned
from app.series.plot import SeriesPlot
from app.text import figure

CALM_MS = 150
WIDEST = 50
"""Sets on either side that are averaged with, at most."""


class SeriesDialog(QDialog):
    """Not modal: the picture behind it can be looked at meanwhile.

    Signals:
        changed: the :class:`~app.series.messages.Options` are others, and have been for a moment.
        applied: the plan that is on screen is to be carried out.
    """

    changed = Signal(object)
    applied = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("series")
        self.setWindowTitle(self.tr("Series"))
        self._gathered: Gathered | None = None
        self._planned: Planned | None = None
        self._make_options()
        self.plot = SeriesPlot(self)
        self.value = QComboBox(self)
        for name, text in (
            ("luma", self.tr("Brightness")),
            ("a", self.tr("Colour, green to magenta (a*)")),
            ("b", self.tr("Colour, blue to yellow (b*)")),
        ):
            self.value.addItem(text, name)
        self.value.setAccessibleName(self.tr("What is plotted"))
        self.value.setToolTip(self.tr("The mean of each picture"))
        self.value.currentIndexChanged.connect(lambda _: self._show_plot())
        self.told = QLabel(self)
        self.told.setProperty("role", "secondary")
        self.told.setWordWrap(True)
        self.note = QLabel(self)
        self.note.setProperty("role", "secondary")
        self.note.setWordWrap(True)
        buttons = QDialogButtonBox(self)
        self.apply = QPushButton(self.tr("Apply"), self)
        self.apply.setDefault(True)
        buttons.addButton(self.apply, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        self.apply.clicked.connect(lambda: self.applied.emit(self._planned))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addLayout(self._options_layout())
        column.addWidget(self.value)
        column.addWidget(self.plot, 1)
        column.addWidget(self.told)
        column.addWidget(self.note)
        column.addWidget(buttons)
        self._calm = QTimer(self, singleShot=True, interval=CALM_MS)
        self._calm.timeout.connect(lambda: self.changed.emit(self.options))
        self.show_gathered(None)

    def _make_options(self) -> None:
        self.one = QRadioButton(self.tr("One look for all: that of the picture on screen"), self)
        self.calm = QRadioButton(self.tr("Calm changes from one to the next"), self)
        self.one.setChecked(True)
        ways = QButtonGroup(self)
        ways.addButton(self.one)
        ways.addButton(self.calm)
        self.edits = self._box(self.tr("Edits of the look"), self.tr("Light, colour and curves, as they are set"))
        self.lut = self._box(self.tr("LUT"), self.tr("What the network found for the colours"))
        self.weights = self._box(
            self.tr("Blend weights"), self.tr("How much of each frame; for sets with as many frames"), on=False
        )
        self.even = self._box(self.tr("Even brightness"), self.tr("By each set's exposure, towards its neighbours'"))
        self.radius = QSpinBox(self)
        self.radius.setRange(1, WIDEST)
        self.radius.setValue(3)
        self.near = QLabel(self.tr("Sets averaged on either side"), self)
        self.near.setBuddy(self.radius)
        self.radius.setAccessibleName(self.near.text())
        self.radius.setToolTip(self.tr("How far neighbours on either side count: more is calmer"))
        self.near.setToolTip(self.radius.toolTip())
        for button in (self.one, self.calm):
            button.toggled.connect(self._switch)
        self.radius.valueChanged.connect(lambda _: self._ask())

    def _box(self, text: str, tip: str, on: bool = True) -> QCheckBox:
        box = QCheckBox(text, self)
        box.setToolTip(tip)
        box.setChecked(on)
        box.toggled.connect(lambda _: self._ask())
        return box

    def _options_layout(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.addWidget(self.one, 0, 0, 1, 4)
        grid.addWidget(self.calm, 1, 0, 1, 2)
        grid.addWidget(self.near, 1, 2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.radius, 1, 3)
        kinds = QHBoxLayout()
        kinds.setSpacing(16)
        for box in (self.edits, self.lut, self.weights, self.even):
            kinds.addWidget(box)
        kinds.addStretch(1)
        grid.addLayout(kinds, 2, 0, 1, 4)
        grid.setColumnStretch(2, 1)
        return grid

    @property
    def options(self) -> Options:
        return Options(
            way="one" if self.one.isChecked() else "calm",
            edits=self.edits.isChecked(),
            lut=self.lut.isChecked(),
            weights=self.weights.isChecked(),
            radius=float(self.radius.value()),
            even=self.even.isChecked(),
        )

    def show_gathered(self, gathered: Gathered | None) -> None:
        """The sets, once the network was asked about all of them."""
        self._gathered, self._planned = gathered, None
        if gathered is None:
            self.told.setText(self.tr("Looking at the sets…"))
            self.note.setText("")
        else:
            has_hero = gathered.hero is not None
            self.one.setEnabled(has_hero)
            if not has_hero:
                self.calm.setChecked(True)
            out = [f"{name} {spoken(why)}" for name, why in gathered.left_out]
            self.note.setText(self.tr("Left out: {0}").format("; ".join(out)) if out else "")
        self.note.setVisible(bool(self.note.text()))
        self._switch()

    def show_planned(self, planned: Planned | None) -> None:
        """What would become of them; None when there is no such plan."""
        self._planned = planned
        self._show_plot()

    def _switch(self, _: bool = True) -> None:
        calm = self.calm.isChecked()
        self.edits.setVisible(not calm)
        self.even.setVisible(calm)
        for widget in (self.near, self.radius):
            widget.setEnabled(calm)
        self._ask()

    def _ask(self) -> None:
        self._planned = None
        self._show_plot()
        if self._gathered is not None:
            self._calm.start()

    def _show_plot(self) -> None:
        gathered, planned = self._gathered, self._planned
        self.apply.setEnabled(planned is not None)
        what = self.value.currentData()
        self.plot.show_value(what)
        if gathered is None:
            self.plot.show_tones((), (), ())
            return
        names = [one.name for one in gathered.sets]
        self.plot.show_tones(names, gathered.tones, planned.tones if planned is not None else ())
        from mefcore.series import flicker

        before, after = self.plot.values
        text = self.tr("{0} sets.  Flicker: {1}").format(len(names), figure(flicker(before), ".2f"))
        if planned is not None:
            text += self.tr(" now, {0} then.").format(figure(flicker(after), ".2f"))
        self.told.setText(text)
