"""Pages of an assessment: the rule book, one page an item, the scores of each hospital and round, and the ranking."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from campaign.content import Content
from campaign.leaves import links
from campaign.leaves.dates import Moment
from campaign.model import Category, Item, Plan, Round, RuleSet, Task, Tier
from campaign.pages.markup import PageBody, render, root_of
from campaign.pages.page import Crumb, Heading, Page
from campaign.views.figures import Figure
from campaign.views.forms import figure_url
from campaign.views.score_reports import (
    ItemRow,
    ItemView,
    Loss,
    ScoreReport,
    by_hospital,
    item_views,
    of_rules,
    score_reports,
)
from campaign.views.scoring import (
    ItemResult,
    ItemState,
    ScoreSheet,
    TierRanking,
    category_label,
    crosswalk,
    label,
    plain,
    rankings,
    tier_counts,
)
from campaign.views.status import Mark, State
from campaign.views.tables import (
    UNDATED,
    Anchor,
    Bound,
    Cell,
    Column,
    Day,
    Led,
    Number,
    Piece,
    Row,
    Table,
    Words,
    named,
    put,
    row,
)
from campaign.views.thresholds import Prejudged, Prejudgement, ThresholdVerdict, bound, whom

SECTION = "assessments"
STATES = {
    ItemResult.EARNED: State(Mark.DONE, "得分"),
    ItemResult.PART: State(Mark.SOON, "部分得分"),
    ItemResult.LOST: State(Mark.LATE, "失分"),
    ItemResult.UNSCORED: State(Mark.OPEN, "未评"),
    ItemResult.EXCLUDED: State(Mark.NONE, "不适用"),
}
FINDINGS = {
    Prejudgement.MET: State(Mark.DONE, "达到"),
    Prejudgement.MISSED: State(Mark.LATE, "未达到"),
    Prejudgement.NO_DATA: State(Mark.NONE, "无数据"),
    Prejudgement.NOT_ON_FORM: State(Mark.OPEN, "现场查"),
}
CELLS = {
    ItemResult.EARNED: "earned",
    ItemResult.PART: "part-earned",
    ItemResult.LOST: "lost",
    ItemResult.UNSCORED: "unscored",
    ItemResult.EXCLUDED: "excluded",
}


@dataclass(frozen=True)
class _Book:
    """A rule set with what all of its pages need."""

    content: Content
    rules: RuleSet
    reports: tuple[ScoreReport, ...]

    @property
    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb("考核", links.ASSESSMENTS), Crumb(self.rules.name, links.assessment(self.rules.id)))

    @property
    def demo(self) -> bool:
        return self.rules.demo or any(report.demo for report in self.reports)


def items_of(numbers: Sequence[int]) -> str:
    """第 3、7、8 条"""
    return f"第 {'、'.join(map(str, numbers))} 条"


@dataclass(frozen=True, kw_only=True)
class BookBody(PageBody):
    """What every page of a rule set may use."""

    book: _Book
    plain = staticmethod(plain)
    bound = staticmethod(bound)
    whom = staticmethod(whom)
    category_label = staticmethod(category_label)
    label = staticmethod(label)
    items_of = staticmethod(items_of)
    kinds = ItemResult
    states = STATES
    findings = FINDINGS
    cells = CELLS

    @property
    def rules(self) -> RuleSet:
        return self.book.rules

    @property
    def year(self) -> int:
        return self.book.content.as_of.year

    @property
    def forms(self) -> Mapping[str, str]:
        return {form.id: form.short or form.title for form in self.book.content.forms.values()}

    @property
    def counts(self) -> Mapping[str, int]:
        return tier_counts(self.rules)


def assessment_pages(content: Content) -> Iterator[Page]:
    """Every page about assessments."""
    reports = score_reports(content)
    books = [_Book(content, rules, of_rules(reports, rules)) for rules in content.assessments.values()]
    yield _overview(content, books)
    views = item_views(content)
    for book in books:
        yield _rule_book(book)
        items = views[book.rules.id]
        for place, item in enumerate(items):
            yield _item(
                book, item, items[place - 1] if place else None, items[place + 1] if place + 1 < len(items) else None
            )
        if not book.reports:
            continue
        yield _ranking(book)
        for hospital in by_hospital(book.reports).values():
            for report in hospital:
                yield _score(
                    book, report, hospital, links.score(book.rules.id, report.sheet.unit.id, report.sheet.round.id)
                )
                if report.latest:
                    yield _score(book, report, hospital, links.score(book.rules.id, report.sheet.unit.id))


@dataclass(frozen=True, kw_only=True)
class AssessmentsBody(PageBody):
    """All assessments: what each holds, and how the hospitals stand."""

    template = "assessments.html"
    year: int
    shown: Sequence[tuple[_Book, Table, Sequence[Figure]]]
    listed: tuple[Table, ...]


def _score_of(report: ScoreReport) -> list[Piece]:
    """The converted score; ◇ where some items are still to be scored."""
    open_items = len(report.sheet.unscored)
    marker = (
        [Words("◇", "marker"), Words(f"暂定，还有 {open_items} 条未评", "unseen")] if report.sheet.provisional else []
    )
    look = "provisional" if report.sheet.provisional else ""
    return [*marker, Anchor(f"{report.sheet.converted}", report.url, look)]


def _owner(state: ItemState) -> Piece:
    if state.owner_id:
        return Anchor(state.owner, links.unit(state.owner_id), "chip")
    return Words(state.owner, "chip") if state.owner else Words(UNDATED, "minor")


def _went(loss: Loss) -> list[Piece]:
    """Where a lost point went: into the ledger, or the reason why not."""
    if not loss.entries:
        return [Words(loss.reason or "没有立账，也没有说明", "minor")]
    anchors = [Anchor(each.entry.number, each.url) for each in loss.entries]
    return [piece for place, each in enumerate(anchors) for piece in (("、", each) if place else (each,))]


def _on_form(report: ScoreReport, verdict: ThresholdVerdict) -> Piece:
    if verdict.figure is None:
        return "—"
    return Anchor(f"{verdict.figure}{verdict.threshold.unit or ''}", figure_page(report, verdict))


def _overview(content: Content, books: Sequence[_Book]) -> Page:
    shown = [(book, _hospitals(book), _figures(book.rules)) for book in books]
    held = tuple(table for _, table, _ in shown)
    body = render(AssessmentsBody(root=root_of(links.ASSESSMENTS), year=content.as_of.year, shown=shown, listed=held))
    return Page(
        path=links.ASSESSMENTS,
        title="考核",
        body=body,
        section=SECTION,
        layout=SECTION,
        description="考核细则、各医院得分和名次。",
        demo=content.site.demo or any(book.demo for book in books),
    )


def _figures(rules: RuleSet) -> list[Figure]:
    """How large a rule book is, and how much of it applies to every tier."""
    counts = tier_counts(rules)
    return [
        Figure(len(rules.categories), "类", links.assessment(rules.id)),
        Figure(sum(len(each.sub_items) for each in rules.categories), "项", links.assessment(rules.id)),
        Figure(len(rules.items), "条", links.assessment(rules.id)),
        *(
            Figure(counts[each.name], f"{each.name}适用", links.assessment(rules.id, f"tier={each.id}"))
            for each in rules.tiers
        ),
    ]


def _hospitals(book: _Book) -> Table:
    """Each hospital with its score a round, — where it has none."""
    rounds = book.rules.rounds
    columns = (
        named("医院"),
        Column("等次", "minor", "等次"),
        *(Column(each.name, "n", each.name) for each in rounds),
        Column("最近失分", "n", "失分"),
        Column("已立账", "n", "已立账"),
        Column("最近名次", "end"),
    )

    def cells(reports: Sequence[ScoreReport]) -> Row:
        last = reports[-1]
        sheet, of_round = last.sheet, {each.sheet.round.id: each for each in reports}
        shared = "（并列）" if last.rank.shared else ""
        return row(
            Anchor(sheet.unit.name, links.score(book.rules.id, sheet.unit.id), "b"),
            sheet.unit.grade,
            *(_score_of(of_round[each.id]) if each.id in of_round else "—" for each in rounds),
            Anchor(f"{len(last.losses)} 条", f"{last.url}#losses"),
            last.entered,
            Anchor(
                f"{sheet.round.name}，{sheet.tier.name}第 {last.rank.place}{shared}",
                links.ranking(book.rules.id, f"round-{sheet.round.id}"),
                "plain",
            ),
        )

    rows = tuple(map(cells, by_hospital(book.reports).values()))
    return Table("各医院各轮折算分", columns, rows, look="list rows after")


@dataclass(frozen=True, kw_only=True)
class RuleBookBody(BookBody):
    """The rule book of an assessment, by category, with a filter by tier."""

    template = "rule_book.html"
    toc: tuple[Heading, ...]
    tiers: Sequence[tuple[str, str, None]]
    categories: Sequence[tuple[Category, Table]]
    crosswalk: Table
    answers_to: Plan | None
    reports: tuple[ScoreReport, ...]
    thresholds: int
    with_thresholds: int
    sub_items: int
    issuer: str


def _rule_book(book: _Book) -> Page:
    rules = book.rules
    path = links.assessment(rules.id)
    toc = tuple(
        Heading(
            category.title,
            links.category_anchor(category.number),
            category_label(category),
            len(list(category.all_items())),
        )
        for category in rules.categories
    )
    tiers = [(tier.id, f"{tier.name} {tier_counts(rules)[tier.name]} 条", None) for tier in rules.tiers]
    applied = {
        item.number: [tier for tier in rules.tiers if item.number not in tier.exclude] for _, _, item in rules.items
    }
    body = render(
        RuleBookBody(
            root=root_of(path),
            toc=toc,
            tiers=tiers,
            categories=[(each, _items(rules, each, applied)) for each in rules.categories],
            crosswalk=_answers(book),
            answers_to=next((plan for _, _, plan in _crosswalk(book)), None),
            reports=book.reports,
            thresholds=sum(len(item.thresholds) for _, _, item in rules.items),
            with_thresholds=sum(bool(item.thresholds) for _, _, item in rules.items),
            sub_items=sum(len(category.sub_items) for category in rules.categories),
            issuer=_issuer(book),
            book=book,
        )
    )
    return Page(
        path=path,
        title=rules.title,
        body=body,
        section=SECTION,
        layout=SECTION,
        toc=toc,
        breadcrumbs=book.crumbs[:1],
        description=f"{len(rules.categories)} 类 {len(rules.items)} 条，可按医院等级筛选。",
        demo=rules.demo,
    )


def _items(rules: RuleSet, category: Category, applied: Mapping[int, Sequence[Tier]]) -> Table:
    """The items of a category under their 项, as filters look at them."""
    columns = (
        Column("条", "fig phone-no"),
        named("要求", "name words"),
        Column("界限值", "minor bound-cell"),
        Column("适用", "end minor"),
    )

    def cells(item: Item) -> Row:
        tiers, number = applied[item.number], label(item)
        everywhere = len(tiers) == len(rules.tiers)
        return row(
            number,
            (
                Words(number, "narrow-only"),
                Anchor(item.title, links.assessment_item(rules.id, item.number), "b"),
                Words(item.text, "sub-text"),
            ),
            tuple(Bound(bound(each), f"{whom(each)} " if whom(each) else "", small=False) for each in item.thresholds),
            put("全部", look="end minor phone-no") if everywhere else "、".join(each.name for each in tiers),
            look="rule",
            id=links.item_anchor(item.number),
            data=(("tier", " ".join(each.id for each in tiers)), ("bounds", "yes" if item.thresholds else "no")),
        )

    rows = [
        each
        for sub_item in category.sub_items
        for each in (
            row(f"{label(sub_item)}{sub_item.title}", look="sub-item"),
            *(cells(item) for item in sub_item.items),
        )
    ]
    widths = ("w-rank", "", "w-bound", "w-tiers")
    return Table(f"{category.title}的条文", columns, tuple(rows), look="list rows rules", widths=widths)


def _answers(book: _Book) -> Table:
    columns = (named("重点工作"), Column("考核的类", label="考核"), Column("条数", "end"))
    return Table(
        "重点任务与考核各类一一对应",
        columns,
        tuple(
            row(
                Anchor(f"{task.number or ''}{task.title}", links.plan(plan.id, links.task_anchor(task.id))),
                Anchor(f"{category_label(category)}{category.title}", f"#{links.category_anchor(category.number)}"),
                Number(f"{len(list(category.all_items()))} 条"),
            )
            for task, category, plan in _crosswalk(book)
        ),
    )


def _issuer(book: _Book) -> str:
    issuer = book.rules.issuer
    return book.content.registry.name(issuer) if issuer else ""


def _crosswalk(book: _Book) -> list[tuple[Task, Category, Plan]]:
    """Tasks of the plan with the category each answers to, in the plan's order."""
    rules = book.rules
    plan = book.content.plans.get(rules.crosswalk.plan) if rules.crosswalk else None
    if not plan:
        return []
    categories = {category.number: category for category in rules.categories}
    of_task = {task: categories[number] for number, task in crosswalk(rules).items() if number in categories}
    return [(task, of_task[task.id], plan) for _, task in plan.all_tasks() if task.id in of_task]


