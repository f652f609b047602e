"""Documents for the tests of 公文体检: correct ones by the arithmetic of GB/T 9704—2012, and ways to break them in one point.

Nothing here uses the project's own print room: the stylesheet below states the same standard a second time, on its own.
Lengths: content box of a page 34.5625…264.4375 mm (half the leading of a line is taken off the margins), 一行 10.446 mm.
"""

from __future__ import annotations

import base64
import io
import os
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if (ROOT / ".fonts/fonts.conf").exists():
    os.environ.setdefault("FONTCONFIG_FILE", str(ROOT / ".fonts/fonts.conf"))

STYLE = """
@page { size: 210mm 297mm; margin: 34.5625mm 26mm 32.5625mm 28mm }
@page :right { @bottom-right { content: "— " counter(page) " —"; font: 14pt/1 "Planpress Num", "FandolSong";
  vertical-align: top; text-align: right; padding: 1.8mm 1em 0 0 } }
@page :left { @bottom-left { content: "— " counter(page) " —"; font: 14pt/1 "Planpress Num", "FandolSong";
  vertical-align: top; text-align: left; padding: 1.8mm 0 0 1em } }
@page { @footnote { border: 0; margin: 0; padding: 0 0 2.4375mm } }
html, body { margin: 0; padding: 0 }
body { page: main; font-family: "Planpress Fang", "FandolFang R"; font-size: 15.79pt; line-height: 10.446mm;
  orphans: 1; widows: 1; color: #000; position: relative }
p, h1 { margin: 0; font-weight: normal; font-size: inherit }
p { text-indent: 2em }
.flush, .head p, .sign p { text-indent: 0 }
.hei { font-family: "Planpress Hei", "Noto Sans CJK SC" }
.kai { font-family: "Planpress Kai", "FandolKai" }
.fang { font-family: "Planpress Fang", "FandolFang R" }
h1 { font: 22pt/10.446mm "Planpress Song", "Noto Serif CJK SC"; text-align: center; margin-bottom: 10.446mm }
/* 版头: every element stands at its own height, measured from the top of the content box */
.head { position: relative; height: 109.68mm }
.head > * { position: absolute; margin: 0; line-height: 10.446mm }
.copy { top: 0; left: 0 }
.secret { top: 10.446mm; left: 0 }
.urgent { top: 20.892mm; left: 0 }
.mark { font: 40pt/1 "Planpress Song", "Noto Serif CJK SC"; color: #e60012; left: 0; right: 0; top: 37.4375mm;
  text-align: center; line-height: 1 !important; white-space: nowrap }
.number { left: 0; right: 0; top: 76.0625mm; text-align: center }
.rule { background: #e60012; left: 0; width: 156mm; height: .7mm; top: 88.0705mm }
.note { margin-top: 10.446mm; padding-left: 2em }
.note p { display: flex; text-indent: 0; padding-left: 3em }
.note p:first-child { padding-left: 0 }
.note span { flex: none }
.note span:last-child { flex: 1 }
/* 署名 and 成文日期: the date's right edge is four characters from the type area's, the name is centred on it */
.sign { position: relative; height: 31.338mm }
.sign p { position: absolute; white-space: nowrap }
.sign .name { top: 10.446mm; right: 3.75em }
.sign .date { top: 20.892mm; right: 4em }
.annex { break-before: page }
.annex h2 { font: inherit; text-align: center; margin: 10.446mm 0 }
table { border-collapse: collapse; width: 156mm; table-layout: fixed; font-size: 12pt; line-height: 6mm }
th, td { border: .25mm solid #000; padding: 1mm; font-weight: normal }
.imprint { float: footnote; font-size: 14pt; line-height: 8.5mm; width: 156mm }
::footnote-call { content: none }
::footnote-marker { content: none; list-style: none }
.imprint p { text-indent: 0; padding: 0 1em }
.imprint p span + span { position: absolute; right: 1em }
.imprint p { position: relative }
.imprint div { background: #000; height: .35mm }
.imprint div.thin { height: .25mm }
.imprint .copies { padding-left: 4em; text-indent: -3em }
/* 上行文 */
.number.up { left: 1em; right: auto; text-align: left }
.signer { top: 76.0625mm; right: 1em }
.signer.upper { top: 65.6165mm }
/* 联合行文 */
.joint { left: 10mm; width: 136mm; top: 31.4375mm; height: 28mm; color: #e60012;
  font: 30pt/1 "Planpress Song", "Noto Serif CJK SC"; line-height: 1 !important }
.joint .row { position: absolute; display: flex; justify-content: space-between; width: 110mm; left: 0 }
.joint .word { position: absolute; right: 0; top: 12.5mm }
.sign.two p { top: 10.446mm }
.sign.two .a { left: 2em }
.sign.two .b { right: 1em }
.sign.two .date { top: 20.892mm }
/* 印章 */
.sealed .name { top: 20.892mm }
.sealed .date { top: 31.338mm }
.sealed { height: 50mm }
.sealed img { position: absolute; width: 42mm; height: 42mm; top: 4mm; right: calc(7.25em - 21mm) }
/* 签名章: two lines below the text, four characters from the right; the post two characters left of it, the date a line below */
.stamped { height: 62.676mm }
.stamped img { position: absolute; width: 40mm; height: 16mm; top: 23.338mm; right: 4em }
.stamped .post { top: 26.115mm; right: calc(6em + 40mm) }
.stamped .date { top: 52.23mm }
/* 信函 */
.letter { height: 48.5mm }
.letter .mark { top: -4.5625mm }
.letter .number { top: 17.24mm; text-align: right }
.letter .rule { left: -8mm; width: 170mm; top: 13.55mm }
.letter .b, .letter .c { height: .25mm }
.letter .b { top: 14.55mm }
.letter .c { top: 241.6mm }
.letter .d { top: 242.3mm }
/* 命令 */
.order { height: 90mm }
.order .mark { top: 22.4375mm }
.order .number { top: 57mm }
/* 纪要 */
.present { display: flex; margin: 10.446mm 0 0 2em }
.present span:first-child { flex: none }
/* 横排页: the running page number turns clockwise at the left edge, low on odd pages, high on even ones */
@page wide { size: 297mm 210mm; margin: 28mm 37mm 26mm 35mm }
@page wide:right { @bottom-right { content: none }
  @left-bottom { content: element(turned); vertical-align: bottom; width: 35mm } }
@page wide:left { @bottom-left { content: none }
  @left-top { content: element(turned); vertical-align: top; width: 35mm } }
.wide { page: wide }
.wide table { width: 225mm }
.turned { position: running(turned) }
.turned div { width: 20mm; height: 20mm; margin-left: 8mm; transform: rotate(90deg); text-align: center;
  font: 14pt/20mm "Planpress Num", "FandolSong"; white-space: nowrap }
.turned div::after { content: "— " counter(page) " —" }
"""


