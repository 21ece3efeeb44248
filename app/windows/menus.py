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
            place = next(
                (i for i, known in enumerate(whole) if known is not None and known.name == command.after), None
            )
            if place is None:
                raise ValueError(f"{command.name} is to follow {command.after}, which is not in its menu")
            whole.insert(place + 1, command)
        whole += [None, *loose] if loose and whole else loose
    return tuple(whole)


def _file() -> Menu:
    return (
        Command("open", tr("&Open…"), ("Ctrl+O",), tip=tr("The frames of one bracket, or of many")),
        Command(
            "open_folder",
            tr("Open &folder…"),
            ("Ctrl+Shift+O",),
            tip=tr("All brackets in a folder, told apart by time and exposure"),
        ),
        Command("open_sample", tr("Open sa&mple"), tip=tr("A room with a bright window, to try things out")),
        None,
        Command(
            "export",
            tr("&Export picture…"),
            ("Ctrl+E",),
            needs="prediction",
            tip=tr("At full size, as TIFF, PNG or JPEG"),
        ),
        Command(
            "export_again",
            tr("Export &again"),
            ("Ctrl+S",),
            needs="prediction",
            tip=tr("To the same file, without a question"),
        ),
        Command(
            "export_base",
            tr("Export plain &blend…"),
            needs="prediction",
            tip=tr("Without the LUT, as 16-bit TIFF: in any program the saved .cube turns it into the picture"),
        ),
        Command(
            "save_cube",
            tr("Save .&cube…"),
            ("Ctrl+Alt+C",),
            needs="prediction",
            tip=tr("The LUT, for other programs: applied to the plain blend it gives the picture"),
        ),
        None,
        Command("quit", tr("&Quit"), ("Ctrl+Q",), tip=tr("Edits are kept")),
    )


def _edit() -> Menu:
    return (
        Command("undo", tr("&Undo"), ("Ctrl+Z",), tip=tr("Take the last step back")),
        Command("redo", tr("&Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), tip=tr("Do the step again that was taken back")),
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
        Command(
            "unrefine",
            tr("Remo&ve refinement"),
            needs="found",
            tip=tr("Back to the weights and the LUT of the network"),
        ),
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
        Command("unnudge", tr("Remove all nud&ges"), needs="nudges", tip=tr("Back to the weights without the hand")),
        None,
        Command(
            "reset",
            tr("Re&set look"),
            ("Ctrl+Shift+R",),
            needs="picture",
            tip=tr("All settings of this picture back to the beginning"),
        ),
    )


def _view() -> Menu:
    return (
        Command(
            "zoom_in",
            tr("Zoom &in"),
            ("Ctrl++", "Ctrl+=", "+", "="),
            needs="picture",
            button="+",
            tip=tr("Closer, with the middle staying where it is"),
        ),
        Command("zoom_out", tr("Zoom &out"), ("Ctrl+-", "-"), needs="picture", button="−", tip=tr("Further away")),
        Command("fit", tr("&Fit"), ("Ctrl+0",), needs="picture", tip=tr("The whole picture")),
        Command(
            "full_size",
            tr("&100 %"),
            ("Z", "Ctrl+Alt+0", "Ctrl+1"),
            needs="picture",
            tip=tr("One pixel of the screen for each of the picture; again for the whole"),
        ),
        None,
        Command(
            "split",
            tr("&Split left/right"),
            ("Y",),
            checkable=True,
            needs="picture",
            button=tr("Split"),
            tip=tr("Before at the left, after at the right; drag the line between them"),
        ),
        Command(
            "before",
            tr("Show &before  (hold or tap \\)"),
            checkable=True,
            needs="picture",
            tip=tr("Instead of the result, for as long as the key is held"),
        ),
        Command(
            "before_blend",
            tr("Compare with the plain b&lend"),
            ("0",),
            needs="picture",
            tip=tr("The weighted sum of the frames, before the LUT"),
        ),
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
        Command("panels", tr("Hide &panels  (Tab)"), checkable=True, tip=tr("Only the picture stays")),
        Command(
            "full_screen",
            tr("F&ull screen"),
            ("F11", "F"),
            checkable=True,
            tip=tr("Nothing but Luxcube; Esc comes back"),
        ),
    )


def _shoot() -> Menu:
    return (
        Command(
            "next_set",
            tr("&Next set"),
            ("Ctrl+PgDown", "."),
            needs="next_set",
            button="›",
            tip=tr("Open the next bracket of the shoot"),
        ),
        Command(
            "previous_set",
            tr("&Previous set"),
            ("Ctrl+PgUp", ","),
            needs="previous_set",
            button="‹",
            tip=tr("Open the bracket before in the shoot"),
        ),
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
        Command("own_set", tr("Take the chosen frame &out of its set"), needs="own", tip=tr("Make a set of it alone")),
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
        Command(
            "add_folder", tr("Add &folder…"), needs="shoot", tip=tr("Its brackets, after those that are in the list")
        ),
        None,
        Command("shoot_panel", tr("Sh&oot panel"), ("S",), checkable=True, tip=tr("The sets of the shoot")),
    )


def _help() -> Menu:
    return (
        Command("shortcuts", tr("&Shortcuts"), ("F1", "?"), tip=tr("All keys, and what the mouse does")),
        Command("about", tr("&About Luxcube"), tip=tr("Version, network and engine")),
    )


def extra_keys() -> tuple[tuple[str, str], ...]:
    """Keys and gestures that are no menu commands."""
    return (
        ("\\", tr("Show before: hold, or tap to switch")),
        ("1 … 9", tr("Compare with that frame, or show its weights")),
        (tr("Wheel"), tr("Zoom at the cursor")),
        (tr("Drag, arrows"), tr("Move the picture; Space or the middle button over the divider, too")),
        (tr("Ctrl+click"), tr("Sample the colour there, up to four; then drag, arrows, Del on its mark")),
        (tr("Enter"), tr("With a picker in the hand: as a click in the middle; on the histogram: logarithmic")),
        (tr("Drag with Nudge"), tr("Up or right: more of the frame that shows the place best; down or left: less")),
        ("Alt+←, Alt+→", tr("Move the divider, or Alt+↑, Alt+↓; a double-click on it puts it in the middle")),
        (tr("Shift+drop"), tr("Add files to the shoot instead of opening them alone")),
        (tr("←, →, Del"), tr("In the list of sets: choose a frame; ignore it, or the selected sets")),
        (tr("Double-click"), tr("On the picture: fit or 100 %. On a slider: reset")),
        (tr("Arrows, Page Up, Page Down"), tr("On the grid slider: by one, or to the next stop")),
        (tr("Shift+drag"), tr("On a slider: finely")),
        ("Tab", tr("On the picture: hide the panels. Elsewhere: next control")),
        ("F6", tr("Move between picture, look and frames")),
        ("Esc", tr("Dismiss the message, take a drag of the nudge back, put the nudge away, leave full screen")),
    )
