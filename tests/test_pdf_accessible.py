"""Prints for readers who cannot see them: every kind keeps PDF/UA-1, is read out in the right order, and claims no more than it keeps."""

from __future__ import annotations

import io
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from document_samples import SAMPLES, root
from pdfglyphs import FONTS
from pdfua import validate
from pdfua_rules import Tagged, broken

from campaign.build.by_id import for_archive
from campaign.checks import look_over
from campaign.load import load
from campaign.pdf import plan as plan_print
from campaign.pdf.engine import render
from campaign.pdf.job import Job
from campaign.pdf.prints import jobs

REPOSITORY = Path(__file__).resolve().parent.parent


def sample(folder: Path, name: str) -> Job:
    content, problems = look_over(root(folder, SAMPLES[name].text), date(2026, 11, 21))
    assert [
        problem.code for problem in problems if problem.code != "secret-public"
    ] == []  # the samples are nobody's secret
    return plan_print.document(content.plans["p"], content)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    return cache(lambda name: render(sample(tmp_path_factory.mktemp("sample"), name), FONTS))


@pytest.fixture(scope="module")
def one_of_every_kind() -> dict[str, Job]:
    """The first document of each kind that this repository prints."""
    content = load(REPOSITORY, date(2026, 11, 21)).content
    made = [job() for job in jobs(content).values()]
    return {job.kind: job for job in reversed(made)}


def words(body: str, title: str = "试印") -> bytes:
    head = f"<title>{title}</title>" if title else ""
    html = f'<!doctype html><html lang="zh-CN"><head>{head}</head><body data-foot=""><main>{body}</main></body></html>'
    return render(Job("p", "试印的方案", "plan", html), FONTS)


# -- the rules -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLES)
def test_official_documents_keep_the_rules(name: str, printed: Callable[[str], bytes]) -> None:
    assert broken(printed(name)) == []


def test_every_kind_of_print_keeps_the_rules(one_of_every_kind: dict[str, Job], tmp_path: Path) -> None:
    """Held against our own rules, against those of the package pdfua (16 of the 106 that a machine can check), and as a sound file by qpdf."""
    assert len(one_of_every_kind) > 12
    for kind, job in one_of_every_kind.items():
        path = tmp_path / f"{kind}.pdf"
        path.write_bytes(render(job, FONTS))
        assert broken(path.read_bytes()) == [], kind
        assert [str(each) for each in validate(str(path)).findings] == [], kind
        assert subprocess.run(["qpdf", "--check", path], capture_output=True, check=False).returncode == 0, kind


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("<h1>甲</h1><h3>乙</h3>", "7.4.2 H3 after H1"),
        ("<h2>乙</h2>", "7.4.2 H2 after H0"),
        ("<h1>甲</h1><table><tr><td>1</td><td>2</td></tr></table>", "7.5 a table without heads"),
        ('<h1>甲</h1><table><thead><tr><th scope="col">一</th><th scope="col">二</th></tr></thead><tr><td>1</td></tr></table>', "7.2 columns of a table of different length"),
        ("<h1>甲</h1><div><li>项</li></div>", "7.2 LI in Div"),
    ],
)  # fmt: skip
def test_a_file_that_breaks_a_rule_claims_nothing(body: str, rule: str) -> None:
    assert broken(words("<h1>甲</h1><h2>乙</h2><h3>丙</h3><h2>丁</h2>")) == []
    found = broken(words(body))
    assert "5 no claim" in found
    assert rule in found


def test_a_head_of_rows_that_is_cut_by_the_page_is_not_claimed_to_be_right() -> None:
    """WeasyPrint 70 leaves the second part of such a table a column short."""
    rows = '<tr><th scope="row" rowspan="60">部</th><td>0</td></tr>' + "".join(
        f"<tr><td>{number}</td></tr>" for number in range(1, 60)
    )
    found = broken(
        words(
            f'<h1>甲</h1><table><thead><tr><th scope="col">一</th><th scope="col">二</th></tr></thead><tbody>{rows}</tbody></table>'
        )
    )
    assert set(found) == {"5 no claim", "7.2 columns of a table of different length"}


def test_without_a_title_there_is_no_claim() -> None:
    assert broken(words("<h1>甲</h1>", title="")) == ["5 no claim", "7.1 title of the file and of its metadata differ"]


# -- what is read out ------------------------------------------------------------------------------------------------------------------


def test_the_order_of_reading_is_that_of_the_document(printed: Callable[[str], bytes]) -> None:
    """版头, title, text, annexes, then 版记; no page number in between, and a note at the foot where the text ends."""
    file = Tagged(printed("with an attachment"))
    read = file.reading()
    parts = [
        "示例市卫生健康委员会文件", "示卫发〔2026〕12号", "关于加强医疗质量管理工作的通知", "各县（市、区）卫生健康局", "为落实全市医疗质量提升的工作部署",
        "一、健全工作机制", "二、突出工作重点", "附件：指标表", "2026年3月16日", "附件指标表序号", "抄送：示例市财政局", "2026年11月20日印发",
    ]  # fmt: skip
    places = [read.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)
    numbers = "".join(text for (_, mark), text in file.words.items() if mark is None)
    assert "—" not in read.replace("——", "")
    assert [f"— {page} —" in numbers for page in range(1, len(file.pdf.pages))] == [True] * (len(file.pdf.pages) - 1)


