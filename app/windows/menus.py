"""Every command of the window: its text, its keys, and the menu it is in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication


@dataclass(frozen=True)
class Command:
    """What can be done, by menu, key or button.

    Attributes:
        name: by which handlers and tests know it.
        text: in the menu.
        keys: the first is shown.
        checkable: whether it toggles.
        needs: what it needs to be enabled: a key of what :func:`app.windows.actions.update` knows, or nothing.
        button: its text on a button.
        tip: what tool tip and status bar say of it.
        after: the command that it follows in the menu; for commands that a feature brings.
    """

    name: str
    text: str
    keys: tuple[str, ...] = ()
    checkable: bool = False
    needs: str = ""
    button: str = ""
    tip: str = ""
    after: str = ""


Menu = tuple[Command | None, ...]
"""None is a line between commands."""


def tr(text: str) -> str:
    return QCoreApplication.translate("menu", text)


def menus(more: Sequence[Mapping[str, Menu]] = ()) -> tuple[tuple[str, str, Menu], ...]:
    """The menu bar: name, title and commands of each menu, with ``more`` that features bring by the menu's name."""
    own = (
        ("file", tr("&File"), _file()),
        ("edit", tr("&Edit"), _edit()),
        ("view", tr("&View"), _view()),
        ("lut", tr("&LUT"), ()),
        ("shoot", tr("&Shoot"), _shoot()),
        ("help", tr("&Help"), _help()),
    )
    whole = [(name, title, _with(commands, [m[name] for m in more if name in m])) for name, title, commands in own]
    return tuple(menu for menu in whole if menu[2])


def _with(commands: Menu, more: Sequence[Menu]) -> Menu:
    """Commands with those of features after the ones they name, and the rest at the end."""
    whole = list(commands)
    for group in more:
        loose = [c for c in group if c is None or not c.after]
        for command in (c for c in group if c is not None and c.after):
            place = next((i for i, known in enumerate(whole) if known is not None and known.name == command.after), None)
            if place is None:
                raise ValueError(f"{command.name} is to follow {command.after}, which is not in its menu")
            whole.insert(place + 1, command)
        whole += [None, *loose] if loose and whole else loose
    return tuple(whole)


def _file() -> Menu:
    return (
        Command("open", tr("&Open…"), ("Ctrl+O",)),
        Command("open_folder", tr("Open &folder…"), ("Ctrl+Shift+O",)),
        Command("open_sample", tr("Open sa&mple")),
        None,
        Command(
            "export",
            tr("&Export picture…"),
            ("Ctrl+E",),
            needs="prediction",
            tip=tr("At full size, as TIFF, PNG or JPEG"),
        ),
        Command("export_again", tr("Export &again"), ("Ctrl+S",), needs="prediction"),
        Command(
            "export_base",
            tr("Export plain &blend…"),
            needs="prediction",
            tip=tr("Without the LUT, as 16-bit TIFF: in any program the saved .cube turns it into the picture"),
        ),
        Command(
            "save_cube",
            tr("Save .&cube…"),
            ("Ctrl+Shift+E",),
            needs="prediction",
            tip=tr("The LUT, for other programs: applied to the plain blend it gives the picture"),
        ),
        None,
        Command("quit", tr("&Quit"), ("Ctrl+Q",)),
    )


def _edit() -> Menu:
    return (
        Command("undo", tr("&Undo"), ("Ctrl+Z",)),
        Command("redo", tr("&Redo"), ("Ctrl+Shift+Z", "Ctrl+Y")),
        None,
        Command(
            "refine",
            tr("R&efine"),
            ("R",),
            needs="prediction",
            tip=tr("Fit weights and LUT to these frames alone"),
        ),
        Command(
            "match",
            tr("&Match a picture's look…"),
            ("M",),
            needs="prediction",
            tip=tr("Fit weights and LUT to a finished picture of this scene"),
        ),
        Command("unrefine", tr("Remo&ve refinement"), needs="found"),
        None,
        Command(
            "nudge",
            tr("&Nudge"),
            ("N",),
            checkable=True,
            needs="prediction",
            button=tr("Nudge"),
            tip=tr("Drag on the picture: up or right for more of the frame that shows the place best"),
        ),
        Command("unnudge", tr("Remove all nud&ges"), needs="nudges"),
        None,
        Command("reset", tr("Re&set look"), ("Ctrl+Shift+R",), needs="picture"),
    )


