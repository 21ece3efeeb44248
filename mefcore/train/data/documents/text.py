"""Words, names, numbers and sentences for made-up documents; all of it invented here."""

from __future__ import annotations

import datetime

import numpy as np

FIRST = (
    "Ada", "Bruno", "Carla", "Dario", "Elif", "Frida", "Goran", "Hana", "Ivo", "Jelena", "Kofi", "Lena", "Mateo",
    "Nora", "Omar", "Petra", "Quim", "Rosa", "Sven", "Tara",
)  # fmt: skip
LAST = (
    "Abel", "Brandt", "Corvo", "Dahl", "Eklund", "Fontana", "Gruber", "Holm", "Ivers", "Jansen", "Keller", "Lindt",
    "Moreau", "Novak", "Okoro", "Pavel", "Quist",
)  # fmt: skip
PLACES = (
    "Altmark", "Brookhaven", "Calderra", "Dunwick", "Eastmere", "Fallow", "Grenzau", "Harbury", "Isenfeld",
    "Jorvik", "Kestrel", "Lindale",
)  # fmt: skip
STREETS = ["Mill", "Harbour", "Station", "Orchard", "Chapel", "Meadow", "Quarry", "Lantern", "Bridge", "Garden"]
TRADES = (
    "Optics", "Logistics", "Timber", "Ceramics", "Instruments", "Printing", "Hydraulics", "Textiles", "Surveying",
    "Bakery",
)  # fmt: skip
FORMS = ("Ltd", "GmbH", "& Sons", "Cooperative", "S.A.", "Works")
ITEMS = (
    "Oak shelf 80 cm", "Glass pane, clear", "Brass hinge", "Linen cloth, m", "Copper pipe 15 mm", "Desk lamp",
    "Cable drum", "Filter cartridge", "Paint, white, 5 l", "Paper A4, box", "Steel bracket", "Hours of work",
    "Delivery", "Ball bearing 6204", "Rubber gasket", "Lens cloth", "Battery 12 V", "Tile 20×20", "Rope, m",
    "Timer relay", "Wall plug, set", "Seal ring",
)  # fmt: skip
ADJECTIVES = (
    "early", "narrow", "annual", "joint", "steady", "local", "spare", "written", "open", "second", "minor",
    "remote", "bright", "careful", "regular", "partial", "former", "common", "quiet", "dense", "recent", "simple",
    "average", "final", "dry",
)  # fmt: skip
NOUNS = (
    "agreement", "reading", "garden", "delivery", "measurement", "window", "committee", "surface", "payment",
    "station", "model", "notice", "filter", "valley", "method", "storage", "harvest", "signal", "roof", "machine",
    "archive", "voyage", "balance", "sample", "district", "workshop", "frame", "budget", "season", "channel",
    "record", "meeting", "tenant", "device", "estimate",
)  # fmt: skip
VERBS = (
    "follows", "replaces", "confirms", "limits", "supports", "precedes", "covers", "extends", "describes",
    "improves", "delays", "requires", "reduces", "joins", "reflects", "protects", "permits", "records", "repeats",
    "settles",
)  # fmt: skip
ADVERBIALS = (
    "in most cases", "before the end of the month", "without further notice", "by about a tenth",
    "as agreed in spring", "after the first trial", "on both sides of the river", "with the usual tools",
    "at room temperature", "for the time being", "near the northern border", "in the same order",
    "unless rain sets in", "during the second week", "under normal load",
)  # fmt: skip
CLAUSES = (
    "The {role} shall hand over the {noun} not later than {date}.",
    "Any {adjective} {noun} remains with the {role} until the {noun2} is settled in full.",
    "Should the {noun} fail, the {role} may ask for a {adjective} {noun2} within {n} days.",
    "A fee of {amount} is due for every {noun} begun.",
    "Neither side passes the {adjective} {noun} on to a third without the other's written word.",
    "This {noun} ends with a notice of {n} weeks to the close of a quarter.",
)
TOPICS = (
    "Terms", "Scope", "Results", "Background", "Costs", "Care and storage", "Method", "Duties", "Outlook",
    "Remarks",
)  # fmt: skip


class Writer:
    """Random words from one generator."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng

    def pick(self, words: tuple[str, ...] | list[str]) -> str:
        return words[int(self.rng.integers(len(words)))]

    def number(self, low: int, high: int) -> int:
        return int(self.rng.integers(low, high))

    def name(self) -> str:
        return f"{self.pick(FIRST)} {self.pick(LAST)}"

    def company(self) -> str:
        return f"{self.pick(LAST)} {self.pick(TRADES)} {self.pick(FORMS)}"

    def address(self) -> tuple[str, str]:
        street = f"{self.pick(STREETS)} {self.pick(['Street', 'Lane', 'Row', 'Square'])} {self.number(1, 140)}"
        return street, f"{self.number(1000, 99999):05d} {self.pick(PLACES)}"

    def date(self) -> str:
        day = datetime.date(2012, 1, 1) + datetime.timedelta(days=self.number(0, 5000))
        return day.strftime(self.pick(["%d.%m.%Y", "%Y-%m-%d", "%d %B %Y"]))

    def amount(self, value: float | None = None) -> str:
        return f"{float(self.rng.gamma(2.0, 180.0)) if value is None else value:,.2f}"

    def sentence(self) -> str:
        def thing() -> str:
            return f"{self.pick(['the', 'a', 'each', 'this', 'every'])} {self.pick(ADJECTIVES)} {self.pick(NOUNS)}"

        words = f"{thing()} {self.pick(VERBS)} {thing()}"
        if self.rng.random() < 0.6:
            words += f" {self.pick(ADVERBIALS)}"
        if self.rng.random() < 0.3:
            words += f", while {thing()} {self.pick(VERBS)} {thing()}"
        return words[0].upper() + words[1:] + "."

    def paragraph(self, sentences: int) -> str:
        return " ".join(self.sentence() for _ in range(sentences))

    def clause(self) -> str:
        return self.pick(CLAUSES).format(
            role=self.pick(["supplier", "buyer", "tenant", "owner", "carrier"]),
            noun=self.pick(NOUNS),
            noun2=self.pick(NOUNS),
            adjective=self.pick(ADJECTIVES),
            date=self.date(),
            amount=self.amount(),
            n=self.number(2, 40),
        )

    def title(self) -> str:
        return f"{self.pick(ADJECTIVES)} {self.pick(NOUNS)} and {self.pick(ADJECTIVES)} {self.pick(NOUNS)}".capitalize()
