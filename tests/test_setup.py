"""Set-up: the fonts are what print needs, the doctor sees what is missing, and set-up never leaves anyone without a next step."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

import pdfplumber
import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from packaging.markers import Marker
from packaging.requirements import Requirement

import audit
import fonts
from campaign import doctor

ROOT = doctor.PROGRAM
FACES = sorted(doctor.FONTS.glob("*.otf"))
RARE_NAMES = "堃喆祎瞭啰昇珺镕玥垚犇翀旻"  # common in names, absent from 仿宋 and 楷体


def characters(file: str) -> set[str]:
    with TTFont(doctor.FONTS / file, lazy=True) as font:
        return set(map(chr, font.getBestCmap()))


def run(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=ROOT, env={**os.environ, **environment}
    )


# ---- the faces


def test_every_face_is_there():
    assert [path.name for path in FACES] == sorted(face.file for face in fonts.FACES)


@pytest.mark.parametrize("text", ["Fang", "Kai"])
def test_running_text_with_its_fallback_has_every_character_of_both_lists(text):
    standard = set((doctor.FONTS / "charset.txt").read_text(encoding="utf-8").strip())
    gb2312 = {chr(code) for code in fonts.gb2312()}
    assert len(gb2312) == 7445  # 6763 汉字 and 682 marks
    assert len(standard) == 8230  # 8105, 〇, and what only GB/T 2312 has
    held = characters(f"Planpress{text}-Regular.otf") | characters("PlanpressSong-Regular.otf")
    assert not (standard | gb2312) - held


@pytest.mark.parametrize("file", ["PlanpressSong-Regular.otf", "PlanpressSong-Bold.otf", "PlanpressHei-Bold.otf"])
def test_titles_need_no_fallback(file):
    marks = "〔〕《》“”—…·※★①⑳㎡℃％‰≥≤×÷→□√Ⅳ㈠"
    assert not set(RARE_NAMES + marks) - characters(file)


def test_names_outside_both_lists_are_in_the_last_face():
    assert set("龘頔𠮷") <= characters("PlanpressRare-Regular.otf")


def test_page_numbers_are_half_an_em_wide():
    with TTFont(doctor.FONTS / "PlanpressNum-Regular.otf") as font:
        widths = {digit: font["hmtx"][font.getBestCmap()[ord(digit)]][0] for digit in "0123456789—"}
    assert widths == dict.fromkeys("0123456789", 500) | {"—": 1000}


@pytest.mark.parametrize("path", FACES, ids=lambda path: path.stem)
def test_one_line_box_for_all(path):
    with TTFont(path) as font:
        horizontal, os2 = font["hhea"], font["OS/2"]
        assert font["head"].unitsPerEm == 1000
        assert (horizontal.ascent, horizontal.descent, horizontal.lineGap) == (880, -120, 0)
        assert (os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap) == (880, -120, 0)
        assert (os2.usWinAscent, os2.usWinDescent) == (880, 120)


@pytest.mark.parametrize("path", FACES, ids=lambda path: path.stem)
def test_cid_is_glyph_index(path):
    with TTFont(path) as font:
        top = font["CFF "].cff[0]
        assert top.ROS == ("Adobe", "Identity", 0)
        assert top.charset == [".notdef", *(f"cid{number:05d}" for number in range(1, len(top.charset)))]


@pytest.mark.parametrize("path", FACES, ids=lambda path: path.stem)
def test_names_are_ours_and_the_licence_stays(path):
    with TTFont(path) as font:
        name = font["name"]
        assert name.getDebugName(1) == re.sub(r"Planpress(\w+)-.*", r"Planpress \1", path.stem)
        assert name.getDebugName(6) == font["CFF "].cff.fontNames[0] == path.stem
        assert {part.FontName for part in font["CFF "].cff[0].FDArray} == {path.stem}
        assert name.getDebugName(14).startswith(("http://www.gnu.org/licenses", "http://scripts.sil.org/OFL"))


@pytest.mark.parametrize("path", FACES, ids=lambda path: path.stem)
def test_no_feature_changes_what_was_written(path):
    with TTFont(path) as font:
        tables = [font[tag].table for tag in ("GSUB", "GPOS") if tag in font]
        features = {record.FeatureTag for table in tables for record in table.FeatureList.FeatureRecord}
    assert not features & {"locl", "ccmp"}  # other regions' forms; —— as one short glyph
    if path.stem.endswith(("Fang-Regular", "Kai-Regular", "Hei-Bold", "Song-Regular", "Song-Bold")):
        assert "halt" in features  # 标点挤压


@pytest.mark.parametrize("path", [path for path in FACES if "Rare" not in path.stem], ids=lambda path: path.stem)
def test_a_dash_goes_from_edge_to_edge(path):
    with TTFont(path) as font:
        glyphs, glyph = font.getGlyphSet(), font.getBestCmap()[ord("—")]
        pen = BoundsPen(glyphs)
        glyphs[glyph].draw(pen)
        assert (pen.bounds[0], pen.bounds[2], font["hmtx"][glyph][0]) == (0, 1000, 1000)


def test_licences_stand_beside_the_fonts():
    text = {path.name: path.read_text(encoding="utf-8") for path in (doctor.FONTS / "licences").iterdir()}
    assert "GNU GENERAL PUBLIC LICENSE" in text["Fandol-GPL-3.txt"]
    assert "font exception" in text["Fandol-README.txt"]
    assert "SIL OPEN FONT LICENSE" in text["Noto-CJK-OFL.txt"].upper()


def test_same_source_gives_same_bytes(tmp_path):
    face = next(face for face in fonts.FACES if face.file == "PlanpressHei-Bold.otf")
    source = Path("/") / face.source.member
    for name in ("one.otf", "two.otf"):
        fonts.cut(face, source, frozenset(map(ord, "方案—·。，2026")), tmp_path / name)
    assert (tmp_path / "one.otf").read_bytes() == (tmp_path / "two.otf").read_bytes()


@pytest.fixture
def small_archive(tmp_path, monkeypatch):
    """An apt-get that "downloads" a real, tiny package `planpress-sample`, and finds no other."""
    content = tmp_path / "content"
    (content / "DEBIAN").mkdir(parents=True)
    (content / "DEBIAN/control").write_text(
        "Package: planpress-sample\nVersion: 1.2-3\nArchitecture: all\nMaintainer: x <x@example.org>\nDescription: x\n",
        encoding="utf-8",
    )
    for name in ("fonts/a.otf", "fonts/b.otf", "doc/deep/er/COPYING.gz"):
        (content / "usr/share" / name).parent.mkdir(parents=True, exist_ok=True)
        (content / "usr/share" / name).write_text(name, encoding="utf-8")
    archive = tmp_path / "planpress-sample_1.2-3_all.deb"
    subprocess.run(["dpkg-deb", "--build", "--root-owner-group", content, archive], check=True, capture_output=True)
    apt = tmp_path / "apt/apt-get"
    apt.parent.mkdir()
    apt.write_text(f'#!/bin/sh\n[ "$3" = planpress-sample ] && cp {archive} . || exit 100\n', encoding="utf-8")
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", f"{apt.parent}:{os.environ['PATH']}")
    folder = tmp_path / "unpacked"
    folder.mkdir()
    return folder


def test_files_come_out_of_a_package_that_is_not_installed(small_archive):
    a, b = (fonts.Source("planpress-sample", f"usr/share/fonts/{name}.otf") for name in "ab")
    licence = fonts.Source("planpress-sample", "usr/share/doc/**/COPYING*")
    files, versions = fonts.gather([a, b, a, licence], small_archive)  # two faces may share a file
    assert {source: path.read_text(encoding="utf-8") for source, path in files.items()} == {
        a: "fonts/a.otf",
        b: "fonts/b.otf",
        licence: "doc/deep/er/COPYING.gz",
    }
    assert versions == {"planpress-sample": "1.2-3"}


def test_a_package_that_cannot_be_had_asks_for_new_lists(small_archive, capsys):
    with pytest.raises(SystemExit) as stopped:
        fonts.gather([fonts.Source("planpress-missing", "usr/share/x")], small_archive)
    assert stopped.value.code == fonts.NO_PACKAGE
    assert "下载 planpress-missing 没有成功" in capsys.readouterr().err


# ---- what a print sees


def families(configuration: Path) -> set[str]:
    found = run("fc-list", "--format", "%{family}\n", FONTCONFIG_FILE=str(configuration))
    return set(found.stdout.split("\n")) - {""}


def test_a_print_sees_our_families_only():
    ours = {f"Planpress {name}" for name in ("Fang", "Kai", "Hei", "Song", "Num", "Rare")}
    assert families(doctor.fontconfig_file()) == ours


def test_a_family_nobody_has_comes_out_as_song():
    found = run("fc-match", "--format", "%{family}", "没有这个字体", FONTCONFIG_FILE=str(doctor.fontconfig_file()))
    assert found.stdout == "Planpress Song"


def test_the_offices_own_fonts_are_seen_too(tmp_path):
    assert doctor.office_fonts(tmp_path) is None
    folder = tmp_path / "fonts"
    folder.mkdir()
    with TTFont(doctor.FONTS / "PlanpressNum-Regular.otf") as font:
        font["name"].setName("某院小标宋", 1, 3, 1, 0x409)
        font.save(folder / "标宋.otf")
    office = doctor.office_fonts(tmp_path)
    configuration = doctor.fontconfig_file(office=office)
    try:
        assert "某院小标宋" in families(configuration)
        assert configuration != doctor.fontconfig_file()
        finding = next(finding for finding in doctor.examine(tmp_path) if finding.name == "单位自备字体")
        assert finding.sentence == "标宋.otf"
    finally:
        configuration.unlink()


GRID = """<html lang="zh-CN"><meta charset="utf-8"><style>
@page { size: 210mm 297mm; margin: 34.5625mm 26mm 32.5625mm 28mm }
html { font: 15.79pt/10.446mm "Planpress Fang", "Planpress Song", "Planpress Rare" }
body, p { margin: 0; orphans: 1; widows: 1 }
</style><p>%s</p>"""
PRINT = "import sys, weasyprint; weasyprint.HTML(string=sys.stdin.read()).write_pdf(sys.argv[1])"


def test_a_page_keeps_its_grid_whatever_glyphs_are_borrowed(tmp_path):
    text = list("各科室按照分工落实目标任务明确时限和责任单位" * 28)[: 22 * 28]
    text[28 * 10 : 28 * 10 + len(RARE_NAMES)] = RARE_NAMES  # a whole name list in line 11
    text[28 * 15] = "龘"
    environment = {**os.environ, "FONTCONFIG_FILE": str(doctor.fontconfig_file())}
    command = [sys.executable, "-c", PRINT, str(tmp_path / "grid.pdf")]
    subprocess.run(command, input=GRID % "".join(text), text=True, check=True, env=environment)
    with pdfplumber.open(tmp_path / "grid.pdf") as pdf:
        assert len(pdf.pages) == 1
        lines: dict[float, list[dict[str, float | str]]] = {}
        for char in pdf.pages[0].chars:
            lines.setdefault(round((pdf.pages[0].height - char["matrix"][5]) * 25.4 / 72, 2), []).append(char)
    baselines = sorted(lines)
    assert [len(lines[y]) for y in baselines] == [28] * 22  # 22 lines of 28 字 (GB/T 9704—2012 5.2.3)
    assert [baselines[i + 1] - baselines[i] for i in range(21)] == pytest.approx([10.446] * 21, abs=0.011)
    edges = [
        (min(c["x0"] for c in line) * 25.4 / 72, max(c["x1"] for c in line) * 25.4 / 72) for line in lines.values()
    ]
    assert edges == [pytest.approx((28.0, 183.97), abs=0.02)] * 22  # 版心 156 mm wide
    used = {char["fontname"].split("+")[1] for line in lines.values() for char in line}
    assert used == {"Planpress-Fang", "Planpress-Song", "Planpress-Rare"}
    assert "".join(c["text"] for y in baselines for c in lines[y]) == "".join(text)


# ---- the doctor


def test_this_machine_is_well():
    findings = doctor.examine()
    assert [finding for finding in findings if not finding.ok] == []
    assert doctor.report(findings).endswith("一切就绪。\n")


def test_a_library_nobody_has_is_named_with_the_command_that_brings_it():
    need = doctor.Need("排版库", "libnosuch1", "site", "不能排版 PDF", ("libnosuch.so.1",))
    findings = doctor.examine(needs=[need])
    finding = next(finding for finding in findings if finding.name == "排版库")
    assert not finding.ok
    assert finding.sentence == "没有 libnosuch.so.1（软件包 libnosuch1），不能排版 PDF"
    assert finding.remedy == "scripts/setup.sh system site"
    assert not doctor.healthy(findings)
    assert f"运行：{finding.remedy}" in doctor.report(findings)
    assert doctor.missing_packages("site", [need]) == ["libnosuch1"]


def test_what_only_tests_need_does_not_stop_the_site():
    need = doctor.Need("浏览器", "no-such-browser", "test", "页面测试不能运行", ("no-such-browser",))
    findings = doctor.examine(needs=[need])
    assert doctor.healthy(findings)
    assert "只有测试需要" in doctor.report(findings)
    assert doctor.missing_packages("site", [need]) == []
    assert doctor.missing_packages("test", [need]) == ["no-such-browser"]


def test_a_missing_form_library_does_not_stop_the_site(tmp_path):
    finding = doctor.form_library(tmp_path / "jsoneditor.js")
    assert (finding.ok, finding.remedy) == (False, "scripts/setup.sh editor")
    assert doctor.healthy([finding])
    assert "（只有 make serve 需要）" in doctor.report([finding])


def test_fonts_not_made_yet(tmp_path):
    findings = doctor.examine(fonts=tmp_path)
    assert not doctor.healthy(findings)
    assert {f.name: f.remedy for f in findings if not f.ok} == {
        "打印字体": "scripts/setup.sh fonts",
        "字体配置文件": "scripts/setup.sh fonts",
    }


def test_a_spoilt_font_file_is_named(tmp_path):
    copy = shutil.copytree(doctor.FONTS, tmp_path / "fonts")
    (copy / "PlanpressKai-Regular.otf").write_bytes(b"half a file")
    (copy / "PlanpressNum-Regular.otf").unlink()
    finding = doctor.font_files(copy)
    assert finding.sentence == "文件缺失或损坏：PlanpressKai-Regular.otf、PlanpressNum-Regular.otf"
    assert finding.remedy == "scripts/setup.sh fonts --force"


def test_fonts_made_by_an_older_recipe(tmp_path):
    (tmp_path / "VERSION").write_text("recipe 0123456789abcdef\n", encoding="utf-8")
    assert doctor.font_files(tmp_path).sentence == "是按旧办法制作的"


def test_a_python_package_of_another_version(tmp_path):
    lock = tmp_path / "requirements.txt"
    lock.write_text("PyYAML==0.0.1\nno-such-package==2.0\n", encoding="utf-8")
    now = metadata.version("PyYAML")
    assert doctor.python_packages(lock).sentence == (
        f"2 个与 requirements.txt 不一致：PyYAML（应为 0.0.1，{now}）、no-such-package（应为 2.0，未安装）"
    )


@pytest.mark.parametrize(("version", "ok"), [((3, 10, 12), False), ((3, 11, 0), True), ((3, 14, 1), True)])
def test_python_version(version, ok):
    assert doctor.python_version(version).ok is ok


# ---- the requirements


LOCK = (ROOT / "requirements.txt").read_text(encoding="utf-8")
PINS = re.findall(r"^([\w.-]+)==([^\s;]+)(?: ; (.+?))? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", LOCK, re.M)


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_requirement_is_pinned_within_its_bounds():
    lines = [line.split("#")[0].strip() for line in (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()]
    pins = {canonical(name): pin for name, pin, _, _ in PINS}
    for requirement in map(Requirement, filter(None, lines)):
        assert pins[canonical(requirement.name)] in requirement.specifier


def test_nothing_is_pinned_without_the_hashes_of_its_files():
    rest = re.sub(r"^#.*\n", "", LOCK, flags=re.M)
    for name, pin, marker, hashes in PINS:
        rest = rest.replace(f"{name}=={pin}{f' ; {marker}' if marker else ''} \\\n{hashes}", "", 1)
    assert rest.strip() == "", "every line of the file is a pin or one of its hashes: no address, no option"


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_every_pin_is_for_every_machine_we_promise(python, machine):
    """A marker that is false on one of them would leave a package out there, and its hash check would stop set-up."""
    place = {
        "python_version": python,
        "python_full_version": f"{python}.1",
        "platform_machine": machine,
        "sys_platform": "linux",
        "platform_system": "Linux",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    assert [name for name, _, marker, _ in PINS if marker and not Marker(marker).evaluate(place)] == []


def test_pip_refuses_a_file_whose_hash_is_another(tmp_path):
    """What set-up relies on: the same command line as scripts/setup.sh, with a package whose bytes were exchanged."""
    line = next(
        line for line in (ROOT / "scripts/setup.sh").read_text(encoding="utf-8").splitlines() if "pip install" in line
    )
    options = re.search(r"pip install (.*) -r requirements.txt", line)[1].split()
    assert "--require-hashes" in options
    wheel = tmp_path / "tiny-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as made:
        made.writestr("tiny.py", "")
        made.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        made.writestr(
            "tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        made.writestr("tiny-1.0.dist-info/RECORD", "")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    for hashed, code in ((digest, 0), ("0" * 64, 1)):
        (tmp_path / "requirements.txt").write_text(f"tiny==1.0 --hash=sha256:{hashed}\n", encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "pip",
            "install",
            *options,
            "--no-index",
            f"--find-links={tmp_path}",
            "--no-deps",
        ]
        done = run(*command, f"--target={tmp_path / 'to'}", "-r", tmp_path / "requirements.txt", PIP_FIND_LINKS="")
        assert done.returncode == code, done.stderr
    assert "DO NOT MATCH" in done.stderr


# ---- the audit


def audited(*packages: dict[str, object]) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


SOUND = {"name": "a", "version": "1", "vulns": []}
FAULTY = {"name": "b", "version": "2", "vulns": [{"id": "X-1", "fix_versions": ["2.1"], "aliases": []}]}
UNKNOWN = {"name": "c", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("report", "said", "code"),
    [
        (audited(SOUND), "查了 1 个程序库，没有已知的漏洞。", 0),
        (
            audited(SOUND, FAULTY),
            "b 2：X-1，2.1 版已改好\n查了 2 个程序库，有 1 处已知的漏洞；改 requirements.in 后运行 make lock。",
            1,
        ),
        (audited(SOUND, UNKNOWN), "1 个没有查到：c\n查了 1 个程序库，没有已知的漏洞。", 0),
        (audited(UNKNOWN), "没有查：连不上漏洞库。请在能上网的机器上运行 make audit。", 0),
        ("", "没有查：连不上漏洞库。请在能上网的机器上运行 make audit。", 0),
    ],
)
def test_an_audit_claims_nothing_that_was_not_looked_up(report, said, code):
    assert audit.verdict(report)[:2] == (said, code)


# ---- setup.sh and the Makefile


@pytest.fixture
def bare_path(tmp_path):
    """A PATH of a Debian machine with nothing but its basic tools, for an ordinary user: no apt-get, sudo, browser, poppler, qpdf."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in ("bash", "env", "dirname", "mkdir", "flock"):
        (folder / tool).symlink_to(shutil.which(tool))
    (folder / "python3").symlink_to(Path(sys.executable).resolve())
    user = folder / "id"
    user.write_text("#!/bin/sh\necho 1000\n", encoding="utf-8")
    user.chmod(0o755)
    return folder