def figure_page(report: ScoreReport, verdict: ThresholdVerdict) -> str:
    """Where the figure of a verdict stands on the site, or nothing when there is no figure."""
    if verdict.figure is None or not verdict.threshold.from_form:
        return ""
    year, _, month = verdict.period.partition("-")
    return figure_url(
        report.sheet.unit.id, Moment(int(year), int(month) if month else None), verdict.threshold.from_form
    )


@dataclass(frozen=True, kw_only=True)
class ItemBody(BookBody):
    """One item: what it asks, of whom, and how every hospital stands."""

    template = "item.html"
    figure_page = staticmethod(figure_page)
    view: ItemView
    item: Item
    thresholds: Table
    hospitals: Table
    judged: Table
    judged_round: str
    before: ItemView | None
    after: ItemView | None
    task: tuple[Task, Plan] | None


def _thresholds(book: _Book, item: Item) -> Table:
    columns = (
        named("指标"),
        Column("对象", label="对象"),
        Column("要求", "n strong", "要求"),
        Column("期限", "minor", "期限"),
        Column("约束", "minor", "约束"),
        Column("报表里的率", "minor", "报表"),
        Column("原文写法", "end minor"),
    )
    names = {form.id: form.short or form.title for form in book.content.forms.values()}

    def source(field: str) -> Piece:
        form = field.partition(".")[0]
        return Anchor(names[form] or "报表", links.form(form)) if field else "没有，现场查"

    return Table(
        "界限值",
        columns,
        tuple(
            row(
                (each.name, Words(each.definition or "", "sub")),
                whom(each) or "适用的医院",
                bound(each),
                Day(each.due, whole=True) if each.due else "未写明",
                each.modality.value,
                source(each.from_form or ""),
                each.as_written or "",
            )
            for each in item.thresholds
        ),
    )


