"""An office's own numbers for printed documents: `plans/profiles/`, and the files that plans or the site name."""

from __future__ import annotations

from pathlib import Path

from campaign.kinds import PLAN, PROFILE, Kind
from campaign.leaves.problems import Path as Where
from campaign.leaves.problems import Problem, Source, did_you_mean, has_errors, listing
from campaign.load.files import Reading
from campaign.load.records import parse
from campaign.model import Profile
from campaign.model.profile import PROFILES, complete, faults

(FOLDER,) = PROFILE.folders


def read(name: str, text: str) -> tuple[Profile | None, tuple[Problem, ...]]:
    """The profile that a YAML text writes down, complete; None with the reasons when no document can have these numbers."""
    problems: list[Problem] = []
    local, source = parse(problems, name, text, Profile)
    if local is None:
        return None, tuple(problems)
    if "name" not in local.model_fields_set:
        local = local.model_copy(update={"name": Path(name).stem})
    made = complete(local)
    given = frozenset(local.model_fields_set)
    problems += [source.error((key,), "profile-numbers", message, hint) for key, message, hint in faults(made, given)]
    return (None if has_errors(problems) else made), tuple(problems)


def profiles(reading: Reading, _: Kind[Profile]) -> dict[str, Profile]:
    """Profiles by the word that plans or the site name them with; each file is read once, those of `plans/profiles` in any case."""
    found: dict[Path, Profile | None] = {path: _read(reading, path) for path in reading.files(FOLDER)}
    wanted: list[tuple[str, Source, Where]] = []
    site, plans = reading.settings, reading.of(PLAN)
    if site.profile:
        wanted.append((site.profile, reading.sources[("site", "site")], ("profile",)))
    wanted += [
        (plan.document.profile, reading.sources[("plan", plan.id)], ("document", "profile"))
        for plan in plans.values()
        if plan.document and plan.document.profile
    ]
    named: dict[str, Profile] = {}
    for word, source, where in wanted:
        if word in PROFILES and word != "sheet":
            named[word] = PROFILES[word]
            continue
        path = _path(reading, word, source, where)
        if path is not None:
            if path not in found:
                found[path] = _read(reading, path)
            made = found[path]
            if made is not None and made.kind == "sheet":
                reading.note(
                    source.error(
                        where, "profile-sheet", f"“{word}”是工作表册的数值，不能用来印公文", "换一套以 gb9704 为底的"
                    )
                )
            elif made is not None:
                named[word] = made
    return named


def _path(reading: Reading, word: str, source: Source, where: Where) -> Path | None:
    """The file that a word means: a name in `plans/profiles`, or a path from the content root."""
    file = word if word.endswith((".yaml", ".yml")) else f"{FOLDER}/{word}.yaml"
    path = reading.root / file
    if not path.resolve().is_relative_to(reading.root.resolve()):
        reading.note(
            source.error(
                where, "profile-outside", f"版式文件“{word}”在内容文件夹之外", f"把文件放进 {FOLDER}，写它的名称"
            )
        )
        return None
    if not path.is_file():
        names = [each.stem for each in sorted((reading.root / FOLDER).glob("*.y*ml"))] + [
            each for each in PROFILES if each != "sheet"
        ]
        hint = did_you_mean(word, names) or f"把文件放进 {FOLDER}；现有 {listing(names)}"
        reading.note(source.error(where, "profile-missing", f"找不到版式文件“{word}”", hint))
        return None
    return path


def _read(reading: Reading, path: Path) -> Profile | None:
    text = reading.text(path)
    if text is None:
        return None
    made, problems = read(reading.name(path), text)
    reading.note(*problems)
    return made