def test_headings_of_a_plan(printed: Callable[[str], bytes]) -> None:
    """一、… is set like a paragraph and is a heading all the same; a heading that runs on into its text is not."""
    file = Tagged(printed("with an attachment"))
    heads = [(each.kind, file.text(each)) for each in file.elements if each.kind in ("H1", "H2", "H3")]
    assert heads == [
        ("H1", "关于加强医疗质量管理工作的通知"),
        ("H2", "一、健全工作机制"),
        ("H2", "二、突出工作重点"),
        ("H2", "指标表"),
    ]


def test_levels_of_headings_follow_those_of_the_plan() -> None:
    one, two, three = (
        '<p><span class="l"><span class="b{}" data-bookmark="x">{}</span></span></p>'.format(*each)
        for each in ((1, "一、甲"), (2, "（一）乙"), (3, "1.丙"))
    )
    file = Tagged(words(f"<h1>题</h1>{one}{two}<p>文。</p>{three}{one}{three}" + three.replace("丙", "丙是一句话。")))
    heads = [(each.kind, file.text(each)) for each in file.elements if each.kind[0] == "H"]
    assert heads == [
        ("H1", "题"),
        ("H2", "一、甲"),
        ("H3", "（一）乙"),
        ("H4", "1.丙"),
        ("H2", "一、甲"),
        ("H3", "1.丙"),
    ]


@pytest.mark.parametrize("kind", ["task_list", "campaign_poster"])
def test_the_code_to_scan_is_named_and_placed(kind: str, one_of_every_kind: dict[str, Job]) -> None:
    """Also where it stands in the margin of a poster; its box is where its ink is, in points from the lower left corner."""
    file = Tagged(render(one_of_every_kind[kind], FONTS))
    (figure,) = file.of("Figure")
    assert str(figure.raw.Alt) == "网页版地址的二维码"
    left, low, right, high = (float(each) for each in figure.raw.A.BBox)
    assert right - left == pytest.approx(high - low, abs=0.5)
    page = pypdfium2.PdfDocument(file.data)[figure.page]
    image = page.render(scale=4, grayscale=True).to_pil()
    height = image.height / 4
    code = image.crop([round(4 * each) for each in (left - 1, height - high - 1, right + 1, height - low + 1)])
    inked = code.point(lambda value: 255 if value < 128 else 0).getbbox()
    assert inked is not None
    assert [each / 4 for each in inked] == pytest.approx([1, 1, 1 + right - left, 1 + high - low], abs=0.6)


# -- for the archive -------------------------------------------------------------------------------------------------------------------

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
SCHEMA, PROPERTY = "{http://www.aiim.org/pdfa/ns/schema#}", "{http://www.aiim.org/pdfa/ns/property#}"


# WeasyPrint 70 leaves the file of its colour profile open
@pytest.mark.filterwarnings("ignore:Exception ignored in.*sRGB:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:unclosed file.*sRGB:ResourceWarning")
@pytest.mark.parametrize("name", ["with an attachment", "sealed"])
def test_a_print_for_the_archive_keeps_both_standards(name: str, tmp_path: Path) -> None:
    """PDF/A knows no pdfuaid: the metadata describe its schema (ISO 19005-3, 6.6.2.3), one packet with one rdf:RDF."""
    content, _ = look_over(root(tmp_path, SAMPLES[name].text), date(2026, 11, 21))
    data = render(for_archive(content, "p", plan_print.document(content.plans["p"], content)), FONTS)
    assert broken(data) == []
    assert Tagged(data).claims() == {"pdfaid", "pdfuaid"}
    with pikepdf.open(io.BytesIO(data)) as opened:
        packet = ET.fromstring(opened.Root.Metadata.read_bytes())
        assert "/ID" in opened.trailer
    assert len(packet.findall(f"{RDF}RDF")) == 1
    parts = [each.get("{http://www.aiim.org/pdfua/ns/id/}part") for each in packet.iter(f"{RDF}Description")]
    assert [each for each in parts if each] == ["1"]
    (schema,) = packet.iter("{http://www.aiim.org/pdfa/ns/extension/}schemas")
    assert [each.text for each in schema.iter(f"{SCHEMA}namespaceURI")] == ["http://www.aiim.org/pdfua/ns/id/"]
    assert [each.text for each in schema.iter(f"{SCHEMA}prefix")] == ["pdfuaid"]
    assert [each.text for each in schema.iter(f"{PROPERTY}name")] == ["part"]
    assert [each.text for each in schema.iter(f"{PROPERTY}valueType")] == ["Integer"]
    assert [each.text for each in schema.iter(f"{PROPERTY}category")] == ["internal"]
