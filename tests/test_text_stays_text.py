"""Nothing that anybody typed is ever run: text that would do harm, in every text field of every kind of content, on every way in and out."""

from __future__ import annotations

import ast
import copy
import csv
import io
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import feedparser
import icalendar
import openpyxl
import pypdfium2
import pytest
import yaml
from campaign_samples import photograph
from docx import Document
from hostile import FILES, HARM, PRODUCT, TODAY, Harm, Like, Root, files_of, harm, made, place, write
from lxml import etree, html
from pypdf import PdfWriter

from campaign.build import recipe
from campaign.build.by_id import lists_as, typefaces
from campaign.checks import look_over
from campaign.cli import main
from campaign.exporters import docx as word_export
from campaign.exporters.desk import workbook
from campaign.exporters.form_template import template
from campaign.exporters.forms import inert
from campaign.importers import desk as desk_importer
from campaign.kinds import FORM, KINDS, PROFILE
from campaign.leaves.problems import has_errors
from campaign.leaves.unseen import stripped
from campaign.pages import build_pages
from campaign.pdf.engine import render
from campaign.pdf.prints import prints
from campaign.texts import markdown
from campaign.workbooks.desk import FIRST_COLUMN, HEAD_ROW, SHAPES, Holds
from campaign.workbooks.saved import saved

PROGRAM = Path(__file__).resolve().parent.parent
# What a machine cannot know: which plan stands above which, the sections of an outline, a picture's file, words that repeat other words.
PARTS = ("guiding", "principles", "goals", "scope", "groups", "phases", "organisation", "requirements", "mechanisms")
NUMBERS = (
    "page_width page_height margin_top margin_bottom margin_left margin_right area_width area_height lines chars pitch fixed_pitch title_pitch number_top base kind"
).split()
UNRELATED = {"supersedes.0.plan": None, "basis.0.plan": None, "status": "active", "title_lines": None}
GIVEN: dict[str, dict[str, Any]] = {
    "plans/x1.yaml": {**UNRELATED, "kind": "campaign", "upper.0.plan": "x2", "declared_counts.0.of": "phases"},
    "plans/site.yaml": {"url": "https://plans.example.org/", "as_of": "2026-11-21"},
    "plans/x2.yaml": {
        **UNRELATED, "upper.0.plan": None,
        "outline": [
            *({"part": part, "number": Harm("Section.number"), "title": Harm("Section.title")} for part in PARTS),
            {"number": Harm("Section.number"), "title": Harm("Section.title"), "text": Harm("Section.text"), "items": [Harm("Section.items")],
             "table": {"columns": [Harm("Grid.columns")], "rows": [[Harm("Grid.rows")]]},
             "picture": {"file": "x2.jpg", "alt": Harm("AnnexPicture.alt"), "caption": Harm("AnnexPicture.caption")}},
        ],
    },
    "plans/ledger/ledger1.yaml": {"entries.0.number": "督办〔2026〕1号", "entries.0.source.kind": "群众反映"},
    "plans/correspondence/correspondence1.yaml": {"outgoing.0.plan": None},  # whose number and title would count
    "plans/campaign-data/x1/x1.yaml": {"works.0.file": "w1.jpg"},
    "plans/registry/units.yaml": {"units.0.grade": Like("plans/assessment/assessment1.yaml", "tiers.0.grades.0")},
    "plans/assessment/assessment1.yaml": {
        "tiers.0.exclude": None,
        "categories.0.sub_items.0.items.0.thresholds.0.grade": Like("plans/assessment/assessment1.yaml", "tiers.0.grades.0"),
    },
    "docs/cases/case1/index.md": {"facts.0.facts.0.conflict": [Harm("Fact.conflict"), Harm("Fact.conflict")]},
    "plans/forms/form1.yaml": {"period": "月","rules.0.when": None, "rules.0.check": "1 = 1", "declared_counts": None},
    "plans/forms/data/submission1.yaml": {"period": "2026-11", "version": Like("plans/forms/form1.yaml", "version"), "replaces": None},
    "plans/assessment/results/result1.yaml": {
        "scores.0.items": "1",
        "round": Like("plans/assessment/assessment1.yaml", "rounds.0.name")},
    "plans/profiles/profile1.yaml": dict.fromkeys(NUMBERS),
    "docs/updates/update1/index.md": {"review.second.by": Harm("ReviewStep.by"), "review.final.by": Harm("ReviewStep.by")},
}  # fmt: skip
# Fields that take no free text: check names every other value by its line.
REFUSED = frozenset(
    "Annex.file AnnexPicture.file Case.tasks Coverage.link Coverage.scan DeclaredCount.of Derivation.tier Document.profile Document.secrecy Fonts.body Fonts.hei Fonts.kai Fonts.number Fonts.title FormRule.check FormRule.when IncomingPaper.file IncomingPaper.leads_to LedgerEntry.number LedgerEntry.tasks LedgerSource.ref MeetingDocument.file Milestone.inferred OutgoingPaper.file Period.inferred Phase.inferred Plan.title_lines PlanQuestion.tasks Profile.red Seal.file Seal.post Site.profile Site.url Target.inferred Task.upper Threshold.from_form Work.file".split()
)
TYPED = "# 题&lt;script&gt;hear(21)&lt;/script&gt; `<b>`\n\n段&#60;img src=x onerror=hear(22)&#62; {{ 7777*7 }}\n\n|甲|乙|\n|:-:|-:|\n|`<script>hear(23)</script>`|2|\n"
NAME = "'\"><img src=x onerror=hear(24)>"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Root:
    folder = tmp_path_factory.mktemp("hostile")
    photograph(folder / "plans/campaign-data/x1/images/w1.jpg", (600, 400))
    photograph(folder / "plans/x2.jpg", (600, 400))
    return made(folder, GIVEN)


