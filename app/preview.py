"""Keeps the picture on screen up to date: what to render next, and from which lattice.

A change of the grid is shown at once from a resampled lattice (the draft); when the hand rests the exact lattice is
computed and measured against the continuous LUT, and shown in turn.  What a refinement found has lattices of its own:
until there is one, the picture stays as it was.  While a render is under way further changes wait, and only the latest
is rendered.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
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
    Sampled,
    SampleRequest,
)
from mefcore.job import Job

if TYPE_CHECKING:
    from app.models.blend import Blend
    from app.session import EditSession
    from mefcore.found import Found
    from mefcore.pipeline import Lattices
    from mefcore.recipe import Recipe

CACHE_BYTES = 96 << 20
BACKDROP_LEVEL_SIZE = 1024
"""The backdrop comes from the largest level whose longer side is at most this."""
CALM = 150
"""Milliseconds without a change, after which the exact lattice is computed and measured."""


def _render(request: RenderRequest, job: Job) -> Rendered:
    from app import rendering

    return rendering.render(request, job)


def _bake(request: BakeRequest, job: Job) -> Baked:
    from app import work

    return work.bake(request, job)


def _sample(request: SampleRequest, job: Job) -> Sampled:
    from app import work

    return work.sample(request, job)


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
        self.sample_lane = Lane("sample", self)
        self._view: View | None = None
        self._before = BLEND
        self._rival: Recipe | None = None
        self._before_wanted = False
        self._before_asked: tuple[object, ...] | None = None
        self._choice_shown: tuple[object, ...] | None = None
        self._sampling: Recipe | None = None
        self._sampled: Sampled | None = None
        self._lattices: OrderedDict[tuple[Found | None, int], Lattices] = OrderedDict()
        self._mapped: int | None = None
        self._icc = b""
        self.cache_bytes = CACHE_BYTES
        self._weights_shown: tuple[object, ...] | None = None
        self._baked: Baked | None = None
        self._baking: Recipe | None = None
        self._bake_id = 0
        self._given_up: tuple[object, ...] | None = None
        self._latest: Rendered | None = None
        self._blends: tuple[Blend, ...] = ()
        self._dirty = False
        self._closed = False
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._submit)
        self._calm = QTimer(self, singleShot=True, interval=CALM)
        self._calm.timeout.connect(self._start_bake)
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
        self.sample_lane.succeeded.connect(self._take_sample)
        self.sample_lane.failed.connect(self._fail)

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
        lanes = (self.render_lane, self.bake_lane, self.sample_lane)
        busy = any(lane.busy for lane in lanes) or self._dirty or self._timer.isActive()
        given_up = self._given_up == self._session.recipe.key("bake")
        return not busy and (self._session.prediction is None or self.exact is not None or given_up)

    def lattices(self, recipe: Recipe) -> Lattices | None:
        """Cached exact lattices of a recipe, at full strength."""
        return self._lattices.get((recipe.found, recipe.grid))

    def set_view(self, view: View) -> None:
        if view != self._view:
            self._view = view
            self.refresh()

    @property
    def before_shown(self) -> bool:
        """Whether the latest "before" that was rendered is the one that was chosen last."""
        return self._choice_shown == self._choice()

    def set_before(self, before: int, wanted: bool, rival: Recipe | None = None) -> None:
        """Which "before" there is, and whether it is on screen.

        Args:
            before: see :class:`~app.models.messages.RenderRequest`.
            rival: the recipe, where "before" is neither a frame nor the plain blend.
        """
        if (before, wanted, rival) != (self._before, self._before_wanted, self._rival):
            self._before, self._before_wanted, self._rival = before, wanted, rival
            self.refresh()

    def _choice(self) -> tuple[object, ...]:
        # Until the network has answered, all that is no frame is the reference frame.
        return self._before, self._rival, self._before >= 0 or self._session.prediction is not None

    def set_mapped(self, mapped: int | None) -> None:
        """Whose weights to map; see :class:`~app.models.messages.RenderRequest`."""
        if mapped != self._mapped:
            self._mapped = mapped
            self.refresh()

    def set_screen(self, icc: bytes) -> None:
        """The profile of the monitor; empty where colours are shown as they are."""
        if icc != self._icc:
            self._icc, self._before_asked = icc, None
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
        self._calm.stop()
        for lane in (self.bake_lane, self.sample_lane, self.render_lane):
            lane.close()

    def _start_over(self) -> None:
        self._latest = self._choice_shown = None
        self._go_on()

    def _go_on(self) -> None:
        """With another prediction; what is on screen stays until its picture is there."""
        self.render_lane.cancel()
        self.bake_lane.cancel()
        self.sample_lane.cancel()
        self._calm.stop()
        self._lattices.clear()
        self._blends = ()
        self._baked = self._baking = self._before_asked = self._weights_shown = self._given_up = None
        self._sampled = self._sampling = None
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
        weights = (prediction, *_weighing(recipe))
        depends = (prediction if self._rival is not None else weights) if self._before < 0 else None
        before = (loaded, self._before, self._rival, depends, region, backdrop)
        rival = self._find_rival()
        request = RenderRequest(
            loaded=loaded,
            prediction=prediction,
            recipe=recipe,
            source=source,
            region=region,
            backdrop=backdrop,
            before=self._before,
            need_before=self._before_wanted
            and before != self._before_asked
            and (rival is not None) == bool(self._rival),
            need_weights=(weights, self._mapped) != self._weights_shown,
            mapped=self._mapped,
            rival=rival,
            icc=self._icc,
            blends=self._blends,
            raster=self._view.raster(loaded.sizes[region.level][0]),
        )
        if request.need_before:
            self._before_asked = before
        self._weights_shown = (weights, self._mapped)
        self.render_lane.submit(_render, request)

    def _find_rival(self) -> tuple[Recipe, LatticeSource] | None:
        """What a look as "before" is rendered with; where its lattice is not known, that is begun."""
        rival, prediction = self._rival, self._session.prediction
        if rival is None or prediction is None:
            return None
        lattices, sampled = self.lattices(rival), self._sampled
        if lattices is None and sampled is not None:
            same = sampled.request.recipe.found == rival.found and sampled.request.recipe.grid == rival.grid
            lattices = sampled.lattices if same else None
        if lattices is not None:
            return rival, LatticeSource(lattices, rival.grid)
        if self._before_wanted and self._sampling != rival:
            self._sampling = rival
            self.sample_lane.submit(_sample, SampleRequest(prediction, rival), self.tr("Preparing the comparison"))
        return None

    def _take_sample(self, _: int, sampled: Sampled) -> None:
        if sampled.request.prediction is self._session.prediction:
            self._sampled = sampled
            self.refresh()

    def _source(self) -> LatticeSource | None:
        recipe = self._session.recipe
        if self._session.prediction is None:
            return None
        if self.exact is not None:
            return LatticeSource(self.exact.lattices, recipe.grid, ready=self.exact.lut)
        size = self._nearest(recipe)
        if size is None:
            return None
        source = LatticeSource(self._lattices[recipe.found, size], recipe.grid, plain=recipe.repair != "off")
        latest = self._latest
        if latest is not None and latest.request.source is not None:
            same = latest.request.recipe.key("bake") == recipe.key("bake")
            # A draft must not stand in for the exact lattice that has arrived meanwhile.
            if same and latest.request.source.exact == source.exact:
                return replace(source, ready=latest.lut)
        return source

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
        self._blends = rendered.blends
        # Who keeps a picture must not keep the blends, which are larger than all else.
        rendered = replace(rendered, blends=(), request=replace(request, blends=()))
        if rendered.before and (request.before, request.rival and request.rival[0]) != self._choice()[:2]:
            rendered = replace(rendered, before=())
        elif rendered.before:
            self._choice_shown = self._choice()
        self._latest = rendered
        self.rendered.emit(rendered)
        if self.exact is None and self._session.prediction is not None:
            self._calm.start()

    def _shows_exact(self) -> bool:
        """Whether the latest picture was made with the exact lattice of the current recipe."""
        request = None if self._latest is None else self._latest.request
        if request is None or request.source is None or not request.source.exact:
            return False
        return request.recipe.key("bake") == self._session.recipe.key("bake")

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
        self._calm.stop()
        ready = self._latest.lut if self._latest is not None and self._shows_exact() else None
        request = BakeRequest(prediction, recipe, self.lattices(recipe), ready)
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
        if not self._shows_exact():
            self.refresh()

    def _remember(self, baked: Baked) -> None:
        key = (baked.request.recipe.found, baked.lattices.size)
        self._lattices[key] = baked.lattices
        self._lattices.move_to_end(key)
        while len(self._lattices) > 1 and sum(x.nbytes for x in self._lattices.values()) > self.cache_bytes:
            self._lattices.popitem(last=False)

    def _fail(self, _: int, error: BaseException) -> None:
        self._before_asked = self._weights_shown = None
        self.failed.emit(error)


def _weighing(recipe: Recipe) -> tuple[object, ...]:
    """What the blend weights of a recipe depend on."""
    return recipe.local, recipe.weights, recipe.nudges, recipe.found
