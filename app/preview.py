"""Keeps the picture on screen up to date: what to render next, and from which lattice.

A change of the grid is shown at once from a resampled lattice (the draft); when that is on screen the exact lattice is
computed, and shown in turn.  What a refinement found has lattices of its own: until there is one, the picture stays as
it was.  While a render is under way further changes wait, and only the latest is rendered.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.canvas.view import View, level_for
from app.jobs import Lane
from app.models.messages import (
    BLEND,
    Baked,
    BakeRequest,
    LatticeSource,
    Region,
    Rendered,
    RenderRequest,
)
from mefcore.job import Job

if TYPE_CHECKING:
    from app.session import EditSession
    from mefcore.found import Found
    from mefcore.pipeline import Lattices
    from mefcore.recipe import Recipe

CACHE_BYTES = 96 << 20
BACKDROP_LEVEL_SIZE = 1024
"""The backdrop comes from the largest level whose longer side is at most this."""


def _render(request: RenderRequest, job: Job) -> Rendered:
    from app import work

    return work.render(request, job)


def _bake(request: BakeRequest, job: Job) -> Baked:
    from app import work

    return work.bake(request, job)


class Preview(QObject):
    """Watches the session and the view, and emits pictures.

    Signals:
        rendered: a :class:`~app.models.messages.Rendered` to paint.
        baked: the exact lattice of the current recipe, or None while there is only a draft.
        failed: an exception from a worker.
    """

    rendered = Signal(object)
    baked = Signal(object)
    failed = Signal(object)

    def __init__(self, session: EditSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.render_lane = Lane("render", self)
        self.bake_lane = Lane("bake", self)
        self._view: View | None = None
        self._before = BLEND
        self._before_wanted = False
        self._before_shown: tuple[object, ...] | None = None
        self._lattices: OrderedDict[tuple[Found | None, int], Lattices] = OrderedDict()
        self._mapped: int | None = None
        self._weights_shown: tuple[object, ...] | None = None
        self._baked: Baked | None = None
        self._baking: Recipe | None = None
        self._bake_id = 0
        self._given_up: tuple[object, ...] | None = None
        self._latest: Rendered | None = None
        self._dirty = False
        self._closed = False
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._submit)
        session.opened.connect(self._start_over)
        session.predicted.connect(self._start_over)
        session.replaced.connect(self._go_on)
        session.recipe_changed.connect(self._recipe_changed)
        self.render_lane.succeeded.connect(self._take_render)
        self.render_lane.failed.connect(self._fail)
        self.render_lane.ended.connect(self._render_ended)
        self.bake_lane.succeeded.connect(self._take_bake)
        self.bake_lane.failed.connect(self._fail)
        self.bake_lane.ended.connect(self._bake_ended)

    @property
    def exact(self) -> Baked | None:
        """The exact lattice of the current recipe, once it is there."""
        recipe = self._session.recipe
        if self._baked is not None and self._baked.request.recipe.key("bake") == recipe.key("bake"):
            return self._baked
        return None

    @property
    def settled(self) -> bool:
        """Whether what is on screen is the exact picture of the current recipe and view, and nothing is under way."""
        busy = self.render_lane.busy or self.bake_lane.busy or self._dirty or self._timer.isActive()
        given_up = self._given_up == self._session.recipe.key("bake")
        return not busy and (self._session.prediction is None or self.exact is not None or given_up)

    def lattices(self, recipe: Recipe) -> Lattices | None:
        """Cached exact lattices of a recipe, at full strength."""
        return self._lattices.get((recipe.found, recipe.grid))

    def set_view(self, view: View) -> None:
        if view != self._view:
            self._view = view
            self.refresh()

    def set_before(self, before: int, wanted: bool) -> None:
        """Which "before" there is, and whether it is on screen."""
        if (before, wanted) != (self._before, self._before_wanted):
            self._before, self._before_wanted = before, wanted
            self.refresh()

    def set_mapped(self, mapped: int | None) -> None:
        """Whose weights to map; see :class:`~app.models.messages.RenderRequest`."""
        if mapped != self._mapped:
            self._mapped = mapped
            self.refresh()

    def refresh(self) -> None:
        """Render what is in view, soon."""
        if self._closed:
            return
        self._dirty = True
        if not self.render_lane.busy:
            self._timer.start()

    def close(self) -> None:
        self._closed = True
        self._timer.stop()
        for lane in (self.bake_lane, self.render_lane):
            lane.close()

    def _start_over(self) -> None:
        self._latest = None
        self._go_on()

    def _go_on(self) -> None:
        """With another prediction; what is on screen stays until its picture is there."""
        self.render_lane.cancel()
        self.bake_lane.cancel()
        self._lattices.clear()
        self._baked = self._baking = self._before_shown = self._weights_shown = self._given_up = None
        self.baked.emit(None)
        if self._session.prediction is not None:
            self._start_bake()
        self.refresh()

    def _recipe_changed(self, before: Recipe, after: Recipe) -> None:
        if before.key("bake") != after.key("bake"):
            self._given_up = None
            self.baked.emit(None)
        self.refresh()

    # ---- rendering

    def _submit(self) -> None:
        loaded = self._session.loaded
        if loaded is None or self._view is None or self.render_lane.busy:
            return
        self._dirty = False
        recipe, source = self._session.recipe, self._source()
        if source is None and self._latest is not None and self._latest.request.prediction is not None:
            # A fused picture is on screen and another LUT on its way: "before" must not flash up between.
            self._given_up = None
            self._start_bake()
            return
        region, backdrop = self._regions()
        prediction = self._session.prediction if source is not None else None
        weights = (prediction, recipe.local, recipe.nudges, recipe.found)
        before = (loaded, weights if self._before == BLEND else None, self._before, region, backdrop)
        request = RenderRequest(
            loaded=loaded,
            prediction=prediction,
            recipe=recipe,
            source=source,
            region=region,
            backdrop=backdrop,
            before=self._before,
            need_before=self._before_wanted and before != self._before_shown,
            need_weights=(weights, self._mapped) != self._weights_shown,
            mapped=self._mapped,
        )
        if request.need_before:
            self._before_shown = before
        self._weights_shown = (weights, self._mapped)
        self.render_lane.submit(_render, request)

    def _source(self) -> LatticeSource | None:
        recipe = self._session.recipe
        if self._session.prediction is None:
            return None
        if self.exact is not None:
            return LatticeSource(self.exact.lattices, recipe.grid, ready=self.exact.lut)
        size = self._nearest(recipe)
        if size is None:
            return None
        latest = self._latest
        ready = None
        if latest is not None and latest.request.source is not None:
            same = latest.request.recipe.key("bake") == recipe.key("bake")
            # A draft must not stand in for the exact lattice that has arrived meanwhile.
            if same and latest.request.source.exact == (size == recipe.grid):
                ready = latest.lut
        return LatticeSource(self._lattices[recipe.found, size], recipe.grid, ready)

    def _nearest(self, recipe: Recipe) -> int | None:
        """The cached lattice that makes the best draft: the smallest that loses nothing, else the largest."""
        sizes = [n for found, n in self._lattices if found == recipe.found]
        finer = [n for n in sizes if n >= recipe.grid]
        return min(finer) if finer else max(sizes, default=None)

    def _regions(self) -> tuple[Region, Region | None]:
        from app.canvas import pyramid

        loaded, view = self._session.loaded, self._view
        if loaded is None or view is None:
            raise RuntimeError("nothing to render")
        levels = loaded.levels
        level = level_for(view.zoom, len(levels))
        region = pyramid.region_at(levels, level, view.visible())
        whole = pyramid.whole(levels, pyramid.coarse(levels, BACKDROP_LEVEL_SIZE))
        return region, None if region == pyramid.whole(levels, level) else whole

    def _render_ended(self, _: int) -> None:
        if self._dirty:
            self._timer.start()

    def _take_render(self, _: int, rendered: Rendered) -> None:
        request = rendered.request
        if request.loaded is not self._session.loaded:
            return
        if request.prediction is not None and request.prediction is not self._session.prediction:
            return
        self._latest = rendered
        self.rendered.emit(rendered)
        if self.exact is None and self._session.prediction is not None:
            self._start_bake()

    # ---- the exact lattice

    def _start_bake(self) -> None:
        recipe, prediction = self._session.recipe, self._session.prediction
        if prediction is None:
            return
        if self.bake_lane.busy and self._baking is not None and self._baking.key("bake") == recipe.key("bake"):
            return
        if recipe.key("bake") == self._given_up:
            return
        self._baking, self._given_up = recipe, None
        request = BakeRequest(prediction, recipe, self.lattices(recipe))
        text = self.tr("Sampling {0} × {0} × {0}").format(recipe.grid)
        self._bake_id = self.bake_lane.submit(_bake, request, text)

    def _bake_ended(self, job_id: int) -> None:
        # Cancelled by the person, or failed: the draft stays, and is not tried again until the recipe changes.
        wanted = self._session.recipe.key("bake")
        if job_id == self._bake_id and self.exact is None and self._baking and self._baking.key("bake") == wanted:
            self._given_up = wanted

    def _take_bake(self, _: int, baked: Baked) -> None:
        if baked.request.prediction is not self._session.prediction:
            return
        self._remember(baked)
        if baked.request.recipe.key("bake") != self._session.recipe.key("bake"):
            if not self.render_lane.busy:
                self.refresh()
            return
        self._baked = baked
        self.baked.emit(baked)
        self.refresh()

    def _remember(self, baked: Baked) -> None:
        key = (baked.request.recipe.found, baked.lattices.size)
        self._lattices[key] = baked.lattices
        self._lattices.move_to_end(key)
        while len(self._lattices) > 1 and sum(x.nbytes for x in self._lattices.values()) > CACHE_BYTES:
            self._lattices.popitem(last=False)

    def _fail(self, _: int, error: BaseException) -> None:
        self._before_shown = self._weights_shown = None
        self.failed.emit(error)
