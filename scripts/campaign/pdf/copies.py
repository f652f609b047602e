"""Numbered copies (份号, GB/T 9704—2012 7.2.1): one document printed so many times in one job, each copy with its own six digits on its first line.

The document is set once, with an empty line where the number stands. The numbers are a layer of their own, set by the same sheet in the same
head, so that they stand where the document would have had them; pages and typefaces are in the file once however many copies it holds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pypdf import PdfWriter

from campaign.content import Content
from campaign.kinds import PLAN
from campaign.model import Document, Plan
from campaign.pdf import plan as official
from campaign.pdf.engine import PrintFault
from campaign.pdf.impose import form, page_size, reading, show, within, written
from campaign.pdf.job import Job

MOST = 2000  # copies of one job
_EMPTY = "\u3000"
_HEAD = re.compile(r"<header>.*?</header>", re.S)
_LAYER = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>
<style>header * {{ visibility: hidden }} header .copy-no {{ visibility: visible }} main {{ break-after: page }} main:last-child {{ break-after: auto }}</style>
</head><body>{pages}</body></html>"""


def jobs(plan: Plan, content: Content, numbers: Sequence[int]) -> tuple[Job, Job]:
    """The document without its number, and the layer with a page a number. Raises PrintFault for what has no 版头."""
    issued = (plan.document or Document()).model_copy(update={"copy_no": _EMPTY})
    numbered = plan.model_copy(update={"document": issued})
    held = content.having(PLAN, {**content.plans, plan.id: numbered})
    job = official.document(numbered, held)
    head = _HEAD.search(job.html)
    if head is None or _line(_EMPTY) not in head[0]:
        why = "命令不印份号" if head else "没有版头，印不上份号；请写发文单位和文号，或 document 里的 mark"
        raise PrintFault(f"《{job.title}》（{plan.id}）{why}")
    pages = "".join(f"<main>{head[0].replace(_line(_EMPTY), _line(f'{each:06d}'))}</main>" for each in numbers)
    layer = Job(
        name=plan.id,
        title=job.title,
        kind=job.kind,
        html=_LAYER.format(title=job.title, pages=pages),
        bound=True,
        geometry=job.geometry,
    )
    return job, layer


def _line(number: str) -> str:
    return f'<p class="copy-no">{number}</p>'


def collated(document: bytes, layer: bytes, title: str) -> bytes:
    """Copy after copy, each on sheets of its own when both sides are printed."""
    return within(document, title, lambda: _collated(document, layer, title))


def _collated(document: bytes, layer: bytes, title: str) -> bytes:
    with reading(document, title) as book, reading(layer, title) as digits:
        writer = PdfWriter()
        for each in digits.pages:
            for place, page in enumerate(book.pages):
                sheet = writer.add_page(page, excluded_keys=("/Annots", "/StructParents", "/Tabs"))
                if place == 0:
                    show(writer, sheet, [(form(writer, each), (1, 0, 0, 1, 0, 0))])
            if len(book.pages) % 2:
                writer.add_blank_page(*page_size(book.pages[-1]))
        writer.add_metadata({"/Title": title})
        return written(writer)
