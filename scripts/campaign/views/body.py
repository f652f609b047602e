"""The words of a printed plan in order: sections, measures and steps as paragraphs, each with the type its level asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from campaign.leaves import numbering
from campaign.leaves.dates import Moment, span_chinese
from campaign.leaves.problems import Path
from campaign.model import Body, Group, Mode, Part, Phase, Plan, Requirement, Responsibility, Section, Task
from campaign.model.annex import MARK, AnnexPicture, Grid, emphasised

Name = Callable[[str], str]  # unit id → printed name
BOLD = "bold"

# Type of a heading by its level (7.3.3): 一、黑体, （一）楷体, 1. and （1） 仿宋 like the text; some offices print 1. in bold.
FACES = {1: "hei", 2: "kai", 3: BOLD}
STYLES = ("han-comma", "han-bracket", "arabic-dot", "arabic-bracket")
LONGEST_LEAD = 45  # 字 of a first sentence that is set like a heading
STOPS = "。！？：；…，"
UNTIL = ("到", "至", "截至")  # 到2017年，… is the beginning of a sentence, not a heading
INLINE = ("han-shi", "han-yao")  # 一是 … 二是 … run on in one paragraph
# What stands in a plan that does not say its own order of headings.
DEFAULT_ORDER = (
    (Part.PREAMBLE, ""),
    (Part.GUIDING, "指导思想"),
    (Part.PRINCIPLES, "基本原则"),
    (Part.GOALS, "工作目标"),
    (Part.SCOPE, "适用范围"),
    (Part.PERIOD, "实施时间"),
    (Part.GROUPS, "重点任务"),
    (Part.PHASES, "实施步骤"),
    (Part.ORGANISATION, "组织领导"),
    (Part.REQUIREMENTS, "工作要求"),
)


@dataclass(frozen=True)
class Paragraph:
    """One paragraph: runs of (face, text). `level` > 0 puts `label` into the bookmarks; `alone` is a heading on a line of its own.

    `of` is where the record that it prints stands in the plan (groups, 0, tasks, 2); empty for words that no record holds.
    """

    runs: tuple[tuple[str, str], ...]
    level: int = 0
    label: str = ""
    alone: bool = False
    of: Path = ()

    def followed_by(self, more: str) -> Paragraph:
        """The same paragraph with text added at its end."""
        return Paragraph((*self.runs, ("", more)), self.level, self.label, of=self.of)

    @property
    def words(self) -> str:
        """All of it as text."""
        return "".join(words for _, words in self.runs)


class _Numbered(Protocol):
    @property
    def number(self) -> str | None: ...


_N = TypeVar("_N", bound=_Numbered)


Piece = Paragraph | Grid | AnnexPicture


def body(plan: Plan, name: Name, *, bold: bool = False) -> tuple[Piece, ...]:
    """The body of a plan in the order and numbering of its outline, or in the usual order where it has none; 1. in `bold` or like the text.
    What is typed between ** stands out."""
    outline = plan.outline or default_outline(plan)
    found = _Walk(plan, name).sections(outline, 1, ("outline",) if plan.outline else ())
    return tuple(_faced(each, bold=bold) if isinstance(each, Paragraph) else each for each in found)


def paragraphs(plan: Plan, name: Name, *, bold: bool = False) -> tuple[Paragraph, ...]:
    """The words of the body, without its tables and pictures."""
    return tuple(each for each in body(plan, name, bold=bold) if isinstance(each, Paragraph))


def between(plan: Plan, name: Name) -> dict[int, list[Piece]]:
    """The tables and pictures of the body by the number of paragraphs that stand above them."""
    found: dict[int, list[Piece]] = {}
    above = 0
    for each in body(plan, name):
        if isinstance(each, Paragraph):
            above += 1
        else:
            found.setdefault(above, []).append(each)
    return found


def _faced(each: Paragraph, *, bold: bool) -> Paragraph:
    faces = ((("" if face == BOLD and not bold else face), words) for face, words in each.runs)
    return replace(
        each,
        runs=tuple(run for face, words in faces for run in emphasised(words, face)),
        label=each.label.replace(MARK, ""),
    )


def default_outline(plan: Plan) -> tuple[Section, ...]:
    """Headings for a plan without `outline`: what it holds, in the usual order, numbered 一、二、三、"""
    held = [(part, title) for part, title in DEFAULT_ORDER if _held(plan, part)]
    titled = [part for part, title in held if title and not _opens_sections(plan, part)]
    return tuple(
        Section(number=numbering.label(titled.index(part) + 1, "han-comma"), title=title, part=part)
        if part in titled and len(titled) > 1
        else Section(part=part)
        for part, title in held
    )


def _held(plan: Plan, part: Part) -> bool:
    held: dict[Part, object] = {
        Part.PREAMBLE: plan.preamble,
        Part.GUIDING: plan.guiding,
        Part.PRINCIPLES: plan.principles,
        Part.GOALS: plan.goals,
        Part.SCOPE: plan.scope,
        Part.PERIOD: plan.period and written_span(plan.period.as_written, plan.period.start, plan.period.end),
        Part.GROUPS: plan.groups or plan.tasks,
        Part.PHASES: plan.phases,
        Part.ORGANISATION: plan.organisation,
        Part.REQUIREMENTS: plan.requirements,
    }
    return bool(held.get(part))


def _opens_sections(plan: Plan, part: Part) -> bool:
    """Do the groups carry numbers of the first level themselves (一、…)? Then no heading stands above them."""
    return part is Part.GROUPS and any(level_of(group.number, 0) == 1 for group in plan.groups)


@dataclass(frozen=True)
class _Walk:
    """`depth` is the level a heading has when its number does not tell."""

    plan: Plan
    name: Name

    def sections(self, sections: Iterable[Section], depth: int, where: Path) -> Iterator[Piece]:
        for place, section in enumerate(sections):
            here = (*where, place) if where else ()
            inner = level_of(section.number, depth) + 1 if section.title else depth
            yield from of(here, self.section(section, depth))
            yield from filter(None, (section.table, section.picture))
            if section.part:
                yield from self.part(section, section.part, inner)
            yield from self.sections(section.sections, inner, (*here, "sections") if here else ())

    def section(self, section: Section, depth: int) -> Iterator[Paragraph]:
        texts = [*section.text, *section.items]
        if section.title:
            yield heading(section.number, section.title, depth)
        elif section.number and texts:
            yield opening(section.number, texts.pop(0))
        yield from map(text, texts)

    def part(self, section: Section, part: Part, depth: int) -> Iterator[Paragraph]:
        plan = self.plan
        match part:
            case Part.PREAMBLE:
                yield from of(("preamble",), map(text, plan.preamble))
            case Part.GUIDING:
                yield from of(("guiding",), map(text, plan.guiding))
            case Part.PRINCIPLES:
                for place, number, principle in self.numbered(plan.principles, depth):
                    yield from of(("principles", place), run_in(number, principle.title, principle.text, depth))
            case Part.GOALS:
                for place, number, goal in self.numbered(plan.goals, depth):
                    title = goal.title or ""
                    if not number and title.startswith(UNTIL) and goal.text:
                        title += "，"
                    yield from of(("goals", place), run_in(number, title, goal.text, depth))
            case Part.SCOPE:
                if plan.scope:
                    yield replace(text(closed(plan.scope.text)), of=("scope",))
            case Part.PERIOD:
                span = plan.period and written_span(plan.period.as_written, plan.period.start, plan.period.end)
                if span:
                    yield replace(text(closed(span)), of=("period",))
            case Part.GROUPS:
                chosen = [group for group in plan.groups if not section.groups or group.id in section.groups]
                places = [place for place, group in enumerate(plan.groups) if group in chosen]
                for place, number, group in self.numbered(chosen, depth):
                    yield from self.group(number, group, depth, ("groups", places[place]))
                if not section.groups:
                    yield from self.tasks(plan.tasks, depth, ("tasks",))
            case Part.PHASES:
                for place, number, phase in self.numbered(plan.phases, depth):
                    yield from of(("phases", place), self.phase(number, phase, depth))
            case Part.ORGANISATION:
                for place, body in enumerate(plan.organisation):
                    yield from of(("organisation", place), organisation(body, depth))
            case Part.REQUIREMENTS:
                for place, number, requirement in self.numbered(plan.requirements, depth):
                    yield from of(("requirements", place), self.measure(number, requirement, depth))
            case Part.MECHANISMS:
                for place, mechanism in enumerate(plan.mechanisms):
                    yield from of(("mechanisms", place), run_in(None, mechanism.name, mechanism.text, depth))

    def numbered(self, records: Sequence[_N], depth: int) -> Iterator[tuple[int, str | None, _N]]:
        """Records with their places and printed numbers; a plan that leaves order and numbers to us gets them by level."""
        ours = not self.plan.outline and len(records) > 1 and all(record.number is None for record in records)
        for place, record in enumerate(records):
            yield place, (numbering.label(place + 1, STYLES[min(depth, 4) - 1]) if ours else record.number), record

    def group(self, number: str | None, group: Group, depth: int, where: Path) -> Iterator[Paragraph]:
        bracket = self.bracket(group.responsibility)
        if not group.tasks:
            yield from of(where, bracketed(run_in(number, group.title, group.text, depth), bracket))
            return
        yield replace(heading(number, group.title, depth), of=where)
        yield from of(where, bracketed(map(text, group.text), bracket))
        yield from self.tasks(group.tasks, level_of(number, depth) + 1, (*where, "tasks"))

    def tasks(self, tasks: Sequence[Task], depth: int, where: Path) -> Iterator[Paragraph]:
        for place, number, task in self.numbered(tasks, depth):
            yield from of((*where, place), self.task(number, task, depth))

    def task(self, number: str | None, task: Task, depth: int) -> Iterator[Paragraph]:
        level = level_of(number, depth)
        lines = list(run_in(number, task.title, task.text, depth))
        if task.children and not task.text and style_of(task.children[0].number) in INLINE:
            lines = [replace(lines[0], runs=tuple((face, closed(words)) for face, words in lines[0].runs), alone=False)]
        for _, point_number, point in self.numbered(task.children, level + 1):
            lines += self.point(point_number, point, level + 1)
        yield from bracketed(joined(lines), self.bracket(task.responsibility))

    def point(self, number: str | None, point: Task, depth: int) -> Iterator[Paragraph]:
        """A point inside a measure, without a bookmark of its own."""
        if style_of(number) in INLINE:
            yield Paragraph(
                (("", closed(f"{number}{point.title}")), *(("", each) for each in point.text)), label=INLINE[0]
            )
        else:
            for line in run_in(number, point.title, point.text, depth):
                yield Paragraph(line.runs)
        for _, inner_number, inner in self.numbered(point.children, depth + 1):
            yield from self.point(inner_number, inner, depth + 1)

    def measure(self, number: str | None, requirement: Requirement, depth: int) -> Iterator[Paragraph]:
        yield from bracketed(
            run_in(number, requirement.title, requirement.text, depth), self.bracket(requirement.responsibility)
        )

    def phase(self, number: str | None, phase: Phase, depth: int) -> Iterator[Paragraph]:
        span = written_span(phase.as_written, phase.start, phase.end)
        bare = span.strip("（）()")
        title = phase.name if not bare or bare in phase.name else f"{phase.name}（{bare}）"
        yield from bracketed(run_in(number, title, phase.text, depth), self.bracket(phase.responsibility))

    def bracket(self, duty: Responsibility | None) -> str:
        """The bracket at the end of a measure, as printed; put together from the names where the plan was written here.

        Words without a bracket (由党办牵头) stand inside the sentences already.
        """
        if duty is None:
            return ""
        if duty.as_written is not None:
            return duty.as_written if duty.as_written[0] in "（(〔" else ""
        lead, others = "、".join(map(self.name, duty.lead)), "、".join(map(self.name, (*duty.with_, *duty.join)))
        first = (
            f"{lead}{'牵头' if duty.mode is Mode.LEAD and others else '分别负责' if duty.mode is Mode.SEPARATELY else '负责'}"
            if lead
            else ""
        )
        second = f"{others}参与" if others else ""
        return f"（{'，'.join(filter(None, (first, second)))}）" if lead or others else ""


# -- paragraphs -----------------------------------------------------------------------------------------------------------------


def of(where: Path, lines: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs of one record."""
    return (replace(line, of=where) for line in lines)


