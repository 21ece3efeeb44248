"""What a parameter of a picture declares about itself, once, for panel, command, file and undo text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

Stage = Literal["load", "align", "deghost", "bake", "apply"]
"""The first pipeline stage that reads a parameter; that one and the later ones run again when it changes."""
STAGES: tuple[Stage, ...] = get_args(Stage)
PREPARING: tuple[Stage, ...] = ("load", "align", "deghost")
"""Stages that make the frames to be blended; those after them make the picture, and the network looks in between."""

Kind = Literal["number", "choice", "curve", "shares", "embedded", "data"]
"""``number`` and ``choice`` speak for themselves; ``curve``: points ``((x, y), …)``, ``()`` for a straight one;
``shares``: one per frame, ``()`` for the network's own; ``embedded``: a LUT the recipe carries, or None; ``data``: what
is found or painted, which nobody types."""

# fmt: off
Section = Literal[
    "blend", "light", "curve", "colour", "mixer", "toning", "gamut", "creative", "lut", "raw", "align", "deghost",
]
# fmt: on
SECTIONS: tuple[Section, ...] = get_args(Section)
"""Which controls stand together, in the order they are shown."""
LOOK_SECTIONS: tuple[Section, ...] = ("light", "curve", "colour", "mixer", "toning", "gamut", "creative")
"""Those that are one colour map after the network's, composed into the LUT."""

MINUS = "\N{MINUS SIGN}"


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
        choices: the values of an enumeration; empty for others.
        setting: False for what is found or painted on the picture: no slider and no flag can give it.
        panel: whether the editor's panel has a control for it; else it is chosen where it can be seen.
        section: see :data:`Section`.
        kind: see :data:`Kind`; ``choice`` follows from ``choices``.
        unit: after the number, such as ``EV``.
        signed: a number above zero is shown with its plus.
        step: the smallest change of a number worth making, in its own units (not times ``scale``).
        scale: a number is shown times this: contrast goes from -1 to 1 and is shown as -100 … 100.
        colours: hex colours to paint along the slider's groove, from low to high.
        flag: the command's flag for it, without dashes; empty where ``--set name=value`` is the way.
        name, default: filled in by :func:`mefcore.recipe.parameters`.
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
    section: Section = "lut"
    kind: Kind = "number"
    unit: str = ""
    signed: bool = False
    step: float = 0.01
    scale: float = 1.0
    colours: tuple[str, ...] = ()
    flag: str = ""
    name: str = ""
    default: Any = None

    def __post_init__(self) -> None:
        if self.percent:
            object.__setattr__(self, "scale", 100.0)
            object.__setattr__(self, "unit", "%")
        if self.choices:
            object.__setattr__(self, "kind", "choice")

    @property
    def decimals(self) -> int:
        """How many are worth showing of a number."""
        shown = self.step * self.scale
        return next((d for d in range(4) if abs(shown * 10**d - round(shown * 10**d)) < 1e-6), 4)

    def text(self, value: Any) -> str:
        """``value`` as a person reads it; empty where the label says it all."""
        if self.kind == "number":
            return self._number(value)
        if self.kind == "curve":
            return "" if value else "straight"
        if self.kind == "shares":
            return " : ".join(f"{100 * share:.0f}" for share in value) + " %" if value else "of the network"
        if self.kind == "embedded":
            return "none" if value is None else value.name
        return str(value) if self.kind == "choice" else ""

    def _number(self, value: float) -> str:
        number = f"{value * self.scale:.{self.decimals}f}"
        if float(number) == 0:
            number = number.lstrip("-")
        elif number.startswith("-"):
            number = MINUS + number[1:]
        elif self.signed:
            number = "+" + number
        space = "" if self.unit in ("", "°") else " "
        return f"{number}{space}{self.unit}"

    @property
    def prepares(self) -> bool:
        """Whether it changes the frames that are blended, not only what is made of them."""
        return self.stage in PREPARING

    @property
    def look(self) -> bool:
        """Whether it is one of the edits that are composed into the LUT."""
        return self.section in LOOK_SECTIONS
