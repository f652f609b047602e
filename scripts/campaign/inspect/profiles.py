"""Which numbers a document is held against: a built-in profile by its name, or an office's own file.

base: gb9704
title: 某市机关公文
lines: 20
skip: [36]
fonts: {title: [某某小标宋]}
"""

from __future__ import annotations

from pathlib import Path

from campaign.inspect.records import Unreadable
from campaign.leaves.problems import did_you_mean, listing
from campaign.load.profiles import read
from campaign.model.profile import (
    FAMILY_NAMES,
    PROFILES,
    Family,
    Kind,
    Numbering,
    NumberPlace,
    Profile,
    RedHead,
    size_name,
)

__all__ = [
    "FAMILY_NAMES",
    "PROFILES",
    "Family",
    "Kind",
    "NumberPlace",
    "Numbering",
    "Profile",
    "ProfileFault",
    "RedHead",
    "load_profile",
    "profile",
    "profile_of",
    "size_name",
]


class ProfileFault(Unreadable):
    """A profile that cannot be used; the message names every fault with its place, for its author."""


def profile(name: str) -> Profile:
    """A built-in profile, or the one in a YAML file when `name` ends in .yaml or .yml."""
    if Path(name).suffix in (".yaml", ".yml"):
        return load_profile(Path(name))
    if name in PROFILES:
        return PROFILES[name]
    hint = did_you_mean(name, PROFILES)
    raise ProfileFault(
        f"没有叫“{name}”的体检标准；可用的有{listing(list(PROFILES))}，也可以给一个 .yaml 文件{f'；{hint}' if hint else ''}"
    )


def load_profile(path: Path) -> Profile:
    """Read a local profile: a built-in one (`base`) with some numbers replaced."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise ProfileFault(f"读不了体检标准文件“{path}”") from fault
    return profile_of(text, path.name)


def profile_of(text: str, source: str = "profile.yaml") -> Profile:
    """The profile that a YAML text writes down. Raises ProfileFault."""
    made, problems = read(source, text)
    if made is None:
        raise ProfileFault("\n".join(map(str, problems)))
    return made
