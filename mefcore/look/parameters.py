"""The look's parameters, declared once; :class:`mefcore.recipe.Recipe` inherits them.

Light to import: the editor makes its panel from them before its first paint.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Annotated, Literal, get_args

import msgspec

from mefcore.look.creative import Creative
from mefcore.look.oklab import painted
from mefcore.parameter import Parameter, Section

Unit = Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]
Signed = Annotated[float, msgspec.Meta(ge=-1.0, le=1.0)]
Degrees = Annotated[float, msgspec.Meta(ge=0.0, le=360.0)]
Curve = Annotated[tuple[tuple[Unit, Unit], ...], msgspec.Meta(max_length=16)]
Gamut = Literal["clip", "compress"]

COLOURS = ("red", "orange", "yellow", "green", "aqua", "blue", "purple", "magenta")
"""Of the mixer, in the order of their hues."""
_PAINT = ("#c8423f", "#d2823a", "#cdb83c", "#58a84c", "#45b0a8", "#4673c8", "#8557c0", "#c04b9c")
"""The same, for the sliders' grooves."""
_RAINBOW = tuple(painted(degrees) for degrees in range(0, 361, 15))
"""Once around, evenly by the hue that toning gives."""
_GREYS = ("#1c1c1c", "#8a8a8a", "#f0f0f0")


def _amount(label: str, help_text: str, section: Section, colours: tuple[str, ...] = ()) -> Parameter:
    """Something from -1 to 1, shown as -100 to +100."""
    return Parameter(
        label, "bake", help_text, low=-1.0, signed=True, scale=100.0, section=section, colours=colours, stops=(0,)
    )


def _share(label: str, help_text: str, section: Section) -> Parameter:
    """Something from 0 to 1, shown as 0 to 100."""
    return Parameter(label, "bake", help_text, scale=100.0, section=section)


def _curve(label: str, of: str) -> Parameter:
    return Parameter(label, "bake", f"A curve through points that you set, for {of}.", section="curve", kind="curve")


def _hue(label: str, of: str) -> Parameter:
    text = f"The tint of the {of}: its hue in OKLab, 30 red, 110 yellow, 140 green, 195 cyan, 265 blue, 330 magenta."
    return Parameter(label, "bake", text, high=360.0, unit="°", step=1.0, section="toning", colours=_RAINBOW)


def _mix(what: Literal["hue", "saturation", "luminance"], colour: str) -> Parameter:
    at = COLOURS.index(colour)
    before, own, after = _PAINT[at - 1], _PAINT[at], _PAINT[(at + 1) % len(_PAINT)]
    groove = {"hue": (before, own, after), "saturation": ("#808080", own), "luminance": ("#141414", own, "#f4f4f4")}
    told = {
        "hue": f"Turns {colour} towards its neighbours on the colour circle.",
        "saturation": f"How colourful {colour} is.",
        "luminance": f"How bright {colour} is.",
    }
    return _amount(f"{colour.capitalize()} {what}", told[what], "mixer", groove[what])


EXPOSURE = Parameter(
    "Exposure",
    "bake",
    "Brighter or darker, in stops; black and white stay where they are.",
    low=-4.0,
    high=4.0,
    unit="EV",
    signed=True,
    section="light",
    colours=_GREYS,
    stops=(0,),
)
CONTRAST = _amount("Contrast", "Spreads or gathers tones around middle grey.", "light")
HIGHLIGHTS = _amount("Highlights", "Brightens or darkens the bright tones, white excepted.", "light", _GREYS)
SHADOWS = _amount("Shadows", "Brightens or darkens the dark tones, black excepted.", "light", _GREYS)
WHITES = _amount("Whites", "Moves the brightest tones up to white, or away from it.", "light", _GREYS)
BLACKS = _amount("Blacks", "Moves the darkest tones away from black, or down to it.", "light", _GREYS)
CURVE = _curve("Tone curve", "all channels together")
CURVE_RED = replace(_curve("Red curve", "red alone"), colours=("#c8423f",))
CURVE_GREEN = replace(_curve("Green curve", "green alone"), colours=("#58a84c",))
CURVE_BLUE = replace(_curve("Blue curve", "blue alone"), colours=("#4673c8",))
TEMPERATURE = _amount("Temperature", "Cooler or warmer.", "colour", ("#3f74c8", "#9a9a9a", "#d8a13c"))
TINT = _amount("Tint", "Greener or more magenta.", "colour", ("#4aa347", "#9a9a9a", "#bf4bb0"))
VIBRANCE = _amount(
    "Vibrance",
    "More colour where there is little, and less of it in skin.",
    "colour",
    ("#808080", "#8f7f78", "#b06a58"),
)
SATURATION = _amount("Saturation", "More or less colour everywhere.", "colour", ("#808080", "#a06a60", "#d03a2c"))
SHADOW_HUE = _hue("Shadow tint", "shadows")
SHADOW_TONING = _share("Shadow toning", "How strongly shadows are tinted.", "toning")
HIGHLIGHT_HUE = _hue("Highlight tint", "highlights")
HIGHLIGHT_TONING = _share("Highlight toning", "How strongly highlights are tinted.", "toning")
TONING_BALANCE = _amount("Balance", "Which tones count as shadows, and which as highlights.", "toning")
GAMUT = Parameter(
    "Gamut",
    "bake",
    "Colours that an edit drives out of sRGB: drawn in at their own lightness and hue, or cut off channel by channel.",
    choices=get_args(Gamut),
    section="gamut",
)
CREATIVE = Parameter("Creative LUT", "bake", "A LUT of your own, after all edits.", section="creative", kind="embedded")
CREATIVE_OPACITY = Parameter(
    "Opacity", "bake", "How much of the creative LUT is applied.", percent=True, section="creative"
)


