"""An Office file from elsewhere (docx, xlsx, pptx): a ZIP of XML, written anew without what it says of its makers."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape

from campaign.attachments import images
from campaign.attachments.finding import Remark, Unfit
from campaign.leaves import limits

NOBODY = "匿名"
_MACROS = re.compile(r"vbaproject|macrosheets", re.I)
_INSIDE = re.compile(r"/embeddings/|/activex/", re.I)
_COMMENTS = re.compile(rb"<(?:w:comment|comment|threadedComment|p:cm|p188:cm)\b")
_CHANGES = re.compile(rb"<w:(?:ins|del|moveFrom|moveTo)\b[^>]*\bw:author=")
_HIDDEN = re.compile(rb"<sheet\b[^>]*\bstate=\"(?:hidden|veryHidden)\"")
_PARAGRAPH = re.compile(r"</(?:w:p|a:p|si|c|row)>|<w:(?:br|tab)\b[^>]*/>")
_SHOWN = re.compile(r"<(?:w:t|a:t|t|v|w:delText)(?:\s[^>]*)?>([^<]*)</|(\n)")
_WHO = re.compile(  # attributes that name a person or a program's account of one
    rb"\b(w:author|w:initials|w15:author|w15:userId|w15:providerId|author|initials|displayName|userId|providerId|lastModifiedBy|userName)=(\"[^\"]*\"|'[^']*')"
)
_WHO_TEXT = re.compile(rb"<(author|dc:creator|cp:lastModifiedBy|userName)>[^<]*</")
_WHEN = re.compile(rb"\s(?:w:date|w16du:dateUtc|dT)=(?:\"[^\"]*\"|'[^']*')")
_RSID = re.compile(rb"\sw:rsid\w*=\"[^\"]*\"|<w:rsids>.*?</w:rsids>", re.S)
_PLACE = re.compile(rb"<x15ac:absPath\b[^>]*?(?:/>|>.*?</x15ac:absPath>)", re.S)
_LINKED = re.compile(rb"<Relationship\b(?=[^>]*attachedTemplate)[^>]*?\bTarget=\"([^\"]*)\"", re.S)
_THUMB = re.compile(
    rb"<Relationship\b(?=[^>]*(?:thumbnail|printerSettings|/customXml\"))[^>]*?(?:/>|>.*?</Relationship>)", re.S
)
_LEFT_OUT = re.compile(r"docProps/thumbnail|printerSettings/|docMetadata/|customXml/", re.I)
_LISTED = re.compile(rb"<Override\b[^>]*\bPartName=\"/?customXml/[^>]*?(?:/>|>\s*</Override>)", re.S | re.I)
_EMPTY = {
    "docProps/core.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}


def look(raw: bytes) -> tuple[str, list[Remark]]:
    """The text of an Office file and what is to be said of it."""
    parts = _parts(raw)
    found = []
    if any(map(_MACROS.search, parts)):
        raise Unfit("attachment-macro", "里有宏，不能公开", "另存为不带宏的文件")
    counts = (
        (_COMMENTS, "条批注", "批注会公开，作者姓名已去掉", "先删去批注再放"),
        (_CHANGES, "处没有接受的修订", "删改过的字别人看得见，作者姓名已去掉", "先接受或拒绝全部修订再放"),
        (_HIDDEN, "张隐藏的工作表", "取消隐藏就看得见", "删去隐藏的工作表再放"),
    )
    for pattern, what, why, remedy in counts:
        count = sum(len(pattern.findall(data)) for name, data in parts.items() if name.endswith(".xml"))
        if count:
            found.append(Remark("warning", "attachment-traces", f"附件里有 {count} {what}，{why}", remedy))
    if inside := [name for name in parts if _INSIDE.search(name)]:
        found.append(
            Remark(
                "error",
                "attachment-inside",
                f"附件里嵌着 {len(inside)} 个别的文件，双击就能打开，里面写了什么没有查，不能公开",
                "图表、对象改成图片或表格，另存一份",
            )
        )
    return "\n".join(
        _text(data) for name, data in parts.items() if name.endswith(".xml") and "/theme/" not in name
    ), found


def bare(raw: bytes) -> bytes:
    """The same file without properties, names of people, dates of changes, paths of computers, thumbnails, what other programs keep in it
    (customXml) and what cameras write into pictures."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _parts(raw).items():
            if _LEFT_OUT.search(name) and (not name.endswith(".rels") or "customXml/" in name):
                continue
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, _bare(name, data))
    return out.getvalue()


def _parts(raw: bytes) -> dict[str, bytes]:
    return {name: data for name, data in limits.package(raw, keep=r"(?s).*").items() if not name.endswith("/")}


def _bare(name: str, data: bytes) -> bytes:
    if name in _EMPTY:
        return _EMPTY[name]
    if name == "[Content_Types].xml":
        return _LISTED.sub(b"", data)
    if name.endswith(".rels"):
        data = _THUMB.sub(b"", data)
        for linked in _LINKED.findall(data):
            data = data.replace(linked, b"Normal.dotm")
        return data
    if not name.endswith(".xml"):
        return images.bare(data)
    data = _WHO.sub(lambda found: found[1] + b'="' + NOBODY.encode() + b'"', data)
    data = _WHO_TEXT.sub(lambda found: b"<" + found[1] + b">" + NOBODY.encode() + b"</", data)
    return _PLACE.sub(b"", _RSID.sub(b"", _WHEN.sub(b"", data)))


def _text(data: bytes) -> str:
    marked = _PARAGRAPH.sub("\n", data.decode("utf-8", "replace").replace("\n", " "))
    return unescape("".join(found[1] or found[2] or "" for found in _SHOWN.finditer(marked)))
