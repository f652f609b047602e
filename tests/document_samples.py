"""Documents of every kind and with every element, as YAML; each names the profile of 公文体检 it is held against."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

UNITS = """\
units:
  - {id: wjw, name: 示例市卫生健康委员会, kind: department, level: city}
  - {id: czj, name: 示例市财政局, kind: department, level: city}
  - {id: ybj, name: 示例市医疗保障局, kind: department, level: city}
  - {id: rsj, name: 示例市人力资源和社会保障局, kind: department, level: city}
  - {id: mzj, name: 示例市民政局, kind: department, level: city}
  - {id: jyj, name: 示例市教育局, kind: department, level: city}
  - {id: yjj, name: 示例市药监局, kind: department, level: city}
  - {id: office, name: 示例市深化医药卫生体制改革和公立医院高质量发展工作领导小组办公室, kind: department, level: city}
  - {id: hospital, name: 示例市第一人民医院, kind: hospital, level: city, tier: 三级}
"""
BODY = """\
preamble:
  - 为落实全市医疗质量提升的工作部署，进一步规范诊疗行为，改善群众就医体验，经研究，现就有关事项通知如下。
  - 各单位要把医疗质量和患者安全放在各项工作的首位，对照标准逐条自查，把查出的问题列成清单，明确责任人和完成时限，做到件件有着落、事事有回音。
outline:
  - part: preamble
  - number: 一、
    title: 健全工作机制
    text: 主要负责人是医疗质量管理的第一责任人，每季度至少听取一次专题汇报。职能部门按照分工抓好日常检查，检查结果与科室考核挂钩，并在院内公开。
  - number: 二、
    title: 突出工作重点
    text: 围绕手术安全、合理用药、院内感染防控和护理质量四个方面，逐项制定改进措施。2026年12月底前，住院患者满意度达到95%以上，投诉在3个工作日内答复。
"""
PAGE = """\
  - number: 三、
    title: 做好总结评估
    text:
      - 每年12月10日前报送年度总结。总结应当说明任务完成情况、存在的主要问题和下一年度的打算，数据要真实、口径要一致，不得以材料代替落实。
      - 工作中遇到的重大问题应当及时报告，不得迟报、漏报、瞒报。对工作不力、造成不良影响的，按照有关规定处理；对成效明显的，予以通报表扬，并推广其做法。
      - 各单位应当于通知印发后20个工作日内制定实施细则，明确时间表和路线图，并报主管部门备案。细则内容有重大调整的，应当重新备案，同时说明理由。
      - 主管部门每半年组织一次督导检查，采取听取汇报、查阅资料、现场查看和个别访谈等方式进行，检查结果作为年度评价的重要依据，并向社会公布。
"""


@dataclass(frozen=True)
class Sample:
    """A plan file and the profile it is inspected with."""

    text: str
    profile: str = "gb9704"


def plan(head: str, document: str, body: str = BODY) -> str:
    return f"id: p\n{head}{body}document:\n" + "".join(f"  {line}\n" for line in document.splitlines())


DOWN = "title: 关于加强医疗质量管理工作的通知\nissuer: 示例市卫生健康委员会\ndoc_no: 示卫发〔2026〕12号\ndate: 2026-03-16\n"
FOOT = "cc: 示例市财政局，示例市医疗保障局\nprinted_by: 示例市卫生健康委员会办公室\nprinted_on: 2026-11-20\n"
TO = "to: 各县（市、区）卫生健康局，委直属各单位\n"
JOINT = "title: 关于做好公立医院改革补助资金使用管理工作的通知\nissuer: 示例市卫生健康委员会\njoint_issuers: [{}]\ndoc_no: 示卫发〔2026〕9号\ndate: 2026-11-2\n"
FIVE = "示例市财政局, 示例市医疗保障局, 示例市人力资源和社会保障局, 示例市民政局, 示例市教育局"
LONG_NAME = "title: 关于报送年度重点工作完成情况的通知\nissuer: 示例市深化医药卫生体制改革和公立医院高质量发展工作领导小组办公室\ndoc_no: 示医改办〔2026〕2号\ndate: 2026-11-2\n"
REQUEST = "title: 关于增加市级公立医院改革补助资金的请示\nissuer: 示例市卫生健康委员会\ndoc_no: 示卫〔2026〕3号\ndate: 2026-11-12\n"
LETTER = "title: 关于商请支持医疗质量检查工作的函\nissuer: 示例市卫生健康委员会\ndoc_no: 示卫函〔2026〕8号\ndate: 2026-10-9\n"
ORDER = "title: 示例市医疗纠纷预防和处理办法公布令\nissuer: 示例市卫生健康委员会\ndoc_no: 第3号\ndate: 2026-3-16\n"
MINUTES = "title: 关于医疗质量专题会议的纪要\nissuer: 示例市卫生健康委员会\ndoc_no: 第5期\ndate: 2026-3-16\n"
PRESENT = """\
format: minutes
attendance:
  present: [委领导　张三丰、李四光, 医政处　王五, 示例市第一人民医院　赵六、孙七、周八, 示例市财政局　吴九]
  absent: 郑十
  observers: [委办公室　冯一, 规划处　陈二]
