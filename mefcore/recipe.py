"""Every parameter of a picture, declared once.

The editor's panel, the command's flags, the sidecar's fields and the undo texts are all made from the annotations of
:class:`Recipe`; :func:`parameters` lists them.  To add a parameter, add one field.
"""

from __future__ import annotations

import stat
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from mefcore.choices import Border, Highlights, WhiteBalance
from mefcore.errors import RecipeError
from mefcore.found import Found, Nudge
from mefcore.limits import MAX_FRAMES

Stage = Literal["load", "align", "deghost", "bake", "apply"]
"""The first pipeline stage that reads a parameter; that one and the later ones run again when it changes."""

_MAX_BYTES = 32 << 20
"""Of a recipe's file; one with the largest refinement takes less than a hundredth of it."""
_AGAIN = "save it again, or correct it by hand"

STAGES: tuple[Stage, ...] = get_args(Stage)
PREPARING: tuple[Stage, ...] = ("load", "align", "deghost")
"""Stages that make the frames to be blended; those after them make the picture, and the network looks in between."""
VERSION = 3
"""2 added ``local``, ``nudges`` and ``found``; without them a recipe of version 1 means what it meant.  3 added what
prepares the frames, which is off in an older recipe."""


@dataclass(frozen=True)
class Parameter:
    """How a parameter is shown and what it invalidates.

    Attributes:
        label: what the panel and the undo text call it.
        stage: see :data:`Stage`.
        help: one sentence, for tooltips and ``--help``.
        low, high: inclusive range of a number.
        percent: shown times 100 with a percent sign.
        stops: values worth a mark on the slider.
        choices: the values of an enumeration; empty for a number.
        setting: False for what is found or painted on the picture: no slider and no flag can give it.
        panel: whether the editor's panel has a control for it; else it is chosen where it can be seen.
        name, default: filled in by :func:`parameters`.
    """

    label: str
    stage: Stage
    help: str
    low: float = 0.0
    high: float = 1.0
    percent: bool = False
    stops: tuple[int, ...] = ()
    choices: tuple[str, ...] = ()
    setting: bool = True
    panel: bool = True
    name: str = ""
    default: Any = None

    def text(self, value: Any) -> str:
        """``value`` as a person reads it; empty where the label says it all."""
        if not self.setting:
            return ""
        return f"{round(100 * value)} %" if self.percent else str(value)

    @property
    def prepares(self) -> bool:
        """Whether it changes the frames that are blended, not only what is made of them."""
        return self.stage in PREPARING


LOCAL = Parameter(
    "Local",
    "bake",
    "How much blend weights follow place and brightness; 0 % is one weight per frame.",
    percent=True,
)
GRID = Parameter(
    "Grid",
    "bake",
    "Lattice points per axis of the 3D LUT; more points follow the continuous LUT more closely.",
    low=2,
    high=129,
    stops=(8, 16, 17, 32, 33, 64, 65, 128, 129),
)
STRENGTH = Parameter(
    "LUT strength", "bake", "How much of the LUT is applied; 0 % is the plain blend of the frames.", percent=True
)
INTERPOLATION = Parameter(
    "Interpolation",
    "apply",
    "How colours between lattice points are found; trilinear is what the network was trained with.",
    choices=("trilinear", "tetrahedral"),
)
WHITE_BALANCE = Parameter(
    "White balance",
    "load",
    "Of RAW frames: as the camera saw it, found in the picture, or daylight; all frames of a bracket share one.",
    choices=get_args(WhiteBalance),
)
HIGHLIGHTS = Parameter(
    "Highlights",
    "load",
    "Of RAW frames, where a channel is full: white, a blend with what the others hold, or rebuilt from them.",
    choices=get_args(Highlights),
)
ALIGN = Parameter(
    "Align",
    "align",
    "Brings hand-held frames into register; frames that already match are left as they are.",
    choices=("auto", "off"),
)
BORDER = Parameter(
    "Border",
    "align",
    "After aligning: cropped to what all frames show, or kept, filled from the reference frame.",
    choices=get_args(Border),
)
REFERENCE = Parameter(
    "Reference",
    "align",
    "Number of the frame, from dark to bright, that the others are aligned to and that moving things are taken from; "
    "0 chooses.",
    low=0,
    high=MAX_FRAMES,
    panel=False,
)
UNALIGNED = Parameter("Frames left as they are", "align", "Which frames alignment does not touch.", setting=False)
DEGHOST = Parameter(
    "Deghost",
    "deghost",
    "Keeps moving things single: where frames contradict the reference frame, it is taken instead.",
    choices=("auto", "off"),
)
DEGHOST_STRENGTH = Parameter(
    "Deghost strength", "deghost", "How small a difference counts as a movement.", percent=True
)
NUDGES = Parameter("Nudge", "apply", "More or less of a frame, painted onto the picture.", setting=False)
FOUND = Parameter("Refine", "bake", "What refining this bracket found.", setting=False)


