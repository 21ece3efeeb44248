"""``python -m mefcore.train`` is ``mef train``, in the form that torch's launcher can start several times."""

import sys

from mefcore.cli import main

if __name__ == "__main__":
    main(["train", *sys.argv[1:]])
