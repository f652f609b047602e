"""公文体检 of a Word file (docx): page, grid, typefaces, sizes and headings as the file sets them; and a copy put right, whose words are the same.

Fonts are those of East Asian text: of the run, its style, the paragraph's style, the defaults, by name or through the theme. A file that carries
macros or tracked changes is examined but never written: what would become of them is for its author to say.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import docx
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from campaign.inspect.records import Unreadable
from campaign.inspect.report import Finding, Report
from campaign.leaves import limits
from campaign.leaves.problems import Severity
from campaign.model.profile import FAMILY_NAMES, MM, Family, Profile, printed

CHECKS = (
    (61, "纸张和页边距"),
    (62, "字体和字号"),
    (63, "网格和行距"),
    (64, "标题"),
    (65, "序号"),
    (66, "宏和修订"),
    (67, "表格"),
)
FACES: Mapping[Family, str] = {
    "body": "仿宋_GB2312", "kai": "楷体_GB2312", "hei": "黑体", "title": "方正小标宋简体", "number": "宋体"
}  # fmt: skip
SLACK = 1.0  # mm of a margin
LONGEST = 45  # 字 of a heading
_LEVELS = (re.compile("[一二三四五六七八九十]+、"), re.compile("（[一二三四五六七八九十]+）"))
_OF_LEVEL: tuple[Family, Family] = ("hei", "kai")
_CHANGES = tuple(
    qn(f"w:{each}") for each in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange")
)
_IN_TABLES: tuple[Family, ...] = ("body", "hei", "kai", "number")
_AFTER_OUTLINE = ("w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange")  # as CT_PPr asks
_HAN = re.compile("[\u3400-\u9fff]")
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

Said = tuple[int, Severity, str, str]  # check, severity, clause, message


def inspect_docx(raw: bytes, name: str, profile: Profile) -> Report:
    """The report on a Word file; every finding stands for the whole file and says how often it holds. Unreadable when it cannot be opened."""
    text = _Text(_opened(raw, name), profile)
    said = (*text.page(), *text.type(), *text.lines(), *text.headings(), *text.tables(), *text.besides())
    found = tuple(Finding(check, severity, 0, 0, clause, message) for check, severity, clause, message in said)
    return Report(name, f"{profile.title}，Word 文件", 0, found, CHECKS)


def put_right(raw: bytes, name: str, profile: Profile) -> bytes:
    """A copy in the profile's format with the same words. Unreadable for what cannot be opened, and for a file with macros or tracked changes."""
    word = _opened(raw, name)
    text = _Text(word, profile)
    if reasons := [message for check, severity, _, message in text.besides() if severity == "error"]:
        raise Unreadable(f"“{name}”{reasons[0]}；没有改，请先在 Word 或 WPS 里处理好再来")
    before = _words(word)
    text.put_right()
    out = io.BytesIO()
    word.save(out)
    if _words(docx.Document(io.BytesIO(out.getvalue()))) != before:
        raise Unreadable(f"“{name}”改格式时文字会变，没有改")
    return out.getvalue()


def _opened(raw: bytes, name: str) -> Any:
    try:
        limits.package(raw)
        return docx.Document(io.BytesIO(raw))
    except limits.Refused as fault:
        raise Unreadable(f"“{name}”{fault}") from fault
    except (ValueError, KeyError, TypeError, AttributeError, OSError, SyntaxError) as fault:
        raise Unreadable(f"“{name}”不是 Word 文件（docx），或者已经损坏，打不开") from fault


def _words(word: Any) -> str:
    return "".join(each.text or "" for each in word.element.body.iter(qn("w:t")))


