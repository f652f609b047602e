"""The Markdown that people write under `docs/`: everything Material for MkDocs documents for authors, made into HTML that needs no style, no script
and no other host. The libraries are Material's own (Python-Markdown, pymdownx); this module says how they are set and puts right what they
would leave to a theme: titles in Chinese, tabs and tick boxes without form fields, formulas as MathML, icons as drawings, diagrams as pictures.

What the libraries make goes through the lock of `texts.markdown` as plain elements; only `shown` puts drawings and formulas in, made of what
came through.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from html import unescape
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import markdown
import nh3
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from pymdownx import emoji, slugs, twemoji_db
from pymdownx.superfences import fence_code_format

from campaign.leaves.problems import did_you_mean
from campaign.texts.markdown import FENCED, Fault, bare_of, clean, places

TITLES = {
    "note": "说明", "abstract": "摘要", "summary": "摘要", "tldr": "摘要", "info": "信息", "todo": "待办", "tip": "提示", "hint": "提示",
    "important": "重要", "success": "完成", "check": "完成", "done": "完成", "question": "问题", "help": "问题", "faq": "常见问题",
    "warning": "注意", "caution": "小心", "attention": "注意", "failure": "没有做到", "fail": "没有做到", "missing": "缺少", "danger": "危险",
    "error": "错误", "bug": "故障", "example": "示例", "snippet": "示例", "quote": "引用", "cite": "引用", "inline": "说明",
}  # fmt: skip
SHELL = frozenset({"content", "sections", "q", "said"})  # ids of overrides/main.html, which no heading takes
OLDER = frozenset({"fenced_code"})  # what MkDocs adds by itself, and an extension of ours does
DRAWN = "diagram-"  # a picture drawn at build time: this, its digest, .svg

CAPTIONS = frozenset({"caption", "figure-caption", "table-caption"})

Drawings = dict[str, str]  # file name → SVG
_slug: Callable[[str, str], str] = slugs.slugify(case="lower")
_ICON = re.compile(r'(<span class="twemoji[^>]*>):([a-z0-9-]+):(</span>)')
_FORMULA = re.compile(r'<(?P<tag>span|div) class="arithmatex">\\[(\[](?P<tex>.*?)\\[)\]]</(?P=tag)>', re.S)
_TEX = re.compile(
    r"\$\$(?P<block>[^$]+?)\$\$|(?<![\\$])\$(?!\s)(?P<inline>(?:\\.|[^\\$\n])+?)(?<!\s)\$|\\\((?P<round>.+?)\\\)|\\\[(?P<square>[^\]]+?)\\\]",
    re.S,
)
_NAMED = re.compile(r"(?<![\w:]):((?:material|fontawesome|octicons|simple)-[a-z0-9-]+):")
_LOWERED = re.compile(r"(?<![~\\])~(?=[^~\s]*[\u3400-\u9fff，。、；])[^~\s]+~(?!~)")
_ELSEWHERE = re.compile(r"^[ \t;]*-{1,}8<-{1,}.*$", re.M)
_BLOCK = re.compile(r"^[ >]*/{3,}[ \t]*([a-z-]+)", re.M)
_BOX = re.compile(r'<input type="checkbox" disabled(?P<done> checked)?\s*/?>')
_SIZE = re.compile(r'viewBox="\S+ \S+ ([\d.]+) ([\d.]+)"')
_LABEL = re.compile(r"<(?:text|tspan)\b[^>]*>([^<]+)")
_MATHML = frozenset(
    "math mrow mi mo mn mtext mspace ms mfrac msqrt mroot mstyle msub msup msubsup munder mover munderover mtable mtr mtd mpadded mphantom menclose"
    " mmultiscripts mprescripts none".split()
)  # MathML Core, what latex2mathml makes of it
_MATH_ATTRIBUTES = {
    "*": {"display", "displaystyle", "mathvariant", "stretchy", "fence", "separator", "accent", "columnalign", "linethickness", "largeop",
          "movablelimits", "lspace", "rspace", "width", "minsize", "maxsize", "scriptlevel", "notation", "form", "rowspacing", "columnspacing"}
}  # fmt: skip


# the fault the library of formulas raises → what is told; of what it has no word for, that something is missing
_UNFIT_TEX = {
    "DoubleSubscriptsError": "同一处有两个下标",
    "DoubleSuperscriptsError": "同一处有两个上标",
    "ExtraLeftOrMissingRightError": "\\left 和 \\right 没有成对",
    "LimitsMustFollowMathOperatorError": "\\limits 前面不是运算符",
    "MissingEndError": "\\begin 没有对应的 \\end",
    "MissingSuperScriptOrSubscriptError": "上标或下标的一边没有内容",
}


class UnfitFormula(Exception):
    """TeX that cannot be shown; says why."""


class UnfitDiagram(Exception):
    """A Mermaid diagram that cannot be drawn; says why."""


def extensions(drawings: Drawings | None = None, terms: Mapping[str, str] | None = None) -> dict[str, dict[str, Any]]:
    """Name → settings of every extension, in their order. Diagrams come into `drawings`; `terms` are words of the glossary with their meaning,
    which a text explains where it uses them first."""
    kept: Drawings = {} if drawings is None else drawings
    fences = [{"name": "mermaid", "class": "mermaid", "format": _diagram_format(kept)}]
    return {
        "abbr": {},
        "admonition": {},
        "attr_list": {},
        "def_list": {},
        "footnotes": {"BACKLINK_TITLE": "回到正文里的第 {} 个注", "BACKLINK_TEXT": "↩"},
        "md_in_html": {},
        "tables": {"use_align_attribute": True},
        "toc": {"permalink": False, "slugify": slug},
        "pymdownx.arithmatex": {"generic": True},
        "pymdownx.betterem": {},
        "pymdownx.blocks.caption": {},
        "pymdownx.caret": {},
        "pymdownx.critic": {},
        "pymdownx.details": {},
        "pymdownx.emoji": {"emoji_index": _icons, "emoji_generator": _icon, "title": "none"},
        "pymdownx.highlight": {"linenums_style": "pymdownx-inline"},
        "pymdownx.inlinehilite": {},
        "pymdownx.keys": {},
        "pymdownx.mark": {},
        # ½ for 1/2 would be another figure than the one that was written, © for the (c) of (a)(b)(c) another letter
        "pymdownx.smartsymbols": dict.fromkeys(
            ("fractions", "ordinal_numbers", "care_of", "copyright", "registered", "trademark"), False
        ),
        "pymdownx.superfences": {"custom_fences": fences},
        "pymdownx.tabbed": {},
        "pymdownx.tasklist": {},
        "pymdownx.tilde": {},
        __name__: {"terms": dict(terms or {})},
    }


def converted(text: str) -> tuple[str, Drawings]:
    """A text without front matter as the HTML of its page, and the diagrams in it. Takes about 10 ms."""
    drawings: Drawings = {}
    used = extensions(drawings)
    return shown(markdown.markdown(text, extensions=list(used), extension_configs=used)), drawings


def shown(html: str) -> str:
    """What the extensions made, through the lock, with its formulas and icons."""
    return _ICON.sub(_with_drawing, _FORMULA.sub(_with_mathml, clean(html)))


def faults(text: str) -> Iterator[Fault]:
    """What stands in a file and cannot be shown as it is meant: formulas, diagrams, icons that are none, and what is not taken up here."""
    bare, place = bare_of(text), places(text)
    for fence in FENCED.finditer(text):
        head, _, body = fence[0].partition("\n")
        if head.strip(" >`~{}.").split(" ")[0] == "mermaid":
            yield from _undrawn(textwrap.dedent(body.rpartition("\n")[0]), *place(fence.start()))
    for found in _TEX.finditer(bare):
        try:
            formula((found["inline"] or found["block"] or found["round"] or found["square"]).strip())
        except UnfitFormula as fault:
            hint = "核对括号和命令；只是要写出 $，前面加反斜杠 \\$"
            yield Fault(*place(found.start()), "formula", f"公式“{found[0][:40]}”认不出（{fault}）", hint)
    for found in _NAMED.finditer(bare):
        if not icon(found[1]):
            hint = did_you_mean(found[1], _icons_like(found[1])) or "图标的名称见 Material for MkDocs 的图标一览"
            yield Fault(*place(found.start()), "icon", f"没有叫“{found[1]}”的图标", hint)
    for found in _LOWERED.finditer(bare):
        message = f"“{found[0]}”里 ~ 之间的字会印成下标"
        yield Fault(*place(found.start()), "lowered", message, "“几到几”写 ～ 或 —，确是下标的不改", "warning")
    for found in _ELSEWHERE.finditer(bare):
        yield Fault(
            *place(found.start()), "snippet", "正文里不能用 --8<-- 取别的文件", "把内容抄在这里，或链接到那一页"
        )
    for found in _BLOCK.finditer(bare):
        if found[1] not in CAPTIONS:
            hint = '提示框写 !!! note，选项卡写 === "名称"，图题写 /// caption'
            yield Fault(*place(found.start()), "block", f"没有 /// {found[1]} 这种写法", hint)


def _undrawn(source: str, line: int, column: int) -> Iterator[Fault]:
    try:
        diagram(source)
    except UnfitDiagram as fault:
        hint = "照 Mermaid 的语法改；先在 Mermaid 的在线编辑器里试好再贴过来"
        yield Fault(line, column, "diagram", f"这幅 Mermaid 图画不出来（{fault}）", hint)


def slug(words: str, separator: str) -> str:
    """The id of a heading: its words, 汉字 kept, small letters, a hyphen for a blank."""
    made = _slug(words, separator)
    return f"{made}{separator}1" if made in SHELL else made


def formula(tex: str, *, block: bool = False) -> str:
    """TeX as MathML. Raises UnfitFormula."""
    from latex2mathml.converter import convert

    if len(re.findall(r"(?<!\\)\{", tex)) != len(re.findall(r"(?<!\\)\}", tex)):
        raise UnfitFormula("花括号没有成对")
    try:
        made: str = convert(tex, display="block" if block else "inline")
    except Exception as fault:  # the library has a class for each of its twenty faults, and lets others through
        raise UnfitFormula(_UNFIT_TEX.get(type(fault).__name__, "没有写完整")) from fault
    if unknown := re.search(r">(\\[A-Za-z]+)<", made):
        raise UnfitFormula(f"没有 {unknown[1]} 这个命令")
    return nh3.clean(made, tags=set(_MATHML), attributes=_MATH_ATTRIBUTES, clean_content_tags={"script", "style"})


@cache
def diagram(source: str) -> str:
    """A Mermaid diagram as SVG. Raises UnfitDiagram."""
    import mmdr

    try:
        made: str = mmdr.render(source).svg()
    except ValueError as fault:
        raise UnfitDiagram(_unfit_drawing(str(fault))) from fault
    return made


def _unfit_drawing(said: str) -> str:
    """What the program that draws says of a diagram, as an author can use it."""
    if "type detected" in said:
        return "第一行没有写明是哪一种图，如 flowchart LR"
    if missing := re.search(r"missing `([^`]+)`", said):
        return f"缺少 {missing[1]}"
    return "没有写完" if "end of input" in said else "有一处不合语法"


def icon(name: str) -> Path | None:
    """The drawing that comes with Material for MkDocs under a name such as material-hospital."""
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)+", name):
        return None
    family, _, rest = name.partition("-")
    kind, _, last = rest.partition("-")
    places = (_drawings() / family / f"{rest}.svg", _drawings() / family / kind / f"{last}.svg")
    return next((each for each in places if each.is_file()), None)


def _icons_like(name: str) -> Iterator[str]:
    """The icons of the same set that begin alike: among 15,000 the nearest would take seconds to find."""
    family, _, rest = name.partition("-")
    for path in (_drawings() / family).rglob(f"{rest.rpartition('-')[2][:3]}*.svg"):
        yield "-".join(path.relative_to(_drawings()).with_suffix("").parts)


@cache
def _drawings() -> Path:
    spec = find_spec("material")
    assert spec is not None and spec.origin is not None, "mkdocs-material is in requirements.txt"
    return Path(spec.origin).parent / "templates" / ".icons"


class _Names(dict[str, Any]):
    """Emoji by their names; asked for an icon, it looks for its file instead of listing 15,000 of them."""

    def get(self, name: str, default: Any = None) -> Any:
        known = super().get(name)
        return known or ({"name": name} if icon(name.strip(":")) else default)


def _icons(_options: Any, _md: Any) -> dict[str, Any]:
    return {"name": "twemoji", "emoji": _Names(twemoji_db.emoji), "aliases": twemoji_db.aliases}


def _icon(index: str, shortname: str, alias: str, uc: str | None, alt: str, *rest: Any) -> Any:
    """An emoji is the character it stands for; an icon waits under its name for its drawing."""
    if uc:
        return emoji.to_alt(index, shortname, alias, uc, alt, *rest)
    made = Element("span", {"class": index})
    made.text = AtomicString(shortname)
    return made


def _with_drawing(found: re.Match[str]) -> str:
    path = icon(found[2])
    if path is None:
        return found[0]
    drawing = re.sub(r"<!--.*?-->", "", path.read_text("utf-8"), flags=re.S).replace(
        "<svg ", '<svg aria-hidden="true" focusable="false" ', 1
    )
    return f"{found[1]}{drawing.strip()}{found[3]}"


def _with_mathml(found: re.Match[str]) -> str:
    block = found["tag"] == "div"
    try:
        made = formula(unescape(found["tex"]).strip(), block=block)
    except UnfitFormula:
        return f"<code>{found['tex']}</code>"
    return f'<div class="formula">{made}</div>' if block else made


def _diagram_format(drawings: Drawings) -> Callable[..., str]:
    def format_(source: str, language: str, css_class: str, options: Any, md: Any, **rest: Any) -> str:
        try:
            drawing = diagram(source)
        except UnfitDiagram:
            return str(fence_code_format(source, language, css_class, options, md, **rest))
        name = f"{DRAWN}{sha256(drawing.encode()).hexdigest()[:12]}.svg"
        drawings[name] = drawing
        size = _SIZE.search(drawing)
        extent = f' width="{float(size[1]):.0f}" height="{float(size[2]):.0f}"' if size else ""
        words = "、".join(dict.fromkeys(each.strip() for each in _LABEL.findall(drawing) if each.strip()))
        return f'<p class="diagram"><img src="{name}" alt="示意图：{words}"{extent}></p>'

    return format_


class _Own(Treeprocessor):  # type: ignore[misc]
    """What a theme would do with what the extensions leave: titles, tabs."""

    def run(self, root: Element) -> None:
        for each in root.iter():
            classes = each.get("class", "").split()
            if "admonition-title" in classes or each.tag == "summary":
                each.text = TITLES.get((each.text or "").lower(), each.text)
            elif "tabbed-set" in classes:
                _as_sections(each)


def _as_sections(tabs: Element) -> None:
    """Every tab as a section under its title: read without a script and printed one after the other; planpress.js makes tabs of them."""
    fields = list(tabs)
    for each in fields:
        tabs.remove(each)
    tabs.attrib.clear()
    tabs.set("class", "tabs")
    for title, body in zip(fields[1::3], fields[2::3], strict=True):
        section = SubElement(tabs, "div", {"class": "tab"})
        title.tag = "p"
        title.attrib.clear()
        title.set("class", "tab-title")
        section.append(title)
        section.extend(body)


class _Terms(Treeprocessor):  # type: ignore[misc]
    """Abbreviations explained where they stand. The library's own looks for word boundaries, which Chinese does not write."""

    NOT_IN = frozenset({"a", "abbr", "code", "h1", "h2", "h3", "h4", "h5", "h6", "kbd", "pre", "summary"})

    def __init__(self, md: Any, written: dict[str, str], terms: Mapping[str, str]) -> None:
        super().__init__(md)
        self.written, self.terms = written, terms

    def run(self, root: Element) -> None:
        known = {**self.terms, **self.written}
        if not known:
            return
        words = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
        self.pattern = re.compile(rf"(?<![A-Za-z0-9])(?:{words})(?![A-Za-z0-9])")
        self.known, self.said = known, set[str]()
        self._walk(root)

    def _walk(self, element: Element) -> None:
        if element.tag in self.NOT_IN or "abbreviation" in element.get("class", ""):
            return
        below = list(element)
        self._explain(element, None, element.text)
        for child in below:
            self._walk(child)
            self._explain(element, child, child.tail)

    def _explain(self, parent: Element, after: Element | None, text: str | None) -> None:
        """Put what is found in a text of `parent`, the one behind `after` or its first, into elements of their own."""
        if not text or isinstance(text, AtomicString):
            return
        found = [each for each in self.pattern.finditer(text) if self._is_new(each[0])]
        for place, each in enumerate(found):
            made = Element("abbr", {"title": self.known[each[0]]})
            made.text = AtomicString(each[0])
            made.tail = text[each.end() : found[place + 1].start() if place + 1 < len(found) else None]
            parent.insert(0 if after is None else list(parent).index(after) + 1, made)
            if place == 0 and after is None:
                parent.text = text[: each.start()]
            elif place == 0 and after is not None:
                after.tail = text[: each.start()]
            after = made

    def _is_new(self, word: str) -> bool:
        """A word of the glossary is explained once a page, an abbreviation of the author's wherever it stands."""
        if word in self.written:
            return True
        new = word not in self.said
        self.said.add(word)
        return new


class _Boxes(Postprocessor):  # type: ignore[misc]
    """The boxes of a task list as signs: a form field that nobody can use is none."""

    def run(self, text: str) -> str:
        return _BOX.sub(
            lambda box: (
                '<span class="box ticked"><span class="unseen">已做：</span></span>'
                if box["done"]
                else '<span class="box"><span class="unseen">未做：</span></span>'
            ),
            text,
        )


class _Dialect(Extension):  # type: ignore[misc]
    def __init__(self, **settings: Any) -> None:
        self.config = {"terms": [{}, "words of the glossary with their meaning"]}
        super().__init__(**settings)

    def extendMarkdown(self, md: Any) -> None:  # noqa: N802 - as the library calls it
        written = md.treeprocessors["abbr"].abbrs
        md.treeprocessors.register(_Terms(md, written, self.getConfig("terms")), "abbr", 7)
        md.treeprocessors.register(_Own(md), "planpress", 6)
        md.postprocessors.register(_Boxes(md), "planpress-boxes", 5)


def makeExtension(**settings: Any) -> Extension:  # noqa: N802 - as the library calls it
    return _Dialect(**settings)