def _view() -> Menu:
    return (
        Command(
            "zoom_in",
            tr("Zoom &in"),
            ("Ctrl++", "Ctrl+=", "+", "="),
            needs="picture",
            button="+",
        ),
        Command("zoom_out", tr("Zoom &out"), ("Ctrl+-", "-"), needs="picture", button="−"),
        Command("fit", tr("&Fit"), ("Ctrl+0",), needs="picture"),
        Command("full_size", tr("&100 %"), ("Z", "Ctrl+Alt+0"), needs="picture"),
        None,
        Command(
            "split",
            tr("&Split before/after"),
            ("Y",),
            checkable=True,
            needs="picture",
            button=tr("Split"),
        ),
        Command("before", tr("Show &before  (hold or tap \\)"), checkable=True, needs="picture"),
        Command("before_blend", tr("Compare with the plain b&lend"), ("0",), needs="picture"),
        Command(
            "weights",
            tr("Map of &weights"),
            ("W",),
            checkable=True,
            needs="prediction",
            button=tr("Weights"),
            tip=tr("Show where the frame chosen below is used; with the plain blend as “before”, all frames"),
        ),
        Command(
            "ghosts",
            tr("Map of &ghosts"),
            ("G",),
            checkable=True,
            needs="picture",
            tip=tr("Show what was taken from the reference frame because something moved"),
        ),
        None,
        Command("panels", tr("Hide &panels  (Tab)"), checkable=True),
        Command("full_screen", tr("F&ull screen"), ("F11", "F"), checkable=True),
    )


def _shoot() -> Menu:
    return (
        Command("next_set", tr("&Next set"), ("Ctrl+PgDown",), needs="next_set", button="›"),
        Command("previous_set", tr("&Previous set"), ("Ctrl+PgUp",), needs="previous_set", button="‹"),
        None,
        Command(
            "merge_sets",
            tr("&Merge selected sets"),
            ("Ctrl+G",),
            needs="merge",
            tip=tr("Make one set of those that are selected in the list; or drag one onto the other"),
        ),
        Command(
            "split_set",
            tr("&Split before the chosen frame"),
            ("Ctrl+Shift+G",),
            needs="split",
            tip=tr("Choose a frame in the list first, by a click or the arrow keys"),
        ),
        Command("own_set", tr("Take the chosen frame &out of its set"), needs="own"),
        Command(
            "divide",
            tr("&Divide into sets of…"),
            ("Ctrl+D",),
            needs="divide",
            tip=tr("Divide the frames of the selected sets anew, so many to a set"),
        ),
        None,
        Command("ignore", tr("&Ignore  (Del)"), needs="ignore", tip=tr("The chosen frame, or the selected sets")),
        Command("restore", tr("&Bring back"), needs="restore", tip=tr("Ignored files that are selected in the list")),
        None,
        Command("add", tr("&Add files…"), needs="shoot", tip=tr("Or drop them with Shift")),
        Command("add_folder", tr("Add &folder…"), needs="shoot"),
        None,
        Command("shoot_panel", tr("Sh&oot panel"), ("S",), checkable=True, tip=tr("The sets of the shoot")),
    )


def _help() -> Menu:
    return (
        Command("shortcuts", tr("&Shortcuts"), ("F1", "?")),
        Command("about", tr("&About Luxcube")),
    )


def extra_keys() -> tuple[tuple[str, str], ...]:
    """Keys and gestures that are no menu commands."""
    return (
        ("\\", tr("Show before: hold, or tap to switch")),
        ("1 … 9", tr("Compare with that frame, or show its weights")),
        (tr("Wheel"), tr("Zoom at the cursor")),
        (tr("Drag, arrows"), tr("Move the picture; Space or the middle button over the divider, too")),
        (tr("Drag with Nudge"), tr("Up or right: more of the frame that shows the place best; down or left: less")),
        ("Alt+←, Alt+→", tr("Move the divider; a double-click on it puts it in the middle")),
        (tr("Shift+drop"), tr("Add files to the shoot instead of opening them alone")),
        (tr("←, →, Del"), tr("In the list of sets: choose a frame; ignore it, or the selected sets")),
        (tr("Double-click"), tr("On the picture: fit or 100 %. On a slider: reset")),
        (tr("Arrows, Page Up, Page Down"), tr("On the grid slider: by one, or to the next stop")),
        (tr("Shift+drag"), tr("On a slider: finely")),
        ("Tab", tr("On the picture: hide the panels. Elsewhere: next control")),
        ("F6", tr("Move between picture, look and frames")),
        ("Esc", tr("Dismiss the message, take a drag of the nudge back, put the nudge away, leave full screen")),
    )