def text(words: str) -> Paragraph:
    return Paragraph((("", words),))


def opening(number: str, words: str) -> Paragraph:
    """A numbered paragraph without a heading: below 一、 or （一） its first sentence has the type of its level (7.3.3), the number alone
    where that sentence is too long for a heading."""
    face = FACES[STYLES.index(style) + 1] if (style := style_of(number)) in STYLES[:2] else ""
    end = next((place for place, char in enumerate(words, 1) if char in "。：！？"), len(words))
    if len(number) + end > LONGEST_LEAD:
        end = 0
    return Paragraph(((face, number + words[:end]), *((("", words[end:]),) if words[end:] else ())))


def heading(number: str | None, title: str, depth: int) -> Paragraph:
    """A heading on a line of its own."""
    level = level_of(number, depth)
    words = f"{number or ''}{title}"
    return Paragraph(((FACES.get(level, ""), words),), level, words, alone=True)


def run_in(number: str | None, title: str, texts: Sequence[str], depth: int) -> Iterator[Paragraph]:
    """A heading sentence at the head of its paragraph, then the text; alone on its line when nothing follows."""
    level = level_of(number, depth)
    if not title:
        yield from (opening(number or "", each) if not place else text(each) for place, each in enumerate(texts))
    elif not texts:
        yield heading(number, title, depth)
    else:
        words = f"{number or ''}{title}"
        yield Paragraph(((FACES.get(level, ""), closed(words)), ("", texts[0])), level, words)
        yield from map(text, texts[1:])