cc: 各与会单位
printed_by: 示例市卫生健康委员会办公室
printed_on: 2026-03-18
"""
TABLES = """\
indicators:
  - {id: i1, name: 住院患者满意度, unit: "%", operator: gte, due: 2026-12-31, lead: [示例市第一人民医院], targets: [{value: 95}]}
  - {id: i2, name: 投诉处理及时率, unit: "%", operator: gte, due: 2026-12-31, lead: [示例市第一人民医院], targets: [{value: 98}]}
"""
OPENED = """\
preamble: [为落实全市医疗质量提升的工作部署，现就有关事项通知如下。]
outline:
  - part: preamble
  - {number: 一、, text: 高度重视。各单位要把医疗质量和患者安全放在各项工作的首位。}
  - number: 二、
    title: 落实责任
    sections:
      - {number: （一）, text: 各单位于每季度末报送进展。}
      - {number: （二）, text: 主管部门每半年组织一次督导检查，采取听取汇报、查阅资料、现场查看和个别访谈等方式进行，检查结果向社会公布。}
"""
TWELVE = (
    'indicators:\n  - {id: i1, name: 床位使用率, operator: gte, unit: "%", lead: [示例市第一人民医院], definition: 实际占用的床日, modality: 力争, due: 2026-12-31, targets: ['
    + ", ".join(f"{{value: 9{place}, scope: {{tier: {tier}级}}}}" for place, tier in enumerate("一二三四五六七八"))
    + "]}\n"
)
LONG_CELL = TABLES.replace("name: 住院患者满意度", f"name: 住院患者满意度, definition: {'逐项核对填报数据' * 250}")


def seals(*names: str, file: str = "plans/seals/office.png") -> str:
    return "seals:\n" + "".join(f"  - {{unit: {name}, file: {file}}}\n" for name in names)


HAND = "seals:\n  - {unit: 张三丰, post: 主任, file: plans/seals/hand.png}\n"

SAMPLES: Mapping[str, Sample] = {
    # 文件格式
    "downward": Sample(plan(DOWN, TO + FOOT)),
    "downward, one page of text more": Sample(plan(DOWN, TO + FOOT, BODY + PAGE)),
    "secret and urgent": Sample(plan(DOWN, 'copy_no: "000012"\nsecrecy: 机密★1年\nurgency: 特急\n' + TO + FOOT)),
    "urgent only": Sample(plan(DOWN, "urgency: 加急\n" + TO + FOOT)),
    "without 版记": Sample(plan(DOWN, TO)),
    "with 附注": Sample(plan(DOWN, TO + "note: 此件公开发布\n" + FOOT)),
    "with an attachment": Sample(plan(DOWN, TO + FOOT, BODY + TABLES)),
    "upward, one signer": Sample(plan(REQUEST, "to: 示例市人民政府\nsigners: [张三丰]\nnote: 联系人：李四光\n" + FOOT)),
    "upward, two signers": Sample(plan(REQUEST, "to: 示例市人民政府\nsigners: [张三丰, 李四光]\n" + FOOT)),
    "upward, three signers": Sample(plan(REQUEST, "to: 示例市人民政府\nsigners: [张三丰, 李四光, 欧阳修文]\n" + FOOT)),
    "upward, four signers": Sample(
        plan(REQUEST, "to: 示例市人民政府\nsigners: [张三丰, 李四, 欧阳修文, 王五]\n" + FOOT)
    ),
    "a name of thirty characters": Sample(plan(LONG_NAME, TO + FOOT)),
    "a name of thirty characters on an order": Sample(
        plan(LONG_NAME.replace("示医改办〔2026〕2号", "第2号"), "format: order\n" + FOOT + HAND), "order"
    ),
    "a name of thirty characters below": Sample(
        plan(
            DOWN,
            TO
            + FOOT.replace(
                "示例市卫生健康委员会办公室", "示例市深化医药卫生体制改革和公立医院高质量发展工作领导小组办公室"
            ),
        )
    ),
    "numbers without headings": Sample(plan(DOWN, TO + FOOT, OPENED)),
    "a table of twelve columns": Sample(plan(DOWN, TO + FOOT, BODY + TWELVE)),
    "a cell of two thousand characters": Sample(plan(DOWN, TO + FOOT, BODY + LONG_CELL)),
    # 联合行文
    "two issuers": Sample(plan(JOINT.format("示例市财政局"), TO + FOOT)),
    "three issuers": Sample(plan(JOINT.format("示例市财政局, 示例市医疗保障局"), TO + FOOT)),
    "six issuers": Sample(plan(JOINT.format(FIVE), TO + FOOT)),
    "three issuers, one name in the mark": Sample(
        plan(JOINT.format("示例市财政局, 示例市医疗保障局"), "lead_mark: 是\n" + TO + FOOT)
    ),
    # 用印
    "sealed": Sample(plan(DOWN, TO + FOOT + seals("示例市卫生健康委员会"))),
    "to be sealed by hand": Sample(plan(DOWN, TO + FOOT + "signing: 盖章\n")),
    "two seals": Sample(plan(JOINT.format("示例市财政局"), TO + FOOT + seals("示例市卫生健康委员会", "示例市财政局"))),
    "three seals": Sample(
        plan(
            JOINT.format("示例市财政局, 示例市医疗保障局"),
            TO + FOOT + seals("示例市卫生健康委员会", "示例市财政局", "示例市医疗保障局"),
        )
    ),
    "six seals": Sample(plan(JOINT.format(FIVE), TO + FOOT + seals("示例市卫生健康委员会", *FIVE.split(", ")))),
    "a signature stamp": Sample(plan(DOWN, TO + FOOT + "signing: 签名章\n" + HAND)),
    "two signature stamps": Sample(
        plan(
            JOINT.format("示例市财政局"),
            TO + FOOT + "signing: 签名章\n" + HAND + HAND[7:].replace("张三丰", "李四光").replace("主任", "局长"),
        )
    ),
    # 信函格式
    "letter": Sample(plan(LETTER, "format: letter\nto: 示例市财政局\ncc: 示例市人民政府办公室\n"), "letter"),
    "letter of one page": Sample(
        plan(LETTER, "format: letter\nto: 示例市财政局\ncc: 示例市人民政府办公室\n", OPENED.partition("  - number")[0]),
        "letter",
    ),
    "letter, secret and urgent": Sample(
        plan(LETTER, 'format: letter\ncopy_no: "000003"\nsecrecy: 秘密★6个月\nurgency: 加急\nto: 示例市财政局\n'),
        "letter",
    ),
    "letter of several pages": Sample(plan(LETTER, "format: letter\nto: 示例市财政局\n", BODY + PAGE), "letter"),
    "letter, sealed": Sample(
        plan(LETTER, "format: letter\nto: 示例市财政局\n" + seals("示例市卫生健康委员会")), "letter"
    ),
    # 命令（令）格式
    "order": Sample(plan(ORDER, "format: order\n" + FOOT + HAND), "order"),
    "order, to be signed by hand": Sample(
        plan(ORDER, "format: order\n" + FOOT + "seals: [{unit: 张三丰, post: 主任}]\n"), "order"
    ),
    # 纪要格式
    "minutes": Sample(plan(MINUTES, PRESENT), "minutes"),
    "minutes of several pages": Sample(plan(MINUTES, PRESENT, BODY + PAGE), "minutes"),
}


def seal_png() -> bytes:
    """A red ring with a star: a stand-in that belongs to nobody."""
    image = Image.new("RGBA", (500, 500), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.ellipse((6, 6, 494, 494), outline=(220, 20, 30, 255), width=14)
    pen.polygon(
        [
            (250, 150),
            (277, 225),
            (355, 225),
            (292, 272),
            (315, 350),
            (250, 303),
            (185, 350),
            (208, 272),
            (145, 225),
            (223, 225),
        ],
        fill=(220, 20, 30, 255),
    )
    return _png(image)


def hand_png() -> bytes:
    """A red scribble in a frame in the place of somebody's hand."""
    image = Image.new("RGBA", (400, 160), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.rectangle((4, 4, 396, 156), outline=(220, 20, 30, 255), width=8)
    pen.line((40, 120, 150, 40, 200, 130, 300, 30, 360, 110), fill=(220, 20, 30, 255), width=9)
    return _png(image)


def _png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "png")
    return file.getvalue()


def root(folder: Path, text: str) -> Path:
    """A content root with one plan, the units of all samples, and the pictures of seals."""
    files = {
        "plans/p.yaml": text.encode(),
        "plans/registry/units.yaml": UNITS.encode(),
        "plans/site.yaml": "organisation: 示例市卫生健康委员会\nurl: https://plans.example.org/\nas_of: 2026-11-21\n".encode(),
        "plans/seals/office.png": seal_png(),
        "plans/seals/hand.png": hand_png(),
    }
    for name, raw in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    return folder
