"""MED, the multi-exposure document data set: made-up pages, photographed, under- and over-exposed (paper, §IV)."""

from mefcore.train.data.documents.maker import (
    Exposure,
    document,
    make_documents,
    over_exposed,
    random_exposure,
    under_exposed,
)

__all__ = ["Exposure", "document", "make_documents", "over_exposed", "random_exposure", "under_exposed"]
