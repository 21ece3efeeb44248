"""Kinds of documents: each function fills a page with made-up content."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mefcore.train.data.documents.page import HEIGHT, Colour, Page
from mefcore.train.data.documents.text import ADJECTIVES, ITEMS, NOUNS, PLACES, TOPICS, Writer

ACCENTS: tuple[Colour, ...] = ((24, 62, 120), (150, 32, 38), (30, 104, 70), (96, 52, 118), (182, 92, 14), (22, 22, 26))


def _accent(w: Writer) -> Colour:
    return ACCENTS[w.number(0, len(ACCENTS))]


def _sender(page: Page, w: Writer, colour: Colour) -> str:
    company = w.company()
    page.heading(company, size=6.0, colour=colour)
    page.paragraph(" · ".join(w.address()), size=2.7)
    page.rule(page.left, page.right, page.y, width=0.6, colour=colour)
    page.y += 6
    return company


def _signature(page: Page, w: Writer, x: float, y: float) -> None:
    """A looping line in blue or black, and the name below."""
    t = np.linspace(0, 1, 160)
    a, b = w.rng.normal(0, 1, 6), w.rng.normal(0, 1, 6)
    k = np.arange(1, 7)
    across = t * 38 + (a[:, None] * np.sin(np.outer(k * 2.1, t * 6))).sum(0) * 1.1
    down = (b[:, None] * np.cos(np.outer(k * 1.7, t * 6))).sum(0) * 1.5
    points = [((x + dx) * page.scale, (y - 5 + dy) * page.scale) for dx, dy in zip(across, down, strict=True)]
    colour: Colour = (26, 44, 132) if w.rng.random() < 0.6 else (20, 20, 24)
    page.draw.line(points, fill=colour, width=max(1, round(0.45 * page.scale)), joint="curve")
    page.rule(x, x + 55, y, width=0.2)
    page.write(w.name(), x, y + 4.5, size=2.9)


def _stamp(page: Page, w: Writer) -> None:
    x, y, r = w.rng.uniform(120, 170), w.rng.uniform(200, 250), w.rng.uniform(12, 17)
    colour: Colour = (168, 40, 48) if w.rng.random() < 0.5 else (38, 58, 150)
    s = page.scale
    for radius in (r, r * 0.72):
        box = ((x - radius) * s, (y - radius) * s, (x + radius) * s, (y + radius) * s)
        page.draw.ellipse(box, outline=colour, width=max(1, round(0.6 * s)))
    page.write(
        w.pick(["PAID", "COPY", "RECEIVED", "APPROVED"]),
        x,
        y + 1.2,
        size=r / 4,
        style="bold",
        colour=colour,
        anchor="ms",
    )


def letter(page: Page, w: Writer) -> None:
    company = _sender(page, w, _accent(w))
    for line in (w.name(), *w.address()):
        page.paragraph(line)
    page.y += 8
    page.write(w.date(), page.right, page.y, anchor="rs")
    page.heading(w.title(), size=4.2)
    page.paragraph(f"Dear {w.name()},")
    for _ in range(w.number(3, 6)):
        page.paragraph(w.paragraph(w.number(3, 7)), bottom=HEIGHT - 60)
    page.paragraph(f"With kind regards, {company}")
    _signature(page, w, page.left, min(page.y + 18, HEIGHT - 28))


def contract(page: Page, w: Writer) -> None:
    page.heading(w.pick(["Agreement", "Contract of sale", "Lease", "Contract of carriage"]), size=7.0, centred=True)
    one, other = ", ".join([w.name(), *w.address()]), ", ".join([w.company(), *w.address()])
    page.paragraph(f"between {one}, and {other}, made on {w.date()}.")
    number = 0
    while page.y < HEIGHT - 80:
        number += 1
        page.heading(f"§ {number}  {w.pick(TOPICS)}", size=page.size * 1.15)
        for i in range(w.number(1, 4)):
            page.paragraph(f"({i + 1}) {w.clause()} {w.clause()}", bottom=HEIGHT - 52)
    _signature(page, w, page.left, HEIGHT - 30)
    _signature(page, w, 125, HEIGHT - 30)
    if w.rng.random() < 0.5:
        _stamp(page, w)


def paper(page: Page, w: Writer) -> None:
    page.heading(f"On {w.title().lower()}", size=6.4, centred=True)
    page.paragraph(
        f"          {w.name()}, {w.name()} and {w.name()} — Institute of {w.pick(PLACES)}", size=3.2, style="italic"
    )
    page.paragraph(
        "Summary. " + w.paragraph(5), left=page.left + 10, right=page.right - 10, size=page.size * 0.9, style="italic"
    )
    page.y += 3
    top, middle, gutter = page.y, (page.left + page.right) / 2, 4.0
    for side, (left, right) in enumerate(((page.left, middle - gutter), (middle + gutter, page.right))):
        page.y = top
        if side == w.number(0, 2):
            _chart(page, w, left, right, 48)
            page.paragraph(f"Fig. {side + 1}. {w.sentence()}", left=left, right=right, size=page.size * 0.82)
        section = 0
        while page.y < HEIGHT - 28:
            section += 1
            page.y += 2
            page.paragraph(f"{section + 3 * side}  {w.pick(TOPICS)}", left=left, right=right, style="bold")
            page.paragraph(w.paragraph(w.number(5, 11)), left=left, right=right, size=page.size * 0.88)
    page.write(str(w.number(1, 400)), (page.left + page.right) / 2, HEIGHT - 12, size=3, anchor="ms")


def invoice(page: Page, w: Writer) -> None:
    colour = _accent(w)
    _sender(page, w, colour)
    for line in (w.name(), *w.address()):
        page.paragraph(line)
    page.heading(f"Invoice {w.number(10000, 99999)}", size=6.0, colour=colour)
    page.paragraph(f"Date {w.date()}    Customer {w.number(100, 9999)}    Due within {w.number(7, 45)} days")
    rows, total = [["No.", "Item", "Quantity", "Price", "Sum"]], 0.0
    for i in range(w.number(4, 16)):
        quantity, price = w.number(1, 30), round(float(w.rng.gamma(2, 30)), 2)
        total += quantity * price
        rows.append([str(i + 1), w.pick(ITEMS), str(quantity), w.amount(price), w.amount(quantity * price)])
    page.table(rows, (1, 6, 2, 2, 2.4), shade=(222, 228, 238))
    for label, value, style in (
        ("Net", total, "regular"),
        ("Tax 19 %", total * 0.19, "regular"),
        ("Total", total * 1.19, "bold"),
    ):
        page.y += page.size * 1.6
        page.write(label, 140, page.y, style=style)
        page.write(w.amount(value), page.right - 1.2, page.y, style=style, anchor="rs")
    page.y += 8
    page.paragraph(w.paragraph(2), size=page.size * 0.9)
    if w.rng.random() < 0.6:
        _stamp(page, w)
    page.write(
        f"Account {w.number(10**9, 10**10 - 1)} · {w.pick(PLACES)} Savings Bank", page.left, HEIGHT - 14, size=2.6
    )


def form(page: Page, w: Writer) -> None:
    page.heading(f"Application: {w.pick(ADJECTIVES)} {w.pick(NOUNS)}", size=6.0)
    page.paragraph("Please fill in with block letters. " + w.sentence(), size=page.size * 0.9)
    hand: Colour = (28, 46, 128)
    fields = (
        "Name",
        "Street",
        "Place",
        "Born on",
        "Telephone",
        "Occupation",
        "Reference",
        "Valid until",
        "Amount",
        "Purpose",
    )
    for field in fields:
        page.y += 13
        page.write(field, page.left, page.y - 8.2, size=2.7)
        page.box(page.left, page.y - 7, page.right, page.y)
        if w.rng.random() < 0.8:
            value = w.pick(
                [
                    w.name().upper(),
                    w.address()[0].upper(),
                    w.date(),
                    str(w.number(10**4, 10**8)),
                    w.title().upper()[:30],
                ]
            )
            page.write(value, page.left + 3, page.y - 1.8, size=4.4, style="italic", colour=hand)
    for _ in range(w.number(3, 6)):
        page.y += 9
        page.box(page.left, page.y - 4, page.left + 4, page.y)
        if w.rng.random() < 0.5:
            page.write("×", page.left + 2, page.y - 0.4, size=5, colour=hand, anchor="ms")
        page.write(w.sentence()[:70], page.left + 7, page.y - 0.6, size=3)
    _signature(page, w, page.left, HEIGHT - 26)


def table(page: Page, w: Writer) -> None:
    page.heading(f"{w.pick(PLACES)}: {w.title().lower()}", size=5.4)
    page.paragraph(w.paragraph(3))
    columns = w.number(4, 8)
    rows = [["Place", *(w.pick(NOUNS)[:9].capitalize() for _ in range(columns))]]
    for _ in range(w.number(14, 32)):
        rows.append([w.pick(PLACES), *(f"{v:.1f}" for v in w.rng.gamma(2, 40, columns))])
    page.table(rows, (2.2, *([1.4] * columns)), shade=_tint(_accent(w)))
    page.paragraph(w.paragraph(4), size=page.size * 0.9)


def charts(page: Page, w: Writer) -> None:
    page.heading(w.title(), size=6.0, colour=_accent(w))
    while page.y < HEIGHT - 90:
        page.paragraph(w.paragraph(w.number(2, 4)))
        _chart(page, w, page.left, page.right, w.rng.uniform(48, 70))
        page.paragraph(w.sentence(), size=page.size * 0.85, style="italic")


def _tint(colour: Colour) -> Colour:
    red, green, blue = (int(255 - (255 - c) * 0.18) for c in colour)
    return red, green, blue


def _chart(page: Page, w: Writer, left: float, right: float, height: float) -> None:
    """Bars, lines or points between two axes."""
    top, bottom = page.y + 3, page.y + height - 5
    left, s = left + 8, page.scale
    page.rule(left, right, bottom)
    page.draw.line([(left * s, top * s), (left * s, bottom * s)], (22, 22, 26), max(1, round(0.25 * s)))
    n = w.number(6, 14)
    x = left + (np.arange(n) + 0.5) / n * (right - left)
    for i in range(5):
        y = bottom - (bottom - top) * i / 4
        page.rule(left, right, y, width=0.08, colour=(170, 170, 175))
        page.write(str(i * 25), left - 1, y + 0.8, size=2.3, anchor="rs")
    kind = w.pick(["bars", "lines", "points"])
    for series in range(1 if kind == "bars" else w.number(1, 4)):
        colour = ACCENTS[(w.number(0, 3) + series) % len(ACCENTS)]
        value = np.clip(np.cumsum(w.rng.normal(0, 0.15, n)) + w.rng.uniform(0.3, 0.7), 0.03, 0.97)
        height_at = bottom - value * (bottom - top)
        points = [(a * s, b * s) for a, b in zip(x, height_at, strict=True)]
        if kind == "bars":
            half = 0.36 * (right - left) / n
            for a, b in zip(x, height_at, strict=True):
                page.box(a - half, b, a + half, bottom, fill=colour, outline=None)
        elif kind == "lines":
            page.draw.line(points, colour, max(1, round(0.5 * s)), joint="curve")
        else:
            for a, b in points:
                page.draw.ellipse((a - 0.8 * s, b - 0.8 * s, a + 0.8 * s, b + 0.8 * s), fill=colour)
    page.y += height


KINDS: dict[str, Callable[[Page, Writer], None]] = {
    "contract": contract,
    "paper": paper,
    "invoice": invoice,
    "letter": letter,
    "form": form,
    "table": table,
    "charts": charts,
}
