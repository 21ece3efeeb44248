"""Every command of the window: its text, its keys, and the menu it is in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow

from app.session import EditSession
from app.shoot.commands import History


@dataclass(frozen=True)
class Command:
    """Attributes: name, menu text, keys (the first is shown), whether it toggles, what it needs to be enabled (a key
    of what :func:`update` knows, or nothing), its text on a button, and what the status bar says of it."""

    name: str
    text: str
    keys: tuple[str, ...] = ()
    checkable: bool = False
    needs: str = ""
    button: str = ""
    tip: str = ""


def tr(text: str) -> str:
    return QCoreApplication.translate("menu", text)


def menus() -> tuple[tuple[str, tuple[Command | None, ...]], ...]:
    """The menu bar; None is a line between commands."""
    return (
        (tr("&File"), _file()),
        (tr("&Edit"), _edit()),
        (tr("&View"), _view()),
        (tr("&Shoot"), _shoot()),
        (
            tr("&Help"),
            (
                Command("shortcuts", tr("&Shortcuts"), ("F1", "?")),
                Command("about", tr("&About Luxcube")),
            ),
        ),
    )


def _file() -> tuple[Command | None, ...]:
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


def _edit() -> tuple[Command | None, ...]:
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


def _view() -> tuple[Command | None, ...]:
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


def _shoot() -> tuple[Command | None, ...]:
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


def build(window: QMainWindow, handlers: dict[str, Callable[..., object]]) -> dict[str, QAction]:
    """Fill the menu bar; returns the actions by name."""
    made: dict[str, QAction] = {}
    for title, commands in menus():
        menu = window.menuBar().addMenu(title)
        for command in commands:
            if command is None:
                menu.addSeparator()
                continue
            action = QAction(command.text, window)
            action.setObjectName(command.name)
            action.setShortcuts([QKeySequence(k) for k in command.keys])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.setCheckable(command.checkable)
            action.setData(command.needs)
            if command.button:
                action.setIconText(command.button)
            # Without a key in it the tool tip of a button says only what the button says.
            plain = command.text.replace("&", "").rstrip("…")
            action.setToolTip(f"{plain}  ({command.keys[0]})" if command.keys else plain)
            if command.tip:
                action.setToolTip(f"{command.tip}  ({command.keys[0]})" if command.keys else command.tip)
                action.setStatusTip(command.tip)
            handler = handlers[command.name]
            if command.checkable:
                action.triggered.connect(handler)
            else:
                action.triggered.connect(lambda _=False, call=handler: call())
            menu.addAction(action)
            window.addAction(action)
            made[command.name] = action
    made["quit"].setMenuRole(QAction.MenuRole.QuitRole)
    made["about"].setMenuRole(QAction.MenuRole.AboutRole)
    return made


def update(actions: dict[str, QAction], session: EditSession, history: History, shoot: dict[str, bool]) -> None:
    """Enable what can be done now, and say what undo and redo would do."""
    have = {
        "picture": session.bracket is not None,
        "prediction": session.prediction is not None,
        "found": session.recipe.found is not None,
        "nudges": bool(session.recipe.nudges),
        **shoot,
    }
    for action in actions.values():
        action.setEnabled(have.get(action.data(), True))
    actions["undo"].setText(f"{tr('&Undo')} {history.undo_text}".strip())
    actions["undo"].setEnabled(history.can_undo)
    actions["redo"].setText(f"{tr('&Redo')} {history.redo_text}".strip())
    actions["redo"].setEnabled(history.can_redo)
