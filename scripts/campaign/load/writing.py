"""What lies under `docs/`: the pictures that texts show, what may not stand in a text, and files that have no business there."""

from __future__ import annotations

from pathlib import Path

from campaign import pictures
from campaign.kinds import KINDS
from campaign.leaves.problems import Problem, Source
from campaign.load.files import Reading
from campaign.texts import markdown, privacy

ATTACHED = frozenset(
    ".md .pdf .docx .doc .xlsx .xls .pptx .ppt .wps .et .dps .ofd .txt .csv .zip .mp3 .mp4 .yaml .yml .ics".split()
)


def writing(reading: Reading) -> None:
    """Look through all hand-written pages and what lies beside them; pictures that can be shown are kept by their place on the site."""
    # folders the office writes; elsewhere the owner may keep looks and scripts of his own
    office = tuple(f"{folder}/" for kind in KINDS for folder in kind.folders if folder.startswith("docs/"))
    for path in reading.files("docs", suffixes=None):
        suffix = path.suffix.lower()
        for word in privacy.words(path.relative_to(reading.root).as_posix()):
            message = f"文件名里有{word}，会随网页公开"
            reading.note(Source(reading.name(path)).error((), "private", message, "改名"))
        if suffix in pictures.SUFFIXES:
            _picture(reading, path)
        elif suffix == ".md":
            _page(reading, path)
        elif suffix not in ATTACHED and reading.name(path).startswith(office):
            message = f"这种文件（{path.suffix or '没有扩展名'}）不随网页公开"
            reading.note(
                Source(reading.name(path)).error(
                    (), "file-kind", message, "图片用 JPG、PNG，附件用 PDF、Word、Excel；别的删去"
                )
            )


def _picture(reading: Reading, path: Path) -> None:
    name = reading.name(path)
    try:
        photo = pictures.photo(pictures.read(path.parent, path.name), name, path.name)
    except pictures.UnfitPicture as fault:
        reading.note(Source(name).error((), fault.code, fault.message, fault.hint))
    else:
        reading.photos[name.removeprefix("docs/")] = photo


def _page(reading: Reading, path: Path) -> None:
    text = reading.text(path)
    if text is None:
        return
    name = reading.name(path)
    for fault in markdown.faults(text):
        reading.note(Problem(name, fault.line, fault.column, fault.severity, fault.code, fault.message, fault.hint))
    for shown in markdown.pictures(text):
        if not (path.parent / shown.file).is_file():
            hint = "把图片放进这一页的文件夹，文件名写得一样"
            reading.note(
                Problem(name, shown.line, shown.column, "error", "picture-missing", f"找不到图片“{shown.file}”", hint)
            )
        elif not shown.alt:
            hint = "写成 ![画面说明](文件名)，一句话说清画面，读屏软件会念"
            reading.note(
                Problem(
                    name, shown.line, shown.column, "warning", "picture-alt", f"图片“{shown.file}”没有画面说明", hint
                )
            )