def _states(book: _Book, view: ItemView) -> Table:
    """How every hospital stands on one item, round by round; what became of a loss is told of the latest."""
    rounds, anchor = book.rules.rounds, links.item_anchor(view.item.number)
    columns = (
        named("医院"),
        Column("等次", "minor", "等次"),
        *(Column(each.name, label=each.name) for each in rounds),
        Column("责任科室"),
        Column("佐证", "minor", "佐证"),
        Column("失分去向", "end wrapped"),
    )

    def cells(each: ItemRow) -> Row:
        report, state = each.latest
        unit = report.sheet.unit
        return row(
            Anchor(unit.name, links.score(book.rules.id, unit.id)),
            unit.grade,
            *(
                Led(STATES[found[1].kind], f"{found[0].url}#{anchor}") if found else Words("—", "minor")
                for found in each.rounds
            ),
            _owner(state) if state.kind is not ItemResult.EXCLUDED else None,
            (state.score.evidence if state.score else "") or "—",
            _went(each.loss) if each.loss else None,
        )

    return Table("各医院在这一条上的得分", columns, tuple(map(cells, view.rows)))


def _judged(view: ItemView) -> Table:
    columns = (
        named("医院"),
        Column("指标", "minor"),
        Column("要求", "n", "要求"),
        Column("报表数值", "n strong", "报表"),
        Column("预判"),
        Column("评分", "end"),
    )
    anchor = links.item_anchor(view.item.number)
    on_forms = any(each.from_form for each in view.item.thresholds)
    return Table(
        "按报表数值预判",
        columns,
        tuple(
            row(
                report.sheet.unit.name,
                verdict.threshold.name,
                verdict.bound,
                _on_form(report, verdict),
                FINDINGS[verdict.finding],
                (
                    *((Words("与报表不一致", "tag"), " ") if each.contradicts else ()),
                    Led(STATES[each.state.kind], f"{report.url}#{anchor}"),
                ),
            )
            for held in (view.rows if on_forms else ())
            for report, each in held.judged
            for verdict in each.verdicts
            if verdict.threshold.from_form
        ),
    )


