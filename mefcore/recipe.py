"""Every parameter of a picture, declared once.

The editor's panel, the command's flags, the sidecar's fields and the undo texts are all made from the annotations of
:class:`Recipe`; :func:`parameters` lists them.  To add a parameter, add one field.
"""

from __future__ import annotations

import math
import stat
from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from mefcore.choices import Border, Highlights, WhiteBalance
from mefcore.errors import RecipeError
from mefcore.found import Found, Nudge
from mefcore.limits import MAX_FRAMES
from mefcore.look.parameters import LookFields, Unit
from mefcore.parameter import LOOK_SECTIONS, PREPARING, SECTIONS, STAGES, Parameter, Section, Stage

__all__ = [
    *("LOOK_SECTIONS", "PREPARING", "SECTIONS", "STAGES", "VERSION", "Parameter", "Recipe", "Section", "Stage"),
    *("declared", "parameters"),
]

_MAX_BYTES = 32 << 20
"""Of a recipe's file; one with the largest refinement takes less than a hundredth of it."""
_OFF_SIMPLEX = 1e-4
"""How far shares that were rounded for reading may add up from 1."""
_AGAIN = "save it again, or correct it by hand"

VERSION = 4
"""2 added ``local``, ``nudges`` and ``found``; without them a recipe of version 1 means what it meant.  3 added what
prepares the frames, which is off in an older recipe.  4 added the look and ``weights``; what had been ``highlights``
became ``raw_highlights``."""


LOCAL = Parameter(
    "Local",
    "bake",
    "How much blend weights follow place and brightness; 0 % is one weight per frame.",
    percent=True,
    section="blend",
    flag="local",
)
GRID = Parameter(
    "Grid",
    "bake",
    "Lattice points per axis of the 3D LUT; more points follow the continuous LUT more closely.",
    low=2,
    high=129,
    step=1,
    stops=(8, 16, 17, 32, 33, 64, 65, 128, 129),
    section="lut",
    flag="grid",
)
STRENGTH = Parameter(
    "LUT strength",
    "bake",
    "How much of the LUT is applied; 0 % is the plain blend of the frames.",
    percent=True,
    section="lut",
    flag="strength",
)
INTERPOLATION = Parameter(
    "Interpolation",
    "apply",
    "How colours between lattice points are found; trilinear is what the network was trained with.",
    choices=("trilinear", "tetrahedral"),
    section="lut",
    flag="interpolation",
)
REPAIR = Parameter(
    "Repair",
    "bake",
    "Mends the lattice: greys that fall, folds, banding; or makes greys neutral besides, against Temperature and Tint.",
    choices=("off", "on", "neutral"),
    section="lut",
)
FADE = Parameter(
    "Fade outside",
    "bake",
    "How far the LUT falls off to the identity in colours that the picture does not have; the picture stays.",
    percent=True,
    section="lut",
)
WHITE_BALANCE = Parameter(
    "White balance",
    "load",
    "Of RAW frames: as the camera saw it, found in the picture, or daylight; all frames of a bracket share one.",
    choices=get_args(WhiteBalance),
    section="raw",
    flag="white-balance",
)
RAW_HIGHLIGHTS = Parameter(
    "RAW highlights",
    "load",
    "Of RAW frames, where a channel is full: white, a blend with what the others hold, or rebuilt from them.",
    choices=get_args(Highlights),
    section="raw",
    flag="highlights",
)
ALIGN = Parameter(
    "Align",
    "align",
    "Brings hand-held frames into register; frames that already match are left as they are.",
    choices=("auto", "off"),
    section="align",
    flag="align",
)
BORDER = Parameter(
    "Border",
    "align",
    "After aligning: cropped to what all frames show, or kept, filled from the reference frame.",
    choices=get_args(Border),
    section="align",
    flag="border",
)
REFERENCE = Parameter(
    "Reference",
    "align",
    "Number of the frame, from dark to bright, that the others are aligned to and that moving things are taken from; "
    "0 chooses.",
    low=0,
    high=MAX_FRAMES,
    step=1,
    panel=False,
    section="align",
    flag="reference",
)
UNALIGNED = Parameter(
    "Frames left as they are",
    "align",
    "Which frames alignment does not touch.",
    kind="data",
    setting=False,
    section="align",
)
DEGHOST = Parameter(
    "Deghost",
    "deghost",
    "Keeps moving things single: where frames contradict the reference frame, it is taken instead.",
    choices=("auto", "off"),
    section="deghost",
    flag="deghost",
)
DEGHOST_STRENGTH = Parameter(
    "Deghost strength",
    "deghost",
    "How small a difference counts as a movement.",
    percent=True,
    section="deghost",
    flag="deghost-strength",
)
WEIGHTS = Parameter(
    "Weights",
    "apply",
    "How much each frame weighs in the whole picture, from dark to bright; without it as the network says.",
    section="blend",
    kind="shares",
)
NUDGES = Parameter(
    "Nudge",
    "apply",
    "More or less of a frame, painted onto the picture.",
    kind="data",
    setting=False,
    section="blend",
)
FOUND = Parameter(
    "Refine",
    "bake",
    "What refining this bracket found.",
    kind="data",
    setting=False,
    section="blend",
)