@dataclass(frozen=True)
class _Text:
    """A Word file against a profile."""

    word: Any
    profile: Profile

    # -- what is found --

    def page(self) -> Iterator[Said]:
        each = self.profile
        wanted = {
            "上": each.top,
            "下": each.page_height - each.bottom,
            "左": each.left,
            "右": each.page_width - each.right,
        }
        for number, section in enumerate(self.word.sections, 1):
            where = f"第{number}节" if len(self.word.sections) > 1 else ""
            wide = (section.page_width or 0) > (section.page_height or 0)
            size = sorted((section.page_width.mm, section.page_height.mm)) if section.page_width else [0.0, 0.0]
            if abs(size[0] - each.page_width) > SLACK or abs(size[1] - each.page_height) > SLACK:
                paper = f"{each.page_width:g}×{each.page_height:g}"
                yield 61, "error", "5.1", f"{where}纸张是 {size[0]:.0f}×{size[1]:.0f} 毫米，应为 {paper}"
            margins = [section.top_margin, section.bottom_margin, section.left_margin, section.right_margin]
            aim = [wanted[side] for side in ("左右上下" if wide else "上下左右")]
            off = [
                f"{side} {held.mm:.1f}（应为 {right:g}）"
                for side, held, right in zip("上下左右", margins, aim, strict=True)
                if held is not None and abs(held.mm - right) > SLACK
            ]
            if off:
                yield 61, "error", "5.2.1", f"{where}页边距{'、'.join(off)}，单位毫米"

    def type(self) -> Iterator[Said]:
        strays: Counter[str] = Counter()
        sizes: Counter[float] = Counter()
        for paragraph in self.body:
            for run in self.plain(paragraph):
                count = len(_HAN.findall(run.text))
                font, size = self.font(paragraph, run), self.size(paragraph, run)
                if count and font and not self.profile.is_font(font, "body"):
                    strays[font] += count
                if count and size and not self.profile.body_size[0] - 0.01 <= size <= self.profile.body_size[1] + 0.3:
                    sizes[size] += count
        for font, count in strays.most_common():
            yield 62, "error", "5.2.2", f"正文里有 {font}，应为{FAMILY_NAMES['body']}，共{count}字"
        for size, count in sizes.most_common():
            yield (
                62,
                "error",
                "5.2.2",
                f"正文里有 {size:g} 磅的字，应为 {printed(self.profile.body_size):g} 磅，共{count}字",
            )

    def lines(self) -> Iterator[Said]:
        grids = [each._sectPr.find(qn("w:docGrid")) for each in self.word.sections]
        pitches = [int(each.get(qn("w:linePitch"), "0")) / 20 for each in grids if each is not None]
        height = self.profile.area_height / MM
        fits = [pitch for pitch in pitches if pitch and abs(round(height / pitch) - self.profile.lines) == 0]
        exact = Counter(pitch for each in self.body if (pitch := self.pitch(each)))
        low, high = 27.9, self.profile.row / MM + 0.6
        wrong = sum(count for pitch, count in exact.items() if not low <= pitch <= high)
        if not fits and not exact:
            yield 63, "warning", "5.2.3", f"没有文档网格，也没有固定行距，排不成每页 {self.profile.lines} 行"
        if wrong:
            usual = next(pitch for pitch, _ in exact.most_common() if not low <= pitch <= high)
            yield (
                63,
                "error",
                "5.2.3",
                f"有{wrong}段的行距不合（如 {usual:g} 磅），每页 {self.profile.lines} 行应为 28—29.6 磅",
            )
        flush = sum(1 for each in self.body if not self.indented(each) and not _addressee(each))
        if flush:
            yield 63, "warning", "7.3.3", f"有{flush}段首行没有空二字，或者用空格来空"

    def headings(self) -> Iterator[Said]:
        runs = [(each, run) for each in self.title for run in each.runs if _HAN.search(run.text)]
        fonts = {
            font for each, run in runs if (font := self.font(each, run)) and not self.profile.is_font(font, "title")
        }
        low, high = self.profile.title_size[0] - 0.5, self.profile.title_size[1] + 0.5
        sizes = {size for each, run in runs if (size := self.size(each, run)) and not low <= size <= high}
        if fonts:
            yield 64, "error", "7.3.1", f"标题是 {'、'.join(sorted(fonts))}，应为{FAMILY_NAMES['title']}"
        if sizes:
            shown, right = "、".join(f"{size:g}" for size in sorted(sizes)), printed(self.profile.title_size)
            yield 64, "error", "7.3.1", f"标题是 {shown} 磅，应为 {right:g} 磅"
        for level, family in enumerate(_OF_LEVEL):
            held = [each for each in self.paragraphs if self.level(each) == level + 1]
            name = f"第{'一二'[level]}层标题"
            if wrong := [each.text for each in held if not self.set_in(each, family)]:
                sample = wrong[0][:12]
                yield 64, "error", "7.3.3", f"{name}有{len(wrong)}处不是{FAMILY_NAMES[family]}，如“{sample}”"
            if held and not any(self.outlined(each) for each in held):
                yield 64, "warning", "通行做法", f"{name}没有用标题样式，导航窗格里看不到"

    def besides(self) -> Iterator[Said]:
        counted = sum(map(_counted, self.paragraphs))
        if counted:
            yield 65, "warning", "通行做法", f"有{counted}段的序号是自动编号，复制、转格式时会丢"
        if any("vbaProject" in str(part.partname) for part in self.word.part.package.iter_parts()):
            yield 66, "error", "通行做法", "带着宏"
        changes = sum(1 for each in self.word.element.body.iter(*_CHANGES))
        if changes:
            yield 66, "error", "通行做法", f"有{changes}处修订没有接受或拒绝"

    def tables(self) -> Iterator[Said]:
        headless = sum(
            1 for each in self.long_tables if each.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is None
        )
        if headless:
            yield 67, "warning", "通行做法", f"有{headless}张表的第一行没有设成重复标题行，跨页时后一页没有表头"
        strays, small = Counter[str](), 0
        for paragraph, run in self.cells:
            count = len(_HAN.findall(run.text))
            font, size = self.font(paragraph, run), self.size(paragraph, run)
            if count and font and not self.profile.is_font(font, *_IN_TABLES):
                strays[font] += count
            small += count if size and size < self.profile.table_size - 0.01 else 0
        for font, count in strays.most_common():
            yield 67, "warning", "通行做法", f"表里有 {font}，宜用仿宋、宋体，表头用黑体，共{count}字"
        if small:
            yield 67, "warning", "通行做法", f"表里有小于 {self.profile.table_size:g} 磅的字，共{small}字"

    # -- what is put right: format only --

    def put_right(self) -> None:
        each = self.profile
        for section in self.word.sections:
            wide = (section.page_width or 0) > (section.page_height or 0)
            mm = docx.shared.Mm
            section.page_width, section.page_height = mm(each.page_width), mm(each.page_height)
            top, right, bottom, left = each.top, each.page_width - each.right, each.page_height - each.bottom, each.left
            if wide:
                section.page_width, section.page_height = section.page_height, section.page_width
                top, right, bottom, left = left, top, right, bottom
            section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = map(
                mm, (top, bottom, left, right)
            )
            for old in section._sectPr.findall(qn("w:docGrid")):
                section._sectPr.remove(old)
            if not wide:
                grid = OxmlElement("w:docGrid")
                grid.set(qn("w:type"), "lines")
                grid.set(qn("w:linePitch"), str(self.twips))
                section._sectPr.append(grid)
        for paragraph in self.title:
            self.dress(paragraph, "title", printed(each.title_size), indent=False)
        for paragraph in self.body:
            self.dress(paragraph, "body", printed(each.body_size), indent=True)
        for paragraph in self.paragraphs:
            if level := self.level(paragraph):
                self.head(paragraph, _OF_LEVEL[level - 1])
                self.outline(paragraph, level)
            if _counted(paragraph):
                self.number(paragraph, _OF_LEVEL[level - 1] if level else "body")
        for level in self.numbered_levels:
            for fonts in level.findall(f"{qn('w:rPr')}/{qn('w:rFonts')}"):
                fonts.getparent().remove(fonts)  # the number takes the type of its paragraph
        for table in self.long_tables:
            head = table.rows[0]._tr.get_or_add_trPr()
            if head.find(qn("w:tblHeader")) is None:
                head.append(OxmlElement("w:tblHeader"))
        for paragraph, run in self.cells:
            if _HAN.search(run.text) and not self.profile.is_font(self.font(paragraph, run), *_IN_TABLES):
                self.face(run, "body")
            if 0 < self.size(paragraph, run) < self.profile.table_size:
                run.font.size = docx.shared.Pt(self.profile.table_size)

    def outline(self, paragraph: Paragraph, level: int) -> None:
        """The level of a heading, which the navigation pane shows; its style stays, and with it what else that says."""
        if not self.outlined(paragraph):
            made = OxmlElement("w:outlineLvl")
            made.set(qn("w:val"), str(level - 1))
            paragraph._p.get_or_add_pPr().insert_element_before(made, *_AFTER_OUTLINE)

    def number(self, paragraph: Paragraph, family: Family) -> None:
        """The automatic number of a paragraph in the type of its words: it takes that of the paragraph's mark."""
        layout = paragraph._p.get_or_add_pPr()
        mark = layout.find(qn("w:rPr"))
        if mark is None:
            mark = OxmlElement("w:rPr")
            layout.insert_element_before(mark, "w:sectPr", "w:pPrChange")
        for name in ("w:rFonts", "w:sz"):
            for old in mark.findall(qn(name)):
                mark.remove(old)
        fonts, size = OxmlElement("w:rFonts"), OxmlElement("w:sz")
        for key in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{key}"), self.own(family))
        size.set(qn("w:val"), str(round(printed(self.profile.body_size) * 2)))
        mark.insert(0, fonts)
        mark.append(size)

    def dress(self, paragraph: Paragraph, family: Family, size: float, *, indent: bool) -> None:
        for run in paragraph.runs:
            if _HAN.search(run.text) or run.text.strip():
                self.face(run, family)
                run.font.size = docx.shared.Pt(size)
        layout = paragraph.paragraph_format
        layout.line_spacing = docx.shared.Pt(self.twips / 20)
        layout.space_before = layout.space_after = docx.shared.Pt(0) if indent else layout.space_before
        if indent and not (self.indented(paragraph) or _addressee(paragraph) or paragraph.text[0] in " 　"):
            layout.first_line_indent = docx.shared.Pt(2 * size)

    def head(self, paragraph: Paragraph, family: Family) -> None:
        """The whole heading, or its first sentence where text runs on; a run that holds both is parted."""
        end, at = _sentence(paragraph.text), 0
        for run in paragraph.runs:
            length = len(run.text)
            if at < end < at + length and len(run._r.findall(qn("w:t"))) == 1:
                rest = deepcopy(run._r)
                run._r.addnext(rest)
                run.text, Run(rest, paragraph).text = run.text[: end - at], run.text[end - at :]
            if at < end and at + len(run.text) <= end:
                self.face(run, family)
            at += length

    def face(self, run: Run, family: Family) -> None:
        own = self.own(family)
        fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.attrib):
            del fonts.attrib[key]
        for key in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{key}"), own)

    def own(self, family: Family) -> str:
        """The typeface that the office writes a family in."""
        return next(iter(getattr(self.profile.fonts, family)), FACES[family])

    # -- reading the file --

    @cached_property
    def long_tables(self) -> list[Any]:
        """Tables that may go on overleaf."""
        return [each for each in self.word.tables if len(each.rows) > 3]

    @cached_property
    def cells(self) -> list[tuple[Paragraph, Run]]:
        """Every run of words in a table, with its paragraph."""
        found = (Paragraph(each, self.word._body) for table in self.word.tables for each in table._tbl.iter(qn("w:p")))
        return [(paragraph, run) for paragraph in found for run in paragraph.runs if run.text.strip()]

    @cached_property
    def numbered_levels(self) -> list[Any]:
        """The levels of automatic numbers, bullets left out, whose signs are those of one typeface."""
        part = next(
            (each.target_part for each in self.word.part.rels.values() if each.reltype.endswith("/numbering")), None
        )
        levels = () if part is None else part.element.iter(qn("w:lvl"))
        return [
            each
            for each in levels
            if (kind := each.find(qn("w:numFmt"))) is not None and kind.get(qn("w:val")) != "bullet"
        ]

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        """Paragraphs of the text with words in them, tables left out."""
        return [each for each in self.word.paragraphs if each.text.strip()]

    @cached_property
    def title(self) -> list[Paragraph]:
        """The lines of the title: the first run of centred lines whose type is that of a title, or that have the style of one."""
        found: list[Paragraph] = []
        for each in self.paragraphs[:30]:
            sizes = [size for run in each.runs if run.text.strip() and (size := self.size(each, run))]
            large = sizes and max(sizes) >= self.profile.title_from and self.centred(each) and not _red(each)
            if _name(each) in ("title", "标题") or large:
                found.append(each)
            elif found:
                break
        return found

    @cached_property
    def body(self) -> list[Paragraph]:
        """Paragraphs of running text, headings included; not the title, centred or flush-right lines, or what stands above the title."""
        texts = {id(each._p) for each in self.title}
        start = max((place for place, each in enumerate(self.paragraphs, 1) if id(each._p) in texts), default=0)
        return [
            each
            for each in self.paragraphs[start:]
            if not self.centred(each) and (len(each.text.strip()) >= 20 or self.level(each))
        ]

    def plain(self, paragraph: Paragraph) -> Iterator[Run]:
        """The runs of a paragraph that are no heading."""
        skip, at = _sentence(paragraph.text) if self.level(paragraph) else 0, 0
        for run in paragraph.runs:
            if at >= skip:
                yield run
            at += len(run.text)

    def level(self, paragraph: Paragraph) -> int:
        text = paragraph.text.strip()
        found = next((level for level, pattern in enumerate(_LEVELS, 1) if pattern.match(text)), 0)
        return found if found and _sentence(text) <= LONGEST else 0

    def set_in(self, paragraph: Paragraph, family: Family) -> bool:
        end, at = _sentence(paragraph.text), 0
        for run in paragraph.runs:
            font = self.font(paragraph, run)
            if at < end and _HAN.search(run.text) and font and not self.profile.is_font(font, family):
                return False
            at += len(run.text)
        return True

    def outlined(self, paragraph: Paragraph) -> bool:
        return (
            _name(paragraph).startswith(("heading", "标题"))
            or paragraph._p.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}") is not None
            or any(
                style.element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}") is not None
                for style in _chain(paragraph.style)
            )
        )

    def centred(self, paragraph: Paragraph) -> bool:
        held = [paragraph._p, *(style.element for style in _chain(paragraph.style))]
        found = (each.find(f"{qn('w:pPr')}/{qn('w:jc')}") for each in held)
        return next((each.get(qn("w:val")) in ("center", "right", "end") for each in found if each is not None), False)

    def indented(self, paragraph: Paragraph) -> bool:
        for each in (paragraph._p, *(style.element for style in _chain(paragraph.style))):
            held = each.find(f"{qn('w:pPr')}/{qn('w:ind')}")
            if held is not None and {qn("w:firstLine"), qn("w:firstLineChars"), qn("w:hanging")} & set(held.attrib):
                return True
        return False

    def pitch(self, paragraph: Paragraph) -> float:
        """The fixed distance of lines in pt; 0 where it is not fixed."""
        for each in (paragraph._p, *(style.element for style in _chain(paragraph.style))):
            held = each.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
            if held is not None and held.get(qn("w:line")):
                return int(held.get(qn("w:line"))) / 20 if held.get(qn("w:lineRule")) == "exact" else 0.0
        return 0.0

    def font(self, paragraph: Paragraph, run: Run) -> str:
        for fonts in self.held(paragraph, run, "rFonts"):
            theme, own = fonts.get(qn("w:eastAsiaTheme")), fonts.get(qn("w:eastAsia"))
            if theme or own:
                return self.theme.get("major" if str(theme).startswith("major") else "minor", "") if theme else str(own)
        return ""

    def size(self, paragraph: Paragraph, run: Run) -> float:
        return next((int(each.get(qn("w:val"))) / 2 for each in self.held(paragraph, run, "sz")), 0.0)

    def held(self, paragraph: Paragraph, run: Run, name: str) -> Iterator[Any]:
        """A property of a run wherever it is said, the nearest first."""
        defaults = self.word.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}")
        places = [run._r, *(each.element for each in (*_chain(run.style), *_chain(paragraph.style))), defaults]
        found = (each.find(f"{qn('w:rPr')}/{qn(f'w:{name}')}") for each in places if each is not None)
        yield from (each for each in found if each is not None)

    @cached_property
    def theme(self) -> Mapping[str, str]:
        """East Asian typefaces of the theme: of headings (major) and of text (minor)."""
        part = next(
            (each.target_part for each in self.word.part.rels.values() if each.reltype.endswith("/theme")), None
        )
        scheme: Any = None if part is None else parse_xml(part.blob).find(f".//{_DRAWING}fontScheme")
        made = {}
        for word in ("major", "minor") if scheme is not None else ():
            fonts = scheme.find(f"{_DRAWING}{word}Font")
            own = "" if fonts is None else fonts.find(f"{_DRAWING}ea").get("typeface", "")
            hans = () if fonts is None else fonts.findall(f"{_DRAWING}font[@script='Hans']")
            made[word] = own or next((str(each.get("typeface")) for each in hans), "")
        return made

    @property
    def twips(self) -> int:
        fixed = self.profile.fixed_pitch
        return round(fixed / MM * 20) if fixed else int(self.profile.area_height / MM * 20 / self.profile.lines)


def _chain(style: Any) -> Iterator[Any]:
    """A style and those it is based on."""
    for _ in range(20):
        if style is None:
            return
        yield style
        style = style.base_style


def _counted(paragraph: Paragraph) -> bool:
    """Whether a paragraph has an automatic number of its own."""
    return paragraph._p.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None


def _name(paragraph: Paragraph) -> str:
    return str(paragraph.style.name or "").lower() if paragraph.style is not None else ""


def _addressee(paragraph: Paragraph) -> bool:
    """主送机关 stand flush (7.3.2)."""
    return paragraph.text.strip().endswith(("：", ":"))


def _sentence(text: str) -> int:
    """How many characters the first sentence has."""
    return next((place for place, char in enumerate(text, 1) if char in "。：！？"), len(text))


def _red(paragraph: Paragraph) -> bool:
    colours = (run.font.color.rgb for run in paragraph.runs if run.text.strip() and run.font.color is not None)
    return any(colour is not None and colour[0] > 150 and colour[1] < 90 for colour in colours)