def broken(document: str, old: str, new: str) -> str:
    """`document` with one piece of text replaced, which must be there."""
    assert old in document, f"{old} is not in the document"
    return document.replace(old, new, 1)


HEAD = """<div class="head"><p class="copy">000001</p><p class="secret hei">秘密★1年</p><p class="urgent hei">特急</p>
<p class="mark">某市卫生健康局文件</p><p class="number">某卫发〔2026〕12号</p><div class="rule"></div></div>"""
TITLE = "<h1>某市卫生健康局关于<br>开展质量提升行动的通知</h1>"
ADDRESSEE = '<p class="flush to">各县（市、区）卫生健康局，市级各医疗卫生单位：</p>'
OPENING = (
    "为深入贯彻落实上级关于全面提升医疗质量的工作部署，进一步加强全市医疗机构内部管理，规范诊疗行为，"
    "保障患者安全，改善就医体验，经研究，决定在全市组织开展医疗质量提升行动，现将有关事项通知如下。"
)
LONG = (
    "各单位要把质量安全作为医院管理的核心内容，建立健全院科两级质量管理组织，明确职责分工，定期开展质量分析，"
    "对发现的问题建立台账并逐项整改，做到责任到人、措施到位、时限清楚、结果可查，确保各项核心制度落到实处见到成效。"
)
BODY = f"""<p>{OPENING}</p>
<p class="hei">一、总体要求</p>
<p>{LONG}</p>
<p><span class="kai">（一）落实核心制度。</span>{LONG}</p>
<p>1.加强培训考核。{LONG}</p>
<p>（1）完善工作机制。{LONG}</p>
<p>（2）严格督促检查。{LONG}</p>
<p>2.强化过程管理。{LONG}</p>
<p><span class="kai">（二）改善服务流程。</span>{LONG}</p>
<p class="hei">二、工作安排</p>
<p>{LONG}</p>"""
SIGN = '<div class="sign"><p class="name">某市卫生健康局</p><p class="date">2026年11月2日</p></div>'
REMARK = '<p class="remark">（此件公开发布）</p>'

