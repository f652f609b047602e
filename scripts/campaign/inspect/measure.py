"""Measure a PDF by coordinates. Nothing is judged here.

Text is measured by its baseline, because `top` depends on the ascent a font declares, and the characters of a line stay in content
order, because marks set with half advances (`halt`) may stand out of order by their x.
"""

from __future__ import annotations

import io
import logging
from pathlib import Path
from typing import Any

import pdfplumber
import pypdf
import pypdfium2
from pdfplumber.utils.exceptions import PdfminerException

from campaign.inspect.facts import facts_of, legible
from campaign.inspect.lines import inked, lines_of
from campaign.inspect.records import MM, MeasuredPage, MeasuredPdf, Unreadable
from campaign.inspect.shapes import fake_bold, pictures_of, rules_of, tables_of
from campaign.leaves import limits

MAX_BYTES = 50_000_000
MAX_PAGES = 500


def measure(path: Path) -> MeasuredPdf:
    """Read and measure a PDF; `Unreadable` says in Chinese why it cannot be done."""
    data = _bytes(path)
    try:
        limits.pdf(data, MAX_BYTES)
    except limits.Refused as fault:
        raise Unreadable(f"“{path.name}”{fault}") from fault
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
        count = 0 if locked else len(reader.pages)
        empty = not locked and not count
    except Exception as fault:  # pypdf meets broken files with errors of many kinds
        raise Unreadable(f"“{path.name}”已损坏，读不出页面；请重新导出 PDF 后再查") from fault
    if locked:
        raise Unreadable(f"“{path.name}”设了打开密码，无法检查；请去掉密码后再查")
    if empty:
        raise Unreadable(f"“{path.name}”里一页也没有")
    if count > MAX_PAGES:
        raise Unreadable(f"“{path.name}”有 {count} 页，超过 {MAX_PAGES} 页；请分成几份再查")
    try:
        pages, facts = _pages(legible(data, reader)), facts_of(reader)
    except (Exception, PdfminerException) as fault:  # the same for pdfminer and pdfium
        raise Unreadable(f"“{path.name}”已损坏，读不出页面；请重新导出 PDF 后再查") from fault
    if not any(page.lines or page.rotated for page in pages):
        if any(page.pictures for page in pages):
            raise Unreadable(f"“{path.name}”只有图像没有文字，像是扫描件；请用可以复制文字的 PDF 来查")
        raise Unreadable(f"“{path.name}”里没有文字，无从检查")
    return MeasuredPdf(path.name, pages, size=len(data), **facts)


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise Unreadable(f"“{path.name}”是文件夹，不是 PDF 文件")
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as fault:
        raise Unreadable(f"找不到文件“{path}”") from fault
    except OSError as fault:
        raise Unreadable(f"打不开文件“{path}”：{fault.strerror or fault}") from fault
    if not data:
        raise Unreadable(f"“{path.name}”是空文件（0 字节）")
    if b"%PDF-" not in data[:1024]:
        other = "，看起来是 Word、Excel 一类的文件，请先另存为 PDF" if data[:2] in (b"PK", b"\xd0\xcf") else ""
        raise Unreadable(f"“{path.name}”不是 PDF 文件{other}")
    return data


def _pages(data: bytes) -> tuple[MeasuredPage, ...]:
    shown = pypdfium2.PdfDocument(data)
    try:
        with pdfplumber.open(io.BytesIO(data)) as plumbed:
            pages = []
            for page, sight in zip(plumbed.pages, shown, strict=False):
                pages.append(_page(page, sight))
                page.close()
            return tuple(pages)
    finally:
        shown.close()


def _page(page: Any, sight: Any) -> MeasuredPage:
    height = float(page.height)
    rules = tuple(rules_of(page))
    lines, rotated = lines_of(page.chars, [rule.box for rule in rules if rule.vertical], height)
    bare = page.rotation in (0, None) and tuple(page.mediabox[:2]) == (0, 0)  # pdfium counts as pdfplumber does
    if bare:
        lines = inked(lines, sight, height)
    return MeasuredPage(
        number=page.page_number,
        width=float(page.width) * MM,
        height=height * MM,
        rotation=page.rotation or 0,
        lines=tuple(lines),
        rotated=tuple(rotated),
        rules=rules,
        pictures=tuple(pictures_of(page, sight, rules)),
        tables=tuple(tables_of(page, rules)),
        fake_bold=tuple(fake_bold(page, sight)) if bare else (),
    )
