"""How much a file from outside may hold, found out before any parser sees it: one guard for every reader of office files, tables and pictures.

An office file is a ZIP of XML. Each member is unpacked in pieces and counted while it comes out, whatever the file says of itself; each XML part
is walked once by expat, which keeps nothing. What is too much, or is not what such files hold (entities, other packing methods, many-layered
XML), is refused before a tree of it is built: a tree takes 100 to 500 bytes for what is four in the file and a fraction of one packed.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from xml.parsers import expat

MAX_BYTES = 20_000_000  # of any file from outside as it lies on the disk
_PIECE = 262_144
_TOKEN = 1_000_000  # bytes of one tag with its attributes, which expat keeps until it is whole
_TRICKLE = 1_000_000  # bytes of a member below which its ratio says nothing
_ENTRY, _ZIP = b"PK\x01\x02", b"PK\x03\x04"
OLE, LOCKED = (
    b"\xd0\xcf\x11\xe0",
    "EncryptedPackage".encode("utf-16-le"),
)  # the old formats, and a new one with a password
_RANGE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Za-z]{1,3})\$?([0-9]{1,7}))?")
_SPREAD = ("mergeCell", "hyperlink")  # elements whose range a reader turns into cells one by one
_FORMULAS = (
    2_000_000  # characters of the longest formula times the cells that share one: a reader writes it anew for each
)


class Refused(Exception):
    """The file is not opened; `message` says why (it goes on from the file's name), `hint` what to do."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(code, message, hint)  # all of them: it may come from another process
        self.code, self.message, self.hint = code, message, hint

    def __str__(self) -> str:
        return f"{self.message}；{self.hint}"


@dataclass(frozen=True)
class Room:
    """What a packed file may hold: bytes unpacked in all, bytes of one XML part, members, elements and attributes in all, layers of XML,
    unpacked bytes for each packed one, cells in one range."""

    unpacked: int = 100_000_000
    part: int = 20_000_000
    members: int = 2_000
    nodes: int = 500_000
    depth: int = 100
    ratio: int = 300
    cells: int = 300_000


PAPER = Room()
WORKBOOK = Room(unpacked=50_000_000, nodes=300_000)


def size(raw: bytes, most: int = MAX_BYTES, hint: str = "去掉图片，或拆成几个文件") -> None:
    """Raises Refused for a file that is empty or larger than `most`."""
    if not raw:
        raise Refused("file-empty", "是空文件（0 字节）", "重新取得这个文件")
    if len(raw) > most:
        raise Refused("file-too-large", f"超过 {most // 1_000_000} MB", hint)


def package(raw: bytes, room: Room = PAPER, keep: str = "") -> Mapping[str, bytes]:
    """Measure an office file (docx, xlsx, ods, odt, a plain ZIP); the members whose whole name `keep` matches come back unpacked.

    Raises Refused. After it the file can be given to any parser: what comes out of it was counted, byte by byte and element by element.
    """
    size(raw)
    if raw.startswith(OLE) and LOCKED in raw:
        raise Refused("encrypted", "加了打开密码，读不了", "在 Office 或 WPS 里去掉密码后另存")
    if _ZIP not in raw[:4096] and not raw.startswith(b"PK"):
        raise Refused("not-a-package", "不是新格式的 Office 文件", "在 Office 或 WPS 里另存为 docx 或 xlsx")
    if raw.count(_ENTRY) > room.members:  # before the list itself is read
        raise Refused("too-many-parts", f"里面的文件超过 {room.members} 个，没有打开", "在 Office 或 WPS 里另存一份")
    kept: dict[str, bytes] = {}
    count = _Count(room)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for part in archive.infolist():
                if part.flag_bits & 1:
                    raise Refused("encrypted", "加了密码，读不了", "去掉密码后另存")
                if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    raise Refused(
                        "odd-packing", "用了 Office 文件没有的压缩方法，没有打开", "在 Office 或 WPS 里另存一份"
                    )
                data = count.member(archive, part, bool(keep and re.fullmatch(keep, part.filename)))
                if data is not None:
                    kept[part.filename] = data
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, UnicodeError) as fault:
        raise Refused("package-broken", "不完整，可能已经损坏", "在 Office 或 WPS 里打开，另存一份") from fault
    return kept


