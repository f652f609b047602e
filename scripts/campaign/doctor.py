"""What this machine lacks to build, print or test, and the exact command that brings it; where the print fonts are.

Standard library only: set-up asks it before anything is installed (`PYTHONPATH=scripts python3 -m campaign.doctor packages site`).
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape

PROGRAM = Path(__file__).resolve().parents[2]
FONTS = PROGRAM / ".fonts"
FORM_LIBRARY = PROGRAM / ".editor" / "jsoneditor.js"
OLDEST_PYTHON = (3, 11)

Purpose = Literal["site", "serve", "test"]


@dataclass(frozen=True)
class Need:
    """Something outside Python that must be on the machine; any one of `found_by` proves it."""

    name: str
    package: str  # Debian's and Ubuntu's name
    purpose: Purpose
    use: str  # what goes wrong without it
    found_by: tuple[str, ...]  # a library to load (*.so.*), a file (/…) or a command


NEEDS = (
    Need("Pango 排版库", "libpango-1.0-0", "site", "不能排版 PDF", ("libpango-1.0.so.0",)),
    Need("Pango 字体接口", "libpangoft2-1.0-0", "site", "不能排版 PDF", ("libpangoft2-1.0.so.0",)),
    Need("HarfBuzz 字体裁剪库", "libharfbuzz-subset0", "site", "PDF 里的字体裁剪很慢", ("libharfbuzz-subset.so.0",)),
    Need("Fontconfig 字体配置", "fontconfig", "site", "PDF 找不到字体", ("libfontconfig.so.1",)),
    Need("浏览器", "chromium", "test", "页面测试不能运行", ("chromium", "chromium-browser", "google-chrome")),
    Need("PDF 转图片（poppler）", "poppler-utils", "test", "版面测试不能运行", ("pdftoppm",)),
    Need("PDF 结构检查（qpdf）", "qpdf", "test", "版面测试不能运行", ("qpdf",)),
    Need("LibreOffice 表格（无界面）", "libreoffice-calc-nogui", "test", "Excel 模板的往返测试不能运行", ("soffice",)),
    Need(
        "LibreOffice 文字（无界面）", "libreoffice-writer-nogui", "test", "Word 文件的测试不能运行",
        ("/usr/lib/libreoffice/program/libswlo.so",),
    ),
    Need("网页服务器（Caddy）", "caddy", "test", "服务器配置样例的测试不能运行", ("caddy",)),
    Need("网页服务器（nginx）", "nginx-light", "test", "发布的测试不能运行", ("/usr/sbin/nginx", "nginx")),
    Need(
        "浏览器用的中文字体", "fonts-noto-cjk", "test", "页面截图没有汉字",
        ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Examined:
    """One thing looked at: a name, whether it is in order, a sentence in Chinese, the command that mends it ("" when none is due)."""

    name: str
    ok: bool
    sentence: str
    remedy: str = ""
    purpose: Purpose = "site"  # what it is needed for; only things for the site make the machine unfit


def examine(root: Path | None = None, fonts: Path = FONTS, needs: Sequence[Need] = NEEDS) -> list[Examined]:
    """Look at everything; `root` is the content's folder, for the office's own fonts."""
    return [
        python_version(),
        python_packages(PROGRAM / "requirements.txt"),
        *(on_machine(need) for need in needs),
        font_files(fonts),
        font_configuration(fonts),
        form_library(FORM_LIBRARY),
        *([office_finding(office)] if root and (office := office_fonts(root)) else []),
    ]


def healthy(findings: Iterable[Examined]) -> bool:
    """Can the site be built? Things that only tests need do not count."""
    return all(finding.ok for finding in findings if finding.purpose == "site")


# ---- one check a function


def python_version(version: tuple[int, ...] = sys.version_info[:3]) -> Examined:
    """Python is new enough."""
    found, oldest = ".".join(map(str, version)), ".".join(map(str, OLDEST_PYTHON))
    if version[:2] >= OLDEST_PYTHON:
        return Examined("Python", True, found)
    return Examined("Python", False, f"现在是 {found}，需要 {oldest} 或更新的版本", "scripts/setup.sh venv")


def python_packages(lock: Path) -> Examined:
    """Every pinned package is installed in the version pinned."""
    pins = dict(re.findall(r"^([\w.-]+)==([^\s;]+)", lock.read_text(encoding="utf-8"), re.M))
    wrong = [
        f"{name}（应为 {pin}，{_installed(name) or '未安装'}）" for name, pin in pins.items() if _installed(name) != pin
    ]
    if not wrong:
        return Examined("Python 软件包", True, f"{len(pins)} 个，与 {lock.name} 一致")
    return Examined(
        "Python 软件包", False, f"{len(wrong)} 个与 {lock.name} 不一致：{'、'.join(wrong[:3])}", "scripts/setup.sh venv"
    )


def on_machine(need: Need) -> Examined:
    """A library loads, a command or file is there."""
    found = next(filter(None, map(_find, need.found_by)), None)
    if found:
        return Examined(need.name, True, found, purpose=need.purpose)
    return Examined(
        need.name,
        False,
        f"没有 {need.found_by[0]}（软件包 {need.package}），{need.use}",
        f"scripts/setup.sh system {need.purpose}",
        need.purpose,
    )


def font_files(fonts: Path) -> Examined:
    """The print fonts are made, by the present recipe, and whole."""
    remedy = "scripts/setup.sh fonts"
    stamp = fonts / "VERSION"
    if not stamp.is_file():
        return Examined("打印字体", False, f"还没有制作（缺少 {stamp.name}）", remedy)
    rows = dict(line.split(maxsplit=1) for line in stamp.read_text(encoding="utf-8").splitlines())
    if rows.get("recipe") != font_recipe():
        return Examined("打印字体", False, "是按旧办法制作的", remedy)
    faces = {name: digest for name, digest in rows.items() if name.endswith(".otf")}
    spoilt = [name for name, digest in faces.items() if _digest(fonts / name) != digest]
    if spoilt:
        return Examined("打印字体", False, f"文件缺失或损坏：{'、'.join(spoilt)}", f"{remedy} --force")
    return Examined("打印字体", True, f"{len(faces)} 个字面，思源来自 fonts-noto-cjk {rows.get('fonts-noto-cjk', '')}")


def font_configuration(fonts: Path) -> Examined:
    """The file that shows the print only our fonts stands, and names this folder."""
    file = fonts / "fonts.conf"
    if file.is_file() and file.read_text(encoding="utf-8") == fontconfig_text(fonts):
        return Examined("字体配置文件", True, "只用本项目的字体")
    return Examined("字体配置文件", False, f"缺少 {file.name} 或其内容不符", "scripts/setup.sh fonts")


def form_library(file: Path) -> Examined:
    """The library that the browser editor's forms are made with; a site needs none."""
    if file.is_file():
        return Examined(
            "网页登记", True, (file.parent / "VERSION").read_text(encoding="utf-8").strip(), purpose="serve"
        )
    return Examined("网页登记", False, "还没有装程序库，预览里的“编辑”打不开", "scripts/setup.sh editor", "serve")


