"""The CycleGAN that puts the noise of real short and long exposures onto synthetic ones (paper, §IV)."""

from mefcore.train.cyclegan.apply import add_noise, load_generator
from mefcore.train.cyclegan.config import CycleConfig, load_cycle_config
from mefcore.train.cyclegan.measure import NoiseProfile, noise_distance, noise_profile
from mefcore.train.cyclegan.nets import Discriminator, Generator
from mefcore.train.cyclegan.run import run_cyclegan

__all__ = [
    "CycleConfig",
    "Discriminator",
    "Generator",
    "NoiseProfile",
    "add_noise",
    "load_cycle_config",
    "load_generator",
    "noise_distance",
    "noise_profile",
    "run_cyclegan",
]
