"""What can be laid over the picture or taken in the hand: the map of weights, and the nudge."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.canvas.canvas import Canvas
from app.canvas.nudge import NudgeTool
from app.models.messages import Rendered, WeightMap
from app.panels.controls import Gesture
from app.preview import Preview
from app.session import EditSession
from app.text import exposure_value
from app.windows.comparing import Comparison
from app.windows.ghosts import GhostView
from mefcore.found import Nudge


class ParkedSplit(QObject):
    """Puts the split away while a tool needs the whole result, and back afterwards."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._parked = False
        canvas.compare_changed.connect(self._follow)

    @property
    def wanted(self) -> bool:
        """Whether there is a split whenever no tool is in its way."""
        return self._canvas.split or self._parked

    def park(self, on: bool) -> None:
        if on and self._canvas.split:
            self._canvas.set_split(False)
            self._parked = True
        elif not on and self._parked:
            self._canvas.set_split(True)

    def _follow(self) -> None:
        if self._canvas.split:
            self._parked = False


class Nudger(QObject):
    """Turns drags of the :class:`~app.canvas.nudge.NudgeTool` into nudges, one undo step each."""

    def __init__(self, session: EditSession, preview: Preview, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._session = session
        self._gesture = Gesture(self)
        self._rendered: Rendered | None = None
        self._others: tuple[Nudge, ...] = ()
        self._nudge: Nudge | None = None
        self._share = ""
        self.tool = NudgeTool(canvas)
        self.tool.began.connect(self._begin)
        self.tool.moved.connect(self._move)
        self.tool.ended.connect(self._end)
        preview.rendered.connect(self._follow)
        session.opened.connect(self._forget)

    def remove(self) -> None:
        """Take all nudges back, as an undo step."""
        self._session.edit(text=self.tr("Remove nudges"), nudges=())

    def _begin(self, x: float, y: float) -> None:
        from mefcore.nudges import aim

        loaded, rendered = self._session.loaded, self._rendered
        self.tool.say("")
        if loaded is None or rendered is None or rendered.weights is None:
            return
        under = aim(loaded.levels[-1], rendered.weights.grid, x, y)
        self._others = self._session.recipe.nudges
        self._nudge = Nudge(frame=under.frame, x=x, y=y, luma=under.luma, amount=0.0)
        self._share = self._percent()
        self._gesture.hold()
        self._say()

    def _move(self, amount: float) -> None:
        if self._nudge is None:
            return
        last = self._nudge
        self._nudge = Nudge(frame=last.frame, x=last.x, y=last.y, luma=last.luma, amount=amount)
        self._session.edit(
            self._gesture.current(),
            self._title(),
            nudges=(*self._others, self._nudge) if amount else self._others,
        )
        self._say()

    def _end(self) -> None:
        self._gesture.release()
        self._nudge = None

    def _title(self) -> str:
        if self._nudge is None:
            return ""
        less = self.tr("Less of frame {0}") if self._nudge.amount < 0 else self.tr("More of frame {0}")
        return less.format(self._nudge.frame + 1)

    def _say(self) -> None:
        """Beside the cursor: which frame, and its weight there before and now."""
        bracket, nudge = self._session.bracket, self._nudge
        if bracket is None or nudge is None:
            return
        ev = bracket.ev[nudge.frame]
        title = self._title() if nudge.amount else self.tr("Frame {0}").format(nudge.frame + 1)
        known = "" if ev is None else f" ({exposure_value(ev)})"
        shares = f"{self._share} %" if not nudge.amount else f"{self._share} → {self._percent()} %"
        self.tool.say(f"{title}{known}    {shares}")

    def _percent(self) -> str:
        """The frame's weight at the nudge's place, in the picture on screen."""
        from mefcore.blend import Window, weights_at

        loaded, nudge, rendered = self._session.loaded, self._nudge, self._rendered
        if loaded is None or nudge is None or rendered is None or rendered.weights is None:
            return ""
        frames = loaded.levels[-1]
        height, width = frames[0].shape[:2]
        row, column = min(int(nudge.y * height), height - 1), min(int(nudge.x * width), width - 1)
        pixels = [f[row : row + 1, column : column + 1] for f in frames]
        window = Window.of_pixels(row, column, 1, 1, height, width)
        return str(round(100 * float(weights_at(pixels, rendered.weights.grid, window)[nudge.frame, 0, 0])))

    def _follow(self, rendered: Rendered) -> None:
        if rendered.weights is not None:
            self._rendered = rendered
            self._say()

    def _forget(self) -> None:
        self.tool.set_on(False)
        self._rendered = None


class Tools(QObject):
    """The maps of weights and of ghosts, of which one is shown at a time, and the nudge; on and off.

    Signals:
        changed: one of them was switched.
    """

    changed = Signal()

    def __init__(self, session: EditSession, preview: Preview, canvas: Canvas, comparison: Comparison) -> None:
        super().__init__(canvas)
        self._session = session
        self._preview = preview
        self._canvas = canvas
        self._comparison = comparison
        self._mapping = False
        self._map: WeightMap | None = None
        self.split = ParkedSplit(canvas)
        self.nudger = Nudger(session, preview, canvas)
        self.ghosts = GhostView(session, canvas, comparison)
        session.opened.connect(self._opened)
        session.replaced.connect(lambda: self._show_map(None))
        preview.rendered.connect(self._rendered)
        comparison.changed.connect(self._choose_map)

    @property
    def mapping(self) -> bool:
        return self._mapping

    @property
    def nudging(self) -> bool:
        return self.nudger.tool.on

    def set_mapping(self, on: bool) -> None:
        """Show weights over the picture, of the frame that is "before"."""
        self._mapping = on
        if on:
            self.ghosts.set_on(False)
        if not on:
            self._show_map(None)
        self._choose_map()
        self._switched()

    def set_ghosting(self, on: bool) -> None:
        """Show over the picture where frames were replaced, in the frame that is "before"."""
        self.ghosts.set_on(on)
        if on and self._mapping:
            self.set_mapping(False)
        self._switched()

    def set_nudging(self, on: bool) -> None:
        self.nudger.tool.set_on(on)
        self._switched()

    def put_nudge_away(self) -> None:
        """Take a drag under way back; where there is none, leave the tool."""
        if not self.nudger.tool.give_up():
            self.set_nudging(False)

    def shares_at(self, x: int, y: int) -> tuple[float, ...]:
        """The frames' weights at a pixel of the picture, while they are mapped."""
        view = self._canvas.view  # the session may have another picture by now
        if self._map is None or view is None:
            return ()
        width, height = view.image
        _, rows, columns = self._map.values.shape
        return tuple(float(w) for w in self._map.values[:, y * rows // height, x * columns // width])

    def _switched(self) -> None:
        self.split.park(self.mapping or self.nudging or self.ghosts.on)
        self.changed.emit()

    def _choose_map(self) -> None:
        self._preview.set_mapped(self._comparison.frame if self._mapping else None)

    def _rendered(self, rendered: Rendered) -> None:
        if self._mapping and rendered.weights is not None and rendered.weights.map is not None:
            self._show_map(rendered.weights.map)

    def _show_map(self, weights: WeightMap | None) -> None:
        self._map = weights
        self._canvas.set_map(weights, self._names())

    def _names(self) -> tuple[str, ...]:
        bracket = self._session.bracket
        if bracket is None:
            return ()
        known = ["" if ev is None else f" ({exposure_value(ev)})" for ev in bracket.ev]
        return tuple(self.tr("frame {0}").format(k + 1) + ev for k, ev in enumerate(known))

    def _opened(self) -> None:
        self._show_map(None)
        self._switched()