class Recipe(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to do with a bracket; immutable, comparable, and small enough to keep one per undo step."""

    version: int = VERSION
    local: Annotated[float, msgspec.Meta(ge=0.0, le=1.0), LOCAL] = 0.0
    grid: Annotated[int, msgspec.Meta(ge=2, le=129), GRID] = 33
    strength: Annotated[float, msgspec.Meta(ge=0.0, le=1.0), STRENGTH] = 1.0
    interpolation: Annotated[Literal["trilinear", "tetrahedral"], INTERPOLATION] = "trilinear"
    align: Annotated[Literal["auto", "off"], ALIGN] = "auto"
    border: Annotated[Border, BORDER] = "crop"
    reference: Annotated[int, msgspec.Meta(ge=0, le=MAX_FRAMES), REFERENCE] = 0
    unaligned: Annotated[tuple[Annotated[int, msgspec.Meta(ge=1, le=MAX_FRAMES)], ...], UNALIGNED] = ()
    deghost: Annotated[Literal["auto", "off"], DEGHOST] = "auto"
    deghost_strength: Annotated[float, msgspec.Meta(ge=0.0, le=1.0), DEGHOST_STRENGTH] = 0.5
    white_balance: Annotated[WhiteBalance, WHITE_BALANCE] = "camera"
    highlights: Annotated[Highlights, HIGHLIGHTS] = "clip"
    nudges: Annotated[tuple[Nudge, ...], NUDGES] = ()
    found: Annotated[Found | None, FOUND] = None

    def with_(self, **changes: Any) -> Recipe:
        """A copy with ``changes``; values are validated.

        Raises:
            RecipeError: unknown parameter or value out of range.
        """
        return _decode({**msgspec.to_builtins(self), **changes}, None)

    def key(self, stage: Stage) -> tuple[Any, ...]:
        """The values that ``stage`` depends on: its own parameters and those of every earlier stage of its half, that
        of the frames or that of the picture."""
        half = PREPARING if stage in PREPARING else tuple(s for s in STAGES if s not in PREPARING)
        reached = half[: half.index(stage) + 1]
        return tuple(getattr(self, p.name) for p in declared() if p.stage in reached)

    def to_json(self) -> bytes:
        return msgspec.json.format(msgspec.json.encode(self), indent=2) + b"\n"

    @classmethod
    def load(cls, path: Path) -> Recipe:
        """Read a recipe written by :meth:`to_json`.

        Raises:
            RecipeError: unreadable, not JSON, from a later version, or a value out of range.
        """
        try:
            raw = msgspec.json.decode(_bytes_of(path))
        except OSError as e:
            raise RecipeError(f"cannot be read: {e.strerror or e}", path=path, hint="choose another file") from e
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as e:
            raise RecipeError(f"is not JSON: {_shortened(e)}", path=path, hint=_AGAIN) from e
        recipe = _decode(raw, path)
        if recipe.found is not None:
            try:
                recipe.found.arrays()
            except RecipeError as e:  # now, and not when the picture is made
                raise RecipeError(e.message, path=path, hint=e.hint) from e
        return recipe


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
    try:
        return msgspec.convert(raw, Recipe)
    except (msgspec.ValidationError, RecursionError) as e:
        hint = _AGAIN if path else ""
        raise RecipeError(f"is not a valid recipe: {_shortened(e)}", path=path, hint=hint) from e


@lru_cache(maxsize=1)
def declared() -> tuple[Parameter, ...]:
    """Every parameter of :class:`Recipe`, in the order of its fields."""
    hints = get_type_hints(Recipe, include_extras=True)
    defaults = {f.name: f.default for f in msgspec.structs.fields(Recipe)}
    found = []
    for name, hint in hints.items():
        if get_origin(hint) is Annotated:
            for extra in get_args(hint)[1:]:
                if isinstance(extra, Parameter):
                    found.append(Parameter(**{**vars(extra), "name": name, "default": defaults[name]}))
    return tuple(found)


def parameters() -> tuple[Parameter, ...]:
    """The settings among them, which have a slider or a choice in the panel and a flag."""
    return tuple(p for p in declared() if p.setting)


def describe_change(before: Recipe, after: Recipe) -> str:
    """The undo text of going from one recipe to the other, such as ``Grid 17``; empty when nothing differs."""
    changed = [p for p in declared() if getattr(before, p.name) != getattr(after, p.name)]
    return ", ".join(f"{p.label} {p.text(getattr(after, p.name))}".strip() for p in changed)
