"""What the shell shows around every page: whose site it is and of when, the sections in the masthead, the foot."""

from __future__ import annotations

from campaign.content import Content
from campaign.kinds import KINDS, PLAN, UNIT, Nav
from campaign.leaves import links
from campaign.leaves.dates import day_chinese
from campaign.pages.page import NavGroup, NavItem, SiteInfo

BRAND = "方案通"
GROUPS = ("方案", "单位", "宣传", "动态", "进度", "评价", "参考")
# entries of the masthead that are about no kind of content; those of kinds stand in `campaign.kinds`
OWN = (
    Nav("进度", 10, "indicators", "指标", links.INDICATORS),
    Nav("进度", 20, "dashboards", "进展", links.DASHBOARDS),
    Nav("进度", 30, "calendar", "日历", links.CALENDAR),
)
FOOT = (
    NavItem("findings", "方案体检", links.FINDINGS),
    NavItem("mechanisms", "工作机制", links.MECHANISMS),
    NavItem("catalog", "开放数据", links.CATALOG),
    NavItem("guide", "怎么用", links.GUIDE),
)


def site_info(content: Content) -> SiteInfo:
    """The shell of a site: entries for what it does not have are left out, and groups that have nothing left."""
    held = _held(content)
    shown = sorted(
        (each for each in (*OWN, *(nav for kind in KINDS for nav in kind.nav)) if held.get(each.key, True)),
        key=lambda each: each.place,
    )
    groups = (
        NavGroup(group, tuple(NavItem(each.key, each.title, each.path) for each in shown if each.group == group))
        for group in dict.fromkeys((*GROUPS, *(each.group for each in shown)))
    )
    return SiteInfo(
        brand=BRAND,
        organisation=content.site.organisation,
        as_of=content.as_of.isoformat(),
        as_of_words=day_chinese(content.as_of, year=True),
        demo=content.site.demo,
        nav=tuple(group for group in groups if group.entries),
        foot=tuple(item for item in FOOT if held.get(item.key, True)),
        url=f"{content.site.url.rstrip('/')}/" if content.site.url else "",
    )


def _held(content: Content) -> dict[str, bool]:
    """Whether the site has what an entry leads to, by the key of the entry; unsaid, it has."""
    plans = content.plans.values()
    return {
        **{each.key: bool(content.of(kind)) for kind in KINDS if kind not in (PLAN, UNIT) for each in kind.nav},
        "indicators": any(plan.indicators for plan in plans),
        "questions": bool(content.questions) or any(case.questions for case in content.cases.values()),
        "mechanisms": any(plan.mechanisms for plan in plans),
    }
