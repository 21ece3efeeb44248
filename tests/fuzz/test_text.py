"""``.cube`` files and sidecars that somebody edited, cut, joined or made up."""

from __future__ import annotations

import json
from typing import Any

import pytest
from breaking import broken
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from judge import Judge

ROWS = "".join(f"{r} {g} {b}\n" for b in (0, 1) for g in (0, 1) for r in (0, 1))
CUBE = f'# made by hand\nTITLE "look"\nLUT_3D_SIZE 2\nDOMAIN_MIN 0 0 0\nDOMAIN_MAX 1 1 1\n{ROWS}'
WORST_NUMBERS = ("nan", "-inf", "1e400", "1e38", "-1e38", "0x1p3", "1_0", "٣", "1,5", "", "-", "1e", "9" * 5000, "+.e1")


def _cubes() -> dict[str, bytes]:
    made = {f"number {n[:8]!r}": CUBE.replace("1 0 0", f"{n} 0 0").encode() for n in WORST_NUMBERS}
    made |= {
        f"size {n[:8]!r}": CUBE.replace("SIZE 2", f"SIZE {n}").encode() for n in (*WORST_NUMBERS, "65", "256", "999999")
    }
    made |= {f"domain {n[:8]!r}": CUBE.replace("MAX 1 1", f"MAX {n} 1").encode() for n in WORST_NUMBERS}
    made["one line of 20 MB"] = b"LUT_3D_SIZE 2\n" + b"0 " * 10_000_000
    made["20 MB before the size"] = b"#" * 20_000_000 + b"\n" + CUBE.encode()
    made["two million lines"] = b"\n" * 2_000_000 + CUBE.encode()
    made["256 and no rows"] = b"LUT_3D_SIZE 256\n" + b"0 0 0\n" * 5
    made["256 and long rows"] = b"LUT_3D_SIZE 256\n" + (b"0" * 4000 + b" 0 0\n") * 2000
    made["line separators"] = CUBE.replace("\n", "\u2028").encode()
    made["form feeds"] = CUBE.replace("\n", "\x0c").encode()
    made["title in controls"] = CUBE.replace("look", "a\rb\x1b[31m\x85c").encode("utf-8")
    made["UTF-32"] = CUBE.encode("utf-32")
    made["quotes"] = CUBE.replace('"look"', '"' * 5000).encode()
    return made


CUBES = _cubes()


def test_the_plain_cube(judge: Judge) -> None:
    assert judge.try_bytes("whole", CUBE.encode(), ".cube", "cube", "cube") == "LUT"


@pytest.mark.parametrize("how", CUBES)
def test_hostile_cubes(judge: Judge, how: str) -> None:
    judge.try_bytes("hostile cube", CUBES[how], ".cube", how, "cube")


