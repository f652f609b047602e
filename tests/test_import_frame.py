"""Around the plan: a notice and what it issues, the foot of the body, annexes, web pages, tables of tasks, rule books and blank forms."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from test_outline_import import DAY

from campaign.checks import look_over
from campaign.importers.outline import Draft, documents, draft
from campaign.importers.papers import read
from campaign.model.registry import Registry

BODY = "为改善服务，制定本方案。\n一、主要任务\n（一）改善预约。分时段预约。\n（二）改善检查。集中预约。\n"
NAME = "青禾市“温暖就医”行动方案"


def drafted(text: str, name: str = "a.txt") -> tuple[Draft, Any]:
    paper = read(name, text.encode())
    (lines,) = documents(paper)
    made = draft(paper, lines, "p", Registry())
    return made, yaml.load(made.text, yaml.BaseLoader)


def sound(made: Draft, root: Path) -> list[str]:
    """What the rules say of the draft with everything that came with it, in a root of its own."""
    (root / "plans").mkdir()
    (root / "plans/site.yaml").write_text("as_of: 2026-11-21\n", encoding="utf-8")
    edited = {"plans/p.yaml": made.text} | ({"plans/registry/p-units.yaml": made.units} if made.units else {})
    edited |= {f"plans/{path}": text for path, text in made.others.items()}
    _, problems = look_over(root, DAY, edited=edited)
    return [str(each) for each in problems if each.severity == "error"]


NOTICES = {
    "named in brackets": f"青禾市卫生健康委员会关于印发《{NAME}》的通知\n青卫发〔2026〕4号\n各有关单位：\n现将《{NAME}》印发给你们，请执行。\n青禾市卫生健康委员会\n2026年1月24日\n{NAME}\n{BODY}",
    "without brackets": f"青禾市卫生健康委员会关于印发{NAME}的通知\n青卫发〔2026〕4号\n各有关单位：\n请认真执行。\n青禾市卫生健康委员会\n2026年1月24日\n{NAME}\n{BODY}",
    "over two lines": f"青禾市卫生健康委员会\n关于印发《青禾市“温暖就医”\n行动方案》的通知\n青卫发〔2026〕4号\n各有关单位：\n请执行。\n青禾市卫生健康委员会\n2026年1月24日\n青禾市“温暖就医”\n行动方案\n{BODY}",
    "with blanks": f"青禾市卫生健康委员会关于印发《{NAME}》的通知\n青卫发〔2026〕4号\n各有关单位：\n请执行。\n青禾市卫生健康委员会\n2026年1月24日\n青禾市“温暖就医”行 动 方 案\n{BODY}",
    "as an annex": f"青禾市卫生健康委员会关于印发《{NAME}》的通知\n青卫发〔2026〕4号\n各有关单位：\n请执行。\n附件：{NAME}\n青禾市卫生健康委员会\n2026年1月24日\n附件\n{NAME}\n{BODY}",
    "named in the text only": f"各有关单位：\n《{NAME}》已经研究同意，现印发给你们。\n青禾市卫生健康委员会\n2026年1月24日\n{NAME}\n{BODY}",
}


@pytest.mark.parametrize("case", NOTICES)
def test_a_notice_and_the_plan_it_issues(case: str) -> None:
    made, plan = drafted(NOTICES[case])
    assert (plan["title"], plan["issuer"], plan["date"]) == (NAME, "青禾市卫生健康委员会", "2026-01-24")
    assert made.counts["项任务"] == 2 and plan["document"]["to"] == "各有关单位"
    assert plan["preamble"] == ["为改善服务，制定本方案。"]


def test_the_foot_is_that_of_the_body_and_annexes_are_texts_of_their_own() -> None:
    text = f"{NAME}\n{BODY}附件：1.分工表\n　　　2.联系表\n青禾市第一人民医院\n2026年8月25日\n附件1\n分工表\n（十四）\n门诊部\n2026年12月10日\n附件2\n联系表\n方某某\n"
    made, plan = drafted(text)
    assert (plan["date"], plan["issuer"]) == ("2026-08-25", "青禾市第一人民医院")
    assert plan["document"]["attachments"] == ["分工表", "联系表"]
    assert made.annexes == ["附件1 分工表", "附件2 联系表"]
    assert "# 没认出（第 14 行，附件1）：2026年12月10日" in made.text


def test_a_web_page_around_it_is_dropped_and_listed() -> None:
    top = "首页 > 政务公开 > 文件\n【字体：大 中 小】 打印 分享到：\n索引号：QH-0417\t发布机构：青禾市教育局\n发文字号：青教〔2026〕9号\t成文日期：2026年2月26日\n"
    made, plan = drafted(f"{top}{NAME}\n{BODY}上一篇：别的公告\n扫一扫在手机打开当前页\n")
    assert (plan["title"], plan["doc_no"], plan["issuer"], plan["date"]) == (
        NAME,
        "青教〔2026〕9号",
        "青禾市教育局",
        "2026-02-26",
    )
    assert len(made.dropped) == 6 and "# 网页上的字（第 10 行）：上一篇：别的公告" in made.text
    assert any(each.startswith("网页上的栏目、按钮、页脚 6 处没有读入") for each in made.report())


TABLE = "序号\t类别\t工作任务\t牵头单位\t配合单位\t完成时限\n1\t门诊\t推行分时段预约\t门诊部\t信息科、医务科\t2026年11月底\n2\t\t开放夜间门诊\t门诊部\t护理部\t长期坚持\n3\t住院\t推行床旁结算\t财务科\t\t2026年12月10日前\n"


def test_a_table_of_tasks(tmp_path: Path) -> None:
    made, plan = drafted(
        f"青禾市第一人民医院改善服务方案\n为改善服务，制定本方案。\n一、任务分工\n{TABLE}二、工作要求\n各科室要高度重视。\n"
    )
    assert [(group["title"], [task["title"] for task in group["tasks"]]) for group in plan["groups"]] == [
        ("门诊", ["推行分时段预约", "开放夜间门诊"]), ("住院", ["推行床旁结算"]),
    ]  # fmt: skip
    first, second = plan["groups"][0]["tasks"]
    assert (first["responsibility"]["lead"], first["responsibility"]["join"], first["due"]) == (
        ["门诊部"],
        ["信息科", "医务科"],
        "2026-11",
    )
    assert "due" not in second and second["due_as_written"] == "长期坚持"
    assert sound(made, tmp_path) == []


def test_a_table_of_indicators() -> None:
    _, plan = drafted(
        "方案\n为改善服务，制定本方案。\n一、主要指标\n指标名称\t单位\t2025年基期值\t2026年目标值\n床位占比\t%\t52\t≥60\n机构数\t家\t12\t15\n二、工作任务\n1.甲项。内容。\n2.乙项。内容。\n"
    )
    assert [(each["name"], each["operator"], each["unit"], each["targets"][0]["value"], each["targets"][0]["due"], each["baseline"]["value"]) for each in plan["indicators"]] == [
        ("床位占比", "gte", "%", "60", "2026", "52"), ("机构数", "gte", "家", "15", "2026", "12"),
    ]  # fmt: skip


def test_other_tables_stay_tables() -> None:
    made, plan = drafted(
        f"{NAME}\n{BODY}附件\n培训日程表\n日期\t培训内容\t参加科室\n5月12日\t心肺复苏\t内科\n5月19日\t气道管理\t外科\n"
    )
    assert made.counts["项任务"] == 2 and "心肺复苏" not in str(plan)
    assert "附件，表格）：5月12日 | 心肺复苏 | 内科" in made.text


def rulebook() -> str:
    rows, number = [], 0
    for category, names in (
        ("一、门诊服务", ("预约", "候诊")),
        ("二、住院服务", ("入院", "出院")),
        ("三、安全管理", ("核对", "巡查")),
    ):
        for place, name in enumerate(names):
            for part in range(2):
                number += 1
                sub = f"{len(rows) // 2 + 1}、{name}管理" if part == 0 else ""
                text = (
                    f"{number}、二级医院{name}达标率≥{70 + number}%，三级医院≥{80 + number}%。"
                    if part
                    else f"{number}、{name}有制度并落实。"
                )
                rows.append(f"{category if not place and not part else ''}\t{sub}\t{text}")
    return (
        "项目\t内容\t要求\n"
        + "\n".join(rows)
        + "\n注：1.共3类6项12条；三级以上医院执行全部12条；二甲医院执行11条（除3）；二乙医院执行10条（除3、7）。\n"
    )


FORM = "推进预约\t开展预约的机构\t数量（个）\t\n\t\t其中三级（个）\t\n\t平均预约率\t预约数\t\n\t\t总诊疗数\t\n改善结算\t是否开通床旁结算\t\t\n\t结算时间\t平均时间\t\n"


def test_a_rule_book_and_a_blank_form_become_files_of_their_own(tmp_path: Path) -> None:
    text = f"附件1\n{NAME}\n{BODY}附件2 考核细则\n{rulebook()}附件3\n工作信息汇总表\n填报时间：　　　　区卫生健康局盖章\n{FORM}联系人：　　　　手机号：\n"
    made, _ = drafted(text)
    assert sorted(made.others) == ["assessment/p-rules1.yaml", "forms/p-form2.yaml"]
    rules = yaml.load(made.others["assessment/p-rules1.yaml"], yaml.BaseLoader)
    assert [len(each["sub_items"]) for each in rules["categories"]] == [2, 2, 2]
    assert sum(len(sub["items"]) for each in rules["categories"] for sub in each["sub_items"]) == 12
    assert [(each["name"], each.get("exclude")) for each in rules["tiers"]] == [
        ("三级", None),
        ("二甲", "3"),
        ("二乙", "3, 7"),
    ]
    bounds = rules["categories"][0]["sub_items"][0]["items"][1]["thresholds"]
    assert [(each["tier"], each["value"]) for each in bounds] == [("二级", "72"), ("三级", "82")]
    form = yaml.load(made.others["forms/p-form2.yaml"], yaml.BaseLoader)
    assert (form["seal"], form["contact"], form["attachment"]) == ("区卫生健康局盖章", ["联系人", "手机号"], "附件3")
    assert [
        [len([one for one in row["fields"] if one.get("kind") != "rate"]) for row in each["rows"]]
        for each in form["sections"]
    ] == [[2, 2], [1, 1]]
    assert form["sections"][1]["rows"][0]["fields"][0]["kind"] == "yesno"
    assert sound(made, tmp_path) == []


def test_numbers_that_no_field_holds_are_told() -> None:
    made, _ = drafted(f"{NAME}\n{BODY}（三）改善环境。新置座椅，可坐600人，另设2027年专区。\n")
    assert any("没有登记为指标、期限或责任：600人、2027年" in words for _, words in made.doubts)


def test_radicals_full_width_half_width_and_torn_lines_are_mended_and_told() -> None:
    made, plan = drafted(
        "⽅便患者⾏动⽅案\n一、⼯作⽬标\n到２０２６年底,预约率达到８０％以上.\n二、主要任务\n(一)改\u200b善预约.内容.\n(二)改善检查.内容.\n"
    )
    assert plan["title"] == "方便患者行动方案"
    (indicator,) = plan["indicators"]
    assert (indicator["name"], indicator["targets"][0]["value"], indicator["targets"][0]["due"]) == (
        "预约率",
        "80",
        "2026",
    )
    report = "\n".join(made.report())
    assert all(
        words in report
        for words in (
            "处部首字符换成了普通汉字",
            "处全角字母、数字换成了半角",
            "处半角标点换成了全角",
            "去掉了 1 个看不见的字符",
        )
    )


def test_private_numbers_do_not_go_into_the_draft() -> None:
    made, _ = drafted(f"{NAME}\n{BODY}（三）公开电话。联系电话13812345678，随时接听。\n")
    assert "13812345678" not in made.text and any("手机号共 1 处没有读入" in each for each in made.report())


def test_tables_behind_a_list_of_tasks_go_on_with_it() -> None:
    _, plan = drafted(f"{NAME}\n{BODY}任务\t责任单位\n床旁结算\t财务科\n")
    assert [(task["title"], task.get("responsibility", {}).get("lead")) for task in plan["tasks"]] == [
        ("改善预约", None), ("改善检查", None), ("床旁结算", ["财务科"]),
    ]  # fmt: skip


def test_an_annex_with_tasks_brings_a_group_of_its_own(tmp_path: Path) -> None:
    made, plan = drafted(
        f"{NAME}\n{BODY}附件\n分工表\n序号\t工作任务\t牵头单位\n1\t开放夜间门诊\t门诊部\n2\t改善检查\t检验科\n"
    )
    assert [(group["title"], [task["title"] for task in group["tasks"]]) for group in plan["groups"]] == [
        ("主要任务", ["改善预约", "改善检查"]), ("分工表", ["开放夜间门诊"]),
    ]  # fmt: skip
    assert plan["groups"][0]["tasks"][1]["responsibility"]["lead"] == ["检验科"]  # said again in the annex
    assert sound(made, tmp_path) == []


def test_the_first_of_a_list_leads_where_the_document_says_so() -> None:
    _, plan = drafted(
        f"{NAME}\n责任单位排在第一位的为牵头单位。\n一、主要任务\n1.甲项。内容。（责任单位：甲局、乙局）\n2.乙项。内容。\n"
    )
    duty = plan["tasks"][0]["responsibility"]
    assert (duty["lead"], duty["join"]) == (["甲局"], ["乙局"])


def test_bodies_with_their_members_by_role(tmp_path: Path) -> None:
    made, plan = drafted(
        f"{NAME}\n{BODY}二、领导小组\n组　长：方某某　院长\n副组长：陆某某　副院长\n成　员：医务科、护理部负责人\n办公室设在医务科。\n"
    )
    (body,) = plan["organisation"]
    assert (body["head"], body["office"]) == ("方某某 院长", "医务科")
    assert body["members"] == ["副组长：陆某某 副院长", "医务科", "护理部负责人"]
    assert sound(made, tmp_path) == []


COUNTY = """\
石桥县卫生健康局文件
石卫〔2026〕9号
石桥县卫生健康局 石桥县教育局
关于印发石桥县学生视力守护方案的通知
各学校：
请认真执行。
石桥县卫生健康局 石桥县教育局
2026年4月2日
石桥县学生视力守护方案
为保护视力，制定本方案。
一 守护目标
1.6岁儿童近视率控制在3%左右。
2.小学生近视率降至36%以下。
——灯光达标率不低于90%。
二 职责分工
县教育局：负责教室灯光改造，2026年8月底前完成。
县妇幼保健院：负责技术指导，每季度开展一次质控。
三 工作流程
1．摸底（4月）：造册登记。
2．筛查（5—10月）：分批安排。
四 组织保障
组长：分管副县长
成员：各学校校长
办公室设在县教育局。县教育局每月5日、20日通报进度。
抄送：县政府办公室。
石桥县卫生健康局办公室
2026年4月3日印发
（共印60份）
"""


def test_a_county_notice_with_bare_numbers_and_two_offices() -> None:
    made, plan = drafted(COUNTY)
    assert [each.get("number") for each in plan["outline"]] == [None, "一", "二", "三", "四"]
    assert plan["document"]["signature"] == ["石桥县卫生健康局", "石桥县教育局"] and len(plan["joint_issuers"]) == 1
    assert (plan["document"]["printed_by"], plan["document"]["printed_on"]) == ("石桥县卫生健康局办公室", "2026-04-03")
    assert [(each["name"], each["targets"][0]["value"]) for each in plan["indicators"]] == [
        ("6岁儿童近视率", "3"), ("小学生近视率", "36"), ("灯光达标率", "90"),
    ]  # fmt: skip
    assert [(task["title"], task["responsibility"]["mode"]) for task in plan["tasks"]] == [
        ("县教育局", "负责"), ("县妇幼保健院", "负责"),
    ]  # fmt: skip
    assert plan["tasks"][0]["due"] == "2026-08"
    assert [(each["name"], each["start"], each["end"]) for each in plan["phases"]] == [
        ("摸底", "2026-04", "2026-04"), ("筛查", "2026-05", "2026-10"),
    ]  # fmt: skip
    assert plan["organisation"][0]["members"] == ["各学校校长"]
    assert [(each["per"], each["times"]) for each in plan["recurring"]] == [("month", "2")]
    assert [line.text for line in made.unread if "成员" in line.text] == []


def test_numbered_dates_and_phases_inside_numbered_headings() -> None:
    _, plan = drafted(
        f"{NAME}\n为改善服务，制定本方案。\n一、主要任务\n（一）夯实基础。\n1.2026年6月底前，完成安全轮训。（牵头：安监处；配合：应急科）\n2.定期检查。（责任：各科室）\n"
        "二、推进安排\n（一）第一阶段：动员（6月10日—6月20日）\n召开会议。\n（二）第二阶段：实施（6月21日—11月20日）\n按周调度。\n"
        "青禾市第一人民医院\n2026年6月1日\n"
    )
    assert [task["number"] for task in plan["groups"][0]["tasks"]] == ["1.", "2."]
    assert [(each["name"], each["start"], each["end"]) for each in plan["phases"]] == [
        ("动员", "2026-06-10", "2026-06-20"), ("实施", "2026-06-21", "2026-11-20"),
    ]  # fmt: skip


def test_a_row_of_a_table_lends_its_deadline_to_what_it_measures() -> None:
    _, plan = drafted(
        "石桥县村医提升任务分解表\n序号\t目标任务\t工作措施\t责任单位\t完成时限\n1\t改善条件\t新建村卫生室30所\t规划股\t2028年底\n"
        "2\t加强培训\t每年培训不少于2次\t人事股\t每年11月底前\n备注：各单位每半年报告一次进展。\n石桥县卫生健康局\n2026年6月3日\n"
    )
    assert [(each["name"], each["targets"][0].get("due")) for each in plan["indicators"]] == [
        ("新建村卫生室", "2028"), ("培训", None),
    ]  # fmt: skip
    assert [each["what"] for each in plan["recurring"]] == ["各单位报告一次进展"]


def test_a_head_of_two_rows() -> None:
    """目标值 over years, 责任科室 over 牵头 and 配合."""
    made, plan = drafted(
        f"{NAME}\n为改善服务，制定本方案。\n一、目标分解\n序号\t指标名称\t目标值\t\t责任科室\t\n\t\t2026年\t2027年\t牵头\t配合\n"
        "1\t四级手术占比\t≥22%\t≥25%\t医务科\t手术室\n2\t跌倒发生率\t≤0.05‰\t≤0.04‰\t护理部\t手术室\n"
        "二、重点任务\n任务类别\t具体任务\t责任部门\t\t完成时限\n\t\t牵头\t协同\t\n质量\t开展单病种质控\t质控科\t手术室\t2026年6月底\n青禾市第一人民医院\n2026年1月30日\n"
    )
    assert [(each["name"], [(one["value"], one["due"]) for one in each["targets"]]) for each in plan["indicators"]] == [
        ("四级手术占比", [("22", "2026"), ("25", "2027")]), ("跌倒发生率", [("0.05", "2026"), ("0.04", "2027")]),
    ]  # fmt: skip
    assert all(each["lead"] for each in plan["indicators"])
    (task,) = [task for group in plan["groups"] for task in group["tasks"]]
    assert (task["title"], task["due"], task["responsibility"]["mode"]) == ("开展单病种质控", "2026-06", "牵头")
    assert len(task["responsibility"]["join"]) == 1
    assert not [line.text for line in made.unread if "牵头" in line.text]


def test_plans_that_are_counted_in_front_keep_their_titles() -> None:
    text = "".join(
        f"第{place}篇：石桥镇{name}防控方案\n一、措施\n1.办好预检。门诊部负责。\n"
        for place, name in (("一", "春季"), ("二", "冬季"))
    )
    paper = read("a.txt", text.encode())
    plans = [yaml.load(draft(paper, lines, "p", Registry()).text, yaml.BaseLoader) for lines in documents(paper)]
    assert [each["title"] for each in plans] == ["石桥镇春季防控方案", "石桥镇冬季防控方案"]


def test_phases_in_one_paragraph_of_dates() -> None:
    _, plan = drafted(
        f"{NAME}\n{BODY}二、时间安排\n8月15日前完成宣贯；8月16日—9月15日完成培训；9月16日起正式运行。\n青禾市第一人民医院\n2026年8月1日\n"
    )
    assert [(each["name"], each.get("start"), each.get("end")) for each in plan["phases"]] == [
        ("完成宣贯", None, "2026-08-15"), ("完成培训", "2026-08-16", "2026-09-15"), ("正式运行", "2026-09-16", None),
    ]  # fmt: skip