def _item(book: _Book, view: ItemView, before: ItemView | None, after: ItemView | None) -> Page:
    path = view.url
    task = next(((task, plan) for task, category, plan in _crosswalk(book) if category is view.category), None)
    body = render(
        ItemBody(
            root=root_of(path),
            view=view,
            item=view.item,
            thresholds=_thresholds(book, view.item),
            hospitals=_states(book, view),
            judged=_judged(view),
            judged_round=next((report.sheet.round.name for each in view.rows for report, _ in each.judged), ""),
            before=before,
            after=after,
            task=task,
            book=book,
        )
    )
    crumbs = (
        *book.crumbs,
        Crumb(
            f"{category_label(view.category)}{view.category.title}",
            links.assessment(book.rules.id, links.category_anchor(view.category.number)),
        ),
    )
    return Page(
        path=path,
        title=f"第 {view.item.number} 条　{view.item.title}",
        body=body,
        section=SECTION,
        layout=SECTION,
        breadcrumbs=crumbs,
        description=view.item.text,
        demo=book.demo,
    )


@dataclass(frozen=True, kw_only=True)
class ScoreBody(BookBody):
    """A hospital's scores in one round: the sum as a sum, every item as a numbered cell, and where each lost point went."""

    template = "score.html"
    figure_page = staticmethod(figure_page)
    report: ScoreReport
    sheet: ScoreSheet
    hospital: tuple[ScoreReport, ...]
    most: int
    losses: Table
    on_forms: Table


