"""The list of publicity campaigns, and the home of each: which day it is, who owes, what was printed where, who leads, what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from markupsafe import Markup

from campaign.content import Content
from campaign.leaves import links
from campaign.leaves.dates import Moment, span_chinese
from campaign.leaves.numbering import to_chinese
from campaign.model import Coverage, Plan
from campaign.model.registry import Registry
from campaign.pages.markup import PageBody, render, root_of
from campaign.pages.month import month_pages
from campaign.pages.page import Crumb, Heading, Page
from campaign.pages.prose import opening, picture
from campaign.pages.updates import MARKS
from campaign.views.awards import GalleryWork
from campaign.views.campaign import CampaignDesk, Happening, desk, prints
from campaign.views.month import closing
from campaign.views.publicity import Leader, headed, outlet_name
from campaign.views.quota import QuotaCell, QuotaMatrix
from campaign.views.status import Mark
from campaign.views.tables import (
    Anchor,
    Cell,
    Column,
    Day,
    Dot,
    Drawing,
    Listing,
    Number,
    Piece,
    Row,
    Table,
    Words,
    listing,
    named,
    put,
    row,
)
from campaign.views.tasks import UnitRef, unit_refs
from campaign.views.updates import Post, by_plan

BOARD_LINES = 8
NEWS_LINES = 6
POSTS = 5  # updates on the home; the rest are a click away
GALLERY = (
    "(max-width: 60em) calc(50vw - 1.5rem), (max-width: 79em) 33vw, 18rem"  # how wide a work stands in the gallery
)
GAP = 0.7  # between two months of the strip of days, in days


def campaign_pages(content: Content) -> list[Page]:
    """The list, every campaign's home, and the end of each of its months."""
    campaigns = [plan for plan in content.plans.values() if plan.is_campaign]
    order = {"running": 0, "before": 1, "after": 2, "undated": 3}
    desks = sorted((desk(content, plan) for plan in campaigns), key=lambda each: (order[each.state], each.plan.id))
    months = [page for each in desks for page in month_pages(content, each.plan)]
    return [_list(content, desks), *(_home(content, each) for each in desks), *months]


@dataclass(frozen=True, kw_only=True)
class CampaignsBody(PageBody):
    """All publicity campaigns: which day it is, and four numbers."""

    template = "campaigns.html"
    rows: Sequence[tuple[CampaignDesk, str, Markup, str]]
    registry: Registry
    listed: Listing


def _list(content: Content, desks: list[CampaignDesk]) -> Page:
    rows = [(each, _dates(each.plan), strip(each), _clock(each)) for each in desks]
    body = render(
        CampaignsBody(
            root=root_of(links.CAMPAIGNS),
            rows=rows,
            registry=content.registry,
            listed=listing(
                "宣传",
                "活动 主办 起止 进度",
                (
                    (
                        Anchor(each.plan.title, links.campaign(each.plan.id)),
                        content.registry.name(each.plan.issuer) if each.plan.issuer else "",
                        _dates(each.plan),
                        _clock(each),
                    )
                    for each in desks
                ),
            ),
        )
    )
    return Page(
        path=links.CAMPAIGNS,
        title="宣传",
        body=body,
        section="campaigns",
        layout="campaign",
        description=f"{len(desks)} 个宣传活动：到第几天，投了多少稿，媒体报道多少篇。",
        demo=content.site.demo,
    )


@dataclass(frozen=True, kw_only=True)
class CampaignBody(PageBody):
    """The home of a publicity campaign: the day, who owes, what was printed where, who leads, what comes next."""

    template = "campaign.html"
    moment_of = staticmethod(Moment.of)
    most_posts = POSTS
    marks = MARKS
    desk: CampaignDesk
    plan: Plan
    year: int
    issuers: tuple[UnitRef, ...]
    dates: str
    strip: Markup
    quota: QuotaMatrix | None
    submissions: Table
    awards: Table
    scores: Table
    board: Table
    materials: Table
    rest: str
    news: tuple[Happening, ...]
    reports: Table
    most: int
    many: str
    prints: Sequence[tuple[str, str, str]]
    closing: Moment | None
    where: str
    demo: bool
    posts: tuple[Post, ...]
    works: Sequence[tuple[GalleryWork, Markup]]