def office_finding(office: Path) -> Examined:
    """The office's own font files, for information."""
    return Examined("单位自备字体", True, "、".join(path.name for path in _font_paths(office)))


def browser() -> str | None:
    """Path of the Chromium that tests drive, or None."""
    need = next(need for need in NEEDS if need.package == "chromium")
    return next(filter(None, map(_find, need.found_by)), None)


def missing_packages(purpose: Purpose, needs: Sequence[Need] = NEEDS) -> list[str]:
    """Debian packages to install for the site, or for the tests (which need the site's too)."""
    wanted = [need for need in needs if purpose == "test" or need.purpose == "site"]
    return [need.package for need in wanted if not on_machine(need).ok]


def _find(proof: str) -> str | None:
    """What was found: the library's name, or the path of the file or command."""
    if ".so." in proof:
        try:
            ctypes.CDLL(proof)
        except OSError:
            return None
        return proof
    if proof.startswith("/"):
        return proof if Path(proof).is_file() else None
    return shutil.which(proof)


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _digest(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


# ---- fonts: which folder, which configuration


def font_recipe() -> str:
    """Mark of the present way of making fonts: a changed scripts/fonts.py makes them anew."""
    return hashlib.sha256((PROGRAM / "scripts" / "fonts.py").read_bytes()).hexdigest()[:16]


def office_fonts(root: Path) -> Path | None:
    """The folder with the office's own fonts (`fonts/` beside `plans/`), when it holds any."""
    folder = root.resolve() / "fonts"
    return folder if _font_paths(folder) else None


def font_folders(root: Path) -> tuple[Path, ...]:
    """The folders whose typefaces print this office's documents: ours, when they are made, and the office's own."""
    ours = [FONTS] if (FONTS / "VERSION").is_file() else []
    return (*ours, *filter(None, [office_fonts(root)]))


def fonts_held(folders: Iterable[Path]) -> str:
    """Which typefaces these folders hold: what is worked out of their faces stands while this is the same."""
    held = ((path, path.stat()) for folder in folders for path in _font_paths(folder))
    return " ".join(f"{path.name} {stat.st_size} {stat.st_mtime_ns}" for path, stat in held)


def _font_paths(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in {".ttf", ".otf", ".ttc"})


def fontconfig_text(fonts: Path = FONTS, office: Path | None = None) -> str:
    """A fontconfig file that shows nothing but our fonts and the office's: every machine then prints alike.

    A family nobody has, and the generic ones, come out as ours by name and not by chance.
    """
    folders = [fonts.resolve(), *([office.resolve()] if office else [])]
    generic = {"serif": "Planpress Song", "sans-serif": "Planpress Hei", "monospace": "Planpress Hei"}
    aliases = [
        f'  <alias binding="same"><family>{name}</family><prefer><family>{ours}</family></prefer></alias>\n'
        for name, ours in generic.items()
    ]
    fallback = "".join(f"<string>{family}</string>" for family in ("Planpress Song", "Planpress Rare"))
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        + "".join(f"  <dir>{escape(str(folder))}</dir>\n" for folder in folders)
        + f"  <cachedir>{escape(str(fonts.resolve() / 'cache'))}</cachedir>\n"
        + "".join(aliases)
        + f'  <match target="pattern"><edit name="family" mode="append_last">{fallback}</edit></match>\n'
        + "</fontconfig>\n"
    )


