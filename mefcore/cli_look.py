"""``mef look``: what ``mef fuse --set name=value`` takes."""

from __future__ import annotations


def look() -> None:
    """List every parameter of a picture, for mef fuse --set."""
    from rich.console import Console
    from rich.table import Table

    from mefcore.recipe import parameters

    table = Table(box=None, pad_edge=False)
    for title in ("name", "values", "default", "what it does"):
        table.add_column(title, no_wrap=title != "what it does")
    section = ""
    for p in parameters():
        if section and p.section != section:
            table.add_row()
        section = p.section
        values = {
            "number": f"{p.low:g} … {p.high:g}",
            "choice": ", ".join(p.choices),
            "curve": "x,y x,y …",
            "shares": "0.2,0.5,0.3",
            "embedded": "a .cube",
        }[p.kind]
        default = "" if p.default in ((), None) else f"{p.default:g}" if p.kind == "number" else str(p.default)
        table.add_row(p.name, values, default, p.help)
    Console(soft_wrap=False).print(table)
