"""Every check of 公文体检 on real PDFs: correct documents pass, and a document broken in one point makes exactly that check speak."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import pypdf
import pytest
from inspect_samples import (
    ANNEX_1,
    ANNEXED,
    IMPRINT,
    JOINT,
    LETTER,
    LETTER_CSS,
    LONG,
    MINUTES,
    NOTICE,
    ORDER,
    SEALED,
    SHORT,
    STAMPED,
    TITLE,
    TWO_SIGNERS,
    UPWARD,
    broken,
    pdf,
    seal,
    stamp,
)

from campaign.inspect import Report, inspect_pdf
from campaign.inspect.checks import CHECKS

SEAL = SEALED.replace("SEAL", seal())
STAMP = STAMPED.replace("STAMP", stamp())
# a 信函 with 抄送 as the last line of its page
COPIED = LETTER + '<div class="imprint"><p class="copies">抄送：市政府办公室。</p></div>'

COLOPHON = "<p style=\"font: 9pt/1.5 'Planpress Hei'; color: #333; text-indent: 0\">版次 2　数据截至 2026年11月20日</p>"


def inspect(tmp_path: Path, body: str, css: str = "", profile: str = "gb9704", **options: str) -> Report:
    path = tmp_path / "sample.pdf"
    path.write_bytes(pdf(body, css, **options))
    return inspect_pdf(path, profile)


ROWS = "".join(f"<tr><td>{number}</td><td>市中心医院</td><td>{LONG[:66]}</td></tr>" for number in range(1, 16))
TABLE = f'<div class="annex ruled"><table><thead><tr><th>序号</th><th>单位</th><th>任务</th></tr></thead>{ROWS}</table></div>'
RULED = """.ruled { page: ruled } @page ruled { margin: 37mm 26mm 35mm 28mm }
@page ruled:right { @bottom-right { padding-top: 4.2375mm } } @page ruled:left { @bottom-left { padding-top: 4.2375mm } }"""
SHEET = "<p>牵头任务三项，参与任务八项。</p>" + TABLE
SHEET_CSS = """@page { size: A4 landscape; margin: 12mm;
  @bottom-center { content: "第" counter(page) "页　共" counter(pages) "页"; font: 9pt/1 "Planpress Fang"; color: #555 } }
@page :left { @bottom-left { content: none } } @page :right { @bottom-right { content: none } }
table { width: 100% } tr { break-inside: avoid } p { color: #444 }"""

CORRECT = {
    "通知": (NOTICE, "", "gb9704"),
    "带附件和版记": (ANNEXED, "", "gb9704"),
    "一页": (SHORT, "", "gb9704"),
    "上行文": (UPWARD, "", "gb9704"),
    "两个签发人": (TWO_SIGNERS, "", "gb9704"),
    "联合行文": (JOINT, "", "gb9704"),
    "盖章": (SEAL, "", "gb9704"),
    "签名章": (STAMP, "", "gb9704"),
    "版次印在末页": (NOTICE + COLOPHON, "", "gb9704"),
    "信函": (LETTER, LETTER_CSS, "letter"),
    "信函，有抄送": (COPIED, LETTER_CSS, "letter"),
    "命令": (ORDER, "", "order"),
    "纪要": (MINUTES, "", "minutes"),
    "表册": (SHEET, SHEET_CSS, "sheet"),
    "续表": (SHORT + TABLE, RULED + "tr { break-inside: avoid }", "gb9704"),
}


@pytest.mark.parametrize("name", CORRECT)
def test_a_correct_document_has_no_fault(tmp_path: Path, name: str) -> None:
    report = inspect(tmp_path, *CORRECT[name])
    assert [str(finding) for finding in report.findings] == []


@dataclass(frozen=True)
class Broken:
    """A document, what is wrong with it, and words of the message that must appear. `also`: checks that see the same fault."""

    check: int
    body: str
    words: str
    css: str = ""
    profile: str = "gb9704"
    severity: str = "error"
    also: tuple[int, ...] = ()


def _p(*texts: str) -> str:
    """A short document with these paragraphs."""
    return TITLE + "".join(f"<p>{text}</p>" for text in texts)


W = "warning"
FULL = TITLE + "".join(f"<p>{LONG}</p>" for _ in range(14))  # page 2 is full
NUMBERS = "@page :right {{ @bottom-right {{ {0} }} }} @page :left {{ @bottom-left {{ {0} }} }}"

FAULTS = [
    # 页面
    Broken(1, SHORT, "210.0×290.0 毫米", "@page { size: 210mm 290mm; margin-bottom: 25.5625mm }"),
    Broken(1, ANNEX_1.replace("annex", "annex wide"), "首页是横向的", also=(19, 22, 39, 40)),
    Broken(2, broken(SHORT, "<p>各单位", '<p style="margin-right: -3em">各单位'), "超出版心右边 16", also=(6,)),
    Broken(
        2, SHORT + f'<img src="{seal("#000")}" style="position:absolute; left:-20mm; top:150mm">', "图片超出版心左边"
    ),
    Broken(
        3, FULL, "首行上边距纸顶 35 毫米", "@page { margin-top: 32.5625mm; margin-bottom: 34.5625mm }", also=(2, 39)
    ),
    Broken(
        4,
        NOTICE,
        "本页排了 21 行，应为 22 行",
        "@page { margin-bottom: 43mm }" + NUMBERS.format("padding-top: 12.2375mm"),
    ),
    Broken(5, SHORT, "正文行距为 9.88 毫米", "p { line-height: 28pt }"),
    Broken(5, broken(NOTICE, "<p>（2）", '<p style="margin-top:.6mm">（2）'), "与上一行相距 11.05 毫米", also=(4,)),
    Broken(6, _p(*[LONG] * 4), "整行多为 27 字", "p { font-size: 16pt }", also=(26,), severity="any"),
    Broken(6, SHORT, "每字宽 5.49 毫米", "p { letter-spacing: -.25pt; padding-right: 2mm }"),
    Broken(7, broken(SHORT, "医疗质量的工作", "医疗<br>质量的工作"), "行末空了", severity=W),
    # 字体
    Broken(8, SHORT, "正文只有 0% 的字是仿宋", "p { font-family: 'Planpress Kai', 'FandolKai' }"),
    Broken(
        8,
        SHORT,
        "“各单位要把质量安全作为医院管…”为 14 磅",
        "p + p + p { font-size: 14pt; text-indent: 2.256em }",
        also=(5, 6),
    ),
    Broken(
        8,
        broken(SHORT, "心内容", '<span class="x">心</span>内容'),
        "“心”用的是",
        ".x { font-family: 'Planpress Song', 'Noto Serif CJK SC'; line-height: 0 }",
        severity=W,
    ),
    Broken(9, broken(SHORT, "心内容", "\ue123内容"), "U+E123缺字"),
    Broken(9, broken(SHORT, "心内容", "𪚥内容"), "“𪚥”（U+2A6A5）缺字"),
    Broken(10, broken(SHORT, "心内容", '<span style="color:#1a5fb4">心</span>内容'), "#1a5fb4"),
    Broken(10, SHORT + '<div style="background:#cde; height:5mm"></div>', "线条或底色"),
    Broken(10, NOTICE, "2 种红色", ".rule { background: #ff0000 }"),
    Broken(
        11,
        broken(SHORT, "心内容", "<i>心内</i>容"),
        "“心内”是斜体",
        "i { display: inline-block; transform: skewX(-12deg); font-style: normal; line-height: 1; text-indent: 0 }",
        severity=W,
    ),
    Broken(11, broken(SHORT, "心内容", "<u>心内</u>容"), "下划线", severity=W),
    # 版头
    Broken(12, NOTICE, "上边距纸顶 75 毫米", ".mark { top: 40.4375mm }"),
    Broken(12, NOTICE, "应居中", ".mark { left: 5mm }"),
    Broken(12, NOTICE, "不是红色", ".mark { color: #000 }"),
    Broken(12, ORDER.replace("局令", "局"), "末尾应为“命令”或“令”", profile="order"),
    Broken(
        12,
        LETTER.replace("某市卫生健康局</p>", "某市卫生健康局文件</p>", 1),
        "信函的发文机关标志不加",
        LETTER_CSS,
        "letter",
    ),
    Broken(13, broken(NOTICE, "〔2026〕12号", "[2026]12号"), "六角括号"),
    Broken(13, broken(NOTICE, "〔2026〕12号", "〔2026〕第12号"), "不加“第”"),
    Broken(13, broken(NOTICE, "〔2026〕12号", "〔2026〕012号"), "不编虚位"),
    Broken(13, broken(ORDER, "第12号", "12号"), "令号写作“12号”", profile="order"),
    Broken(14, NOTICE, "发文字号中线", ".number { left: 6mm }"),
    Broken(14, NOTICE, "没有签发人", ".number { left: 1em; right: auto; text-align: left }"),
    Broken(14, UPWARD, "应居左空一字", ".number.up { left: 2em }"),
    Broken(14, UPWARD, "不在同一行", ".signer { top: 65.6165mm }"),
    Broken(
        14, NOTICE, "空了 0.7 行", ".number { top: 62mm } .rule { top: 74.008mm } .head { height: 95.6mm }", severity=W
    ),
    Broken(15, NOTICE, "红色分隔线宽 150 毫米", ".rule { width: 150mm }"),
    Broken(15, NOTICE, "发文字号下 7 毫米", ".rule { top: 91.0705mm }"),
    Broken(15, NOTICE, "没有红色分隔线", ".rule { background: none }", also=(19,)),
    Broken(16, broken(UPWARD, '<span class="kai">', "<span>"), "应为楷体"),
    Broken(16, UPWARD, "右空 2.00 字", ".signer { right: 2em }"),
    Broken(16, broken(UPWARD, "签发人：", '<span class="hei">签发人：</span>'), "应为仿宋"),
    Broken(16, broken(TWO_SIGNERS, "李某某", "李某某某"), "没有与上一行签发人姓名对齐"),
    Broken(17, broken(NOTICE, "000001", "0001"), "6 位数字"),
    Broken(17, broken(NOTICE, "秘密★1年", "秘密1年"), "应如“机密★1年”"),
    Broken(17, broken(NOTICE, 'class="urgent hei"', 'class="urgent"'), "应为黑体"),
    Broken(17, NOTICE, "顺序不对", ".secret { top: 20.892mm } .urgent { top: 10.446mm }"),
    Broken(17, NOTICE, "应顶格", ".copy { left: 1em }"),
    Broken(
        17,
        broken(NOTICE, '<p class="copy">000001</p>', ""),
        "应标注份号",
        ".secret { top: 0 } .urgent { top: 10.446mm }",
    ),
    Broken(18, JOINT, "没有对齐", ".joint .row:first-child { width: 100mm }"),
    Broken(18, JOINT, "应上下居中", ".joint .word { top: 18mm }"),
    # 主体
    Broken(19, NOTICE, "标题为 18 磅", "h1 { font-size: 18pt }"),
    Broken(19, NOTICE, "应为小标宋", "h1 { font-family: 'Planpress Hei', 'Noto Sans CJK SC' }"),
    Broken(19, NOTICE, "标题的中线", "h1 { padding-left: 8mm }"),
    Broken(19, NOTICE, "应空二行", ".head { height: 99.234mm }"),
    Broken(20, broken(SHORT, "关于<br>开展质量", "关于开展质<br>量"), "“质量”被拆在两行"),
    Broken(20, broken(SHORT, "提升行动的通知", "提升行动<br>的通知"), "标题行首不能是“的”"),
    Broken(20, broken(SHORT, "某市卫生健康局关于<br>开展", "某市卫生健康局<br>关于<br>开展"), "梯形或菱形", severity=W),
    Broken(21, broken(NOTICE, "行动的通知", "行动的事项"), "不是法定文种", severity=W),
    Broken(22, broken(SHORT, "卫生单位：", "卫生单位:"), "应为全角冒号"),
    Broken(22, SHORT, "主送机关左空", ".to { text-indent: 1em }"),
    Broken(22, SHORT, "标题下应空一行", "h1 { margin-bottom: 0 }"),
    Broken(
        23, broken(SHORT, "<p>各单位", '<p style="text-indent:1.5em">各单位'), "左空 1.50 字，段首应空二字", also=(6,)
    ),
    Broken(23, broken(SHORT, "<p>各单位", '<p style="text-indent:0">各单位'), "没有缩进"),
    Broken(23, broken(SHORT, "<p>各单位", '<p style="padding-left:.2em">各单位'), "回行应顶格", also=(6, 26)),
    Broken(24, broken(NOTICE, "二、工作安排", "三、工作安排"), "应为第 2 项"),
    Broken(24, broken(NOTICE, '<p class="hei">二、', "<p>二、"), "“一、”一级应为黑体"),
    Broken(24, broken(NOTICE, '<span class="kai">（一）', "<span>（一）"), "“（一）”一级应为楷体"),
    Broken(24, broken(NOTICE, "（一）落实", "（一）、落实"), "序号写作“（一）、”"),
    Broken(24, broken(NOTICE, "2.强化", "2、强化"), "序号写作“2、”"),
    Broken(
        24,
        _p("一、总体要求", "1.加强培训考核。"),
        "跳过了",
        "p:nth-of-type(1) { font-family: 'Planpress Hei' }",
        severity=W,
    ),
    Broken(
        25,
        broken(SHORT, "工作部署，进一步", "工作部署进一步加强<br>，进一步"),
        "行首不能是“，”",
        also=(6, 7),
        severity="any",
    ),
    Broken(
        25,
        broken(SHORT, "工作部署，进一步", "工作部署，进（<br>进一步）"),
        "行末不能是“（”",
        also=(6, 7),
        severity="any",
    ),
    Broken(26, broken(SHORT, "工作部署，进一步", "工作部署20<br>26年"), "“2026年”被拆在两行", severity=W),
    Broken(26, _p("医" * 54 + "好。"), "末行只有一个字“好。”", severity=W),
    Broken(27, broken(SHORT, "规范诊疗行为，", "规范诊疗行为,"), "“,”应为“，”"),
    Broken(27, broken(SHORT, "医疗质量提升行动，", "“医疗质量提升行动，"), "不成对"),
    Broken(27, broken(SHORT, "医疗质量提升行动，", "10-20天行动，"), "起止号"),
    # 文末
    Broken(28, broken(ANNEXED, "汇总表</span></p></div>", "汇总表。</span></p></div>"), "不应加标点", also=(29,)),
    Broken(28, broken(ANNEXED, "附件：</span>", "附件:</span>"), "应为“附件：”"),
    Broken(28, ANNEXED, "正文下应空一行", ".note { margin-top: 0 }"),
    Broken(28, ANNEXED, "应空二字", ".note { padding-left: 1em }"),
    Broken(28, ANNEXED, "没有与附件名称的首字对齐", ".note p { display: block; text-indent: 0 }"),
    Broken(28, broken(ANNEXED, "<span>2.</span>", "<span>3.</span>"), "附件序号是 3，应为 2"),
    Broken(29, broken(ANNEXED, "<h2>质量提升行动任务分解表", "<h2>质量提升任务分解表"), "与附件说明"),
    Broken(29, broken(ANNEXED, '<p class="flush hei">附件1', '<p class="flush">附件1'), "应为黑体"),
    Broken(29, ANNEXED, "应排在版心第三行", ".annex h2 { margin: 20.892mm 0 }"),
    Broken(29, broken(ANNEXED, "附件2</p>", "附件3</p>"), "按顺序应为“附件2”"),
    Broken(29, broken(ANNEXED, 'class="annex"', 'class="annex" style="break-before:auto"'), "没有另起一页"),
    Broken(29, broken(ANNEXED, ANNEX_1, ""), "列了 2 个附件，后面有 1 个", also=(36,), severity="any"),
    Broken(30, broken(NOTICE, "2026年11月2日", "2026年11月02日"), "不编虚位", also=(31,)),
    Broken(30, broken(NOTICE, "2026年11月2日", "2026年11月31日"), "不是日历上有的日子", also=(31,)),
    Broken(30, broken(NOTICE, "2026年11月2日", "二〇二六年十一月二日"), "用阿拉伯数字", also=(31,)),
    Broken(30, NOTICE, "右空 3.00 字", ".sign .date { right: 3em } .sign .name { right: 2.75em }"),
    Broken(30, broken(ANNEXED, "2026年11月3日印发", "2026年11月1日印发"), "晚于印发日期"),
    Broken(31, NOTICE, "署名中线比成文日期偏左", ".sign .name { right: 5em }"),
    Broken(
        31,
        broken(
            broken(JOINT, '"a">某市卫生健康局', '"a">某市人力资源和社会保障局'),
            '"b">某市人力资源和社会保障局',
            '"b">某市卫生健康局',
        ),
        "应与版头一致",
    ),
    Broken(32, SEALED.replace("SEAL", seal("#000")), "印章不是红色"),
    Broken(32, SEAL, "没有同时压住", ".sealed img { top: -12mm }"),
    Broken(32, SEAL, "印章超出版心", ".sealed img { right: -3mm }"),
    Broken(32, SEAL, "应在一行之内", ".sealed { margin-top: 20.892mm }"),
    Broken(32, broken(SEAL, "<img", f'<img style="right:0" src="{seal()}"><img'), "应互不接触"),
    Broken(
        32,
        broken(SEAL, "<img", f'<img style="right:calc(7.25em + 25mm); top:8mm" src="{seal()}"><img'),
        "高低差 4 毫米，应排列整齐",
    ),
    Broken(
        47, STAMP, "签名章右空 16.71 毫米", ".stamped img { right: 3em } .stamped .post { right: calc(5em + 40mm) }"
    ),
    Broken(47, STAMP, "职务比签名章的中线低", ".stamped .post { top: 29mm }"),
    Broken(47, STAMP, "职务与签名章相距 5.57 毫米", ".stamped .post { right: calc(5em + 40mm) }"),
    Broken(47, STAMP, "应空二行", ".stamped { margin-top: 20.892mm }"),
    Broken(47, STAMP, "成文日期在签名章下 36.", ".stamped .date { top: 73.122mm }"),
    Broken(
        33, broken(NOTICE, '<div class="sign">', '<div class="sign" style="break-before:page">'), "所在的页没有正文"
    ),
    Broken(33, broken(SHORT, "<p>各单位", "<p>（此页无正文）</p><p>各单位"), "不能用“此页无正文”"),
    Broken(34, broken(NOTICE, "（此件公开发布）", "此件公开发布"), "应加圆括号"),
    Broken(34, NOTICE, "附注左空", ".remark { text-indent: 3em }"),
    Broken(34, NOTICE, "应排在下一行", ".remark { margin-top: 10.446mm }"),
    # 版记
    Broken(35, ANNEXED, "首条分隔线粗 0.6 毫米", ".imprint > div:first-of-type { height: .6mm }"),
    Broken(35, ANNEXED, "应与版心下边重合", "@page { @footnote { padding-bottom: 8mm } }"),
    Broken(35, ANNEXED, "应与版心等宽", ".imprint > div { width: 150mm }"),
    Broken(
        35,
        ANNEXED + "<p style='break-before:page'>补充说明一页。</p><p style='break-before:page'>又一页。</p>",
        "应在最后一页",
    ),
    Broken(36, broken(SHORT + IMPRINT, '<div class="annex">', "<div>"), "版记落在单页", severity=W),
    Broken(37, broken(ANNEXED, "各民主党派。", "各民主党派"), "末尾应加句号"),
    Broken(37, ANNEXED, "没有与冒号后的首字对齐", ".imprint .copies { padding-left: 3em; text-indent: -2em }"),
    Broken(37, broken(ANNEXED, "抄送：", "抄送:"), "应为“抄送：”"),
    Broken(37, ANNEXED, "抄送：市委", ".imprint .copies { font-size: 12pt; padding: 0 14pt 0 50pt }"),
    Broken(38, broken(ANNEXED, "11月3日印发", "11月03日印发"), "如“2026年1月5日印发”"),
    Broken(38, ANNEXED, "印发日期右空", ".imprint p span + span { right: 2em }"),
    Broken(38, ANNEXED, "印发机关左空", ".imprint .issued { padding-left: 2em }"),
    # 页码
    Broken(39, SHORT, "“— 1 —”", NUMBERS.format("content: counter(page)")),
    Broken(39, SHORT, "页码是 2，应为 1", NUMBERS.format("content: '— 2 —'")),
    Broken(39, SHORT, "应为 4 号", NUMBERS.format("font-size: 12pt")),
    Broken(39, SHORT, "应为宋体", NUMBERS.format("font-family: 'Planpress Fang', 'FandolFang R'")),
    Broken(39, SHORT, "单页应居右空一字", NUMBERS.format("padding-right: 0")),
    Broken(39, NOTICE, "双页应居左空一字", "@page :left { @bottom-left { padding-left: 3em } }"),
    Broken(39, SHORT, "应为 7 毫米", NUMBERS.format("padding-top: 5mm")),
    Broken(39, SHORT, "没有页码", NUMBERS.format("content: none")),
    Broken(40, ANNEXED, "应顺时针转 90 度", ".turned div { transform: none }"),
    Broken(
        40,
        ANNEXED,
        "单页应在下方",
        "@page wide:right { @left-bottom { content: none } @left-top { content: element(turned); width: 35mm } }",
    ),
    # 表格、文件
    Broken(41, ANNEXED, "不宜小于 10.5 磅", "td { font-size: 9pt }", severity=W),
    Broken(
        41,
        broken(
            ANNEXED, "<td>市中心医院", '<td style="white-space:nowrap">市中心医院医疗质量管理委员会办公室和感染控制科'
        ),
        "超出单元格",
    ),
    Broken(
        41,
        SHORT + TABLE.replace("thead>", "tbody>"),
        "续表没有重复表头“序号单位任务”",
        RULED + "tr { break-inside: avoid }",
    ),
    Broken(41, SHORT + TABLE, "有一行被拆在两页", RULED, severity=W),
    Broken(39, SHEET, "页码是 8，应为 1", SHEET_CSS.replace("counter(page)", "'8'"), "sheet"),
    Broken(10, SHEET, "#cc0066", SHEET_CSS + "p { color: #c06 }", "sheet"),
    Broken(42, ANNEXED, "表格超出版心右边", "table { width: 160mm }"),
    Broken(42, broken(SHORT, "现将有关", "按5ML计，现将有关"), "应写作“mL”", severity=W),
    # 特定格式
    Broken(44, LETTER, "应为 170 毫米", LETTER_CSS + ".letter .rule { width: 156mm; left: 0 }", "letter"),
    Broken(44, LETTER, "应上粗下细", LETTER_CSS + ".letter .a { height: .2mm } .letter .b { height: .7mm }", "letter"),
    Broken(
        44, LETTER, "应距下页边 20 毫米", LETTER_CSS + ".letter .c { top: 237mm } .letter .d { top: 237.7mm }", "letter"
    ),
    Broken(44, LETTER, "应顶格居版心右边", LETTER_CSS + ".letter .number { right: 1em }", "letter"),
    Broken(44, LETTER, "应为 3 号汉字高度的 7/8（4.88 毫米）", LETTER_CSS + ".letter .number { top: 20mm }", "letter"),
    Broken(
        44,
        COPIED,
        "信函的版记应排在版心内最下方",
        LETTER_CSS + "@page { @footnote { padding-bottom: 12mm } }",
        "letter",
    ),
    Broken(44, LETTER, "应有一条红色双线", LETTER_CSS + ".letter .c { background: none }", "letter"),
    Broken(46, broken(MINUTES, '<span class="hei">出席', "<span>出席"), "应为黑体", profile="minutes"),
    Broken(46, MINUTES, "应空一行", ".present { margin-top: 0 }", profile="minutes"),
    Broken(46, MINUTES, "没有与冒号后的首字对齐", ".present { display: block }", profile="minutes"),
]


def test_word_processors_hang_marks_and_set_lines_low_in_their_boxes(tmp_path: Path) -> None:
    hung = SHORT + f'<p style="white-space:nowrap">{"甲" * 26}，<br>{"乙" * 28}。<br>{"丙" * 9}。</p>'
    assert [each for each in inspect(tmp_path, hung).findings if each.check in (2, 6, 7)] == []
    over = hung.replace("，<br>", "丁<br>")
    assert {each.check for each in inspect(tmp_path, over).findings if each.line} >= {2, 6}
    boxed = "@page { margin: 37mm 26mm 35mm 28mm } body { line-height: 10.2mm }"
    assert [each for each in inspect(tmp_path, NOTICE, boxed).findings if each.check == 3] == []


def test_two_documents_in_one_file_are_told_apart(tmp_path: Path) -> None:
    both = pypdf.PdfWriter()
    for body in (ANNEXED, SHORT, NOTICE):  # behind 版记, and with a mark of its own
        both.append(io.BytesIO(pdf(body)))
    path = tmp_path / "three.pdf"
    both.write(path)
    report = inspect_pdf(path)
    assert report.documents == ((1, 4), (5, 5), (6, 8))
    assert "里面有 3 份公文，分开查：第1—4页，第5页，第6—8页" in report.as_text()
    assert [each.check for each in report.findings] == [43, 43]  # neither title nor language, told once for the file


@pytest.mark.parametrize("case", FAULTS, ids=lambda case: f"{case.check}-{case.words[:12]}")
def test_one_fault_makes_its_check_speak(tmp_path: Path, case: Broken) -> None:
    report = inspect(tmp_path, case.body, case.css, case.profile)
    told = [str(finding) for finding in report.findings]
    spoken = [finding for finding in report.findings if finding.check == case.check and case.words in finding.message]
    assert spoken, told
    assert case.severity in ("any", spoken[0].severity), told
    assert {finding.check for finding in report.findings} <= {case.check, *case.also}, told


def test_every_check_has_a_document_that_breaks_it() -> None:
    assert {check.number for check in CHECKS} - {case.check for case in FAULTS} == {43}  # 43: test_inspect_file.py
