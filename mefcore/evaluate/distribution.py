"""How the values of predicted grids are distributed (paper, fig. 10), kept as counts that add up over scenes."""

from __future__ import annotations

from typing import Any

import numpy as np

LOW, HIGH, BINS = -5.0, 5.0, 1000
"""The range the paper draws; values beyond it count in the outermost bins."""


def count(values: np.ndarray) -> dict[str, Any]:
    """Counts of values in bins of 0.01, sparse, and their moments."""
    flat = values.astype(np.float64).ravel()
    counts, _ = np.histogram(np.clip(flat, LOW, HIGH), BINS, (LOW, HIGH))
    filled = np.flatnonzero(counts)
    return {
        "bins": filled.tolist(),
        "counts": counts[filled].tolist(),
        "n": len(flat),
        "sum": float(flat.sum()),
        "squares": float((flat**2).sum()),
        "min": float(flat.min()),
        "max": float(flat.max()),
    }


def pool(counted: list[dict[str, Any]]) -> dict[str, Any]:
    """Share of values in each bin, mean, standard deviation and range, every scene weighing the same."""
    density = np.zeros(BINS)
    for one in counted:
        density[one["bins"]] += np.array(one["counts"]) / one["n"] / len(counted)
    mean = float(np.mean([c["sum"] / c["n"] for c in counted]))
    square = float(np.mean([c["squares"] / c["n"] for c in counted]))
    return {
        "mean": mean,
        "std": float(np.sqrt(max(square - mean**2, 0.0))),
        "min": min(c["min"] for c in counted),
        "max": max(c["max"] for c in counted),
        "from": LOW,
        "to": HIGH,
        "density": [round(float(d), 7) for d in density],
    }
