"""What the core says of problems, in the person's language.

The core speaks English and knows no translator.  Its sentences are told apart by what stands around their values:
``has 3 frames`` is ``has {0} frames``.  Which there are, ``packaging/problems.py`` reads from the sources.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from string import Formatter

from PySide6.QtCore import QCoreApplication

from app.language import I18N
from app.text import localized

CONTEXT = "problem"
SENTENCES = I18N / "problems.json"
"""All of them, in English; ``make i18n`` writes it."""
_NUMBER = re.compile(r"-?\d+\.\d+")


def spoken(text: str) -> str:
    """A message or a hint of a :class:`~mefcore.errors.MefError`; as it is where there is no translation."""
    for pattern, sentence in _sentences():
        found = pattern.fullmatch(text)
        if found is not None:
            told = QCoreApplication.translate(CONTEXT, sentence)
            return text if told == sentence else told.format(*_values(sentence, found.groups()))
    return text


def _values(sentence: str, given: tuple[str, ...]) -> list[str]:
    """Numbers as the person writes them; and after a colon, what another part of the core has said."""
    values = [localized(value) if _NUMBER.fullmatch(value) else value for value in given]
    if values and sentence.endswith(f": {{{len(values) - 1}}}"):
        values[-1] = spoken(values[-1])
    return values


@lru_cache(maxsize=1)
def _sentences() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Those with the most words of their own first: ``choose {0}`` could be many."""
    found = []
    for sentence in json.loads(SENTENCES.read_text(encoding="utf-8")):
        parts = [(literal, field is not None) for literal, field, _, _ in Formatter().parse(sentence)]
        pattern = "".join(re.escape(literal) + ("(.*)" if place else "") for literal, place in parts)
        found.append((sum(len(literal) for literal, _ in parts), re.compile(pattern, re.DOTALL), sentence))
    return tuple((pattern, sentence) for _, pattern, sentence in sorted(found, key=lambda one: -one[0]))
