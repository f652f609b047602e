"""What stays at home stays at home: a canary in every withheld place, looked for in every byte that is published; and one bad document stops no other."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from click.testing import CliRunner
from PIL import Image
from test_attachments import held, pdf, png, sheet, word

from campaign import kinds
from campaign.build.files import data_files
from campaign.build.made import derive, make, with_pages
from campaign.build.recipe import build
from campaign.checks import look_over
from campaign.checks.paper import texts_of_all, undrawn
from campaign.cli import main
from campaign.model.references import references
from campaign.pdf.prints import jobs as print_jobs
from campaign.views.release import released, withheld
from mkdocs_hooks import left_out

TODAY = date(2026, 11, 21)
UNITS = """\
units:
  - {id: h, name: 甲医院, kind: hospital}
  - {id: nursing, name: 护理部, kind: functional, parent: h}   # CANARYCOMMENT
  - {id: surgery, name: 外科, kind: clinical, parent: h}
"""
PLAN = """\
id: {id}
title: {title}
issuer: 甲医院
period: {{start: 2026-10-01, end: 2026-12-31}}
{extra}
indicators:
  - {{id: rate, name: {name}率, unit: "%", targets: [{{value: 90}}]}}
tasks:
  - {{id: t, title: {name}任务, text: {name}内容, due: 2026-12-01, responsibility: {{lead: [护理部], join: [外科]}}}}
