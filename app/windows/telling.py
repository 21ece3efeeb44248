"""What the window says in its notice, and what it offers there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from app.crash import CrashReporter
from app.models.messages import Exported
from app.text import duration, file_size, shortened
from app.windows.exporting import Exporter, show_in_folder
from app.windows.notice import Notice
from app.windows.opening import Opener
from app.windows.refining import Refiner
from app.windows.spaces import NAMES
from mefcore.errors import MefError


class Teller(QObject):
    """Turns what happened into a sentence and, where there is one, a way on."""

    def __init__(
        self, notice: Notice, crash: CrashReporter, opener: Opener, exporter: Exporter, refiner: Refiner
    ) -> None:
        super().__init__(notice)
        self._notice = notice
        self._crash = crash
        self._opener = opener
        self._exporter = exporter
        self._refiner = refiner
        opener.unfused.connect(self._unfused)
        opener.spoiled.connect(self._spoiled)
        exporter.exported.connect(self._exported)
        refiner.nothing_better.connect(self._nothing_better)
        opener.failed.connect(lambda error: self.tell(error, self._stays()))
        for part in (exporter, refiner):
            part.failed.connect(self.tell)
        opener.opened.connect(notice.hide)

    def tell(self, error: BaseException, more: str = "") -> None:
        """An error a person can act on becomes a notice, with ``more`` sentences; anything else is a bug."""
        if isinstance(error, MefError):
            self._notice.show_error(error, more=more)
        else:
            self._crash.report(error)

    def offer_match(self, path: Path) -> None:
        """One picture is no bracket, but perhaps a finished picture of this scene."""
        self._notice.show_news(
            self.tr("{0} alone is no bracket: that takes two frames or more.").format(shortened(path.name)),
            self.tr("Match its look"),
            lambda: self._refiner.start(path),
        )

    def _spoiled(self, error: MefError, path: Path) -> None:
        without = lambda: self._opener.open_without(path)  # noqa: E731
        self._notice.show_error(error, self.tr("Open without it"), without, more=self._stays())

    def _stays(self) -> str:
        """Which set the picture is of, where another one is selected."""
        name = self._opener.instead
        return self.tr("The picture is still that of {0}.").format(shortened(name)) if name else ""

    def _unfused(self) -> None:
        self._notice.show_news(self.tr("These frames have not been fused."), self.tr("Fuse"), self._opener.fuse)

    def _exported(self, done: Exported) -> None:
        name, size, took = done.path.name, file_size(done.bytes), duration(done.seconds)
        text = (self.tr("Saved {0}, {1}, in {2}") if took else self.tr("Saved {0}, {1}")).format(name, size, took)
        if done.space != "srgb":
            text += self.tr(", in {0}").format(NAMES[done.space])
        if done.needs_base:
            text += self.tr(". Other programs need the blend of this picture as well.")
            self._notice.show_news(text, self.tr("Export the blend too…"), self._exporter.ask_base)
            return
        if done.plain:
            text += self.tr(". The saved .cube turns it into the picture.")
        self._notice.show_news(text, self.tr("Show in folder"), lambda: show_in_folder(done.path))

    def _nothing_better(self, look: str) -> None:
        if look:
            self._notice.show_news(
                self.tr("Nothing nearer to {0} was found; the picture stays.").format(shortened(look))
            )
        else:
            self._notice.show_news(self.tr("Refining found nothing better; the picture stays."))