def plan(*typed: str | Path) -> None:
    with pytest.raises(SystemExit) as done:
        main([str(each) for each in typed])
    assert done.value.code == 0, typed


def typed_in(root: Root) -> None:
    """Everything that comes in from elsewhere: a plan in Word, the ledger of a campaign and a form as workbooks, a form as CSV."""
    plans = root.folder / "plans"
    word = Document()
    for text in (
        "关于印发方案的通知" + HARM,
        "一、工作目标",
        harm(1),
        "二、主要任务",
        "（一）" + HARM,
        "1." + HARM,
        harm(3),
    ):
        word.add_paragraph(text)
    word.save(str(root.folder / "x3.docx"))
    plan("import", root.folder / "x3.docx", "-o", plans / "x3.yaml", "--root", root.folder)
    draft = (plans / "x3.yaml").read_text(encoding="utf-8")
    (plans / "x3.yaml").write_text(draft.replace("status: draft", "status: active"), encoding="utf-8")
    content, _ = look_over(root.folder, TODAY)
    book = openpyxl.load_workbook(io.BytesIO(workbook(content, content.plans["x1"])))
    typed = 0
    for shape in SHAPES:
        for column, each in enumerate(shape.columns, FIRST_COLUMN):
            cell = book[shape.title].cell(HEAD_ROW + 1, column)
            if cell.value and each.kind in (Holds.TEXT, Holds.NAMES) and not each.offers and each.path != ("file",):
                typed += 1
                cell.value = harm(500 + typed)
                cell.data_type = "s"
    assert typed >= 6
    book.save(root.folder / "desk.xlsx")
    plan("import", root.folder / "desk.xlsx", "--in-place", "--root", root.folder)
    form = next(iter(content.forms.values()))
    head = {
        "unit": "unit1",
        "period": "2026-11",
        "reported_on": "2026-11-10",
        "replaces": "2026-11-01",
        "reason": harm(601),
    }
    again = {**head, "reported_on": "2026-11-12", "replaces": "2026-11-10", "reason": harm(602)}
    (plans / "forms/data").mkdir(exist_ok=True)
    (plans / "forms/data/typed.xlsx").write_bytes(template(form, head))
    with (plans / "forms/data/typed.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["form", "version", *again])
        out.writerow([form.id, form.version, *again.values()])


@pytest.fixture(scope="module")
def site(root: Root) -> Path:
    """The site of that root, with a hand-written page, a file name, and what came in from elsewhere, of the same sort."""
    typed_in(root)
    page = f"---\n{yaml.safe_dump({'title': harm(1), 'description': harm(2)}, allow_unicode=True)}---\n{TYPED}"
    (root.folder / "docs/typed.md").write_text(TYPED, encoding="utf-8")
    (root.folder / f"docs/{NAME}.md").write_text(page, encoding="utf-8")
    blank = PdfWriter()
    blank.add_blank_page(100, 100)
    blank.write(root.folder / f"docs/{NAME}.pdf")
    offered = "".join(f"[甲]({each})\n" for each in ("typed.md", f"{quote(NAME)}.md", f"{quote(NAME)}.pdf"))
    (root.folder / "docs/index.md").write_text(offered, encoding="utf-8")
    out = root.folder / "site"
    problems = recipe.build(root.folder, out, TODAY, only="site", say=lambda _: None)
    assert not has_errors(problems), "\n".join(map(str, problems))
    assert {path.name for path in out.iterdir()} >= {"typed.html", f"{NAME}.html", f"{NAME}.pdf"}
    return out


def test_every_text_field_is_walked(root: Root) -> None:
    """A field added to a model tomorrow is among these; one that takes no free text is refused by its line."""
    assert len(root.fields) > 200
    assert sorted(root.fields - root.held - REFUSED) == []
    assert sorted(REFUSED & root.held) == []
    for name in REFUSED:
        assert re.match(r"\S+:\d+:\d+: 错误", root.refused[name]), name


PROBE = """() => [...document.querySelectorAll('*')].flatMap((each) => [
  ...[...each.attributes].filter((a) => /^on|^style$/i.test(a.name) || /^\\s*(javascript|data|vbscript):/i.test(a.value) && /href|src|action/i.test(a.name))
    .map((a) => each.tagName + ' ' + a.name),
  ...(each.matches('script:not([src]):not([type="application/json"]), iframe, object, embed, base, style, [src*="//evil.example"]') || /^[a-z]+:\\/\\/evil/.test(each.href) ? [each.tagName] : []),
])"""


class Ear:
    """A page of a browser, and everything that was heard of it."""

    def __init__(self, browser: Any, home: str, **options: Any) -> None:
        self.home, self.heard = home, list[str]()
        self.context = browser.new_context(**options)
        self.context.add_init_script("window.hear = (n) => console.error('RAN ' + n)")
        self.tab = self.context.new_page()
        self.tab.on(
            "console",
            lambda said: (
                self.heard.append(f"{self.tab.url}: {said.text}") if said.type in ("error", "warning") else None
            ),
        )
        self.tab.on("pageerror", lambda fault: self.heard.append(f"{self.tab.url}: {fault}"))
        self.tab.on("dialog", lambda box: (self.heard.append(f"{self.tab.url}: dialog"), box.dismiss()))
        self.tab.on(
            "request",
            lambda sent: None if sent.url.startswith(home) else self.heard.append(f"{self.tab.url}: asked {sent.url}"),
        )


@pytest.fixture
def ear(browser: Any, site: Path) -> Iterator[Ear]:
    opened = Ear(browser, f"file://{site}/")
    yield opened
    opened.context.close()


def test_every_page_is_silent(ear: Ear, site: Path) -> None:
    """From disk, in a real browser: no dialog, no request outside, no complaint of console or policy, nothing in the page that could run."""
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 40
    for page in pages:
        if page.name == "404.html":
            continue  # knows its sheets by the root of a server: see below
        ear.tab.goto(page.as_uri())
        found = ear.tab.evaluate(PROBE)
        assert found == [], f"{page}: {found[:5]}"
        assert PRODUCT not in ear.tab.content(), page
    assert ear.heard == []


def test_pages_are_silent_from_a_server(browser: Any, site: Path, serve: Any) -> None:
    home = serve(site)
    ear = Ear(browser, home)
    for name in (
        "404.html",
        "index.html",
        "plans/x1/index.html",
        "campaigns/x1/index.html",
        "search/index.html?q=hear",
    ):
        ear.tab.goto(home + name)
        assert ear.tab.evaluate(PROBE) == [], name
    ear.context.close()
    assert ear.heard == []


def test_the_search_finds_harm_and_shows_it_as_text(ear: Ear, site: Path) -> None:
    ear.tab.goto(f"{(site / 'search/index.html').as_uri()}?q=hear")
    ear.tab.wait_for_selector("#search-results a")
    ear.tab.fill("[data-search-page] input, input[type=search]", "<img src=x onerror=hear(9)>")
    ear.tab.keyboard.press("Enter")
    ear.tab.wait_for_timeout(300)
    ear.tab.goto((site / "index.html").as_uri())
    hits = ear.tab.evaluate("planSearch('hear')")
    assert hits and all("hear" in json.dumps(hit) for hit in hits[:3])
    assert ear.heard == []


def test_the_policy_alone_would_stop_it(browser: Any, site: Path, serve: Any) -> None:
    """Whoever got markup past every other lock still runs nothing: the page says so itself, from disk and from a server."""
    wild = "<script>hear(1)</script><img src=x.png onerror=hear(2)><p style='color:red' onclick=hear(3)>甲</p><script src=http://127.0.0.1:9/x.js></script>"
    front = (site / "index.html").read_text(encoding="utf-8")
    (site / "wild.html").write_text(front.replace("</main>", f"{wild}</main>"), encoding="utf-8")
    try:
        for home in (f"file://{site}/", serve(site)):
            ear = Ear(browser, home)
            ear.tab.goto(f"{home}wild.html")
            ear.tab.click("p[onclick]")
            assert ear.tab.eval_on_selector("p[onclick]", "(each) => getComputedStyle(each).color") != "rgb(255, 0, 0)"
            ear.context.close()
            assert not [each for each in ear.heard if "RAN" in each], ear.heard
            assert sum("Content Security Policy" in each for each in ear.heard) >= 4, ear.heard
    finally:
        (site / "wild.html").unlink()


def test_print_is_text_as_well(root: Root) -> None:
    """No document has an element, an address or a style that its words asked for."""
    content, _ = look_over(root.folder, TODAY)
    jobs = {f"{each.record_id} {each.name}": each.make() for kind in KINDS for each in prints(content, kind)}
    assert len(jobs) > 10
    less = content
    for kind in KINDS:
        less = less if kind.paper else less.having(kind, {})
    again = {f"{each.record_id} {each.name}": each.make() for kind in KINDS for each in prints(less, kind)}
    assert again == jobs, "what is not on paper changes no print"
    for address, job in jobs.items():
        for text in (job.html, *job.others):
            tree = html.fromstring(text)
            wild = [
                each.tag
                for each in tree.iter()
                if each.tag in ("script", "iframe", "base", "object", "embed", "link") or each.get("http-equiv")
            ]
            assert wild == [], address
            assert not [name for each in tree.iter() for name in each.attrib if name.startswith("on")], address
            assert not tree.xpath(
                "//*[contains(@src, 'evil') or contains(@href, 'evil') or contains(@style, 'evil')]"
            ), address
            assert PRODUCT not in text, address


def test_no_unseen_character_is_in_the_words_of_a_finished_print(root: Root) -> None:
    """What a reader of a PDF copies and searches (ToUnicode), of a form whose every text has them, and whose words we join with our own."""
    content, _ = look_over(root.folder, TODAY)
    job = next(iter(prints(content, FORM))).make()
    paper = pypdfium2.PdfDocument(render(job, typefaces(root.folder)))
    words = "".join(page.get_textpage().get_text_bounded() for page in paper).replace("\r", "")
    assert "hear(1)" in words
    assert stripped(words.replace("\ufffe", "-")) == words.replace(
        "\ufffe", "-"
    )  # pdfium's own sign for a hyphen at the end of a line


def test_data_files_are_valid_and_inert(site: Path) -> None:
    seen = set[str]()
    for path in site.rglob("*"):
        raw = path.read_bytes() if path.is_file() else b""
        seen.add(path.suffix)
        if path.suffix == ".json":
            json.loads(raw)
        elif path.suffix == ".ics":
            calendar = icalendar.Calendar.from_ical(raw)
            assert {each.name for each in calendar.walk()} <= {
                "VCALENDAR",
                "VEVENT",
                "VTIMEZONE",
                "STANDARD",
                "VALARM",
            }, path
            assert not [
                each for each in calendar.walk("VEVENT") if "hear" in str(each.get("URL", "")) or each.get("ATTACH")
            ], path
        elif path.suffix in (".atom", ".xml"):
            etree.fromstring(raw)
            feed = feedparser.parse(raw)
            assert not feed.bozo or path.name == "sitemap.xml", path
            for entry in feed.entries:
                for shown in (entry.title_detail, *entry.get("content", ())):
                    assert shown.type == "text/plain" or not html.fromstring(f"<p>{shown.value}</p>").xpath(
                        "//script|//img|//iframe|//*[@onclick]"
                    ), path
        elif path.suffix == ".csv":
            for row in csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")):
                assert not [
                    cell for cell in row if cell[:1] in "=+-@" and cell and not cell[1:].replace(".", "").isdecimal()
                ], path
        elif path.suffix == ".xlsx":
            inert_workbook(raw)
    assert {".json", ".ics", ".csv", ".xlsx"} <= seen


def test_lists_as_files_are_inert(root: Root, site: Path) -> None:
    """Every list of every page, as a workbook and as Word."""
    assert site.is_dir()
    content, _ = look_over(root.folder, TODAY)
    pages = [page for page in build_pages(content, tables=True) if page.tables]
    assert len(pages) > 15
    words = ""
    for page in pages:
        words += "".join(inert_workbook(lists_as(content, page, "xlsx")))
        document = Document(io.BytesIO(lists_as(content, page, "docx")))
        typed = "".join(each.text or "" for each in document.element.iter() if each.tag.endswith("}t"))
        assert stripped(typed) == typed, page.path
        assert not [each for each in document.part.rels.values() if each.is_external and "evil" in each.target_ref], (
            page.path
        )
        assert not [each for each in document.element.iter() if each.tag.endswith(("}fldSimple", "}instrText"))], (
            page.path
        )
    assert "hear(1)" in words and stripped(words) == words and PRODUCT not in words


def test_what_came_in_is_on_the_site(site: Path) -> None:
    """Otherwise its pages would be silent for nothing."""
    assert "hear(1)" in (site / "plans/x3/index.html").read_text(encoding="utf-8")
    held = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.html"))
    for number in (504, 506, 507, 601, 602):  # of a ledger's rows and forms, what pages show
        assert f"甲{number}" in held, number


def test_no_unseen_character_reaches_the_site(site: Path) -> None:
    """They stand in every text field (`hostile.UNSEEN`), on every way in; here in no file, as themselves or as an escape."""
    for path in site.rglob("*"):
        if (
            path.suffix in (".html", ".json", ".atom", ".xml", ".ics", ".csv", ".js", ".stratml")
            and path.is_file()
            and "assets" not in path.parts
        ):
            text = path.read_bytes().decode("utf-8-sig").replace("\r\n ", "")
            text = (
                re.sub(r"\\u[0-9a-fA-F]{4}", lambda found: chr(int(found[0][2:], 16)), text)
                if path.suffix in (".json", ".js")
                else text
            )
            assert stripped(unescape(text)) == unescape(text), path
        elif path.suffix == ".xlsx":
            for text in inert_workbook(path.read_bytes()):
                assert stripped(text) == text, path


def test_turned_and_undrawn_letters_are_named_in_every_field(root: Root, tmp_path: Path) -> None:
    """A bidi override is an error at its own place, in each text field of each kind, and nothing that is loaded holds it; so is a character that
    no typeface has, where the kind is printed."""
    data = copy.deepcopy(root.data)
    for file, where in root.texts:
        at = data[file]
        for step in where[:-1]:
            at = at[step]
        at[where[-1]] = f"甲\u202e乙\ue000{str(at[where[-1]])[:20]}"
    turned = Root(tmp_path, data)
    write(turned)
    content, problems = look_over(tmp_path, TODAY)
    named = {
        (each.path, place(turned, each.path, each.line, each.column, before=True))
        for each in problems
        if each.code == "text-direction"
    }
    assert named == set(root.texts)
    private = {key for key, name in root.texts.items() if name.startswith("Private.")}  # never in a print
    for code, paper in (("no-glyph", True), ("glyph-rare", False)):
        here = {
            file
            for kind in KINDS
            for file in FILES.get(kind.key, files_of(kind))
            if kind.paper is paper and kind is not PROFILE
        }
        undrawn = {(each.path, each.line, each.column) for each in problems if each.code == code}
        found = {(file, place(turned, file, line, column, before=True)) for file, line, column in undrawn}
        assert found == {key for key in set(root.texts) - private if key[0] in here}, code
    held = repr([dict(content.of(kind)) for kind in KINDS])
    assert "甲乙" in held and not re.search(r"\\u202e|\u202e", held)


def inert_workbook(raw: bytes) -> list[str]:
    """The texts of a workbook in which nothing is a formula or a link."""
    book = openpyxl.load_workbook(io.BytesIO(raw))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f" and "hear" in str(cell.value)]
    assert not [cell for cell in cells if cell.hyperlink and not str(cell.hyperlink.target or "").startswith("http")]
    return [str(cell.value) for cell in cells]


def test_office_files_hold_it_as_words(root: Root) -> None:
    content, _ = look_over(root.folder, TODAY)
    plan = content.plans["x1"]
    titles = [each.title for file in content.publicity.values() for each in file.submissions]
    book = workbook(content, plan)
    assert titles and set(titles) <= set(inert_workbook(book))
    draft = desk_importer.read("台账.xlsx", book, content)
    assert not has_errors(draft.problems), draft.problems
    for form in content.forms.values():
        inert_workbook(template(form))
    word = Document(io.BytesIO(word_export.draft(content, plan).file()))
    assert HARM in "".join(each.text for each in word.element.iter() if each.tag.endswith("}t"))
    assert not [each for each in word.part.rels.values() if each.is_external]
    assert not [
        each
        for each in word.element.iter()
        if each.tag.endswith(("}fldSimple", "}instrText")) and "hear" in str(each.text)
    ]


def test_a_workbook_works_nothing_out(root: Root) -> None:
    """The one way to bytes makes text of what begins like a formula, in whichever cell; no other module saves a workbook."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(starts := [f"{sign}1+hear(1)" for sign in "=+-@"])
    cells = openpyxl.load_workbook(io.BytesIO(saved(book))).worksheets[0][1]
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in cells] == [(each, "s", True) for each in starts]
    content, _ = look_over(root.folder, TODAY)
    form = next(iter(content.forms.values())).model_copy(update={"title": "=hear(1)", "version": "=hear(2)"})
    assert {"=hear(1)", "=hear(2)"} <= set(inert_workbook(template(form)))
    saving = re.compile(r"book\.save\(|ExcelWriter\(")
    modules = [path for path in (PROGRAM / "scripts").rglob("*.py") if saving.search(path.read_text(encoding="utf-8"))]
    assert [path.name for path in modules] == ["saved.py"]


@pytest.mark.parametrize("sign", "=+-@＝＋－＠")
def test_a_cell_of_csv_is_no_formula(sign: str) -> None:
    assert (inert(f"{sign}1+1"), inert(f" {sign}1"), inert("甲=1")) == (f"'{sign}1+1", f"' {sign}1", "甲=1")


def test_a_word_file_comes_in_as_words(root: Root, site: Path) -> None:
    assert site.is_dir()
    text = (root.folder / "plans/x3.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    assert set(data) <= set("id title status groups goals outline preamble notes issuer guiding scope".split()), set(
        data
    )
    assert "<script>hear(1)</script>" in json.dumps(data, ensure_ascii=False)


# Where HTML is made of computed pieces, each a drawing or a list whose pieces are escaped or figures; whoever adds one looks at it here.
MARKED = {
    "mkdocs_hooks.py on_page_context", "campaign.py strip", "charts.py multiple", "drawing.py phase_lanes", "drawing.py axis_head", "drawing.py strip",
    "drawing.py spark", "forms.py trend_drawing", "front.py _figures", "markup.py chips", "markup.py text", "markup.py paragraphs", "markup.py _shown", "markup.py cells", "markup.py pieces", "plan.py cells",
    "prose.py _shown", "codes.py qr",
}  # fmt: skip


def test_only_what_is_meant_to_be_markup_is_markup() -> None:
    """Everything else that is marked as HTML is a constant of the program; templates mark nothing but the slot for hand-written Markdown."""
    found = set()
    for path in (PROGRAM / "scripts").rglob("*.py"):
        for maker in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(maker, ast.FunctionDef):
                calls = [
                    each
                    for each in ast.walk(maker)
                    if isinstance(each, ast.Call) and ast.unparse(each.func).endswith("Markup")
                ]
                if any(each.args and not isinstance(each.args[0], ast.Constant) for each in calls):
                    found.add(f"{path.name} {maker.name}")
    outer = {"plan.py matrix_page"}  # holds `cells`
    assert found - outer == MARKED
    templates = [*(PROGRAM / "scripts").rglob("*.html"), *(PROGRAM / "overrides").rglob("*.html")]
    assert len(templates) > 60
    for path in templates:
        text = path.read_text(encoding="utf-8").replace("{{ slot | safe }}", "")
        assert not re.search(r"\|\s*safe\b|striptags|autoescape|<script(?! src=| type=.application/json)", text), path
        if "pdf" not in path.parts:
            assert not re.search(r"\sstyle=|\son[a-z]+=|javascript:", text), path


def test_a_style_in_prose_is_named_and_dropped() -> None:
    text = "# 题\n\n甲 <span style='color:red'>乙</span>\n\n丙{: style=\"color:red\" }\n\n<table><tr><td style='x:y'>丁</td></tr></table>\n"
    assert [(each.line, each.code) for each in markdown.faults(text)] == [
        (3, "html-attribute"),
        (7, "html-attribute"),
        (5, "html-attribute"),
    ]
    assert markdown.clean(
        "<p style='color:red'>甲</p><table><tbody><tr><td style='text-align:right'>乙</td></tr></tbody></table>"
    ) == ("<p>甲</p><table><tbody><tr><td>乙</td></tr></tbody></table>")


def test_plain_text_is_text_once() -> None:
    """The one way from HTML to text: what was written as an entity is the character, and never a tag again."""
    assert (
        markdown.plain("<b>甲</b>&lt;script&gt;x&lt;/script&gt; &amp;lt;b&amp;gt;<script>乙</script>")
        == "甲<script>x</script> &lt;b&gt;"
    )


def test_a_bad_name_among_five_thousand_units(tmp_path: Path, browser: Any) -> None:
    alias = '<script>hear(1)</script>"><img src=x onerror=hear(2)>'
    units = [{"id": f"u{number}", "name": f"单位{number}号", "kind": "hospital"} for number in range(4999)]
    units.append({"id": "bad", "name": "坏名单位", "kind": "hospital", "aliases": [alias]})
    (tmp_path / "plans/registry").mkdir(parents=True)
    (tmp_path / "plans/registry/units.yaml").write_text(
        json.dumps({"units": units}, ensure_ascii=False), encoding="utf-8"
    )
    (tmp_path / "plans/p.yaml").write_text(
        f"id: p\ntitle: 方案\nstatus: active\nissuer: {json.dumps(alias)}\n", encoding="utf-8"
    )
    assert recipe.build(tmp_path, tmp_path / "site", TODAY, only="site", say=lambda _: None) == ()
    ear = Ear(browser, f"file://{tmp_path}/site/")
    for page in (
        "index.html",
        "units/index.html",
        "units/bad/index.html",
        "plans/p/index.html",
        "search/index.html?q=hear",
    ):
        ear.tab.goto(ear.home + page)
        assert ear.tab.evaluate(PROBE) == [], page
    ear.tab.wait_for_selector("#search-results a:has-text('坏名单位')")
    ear.context.close()
    assert ear.heard == []
