"""References of every kind, in an office that is not the example: one slip is one error, and the right name is offered."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from second_office import FILES, written

from campaign import kinds
from campaign.checks import look_over
from campaign.content import Content
from campaign.leaves.problems import Problem, nearest
from campaign.model import Record
from campaign.model.references import names, slots
from campaign.model.registry import Unresolved
from campaign.views.references import Choices, Referent, choices, lookup, named_by, places, uses
from campaign.views.release import released

TODAY = date(2026, 11, 21)
Where = tuple[str | int, ...]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def content(office: Path) -> Content:
    found, problems = look_over(office, TODAY)
    assert [str(each) for each in problems] == []
    return found


def told(root: Path, **edited: str) -> list[Problem]:
    return list(look_over(root, TODAY, edited=edited)[1])


def parts(text: str) -> tuple[str, str]:
    """The YAML of a file and what stands around it."""
    if not text.startswith("---\n"):
        return text, "{}"
    head, rest = text[4:].split("\n---\n", 1)
    return head, f"---\n{{}}---\n{rest}"


def values(data: Any, where: Where = ()) -> Iterator[tuple[Where, Any]]:
    yield where, data
    for key, each in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from values(each, (*where, key))


def put(data: Any, where: Where, value: Any) -> Any:
    if not where:
        return value
    made = copy.deepcopy(data)
    holder = made
    for step in where[:-1]:
        holder = holder[step]
    holder[where[-1]] = value
    return made


def dumped(data: Any) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10**6)


def slips(text: str) -> Iterator[tuple[str, str]]:
    """A file with an unknown key in every kind of record, a value that is none in every kind of field, a fault of syntax here and there."""
    head, frame = parts(text)
    data = yaml.load(head, yaml.BaseLoader)
    seen = set()
    for where, value in values(data):
        shape = tuple("*" if isinstance(step, int) else step for step in where)
        if shape in seen or isinstance(value, list):
            continue
        seen.add(shape)
        broken = {**value, "zz": "x"} if isinstance(value, dict) else {"zz": "x"}
        yield f"{'.'.join(map(str, where)) or 'whole'}", frame.format(dumped(put(data, where, broken)))
    lines = head.splitlines(keepends=True)
    for at in (0, len(lines) // 2, len(lines)):
        yield f"line {at}", frame.format("".join([*lines[:at], "a: [\n", *lines[at:]]))


def test_the_office_has_every_kind_of_file_and_of_reference(content: Content) -> None:
    paths = {
        content.source(kind.key, key).path for kind in kinds.KINDS if not kind.among for key in content.of(kind)
    } | {content.source("submission", each.key).path for each in content.submissions}
    paths |= {path for path in FILES if path.startswith("plans/profiles/")}  # named by no plan
    assert paths - {""} == set(FILES)  # collectives that are built in have no file
    lacking = [kind.key for kind in kinds.KINDS if kind.folders and not any(map(kind.holds, FILES))]
    assert lacking == []

    def below(record: type[Record]) -> Iterator[type[Record]]:
        yield record
        for each in record.__subclasses__():
            yield from below(each)

    asked = {kind for each in uses(content) for kind in each.asked.kinds}
    known = {
        kind
        for record in below(Record)
        for slot in slots(record)
        for ref in (slot.ref, slot.ref and slot.ref.then)
        if ref and not ref.free
        for kind in ref.kinds
    }
    assert known - asked == set(), "a kind of reference that nobody here makes is tried by nobody"


@pytest.mark.parametrize("name", FILES)
def test_one_slip_is_one_error(office: Path, name: str) -> None:
    for what, text in slips(FILES[name]):
        errors = [each for each in told(office, **{name: text}) if each.severity == "error"]
        assert [each.path for each in errors] == [name], f"{what}: {[str(each) for each in errors]}"


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_text_is_one_error(name: str, tmp_path: Path) -> None:
    root = written(tmp_path)
    (root / name).write_bytes("标题：医院".encode("gbk"))
    errors = [each for each in told(root) if each.severity == "error"]
    assert [each.path for each in errors] == [name], [str(each) for each in errors]


def variants(word: str) -> Iterator[str]:
    """One character wrong, missing, doubled, swapped with the next; nothing that is the word itself."""
    other = "z" if word.isascii() else "某"
    for at, char in enumerate(word):
        yield word[:at] + other + word[at + 1 :]
        yield word[:at] + word[at + 1 :]
        yield word[:at] + char + word[at:]
        yield word[:at] + word[at + 1 : at + 2] + char + word[at + 2 :]


def test_a_mistyped_reference_is_one_error_and_the_right_name_is_offered(office: Path, content: Content) -> None:
    tried = 0
    for use in uses(content):
        name = use.source.path
        head, frame = parts(FILES[name])
        data = yaml.load(head, yaml.BaseLoader)
        where: Where = (*use.source.within, *use.named.where)
        typed = dict(values(data)).get(where)
        if not isinstance(typed, str):
            continue  # read out of a bracket, a shorthand or the name of the folder
        half = typed.rpartition(use.named.ref.mark)[2] if use.named.ref.then else typed
        wrong = typed[: len(typed) - len(half)] + half[:1] + half
        errors = [
            each
            for each in told(office, **{name: frame.format(dumped(put(data, where, wrong)))})
            if each.severity == "error"
        ]
        assert [each.path for each in errors] == [name], f"{wrong}: {[str(each) for each in errors]}"
        assert f"是不是“{half}”" in errors[0].hint, str(errors[0])
        tried += 1
    assert tried > 60


def test_whatever_slip_of_the_hand_the_right_unit_is_offered_first(content: Content) -> None:
    """Of a department a name inside its own house; where two are one slip away both are offered."""
    registry, lost = content.registry, []
    for unit in (*registry.units.values(), *registry.collectives.values()):
        house = registry.house(unit.id)
        for name in (unit.name, *unit.aliases):
            for typed in set(variants(name)):
                try:
                    registry.resolve(typed, house)
                except Unresolved as fault:
                    if len(typed) > 1 and not any(f"“{each}”" in fault.hint for each in (unit.name, *unit.aliases)):
                        lost.append((typed, name, fault.hint))
    assert lost == []


def test_whatever_slip_of_the_hand_the_right_id_is_offered_first(content: Content) -> None:
    by_kind: dict[str, dict[str, tuple[str, ...]]] = {}  # kind → name → all names of what is meant
    for (kind, _), target in lookup(content).keyed.items():
        also = tuple(names(target.record))
        by_kind.setdefault(kind, {}).update(dict.fromkeys(also, also))
    for kind, known in by_kind.items():
        for name, also in known.items():
            for typed in set(variants(name)) - known.keys():
                if len(typed) > 1:
                    assert not {*also}.isdisjoint(nearest(typed, sorted(known))), (kind, typed, name)


def test_the_issuers_own_house_comes_first(content: Content) -> None:
    """宣传料 is as near to the province's 宣传部 as to the bureau's own 宣传科; 省中医药管局 is no 中医."""
    for typed, issuer, meant in (
        ("宣传料", "lc-bureau", "宣传科"),
        ("宣传料", "pv-party", "宣传部"),
        ("省中医药管局", "lc-bureau", "省中医药管理局"),
        ("澜川卫健局", "lc-bureau", "澜川区卫生健康局"),
        ("区医院护理部", "lc-hospital", "护理部"),
    ):
        with pytest.raises(Unresolved) as fault:
            content.registry.resolve(typed, issuer)
        assert f"是不是“{meant}”？" in fault.value.hint, typed


def edited(name: str, old: str, new: str) -> dict[str, str]:
    assert old in FILES[name]
    return {name: FILES[name].replace(old, new)}


BAD: dict[str, tuple[dict[str, str], list[str]]] = {
    "a plan above itself": (
        edited("plans/ward-care.yaml", "upper: [river-care]", "upper: [ward-care]"),
        ["plans/ward-care.yaml:4:1: 错误[plan-circle] 方案互为上位，绕成一圈：ward-care → ward-care；去掉其中一条"],
    ),
    "plans in a circle": (
        edited("plans/river-care.yaml", "goals:", "basis: [ward-care]\ngoals:"),
        [
            "plans/river-care.yaml:6:1: 错误[plan-circle] 方案互为上位，绕成一圈：river-care → ward-care → river-care；去掉其中一条"
        ],
    ),
    "a task above itself": (
        edited("plans/ward-care.yaml", "river-care#booking", "ward-care#ward-booking"),
        [
            "plans/ward-care.yaml:7:45: 错误[task-circle] 任务互相承接，绕成一圈：ward-care#ward-booking → ward-care#ward-booking；去掉其中一条"
        ],
    ),
    "tasks in a circle": (
        edited("plans/river-care.yaml", "title: 分时段预约,", "title: 分时段预约, upper: ['ward-care#ward-booking'],"),
        [
            "plans/river-care.yaml:14:45: 错误[task-circle] 任务互相承接，绕成一圈：river-care#booking → ward-care#ward-booking → river-care#booking；去掉其中一条"
        ],
    ),
    "a unit below itself": (
        edited(
            "plans/registry/units.yaml", "kind: clinical, parent: lc-hospital", "kind: clinical, parent: lch-surgery"
        ),
        ["plans/registry/units.yaml:8:49: 错误[unit-circle] 单位“外科”的上级绕回了自己；去掉其中一条"],
    ),
    "forms in a circle": (
        edited("plans/forms/visits.yaml", "plan: river-care", "plan: river-care\nrolls_up: district"),
        [
            "plans/forms/district.yaml:4:1: 错误[form-circle] 报表互相汇总，绕成一圈：district → visits → district；去掉其中一条"
        ],
    ),
    "a form that rolls up itself": (
        edited("plans/forms/district.yaml", "rolls_up: visits", "rolls_up: district"),
        ["plans/forms/district.yaml:4:1: 错误[form-circle] 报表互相汇总，绕成一圈：district → district；去掉其中一条"],
    ),
    "a meeting where a plan is asked for": (
        edited("plans/qa/visitors.yaml", "plans: [river-care]", "plans: [talk-11]"),
        ["plans/qa/visitors.yaml:3:9: 错误[plan-unknown] 本站没有编号为“talk-11”的方案；“talk-11”是会议的编号"],
    ),
    "a plan where an interpretation is asked for": (
        edited("plans/meetings/talk-11.yaml", "[three-years]", "[river-care]"),
        [
            "plans/meetings/talk-11.yaml:9:19: 错误[interpretation-unknown] 本站没有编号为“river-care”的解读；“river-care”是方案的编号"
        ],
    ),
    "a mistyped meeting": (
        edited("plans/ledger/bureau.yaml", "ref: talk-11", "ref: talk-1"),
        ["plans/ledger/bureau.yaml:27:26: 错误[plan-unknown] 本站没有编号为“talk-1”的方案；是不是“talk-11”？"],
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_references(office: Path, what: str) -> None:
    changed, said = BAD[what]
    assert [str(each) for each in told(office, **changed) if each.severity == "error"] == said


def test_who_names_it(content: Content) -> None:
    """Every file that has to be changed before a record can go, with its place."""

    def by(kind: str, *key: str) -> set[str]:
        return {f"{use.source.path}:{use.source.at(*use.named.where)[0]}" for use in named_by(content)[kind, key]}

    assert by("award", "spring-story", "best") == {
        "plans/campaign-data/spring-story/a.yaml:6",
        "plans/campaign-data/spring-story/a.yaml:8",
        "plans/campaign-data/spring-story/a.yaml:10",
    }
    assert by("entry", "sv-001") == {
        "plans/assessment/results/lch-annual.yaml:10",
        "plans/meetings/talk-11.yaml:8",
    }
    assert by("story", "spring-story", "st-1") == {"plans/campaign-data/spring-story/b.yaml:2"}
    assert isinstance(lookup(content).keyed["task", ("river-care", "guide")], Referent)


@pytest.mark.parametrize("plan", ["river-care", "ward-care", "spring-story"])
@pytest.mark.parametrize("line", ["public: 否\n", "status: draft\n"])
def test_what_is_withheld_is_known_at_home_and_named_by_nothing_that_leaves(office: Path, plan: str, line: str) -> None:
    name = f"plans/{plan}.yaml"
    content, problems = look_over(office, TODAY, edited={name: FILES[name] + line})
    assert [str(each) for each in problems if each.severity == "error"] == []
    leaving = released(content)
    assert plan not in leaving.plans
    assert [use.named.typed for use in uses(leaving) if use.target is None] == []


def test_whatever_may_be_named_is_offered(content: Content) -> None:
    """In the words that the field takes, in a file that is about one plan and in one that is about none."""
    offered: dict[str | None, Choices] = {None: choices(content, None)}
    for use in uses(content):
        about = places(use.named.held, "plan")
        plan = content.plans[about[0][0]] if about else None
        if plan and plan.id not in offered:
            offered[plan.id] = choices(content, plan)
        assert use.target
        written = {use.named.typed, use.target.title, next(names(use.target.record))}
        for key in {None, plan.id if plan and len(about) == 1 else None} if use.named.ref.offers else ():
            assert written & dict(offered[key][use.named.ref.offers]).keys(), (use.named, key)
