"""A PDF from elsewhere: what runs in it, what hides in it, whether it is signed; and the same without anything but its pages."""

from __future__ import annotations

import io
import math
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from campaign.attachments import images
from campaign.attachments.finding import Remark, Unfit

LOOKED_AT, MOSTLY = 2000, 0.8  # characters of a page that tell how it stands, and how many of them must agree
READ = 200  # pages whose text is looked through
_RUNS = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition", "/RichMediaExecute"})
_CARRIES = frozenset(
    {"/FileAttachment", "/RichMedia", "/3D", "/Screen", "/Movie", "/Sound"}
)  # annotations that hold files
_MARKUP = ("/T", "/Subj", "/RC", "/Popup")  # of an annotation: who wrote it, and with which program
_PRIVATE = ("/PieceInfo", "/Metadata", "/LastModified", "/AA", "/JS", "/AF")  # of any object


def look(raw: bytes) -> tuple[str, list[Remark]]:
    """The text of a PDF and what is to be said of it."""
    with _opened(raw) as pdf:
        runs, carries, signed = _has(pdf)
    found = []
    if signed:
        found.append(
            Remark(
                "warning",
                "attachment-signed",
                "附件有电子签名，改一个字节签名就失效，所以原样公开，里面的作者等信息也在",
                "确认这些信息可以公开",
            )
        )
    for there, what in ((runs, "脚本或会自己运行的动作"), (carries, "嵌在里面的文件")):
        if there and signed:
            found.append(
                Remark("error", "attachment-active", f"附件有电子签名，又带着{what}，不能公开", "换成不带这些的版本")
            )
        elif there:
            found.append(
                Remark(
                    "warning", "attachment-active", f"附件带着{what}，公开的那一份里去掉了", "最好换成不带这些的版本"
                )
            )
    return _text(raw), found


def bare(raw: bytes, *, even_signed: bool = False) -> bytes:
    """The pages and nothing else: no Info, XMP, actions, scripts, files, private data of programs, or earlier versions. A signed one stays."""
    with _opened(raw) as pdf:
        if _has(pdf)[2] and not even_signed:
            return raw
        _clean(pdf)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
        return out.getvalue()


def pages(raw: bytes) -> tuple[tuple[float, float, int], ...]:
    """Of every page its width and height in mm as it is looked at, and by how many degrees it must be turned clockwise for its words to
    stand upright; a page without words is left as it is. Raises Unfit."""
    import pypdfium2

    with _opened(raw):
        pass
    try:
        document = pypdfium2.PdfDocument(raw)
        if not len(document):
            raise Unfit("attachment-broken", "里一页也没有", "重新取得这个文件")
        return tuple(_stands(document[place]) for place in range(len(document)))
    except pypdfium2.PdfiumError as fault:
        raise Unfit("attachment-broken", "打不开，可能已损坏", "重新取得这个文件") from fault


def _stands(page: Any) -> tuple[float, float, int]:
    import pypdfium2.raw as pdfium

    words = page.get_textpage()
    angles = Counter(
        round(math.degrees(pdfium.FPDFText_GetCharAngle(words, place)) / 90) % 4
        for place in range(min(words.count_chars(), LOOKED_AT))
        if pdfium.FPDFText_GetUnicode(words, place) > 32
    )
    quarter, count = angles.most_common(1)[0] if angles else (0, 0)
    turn = (quarter * 90 - page.get_rotation()) % 360 if count > sum(angles.values()) * MOSTLY else 0
    width, height = (round(side * 25.4 / 72, 1) for side in page.get_size())
    return (height, width, turn) if turn % 180 else (width, height, turn)


def drawn(raw: bytes, page: int, side: int, turn: int = 0) -> bytes:
    """A page as JPEG, turned clockwise, its longer side `side` pixels long: for what cannot hold another PDF. Pages count from 0. Raises Unfit."""
    import pypdfium2

    try:
        sheet = pypdfium2.PdfDocument(raw)[page]
        sheet.set_rotation((sheet.get_rotation() + turn) % 360)
        picture = sheet.render(scale=side / max(sheet.get_size())).to_pil().convert("RGB")
    except pypdfium2.PdfiumError as fault:
        raise Unfit("attachment-broken", "打不开，可能已损坏", "重新取得这个文件") from fault
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=85, optimize=True)
    return made.getvalue()


