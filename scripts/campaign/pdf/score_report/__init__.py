"""评分报告: one hospital's round on upright A4 — the sum as a sum, every item as a numbered cell, ranks, and where each lost point went."""

from __future__ import annotations

from campaign.content import Content
from campaign.pdf import office, page, typeset
from campaign.pdf.job import Job
from campaign.pdf.tables import PrintColumn, PrintTable, table
from campaign.views.score_reports import Loss, ScoreReport
from campaign.views.scoring import ItemResult, category_label, plain
from campaign.views.thresholds import Prejudgement

KIND = "score_report"
WIDTH = 178.0  # mm between the margins
SIZE = 9.5  # pt
NOTHING = "—"
CELLS = {
    ItemResult.EARNED: "earned",
    ItemResult.PART: "part",
    ItemResult.LOST: "lost",
    ItemResult.UNSCORED: "unscored",
    ItemResult.EXCLUDED: "excluded",
}
LOSSES = (
    PrintColumn("条", 2.6, 2.6),
    PrintColumn("要求", 9, 16),
    PrintColumn("佐证", 8),
    PrintColumn("责任科室", 5, 7),
    PrintColumn("台账或说明", 8),
    PrintColumn("办到", 5, 5),
)
RANKS = (
    PrintColumn("名次", 3.4, 3.4),
    PrintColumn("医院", 10),
    PrintColumn("算式", 14, 16),
    PrintColumn("比上轮", 6, 8),
    PrintColumn("未评", 3, 3),
    PrintColumn("失分", 3, 3),
)
JUDGED = (
    PrintColumn("条", 2.6, 2.6),
    PrintColumn("指标", 12),
    PrintColumn("要求", 5, 6),
    PrintColumn("报表数值", 6, 6),
    PrintColumn("预判", 6, 7),
    PrintColumn("评分", 5, 5),
)


def document(report: ScoreReport, content: Content) -> Job:
    """The print job of a report; the same view object as the page on the site."""
    sheet = report.sheet
    title = typeset.plain(f"{report.title}报告")
    facts = page.colophon(content, report.url, "", demo=report.demo)
    head = office.SheetHead(
        title=title,
        lines=(title,),
        facts=tuple(
            filter(
                None,
                (
                    f"{sheet.tier.name}，适用{sheet.applicable}条",
                    f"{sheet.result.date.chinese}评定",
                    sheet.result.by,
                    *office.stamp(facts),
                ),
            )
        ),
        colophon=facts,
        foot=office.foot(content, title, facts),
    )
    words = {
        "head": head,
        "author": content.site.organisation,
        "report": report,
        "sheet": sheet,
        "rules": sheet.rules,
        "plain": plain,
        "label": category_label,
        "cells": CELLS,
        "kinds": ItemResult,
        "losses": _fitted(LOSSES, [_loss(each) for each in report.losses]),
        "ranks": _fitted(RANKS, _ranks(report)),
        "judged": _fitted(JUDGED, _judged(report)),
        "numbers": lambda states: "、".join(str(state.item.number) for state in states),
    }
    return Job(name=f"{sheet.unit.id}-{sheet.round.id}", title=title, kind=KIND, html=page.write(KIND, words))


def _fitted(columns: tuple[PrintColumn, ...], rows: list[tuple[str, ...]]) -> PrintTable | None:
    return table(columns, rows, sizes=(SIZE,), lying=(False,), total=WIDTH) if rows else None


def _loss(loss: Loss) -> tuple[str, ...]:
    entries = "、".join(row.entry.number for row in loss.entries)
    state = office.state(loss.entries[0].state) if loss.entries else NOTHING
    item = loss.state.item
    return (
        str(item.number),
        item.title,
        loss.evidence or NOTHING,
        loss.state.owner or "未定",
        entries or loss.reason or "未说明",
        state,
    )


def _ranks(report: ScoreReport) -> list[tuple[str, ...]]:
    """The whole tier in the order of its ranks."""
    rows: list[tuple[str, ...]] = []
    for rank, change in report.peers:
        sheet = rank.sheet
        rows.append(
            (
                f"{rank.place}{'并列' if rank.shared else ''}",
                sheet.unit.name,
                f"{sheet.working}{'（暂定）' if sheet.provisional else ''}",
                change.words if change else NOTHING,
                str(len(sheet.unscored) or NOTHING),
                str(len(sheet.losses)),
            )
        )
    return rows


def _judged(report: ScoreReport) -> list[tuple[str, ...]]:
    return [
        (
            str(each.state.item.number),
            verdict.threshold.name,
            verdict.bound,
            f"{verdict.figure}{verdict.threshold.unit}" if verdict.figure else NOTHING,
            verdict.finding.value,
            each.state.kind.value,
        )
        for each in report.prejudged
        for verdict in each.verdicts
        if verdict.finding is not Prejudgement.NOT_ON_FORM
    ]
