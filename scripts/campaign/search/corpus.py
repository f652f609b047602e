"""What can be found: every plan, task, indicator, unit, term and hand-written page, turned into pages of the search index."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from campaign.content import Content
from campaign.kinds import (
    ASSESSMENT,
    CAMPAIGN,
    CASE,
    FORM,
    GLOSSARY,
    INTERPRETATION,
    KINDS,
    LEDGER,
    MEETING,
    PLAN,
    QA,
    UNIT,
    UPDATE,
    Answers,
    Kind,
)
from campaign.leaves import links
from campaign.leaves.dates import Moment
from campaign.model import Case, Duties, Fact, Form, Meeting, Part, Plan, Record, RuleSet, Section
from campaign.model.annex import MARK
from campaign.model.references import slots, walk
from campaign.search import answers
from campaign.search.everyday import names_of
from campaign.search.index import MANUAL, PAGE, PAGE_ID, IndexedPage, SearchUnit
from campaign.search.own_words import OwnWords
from campaign.steps import Steps
from campaign.views import annexes
from campaign.views.campaign import desk
from campaign.views.duties import delivered, holders, rhythm
from campaign.views.form_returns import periods
from campaign.views.indicators import IndicatorRow, indicator_rows
from campaign.views.ledger import LedgerRow, ledger_rows
from campaign.views.meetings import held
from campaign.views.questions import Subject, subjects
from campaign.views.relations import link
from campaign.views.score_reports import ItemView, ScoreReport, item_views, score_reports
from campaign.views.targets import wording
from campaign.views.tasks import UnitRef, task_rows
from campaign.views.thresholds import bound, whom
from campaign.views.timeline import lanes
from campaign.views.unit_sheets import unit_sheets
from campaign.views.updates import Post, shown

RULE_BOOK = ("考核细则", "评分标准")  # what a book of rules is called besides its title
UNSOUGHT = {links.SEARCH, links.SCHEDULED}  # the search itself, and what only a preview has: its index is the site's


@dataclass(frozen=True)
class Text:
    """A hand-written page as plain text: title, address, and (heading, anchor, text) of its sections."""

    title: str
    url: str
    sections: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Shown:
    """A generated page as its reader sees it."""

    title: str
    url: str
    summary: str
    above: tuple[str, ...]  # the pages it stands below, by title
    headings: tuple[tuple[str, str], ...]  # (heading, anchor)
    prints: tuple[str, ...]  # what it offers to print or to take away, by the words of the link
    body: str  # its HTML
    continues: bool  # a further page of a long list, which is found by what stands on it, not by its name


Take = Callable[[str], Text | None]  # the hand-written page at an address, which is then indexed there and nowhere else


def corpus(
    content: Content, texts: Iterable[Text] = (), generated: Iterable[Shown] = (), steps: Steps | None = None
) -> list[IndexedPage]:
    """All pages to index, in a fixed order: what records say, then every other page by its names (of all `generated` ones),
    and what stands on any of them besides. Plans and units whose words have not changed are as they were found before.

    Nothing private is in a record that is shown, and only those are read here.
    """
    steps = steps or Steps()
    by_url = {text.url: text for text in texts}

    def take(url: str) -> Text | None:
        return by_url.pop(url, None)

    pages: list[IndexedPage] = []
    for kind in KINDS:
        found = FOUND.of(kind)
        if found:
            pages += found(content, take, steps)
        elif kind.place and kind.public:
            pages += [_record(content, kind, record, take) for record in content.of(kind).values()]
    pages += map(_text, by_url.values())
    pages = [replace(page, units=list(map(_with_shown, page.units))) for page in pages]
    found_at = {page.url: at for at, page in enumerate(pages)}
    generated = tuple(each for each in generated if each.url not in UNSOUGHT)
    own_names = {name for each in generated for name in names_of(each.url)}
    for each in generated:
        at = found_at.setdefault(each.url, len(pages))
        if at == len(pages):
            pages.append(_shown(each, own_names))
        elif not each.continues:
            pages[at] = replace(pages[at], units=[*pages[at].units, *_prints(each, own_names)])
    said = OwnWords(text for page in pages for unit in page.units for text in (unit.name, *unit.also, unit.text))
    for each in sorted(
        generated, key=lambda page: page.url == links.FRONT
    ):  # the front page shows what stands elsewhere
        at = found_at[each.url]
        pages[at] = replace(pages[at], units=[*pages[at].units, *_own_words(each, said)])
    return pages


def _with_shown(unit: SearchUnit) -> SearchUnit:
    """What is shown beside a hit and what it answers are searched too, but for counts: they name what was handed in to somebody else."""
    shown = (unit.owner, *(words for asked, words in unit.facts if asked != "count"))
    return replace(unit, text=_joined((unit.text, *(each for each in shown if each.rstrip("。") not in unit.text))))


def _own_words(page: Shown, said: OwnWords) -> Iterator[SearchUnit]:
    """What stands on a page and in no unit, as units that are found by their text and not by the heading it stands under."""
    titles = {"": page.title} | {anchor: title for title, anchor in page.headings}
    for anchor, words in said.of(page.body, [anchor for _, anchor in page.headings]):
        yield SearchUnit("section", titles[anchor], _joined(words), anchor, named=False)


def _shown(page: Shown, own_names: Container[str]) -> IndexedPage:
    """A page that gathers or draws what records say elsewhere, found by its names and headings."""
    if page.continues:
        return IndexedPage(
            _key(page.url), page.title, page.url, "page", "", [SearchUnit("page", page.title, "", "", named=False)]
        )
    names = names_of(page.url)
    own = SearchUnit("page", page.title, _joined((page.summary, *page.above, "、".join(names))), "", also=names)
    parts = [SearchUnit("section", heading, page.title, anchor) for heading, anchor in page.headings]
    return IndexedPage(_key(page.url), page.title, page.url, "page", "", [own, *parts, *_prints(page, own_names)])


def _prints(page: Shown, own_names: Container[str]) -> list[SearchUnit]:
    """What a page offers to print, but for what is a page of its own (责任矩阵): that is led to."""
    prints = [words for words in dict.fromkeys(page.prints) if words not in own_names]
    return [SearchUnit("page", words, f"{page.title}，打印和下载", "") for words in prints]


def _record(content: Content, kind: Kind[Any], record: Record, take: Take) -> IndexedPage:
    """Any record: its title with everything it says, then whatever in it has a title, under that."""
    word = kind.words[0].key if kind.words else PAGE.key
    record_id = getattr(record, kind.id_key)
    url, title = kind.address(record_id), kind.title(record)
    parts = [each for each, where, _ in walk(record) if len(where) == 2]
    named = [(each, name) for each in parts if (name := getattr(each, "title", None) or getattr(each, "name", None))]
    own = SearchUnit(word, title, _words(content, record), "")
    held = [SearchUnit("section", str(name), _words(content, each), "") for each, name in named]
    return IndexedPage(f"{kind.place}/{record_id}", title, url, word, "", [own, *held, *_text_units(take(url))])


def _words(content: Content, record: Record) -> str:
    """What a record says by itself; units by their names, other ids not at all."""
    said: list[str] = []
    for slot, value in ((each, getattr(record, each)) for each in type(record).model_fields):
        ref = next((each.ref for each in slots(type(record)) if each.name == slot), None)
        many = value if isinstance(value, tuple) else (value,)
        if slot == "id" or (ref and "unit" not in ref.kinds):
            continue
        said += [content.registry.name(each) if ref else each for each in many if type(each) is str]
    return _joined(said)


def _joined(parts: Iterable[str]) -> str:
    """Pieces of text as sentences, whether or not they end with a full stop."""
    return "。".join(part.rstrip("。") for part in parts if part)


def _plan(content: Content, plan_id: str) -> IndexedPage:
    plan = content.plans[plan_id]
    moment = plan.date or (plan.period.start if plan.period else None)
    date = moment.first.isoformat() if moment else ""
    issuer = content.registry.name(plan.issuer) if plan.issuer else ""
    own = SearchUnit(
        "plan",
        plan.title,
        _joined(filter(None, (plan.short, plan.doc_no, issuer, *plan.preamble, *plan.guiding))),
        "",
        issuer,
        also=(plan.short,) if plan.short else (),
        facts=answers.of_plan(plan, issuer),
    )
    units = [
        own,
        *_sections(plan),
        *_annexes(content, plan),
        *_tasks(content, plan),
        *_indicators(content, plan),
        *_phases(content, plan),
        *_duties(content, plan),
    ]
    stands = answers.standing(content, plan)
    return IndexedPage(f"plans/{plan.id}", plan.title, links.plan(plan.id), "plan", date, units, issuer, stands)


def _outline(sections: Iterable[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _outline(section.sections)


def _part(plan: Plan, part: Part) -> str:
    """Anchor of a part that has a heading on the page; what only stands among the facts at the top leads to the page itself."""
    headed = not plan.outline or any(section.part is part for section in _outline(plan.outline))
    return links.part_anchor(part.value) if headed or part is not Part.SCOPE else ""


def _sections(plan: Plan) -> Iterator[SearchUnit]:
    for section in _outline(plan.outline):
        if section.items or section.text:
            said = _joined((*section.text, *section.items)).replace(MARK, "")
            yield SearchUnit("section", section.title or plan.title, said, "")
    if plan.scope:
        yield SearchUnit("section", "适用范围", plan.scope.text, _part(plan, Part.SCOPE))
    for principle in plan.principles:
        yield SearchUnit("section", principle.title, "".join(principle.text), _part(plan, Part.PRINCIPLES))
    for goal in plan.goals:
        words = "".join(goal.text)
        yield SearchUnit("section", goal.title or "目标", words, links.goal_anchor(goal.id))
    for group in plan.groups:
        yield SearchUnit("section", group.title, "".join(group.text), links.group_anchor(group.id))
    for body in plan.organisation:
        text = _joined((*(duty.text for duty in body.duties), *body.members, body.head or "", body.office or ""))
        yield SearchUnit("section", body.name or "组织机构", text, _part(plan, Part.ORGANISATION))
    for index, each in enumerate(plan.requirements, 1):
        yield SearchUnit("section", each.title, "".join(each.text), links.requirement_anchor(each.id, index))
    for mechanism in plan.mechanisms:
        yield SearchUnit("section", mechanism.name, "".join(mechanism.text), _part(plan, Part.MECHANISMS))


def _annexes(content: Content, plan: Plan) -> Iterator[SearchUnit]:
    for place, each in enumerate(annexes.annexes(content, plan), 1):
        if each.enclosed:
            yield SearchUnit("section", each.title, annexes.words(each.enclosed), f"annex-{place}")


def _last(moment: Moment | None) -> date | None:
    return moment.last if moment else None


def _names(refs: Iterable[UnitRef]) -> str:
    return "、".join(ref.name for ref in refs)


def _tasks(content: Content, plan: Plan) -> Iterator[SearchUnit]:
    for row in task_rows(content, plan):
        points = [f"{child.number or ''}{child.title}{''.join(child.text)}" for child in row.task.children]
        text = "".join((*row.task.text, *points))
        carried = "，".join(
            filter(
                None,
                (
                    _names(row.lead) and f"{_names(row.lead)}{row.lead_word}",
                    _names(row.join) and f"{_names(row.join)}参与",
                ),
            )
        )
        yield SearchUnit(
            "task",
            row.task.title,
            _joined((text, carried, "、".join(row.task.topics), row.outcome.news)),
            links.task_anchor(row.task.id),
            _names(row.lead),
            due=_last(row.day),
            terms=row.task.topics,
            facts=answers.of_task(row, carried),
        )


def _indicators(content: Content, plan: Plan) -> Iterator[SearchUnit]:
    for row in indicator_rows(content, plan):
        indicator = row.indicator
        bounds = "，".join(wording(indicator, target, plan.period).short() for target in indicator.targets)
        baseline = indicator.baseline.as_written if indicator.baseline else ""
        text = _joined(filter(None, (bounds, indicator.definition, indicator.as_written, baseline)))
        yield SearchUnit(
            "indicator",
            indicator.name,
            text,
            links.indicator_anchor(indicator.id),
            tier=_tiers(row),
            due=_last(row.due),
            facts=answers.of_indicator(content, row, bounds),
        )


def _tiers(row: IndicatorRow) -> str:
    return "、".join(
        dict.fromkeys(target.scope.tier for target in row.indicator.targets if target.scope and target.scope.tier)
    )


def _phases(content: Content, plan: Plan) -> Iterator[SearchUnit]:
    for lane in lanes(content, plan):
        yield SearchUnit(
            "phase",
            lane.phase.name,
            _joined(lane.phase.text),
            links.phase_anchor(lane.phase.id),
            phase=lane.phase.name,
            facts=answers.of_phase(lane),
        )


def _duties(content: Content, plan: Plan) -> Iterator[SearchUnit]:
    for holder in holders(plan):
        yield from _duties_of(content, plan, holder.duties)


def _duties_of(content: Content, plan: Plan, duties: Duties) -> Iterator[SearchUnit]:
    for milestone in duties.milestones:
        names = "、".join(content.registry.name(each) for each in (*milestone.lead, *milestone.with_))
        became = delivered(content, plan)[milestone.id]
        yield SearchUnit(
            "task",
            milestone.name,
            became.words if milestone.due and became.told else "",
            links.duty_anchor(milestone.id),
            names,
            due=_last(milestone.due),
            facts=answers.of_milestone(names, milestone.due, became),
        )
    for duty in duties.recurring:
        names = "、".join(content.registry.name(each) for each in duty.lead)
        yield SearchUnit(
            "task",
            duty.what,
            "",
            links.duty_anchor(duty.id),
            names,
            facts=answers.of_recurring(names, rhythm(duty)),
        )


def _unit(content: Content, unit_id: str) -> IndexedPage:
    sheet = unit_sheets(content)[unit_id]
    unit = sheet.unit
    house = content.registry.house(unit.parent) if unit.parent else None
    place = content.registry.name(house) if house else ""
    received = "、".join(dict.fromkeys(each.what for each in sheet.receives))
    own = SearchUnit(
        "unit",
        unit.name,
        _joined(
            filter(
                None,
                ("、".join(unit.aliases), place, unit.duties, "、".join(unit.topics), received and f"收{received}"),
            )
        ),
        "",
        place,
        also=unit.aliases,
        terms=unit.topics,
        facts=answers.of_unit(sheet),
    )
    return IndexedPage(f"units/{unit.id}", unit.name, links.unit(unit.id), "unit", "", [own])


def _rule_book(rules: RuleSet) -> IndexedPage:
    sections = [
        SearchUnit(
            "section",
            category.title,
            "、".join(each.title for each in category.sub_items),
            links.category_anchor(category.number),
        )
        for category in rules.categories
    ]
    own = SearchUnit(
        "assessment",
        rules.title,
        _joined((rules.short or "", "、".join(RULE_BOOK), rules.origin or "")),
        "",
        also=RULE_BOOK,
        facts=answers.of_rules(rules),
    )
    return IndexedPage(
        f"assessments/{rules.id}", rules.title, links.assessment(rules.id), "assessment", "", [own, *sections]
    )


def _item(view: ItemView) -> IndexedPage:
    """An item of an assessment, found by its words, its number, its category and its bounds."""
    bounds = "，".join(f"{whom(each)}{each.name}{bound(each)}" for each in view.item.thresholds)
    title = f"第{view.item.number}条 {view.item.title}"
    words = _joined(filter(None, (view.item.text, view.sub_item.title, view.category.title)))
    tiers = "" if len(view.tiers) == len(view.rules.tiers) else "、".join(tier.name for tier in view.tiers)
    own = SearchUnit("assessment", title, words, "", tier=tiers, facts=answers.of_item(view.rules, bounds))
    return IndexedPage(f"assessments/{view.rules.id}/{view.item.number}", title, view.url, "assessment", "", [own])


def _score(report: ScoreReport) -> IndexedPage:
    """A hospital's round: its total and its losses, so that a hospital's name with 评分 leads here."""
    sheet = report.sheet
    lost = "、".join(f"第{state.item.number}条{state.item.title}" for state in sheet.losses)
    words = _joined(filter(None, (sheet.working, "暂定" if sheet.provisional else "", lost and f"失分：{lost}")))
    own = SearchUnit("assessment", report.title, words, "", sheet.unit.name)
    path = f"assessments/{sheet.rules.id}/{sheet.unit.id}/{sheet.round.id}"
    return IndexedPage(path, report.title, report.url, "assessment", sheet.result.date.first.isoformat(), [own])


def _form(content: Content, form: Form) -> Iterator[IndexedPage]:
    """A reporting form with its printed labels, and each of its periods. What units reported is read on the pages, not searched."""
    words = _joined((form.short or "", form.attachment or "", form.note or "", "报表"))
    own = SearchUnit("page", form.title, words, "", also=("报表",), facts=answers.of_form(form))
    fields = [
        SearchUnit(
            "section",
            "，".join(filter(None, (row.label, each.group, each.label))),
            section.title,
            links.field_anchor(each.id),
        )
        for section, row, each in form.walk()
    ]
    yield IndexedPage(f"forms/{form.id}", form.title, links.form(form.id), "page", "", [own, *fields])
    for period in periods(form, [each for each in content.submissions if each.form == form.id]):
        title = f"{form.name} {period.chinese}"
        words = f"{form.title}，{period.chinese}各单位的数和合计"
        unit = SearchUnit("page", title, words, "", facts=answers.of_period(form, period))
        yield IndexedPage(
            f"forms/{form.id}/{period.iso}", title, links.form_period(form.id, period.iso), "page", period.iso, [unit]
        )


def _ledger_entry(row: LedgerRow) -> IndexedPage:
    """A matter under supervision: its number, source and steps are found as well as its title."""
    entry = row.entry
    steps = (f"{each.step.chinese}{''.join(each.text)}" for each in row.log if each.text)
    text = _joined(
        filter(None, (entry.number, row.origin.words, entry.issue or "", *entry.text, *steps, entry.result or ""))
    )
    own = SearchUnit(
        "ledger", entry.title, text, "", _names(row.lead), due=_last(entry.due), facts=answers.of_entry(row)
    )
    date = entry.assigned_on.first.isoformat()
    stands = "over" if row.closed else "running"
    return IndexedPage(f"ledger/{entry.id}", entry.title, row.url, "ledger", date, [own], standing=stands)


def _interpretation(content: Content, interpretation_id: str, text: Text | None) -> IndexedPage:
    each = content.interpretations[interpretation_id]
    counts = "，".join(f"{declared.name} {declared.count}" for declared in each.declared_counts)
    own = SearchUnit(
        "interpretation", each.title, _joined(filter(None, (each.summary, link(content, each.of).title, counts))), ""
    )
    date = each.date.first.isoformat() if each.date else ""
    return IndexedPage(
        f"interpretations/{each.id}",
        each.title,
        links.interpretation(each.id),
        "interpretation",
        date,
        [own, *_text_units(text)],
    )


def _update(content: Content, post: Post, text: Text | None) -> IndexedPage:
    update = post.update
    plans = [content.plans[each].title for each in update.plans if each in content.plans]
    units = "、".join(content.registry.name(each) for each in update.units)
    words = _joined((update.disclosure.summary, *plans, units, "、".join(update.tags), update.disclosure.index_no))
    own = SearchUnit("update", update.title, words, "", units)
    url = links.update(update.id)
    return IndexedPage(f"updates/{update.id}", update.title, url, "update", update.date.iso, [own, *_text_units(text)])


def _campaign(content: Content, plan: Plan) -> IndexedPage:
    """The home of a campaign: its name with the activities, then every report, story and award by name."""
    state = desk(content, plan)
    title = f"{plan.title.removesuffix('方案')}：投稿、报道和评选"
    activities = (row.activity.name for group in state.activities for row in group.activities)
    own = SearchUnit(
        "page",
        title,
        _joined((plan.name, "各科室投稿", "媒体报道", "比学赶帮超", *activities)),
        "",
        facts=answers.of_campaign(state.handed_in, state.adopted, state.short_units) if state.kept.held else (),
    )
    outlets = content.outlets
    reports = [
        SearchUnit("section", each.title, f"媒体报道，{outlets[each.outlet].name}", "reports")
        for each in state.coverage.reports
    ]
    awards = [
        SearchUnit("section", row.award.name, f"评选，{row.state.word}", f"award-{row.award.id}")
        for row in state.awards
    ]
    works = [
        SearchUnit("section", each.work.title, _joined((each.work.alt or "", each.work.author or "")), "works")
        for each in state.works
    ]
    date = state.start.isoformat() if state.start else ""
    return IndexedPage(
        f"campaigns/{plan.id}",
        title,
        links.campaign(plan.id),
        "page",
        date,
        [own, *awards, *reports, *works],
        content.registry.name(plan.issuer) if plan.issuer else "",
        answers.standing(content, plan),
    )


def _case(case: Case, text: Text | None) -> IndexedPage:
    own = SearchUnit("page", case.title, _joined((case.summary, case.org, "、".join(case.topics))), "")
    facts = [
        SearchUnit("section", group.title, _joined(_fact(fact) for fact in group.facts), f"facts-{place}")
        for place, group in enumerate(case.facts, 1)
    ]
    asked = [
        SearchUnit(
            "section", each.ask, _joined(each.answer), f"question-{place}", facts=answers.of_question(each.answer)
        )
        for place, each in enumerate(case.questions, 1)
    ]
    date = case.date.iso if case.date else ""
    return IndexedPage(
        f"cases/{case.id}", case.title, links.case(case.id), "page", date, [own, *facts, *asked, *_text_units(text)]
    )


def _subject(subject: Subject) -> IndexedPage:
    """Questions about one subject: every one is found by its own words and leads to its answer."""
    own = SearchUnit("page", f"问答：{subject.title}", _joined(each.ask for each in subject.answers), subject.anchor)
    asked = [
        SearchUnit(
            "section", each.ask, _joined((*each.answer, each.by)), each.anchor, facts=answers.of_question(each.answer)
        )
        for each in subject.answers
    ]
    date = max((each.date.iso for each in subject.answers if each.date), default="")
    return IndexedPage(
        f"questions/{subject.anchor}", f"问答：{subject.title}", links.QUESTIONS, "page", date, [own, *asked]
    )


def _meeting(content: Content, meeting: Meeting) -> IndexedPage:
    """A meeting by its name and place, what was on its agenda and what was asked for."""
    own = SearchUnit(
        "page",
        meeting.title,
        _joined(("会议", "、".join(meeting.attendees))),
        "",
        facts=answers.of_meeting(meeting, held(content, meeting)),
    )
    agenda = [
        SearchUnit("section", item.title, _joined(("议程", "、".join(item.who))), "agenda") for item in meeting.agenda
    ]
    asked = [
        SearchUnit("section", each.title, _joined((*each.text, each.by or "")), "instructions")
        for each in meeting.instructions
    ]
    date = meeting.date.iso if meeting.date else ""
    return IndexedPage(
        f"meetings/{meeting.id}", meeting.title, links.meeting(meeting.id), "page", date, [own, *agenda, *asked]
    )


def _fact(fact: Fact) -> str:
    values = "，".join(
        filter(None, (*fact.conflict, fact.value, fact.before, fact.after, fact.change.text if fact.change else ""))
    )
    return f"{fact.name} {values}{fact.unit or ''}"


def _text_units(text: Text | None, kind: str = "section") -> list[SearchUnit]:
    return (
        [SearchUnit(kind, heading or text.title, words, anchor) for heading, anchor, words in text.sections]
        if text
        else []
    )


def _text(text: Text) -> IndexedPage:
    """A hand-written page; those of the guide say how the site is used."""
    of_guide = text.url.startswith(links.GUIDE.removesuffix("index.html"))
    kind, part = (MANUAL.key, MANUAL.key) if of_guide else (PAGE.key, "section")
    names = names_of(text.url)
    own = SearchUnit(kind, text.title, "、".join(names), "", also=names)
    return IndexedPage(_key(text.url), text.title, quote(text.url), kind, "", [own, *_text_units(text, part)])


def _key(url: str) -> str:
    """What a page is known by that no record stands for; where its address is no ASCII name, the fingerprint of that."""
    key = "front" if url == "index.html" else url.removesuffix("/index.html")  # guide.html is not guide/index.html
    return key if PAGE_ID.fullmatch(key) else f"texts/{sha256(key.encode()).hexdigest()[:16]}"


def _books(content: Content) -> Iterator[IndexedPage]:
    yield from (_item(view) for views in item_views(content).values() for view in views)
    yield from map(_score, score_reports(content))
    yield from map(_rule_book, content.assessments.values())


def _glossary(content: Content) -> Iterator[IndexedPage]:
    units = [
        SearchUnit(
            "glossary",
            term.term,
            _joined(("、".join(term.also), "".join(term.meaning))),
            links.term_anchor(index),
            also=term.also,
            facts=answers.of_term(term),
        )
        for index, term in enumerate(content.terms, 1)
    ]
    if units:
        names = names_of(links.GLOSSARY)
        own = SearchUnit("page", "名词解释", "、".join(names), "", also=names)
        yield IndexedPage("glossary", "名词解释", links.GLOSSARY, "page", "", [own, *units])


# what is found of a kind; units are found by what plans say in outline
FOUND: Answers[Callable[[Content, Take, Steps], Iterable[IndexedPage]]] = Answers(
    "search",
    "found",
    {
        PLAN: lambda content, _, steps: steps.each(_plan, content, content.plans),
        UNIT: lambda content, _, steps: steps.each(_unit, content.in_outline, content.registry.units),
        LEDGER: lambda content, _, __: map(_ledger_entry, ledger_rows(content)),
        FORM: lambda content, _, __: (page for form in content.forms.values() for page in _form(content, form)),
        ASSESSMENT: lambda content, _, __: _books(content),
        INTERPRETATION: lambda content, take, _: (
            _interpretation(content, each, take(links.interpretation(each))) for each in content.interpretations
        ),
        UPDATE: lambda content, take, _: (
            _update(content, post, take(links.update(post.update.id))) for post in shown(content)
        ),
        CAMPAIGN: lambda content, _, __: (_campaign(content, plan) for plan in content.of(CAMPAIGN).values()),
        CASE: lambda content, take, _: (_case(case, take(links.case(case.id))) for case in content.cases.values()),
        QA: lambda content, _, __: (_subject(subject) for subject in subjects(content) if not subject.url),
        MEETING: lambda content, _, __: (_meeting(content, each) for each in content.meetings.values()),
        GLOSSARY: lambda content, _, __: _glossary(content),
    },
)