milestones: [{{id: m, name: {name}限时, due: 2026-12-01, lead: [护理部]}}]
recurring: [{{id: r, what: {name}例行, per: month, lead: [护理部]}}]
"""
UPDATE = """\
---
kind: update
id: {id}
title: {name}动态
date: 2026-11-03
plans: [open, draft, home, secret]
units: [护理部]
tags: [{name}标签]
disclosure: {{index_no: {id}, category: 动态, publisher: 甲, date: 2026-11-03, doc_no: 无, source: 甲, topic: 卫生, title: {name}, summary: {name}概述}}
{extra}
---
{name}正文 ![图](p.png) [附件](a.pdf) [表](b.docx) [册](c.xlsx)
"""
REVIEWED = (
    "review: {first: {by: 甲, date: 2026-11-01}, second: {by: 乙, date: 2026-11-02}, final: {by: 丙, date: 2026-11-03}}"
)
HIDDEN_UPDATES = {"unread": "", "half": "review: {first: {by: 甲, date: 2026-11-01}}", "early": f"{REVIEWED}\npublish_on: 2026-11-30", "gone": f"{REVIEWED}\nexpires: 2026-11-10"}  # fmt: skip
CANARY = re.compile(rb"CANARY[A-Z]+")


def plan(name: str, extra: str = "", word: str = "公开") -> str:
    return PLAN.format(id=name, title=f"{word}方案", name=word, extra=extra)


def progress(name: str) -> str:
    return (
        f"plan: {name}\nvalues: [{{indicator: rate, date: 2026-10-31, value: 80, source: CANARYPROGRESS}}]\n"
        "tasks: [{task: t, date: 2026-10-31, note: CANARYNOTE}]\n"
    )


def files() -> dict[str, bytes]:
    texts = {
        "plans/registry/units.yaml": UNITS,
        "plans/registry/glossary.yaml": "terms:\n  - {term: 三优, meaning: 三个优, plans: [open, draft, home, secret]}\n",
        "plans/site.yaml": "organisation: 甲医院\nhome: 甲医院\nurl: https://plans.example.org/\nas_of: 2026-11-21\n# CANARYCOMMENT\n",
        "mkdocs.yml": "site_name: 试  # CANARYCOMMENT\n",
        "plans/open.yaml": plan("open", "upper: [draft, {plan: home, title: CANARYTITLE}, secret]  # CANARYCOMMENT").replace(
            "text: 公开内容", "text: 公开内容, upper: ['draft#t', 'home#t']"
        ),
        "plans/draft.yaml": plan("draft", "status: draft", "CANARYDRAFT"),
        "plans/home.yaml": plan("home", "public: 否", "CANARYHOME"),
        "plans/secret.yaml": plan(
            "secret",
            "public: 否\ndoc_no: 甲医〔2026〕1号\ndate: 2026-10-01\ndocument: {secrecy: 机密★1年, to: 各科室, cc: CANARYCC}",
            "CANARYSECRET",
        ),
        "plans/hidden-campaign.yaml": "id: hidden-campaign\nkind: campaign\ntitle: CANARYCAMPAIGN\nissuer: 甲医院\nstatus: draft\n"
        "period: {start: 2026-10-01, end: 2027-01-08}\nawards: [{id: a, name: CANARYAWARD, max_winners: 3}]\n",
        "plans/campaign-data/hidden-campaign/s.yaml": "submissions: [{id: s-1, unit: 护理部, date: 2026-11-01, title: CANARYSTORY, authors: [CANARYAUTHOR]}]\n"
        "works: [{id: w-1, author: CANARYPHOTOGRAPHER, unit: 护理部, title: CANARYWORK, alt: CANARYCAPTION, file: w.png, consent: 是}]\n",
        "plans/progress/draft.yaml": progress("draft"),
        "plans/progress/home.yaml": progress("home"),
        "plans/progress/secret.yaml": progress("secret"),
        "plans/ledger/l.yaml": "id: l\ntitle: 台账\nissuer: 甲医院\nentries:\n"
        "  - {id: e-1, number: 督办〔2026〕1号, title: 公开事项, source: {kind: meeting, ref: 'secret#t', text: 上级要求}, tasks: ['draft#t', 'open#t'], lead: [护理部], assigned_on: 2026-11-01, due: 2026-12-01}\n",
        "plans/meetings/mt.yaml": "id: mt\ntitle: 公开会议\ndate: 2026-11-20\nagenda: [{title: 审议, documents: [1, 2, 3]}]\n"
        "documents: [{plan: open}, {plan: draft}, {plan: secret}]\n",
        "plans/qa/draft.yaml": "id: draft-qa\ntitle: CANARYQA\nplans: [draft]\nquestions: [{id: q, ask: CANARYASK, answer: CANARYANSWER}]\n",
        "plans/qa/both.yaml": "id: both\ntitle: 公开问答\nplans: [open, home]\nquestions: [{id: q, ask: 怎么办, answer: 照办, tasks: ['home#t', 'open#t']}]\n",
        "plans/forms/f.yaml": "id: f\ntitle: CANARYFORM\nplan: draft\nversion: v1\nperiod: month\nfirst: 2026-10\n"
        "sections: [{title: CANARYSECTION, rows: [{label: CANARYROW, fields: [{id: n, label: 数, kind: count}]}]}]\n",
        "docs/index.md": "# 首页\n\n<!-- 注释 -->\n",
        "docs/draft.md": "# CANARYLOOSE\n",
        "docs/notes.txt": "CANARYNOTES",
        "docs/~$x.docx": "CANARYLOCK",
        "docs/.hidden": "CANARYDOT",
        "docs/old.md.bak": "CANARYBAK",
        "docs/interpretations/read/index.md": "---\nkind: interpretation\nid: read\ntitle: CANARYREAD\nof: {plan: secret}\n---\nCANARYREADING\n",
        "docs/updates/shown/index.md": UPDATE.format(id="shown", name="公开", extra=REVIEWED),
        **{f"docs/updates/{key}/index.md": UPDATE.format(id=key, name="CANARYUPDATE", extra=extra) for key, extra in HIDDEN_UPDATES.items()},
    }  # fmt: skip
    made = {name: text.encode() for name, text in texts.items()}
    for key in ("shown", *HIDDEN_UPDATES):
        made |= {
            f"docs/updates/{key}/p.png": png(),
            f"docs/updates/{key}/a.pdf": pdf(),
            f"docs/updates/{key}/b.docx": word(),
            f"docs/updates/{key}/c.xlsx": sheet(),
            f"docs/updates/{key}/notes.txt": b"CANARYBESIDE",
        }
    made["plans/campaign-data/hidden-campaign/images/w.png"] = png()
    return made


def root(where: Path, changes: dict[str, str] | None = None) -> Path:
    for name, raw in {**files(), **{name: text.encode() for name, text in (changes or {}).items()}}.items():
        (where / name).parent.mkdir(parents=True, exist_ok=True)
        (where / name).write_bytes(raw)
    return where


def everything(raw: bytes, name: str) -> bytes:
    """What a reader, a program or a search could get out of a published file."""
    shown = held(raw)
    if raw.startswith(b"%PDF"):
        document = pypdfium2.PdfDocument(raw)
        shown += "".join(document[index].get_textpage().get_text_bounded() for index in range(len(document))).encode()
        with pikepdf.open(io.BytesIO(raw)) as opened:
            shown += repr(dict(opened.docinfo)).encode() + b"".join(
                bytes(each.get_file().read_bytes()) for each in opened.attachments.values()
            )
    if name.endswith(".js") and "search/" in name:
        shown += raw.decode().encode("utf-8", "surrogatepass")
    if name.endswith((".ics",)):
        shown += raw.replace(b"\r\n ", b"")
    return shown


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = root(tmp_path_factory.mktemp("release"))
    problems = build(where, where / "site", TODAY, jobs=1, say=lambda _: None)
    assert [str(each) for each in problems if each.severity == "error"] == []
    return where / "site"


def test_no_canary_in_anything_that_is_published(site: Path) -> None:
    seen = 0
    for path in sorted(site.rglob("*")):
        if path.is_file():
            name = path.relative_to(site).as_posix()
            assert not CANARY.search(name.upper().encode()), name
            found = CANARY.search(everything(path.read_bytes(), name)) or re.search(b"canary[a-z]+", path.read_bytes())
            assert not found, f"{name}: {found and found[0]!r}"
            seen += 1
    kinds_seen = {path.suffix for path in site.rglob("*") if path.is_file()}
    assert {".html", ".pdf", ".docx", ".xlsx", ".json", ".ics", ".atom", ".js", ".webp"} <= kinds_seen
    assert seen > 60


def test_no_address_of_what_is_withheld(site: Path) -> None:
    for path in site.rglob("*"):
        if path.suffix in (".html", ".json", ".js", ".ics", ".atom", ".xml"):
            text = path.read_text(encoding="utf-8")
            for gone in ("plans/draft", "plans/home", "plans/secret", "hidden-campaign", "interpretations/read", *(f"updates/{each}" for each in HIDDEN_UPDATES)):  # fmt: skip
                assert gone not in text, f"{path.relative_to(site)}: {gone}"


def test_what_is_public_is_there(site: Path) -> None:
    for name in (
        "plans/open/open.pdf",
        "plans/open/index.html",
        "updates/shown/index.html",
        "updates/shown/a.pdf",
        "updates/shown/p.png.webp",
    ):
        assert (site / name).is_file(), name
    catalog = json.loads((site / "data/catalog.json").read_text(encoding="utf-8"))
    assert [each["id"] for each in catalog["plans"]] == ["open"]
    meeting = (site / "meetings/mt/index.html").read_text(encoding="utf-8").replace("<wbr>", "")
    assert "不公开的材料" in meeting, "the agenda counts documents"


def test_every_reference_to_what_is_withheld_is_gone(tmp_path: Path) -> None:
    content, _ = look_over(root(tmp_path), TODAY)
    gone = set(withheld(content))
    assert gone == {"draft", "home", "secret", "hidden-campaign"}
    left = released(content)
    for kind in kinds.KINDS:
        for record in left.of(kind).values():
            for each in references(record):
                assert each.typed.partition("#")[0] not in gone or "plan" not in each.ref.kinds, (kind.key, each.where)


def test_a_preview_shows_drafts_marked_but_no_secret(tmp_path: Path) -> None:
    made = make(root(tmp_path), TODAY, tolerant=True)
    pages = {page.path: page.body for page in made.pages}
    assert "草案" in pages["plans/draft/index.html"]
    assert "不上网站" in pages["plans/draft/index.html"] and "不上网站" in pages["plans/home/index.html"]
    assert "不上网站" not in pages["plans/open/index.html"]
    assert not [path for path, body in pages.items() if "CANARYSECRET" in body or "plans/secret" in path]


def test_a_draft_that_says_so_is_public(tmp_path: Path) -> None:
    where = root(tmp_path, {"plans/draft.yaml": plan("draft", "status: draft\npublic: 是", "征求意见")})
    assert "draft" in derive(where, TODAY).sound.plans


def test_a_secrecy_stops_the_site_unless_it_is_left_out(tmp_path: Path) -> None:
    where = root(tmp_path, {"plans/secret.yaml": files()["plans/secret.yaml"].decode().replace("public: 否\n", "")})
    problems = build(where, where / "site", TODAY, only="site", say=lambda _: None)
    assert [(each.path, each.code) for each in problems if each.severity == "error"] == [
        ("plans/secret.yaml", "secret-public")
    ]
    assert not (where / "site").exists()


# -- by explicit command -----------------------------------------------------------------------------------------------------------------


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, [str(each) for each in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path.read_bytes())
    return "".join(document[index].get_textpage().get_text_bounded() for index in range(len(document)))


@pytest.mark.parametrize("name", ["draft", "home", "secret"])
def test_what_is_withheld_is_printed_by_its_own_id(name: str, tmp_path: Path) -> None:
    where = root(tmp_path)
    code, said = run("pdf", name, "--root", where, "-o", tmp_path / "x.pdf")
    assert code == 0, said
    assert f"CANARY{name.upper()}" in text_of(tmp_path / "x.pdf")


def test_nothing_of_it_is_printed_by_another_id(tmp_path: Path) -> None:
    where = root(tmp_path)
    for name in ("nursing", "open", "e-1"):
        code, said = run("pdf", name, "--root", where, "-o", tmp_path / "x.pdf")
        assert code == 0, said
        assert "CANARY" not in text_of(tmp_path / "x.pdf")
    code, said = run("pdf", "mt", "--root", where, "-o", tmp_path / "x.pdf")
    assert code == 0, said
    assert "CANARYDRAFT" in text_of(tmp_path / "x.pdf"), "a meeting is where drafts are discussed"
    assert "CANARYSECRET" not in text_of(tmp_path / "x.pdf")


# -- one bad document stops no other -------------------------------------------------------------------------------------------------------

BAD = plan("bad", "", "坏").replace("坏内容", "一\ue000二")
SLIP = "id: slip\ntitle: 断了\nunknown: 1\n"


def test_one_that_cannot_be_printed_stops_the_build_but_not_the_other_prints(tmp_path: Path) -> None:
    ledger = files()["plans/ledger/l.yaml"].decode().replace("title: 公开事项", f"title: {'长' * 4000}")
    worse = ledger.replace("id: l\n", "id: m\n").replace("e-1", "e-2").replace("1号", "2号")
    where = root(tmp_path, {"plans/ledger/l.yaml": ledger, "plans/ledger/m.yaml": worse})
    code, said = run("build", "--root", where, "--jobs", "1")
    assert code == 1
    assert "1 张纸排不下" in said and "（e-1）" in said and "（e-2）" in said, "all of them are named at once"
    assert not (where / "site").exists()
    printed = list((where / ".build/pdf").glob("*.pdf"))
    assert len(printed) > 3, "the others lie ready"


def test_keep_going_publishes_what_is_sound_and_says_what_is_not(tmp_path: Path) -> None:
    where = root(
        tmp_path,
        {
            "plans/bad.yaml": BAD,
            "plans/slip.yaml": SLIP,
            "docs/updates/shown/index.md": "---\nkind: update\n---\n坏了\n",
        },
    )
    code, said = run("build", "--root", where, "--jobs", "1", "--keep-going")
    assert code == 1
    assert "plans/slip.yaml" in said and "docs/updates/shown/index.md" in said and "plans/bad/bad.pdf" in said
    site = where / "site"
    assert (site / "plans/open/open.pdf").is_file()
    assert "plans/bad.yaml:9:25: 错误[no-glyph] 印不出“\ue000”（U+E000），字体里没有；" in said
    assert "这份文件没有印成" in text_of(site / "plans/bad/bad.pdf")
    assert "一\ue000二" in (site / "plans/bad/index.html").read_text(encoding="utf-8"), "only the print is refused"
    assert not (site / "plans/slip").exists() and not (site / "updates/shown").exists()
    assert not CANARY.search(b"".join(path.read_bytes() for path in site.rglob("*.html")))


def test_keep_going_leaves_whole_files_out_whatever_is_wrong_in_them(tmp_path: Path) -> None:
    """Each file in turn with an unknown key: all others are made into pages."""
    names = [
        name
        for name in files()
        if name.endswith((".yaml", "index.md")) and not name.startswith(("plans/registry", "plans/site"))
    ]
    sound = root(tmp_path / "sound")
    for number, name in enumerate(names):
        where = tmp_path / str(number)
        shutil.copytree(sound, where)
        text = (where / name).read_text(encoding="utf-8")
        (where / name).write_text(
            text.replace("---\n", "---\nnonsense: 1\n", 1) if name.endswith(".md") else f"nonsense: 1\n{text}",
            encoding="utf-8",
        )
        made = derive(where, TODAY, keep_going=True)
        if name != "docs/index.md":
            assert name in made.left_out, name
        assert make(where, TODAY, tolerant=True).pages, name
        assert with_pages(made).pages
        assert data_files(made.sound)
        assert all(job() for job in print_jobs(made.sound).values())


def test_the_print_of_one_plan_waits_for_nobody_else(tmp_path: Path) -> None:
    where = root(tmp_path, {"plans/slip.yaml": SLIP})
    code, said = run("pdf", "open", "--root", where, "-o", tmp_path / "x.pdf")
    assert code == 0 and "plans/slip.yaml 里有错误" in said
    code, said = run("pdf", "slip", "--root", where, "-o", tmp_path / "y.pdf")
    assert code == 1 and "plans/slip.yaml:3:1" in said and not (tmp_path / "y.pdf").exists()
    code, said = run("pdf", "nursing", "--root", where, "-o", tmp_path / "z.pdf")
    assert code == 1 and (tmp_path / "z.pdf").exists() and "可能不全" in said
    (where / "plans/registry/units.yaml").write_text("units: [{id: h}]\n", encoding="utf-8")
    code, said = run("pdf", "open", "--root", where, "-o", tmp_path / "y.pdf")
    assert code == 1 and not (tmp_path / "y.pdf").exists(), "everything stands on the registry"


def test_a_character_that_no_typeface_has_stops_its_own_print_and_no_export(tmp_path: Path) -> None:
    where = root(tmp_path, {"plans/bad.yaml": BAD})
    code, said = run("check", "--root", where)
    assert code == 1 and "plans/bad.yaml:9:25: 错误[no-glyph]" in said
    assert run("pdf", "open", "--root", where, "-o", tmp_path / "x.pdf")[0] == 0
    code, said = run("pdf", "bad", "--root", where, "-o", tmp_path / "y.pdf")
    assert code == 1 and "U+E000" in said and not (tmp_path / "y.pdf").exists()
    assert run("export", "bad", "--to", "docx", "--root", where, "-o", tmp_path / "y.docx")[0] == 0
    (problem,) = undrawn(texts_of_all(look_over(where, TODAY)[0]), ())
    assert "警告[glyphs-unknown] 打印字体还没有制作" in str(problem), "nobody can tell without typefaces"


def test_a_preview_says_what_it_goes_without(tmp_path: Path) -> None:
    made = make(root(tmp_path, {"plans/bad.yaml": BAD, "plans/slip.yaml": SLIP}), TODAY, tolerant=True)
    assert list(left_out(made)) == [
        "没有显示 secret：密级“机密★1年”",
        "plans/slip.yaml 里有错误：读不出的内容没有显示，其余照常显示；改好保存后自动刷新",
    ]


def test_a_reference_to_what_is_not_public_is_told(tmp_path: Path) -> None:
    told = [each for each in look_over(root(tmp_path), TODAY)[1] if each.code == "leads-to-withheld"]
    assert {each.severity for each in told} == {"warning"}
    assert {(each.path, each.where[0]) for each in told} == {
        ("plans/open.yaml", "upper"), ("docs/updates/shown/index.md", "plans"), ("plans/open.yaml", "tasks"), ("plans/ledger/l.yaml", "entries"), ("plans/meetings/mt.yaml", "documents"),
        ("plans/qa/both.yaml", "plans"), ("plans/qa/both.yaml", "questions"), ("plans/registry/glossary.yaml", "terms"),
    }  # fmt: skip
    assert (
        "警告[leads-to-withheld] 指向没有公开的方案“CANARYDRAFT方案”（草案（status: draft）），网站上略去这一处"
        in "".join(map(str, told))
    )


def test_nothing_private_is_published_by_going_on(tmp_path: Path) -> None:
    where = root(
        tmp_path, {"plans/registry/units.yaml": UNITS.replace("name: 外科", "name: 外科, duties: 电话138 0013 8000")}
    )
    code, said = run("build", "--root", where, "--jobs", "1", "--keep-going", "--only", "site")
    assert code == 1 and "错误[private]" in said
    for path in (where / "site").rglob("*"):
        assert not path.is_file() or b"0013 8000" not in path.read_bytes(), path


def test_pictures_hold_only_what_is_seen(site: Path) -> None:
    with Image.open(site / "updates/shown/p.png.webp") as picture:
        assert not picture.getexif() and "xmp" not in picture.info
    with zipfile.ZipFile(site / "updates/shown/b.docx") as archive:
        assert b"creator" not in archive.read("docProps/core.xml")