class LookFields(msgspec.Struct, frozen=True, kw_only=True):
    """Every edit after the blend; as declared here, none changes anything."""

    exposure: Annotated[float, msgspec.Meta(ge=-4.0, le=4.0), EXPOSURE] = 0.0
    contrast: Annotated[Signed, CONTRAST] = 0.0
    highlights: Annotated[Signed, HIGHLIGHTS] = 0.0
    shadows: Annotated[Signed, SHADOWS] = 0.0
    whites: Annotated[Signed, WHITES] = 0.0
    blacks: Annotated[Signed, BLACKS] = 0.0
    curve: Annotated[Curve, CURVE] = ()
    curve_red: Annotated[Curve, CURVE_RED] = ()
    curve_green: Annotated[Curve, CURVE_GREEN] = ()
    curve_blue: Annotated[Curve, CURVE_BLUE] = ()
    temperature: Annotated[Signed, TEMPERATURE] = 0.0
    tint: Annotated[Signed, TINT] = 0.0
    vibrance: Annotated[Signed, VIBRANCE] = 0.0
    saturation: Annotated[Signed, SATURATION] = 0.0
    hue_red: Annotated[Signed, _mix("hue", "red")] = 0.0
    hue_orange: Annotated[Signed, _mix("hue", "orange")] = 0.0
    hue_yellow: Annotated[Signed, _mix("hue", "yellow")] = 0.0
    hue_green: Annotated[Signed, _mix("hue", "green")] = 0.0
    hue_aqua: Annotated[Signed, _mix("hue", "aqua")] = 0.0
    hue_blue: Annotated[Signed, _mix("hue", "blue")] = 0.0
    hue_purple: Annotated[Signed, _mix("hue", "purple")] = 0.0
    hue_magenta: Annotated[Signed, _mix("hue", "magenta")] = 0.0
    saturation_red: Annotated[Signed, _mix("saturation", "red")] = 0.0
    saturation_orange: Annotated[Signed, _mix("saturation", "orange")] = 0.0
    saturation_yellow: Annotated[Signed, _mix("saturation", "yellow")] = 0.0
    saturation_green: Annotated[Signed, _mix("saturation", "green")] = 0.0
    saturation_aqua: Annotated[Signed, _mix("saturation", "aqua")] = 0.0
    saturation_blue: Annotated[Signed, _mix("saturation", "blue")] = 0.0
    saturation_purple: Annotated[Signed, _mix("saturation", "purple")] = 0.0
    saturation_magenta: Annotated[Signed, _mix("saturation", "magenta")] = 0.0
    luminance_red: Annotated[Signed, _mix("luminance", "red")] = 0.0
    luminance_orange: Annotated[Signed, _mix("luminance", "orange")] = 0.0
    luminance_yellow: Annotated[Signed, _mix("luminance", "yellow")] = 0.0
    luminance_green: Annotated[Signed, _mix("luminance", "green")] = 0.0
    luminance_aqua: Annotated[Signed, _mix("luminance", "aqua")] = 0.0
    luminance_blue: Annotated[Signed, _mix("luminance", "blue")] = 0.0
    luminance_purple: Annotated[Signed, _mix("luminance", "purple")] = 0.0
    luminance_magenta: Annotated[Signed, _mix("luminance", "magenta")] = 0.0
    shadow_hue: Annotated[Degrees, SHADOW_HUE] = 240.0
    shadow_toning: Annotated[Unit, SHADOW_TONING] = 0.0
    highlight_hue: Annotated[Degrees, HIGHLIGHT_HUE] = 50.0
    highlight_toning: Annotated[Unit, HIGHLIGHT_TONING] = 0.0
    toning_balance: Annotated[Signed, TONING_BALANCE] = 0.0
    gamut: Annotated[Gamut, GAMUT] = "compress"
    creative: Annotated[Creative | None, CREATIVE] = None
    creative_opacity: Annotated[Unit, CREATIVE_OPACITY] = 1.0

    def __post_init__(self) -> None:
        for name in ("curve", "curve_red", "curve_green", "curve_blue"):
            points = getattr(self, name)
            if points and not (len(points) > 1 and all(a[0] < b[0] for a, b in itertools.pairwise(points))):
                raise ValueError(f"the points of `{name}` are at least two, from left to right")