class _Count:
    """What came out of a file so far."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.bytes = self.nodes = 0

    def member(self, archive: zipfile.ZipFile, part: zipfile.ZipInfo, keep: bool) -> bytes | None:
        """Unpack one member piece by piece; its bytes if they are to be kept."""
        pieces: list[bytes] = []
        walk: _PartWalk | None = None
        own = 0
        with archive.open(part) as opened:
            while piece := opened.read(_PIECE):
                if not own and _looks_like_xml(piece):
                    walk = _PartWalk(self)
                own += len(piece)
                self.bytes += len(piece)
                if self.bytes > self.room.unpacked or ((walk or keep) and own > self.room.part):
                    raise _vast()
                if own > _TRICKLE and own > self.room.ratio * max(part.compress_size, 1):
                    raise _vast()
                if walk:
                    walk.feed(piece)
                if keep:
                    pieces.append(piece)
        return b"".join(pieces) if keep else None


def _vast() -> Refused:
    return Refused("unpacks-too-large", "展开后过大，没有打开", "去掉图片和没有用的内容，另存一份")


def _looks_like_xml(start: bytes) -> bool:
    return (
        start[:2] in (b"\xff\xfe", b"\xfe\xff")
        or start[:2] in (b"<\0", b"\0<")
        or (start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<")
    )


class _PartWalk:
    """One XML part, walked while it is unpacked. Where it is no sound XML a parser stops as well; from there on `<` counts as an element."""

    def __init__(self, count: _Count) -> None:
        self.count, self.depth, self.lost, self.fed = count, 0, False, 0
        self.spread = self.formula = self.longest = self.sharing = 0
        self.sheets: set[str] = set()
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.XmlDeclHandler = self.declared

    def feed(self, piece: bytes) -> None:
        if not self.lost:
            try:
                self.parser.Parse(piece, False)
                self.fed += len(piece)
                if self.fed - self.parser.CurrentByteIndex > _TOKEN:
                    raise Refused("too-many-nodes", "里面有长得离谱的标记，没有打开", "在 Office 或 WPS 里另存一份")
            except expat.ExpatError:
                self.lost = True
        if self.lost:
            self.more(piece.count(b"<"))

    def more(self, nodes: int) -> None:
        self.count.nodes += nodes
        if self.count.nodes > self.count.room.nodes:
            raise Refused("too-many-nodes", "里面的内容过多，没有打开", "拆成几个文件；表格之外的空行空列删去")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > self.count.room.depth:
            raise Refused(
                "too-deep", f"里面套了超过 {self.count.room.depth} 层，没有打开", "在 Office 或 WPS 里另存一份"
            )
        self.more(1 + len(attributes))
        if rule := _RULES.get(name.rpartition(":")[2]):
            rule(self, attributes)

    def end(self, name: str) -> None:
        self.depth -= 1
        if name.rpartition(":")[2] == "f":
            self.parser.CharacterDataHandler = None
            self.longest, self.formula = max(self.longest, self.formula), 0
            if self.longest * self.sharing > _FORMULAS:
                raise Refused("too-many-formulas", "里面的公式过多，没有打开", "把公式改成算好的数，再另存")

    def formula_begins(self, attributes: Mapping[str, str]) -> None:
        self.sharing += attributes.get("t") == "shared"
        self.parser.CharacterDataHandler = self.formula_goes_on

    def formula_goes_on(self, text: str) -> None:
        self.formula += len(text)

    def range_begins(self, attributes: Mapping[str, str]) -> None:
        place = attributes.get("ref", "")
        self.spread += cells(place)
        if self.spread > self.count.room.cells:
            message = f"有一大片格子合并成了一格（{place[:30]}），没有打开"
            raise Refused("merged-cells", message, "取消合并，每一行都填上内容")

    def sheet_begins(self, attributes: Mapping[str, str]) -> None:
        """A sheet that stands twice in the list of a workbook is read twice, and a thousand times a thousand times."""
        place = attributes.get("r:id", "") or (
            attributes.get("Target", "").rpartition("/")[2] if attributes.get("Type", "").endswith("/worksheet") else ""
        )
        if place in self.sheets:
            raise Refused("sheet-twice", "同一张工作表列了两遍，没有打开", "用 Excel 或 WPS 打开后另存为 xlsx")
        self.sheets.update([place] if place else [])

    def doctype(self, *_: object) -> None:
        raise Refused("doctype", "里面有 Office 文件不该有的声明（DOCTYPE），没有打开", "在 Office 或 WPS 里另存一份")

    def declared(self, _version: str, encoding: str | None, _alone: int) -> None:
        if encoding and encoding.lower() not in ("utf-8", "utf8", "utf-16", "us-ascii", "ascii", "iso-8859-1"):
            raise Refused(
                "odd-encoding",
                f"里面用了 Office 文件没有的编码（{encoding[:20]}），没有打开",
                "在 Office 或 WPS 里另存一份",
            )


_RULES = {
    "f": _PartWalk.formula_begins,
    **dict.fromkeys(_SPREAD, _PartWalk.range_begins),
    **dict.fromkeys(("sheet", "Relationship"), _PartWalk.sheet_begins),
}


def cells(place: str) -> int:
    """How many cells a range such as A1:C3 has; 0 for what is none."""
    found = _RANGE.fullmatch(place.strip())
    if not found or not found[3]:
        return int(bool(found))
    columns = [_column(each) for each in (found[1], found[3])]
    rows = [int(found[2]), int(found[4])]
    return (abs(columns[1] - columns[0]) + 1) * (abs(rows[1] - rows[0]) + 1)


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_PDF_STREAM, _PDF_ALL, _PDF_LAYERS = 50_000_000, 200_000_000, 3


def pdf(raw: bytes, most: int = MAX_BYTES) -> None:
    """Measure a PDF: what its packed streams would come to, pictures apart, which a reader unpacks one at a time. Raises Refused.

    Other packings than zlib, and pages without end, are for the ceilings of the process that reads (`leaves.confined`).
    """
    size(raw, most, "去掉图片，或拆成几个文件")
    total = 0
    for found in _STREAM.finditer(raw):
        picture = b"/Image" in raw[max(0, found.start() - 400) : found.start()]
        own = _unpacked(raw, found.end(), _PDF_STREAM * (4 if picture else 1))
        total += 0 if picture else own
        if own > _PDF_STREAM * (4 if picture else 1) or total > _PDF_ALL:
            raise _vast()


def _unpacked(raw: bytes, start: int, most: int) -> int:
    """Bytes that come out of a zlib stream at `start`, or out of the streams packed in it; it stops when they are more than `most`."""
    layers = [zlib.decompressobj()]
    counts = [0]

    def pour(depth: int, data: bytes) -> None:
        while data and counts[depth] <= most and not layers[depth].eof:
            out = layers[depth].decompress(data, _PIECE)
            data = layers[depth].unconsumed_tail
            if not counts[depth] and depth + 1 == len(layers) < _PDF_LAYERS and out[:1] == b"\x78":
                layers.append(zlib.decompressobj())
                counts.append(0)
            counts[depth] += len(out)
            if depth + 1 < len(layers):
                with suppress(zlib.error):
                    pour(depth + 1, out)

    with suppress(zlib.error):  # what cannot be unpacked comes to what came out before
        while start < len(raw) and max(counts) <= most and not layers[0].eof:
            pour(0, raw[start : start + _PIECE])
            start += _PIECE
    return max(counts)


def pixels(width: int, height: int, most: int, hint: str) -> None:
    """Raises Refused for a picture of more than `most` pixels: it takes up to four bytes for each, several times over."""
    if width * height > most:
        raise Refused("picture-too-large", f"有 {width}×{height} 像素，太大", hint)
