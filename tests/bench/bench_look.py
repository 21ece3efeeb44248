"""What a step of a slider costs: the look over a lattice, the lattice itself, and the error that is told.

    python tests/bench/bench_look.py [--json OUT] [--runs 31] [--grid 33]

Milliseconds of the calling thread, on one thread.  ``compile`` makes the tables anew, as every step of a slider does.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")  # torch and BLAS read it when they are imported

import numpy as np
from bench_engine import cpu_ms

from mefcore import pipeline
from mefcore.io import load_bracket
from mefcore.look import compose
from mefcore.look.creative import Creative
from mefcore.look.parameters import COLOURS
from mefcore.lut.grid import Lut3D, lattice
from mefcore.recipe import Recipe

ROOT = Path(__file__).parents[2]


def looks() -> dict[str, Recipe]:
    """From one slider to all of them."""
    typical: dict[str, Any] = {
        **{"exposure": 0.5, "contrast": 0.3, "temperature": 0.2, "saturation": 0.2},
        "curve": ((0.0, 0.0), (0.25, 0.2), (1.0, 1.0)),
    }
    mixer = {f"{what}_{colour}": 0.3 for what in ("hue", "saturation", "luminance") for colour in COLOURS}
    everything = {
        **typical,
        **mixer,
        **{"vibrance": 0.3, "shadow_toning": 0.3, "highlight_toning": 0.3, "tint": 0.1, "shadows": 0.3, "whites": 0.2},
        **{"curve_red": ((0.0, 0.1), (1.0, 1.0)), "curve_blue": ((0.0, 0.0), (1.0, 0.9))},
    }
    creative = Creative.of(Lut3D.identity(33), "identity")
    return {
        "exposure": Recipe().with_(exposure=0.5),
        "saturation": Recipe().with_(saturation=0.3),
        "typical": Recipe().with_(**typical),
        "everything": Recipe().with_(**everything),
        "everything and a creative LUT": Recipe().with_(**everything, creative=creative, creative_opacity=0.5),
    }


def run(runs: int, grid: int) -> dict[str, dict[str, float]]:
    """Milliseconds by look and step."""
    bracket = load_bracket([ROOT / "resources" / "samples" / "garden-room"])
    prediction = pipeline.infer(pipeline.thumbnails(bracket))
    nodes = lattice(grid)
    lattices = pipeline.lattices(prediction, Recipe(grid=grid))
    figures = {}
    for name, recipe in looks().items():
        recipe = recipe.with_(grid=grid)
        look = compose.compile_look(recipe)
        assert look is not None
        fresh = iter(np.linspace(-1, 1, 4 * runs + 8).tolist())

        def compiled(recipe: Recipe = recipe, fresh: Any = fresh) -> object:
            return compose.compile_look(recipe.with_(shadows=next(fresh)))

        lut = lattices.mix(recipe)
        figures[name] = {
            "compile": cpu_ms(compiled, runs),
            "map": cpu_ms(lambda look=look: look(nodes), runs),  # type: ignore[misc]
            "mix": cpu_ms(lambda recipe=recipe: lattices.mix(recipe), runs),  # type: ignore[misc]
            "measure": cpu_ms(lambda lut=lut, recipe=recipe: pipeline.measure(prediction, lut, recipe), runs),  # type: ignore[misc]
        }
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--runs", type=int, default=31)
    parser.add_argument("--grid", type=int, default=33)
    given = parser.parse_args()
    figures = run(given.runs, given.grid)
    print(
        f"{'ms of CPU time, lattice of ' + str(given.grid):34}" + "".join(f"{step:>10}" for step in figures["typical"])
    )
    for name, row in figures.items():
        print(f"{name:34}" + "".join(f"{ms:10.2f}" for ms in row.values()))
    if given.json is not None:
        given.json.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