def commands(message: str) -> list[str]:
    return [line.strip() for line in message.splitlines() if line.startswith("    ")]


PACKAGES = "apt-get update && apt-get install -y --no-install-recommends chromium poppler-utils qpdf libreoffice-calc-nogui caddy"


def test_without_root_and_sudo_set_up_stops_with_one_command(bare_path):
    done = run("scripts/setup.sh", "system", "test", PATH=str(bare_path))
    assert done.returncode == 1
    assert commands(done.stderr) == [f'su -c "{PACKAGES}"']
    assert "缺少系统软件：chromium poppler-utils qpdf libreoffice-calc-nogui caddy" in done.stderr


def test_with_a_sudo_that_asks_for_a_password_too(bare_path):
    sudo = bare_path / "sudo"
    sudo.write_text("#!/bin/sh\necho 'a password is required' >&2\nexit 1\n", encoding="utf-8")
    sudo.chmod(0o755)
    done = run("scripts/setup.sh", "system", "test", PATH=str(bare_path))
    assert done.returncode == 1
    assert commands(done.stderr) == [f'sudo sh -c "{PACKAGES}"']


def test_nothing_is_asked_where_nothing_is_missing(bare_path):
    done = run("scripts/setup.sh", "system", "site", PATH=str(bare_path))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_form_library_is_used_only_when_its_bytes_are_known(bare_path, tmp_path):
    for name in ("setup.sh", "campaign/doctor.py"):
        (tmp_path / "scripts" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "scripts" / name, tmp_path / "scripts" / name)
    for tool in ("cat", "rm", "sha512sum"):
        (bare_path / tool).symlink_to(shutil.which(tool))
    npm = bare_path / "npm"
    npm.write_text("#!/bin/sh\necho 'another library' > library.tgz\n", encoding="utf-8")
    npm.chmod(0o755)
    done = run(tmp_path / "scripts/setup.sh", "editor", PATH=str(bare_path))
    assert done.returncode == 1
    assert "与登记的不一致，没有使用" in done.stderr
    assert not (tmp_path / ".editor").exists()
    npm.unlink()
    done = run(tmp_path / "scripts/setup.sh", "editor", PATH=str(bare_path))
    assert commands(done.stderr) == ['su -c "apt-get update && apt-get install -y --no-install-recommends npm"']


