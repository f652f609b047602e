"""What the shell shows around every page: whose site it is and of when, the sections in the masthead, the foot."""

from __future__ import annotations

from collections.abc import Iterable

from campaign.content import Content
from campaign.leaves import links
from campaign.leaves.dates import day_chinese
from campaign.pages.page import NavGroup, NavItem, SiteInfo

BRAND = "方案通"
NAV = (
    NavGroup("方案", (NavItem("plans", "方案", links.PLANS),)),
    NavGroup("单位", (NavItem("units", "单位", links.UNITS),)),
    NavGroup("宣传", (NavItem("campaigns", "宣传", links.CAMPAIGNS),)),
    NavGroup("动态", (NavItem("updates", "动态", links.UPDATES),)),
    NavGroup(
        "进度",
        (
            NavItem("indicators", "指标", links.INDICATORS),
            NavItem("dashboards", "进展", links.DASHBOARDS),
            NavItem("calendar", "日历", links.CALENDAR),
            NavItem("ledger", "督办", links.LEDGER),
        ),
    ),
    NavGroup("评价", (NavItem("assessments", "考核", links.ASSESSMENTS), NavItem("forms", "报表", links.FORMS))),
    NavGroup(
        "参考",
        (
            NavItem("interpretations", "解读", links.INTERPRETATIONS),
            NavItem("cases", "案例", links.CASES),
            NavItem("services", "服务索引", links.SERVICES),
            NavItem("questions", "问答", links.QUESTIONS),
            NavItem("meetings", "会议", links.MEETINGS),
            NavItem("glossary", "名词", links.GLOSSARY),
        ),
    ),
)
FOOT = (
    NavItem("findings", "方案体检", links.FINDINGS),
    NavItem("mechanisms", "工作机制", links.MECHANISMS),
    NavItem("catalog", "开放数据", links.CATALOG),
    NavItem("guide", "怎么用", links.GUIDE),
)


def site_info(content: Content) -> SiteInfo:
    """The shell of a site: entries for what it does not have are left out, and groups that have nothing left."""
    groups = (NavGroup(group.title, _present(content, group.entries)) for group in NAV)
    return SiteInfo(
        brand=BRAND,
        organisation=content.site.organisation,
        as_of=content.as_of.isoformat(),
        as_of_words=day_chinese(content.as_of, year=True),
        demo=content.site.demo,
        nav=tuple(group for group in groups if group.entries),
        foot=_present(content, FOOT),
    )


def _present(content: Content, items: Iterable[NavItem]) -> tuple[NavItem, ...]:
    plans = content.plans.values()
    held = {
        "indicators": any(plan.indicators for plan in plans),
        "ledger": content.ledgers,
        "assessments": content.assessments,
        "forms": content.forms,
        "campaigns": any(plan.is_campaign for plan in plans),
        "updates": content.updates,
        "interpretations": content.interpretations,
        "cases": content.cases,
        "services": content.cases,
        "questions": content.questions or any(case.questions for case in content.cases.values()),
        "meetings": content.meetings,
        "glossary": content.terms,
        "mechanisms": any(plan.mechanisms for plan in plans),
    }
    return tuple(item for item in items if held.get(item.key, True))
