"""Make the project's typefaces at set-up: Debian's font packages → .fonts/*.otf, licences, VERSION.

Why not use the packages' fonts as they are: their line metrics differ, so that one fallback glyph moves every line below it; a collection
drags Japanese and Korean faces along; and the printer of PDFs needs small files whose glyph numbers are their CIDs.
Steps: gather → charset → cut (one face a time) → licences → VERSION → swap. Same packages, same bytes.
"""

from __future__ import annotations

import argparse
import bz2
import concurrent.futures
import gzip
import hashlib
import io
import itertools
import math
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from campaign.doctor import FONTS, font_recipe, fontconfig_file

# Line box of every face, in thousandths of an em: FandolFang's own, so that the face of the running text is the measure.
ASCENT, DESCENT = 880, 120
EM = ASCENT + DESCENT
DASH, MIDDLE_DOT = ord("—"), ord("·")

FANDOL = "texlive-lang-chinese"
NOTO = "fonts-noto-cjk"
UNICODE = "unicode-data"
NO_PACKAGE = 3  # exit code: the lists of packages are missing or old, setup.sh renews them and tries once more

# What stays of a face's OpenType features: kerning and ligatures for Latin, half/full/proportional widths for marks and digits.
# `locl` goes: it would bring the Japanese, Korean and Taiwanese forms back. `ccmp` too: it joins —— to one thin glyph of its own width.
FEATURES = ["kern", "liga", "halt", "palt", "hwid", "fwid"]

# Blocks taken whole where a face has them; 汉字 come from the two lists below.
BLOCKS = (
    (0x20, 0x7E), (0xA0, 0x17F),    # Latin
    (0x2B0, 0x2FF), (0x370, 0x3FF),  # modifiers, Greek
    (0x2000, 0x206F),               # — … “ ” ※ ‰ and the spaces
    (0x2070, 0x209F), (0x20A0, 0x20CF),  # ₂ ⁰, currencies
    (0x2100, 0x218F),               # ℃ № Ⅰ
    (0x2190, 0x22FF),               # arrows, mathematics
    (0x2460, 0x24FF),               # ① ⑴ ⒈
    (0x2500, 0x27BF),               # rules, □ ★ ✓
    (0x2E3A, 0x2E3B),               # ⸺
    (0x3000, 0x30FF),               # 〔 〕 《 》, kana
    (0x3200, 0x33FF),               # ㈠ ㎡ ㎏
    (0xFF00, 0xFFEF),               # full-width forms
)  # fmt: skip
# Raised and lowered figures and signs (SpO₂, 10⁹/L, Na⁺): no face has them all, so each is drawn from the one it is a small form of.
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", "0123456789+−=()n", strict=True))
LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", "0123456789+−=()", strict=True))
SMALL, RISE, FALL = 0.6, 380, -130  # size; how far the foot of a raised and of a lowered sign is from the base line
# Looked at by picture beside 思源宋体 (all of GB 2312 and GBK but the 汉字): what these faces claim and draw as another sign — ￥ as $,
# ￣ and － as a hyphen, ～ as an accent — is left to 思源宋体.
WRONG = frozenset(map(ord, "￥￣－～"))
DIGITS = frozenset(map(ord, "0123456789 ,.-–—()/第共页"))


@dataclass(frozen=True, order=True)
class Source:
    """A file inside a Debian package; `member` may hold wildcards."""

    package: str
    member: str


@dataclass(frozen=True)
class Face:
    """One typeface to cut: where it comes from and what it is called here."""

    family: str
    style: str  # Regular or Bold
    source: Source
    simplified: str = ""  # name of the face inside a collection; "" for a single font
    part: str = "common"  # which characters: common, digits, rare

    @property
    def file(self) -> str:
        """File name, e.g. PlanpressSong-Bold.otf."""
        return f"{self.family.replace(' ', '')}-{self.style}.otf"


def _fandol(name: str) -> Source:
    return Source(FANDOL, f"usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/{name}.otf")


def _noto(name: str) -> Source:
    return Source(NOTO, f"usr/share/fonts/opentype/noto/{name}.ttc")


