"""Responsible units in every wording: who leads, who joins, each its own part, until when."""

from __future__ import annotations

import pytest

from campaign.importers.outline.facts.duties import FoundDuty, find

# text → (lead, join, with, each, person, until)
WORDINGS = {
    "（责任单位：甲局、乙局；完成时限：6月底前）": (["甲局", "乙局"], [], [], False, "", "6月底前"),
    "推进建设。（牵头单位：甲局；配合单位：乙局、丙局）": (["甲局"], ["乙局", "丙局"], [], False, "", ""),
    "（牵头单位：甲局；责任单位：乙局、丙局）": (["甲局"], ["乙局", "丙局"], [], False, "", ""),
    "（责任单位：市甲局、乙局，各县（市、区）人民政府，2026年10月底前完成）": (["市甲局", "乙局", "各县（市、区）人民政府"], [], [], False, "", "2026年10月底前完成"),
    "［甲局牵头，乙局、丙局参与］": (["甲局"], ["乙局", "丙局"], [], False, "", ""),
    "【牵头：护理部；配合：门诊部；时限：8月】": (["护理部"], ["门诊部"], [], False, "", "8月"),
    "（甲局牵头，乙局、丙局等按职责分工负责）": (["甲局"], ["乙局", "丙局"], [], False, "", ""),
    "（甲局、乙局按职责分工负责）": (["甲局", "乙局"], [], [], True, "", ""),
    "（甲局、乙局分别负责）": (["甲局", "乙局"], [], [], True, "", ""),
    "（各科室按职责分工负责）": (["各科室"], [], [], True, "", ""),
    "（甲局会同乙局负责）": (["甲局"], [], ["乙局"], False, "", ""),
    "（市消防支队指导，各区政府（含高新区）负责落实）": (["各区政府"], ["市消防支队"], [], False, "", ""),
    "由护理部牵头，门诊部配合。": (["护理部"], ["门诊部"], [], False, "", ""),
    "由护理部牵头门诊部配合。": (["护理部"], ["门诊部"], [], False, "", ""),
    "推行床旁结算，由财务科负责落实。": (["财务科"], [], [], False, "", ""),
    "由信息科牵头，财务科配合，8月31日前上线。": (["信息科"], ["财务科"], [], False, "", "8月31日前上线"),
    "牵头单位：甲局　　配合单位：乙局、丙局": (["甲局"], ["乙局", "丙局"], [], False, "", ""),
    "责任领导：方某；责任科室：医务科": (["医务科"], [], [], False, "方某", ""),
    "升级系统。责任科室：信息科。": (["信息科"], [], [], False, "", ""),
    "夯实基础护理（护理部、各病区）": (["护理部", "各病区"], [], [], False, "", ""),
    "配备率100%。（各试点机构）": (["各试点机构"], [], [], False, "", ""),
    "（信息科指导）": (["信息科"], [], [], False, "", ""),
    # a sentence that goes on
    "由财务科牵头，信息科、门诊部配合，年内新增自助机20台。": (["财务科"], ["信息科", "门诊部"], [], False, "", ""),
    "信息科负责在3月底前升级系统，门诊部协助。": (["信息科"], ["门诊部"], [], False, "", ""),
    "门诊部会同人事科根据高峰合理排班。": (["门诊部"], [], ["人事科"], False, "", ""),
    "各病区主任为第一责任人，护理部负责督查。": (["各病区主任"], ["护理部"], [], False, "", ""),
    "本条由区甲局、区乙局牵头，区丙局配合落实。": (["区甲局", "区乙局"], ["区丙局"], [], False, "", ""),
    "责任分工：甲局牵头，乙局、丙局配合": (["甲局"], ["乙局", "丙局"], [], False, "", ""),
    "（甲局牵头；各县局落实；8月起实施）": (["甲局"], ["各县局"], [], False, "", "8月起实施"),
    "（市甲局、各县甲局分级负责）": (["市甲局", "各县甲局"], [], [], True, "", ""),
    "〔责任单位：市甲局，各县（区）党委和人民政府〕": (["市甲局", "各县（区）党委和人民政府"], [], [], False, "", ""),
}  # fmt: skip


def whole(text: str) -> FoundDuty:
    total = FoundDuty()
    for each in find(text):
        for name in ("lead", "join", "with_", "_duty", "_parts"):
            getattr(total, name).extend(getattr(each, name))
        total.each, total.person, total.until = each.each, each.person, each.until
    return total.settled()


@pytest.mark.parametrize("text", WORDINGS)
def test_who_does_it_and_until_when(text: str) -> None:
    duty = whole(text)
    assert (duty.lead, duty.join, duty.with_, duty.each, duty.person, duty.until) == WORDINGS[text]


@pytest.mark.parametrize(
    "text",
    ["各县区要加强领导，落实责任。", "医院成立领导小组，负责统筹协调。", "（含民办学校）", "（具体要求另行通知）", "二次评估由高年资护士承担。", "门诊部负责日常管理：", "制定细则，逐项落实。", "推进办公室负责协调，各地纳入考核。"],
)  # fmt: skip
def test_what_only_sounds_like_it(text: str) -> None:
    assert find(text) == []


def test_places_in_the_text() -> None:
    text = "推进建设。（甲局负责）另有要求。"
    (duty,) = find(text)
    assert text[duty.begin : duty.end] == "（甲局负责）" and duty.bracketed
