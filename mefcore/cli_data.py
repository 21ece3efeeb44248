"""``mef data``: makers of training data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

data = typer.Typer(name="data", help="Make training data.", no_args_is_help=True, rich_markup_mode=None)


@data.command()
def documents(
    out: Annotated[Path, typer.Argument(help="Folder to write SPLIT/SCENE into.")],
    count: Annotated[int, typer.Option(min=1, help="How many documents.")] = 1000,
    seed: Annotated[int, typer.Option(help="The same seed makes the same documents.")] = 1,
    longest: Annotated[int, typer.Option(min=256, help="Longer side in pixels.")] = 4096,
    suffix: Annotated[str, typer.Option("--format", metavar="jpg|png", help="Of the pictures.")] = "jpg",
    noise: Annotated[Path | None, typer.Option(help="Generator of mef train configs/cyclegan.toml.")] = None,
) -> None:
    """Make documents, under- and over-exposed, with the clean page as label."""
    from mefcore.cli import _extra, _watched

    with _extra("data"):
        from mefcore.train.data.documents import make_documents
    with _watched() as job:
        make_documents(out, count=count, seed=seed, longest=longest, suffix=suffix, noise=noise, job=job)
    print(f"{out}  {count} documents")


@data.command(name="pseudo-labels")
def pseudo_labels(
    root: Annotated[Path, typer.Argument(help="Folder with train/, or of a data set without splits.")],
    out: Annotated[Path, typer.Option(help="Folder for the labels; one that exists is completed.")],
    split: Annotated[str, typer.Option(help="Which folder of ROOT.")] = "train",
    layout: Annotated[str, typer.Option(help="auto, scenes, sice, ntire or plain.")] = "auto",
    longest: Annotated[int, typer.Option(min=64, help="Longer side in pixels.")] = 768,
) -> None:
    """Label stacks that have none with the best of several fusion methods, as SICE was labelled."""
    from mefcore.cli import _extra, _watched

    with _extra("data"):
        from mefcore.train.data.pseudo import make_pseudo_labels
    with _watched() as job:
        report = make_pseudo_labels(root, out, split=split, layout=layout, longest=longest, job=job)
    for method in sorted({c.method for c in report.stacks.values()}):
        print(f"{method}  {sum(c.method == method for c in report.stacks.values())}")
