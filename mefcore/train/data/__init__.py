"""Data for training: stacks on disk in several layouts, brackets made from radiance, documents, pseudo-labels.

Our own layout is ``ROOT/<split>/<scene>/<frame>.jpg`` with an optional ``label.*`` beside the frames, and optionally
``ROOT/hdr/*.hdr``: scene-linear pictures from which brackets are made on the fly.  Others: :mod:`.layouts`.
"""

from mefcore.train.data.brackets import BracketMaker, make_bracket
from mefcore.train.data.layouts import LAYOUTS, Stack, detect_layout, find_stacks, load_scenes, load_stack
from mefcore.train.data.radiance import Radiance, load_radiance
from mefcore.train.data.sampler import Batch, Sampler, exposure_subset, random_crop
from mefcore.train.data.scenes import Scene, digest, load_scene, scene_files, scene_folders, shrink

__all__ = [
    "LAYOUTS",
    "Batch",
    "BracketMaker",
    "Radiance",
    "Sampler",
    "Scene",
    "Stack",
    "detect_layout",
    "digest",
    "exposure_subset",
    "find_stacks",
    "load_radiance",
    "load_scene",
    "load_scenes",
    "load_stack",
    "make_bracket",
    "random_crop",
    "scene_files",
    "scene_folders",
    "shrink",
]