Shares = Annotated[tuple[Unit, ...], msgspec.Meta(max_length=MAX_FRAMES)]


class Recipe(LookFields, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to do with a bracket; immutable, comparable, and small enough to keep one per undo step."""

    version: int = VERSION
    local: Annotated[float, msgspec.Meta(ge=0.0, le=1.0), LOCAL] = 0.0
    grid: Annotated[int, msgspec.Meta(ge=2, le=129), GRID] = 33
    strength: Annotated[float, msgspec.Meta(ge=0.0, le=1.0), STRENGTH] = 1.0
    interpolation: Annotated[Literal["trilinear", "tetrahedral"], INTERPOLATION] = "trilinear"
    repair: Annotated[Literal["off", "on", "neutral"], REPAIR] = "off"
    fade: Annotated[float, msgspec.Meta(ge=0.0, le=1.0), FADE] = 0.0
    align: Annotated[Literal["auto", "off"], ALIGN] = "auto"
    border: Annotated[Border, BORDER] = "crop"
    reference: Annotated[int, msgspec.Meta(ge=0, le=MAX_FRAMES), REFERENCE] = 0
    unaligned: Annotated[tuple[Annotated[int, msgspec.Meta(ge=1, le=MAX_FRAMES)], ...], UNALIGNED] = ()
    deghost: Annotated[Literal["auto", "off"], DEGHOST] = "auto"
    deghost_strength: Annotated[float, msgspec.Meta(ge=0.0, le=1.0), DEGHOST_STRENGTH] = 0.5
    white_balance: Annotated[WhiteBalance, WHITE_BALANCE] = "camera"
    raw_highlights: Annotated[Highlights, RAW_HIGHLIGHTS] = "clip"
    weights: Annotated[Shares, WEIGHTS] = ()
    nudges: Annotated[tuple[Nudge, ...], NUDGES] = ()
    found: Annotated[Found | None, FOUND] = None

    def __post_init__(self) -> None:
        LookFields.__post_init__(self)
        if self.weights and abs(math.fsum(self.weights) - 1) > _OFF_SIMPLEX:
            raise ValueError("`weights` add up to 1")

    def with_(self, **changes: Any) -> Recipe:
        """A copy with ``changes``; these are validated, and what stays is not looked at again.

        Raises:
            RecipeError: unknown parameter or value out of range.
        """
        checked = _convert(changes, None)
        return msgspec.structs.replace(self, **{name: getattr(checked, name) for name in changes})

    def pasted(self, other: Recipe, sections: Collection[Section], frames: int) -> Recipe:
        """This recipe with ``other``'s settings of some sections.

        What was found or painted on one picture stays with it, and so does which frame is the reference.

        Args:
            frames: of this recipe's bracket; weights of another number of frames are not taken over.
        """
        changes = {
            p.name: getattr(other, p.name)
            for p in parameters()
            if p.section in sections and p.name != "reference" and (p.kind != "shares" or _fits(other, frames))
        }
        return msgspec.structs.replace(self, **changes)

    def look_only(self) -> Recipe:
        """A recipe that differs from the default one in the look alone."""
        return Recipe().pasted(self, LOOK_SECTIONS, 0)

    def key(self, stage: Stage) -> tuple[Any, ...]:
        """The values that ``stage`` depends on: its own parameters and those of every earlier stage of its half, that
        of the frames or that of the picture."""
        values: tuple[Any, ...] = _reader(stage)(self)
        # Which colours the picture uses, and so where a LUT fades, is a matter of the weights.
        return (*values, self.weights, self.nudges) if stage == "bake" and self.fade > 0 else values

    def to_json(self) -> bytes:
        return msgspec.json.format(msgspec.json.encode(self), indent=2) + b"\n"

    @classmethod
    def load(cls, path: Path) -> Recipe:
        """Read a recipe written by :meth:`to_json`, or that of a bracket's sidecar.

        Raises:
            RecipeError: unreadable, not JSON, from a later version, or a value out of range.
        """
        try:
            raw = msgspec.json.decode(_bytes_of(path))
        except OSError as e:
            raise RecipeError(f"cannot be read: {e.strerror or e}", path=path, hint="choose another file") from e
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as e:
            raise RecipeError(f"is not JSON: {_shortened(e)}", path=path, hint=_AGAIN) from e
        if isinstance(raw, dict) and "sidecar" in raw:
            from mefcore.sidecar import recipe_of

            recipe = recipe_of(raw, path)
        else:
            recipe = _decode(raw, path)
        try:
            recipe.unpack()
        except RecipeError as e:  # now, and not when the picture is made
            raise RecipeError(e.message, path=path, hint=e.hint) from e
        return recipe

    def unpack(self) -> None:
        """Make sure that what it carries in bytes can be read.

        Raises:
            RecipeError: the refinement or the creative LUT is damaged.
        """
        if self.found is not None:
            self.found.arrays()
        if self.creative is not None:
            self.creative.lut()

    @classmethod
    def of(cls, raw: Any) -> Recipe:
        """From what JSON says of one, of this version or an older one.

        Raises:
            RecipeError: from a later version, or a value out of range.
        """
        return _decode(raw, None)


def _bytes_of(path: Path) -> bytes:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):  # to open a pipe may take forever, and a device may never stop answering
        raise RecipeError("is no file", path=path, hint="choose a recipe, not a folder or a device")
    if status.st_size > _MAX_BYTES:
        raise RecipeError(f"is {status.st_size >> 20} MB long; no recipe is", path=path, hint=_AGAIN)
    return path.read_bytes()


def _shortened(error: Exception) -> str:
    """What msgspec says, which may repeat a name of any length from the file."""
    text = str(error)
    return text if len(text) <= 160 else text[:159] + "…"


def _decode(raw: Any, path: Path | None) -> Recipe:
    version = raw.get("version", VERSION) if isinstance(raw, dict) else VERSION
    if isinstance(version, int) and version > VERSION:
        raise RecipeError(
            f"is a recipe of version {version}", path=path, hint="a newer Luxcube wrote it; update to open it"
        )
    if isinstance(raw, dict):
        unprepared = {"align": "off", "deghost": "off"} if isinstance(version, int) and version < 3 else {}
        raw = {**unprepared, **raw, "version": VERSION}
        if isinstance(raw.get("highlights"), str):  # before version 4, and by those who write from memory
            raw.setdefault("raw_highlights", raw.pop("highlights"))
    return _convert(raw, path)


def _convert(raw: Any, path: Path | None) -> Recipe:
    try:
        return msgspec.convert(raw, Recipe)
    except (msgspec.ValidationError, RecursionError) as e:
        hint = _AGAIN if path else ""
        raise RecipeError(f"is not a valid recipe: {_shortened(e)}", path=path, hint=hint) from e


def _fits(recipe: Recipe, frames: int) -> bool:
    """Whether its weights are for so many frames, or for any number."""
    return len(recipe.weights) in (0, frames)


@lru_cache(maxsize=1)
def declared() -> tuple[Parameter, ...]:
    """Every parameter of :class:`Recipe`, section by section."""
    hints = get_type_hints(Recipe, include_extras=True)
    found = []
    for field in msgspec.structs.fields(Recipe):
        if get_origin(hint := hints[field.name]) is Annotated:
            extras = [extra for extra in get_args(hint)[1:] if isinstance(extra, Parameter)]
            found += [replace(extra, name=field.name, default=field.default) for extra in extras]
    return tuple(sorted(found, key=lambda p: SECTIONS.index(p.section)))


@lru_cache(maxsize=len(STAGES))
def _reader(stage: Stage) -> attrgetter[tuple[Any, ...]]:
    """Reads what :meth:`Recipe.key` is made of."""
    half = PREPARING if stage in PREPARING else tuple(s for s in STAGES if s not in PREPARING)
    reached = half[: half.index(stage) + 1]
    return attrgetter(*(p.name for p in declared() if p.stage in reached))


@lru_cache(maxsize=1)
def parameters() -> tuple[Parameter, ...]:
    """The settings among them, which a person can give: by a control, by a flag or by ``--set``."""
    return tuple(p for p in declared() if p.setting)
