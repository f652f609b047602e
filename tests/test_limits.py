"""What comes from outside is measured before it is parsed: no file, however small on the disk, takes more than 256 MB or 5 seconds of processor
time, and each ends in a Chinese sentence. The ceilings are the kernel's, in a process of its own (`reading.py`)."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from bombs import BOMBS, docx, packed, paragraph, pdf, workbook

from campaign.importers import papers
from campaign.leaves import limits
from campaign.leaves.confined import Exceeded, confined
from campaign.workbooks import forms

MEMORY, SECONDS = 256, 5  # MB, s
READ = {
    "pdf-many-words": 640
}  # MB, for what is no more than a PDF may be, and is read under the ceilings of `confined`
SAID = {  # what is said of what is not simply "展开后过大" or "过多"
    "docx-99-kb": "内容过多",
    "docx-large-picture": "展开后过大",
    "pdf-unpacks": r"(?:.*展开后过大.*\n?){5}",  # by every door
    "pdf-unpacks-twice": r"(?:.*展开后过大.*\n?){5}",
    "docx-many-parts": "里面的文件超过 2000 个",
    "docx-deep": "套了超过 100 层",
    "docx-laughs": "DOCTYPE",
    "docx-utf-7": "UTF-7",
    "docx-lzma": "压缩方法",
    "docx-attributes": "长得离谱的标记",
    "docx-long-number": "长得离谱的标记",
    "docx-high-level": "read",
    "docx-full": "内容过多",
    "docx-tables-in-tables": "不是完整的 Word 文件",  # libxml2 takes no text of ten million bytes
    "docx-boxes-in-boxes": "文字超过 30 万字",
    "xlsx-full": "看不出这是哪个活动的台账",
    "xlsx-merged": "合并成了一格",
    "xlsx-merged-often": "合并成了一格",
    "xlsx-linked": "合并成了一格",
    "xlsx-formulas": "公式过多",
    "xlsx-one-sheet-500-times": "列了两遍",
    "xlsx-far-row": "隐藏的工作表被改过",
    "sheet-merged": "合并成了一格",
    "sheet-long": "超过 30 万字",
    "html-deep": "套了超过 200 层",
    "html-tables-in-tables": "套了超过 200 层",
    "html-empty-tags": "read",
    "html-long": "超过 30 万字",
    "html-spans": "read",
    "html-laughs": "read",
    "html-attributes": "超过 30 万字",
    "yaml-flow": "值超过 40 万个",
    "yaml-rows": "值超过 40 万个",
    "yaml-deep": "嵌套超过 40 层",
    "yaml-laughs": "不支持引用写法",
    "csv-columns": "文件是空的",
    "csv-rows": "超过 20000 行",
    "csv-cell": "引号没有配对",
    "png-grey": "像素太多",
    "seal-large": "不是红色的",
    "seal-vast": "每边不能超过 4000 像素",
    "pdf-endless-pages": "已损坏",
    "pdf-many-words": "太大或太复杂",
}


@pytest.fixture(scope="module")
def reader() -> Iterator[subprocess.Popen[str]]:
    """A program that has loaded all readers, and forks for each file."""
    command = [sys.executable, str(Path(__file__).parent / "reading.py"), str(SECONDS)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        yield running
        running.stdin.close()  # type: ignore[union-attr]


def told(reader: subprocess.Popen[str], kind: str, file: Path) -> tuple[int, str]:
    """How the process that read a file ended, and what it said."""
    assert reader.stdin and reader.stdout
    print(kind, file, file=reader.stdin, flush=True)
    ended, text = json.loads(reader.stdout.readline())
    return ended, text


@pytest.mark.parametrize("name", BOMBS)
def test_a_file_made_to_hurt_ends_in_a_sentence(name: str, tmp_path: Path, reader: subprocess.Popen[str]) -> None:
    kind, made = BOMBS[name]
    file = tmp_path / f"file.{kind}"
    file.write_bytes(made())
    ended, text = told(reader, kind, file)
    assert ended == 0, f"{name}: {ended} {text[-2000:]}"
    *said, most = text.strip().splitlines()
    assert re.search(SAID.get(name, "展开后过大|内容过多|太大"), "\n".join(said)), said
    assert int(most) <= READ.get(name, MEMORY)


def test_what_is_usual_is_let_through() -> None:
    plain = docx("".join(paragraph(f"第{n}段，各科室按照分工落实。") for n in range(3_000)))
    assert set(limits.package(plain, keep=r"word/.*")) == {"word/document.xml"}
    assert len(papers.read("a.docx", plain).lines) == 3_000
    assert limits.package(packed(workbook()), limits.WORKBOOK) == {}
    limits.pdf(pdf(b"<</Type/Catalog>>"))


def test_sizes_of_the_file_itself_are_not_believed() -> None:
    """The list of a ZIP says how large a member is unpacked; what comes out is counted."""
    raw = bytearray(packed({"word/document.xml": b"<a>" + b"<b/>" * 900_000 + b"</a>"}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = raw.index(mark) + at
        raw[place : place + 4] = (1000).to_bytes(4, "little")
    with pytest.raises(limits.Refused):
        limits.package(bytes(raw))


def test_a_password_is_told_apart_from_damage() -> None:
    raw = bytearray(packed({"a.xml": b"<a/>"}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(mark) + at] |= 1
    with pytest.raises(limits.Refused, match="加了密码"):
        limits.package(bytes(raw))


@pytest.mark.parametrize(
    ("place", "count"), [("A1", 1), ("A1:C3", 9), ("$A$1:$XFD$1048576", 2**34), ("C3:A1", 9), ("A:A", 0), ("", 0)]
)
def test_cells_of_a_range(place: str, count: int) -> None:
    assert limits.cells(place) == count


# ---- a process with ceilings


def test_a_result_and_a_fault_come_back() -> None:
    assert confined(lambda: {"a": 1}) == {"a": 1}
    with pytest.raises(papers.PaperFault, match="坏了"):
        confined(lambda: _fail(papers.PaperFault("坏了")))


def test_ceilings_hold_and_the_program_lives() -> None:
    with pytest.raises(Exceeded):
        confined(lambda: len(bytearray(1_000_000_000)))
    with pytest.raises(Exceeded):
        confined(_forever, seconds=1)
    with pytest.raises(Exceeded):
        confined(lambda: os.kill(os.getpid(), signal.SIGKILL))


def test_imposing_and_binding_read_under_ceilings(tmp_path: Path, reader: subprocess.Popen[str]) -> None:
    """A page of 45 MB, packed into some KB, is no more than a PDF may hold; where there is less room than that, the process that reads it ends.

    It is a fork of a program that has made nothing yet: what a long run of tests has given back is room that no ceiling counts.
    """
    raw = BOMBS["pdf-many-words"][1]()
    limits.pdf(raw)
    (tmp_path / "a.pdf").write_bytes(raw)
    ended, text = told(reader, "cramped", tmp_path / "a.pdf")
    imposed, bound, read, _ = text.splitlines()
    assert (ended, read) == (0, "read")
    assert "太大或太复杂，没有读" in imposed
    assert re.search(r"装订不成，别处来的 PDF（a\.pdf）太大或太复杂", bound)


def _fail(fault: Exception) -> None:
    raise fault


def _forever() -> None:
    while True:
        pass


def test_every_office_file_comes_in_by_the_guard() -> None:
    """No reader of ours opens a ZIP, a workbook or a Word file from outside by itself. `docx.Document()` opens none: it begins a new one."""
    own = {"leaves/archives.py", "leaves/limits.py"}  # the writer of archives, and the guard
    root = Path(limits.__file__).resolve().parent.parent
    for file in sorted(root.rglob("*.py")):
        name, text = file.relative_to(root).as_posix(), file.read_text(encoding="utf-8")
        if re.search(r"import zipfile|from zipfile|load_workbook\(|docx\.Document\((?!\))", text):
            assert name in own or "limits.package(" in text, f"{name} opens office files past leaves.limits"


def test_a_zip_in_memory_is_what_python_thinks_it_is() -> None:
    """The guard counts entries by their mark before Python reads the list: no list can be longer than that count."""
    raw = packed({f"{n}": b"" for n in range(50)})
    assert raw.count(b"PK\x01\x02") == len(zipfile.ZipFile(io.BytesIO(raw)).infolist()) == 50


def test_a_quote_that_is_never_closed_is_not_guessed_at() -> None:
    """Read on, it would take the rows below into one cell, and nobody would hear of it."""
    found, problems = forms.read_csv("a.csv", 'form,unit\nlower,甲医院\nlower,"乙医院\n', {})
    assert ([each.code for each in problems], found) == (["csv-quote"], [])