def test_an_old_python_is_told_so(bare_path):
    (bare_path / "python3").unlink()
    old = bare_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2"\nexit 1\n', encoding="utf-8")
    old.chmod(0o755)
    done = run("scripts/setup.sh", "system", "site", PATH=str(bare_path))
    assert done.returncode == 1
    assert "需要 Python 3.11 或更新的版本；这台机器上是 Python 3.9.2" in done.stderr


def test_a_second_make_repeats_no_set_up(tmp_path):
    for name in ("Makefile", "requirements.txt"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "scripts/campaign").mkdir(parents=True)
    for name in ("fonts.py", "campaign/doctor.py"):
        shutil.copy(ROOT / "scripts" / name, tmp_path / "scripts" / name)
    # stands for set-up: notes what it is asked for and leaves what that step leaves
    steps = tmp_path / "scripts/setup.sh"
    steps.write_text(
        '#!/bin/sh\necho "$*" >> done\ncase $1 in\nvenv) mkdir -p .venv/bin; ln -sf /bin/true .venv/bin/python;;\n'
        "fonts) mkdir -p .fonts; touch .fonts/VERSION;;\neditor) mkdir -p .editor; touch .editor/VERSION;;\nesac\n",
        encoding="utf-8",
    )
    steps.chmod(0o755)
    plain = {key: value for key, value in os.environ.items() if not key.startswith("MAKE") and key != "MFLAGS"}

    def make(goal: str) -> list[str]:
        note = tmp_path / "done"
        note.write_text("", encoding="utf-8")
        subprocess.run(["make", "-s", goal], cwd=tmp_path, env=plain, check=True)
        return note.read_text(encoding="utf-8").splitlines()

    assert make("site") == ["system site", "venv", "fonts"]
    assert make("site") == []
    assert make("serve") == ["editor"]
    assert make("serve") == []
    assert make("test") == ["system test"]
    assert make("test") == []
    shutil.rmtree(tmp_path / ".fonts")
    assert make("site") == ["fonts"]
    shutil.rmtree(tmp_path / ".editor")
    assert make("test") == ["editor"]
    (tmp_path / ".venv/bin/python").unlink()
    assert make("site") == ["venv"]
    make("clean")
    assert make("test") == []
