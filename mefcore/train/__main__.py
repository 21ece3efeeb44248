"""``python -m mefcore.train`` is ``mef train``, in the form that torch's launcher can start several times."""

import sys

from mefcore.cli import main

main(["train", *sys.argv[1:]])
