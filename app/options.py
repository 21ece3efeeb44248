"""What can be chosen in the preferences: each declared once, with its default; settings, dialog and tests read this."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QCoreApplication


def _(text: str) -> str:
    """Marks a text to be translated; that is done when it is shown, by :func:`tr`."""
    return text


Page = Literal["general", "performance", "colour", "export"]
PAGES: dict[Page, str] = {
    "general": _("General"),
    "performance": _("Performance"),
    "colour": _("Colour"),
    "export": _("Export"),
}
Kind = Literal["flag", "choice", "number", "text", "file", "folder"]


def tr(text: str) -> str:
    """A label, help or choice of an option, in the person's language."""
    return QCoreApplication.translate("options", text) if text else ""


@dataclass(frozen=True)
class Option:
    """One preference.

    Attributes:
        name: by which it is asked for.
        page: of the dialog.
        kind: ``flag``: bool; ``choice``: one of ``choices``; ``number``: int; the others str, empty for none.
        default: also what stands in for a value of a foreign kind.
        label, help: English; :func:`tr` says them in the person's language.
        choices: values and their labels.
        low, high, step, unit: of a number.
        zero: what zero is called, where it means something of its own.
        restart: takes effect at the next start.
        only_with: another option and the value it must have for this one to matter.
        key: where it is kept, if not under its name.
    """

    name: str
    page: Page
    kind: Kind
    default: Any
    label: str
    help: str
    choices: tuple[tuple[str, str], ...] = ()
    low: int = 0
    high: int = 0
    step: int = 1
    unit: str = ""
    zero: str = ""
    restart: bool = False
    only_with: tuple[str, str] | None = None
    key: str = ""

    def taken(self, value: object) -> Any:
        """``value`` as this option has it; the default where it is none of its values."""
        if self.kind == "flag":
            known = {"true": True, "1": True, "false": False, "0": False}
            return known.get(str(value).lower(), self.default)
        if self.kind == "choice":
            return next((v for v, label in self.choices if v == value), self.default)
        if self.kind == "number":
            try:
                number = int(str(value))
            except ValueError:
                return self.default
            return number if self.low <= number <= self.high else self.default
        return value if isinstance(value, str) else self.default


SIZES = (
    ("small", _("Small")),
    ("default", _("Default")),
    ("large", _("Large")),
)
SHARES = {"small": 0.25, "default": 1.0, "large": 4.0}
"""What a size of a cache is, times its own default."""