# three pages: 版头 and the beginning, a full page, the end
NOTICE = HEAD + TITLE + ADDRESSEE + BODY + SIGN + REMARK

NOTE = """<div class="note"><p><span>附件：</span><span>1.</span><span>质量提升行动任务分解表</span></p>
<p><span>2.</span><span>医疗质量安全核心制度落实情况自查表和整改任务清单及季度进展情况汇总表</span></p></div>"""
ROW = "<tr><td>{0}</td><td>市中心医院</td><td>完善质量管理组织，每季度分析一次</td></tr>"
GRID = "<thead><tr><th>序号</th><th>责任单位</th><th>任务</th></tr></thead>"
ANNEX_1 = (
    '<div class="annex"><p class="flush hei">附件1</p><h2>质量提升行动任务分解表</h2><table>'
    + GRID
    + "".join(ROW.format(number) for number in (1, 2, 3))
    + "</table></div>"
)
ANNEX_2 = (
    '<div class="annex wide"><div class="turned"><div></div></div><p class="flush hei">附件2</p>'
    "<h2>医疗质量安全核心制度落实情况自查表<br>和整改任务清单及季度进展情况汇总表</h2><table>"
    + GRID
    + "".join(ROW.format(number) for number in (1, 2))
    + "</table></div>"
)
IMPRINT = """<div class="annex"><p>以上附件由各单位按季度填报，报送时间为每季度末月二十五日前。</p>
<div class="imprint"><div></div>
<p class="copies">抄送：市委办公室，市人大常委会办公室，市政府办公室，市政协办公室，市纪委市监委，市疾病预防控制局，各民主党派。</p>
<div class="thin"></div>
<p class="issued"><span>某市卫生健康局办公室</span><span>2026年11月3日印发</span></p><div></div></div></div>"""

# four pages: a short notice without 版头, an upright and a lying annex, the 版记
ANNEXED = TITLE + ADDRESSEE + f"<p>{OPENING}</p><p>{LONG}</p>" + NOTE + SIGN + REMARK + ANNEX_1 + ANNEX_2 + IMPRINT


# one page: title, recipients, two paragraphs
SHORT = TITLE + ADDRESSEE + f"<p>{OPENING}</p><p>{LONG}</p>"

# one page to a superior: 发文字号 on the left, 签发人 on the right
UPWARD = (
    broken(
        HEAD, '<p class="number">', '<p class="signer">签发人：<span class="kai">张某某</span></p><p class="number up">'
    )
    + broken(TITLE, "通知", "请示")
    + broken(ADDRESSEE, "各县（市、区）卫生健康局，市级各医疗卫生单位：", "市人民政府：")
    + f"<p>{OPENING}</p>"
)
TWO_SIGNERS = broken(
    broken(UPWARD, 'class="signer"', 'class="signer upper"'),
    "</span></p><p",
    '</span></p><p class="signer kai">李某某</p><p',
)