SANS, SERIF = "Noto Sans CJK SC", "Noto Serif CJK SC"
# The largest first: two processes share them, and so end together.
FACES = (
    Face("Planpress Rare", "Regular", _noto("NotoSerifCJK-Regular"), SERIF, "rare"),  # names outside both lists
    Face("Planpress Song", "Regular", _noto("NotoSerifCJK-Regular"), SERIF),
    Face("Planpress Song", "Bold", _noto("NotoSerifCJK-Bold"), SERIF),  # for 小标宋
    Face("Planpress Hei", "Regular", _noto("NotoSansCJK-Regular"), SANS),
    Face("Planpress Hei", "Bold", _noto("NotoSansCJK-Bold"), SANS),
    Face("Planpress Kai", "Regular", _fandol("FandolKai-Regular")),
    Face("Planpress Fang", "Regular", _fandol("FandolFang-Regular")),
    Face("Planpress Num", "Regular", _fandol("FandolSong-Regular"), part="digits"),  # 页码: digits of ½ em
)
TABLE = Source(UNICODE, "usr/share/unicode/Unihan_OtherMappings.txt.bz2")
LICENCES = {
    "Fandol-README.txt": Source(FANDOL, "usr/share/doc/**/fandol/README*"),
    "Fandol-GPL-3.txt": Source(FANDOL, "usr/share/doc/**/fandol/COPYING*"),
    "Noto-CJK-OFL.txt": Source(NOTO, "usr/share/doc/fonts-noto-cjk/copyright"),
}


# ---- gather: files of Debian packages, from this system where the package is installed, else from the archive


def installed(package: str) -> str | None:
    """Version of a package that dpkg has installed, or None."""
    found = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Status} ${Version}", package],
        capture_output=True,
        text=True,
        check=False,
    )
    status, _, number = found.stdout.partition(" ")
    return number if status == "installed" else None


def gather(sources: Iterable[Source], folder: Path) -> tuple[dict[Source, Path], dict[str, str]]:
    """Lay the sources out as files; also the version of each package. SystemExit when a package cannot be had."""
    files: dict[Source, Path] = {}
    versions: dict[str, str] = {}
    for package, group in itertools.groupby(sorted(set(sources)), key=lambda source: source.package):
        wanted = list(group)
        number = installed(package)
        here = {source: _match(Path("/"), source.member) for source in wanted}
        if number and all(here.values()):
            files |= {source: path for source, path in here.items() if path}
            versions[package] = number
            continue
        archive = _download(package, folder)
        versions[package] = _field(archive, "Version")
        unpacked = folder / package
        _unpack(archive, [source.member for source in wanted], unpacked)
        for source in wanted:
            path = _match(unpacked, source.member)
            if path is None:
                raise SystemExit(f"软件包 {package} {versions[package]} 中没有 {source.member}，无法制作字体。")
            files[source] = path
    return files, versions


def _match(root: Path, member: str) -> Path | None:
    return next((path for path in sorted(root.glob(member)) if path.is_file()), None)