def test_broken_cubes(judge: Judge, cases: int) -> None:
    for how, data in broken("cube", CUBE.encode(), max(10, cases // 10)):
        judge.try_bytes("cube", data, ".cube", how, "cube")


# ---- sidecars --------------------------------------------------------------------------------------------------------


NUDGE = {"frame": 0, "x": 0, "y": 0, "luma": 0, "amount": 0}


def found(**changes: Any) -> dict[str, Any]:
    """A refinement of two frames, each of one weight."""
    import base64

    import numpy as np

    weights, latent = np.array([0.5, 0.5], "<f4"), np.zeros(12, "<f4")
    values = {
        "model": "x", "local": False, "shape": [2, 1, 1, 1], "latent_shape": [12, 1, 1, 1], "before": 1.0, "after": 0.5,
        "weights": base64.b64encode(weights.tobytes()).decode(), "latent": base64.b64encode(latent.tobytes()).decode(),
    }  # fmt: skip
    return {"found": {**values, **changes}}


def creative(table: bytes | None = None, **changes: Any) -> dict[str, Any]:
    """A creative LUT of two points per axis."""
    import base64
    import zlib

    packed = zlib.compress(bytes(96)) if table is None else table
    return {"creative": {"name": "x", "size": 2, "table": base64.b64encode(packed).decode(), **changes}}


def _recipes() -> dict[str, bytes]:
    import zlib

    sidecars: dict[str, Any] = {
        "null": None, "a list": [], "a number": 7, "text": "recipe", "found": found(),
        "weights of NaN": found(weights="AADAfwAAwH8="), "weights cut": found(weights="AAAA"),
        "no base64": found(weights="?!"),
        "a huge shape": found(shape=[64, 64, 64, 64]), "a negative shape": found(shape=[-2, 1, 1, 1]),
        "a shape of five": found(shape=[2, 1, 1, 1, 1]), "look of controls": found(look="a\nb\0"),
        "before beyond floats": found(before=1e308), "many nudges": {"nudges": [NUDGE] * 20000},
        "nudge of frame -1": {"nudges": [{**NUDGE, "frame": -1}]},
        "keys of controls": {"a\nb\x1b[31m": 1}, "a long key": {"k" * 100_000: 1},
        "a long value": {"interpolation": "v" * 100_000},
        "a creative LUT": creative(), "another size": creative(size=3), "a size of a million": creative(size=10**6),
        "a bomb": creative(zlib.compress(bytes(1 << 26))), "no zlib": creative(b"no zlib"), "no table": creative(b""),
        "a LUT of NaN": creative(zlib.compress(b"\0\0\xc0\x7f" * 24)), "cut": creative(zlib.compress(bytes(96))[:-3]),
        "a curve that turns back": {"curve": [[0, 0], [1, 1], [0.5, 0.5]]}, "one point": {"curve_red": [[0, 0]]},
        "a point of three": {"curve": [[0, 0, 0], [1, 1, 1]]}, "many points": {"curve": [[0.5, 0.5]] * 100_000},
        "shares of nothing": {"weights": [0, 0]}, "many shares": {"weights": [0.01] * 100},
        "both highlights": {"highlights": "blend", "raw_highlights": "rebuild"},
    }  # fmt: skip
    for value in (None, True, "2", 2.5, 1e300, -1, 10**30, [], {}, [2], -0.0):
        for name in ("version", "grid", "strength", "interpolation", "nudges", "found", "curve", "weights", "creative"):
            sidecars[f"{name}={value!r}"] = {name: value}
    made = {name: json.dumps(value).encode() for name, value in sidecars.items()}
    made["deep lists"] = b"[" * 200_000 + b"]" * 200_000
    made["deep objects"] = b'{"a":' * 200_000 + b"1" + b"}" * 200_000
    made["deep nudges"] = b'{"nudges":' + b"[" * 5000 + b"]" * 5000 + b"}"
    made["a number of a megabyte"] = b'{"grid":' + b"9" * 1_000_000 + b"}"
    made["exponents"] = b'{"strength":1e999999999}'
    made["NaN"] = b'{"strength":NaN}'
    made["same key twice"] = b'{"grid":17,"grid":"x"}'
    made["a lone surrogate"] = b'{"interpolation":"\\ud800"}'
    made["not UTF-8"] = b'{"interpolation":"\xff\xfe"}'
    made["UTF-16"] = '{"grid":17}'.encode("utf-16")
    made["a byte order mark"] = b'\xef\xbb\xbf{"grid":17}'
    made["two documents"] = b'{"grid":17}{"grid":18}'
    made["empty"] = b""
    made["a picture"] = b"\x89PNG\r\n\x1a\n" + bytes(50)
    made["a hundred megabytes of space"] = b" " * 100_000_000 + b"{}"
    return made


RECIPES = _recipes()


@pytest.mark.parametrize("how", RECIPES)
def test_hostile_recipes(judge: Judge, how: str) -> None:
    judge.try_bytes("hostile recipe", RECIPES[how], ".json", how, "recipe")


def test_broken_recipes(judge: Judge, cases: int) -> None:
    whole = json.dumps(found() | {"version": 2, "grid": 17, "strength": 0.5}).encode()
    assert judge.try_bytes("whole", whole, ".json", "recipe", "recipe") == "recipe"
    for how, data in broken("recipe", whole, max(10, cases // 10)):
        judge.try_bytes("recipe", data, ".json", how, "recipe")


scalars = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8)
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
)
names = st.sampled_from(
    ["version", "local", "grid", "strength", "interpolation", "nudges", "found", "curve", "weights", "creative"]
) | st.text(max_size=6)


def test_any_json_is_a_recipe_or_an_error(judge: Judge, cases: int) -> None:
    @settings(
        max_examples=max(20, cases // 15),
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.dictionaries(names, values, max_size=4))
    def law(sidecar: dict[str, Any]) -> None:
        judge.try_bytes("any JSON", json.dumps(sidecar).encode(), ".json", str(sidecar)[:60], "recipe")

    law()