def _losses(book: _Book, report: ScoreReport) -> Table:
    columns = (
        Column("条", "n phone-no"),
        named("要求"),
        Column("佐证", "minor", "佐证"),
        Column("责任科室"),
        Column("台账或说明", "wrapped"),
        Column("办到", "end"),
    )

    def cells(loss: Loss) -> Row:
        state, item = loss.state, loss.state.item
        part = f"得 {plain(state.points or Decimal(0))} 分" if state.kind is ItemResult.PART else ""
        return row(
            item.number,
            (
                Words(f"第 {item.number} 条", "narrow-only"),
                Anchor(item.title, links.assessment_item(book.rules.id, item.number)),
                Words(part, "tag"),
            ),
            loss.evidence or "—",
            _owner(state),
            _went(loss),
            loss.entries[0].state if loss.entries else None,
            id=f"loss-{item.number}",
        )

    return Table("失分的条和去向", columns, tuple(map(cells, report.losses)))


def _on_forms(book: _Book, report: ScoreReport) -> Table:
    columns = (
        Column("条", "n phone-no"),
        named("指标"),
        Column("要求", "n", "要求"),
        Column("期限", "minor", "期限"),
        Column("报表数值", "n strong", "报表"),
        Column("预判"),
        Column("评分", "end"),
    )

    def cells(each: Prejudged, verdict: ThresholdVerdict) -> Row:
        number, due = each.state.item.number, verdict.threshold.due
        return row(
            number,
            (
                Words(f"第 {number} 条", "narrow-only"),
                Anchor(verdict.threshold.name, links.assessment_item(book.rules.id, number)),
            ),
            verdict.bound,
            Day(due, whole=True) if due else None,
            _on_form(report, verdict),
            FINDINGS[verdict.finding],
            (*((Words("与报表不一致", "tag"), " ") if each.contradicts else ()), STATES[each.state.kind]),
        )

    judged = [(each, verdict) for each in report.prejudged for verdict in each.verdicts if verdict.threshold.from_form]
    return Table("报表里有的率与得分对照", columns, tuple(cells(each, verdict) for each, verdict in judged))