def fontconfig_file(fonts: Path = FONTS, office: Path | None = None) -> Path:
    """Write that file where it is not yet so, and give its path: for FONTCONFIG_FILE, before WeasyPrint is imported."""
    text = fontconfig_text(fonts, office)
    mark = f"-{hashlib.sha256(str(office.resolve()).encode()).hexdigest()[:8]}" if office else ""
    file = fonts.resolve() / f"fonts{mark}.conf"
    if not file.is_file() or file.read_text(encoding="utf-8") != text:
        fresh = file.with_name(f".{file.name}.{os.getpid()}")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(file)
    return file


# ---- what the reader sees


ONLY: dict[Purpose, str] = {"site": "", "serve": "（只有 make serve 需要）", "test": "（只有测试需要）"}


def report(findings: Sequence[Examined]) -> str:
    """The findings as a table, and one closing sentence."""
    width = max(_columns(finding.name) for finding in findings)
    lines = ["环境检查"]
    for finding in findings:
        mark = "✓" if finding.ok else "✗" if finding.purpose == "site" else "○"
        only = "" if finding.ok else ONLY[finding.purpose]
        lines.append(f"  {mark} {finding.name}{' ' * (width - _columns(finding.name))}  {finding.sentence}{only}")
        if not finding.ok:
            lines.append(f"      运行：{finding.remedy}")
    lines.append(_closing(findings))
    return "\n".join(lines) + "\n"


def _closing(findings: Sequence[Examined]) -> str:
    if not healthy(findings):
        return "还不能生成网站和 PDF：请按上面的命令补齐打 ✗ 的各项。"
    if all(finding.ok for finding in findings):
        return "一切就绪。"
    return "可以生成网站和 PDF；打 ○ 的各项不影响生成。"


def _columns(text: str) -> int:
    """Width in terminal columns: a 汉字 takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def main(arguments: Sequence[str]) -> int:
    """`packages site|test` lists the Debian packages to install; without arguments the report."""
    if arguments[:1] == ["packages"]:
        print("\n".join(missing_packages("test" if arguments[1:] == ["test"] else "site")))
        return 0
    findings = examine(Path.cwd())
    print(report(findings), end="")
    return 0 if healthy(findings) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
