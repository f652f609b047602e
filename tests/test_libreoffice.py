"""The door to LibreOffice: what it reads comes out as Word, and it runs nothing, fetches nothing, and ends with all it started."""

from __future__ import annotations

import io
import socket
import tempfile
import threading
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from campaign.importers import papers
from campaign.importers.libreoffice import Unconverted, converted

RTF = r"{\rtf1\ansi\ansicpg936 {\b \u20851?\u20110?\u24320?\u23637?\u26381?\u21153?}\par \u19968?\u12289?\u24635?\u20307?\u35201?\u27714?\par}"
MIME = b"application/vnd.oasis.opendocument.text"
SPACES = " ".join(
    f'xmlns:{key}="{value}"'
    for key, value in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "script": "urn:oasis:names:tc:opendocument:xmlns:script:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "ooo": "http://openoffice.org/2004/office",
    }.items()
)


def odt(body: str, head: str = "", **parts: str) -> bytes:
    out = io.BytesIO()
    content = f'<?xml version="1.0"?><office:document-content {SPACES} office:version="1.2">{head}<office:body><office:text>{body}</office:text></office:body></office:document-content>'
    files = {"content.xml": content, **parts}
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>' for name in files
    )
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), MIME)
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name), text)  # always the same bytes, also when half of them are lost
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME.decode()}"/>{listed}</manifest:manifest>',
        )
    return out.getvalue()


def lines(raw: bytes) -> list[str]:
    return [line.text for line in papers.read("a.docx", raw).lines]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the conversions of this test lie: the command line of whatever they start names it."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def running(place: Path) -> list[str]:
    """What still runs of the conversions in a place."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if str(place).encode() in path.read_bytes():
                found.append(path.parent.name)
    return found


def test_rtf_and_odt_come_out_as_word(place: Path) -> None:
    assert lines(converted(RTF.encode("ascii"), ".rtf")) == ["关于开展服务", "一、总体要求"]
    assert lines(converted(odt("<text:p>关于开展服务</text:p><text:p>一、总体要求</text:p>"), ".odt")) == [
        "关于开展服务",
        "一、总体要求",
    ]
    assert not running(place)


def test_a_damaged_file_ends_in_a_sentence() -> None:
    whole = odt("<text:p>字</text:p>")
    with pytest.raises(Unconverted, match="打不开，可能已经损坏"):
        converted(whole[: len(whole) // 2], ".odt")


def test_nothing_is_fetched() -> None:
    """A picture that lies on a server: nobody knocks there."""
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(120)

        def listen() -> None:
            with suppress(OSError):
                heard.append(server.accept())

        waiting = threading.Thread(target=listen, daemon=True)
        waiting.start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}/a.png"
        frame = f'<text:p>字<draw:frame svg:width="1cm" svg:height="1cm"><draw:image xlink:href="{address}" xlink:type="simple" xlink:actuate="onLoad"/></draw:frame></text:p>'
        for to in ("docx", "pdf"):
            assert converted(odt(frame), ".odt", to)
    assert heard == []


def test_a_macro_that_starts_with_the_document_does_not_run(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    script = (
        '<?xml version="1.0"?><script:module xmlns:script="http://openoffice.org/2000/script" script:name="M" script:language="StarBasic">'
        f'Sub Main\nOpen "{mark}" For Output As #1\nPrint #1, "x"\nClose #1\nEnd Sub</script:module>'
    )
    library = '<?xml version="1.0"?><library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"><library:element library:name="M"/></library:library>'
    libraries = '<?xml version="1.0"?><library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink"><library:library library:name="Standard" library:link="false"/></library:libraries>'
    head = '<office:scripts><office:event-listeners><script:event-listener script:language="ooo:script" script:event-name="dom:load" xlink:href="vnd.sun.star.script:Standard.M.Main?language=Basic&amp;location=document" xlink:type="simple"/></office:event-listeners></office:scripts>'
    raw = odt(
        "<text:p>字</text:p>",
        head,
        **{"Basic/script-lc.xml": libraries, "Basic/Standard/script-lb.xml": library, "Basic/Standard/M.xml": script},
    )
    assert lines(converted(raw, ".odt")) == ["字"]
    assert not mark.exists()


def test_what_takes_too_long_is_ended_with_all_it_started(place: Path) -> None:
    with pytest.raises(Unconverted, match="超过 1 秒"):
        converted(odt("<text:p>字</text:p>" * 200_000), ".odt", seconds=1)
    assert not running(place)