def _score(book: _Book, report: ScoreReport, hospital: tuple[ScoreReport, ...], path: str) -> Page:
    sheet = report.sheet
    body = render(
        ScoreBody(
            root=root_of(path),
            report=report,
            sheet=sheet,
            hospital=hospital,
            most=max((len(each.lost_items) for each in sheet.categories), default=0),
            losses=_losses(book, report),
            on_forms=_on_forms(book, report),
            book=book,
        )
    )
    return Page(
        path=path,
        title=report.title,
        body=body,
        section=SECTION,
        layout=SECTION,
        breadcrumbs=book.crumbs,
        description=f"{sheet.working}{'（暂定）' if sheet.provisional else ''}",
        demo=report.demo,
    )


@dataclass(frozen=True)
class RoundView:
    """One round of the ranking page: a ranking a tier, with each hospital's report."""

    round: Round
    anchor: str
    tiers: tuple[tuple[Tier, TierRanking, Table], ...]


@dataclass(frozen=True, kw_only=True)
class RankingBody(BookBody):
    """Ranks within each tier, round by round, with lost items by category."""

    template = "ranking.html"
    rounds: Sequence[RoundView]
    listed: tuple[Table, ...]


def _ranks(round_: Round, ranking: TierRanking, reports: Sequence[ScoreReport]) -> Table:
    categories = reports[0].sheet.rules.categories if reports else ()
    columns = (
        Column("名次", "n", "名次"),
        named("医院"),
        Column("折算分", "end strong"),
        Column("算式", "minor nowrap"),
        Column("比上轮", "n", "比上轮"),
        Column("未评", "n", "未评"),
        Column("失分", "n strong", "失分"),
        *(Column(each.title, "n phone-no", head=(category_label(each).rstrip("、."),)) for each in categories),
    )

    def lost(report: ScoreReport, place: int) -> Cell:
        part = report.sheet.categories[place]
        if not part.lost_items:
            return put("·", look="n phone-no soft")
        anchor = links.category_anchor(part.category.number)
        return put(Anchor(str(len(part.lost_items)), f"{report.url}#{anchor}", "plain"))

    def cells(report: ScoreReport) -> Row:
        sheet = report.sheet
        return row(
            (Number(str(report.rank.place)), Words("并列" if report.rank.shared else "", "sub")),
            Anchor(sheet.unit.name, report.url),
            _score_of(report),
            sheet.working,
            report.change.words if report.change else "—",
            Anchor(str(len(sheet.unscored)), f"{report.url}#items") if sheet.unscored else "—",
            Anchor(str(len(sheet.losses)), f"{report.url}#losses"),
            *(lost(report, place) for place in range(len(categories))),
        )

    return Table(
        f"{round_.name}{ranking.tier.name}名次和各类失分",
        columns,
        tuple(map(cells, reports)),
        look="list rows ranks",
        widths=("w-rank", "w-name", "w-score", "w-sum", "w-change", "w-few", "w-few", *("w-part" for _ in categories)),
    )


def _ranking(book: _Book) -> Page:
    rules = book.rules
    path = links.ranking(rules.id)
    sheets: list[ScoreSheet] = [report.sheet for report in book.reports]
    reports = {(report.sheet.round.id, report.sheet.unit.id): report for report in book.reports}
    rounds = [
        RoundView(
            each,
            f"round-{each.id}",
            tuple(
                (
                    ranking.tier,
                    ranking,
                    _ranks(each, ranking, [reports[(each.id, rank.sheet.unit.id)] for rank in ranking.ranks]),
                )
                for ranking in rankings(book.content, rules, each, sheets)
            ),
        )
        for each in reversed(rules.rounds)
    ]
    rounds = [each for each in rounds if any(ranks.rows for _, _, ranks in each.tiers)]
    held = tuple(ranks for each in rounds for _, _, ranks in each.tiers)
    body = render(RankingBody(listed=held, root=root_of(path), rounds=rounds, book=book))
    return Page(
        path=path,
        title="名次和失分比较",
        body=body,
        section=SECTION,
        layout=SECTION,
        breadcrumbs=book.crumbs,
        description="同级医院按折算分排名，同分同名次；各类失分一览。",
        demo=book.demo,
    )