def _home(content: Content, shown: CampaignDesk) -> Page:
    plan = shown.plan
    path = links.campaign(plan.id)
    leaders, rest = headed(shown.board, BOARD_LINES)
    body = render(
        CampaignBody(
            root=root_of(path),
            desk=shown,
            plan=plan,
            year=content.as_of.year,
            issuers=unit_refs(content.registry, (plan.issuer,) if plan.issuer else ()),
            dates=_dates(plan),
            strip=strip(shown),
            quota=shown.quota,
            submissions=_stories(shown.quota) if shown.quota else Table("投稿", (), ()),
            awards=_awards(shown),
            scores=_scores(shown),
            board=_board(leaders),
            materials=_materials(shown),
            rest=rest,
            news=shown.events[:NEWS_LINES],
            reports=_reports(content, shown),
            most=max((level.count for level in shown.coverage.levels), default=0),
            many="两" if len(shown.activities) == 2 else to_chinese(len(shown.activities) or 1),
            prints=[(kind, links.campaign_pdf(plan.id, kind), words) for kind, words in prints(shown)],
            closing=closing(content, plan) if shown.kept.held else None,
            where=_where(shown),
            demo=plan.demo,
            posts=by_plan(content).get(plan.id, ()),
            works=[(each, _picture(shown, each, root_of(path))) for each in shown.works],
        )
    )
    toc = (
        Heading("各科室投稿", links.QUOTA),
        Heading("评选", "awards"),
        Heading("媒体报道", "coverage"),
        Heading("稿件去向", "pipeline"),
        Heading("比学赶帮超", "board"),
        Heading("动态", "updates"),
        Heading("最新进展", "news"),
        Heading("活动安排", "activities"),
        Heading("月末材料", "materials"),
        Heading("摄影作品", "works"),
    )
    return Page(
        path=path,
        title=plan.title.removesuffix("方案"),
        body=body,
        section="campaigns",
        layout="campaign",
        toc=toc,
        breadcrumbs=(Crumb("宣传", links.CAMPAIGNS),),
        description=f"{plan.name}：{_clock(shown)}。",
        demo=plan.demo or content.site.demo,
    )


def _picture(shown: CampaignDesk, each: GalleryWork, root: str) -> Markup:
    """A work as the gallery shows it: small, opening whole; nothing where there is no file."""
    if each.photo is None:
        return Markup()
    place = links.work_picture(shown.plan.id, each.work.id)
    return opening(picture(each.photo, place, root, each.work.alt or "", GALLERY), place, root)


def _dates(plan: Plan) -> str:
    period = plan.period
    return span_chinese(period.start, period.end) if period and period.start and period.end else "日期未定"


def _clock(shown: CampaignDesk) -> str:
    """第 45 天，共 92 天; before and after in words."""
    days = shown.clock.days
    return {
        "before": f"还有 {shown.until_start} 天开始，共 {days} 天",
        "running": f"第 {shown.clock.day} 天，共 {days} 天",
        "after": f"已结束，共 {days} 天",
        "undated": "日期未定",
    }[shown.state]


def _where(shown: CampaignDesk) -> str:
    """方案（四）（五）: the groups of the plan that awards and activities belong to are named by number."""
    return "方案" + "".join(group.number for group in shown.activities if group.number)


def _unit(unit: UnitRef) -> Piece:
    return unit.name if unit.collective else Anchor(unit.short, links.unit(unit.id), "plain-unit")


def _units(units: Iterable[UnitRef]) -> tuple[Piece, ...]:
    """Units with 、 between them."""
    return tuple(piece for each in units for piece in ("、", _unit(each)))[1:]


def _stories(quota: QuotaMatrix) -> Table:
    """Stories handed in by unit and month, those who owe first."""
    columns = (
        named("科室", ""),
        *(
            Column(
                f"{month.slot.name}（{month.words}）",
                f"c{' strong' if month.state == 'current' else ''}",
                head=(month.slot.name, Drawing(Markup("<small>%s</small>") % month.words)),
            )
            for month in quota.months
        ),
        Column("合计", "n strong"),
    )

    def told(each: QuotaCell) -> Cell:
        some = Number(f"{each.count} 篇")
        if each.state is None:
            return put(some, look="c")
        pieces: list[Piece] = [some, " "] if each.count and each.state.mark is not Mark.NONE else []
        pieces.append(Dot(each.state, "未到期") if each.state.word == "未到期" else each.state)
        return put(pieces, look=f"c{' owed' if each.short else ''}")

    sums = [quota.column(place) for place in range(len(quota.months))]
    foot = row("合计", *(put(Number(f"{each} 篇") if each else None, look="c") for each in sums), quota.total)
    return Table(
        "各科室各月投稿篇数，欠交的在最前",
        columns,
        tuple(row(_unit(each.unit), *map(told, each.cells), each.total) for each in quota.rows),
        look="list quota",
        foot=(foot,),
    )


def _awards(shown: CampaignDesk) -> Table:
    columns = (
        named("奖项", "name b"),
        Column("牵头", "minor rest"),
        Column("推荐", "n", "推荐"),
        Column("名额", "n", "名额"),
        Column("入选", "n", "入选"),
        Column("状态", "end"),
    )
    return Table(
        "评选的奖项和进度",
        columns,
        tuple(
            row(
                each.award.name,
                _units(each.lead),
                each.candidates if shown.kept.held else "—",
                each.places if each.places is not None else "—",
                each.selected or "—",
                each.state,
                id=f"award-{each.award.id}",
            )
            for each in shown.awards
        ),
        look="list rows award-rows",
    )


def _scores(shown: CampaignDesk) -> Table:
    columns = (named("名次、科室", ""), Column("篇数", "n"), Column("得分", "n strong"))
    return Table(
        "按媒体权重计的得分",
        columns,
        tuple(
            row((Words(str(each.place), "place"), _unit(each.unit)), each.reports, Number(f"{each.points}"))
            for each in shown.coverage.scores[:BOARD_LINES]
        ),
        look="list",
    )


