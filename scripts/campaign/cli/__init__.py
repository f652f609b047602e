"""Options and exit codes: each command reads its options, calls one function of a room, prints, and returns 0 or 1.

A module holds the commands of one errand and adds them to `main`.
"""

from campaign.cli import beginning, building, campaigns, comparing, importing, inspecting, publishing, registers, singly
from campaign.cli.frame import main

__all__ = [
    "beginning",
    "building",
    "campaigns",
    "comparing",
    "importing",
    "inspecting",
    "main",
    "publishing",
    "registers",
    "singly",
]
