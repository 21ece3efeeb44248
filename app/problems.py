"""What the core says of problems, in the person's language.

The core speaks English and knows no translator.  Its sentences are told apart by what stands around their values:
``has 3 frames`` is ``has {0} frames``.  Which there are, ``packaging/problems.py`` reads from the sources.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from string import Formatter

from PySide6.QtCore import QCoreApplication, QLocale

from app.language import I18N
from app.text import localized

CONTEXT = "problem"
SENTENCES = I18N / "problems.json"
"""All of them, in English; ``make i18n`` writes it."""
_NUMBER = re.compile(r"-?\d+\.\d+(e[+-]?\d+)?")
_QUOTED = re.compile(r"'(.*)'|\"(.*)\"", re.DOTALL)
"""As Python quotes."""
_DETAIL = ": {0}"
_LISTING = ("choose ", "Luxcube reads ", "it reads ", "brackets of ")
"""How sentences begin whose values are lists, not names of files, in which these words could be."""


def _tr(text: str) -> str:
    return QCoreApplication.translate(CONTEXT, text)


def spoken(text: str) -> str:
    """A message or a hint of a :class:`~mefcore.errors.MefError`; as it is where there is no translation."""
    for pattern, sentence in _sentences():
        found = pattern.fullmatch(text)
        if found is not None:
            told = _tr(sentence)
            if told == sentence:
                return text
            values = _values(sentence, found.groups())
            if sentence.startswith("is ") and sentence.endswith(_DETAIL) and values[-1] == found[1]:
                return told.removesuffix(_DETAIL)  # where a parser stumbled, in English, helps nobody here
            return told.format(*values)
    return text


def _values(sentence: str, given: tuple[str, ...]) -> list[str]:
    """Numbers, quotes and lists as the person writes them; and after a colon, what another part has said of it."""
    values = [_listed(value) if sentence.startswith(_LISTING) else _written(value) for value in given]
    if sentence.endswith(_DETAIL):
        values[-1] = spoken(given[-1])
    return values


def _written(value: str) -> str:
    quoted = _QUOTED.fullmatch(value)
    if quoted is not None:
        return QLocale().quoteString(quoted[1] or quoted[2] or "")
    return localized(value) if _NUMBER.fullmatch(value) else value


def _listed(value: str) -> str:
    for word, told in (("camera RAW", _tr("camera RAW")), (" and ", _tr(" and ")), (" or ", _tr(" or "))):
        value = value.replace(word, told)
    return value


@lru_cache(maxsize=1)
def _sentences() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Those with the most words of their own first: ``choose {0}`` could be many."""
    found = []
    for sentence in json.loads(SENTENCES.read_text(encoding="utf-8")):
        parts = [(literal, field is not None) for literal, field, _, _ in Formatter().parse(sentence)]
        pattern = "".join(re.escape(literal) + ("(.*)" if place else "") for literal, place in parts)
        found.append((sum(len(literal) for literal, _ in parts), re.compile(pattern, re.DOTALL), sentence))
    return tuple((pattern, sentence) for _, pattern, sentence in sorted(found, key=lambda one: -one[0]))