def _board(leaders: Sequence[Leader]) -> Table:
    columns = (
        named("名次、科室", ""),
        Column("投稿", "n"),
        Column("采用", "n strong"),
        Column("上报", "n"),
        Column("上级用", "n"),
    )
    return Table(
        "科室名次，并列的名次相同",
        columns,
        tuple(
            row(
                (Words(str(each.place), "place"), _unit(each.unit)),
                each.handed_in,
                each.adopted,
                each.reported,
                each.taken_above,
            )
            for each in leaders
        ),
        look="list board",
    )


def _materials(shown: CampaignDesk) -> Table:
    columns = (
        named("月份"),
        Column("已报科室", "n", "已报"),
        Column("视频", "n", "视频"),
        Column("图片", "n", "图片"),
        Column("文字", "n", "文字"),
        Column("没有报的", "minor rest"),
        Column("状态", "end"),
    )
    return Table(
        "各月月末材料",
        columns,
        tuple(
            row(
                each.slot.name,
                f"{len(each.entries)}／{each.asked}",
                *((each.videos, each.photos, each.texts) if each.entries else (None, None, None)),
                _units(each.missing) if each.phase == "past" else "",
                each.state,
            )
            for each in shown.materials
        ),
    )


def _reports(content: Content, shown: CampaignDesk) -> Table:
    """All reports, newest first."""
    units = {story.id: story.unit for story in shown.kept.stories}
    columns = (
        Column("日期", "minor nowrap"),
        named("题目"),
        Column("媒体", "minor"),
        Column("科室", "minor"),
        Column("级别", "end"),
    )

    def cells(each: Coverage) -> Row:
        outlet = content.outlets[each.outlet]
        unit = each.unit or units.get(each.story or "")
        return row(
            Day(Moment.of(each.date.first), short=True),
            Anchor(each.title, each.link) if each.link else each.title,
            f"{outlet_name(outlet)}{each.place or ''}",
            _units(unit_refs(content.registry, (unit,) if unit else ())),
            outlet.level.chinese,
        )

    rows = tuple(map(cells, reversed(shown.coverage.reports)))
    return Table("全部报道", columns, rows, look="list rows reports")


def strip(shown: CampaignDesk) -> Markup:
    """One cell a day, months apart; what has passed is solid, today red and taller. On phones the days of a month are one bar."""
    if not shown.start or not shown.end:
        return Markup()
    days = [date.fromordinal(each) for each in range(shown.start.toordinal(), shown.end.toordinal() + 1)]
    months = [list(each) for _, each in groupby(days, key=lambda day: (day.year, day.month))]
    # x runs in days (a gap between months counts GAP of one) and is told in percent of `whole`; y is in rem
    whole = len(days) + GAP * (len(months) - 1)
    left, cells, bars, names = 0.0, [], [], []
    for index, month in enumerate(months):
        past = sum(day < shown.as_of for day in month)
        bars += [
            _rect(css, at, wide, 0.875, 0.75, whole)
            for css, at, wide in (("past", left, past), ("ahead", left + past, len(month) - past))
            if wide
        ]
        first = (
            f'{month[0].month}月{month[0].day}日<tspan class="long"> 开始</tspan>'
            if not index
            else f"{month[0].month}月"
        )
        names.append(f'<text x="{_pc(left / whole)}" y="2.75rem">{first}</text>')
        for day in month:
            if day == shown.as_of:
                # today is a cell of 1.5 rem among cells of 1, all on one middle line (1 rem); on phones a line through the bars
                cells.append(_rect("today-cell", left, 0.82, 0.25, 1.5, whole))
                bars.append(
                    f'<line class="now" x1="{_pc((left + 0.5) / whole)}" x2="{_pc((left + 0.5) / whole)}" y1=".375rem" y2="1.875rem"/>'
                )
            else:
                cells.append(_rect("past" if day < shown.as_of else "ahead", left, 0.82, 0.75, 1.0, whole))
            left += 1
        left += GAP
    last = days[-1]
    # the name of a last month shorter than 12 days would run into the words at the end
    names = names[:-1] if len(months) > 1 and len(months[-1]) < 12 else names
    tail = f'{last.month}月{last.day}日<tspan class="long"> 结束</tspan>'
    names.append(f'<text x="100%" y="2.75rem" text-anchor="end">{tail}</text>')
    title = f"{shown.start.isoformat()} 到 {shown.end.isoformat()}，{_clock(shown)}"
    return Markup(
        f'<svg class="time days" height="3rem" role="img"><title>{title}</title><g class="wide">{"".join(cells)}</g><g class="narrow">{"".join(bars)}</g>'
        f'<g class="names">{"".join(names)}</g></svg>'
    )


def _pc(share: float) -> str:
    return f"{share * 100:.2f}%"


def _rect(css: str, left: float, wide: float, top: float, high: float, whole: float) -> str:
    return f'<rect class="{css}" x="{_pc(left / whole)}" width="{_pc(wide / whole)}" y="{top}rem" height="{high}rem"/>'
