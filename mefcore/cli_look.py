"""``mef look``: what ``mef fuse --set name=value`` takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from mefcore.parameter import Parameter

WIDE = 110
"""Columns in which a table leaves room for sentences; in fewer, each gets a line of its own."""


def look() -> None:
    """List every parameter of a picture, for mef fuse --set."""
    from rich.console import Console

    from mefcore.recipe import parameters

    console = Console(soft_wrap=False, highlight=False)
    sections: dict[str, list[Parameter]] = {}
    for parameter in parameters():
        sections.setdefault(parameter.section, []).append(parameter)
    show = _as_table if console.width >= WIDE else _as_lines
    show(console, list(sections.values()))


def _as_table(console: Console, sections: list[list[Parameter]]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for title in ("name", "values", "default", "what it does"):
        table.add_column(title, no_wrap=title != "what it does")
    for i, section in enumerate(sections):
        if i:
            table.add_row()
        for p in section:
            table.add_row(p.name, _values(p), _default(p), p.help)
    console.print(table)


def _as_lines(console: Console, sections: list[list[Parameter]]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    name = max(len(p.name) for section in sections for p in section)
    values = max(len(_values(p)) for section in sections for p in section)
    for i, section in enumerate(sections):
        if i:
            console.print()
        for p in section:
            default = f"default {_default(p)}" if _default(p) else ""
            line = f"{p.name:<{name}}  {_values(p):<{values}}  {default}"
            console.print(Text(line.rstrip(), style="bold"))
            console.print(Padding(Text(p.help), (0, 0, 0, 4), expand=False))


def _values(p: Parameter) -> str:
    return {
        "number": f"{p.low:g} … {p.high:g}",
        "choice": ", ".join(p.choices),
        "curve": "x,y x,y …",
        "shares": "0.2,0.5,0.3",
        "embedded": "a .cube",
    }[p.kind]


def _default(p: Parameter) -> str:
    if p.default in ((), None):
        return ""
    return f"{p.default:g}" if p.kind == "number" else str(p.default)