_GENERAL = (
    Option(
        "language",
        "general",
        "choice",
        "auto",
        _("Language"),
        _("Of menus, panels and messages."),
        choices=(
            ("auto", _("As the system")),
            ("en", "English"),
            ("de", "Deutsch"),
        ),
        restart=True,
    ),
    Option(
        "theme",
        "general",
        "choice",
        "dark",
        _("Appearance"),
        _("Of the window; what is around the picture is chosen under Colour."),
        choices=(
            ("dark", _("Dark")),
            ("light", _("Light")),
            ("system", _("As the system")),
        ),
    ),
    Option(
        "scale",
        "general",
        "number",
        100,
        _("Size of text and controls"),
        _("On top of what the system asks for."),
        low=100,
        high=300,
        step=25,
        unit=" %",
        restart=True,
    ),
    Option(
        "reopen",
        "general",
        "flag",
        False,
        _("Open what was open last"),
        _("At the start, unless files are given."),
    ),
    Option(
        "sidecars",
        "general",
        "choice",
        "beside",
        _("Keep edits"),
        _("In one small file per bracket. Beside the frames, they travel with them."),
        choices=(
            ("beside", _("Beside the frames")),
            ("own", _("In Luxcube’s own folder")),
        ),
    ),
    Option(
        "hints",
        "general",
        "flag",
        True,
        _("Show hints on the sample"),
        _("Once; Help has them again."),
    ),
)
_PERFORMANCE = (
    Option(
        "device",
        "performance",
        "choice",
        "auto",
        _("Make pictures with"),
        _("Automatic takes what is fastest for one picture: mostly the processor."),
        choices=(
            ("auto", _("Automatic")),
            ("cpu", _("Processor")),
            ("cuda", "NVIDIA (CUDA)"),
            ("mps", "Apple (Metal)"),
        ),
    ),
    Option(
        "threads",
        "performance",
        "number",
        0,
        _("Processor cores to use"),
        _("Fewer leave some for other programs. Pictures are the same to the bit."),
        low=0,
        high=64,
        zero=_("All"),
    ),
    Option(
        "thumbnails",
        "performance",
        "choice",
        "default",
        _("Small pictures kept on disk"),
        _("So that a shoot that was open before shows its sets at once."),
        choices=SIZES,
        restart=True,
    ),
    Option(
        "lattices",
        "performance",
        "choice",
        "default",
        _("Lattices kept in memory"),
        _("So that going back to another grid is at once."),
        choices=SIZES,
    ),
)
_COLOUR = (
    Option(
        "monitor",
        "colour",
        "choice",
        "auto",
        _("Profile of the monitor"),
        _("Colours are shown as this profile says; files and values are not touched."),
        choices=(
            ("auto", _("From the system")),
            ("srgb", _("sRGB: change nothing")),
            ("file", _("From a file")),
        ),
    ),
    Option(
        "monitor_file",
        "colour",
        "file",
        "",
        _("Profile"),
        _("An ICC profile (.icc, .icm) of this monitor."),
        only_with=("monitor", "file"),
    ),
    Option(
        "surround",
        "colour",
        "choice",
        "theme",
        _("Around the picture"),
        _("The darker it is, the brighter and flatter the picture looks."),
        choices=(
            ("theme", _("As the window")),
            ("dark", _("Dark grey")),
            ("middle", _("Middle grey")),
            ("light", _("Light grey")),
        ),
    ),
    Option(
        "clipping",
        "colour",
        "choice",
        "blue_red",
        _("Marks on clipped pixels"),
        _("Of shadows and highlights. Sky blue and orange keep apart for nearly every eye; stripes need no colour."),
        choices=(
            ("blue_red", _("Blue and red")),
            ("cyan_orange", _("Sky blue and orange")),
            ("green_magenta", _("Green and magenta")),
            ("stripes", _("Stripes")),
        ),
    ),
)
_EXPORT = (
    Option(
        "format",
        "export",
        "choice",
        ".tif",
        _("Format"),
        _("Offered first; each export may choose another."),
        choices=(
            (".tif", _("TIFF, 16 bit")),
            (".png", _("PNG, 16 bit")),
            (".jpg", "JPEG"),
        ),
        key="export/batch_suffix",
    ),
    Option(
        "quality",
        "export",
        "number",
        95,
        _("Quality of JPEG"),
        _("From 90 up colours are kept at full resolution."),
        low=1,
        high=100,
    ),
    Option(
        "space",
        "export",
        "choice",
        "srgb",
        _("Colour space"),
        _("Of exported pictures; its profile goes with them."),
        choices=(
            ("srgb", "sRGB"),
            ("display-p3", "Display P3"),
            ("adobe-rgb", "Adobe RGB"),
            ("prophoto", "ProPhoto RGB"),
        ),
        key="export/space",
    ),
    Option(
        "pattern",
        "export",
        "text",
        "{name}-fused",
        _("Names"),
        _("May hold {name} of the first frame, {folder}, {number} of the set and {date}."),
        key="export/batch_pattern",
    ),
    Option(
        "folder_rule",
        "export",
        "choice",
        "last",
        _("Folder"),
        _("Offered first; each export may choose another."),
        choices=(
            ("last", _("As last time")),
            ("beside", _("Beside the frames")),
            ("fixed", _("Always the same")),
        ),
    ),
    Option(
        "folder",
        "export",
        "folder",
        "",
        _("Always into"),
        _("For every picture."),
        only_with=("folder_rule", "fixed"),
    ),
    Option(
        "reveal",
        "export",
        "flag",
        False,
        _("Open the folder afterwards"),
        _("When an export has been written."),
    ),
)
OPTIONS: dict[str, Option] = {o.name: o for o in (*_GENERAL, *_PERFORMANCE, *_COLOUR, *_EXPORT)}
"""All of them, by name, in the order they are shown."""
