"""Documents for the tests of 公文体检: correct ones by the arithmetic of GB/T 9704—2012, and ways to break them in one point.

Nothing here uses the project's own print room: the stylesheet below states the same standard a second time, on its own.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if (ROOT / ".fonts/fonts.conf").exists():
    os.environ.setdefault("FONTCONFIG_FILE", str(ROOT / ".fonts/fonts.conf"))

PITCH = 10.446  # one 行 in mm (3, 5.2.3)
RED = "#e60012"

STYLE = """
@page { size: 210mm 297mm; margin: 34.5625mm 26mm 32.5625mm 28mm }
@page :right { @bottom-right { content: "— " counter(page) " —"; font: 14pt/1 "Planpress Num", "FandolSong";
  vertical-align: top; text-align: right; padding: 1.8mm 1em 0 0 } }
@page :left { @bottom-left { content: "— " counter(page) " —"; font: 14pt/1 "Planpress Num", "FandolSong";
  vertical-align: top; text-align: left; padding: 1.8mm 0 0 1em } }
@page { @footnote { border: 0; margin: 0; padding: 0 0 2.4375mm } }
html, body { margin: 0; padding: 0 }
body { page: main; font-family: "Planpress Fang", "FandolFang R"; font-size: 15.79pt; line-height: 10.446mm; orphans: 1; widows: 1;
  color: #000; position: relative }
p, h1 { margin: 0; font-weight: normal; font-size: inherit }
p { text-indent: 2em }
.flush, .note li, .head p, .sign p { text-indent: 0 }
.hei { font-family: "Planpress Hei", "Noto Sans CJK SC" }
.kai { font-family: "Planpress Kai", "FandolKai" }
h1 { font: 22pt/10.446mm "Planpress Song", "Noto Serif CJK SC"; text-align: center; margin-bottom: 10.446mm }
.gap { height: 10.446mm }
/* 版头: every element stands at its own height, measured from the content box, whose top is at 34.5625 mm */
.head { position: relative; height: 94.0125mm }
.head > * { position: absolute; margin: 0; line-height: 10.446mm }
.copy { top: 0; left: 0 }
.secret { top: 10.446mm; left: 0 }
.urgent { top: 20.892mm; left: 0 }
.mark { font: 40pt/1 "Planpress Song", "Noto Serif CJK SC"; color: #e60012; left: 0; right: 0; top: 37.4375mm; text-align: center;
  line-height: 1 !important; white-space: nowrap }
.number { left: 0; right: 0; top: 76.0625mm; text-align: center }
.rule { background: #e60012; left: 0; width: 156mm; height: .7mm; top: 88.0705mm }
.title1 { margin-top: 0 }
.note { margin: 10.446mm 0 0; padding-left: 5em; position: relative }
.note p { text-indent: -3em }
.note .second { text-indent: 0 }
.sign { position: relative; height: 31.338mm }
.sign p { position: absolute; white-space: nowrap }
.sign .name { top: 10.446mm; right: 4em; width: 8em; text-align: center }
.sign .date { top: 20.892mm; right: 4em; width: 8em; text-align: center }
.annex { break-before: page }
table { border-collapse: collapse; width: 156mm; table-layout: fixed; font-size: 12pt; line-height: 6mm; text-indent: 0 }
th, td { border: .25mm solid #000; padding: 1mm; font-weight: normal }
.imprint { float: footnote; font-size: 14pt; line-height: 8.5mm; width: 156mm }
::footnote-call { content: none } ::footnote-marker { content: none; list-style: none }
.imprint p { text-indent: 0; padding: 0 1em }
.imprint div { background: #000; height: .35mm } .imprint div.thin { height: .25mm }
.imprint .copies { padding-left: 4em; text-indent: -3em }
.imprint .issued { display: flex; justify-content: space-between }
"""

HEAD = """<div class="head"><p class="copy">000001</p><p class="secret hei">秘密★1年</p><p class="urgent hei">特急</p>
<p class="mark">某市卫生健康局文件</p><p class="number">某卫发〔2026〕12号</p><div class="rule"></div></div>"""
TITLE = "<h1>某市卫生健康委员会关于<br>开展质量提升行动的通知</h1>"
ADDRESSEE = '<p class="flush to">各县（市、区）卫生健康局，市级各医疗卫生单位：</p>'
OPENING = (
    "为深入贯彻落实上级关于全面提升医疗质量的工作部署，进一步加强全市医疗机构内部管理，规范诊疗行为，保障患者安全，"
    "改善就医体验，经研究，决定在全市组织开展医疗质量提升行动，现将有关事项通知如下。"
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
NOTE = """<div class="note"><p>附件：1.质量提升行动任务分解表</p>
<p class="second">2.医疗质量安全核心制度落实情况自查表和整改任务清单及季度进展情况汇总表</p></div>"""
SIGN = """<div class="sign"><p class="name">某市卫生健康委员会</p><p class="date">2026年11月2日</p></div>
<p class="remark">（此件公开发布）</p>"""


@cache
def pdf(
    body: str, css: str = "", title: str = "关于开展质量提升行动的通知", lang: str = "zh-CN", **options: object
) -> bytes:
    """Typeset `body` with the correct stylesheet followed by `css`: the one place where a test breaks a document."""
    from weasyprint import HTML

    page = (
        f'<html lang="{lang}"><head><title>{title}</title><style>{STYLE}{css}</style></head><body>{body}</body></html>'
    )
    return HTML(string=page).write_pdf(**options)


NOTICE = HEAD + TITLE + ADDRESSEE + BODY + NOTE + SIGN


def broken(document: str, old: str, new: str) -> str:
    """`document` with one piece of text replaced, which must be there."""
    assert old in document, f"{old} is not in the document"
    return document.replace(old, new, 1)
