"""Checks of the file itself: title, language, bookmarks, protection, size."""

from __future__ import annotations

from campaign.inspect.checks.check import Breach, Faults, check
from campaign.inspect.parts import Anatomy, Role

HEAVY = 5_000_000  # bytes


@check(43, "文件属性", "通行做法")
def file_facts(doc: Anatomy) -> Faults:
    """The file names its title and language, has bookmarks when it is long, is not protected, runs no script and is not heavy."""
    document = doc.document
    if not document.title.strip():
        yield Breach("文件属性里没有标题，应写上公文标题")
    if not document.language.lower().startswith("zh"):
        yield Breach(f"文件语言标为“{document.language or '无'}”，应为 zh-CN")
    if document.encrypted:
        yield Breach("文件加了密，长期保存和交换的公文不应加密")
    if document.scripted:
        yield Breach("文件里带有脚本，应去掉")
    for claim in document.variants:
        name = f"{'PDF/UA' if claim.startswith('pdfua') else 'PDF/A'}-{claim.partition('-')[2]}"
        if (claim.startswith("pdfua") or claim.endswith("a")) and not document.tagged:
            yield Breach(
                f"文件声称符合 {name}，却没有结构标签",
                clause="ISO 14289-1 7.1" if claim.startswith("pdfua") else "ISO 19005",
            )
        if claim.startswith("pdfa") and not document.intended:
            yield Breach(f"文件声称符合 {name}，却没有输出意图（颜色按什么条件印）", clause="ISO 19005")
    headings = [piece for piece in doc.of(Role.FIRST) if piece.level == 1]
    if len(document.pages) > 4 and len(headings) > 2 and document.outlines < len(headings):
        yield Breach(
            f"全文 {len(document.pages)} 页、{len(headings)} 个一级标题，书签 {document.outlines} 个，不便翻查",
            severity="warning",
        )
    if document.size > HEAVY:
        yield Breach(
            f"文件有 {document.size / 1e6:.1f} MB，宜在 5 MB 以内（多半是图片过大或整套嵌入了字体）", severity="warning"
        )