# two names in the mark, drawn apart to one width, 文件 beside them
NAMES = ("某市卫生健康局", "某市人力资源和社会保障局")
ROWS = "".join(
    f'<div class="row" style="top:{place * 13 + 6}mm">{"".join(f"<span>{char}</span>" for char in name)}</div>'
    for place, name in enumerate(NAMES)
)
JOINT = (
    broken(
        HEAD, '<p class="mark">某市卫生健康局文件</p>', f'<div class="joint">{ROWS}<div class="word">文件</div></div>'
    )
    + TITLE
    + ADDRESSEE
    + f"<p>{OPENING}</p>"
    + f'<div class="sign two"><p class="a">{NAMES[0]}</p><p class="b">{NAMES[1]}</p><p class="date">2026年11月2日</p></div>'
)

SEALED = (
    SHORT
    + '<div class="sign sealed"><p class="name">某市卫生健康局</p><p class="date">2026年11月2日</p><img src="SEAL"></div>'
)

STAMPED = (
    SHORT + '<div class="sign stamped"><p class="post">局长</p><img src="STAMP"><p class="date">2026年11月2日</p></div>'
)

# 信函: red double rules of 170 mm, no number on page 1
LETTER = (
    '<div class="head letter"><p class="mark">某市卫生健康局</p><div class="rule a"></div><div class="rule b"></div>'
    '<p class="number">某卫函〔2026〕7号</p><div class="rule c"></div><div class="rule d"></div></div>'
    + broken(TITLE, "通知", "函")
    + broken(ADDRESSEE, "各县（市、区）卫生健康局，市级各医疗卫生单位：", "市财政局：")
    + f"<p>{OPENING}</p>"
    + SIGN
)
LETTER_CSS = "@page :first { @bottom-right { content: none } }"

ORDER = (
    '<div class="head order"><p class="mark">某市卫生健康局令</p><p class="number">第12号</p></div>'
    f"<p>{OPENING}</p>" + SIGN
)
MINUTES = (
    '<div class="head"><p class="mark">某市卫生健康局会议纪要</p><p class="number">第3期</p><div class="rule"></div></div>'
    f'<p>{OPENING}</p><div class="present"><span class="hei">出席：</span><span>局办公室张某某，医政科李某某，'
    "疾控科王某某，财务科赵某某，基层卫生健康科钱某某。</span></div>"
)


@cache
def pdf(
    body: str, css: str = "", title: str = "关于开展质量提升行动的通知", lang: str = "zh-CN", **options: object
) -> bytes:
    """Typeset `body` with the correct stylesheet followed by `css`, the second place where a test breaks a document."""
    from weasyprint import HTML

    head = f"<title>{title}</title><style>{STYLE}{css}</style>"
    data: bytes = HTML(string=f'<html lang="{lang}"><head>{head}</head><body>{body}</body></html>').write_pdf(**options)
    return data


def seal(colour: str = "#e60012", side: int = 160) -> str:
    """A data URI of a round seal."""
    from PIL import Image, ImageDraw

    image = Image.new("RGBA", (side, side), (255, 255, 255, 0))
    ImageDraw.Draw(image).ellipse((4, 4, side - 4, side - 4), outline=colour, width=8)
    ImageDraw.Draw(image).regular_polygon((side / 2, side / 2, side / 6), 5, fill=colour)
    file = io.BytesIO()
    image.save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


def stamp() -> str:
    """A data URI of a signature stamp: somebody's hand in a frame."""
    from PIL import Image, ImageDraw

    image = Image.new("RGBA", (400, 160), (255, 255, 255, 0))
    pen = ImageDraw.Draw(image)
    pen.rectangle((4, 4, 396, 156), outline="#e60012", width=8)
    pen.line((40, 120, 150, 40, 200, 130, 300, 30, 360, 110), fill="#e60012", width=9)
    file = io.BytesIO()
    image.save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
