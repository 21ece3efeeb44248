"""The greys of the window, by what they are for.  The picture is the only colour on screen, but for signals."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Colours:
    """Hex colours.  Text has a contrast of at least 4.5:1 to every ground it stands on.

    Attributes:
        window, base, menu, tip: grounds: of panels, of lists and fields, of menus and cards, of tool tips.
        line, rule, edge: between panels, between groups, around buttons and fields.
        button, button_hover, button_down, button_off: grounds of buttons, at rest, under the mouse, pressed, disabled.
        text, secondary, disabled: of names and values, of what explains them, of what cannot be used now.
        chosen, hover: grounds of what is selected and under the mouse in a list.
        highlight, highlighted: of selected text, and the text on it.
        primary, primary_hover, primary_text: of the one button that goes on.
        well: what a small picture, a graph or a bar stands in.
        grid: the lines of a graph, quieter than what is drawn over them.
        track, fill, mark: of sliders: the groove, its part up to the handle, the stops.
        track_off, fill_off, mark_off, handle_off: the same where the slider is disabled.
        handle, handle_hot, handle_edge: of sliders and curves.
        focus: the ring around what the keys go to.
        strong: what stands out most: the current stop, an insertion mark.
        scroll, scroll_hover: of scroll bars.
        signal: something needs attention; never without words or a sign.
        plate, plate_text, plate_note: over pictures, the same in every theme.
    """

    window: str
    base: str
    menu: str
    tip: str
    line: str
    rule: str
    edge: str
    button: str
    button_hover: str
    button_down: str
    button_off: str
    text: str
    secondary: str
    disabled: str
    chosen: str
    hover: str
    highlight: str
    highlighted: str
    primary: str
    primary_hover: str
    primary_text: str
    well: str
    grid: str
    track: str
    fill: str
    mark: str
    track_off: str
    fill_off: str
    mark_off: str
    handle_off: str
    handle: str
    handle_hot: str
    handle_edge: str
    focus: str
    strong: str
    scroll: str
    scroll_hover: str
    signal: str
    plate: str = "#181818"
    plate_text: str = "#f2f2f2"
    plate_note: str = "#c4c4c4"


DARK = Colours(
    window="#3b3b3b",
    base="#2f2f2f",
    menu="#333333",
    tip="#262626",
    line="#2a2a2a",
    rule="#4d4d4d",
    edge="#5e5e5e",
    button="#4a4a4a",
    button_hover="#565656",
    button_down="#6a6a6a",
    button_off="#404040",
    text="#ececec",
    secondary="#c8c8c8",
    disabled="#8a8a8a",
    chosen="#525252",
    hover="#464646",
    highlight="#6e6e6e",
    highlighted="#ffffff",
    primary="#dcdcdc",
    primary_hover="#f2f2f2",
    primary_text="#1e1e1e",
    well="#2b2b2b",
    grid="#565656",
    track="#262626",
    fill="#c4c4c4",
    mark="#bdbdbd",
    track_off="#333333",
    fill_off="#5a5a5a",
    mark_off="#808080",
    handle_off="#6a6a6a",
    handle="#e2e2e2",
    handle_hot="#ffffff",
    handle_edge="#1e1e1e",
    focus="#ffffff",
    strong="#ffffff",
    scroll="#5c5c5c",
    scroll_hover="#7c7c7c",
    signal="#f0c060",
)

LIGHT = Colours(
    window="#d9d9d9",
    base="#ededed",
    menu="#f0f0f0",
    tip="#f7f7f7",
    line="#b4b4b4",
    rule="#bdbdbd",
    edge="#8f8f8f",
    button="#ebebeb",
    button_hover="#f7f7f7",
    button_down="#b4b4b4",
    button_off="#d2d2d2",
    text="#1c1c1c",
    secondary="#474747",
    disabled="#7c7c7c",
    chosen="#b9b9b9",
    hover="#cbcbcb",
    highlight="#6a6a6a",
    highlighted="#ffffff",
    primary="#333333",
    primary_hover="#1f1f1f",
    primary_text="#f4f4f4",
    well="#c2c2c2",
    grid="#8c8c8c",
    track="#a6a6a6",
    fill="#4c4c4c",
    mark="#4a4a4a",
    track_off="#c6c6c6",
    fill_off="#a8a8a8",
    mark_off="#7c7c7c",
    handle_off="#b4b4b4",
    handle="#fbfbfb",
    handle_hot="#ffffff",
    handle_edge="#5a5a5a",
    focus="#000000",
    strong="#000000",
    scroll="#a0a0a0",
    scroll_hover="#7c7c7c",
    signal="#643900",
)

ROLES = tuple(field.name for field in fields(Colours))

TEXT_ON_GROUND: tuple[tuple[str, str], ...] = (
    *((text, ground) for text in ("text", "secondary") for ground in ("window", "base", "menu", "tip", "button")),
    *((text, ground) for text in ("text", "secondary") for ground in ("hover", "chosen")),
    *(("signal", ground) for ground in ("window", "menu", "hover", "chosen")),
    ("text", "button_hover"),
    ("text", "button_down"),
    ("highlighted", "highlight"),
    ("primary_text", "primary"),
    ("primary_text", "primary_hover"),
    ("plate_text", "plate"),
    ("plate_note", "plate"),
)
"""Every pair of a text and what it is read on."""

MARK_ON_GROUND: tuple[tuple[str, str], ...] = (
    *(("focus", ground) for ground in ("window", "base", "button", "hover", "chosen")),
    ("fill", "track"),
    ("mark", "window"),
    ("strong", "window"),
)
"""Every pair of a mark that tells something and what it is seen on: at least 3:1."""
