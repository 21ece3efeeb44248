"""How the frames are prepared before they are blended: the lower half of the panel on the right."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.models.messages import Loaded
from app.panels.controls import Control, make_control
from app.text import share
from mefcore.recipe import Recipe, parameters

RAW_ONLY = "load"
"""The stage whose parameters matter to RAW frames alone."""


class FramesPanel(QWidget):
    """Its controls and, in words, what came of them.

    Signals: edited, as :attr:`app.panels.controls.Control.edited`.

    Attributes:
        controls: by the names of their parameters.
    """

    edited = Signal(str, object, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        heading = QLabel(self.tr("Frames"), self)
        heading.setProperty("role", "heading")
        column.addWidget(heading)
        self.told = {stage: QLabel(self) for stage in ("align", "deghost")}
        self.controls: dict[str, Control] = {}
        made = [p for p in parameters() if p.prepares and p.panel]
        for i, parameter in enumerate(made):
            control = make_control(parameter, self)
            control.edited.connect(self.edited)
            column.addWidget(control)
            self.controls[parameter.name] = control
            last_of_stage = i + 1 == len(made) or made[i + 1].stage != parameter.stage
            if last_of_stage and parameter.stage in self.told:
                label = self.told[parameter.stage]
                label.setProperty("role", "secondary")
                label.setWordWrap(True)
                column.addWidget(label)
        self._raw_controls = [self.controls[p.name] for p in made if p.stage == RAW_ONLY]
        self._active = False
        self.show_loaded(None)

    def set_active(self, on: bool) -> None:
        """Enable what there is something to be prepared with."""
        self._active = on
        for control in self.controls.values():
            control.setEnabled(on)

    def show_recipe(self, recipe: Recipe) -> None:
        """A choice that is off leaves nothing more to choose."""
        self.controls["border"].setEnabled(self._active and recipe.align != "off")
        self.controls["deghost_strength"].setEnabled(self._active and recipe.deghost != "off")

    def show_loaded(self, loaded: Loaded | None) -> None:
        """Say what was done to the frames."""
        raw = loaded is not None and _has_raw(loaded)
        for control in self._raw_controls:
            control.setVisible(raw)
        for stage, text in (("align", self._aligned(loaded)), ("deghost", self._deghosted(loaded))):
            self.told[stage].setText(text)
            self.told[stage].setVisible(bool(text))

    def _aligned(self, loaded: Loaded | None) -> str:
        prepared = loaded.prepared if loaded is not None else None
        if prepared is None or prepared.alignment is None:
            return ""
        alignment = prepared.alignment
        off = {number - 1 for number in prepared.recipe.unaligned}
        moved = alignment.moving(off)
        unsure = [i for i, motion in enumerate(alignment.motions) if motion.kind == "unaligned" and i not in off]
        lines = []
        if moved:
            told = self.tr("1 frame was moved to match frame {1}.")
            if len(moved) > 1:
                told = self.tr("{0} frames were moved to match frame {1}.")
            lines.append(told.format(len(moved), alignment.reference + 1))
        elif not unsure:
            lines.append(self.tr("The frames match as they are."))
        if unsure:
            numbers = ", ".join(str(i + 1) for i in unsure)
            lines.append(self.tr("No sure match for frame {0}; left where it is.").format(numbers))
        (w, h), (full_w, full_h) = prepared.bracket.size, prepared.source.size
        if (w, h) != (full_w, full_h):
            lines.append(self.tr("Cropped by {0}.").format(share(1 - w * h / (full_w * full_h))))
        return " ".join(lines)

    def _deghosted(self, loaded: Loaded | None) -> str:
        prepared = loaded.prepared if loaded is not None else None
        if prepared is None or prepared.recipe.deghost == "off":
            return ""
        if prepared.ghosts is None:
            return self.tr("Not looked for: recovered highlights differ from frame to frame.")
        if not prepared.ghosts.moved:
            return self.tr("Nothing moved.")
        told = self.tr("Moving things are taken from frame {0}: {1} of the picture.")
        return told.format(prepared.bracket.reference + 1, share(prepared.ghosts.part))


def _has_raw(loaded: Loaded) -> bool:
    from mefcore.io.formats import RAW

    return any(frame.path.suffix.lower() in RAW for frame in loaded.bracket.frames)
