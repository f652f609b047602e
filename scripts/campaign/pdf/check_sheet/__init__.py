"""自评表: the items of one tier on upright A4, with room for the department, the score and the evidence of each, and the sum at the end."""

from __future__ import annotations

from campaign.content import Content
from campaign.leaves import links
from campaign.model import RuleSet, Tier
from campaign.pdf import office, page, typeset
from campaign.pdf.job import Job
from campaign.pdf.tables import PrintColumn, PrintTable, table
from campaign.views.scoring import category_label, for_tier, label, plain

KIND = "check_sheet"
WIDTH = 178.0  # mm between the margins
SIZE = 9.5  # pt
COLUMNS = (
    PrintColumn("条", 3.2, 3.2),
    PrintColumn("要求", 20),
    PrintColumn("责任科室", 6, 6),
    PrintColumn("得分", 3.4, 3.4),
    PrintColumn("佐证", 10, 10),
)


def document(rules: RuleSet, tier: Tier, content: Content) -> Job:
    """The print job of a tier's sheet; items that do not apply are not on it, and neither are sub-items left empty by that."""
    book = for_tier(rules, tier)
    count = sum(len(items) for _, parts in book for _, items in parts)
    title = f"{typeset.plain(rules.title)}自评表（{tier.name}）"
    facts = page.colophon(content, links.assessment(rules.id), "", demo=False)
    head = office.SheetHead(
        title=title,
        lines=(*typeset.title_lines(typeset.plain(rules.title), (), most=20), f"自评表（{tier.name}）"),
        facts=(
            f"{len(book)}类{sum(len(parts) for _, parts in book)}项{count}条",
            f"每条{rules.scoring.points}分",
            *_left_out(tier),
        ),
        colophon=facts,
        foot=office.foot(content, f"{rules.name}自评表（{tier.name}）", facts),
    )
    words = {
        "head": head,
        "table": _table(rules, tier),
        "author": content.site.organisation,
        "possible": plain(rules.scoring.points.number * count),
        "full": plain(rules.scoring.convert_to.number),
        "rounding": f"保留{rules.scoring.places}位小数，{rules.scoring.rounding.chinese}",
        "partial": rules.scoring.partial,
        "points": rules.scoring.points,
    }
    return Job(name=f"{rules.id}-{tier.id}", title=title, kind=KIND, html=page.write(KIND, words))


def _left_out(tier: Tier) -> tuple[str, ...]:
    return (f"不含第{'、'.join(map(str, tier.exclude))}条",) if tier.exclude else ()


def _table(rules: RuleSet, tier: Tier) -> PrintTable:
    """Categories and sub-items as headings over the whole width."""
    rows: list[tuple[str, ...]] = []
    bands: set[int] = set()
    for category, parts in for_tier(rules, tier):
        for place, (sub_item, items) in enumerate(parts):
            head = f"{label(sub_item)}{sub_item.title}"
            bands.add(len(rows))
            rows.append((f"{category_label(category)}{category.title}\n{head}" if not place else head,))
            rows += [(label(item), item.text, "", "", "") for item in items]
    return table(COLUMNS, rows, sizes=(SIZE,), lying=(False,), bands=frozenset(bands), total=WIDTH)