def _opened(raw: bytes) -> Any:
    import pikepdf

    try:
        return pikepdf.open(io.BytesIO(raw))
    except pikepdf.PasswordError as fault:
        raise Unfit("attachment-locked", "加了打开密码", "去掉密码后另存") from fault
    except (pikepdf.PdfError, ValueError, RecursionError) as fault:
        raise Unfit("attachment-broken", "打不开，可能已损坏，或不是 PDF", "重新取得这个文件") from fault


def _has(pdf: Any) -> tuple[bool, bool, bool]:
    """Whether it runs anything, carries files, is signed."""
    runs = carries = signed = False
    for each in _dictionaries(pdf):
        runs |= str(each.get("/S", "")) in _RUNS or "/JS" in each or "/XFA" in each
        carries |= (
            str(each.get("/Type", "")) == "/EmbeddedFile" or str(each.get("/Subtype", "")) in _CARRIES or "/EF" in each
        )
        signed |= str(each.get("/Type", "")) == "/Sig" or (str(each.get("/FT", "")) == "/Sig" and "/V" in each)
    return runs, carries, signed


def _dictionaries(pdf: Any) -> Iterator[Any]:
    """Every dictionary of the file, also those inside others."""
    import pikepdf

    stack = [each for each in pdf.objects if isinstance(each, pikepdf.Object)] + [pdf.trailer]
    while stack:
        each = stack.pop()
        if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            yield each
            held = [value for key, value in each.items() if key not in ("/Parent", "/P")]
        elif isinstance(each, pikepdf.Array):
            held = list(each)
        else:
            continue
        stack += [one for one in held if isinstance(one, pikepdf.Object) and not one.is_indirect]


def _clean(pdf: Any) -> None:
    import pikepdf

    root = pdf.Root
    _drop(pdf.trailer, ("/Info",))
    _drop(
        root, ("/Metadata", "/OpenAction", "/AA", "/AF", "/PieceInfo", "/Collection", "/SpiderInfo", "/Perms", "/Legal")
    )
    if isinstance(root.get("/Names"), pikepdf.Dictionary):
        _drop(root["/Names"], ("/EmbeddedFiles", "/JavaScript", "/Renditions"))
    if isinstance(root.get("/AcroForm"), pikepdf.Dictionary):
        _drop(root["/AcroForm"], ("/XFA", "/SigFlags"))
    for page in pdf.pages:
        notes = page.obj.get("/Annots")
        if isinstance(notes, pikepdf.Array):
            left = [each for each in notes if not _hides(each)]
            for each in left:
                if isinstance(each, pikepdf.Dictionary) and str(each.get("/Subtype", "")) != "/Widget":
                    _drop(each, _MARKUP)
            page.obj["/Annots"] = pikepdf.Array(left)
    for each in list(_dictionaries(pdf)):
        _drop(each, _PRIVATE)
        if str(each.get("/S", "")) in _RUNS:
            for key in list(each.keys()):
                del each[key]
            each["/S"] = pikepdf.Name("/Named")
            each["/N"] = pikepdf.Name("/None")
        if isinstance(each, pikepdf.Stream) and str(each.get("/Subtype", "")) == "/Image" and _is_jpeg(each):
            parms: Any = each.get("/DecodeParms")
            each.write(images.bare(each.read_raw_bytes()), filter=pikepdf.Name("/DCTDecode"), decode_parms=parms)


def _hides(note: Any) -> bool:
    return str(note.get("/Subtype", "")) in {*_CARRIES, "/Popup"} if hasattr(note, "get") else False


def _is_jpeg(image: Any) -> bool:
    kind = image.get("/Filter")
    return str(kind) == "/DCTDecode" or (hasattr(kind, "__len__") and [str(each) for each in kind] == ["/DCTDecode"])


def _drop(held: Any, keys: tuple[str, ...]) -> None:
    for key in keys:
        if key in held:
            with suppress(KeyError):
                del held[key]


def _text(raw: bytes) -> str:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw)
        pages = [document[index].get_textpage().get_text_bounded() for index in range(min(len(document), READ))]
    except pypdfium2.PdfiumError as fault:
        raise Unfit("attachment-broken", "打不开，可能已损坏", "重新取得这个文件") from fault
    return "\n".join(pages)