def _download(package: str, folder: Path) -> Path:
    """The .deb of a package, by apt-get: no need to be root. Ends the program with NO_PACKAGE when there is none to be had."""
    print(f"字体：下载 {package}……", flush=True)
    try:
        found = subprocess.run(
            ["apt-get", "download", "-q", package], cwd=folder, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        sys.exit("制作字体要从 Debian 或 Ubuntu 的软件源下载，这台机器上没有 apt-get。")
    archives = sorted(folder.glob(f"{package}_*.deb"))
    if found.returncode or not archives:
        print(f"字体：下载 {package} 没有成功。{found.stderr.strip()}", file=sys.stderr)
        sys.exit(NO_PACKAGE)
    return archives[0]


def _field(archive: Path, name: str) -> str:
    return subprocess.run(["dpkg-deb", "-f", archive, name], capture_output=True, text=True, check=True).stdout.strip()


def _unpack(archive: Path, members: list[str], folder: Path) -> None:
    folder.mkdir()
    patterns = ["./" + member.replace("**", "*") for member in members]  # tar's * crosses folders, as ** does here
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", archive], stdout=subprocess.PIPE) as tar:
        subprocess.run(["tar", "-x", "-C", folder, "--wildcards", *patterns], stdin=tar.stdout, check=True)


# ---- charset: which characters


def gb2312() -> frozenset[int]:
    """Every character of GB/T 2312—1980, marks and kana included."""
    pairs = (bytes([high, low]) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    return frozenset(ord(text) for pair in pairs if (text := pair.decode("gb2312", errors="ignore")))


def general_standard(table: Path) -> frozenset[int]:
    """The 8105 汉字 of 通用规范汉字表 (2013), from Unihan's kTGH field."""
    with bz2.open(table, "rt", encoding="utf-8") as lines:
        rows = (line.split("\t") for line in lines if "\tkTGH\t" in line and line.startswith("U+"))
        return frozenset(int(row[0][2:], 16) for row in rows)


def common(standard: frozenset[int]) -> frozenset[int]:
    """What every full face should hold, where its source has it; `standard` is the list of 8105."""
    blocks = (range(first, last + 1) for first, last in BLOCKS)
    return gb2312() | standard | frozenset(itertools.chain.from_iterable(blocks))


def is_han(code: int) -> bool:
    """Is it a unified 汉字 (basic block, extensions A to I) or 〇?"""
    return 0x3400 <= code <= 0x4DBF or 0x4E00 <= code <= 0x9FFF or 0x20000 <= code <= 0x323AF or code == 0x3007


# ---- cut: one face


def cut(face: Face, source: Path, characters: frozenset[int], target: Path) -> None:
    """Cut one face out of its source and write it: fewer glyphs, no hints, our metrics, our name, CID = glyph index."""
    number = _face_number(source, face.simplified)
    with TTFont(source, fontNumber=number, lazy=True, recalcTimestamp=False, recalcBBoxes=False) as font:
        _widen_marks(font)
        _subset(font, _chosen(face, frozenset(font.getBestCmap()), characters))
        if face.part == "common":
            _draw_missing(font)
        _set_metrics(font)
        _rename(font, face)
        _save_with_identity(font, target)


SPACES = frozenset({0x20, 0x3000})


def _chosen(face: Face, mapped: frozenset[int], characters: frozenset[int]) -> frozenset[int]:
    match face.part:
        case "digits":
            return mapped & DIGITS
        case "rare":
            return (
                frozenset(filter(is_han, mapped - characters)) | mapped & SPACES
            )  # a space keeps to the face before it
        case _:
            return mapped & characters - (WRONG if face.source.package == FANDOL else frozenset())


def _subset(font: TTFont, chosen: frozenset[int]) -> None:
    options = subset.Options(
        layout_features=FEATURES, desubroutinize=True, hinting=False, name_IDs=["*"], notdef_outline=True
    )
    options.drop_tables += ["VORG", "vhea", "vmtx", "BASE", "DSIG"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=chosen)
    cutter.subset(font)


def _face_number(source: Path, name: str) -> int:
    """Index of the named face in a collection, -1 for a single font."""
    if not name:
        return -1
    for number in itertools.count():
        with TTFont(source, fontNumber=number, lazy=True) as font:
            if font["name"].getDebugName(1) == name:
                return number
    raise AssertionError("unreachable: TTFont refuses a number past the end")


def _widen_marks(font: TTFont) -> None:
    """Let — and · be one 字 wide, as they are in Fandol: Noto's default forms are Latin ones and break the 28-字 line."""
    wide = dict(_substitutions(font, "fwid"))
    if not wide:
        return
    latin = font.getBestCmap()[DASH]
    for table in font["cmap"].tables:
        if table.isUnicode() and table.format != 14:
            for code in (DASH, MIDDLE_DOT):
                if code in table.cmap:
                    table.cmap[code] = wide.get(table.cmap[code], table.cmap[code])
    _draw_dash(font, wide[latin], _thickness(font, latin))


def _thickness(font: TTFont, glyph: str) -> int:
    glyphs = font.getGlyphSet()
    pen = BoundsPen(glyphs)
    glyphs[glyph].draw(pen)
    return round(pen.bounds[3] - pen.bounds[1])


def _draw_dash(font: TTFont, glyph: str, thickness: int) -> None:
    """Draw the full-width dash from edge to edge: 破折号 is two of them and must not show a gap; Noto's is short and, in bold, too thin."""
    strings = font["CFF "].cff[0].CharStrings
    old = strings[glyph]
    old.decompile()
    private = old.private
    width = None if private.defaultWidthX == EM else EM - private.nominalWidthX
    pen = T2CharStringPen(width, None)
    middle = (ASCENT - DESCENT) // 2
    bottom = middle - thickness // 2
    pen.moveTo((0, bottom))
    for point in ((EM, bottom), (EM, bottom + thickness), (0, bottom + thickness)):
        pen.lineTo(point)
    pen.closePath()
    strings[glyph] = pen.getCharString(private=private, globalSubrs=old.globalSubrs)
    font["hmtx"][glyph] = (EM, 0)


def _draw_missing(font: TTFont) -> None:
    """Raised and lowered figures and signs, and boxes to tick, as far as the face lacks them."""
    have = font.getBestCmap()
    glyphs = font.getGlyphSet()
    for small, foot in ((RAISED, RISE), (LOWERED, FALL)):
        for char, whole in small.items():
            if ord(char) not in have and ord(whole) in have:
                glyph = glyphs[have[ord(whole)]]
                scaled = (SMALL, 0, 0, SMALL, 0, foot)
                _add_glyph(
                    font, char, round(glyph.width * SMALL), lambda pen, g=glyph, s=scaled: g.draw(TransformPen(pen, s))
                )
    box = have.get(ord("□"))
    for char, marks in {"☐": (), "☑": TICK, "☒": CROSS}.items():
        if ord(char) not in have and box:
            _add_glyph(font, char, EM, lambda pen, m=marks: _draw_box(pen, glyphs[box], m))


TICK = (((250, 380), (440, 170), (760, 640)),)  # strokes as points of their middle line
CROSS = (((270, 150), (730, 610)), ((270, 610), (730, 150)))
STROKE = 64


def _draw_box(pen: Any, box: Any, strokes: Iterable[tuple[tuple[int, int], ...]]) -> None:
    box.draw(pen)
    for stroke in strokes:
        for (x1, y1), (x2, y2) in itertools.pairwise(stroke):
            length = math.hypot(x2 - x1, y2 - y1)
            dx, dy = (y1 - y2) / length * STROKE / 2, (x2 - x1) / length * STROKE / 2
            corners = [(x1 + dx, y1 + dy), (x1 - dx, y1 - dy), (x2 - dx, y2 - dy), (x2 + dx, y2 + dy)]
            pen.moveTo(tuple(map(round, corners[0])))
            for corner in corners[1:]:
                pen.lineTo(tuple(map(round, corner)))
            pen.closePath()


def _add_glyph(font: TTFont, char: str, width: int, draw: Callable[[Any], None]) -> None:
    """A new glyph at the end of a CID-keyed face, drawn by `draw` and mapped from `char`."""
    top = font["CFF "].cff[0]
    strings, order = top.CharStrings, font.getGlyphOrder()
    taken = set(order)
    name = next(each for number in range(65534, 0, -1) if (each := f"cid{number:05d}") not in taken)
    select = top.FDSelect[len(order) - 1]
    private = top.FDArray[select].Private
    pen = T2CharStringPen(None if width == private.defaultWidthX else width - private.nominalWidthX, None)
    draw(pen)
    strings.charStringsIndex.append(pen.getCharString(private=private, globalSubrs=top.GlobalSubrs))
    strings.charStrings[name] = len(strings.charStringsIndex) - 1
    top.FDSelect.gidArray.append(select)
    top.charset = strings.charset = [*order, name]
    font.setGlyphOrder([*order, name])
    font["hmtx"][name] = (width, 0)
    for table in font["cmap"].tables:
        if table.isUnicode() and table.format != 14:
            table.cmap[ord(char)] = name


def _substitutions(font: TTFont, feature: str) -> Iterator[tuple[str, str]]:
    if "GSUB" not in font:
        return
    table = font["GSUB"].table
    records = (record.Feature for record in table.FeatureList.FeatureRecord if record.FeatureTag == feature)
    for number in sorted({index for record in records for index in record.LookupListIndex}):
        for part in table.LookupList.Lookup[number].SubTable:
            yield from getattr(getattr(part, "ExtSubTable", part), "mapping", {}).items()


def _set_metrics(font: TTFont) -> None:
    """The three pairs of line metrics all say the same, without a line gap."""
    horizontal, os2 = font["hhea"], font["OS/2"]
    horizontal.ascent, horizontal.descent, horizontal.lineGap = ASCENT, -DESCENT, 0
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = ASCENT, -DESCENT, 0
    os2.usWinAscent, os2.usWinDescent = ASCENT, DESCENT


def _rename(font: TTFont, face: Face) -> None:
    """Our own family name, as OFL asks of changed fonts; copyright, licence and maker stay."""
    bold = face.style == "Bold"
    postscript = face.file.removesuffix(".otf")
    full = face.family if not bold else f"{face.family} Bold"
    table = font["name"]
    kept = {number: table.getDebugName(number) for number in (0, 5, 7, 8, 9, 11, 12, 13, 14)}
    table.names = []
    ours = {1: face.family, 2: face.style, 3: f"planpress;{postscript}", 4: full, 6: postscript}
    for number, text in sorted(((kept | ours) | {10: "Cut and renamed by Planpress at set-up."}).items()):
        if text:
            table.setName(text, number, 3, 1, 0x409)
    os2 = font["OS/2"]
    os2.usWeightClass = 700 if bold else 400
    os2.fsSelection = 1 << 5 if bold else 1 << 6
    font["head"].macStyle = int(bold)


def _save_with_identity(font: TTFont, target: Path) -> None:
    """Write with glyphs renumbered so that CID = glyph index: WeasyPrint 70 writes indices where PDF readers expect CIDs.

    Glyph names hold the tables together, so the font is written once, read again with nothing but the CFF table open, and renamed there.
    """
    first = io.BytesIO()
    font.save(first)
    font = TTFont(io.BytesIO(first.getvalue()), recalcTimestamp=False, recalcBBoxes=False)
    cff = font["CFF "].cff
    top = cff[0]
    old = font.getGlyphOrder()
    new = [".notdef", *(f"cid{number:05d}" for number in range(1, len(old)))]
    strings = top.CharStrings
    strings.charStrings = {name: strings.charStrings[before] for name, before in zip(new, old, strict=True)}
    top.charset = strings.charset = new
    top.ROS = ("Adobe", "Identity", 0)
    top.CIDCount = len(new)
    name = font["name"]
    cff.fontNames[0] = name.getDebugName(6)
    top.FullName, top.FamilyName = name.getDebugName(4), name.getDebugName(1)
    for part in top.FDArray:  # LibreOffice calls an embedded font by the name of a part
        part.FontName = name.getDebugName(6)
    font.setGlyphOrder(new)
    font.save(target)


# ---- the recipe


def build(target: Path = FONTS, processes: int = 2) -> None:
    """Make every face into `target`, whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="planpress-fonts-") as name:
        folder = Path(name)
        files, versions = gather([TABLE, *(face.source for face in FACES), *LICENCES.values()], folder)
        fresh = Path(tempfile.mkdtemp(prefix=".fonts-", dir=target.parent))
        try:
            _make(files, versions, fresh, processes)
            fresh.chmod(0o755)
            _swap(fresh, target)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def _make(files: dict[Source, Path], versions: dict[str, str], fresh: Path, processes: int) -> None:
    standard = general_standard(files[TABLE])
    characters = common(standard)
    print(f"字体：制作 {len(FACES)} 个字面……", flush=True)
    with concurrent.futures.ProcessPoolExecutor(processes) as pool:
        jobs = [pool.submit(cut, face, files[face.source], characters, fresh / face.file) for face in FACES]
        for job in jobs:
            job.result()
    (fresh / "charset.txt").write_text(
        "".join(map(chr, sorted(standard | frozenset(filter(is_han, gb2312()))))) + "\n", encoding="utf-8"
    )
    (fresh / "licences").mkdir()
    for file, source in LICENCES.items():
        data = files[source].read_bytes()
        (fresh / "licences" / file).write_bytes(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data)
    rows = [("recipe", font_recipe()), ("fonttools", version("fonttools")), *sorted(versions.items())]
    rows += [(face.file, hashlib.sha256((fresh / face.file).read_bytes()).hexdigest()) for face in FACES]
    (fresh / "VERSION").write_text("".join(f"{key} {value}\n" for key, value in rows), encoding="utf-8")


def _swap(fresh: Path, target: Path) -> None:
    old = target.with_name(f"{fresh.name}-old")
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _warm(configuration: Path) -> None:
    """Let fontconfig read the new files once; the first print then starts at once."""
    if shutil.which("fc-cache"):
        subprocess.run(
            ["fc-cache"], env={**os.environ, "FONTCONFIG_FILE": str(configuration)}, capture_output=True, check=False
        )


def main(arguments: list[str] | None = None) -> int:
    """Command line: fonts.py [--force] [--to FOLDER]."""
    parser = argparse.ArgumentParser(description="制作方案通的字体")
    parser.add_argument("--force", action="store_true", help="已有的字体也重新制作")
    parser.add_argument("--to", type=Path, default=FONTS, metavar="目录")
    options = parser.parse_args(arguments)
    stamp = options.to / "VERSION"
    current = stamp.is_file() and f"recipe {font_recipe()}\n" in stamp.read_text(encoding="utf-8")
    if options.force or not current:
        build(options.to)
    _warm(fontconfig_file(options.to))
    return 0


if __name__ == "__main__":
    sys.exit(main())