def joined(lines: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """Points that run on (一是 …；二是 …) in the paragraph of the first of them, or of the text that leads to them."""
    held: Paragraph | None = None
    for line in lines:
        if held and line.label == INLINE[0] and not line.level and not held.alone:
            held = Paragraph((*held.runs, *line.runs), held.level, held.label)
        else:
            if held:
                yield held
            held = line
    if held:
        yield held


def bracketed(lines: Iterable[Paragraph], bracket: str) -> Iterator[Paragraph]:
    """The paragraphs of a measure with the bracket of responsible units at the end of the last."""
    found = list(lines)
    if found and bracket:
        found[-1] = found[-1].followed_by(bracket)
    yield from found


def organisation(body: Body, depth: int) -> Iterator[Paragraph]:
    """领导小组, its head, members, office and duties. A name the document lost is shown as lost."""
    facts = (
        f"组长：{body.head}" if body.head else "",
        f"成员：{'、'.join(body.members)}" if body.members else "",
        f"办公室：{body.office}" if body.office else "",
    )
    words = "".join(closed(fact) for fact in facts if fact)
    name = body.name or "〔名称原文缺〕"
    yield from run_in(body.number, name, (words,) if words else (), depth)
    for duty in body.duties:
        yield text(closed(f"{duty.number or ''}{duty.text}"))
    if body.note and not (words or body.duties):
        yield text(closed(body.note))


def style_of(number: str | None) -> str:
    parsed = numbering.parse(number) if number else None
    return parsed.style.name if parsed else ""


def level_of(number: str | None, depth: int) -> int:
    """Level of a heading: what its printed number customarily opens, else the depth at which it stands."""
    parsed = numbering.parse(number) if number else None
    return parsed.style.level if parsed else depth


def closed(words: str) -> str:
    """The sentence with a full stop, unless it ends in a mark already."""
    return words if not words or words[-1] in STOPS or (words[-2:-1] in STOPS and words[-1] in "”）") else f"{words}。"


def written_span(as_written: str | None, start: Moment | None, end: Moment | None) -> str:
    """Dates as the plan writes them; only what is known where it writes none."""
    if as_written:
        return as_written
    if start and end:
        return span_chinese(start, end)
    return f"{start.chinese}起" if start else f"{end.chinese}前" if end else ""
