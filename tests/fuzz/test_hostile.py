"""Hand-made files that hurt careless readers: each is a picture or one sentence, in little time and little memory."""

from __future__ import annotations

import pytest
from hostile import FAMILIES, hostile
from judge import Judge


@pytest.mark.parametrize("family", FAMILIES)
def test_hostile(judge: Judge, family: str) -> None:
    failures = []
    for name, suffix, data in hostile(family):
        try:
            judge.try_bytes("hostile " + family, data, suffix, name)
        except AssertionError as e:
            failures.append(str(e))
    assert not failures, "\n\n".join([*failures, f"{len(failures)} in all"])
