"""Targets in sentences: name, operator, value, unit, and baseline, scope, due, modality where they are said."""

from __future__ import annotations

import pytest

from campaign.importers.outline.facts.bounds import FoundTarget
from campaign.importers.outline.facts.moments import DateReader
from campaign.importers.outline.facts.targets import find


def read(text: str) -> list[FoundTarget]:
    return find(text, DateReader(2026))


# text → (name, operator, value, unit) of every target
SENTENCES = {
    "签约率达到75%以上，随访率不低于80%。": [("签约率", "gte", "75", "%"), ("随访率", "gte", "80", "%")],
    "候诊时间不超过20分钟，住院日降至7.5天以下。": [("候诊时间", "lte", "20", "分钟"), ("住院日", "lte", "7.5", "天")],
    "审批时限压缩至3个工作日内。": [("审批时限", "lte", "3", "个工作日")],
    "药占比控制在28%以内；抽检合格率≥98%。": [("药占比", "lte", "28", "%"), ("抽检合格率", "gte", "98", "%")],
    "投诉量较上年下降30%。": [("投诉量", "lte", "30", "%")],
    "诊疗量年均增长2.5个百分点左右。": [("诊疗量", "approx", "2.5", "个百分点")],
    "健康素养水平由24%提高到32%。": [("健康素养水平", "gte", "32", "%")],
    "床位使用率保持在85%—93%。": [("床位使用率", "between", "85", "%")],
    "设备完好率100%。": [("设备完好率", "eq", "100", "%")],
    "每千人口床位数不低于6.5张。": [("每千人口床位数", "gte", "6.5", "张")],
    "床护比不低于1:0.4。": [("床护比", "gte", "1:0.4", "比")],
    "急诊病人10分钟内接诊率达到98%以上。": [("急诊病人10分钟内接诊率", "gte", "98", "%")],
    "街道托育服务实现全覆盖。": [("街道托育服务", "eq", "100", "%")],
    "重大事故零发生。": [("重大事故", "eq", "0", "起")],
    "每个县至少建成1所示范中心。": [("示范中心", "gte", "1", "所")],
    "建成示范基地3个、特色专科5个。": [("建成示范基地", "gte", "3", "个"), ("建成特色专科", "gte", "5", "个")],
    "报警信息在2个工作日内处置。": [("报警信息", "lte", "2", "个工作日")],
    "急会诊10分钟内到位。": [("急会诊", "lte", "10", "分钟")],
    "预约率达到八十%以上，合格率达到百分之九十五。": [("预约率", "gte", "80", "%"), ("合格率", "gte", "95", "%")],
    "办理时限压减三分之一。": [("办理时限", "lte", "33.3", "%")],
    "定期开展应急演练，每年不少于两次。": [("应急演练", "gte", "2", "次")],
    "病历合格率、处方合格率≥95%。": [("病历合格率", "gte", "95", "%"), ("处方合格率", "gte", "95", "%")],
    "床位至少占医院总床位的10%。": [("床位占医院总床位的比例", "gte", "10", "%")],
    "死亡率控制在8/10万以内。": [("死亡率", "lte", "8", "/10万")],
}


@pytest.mark.parametrize("text", SENTENCES)
def test_what_is_measured(text: str) -> None:
    assert [(each.name, each.operator, each.value, each.unit) for each in read(text)] == SENTENCES[text]


@pytest.mark.parametrize(
    "text",
    ["目前，全市共有医院30家，床位使用率达到82%。", "对得分低于80分的单位予以通报。", "连续两次排名末位的，予以约谈。", "3.5万人受益，效果很好。", "每季度末前5日内报送进展。", "年满60周岁的居民可以参加。"],
)  # fmt: skip
def test_what_is_no_target(text: str) -> None:
    assert read(text) == []


def test_tier_by_tier_one_name() -> None:
    found = read("到2027年底，早开奶率达到90%，其中三级机构不低于92%、二级机构不低于88%。")
    assert {each.name for each in found} == {"早开奶率"}
    assert [(each.scope, each.value, each.due) for each in found] == [
        ("", "90", "2027"), ("三级机构", "92", "2027"), ("二级机构", "88", "2027"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("三级医院、二级医院四级手术占比分别达到20%、10%以上。", [("四级手术占比", "三级医院", "20", ""), ("四级手术占比", "二级医院", "10", "")]),
        ("到2027年、2030年，素养水平分别达到30%和35%。", [("素养水平", "", "30", "2027"), ("素养水平", "", "35", "2030")]),
        ("轮训率2026年达到80%，2027年达到100%。", [("轮训率", "", "80", "2026"), ("轮训率", "", "100", "2027")]),
        ("检查率：接尘人员95%以上，接噪人员90%以上。", [("检查率", "接尘人员", "95", ""), ("检查率", "接噪人员", "90", "")]),
    ],
)  # fmt: skip
def test_several_values_of_one_thing(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert [(each.name, each.scope, each.value, each.due) for each in read(text)] == expected


def test_due_holds_for_the_sentence_and_for_the_list() -> None:
    found = read("2026年底前，接入率达到80%。签约率达到70%。到2028年，互认率达到90%。合格率达到95%。")
    assert [each.due for each in found] == ["2026", "", "2028", "2028"]


def test_modality_baseline_rhythm_and_area() -> None:
    one, two, three = read("力争到2027年，全市签约率达到70%。面积原则上不少于200平方米。每年培训人员不少于1200人次。")
    assert (one.modality, one.scope, one.due) == ("力争", "全市", "2027")
    assert (two.modality, two.unit) == ("原则上", "平方米")
    assert (three.per, three.value) == ("每年", "1200")
    (change,) = read("事故量较2025年下降15%。")
    assert (change.change, change.baseline) == ("down", "2025年")


def test_a_clause_without_end_is_no_sentence() -> None:
    assert read("推进建设和" * 40_000 + "达到95%。") == []
    assert [each.name for each in read("推进建设和" * 40_000 + "达到95%。签约率达到80%。")] == ["签约率"]
