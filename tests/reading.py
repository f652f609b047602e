"""Reads files as the program would, each in a process of its own with ceilings, and says what came of it.

`python reading.py SECONDS` takes a line `KIND FILE` at a time, forks for it, and answers with a line of JSON: how the process ended, and what it
said: the sentence, or "read", and the most memory it had in MB. Processor time is a limit here (RLIMIT_CPU ends the process), memory is what
the kernel counted (VmHWM), that of the program itself included.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import traceback
import zlib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))

from bombs import page

from campaign import attachments, pictures, yamltext
from campaign.content import Content
from campaign.importers import desk, papers
from campaign.inspect import Unreadable, inspect_pdf
from campaign.leaves import limits
from campaign.load import load
from campaign.pdf import impose
from campaign.pdf.engine import PrintFault
from campaign.pdf.job import Job
from campaign.pdf.pack import Leaf, Piece, binding
from campaign.pictures import seals
from campaign.workbooks import forms


def content() -> Content:
    return load(Path(__file__).parent / "nothing", date(2026, 11, 28)).content


def paper(name: str) -> Callable[[Path], str]:
    def read(file: Path) -> str:
        papers.read(name, file.read_bytes())
        return "read"

    return read


def workbook(file: Path) -> str:
    raw = file.read_bytes()
    said = [*forms.read_xlsx("a.xlsx", raw)[1], *desk.read("a.xlsx", raw, content()).problems]
    return "\n".join(map(str, said)) or "read"


def yaml(file: Path) -> str:
    text, problems = yamltext.decode("a.yaml", file.read_bytes())
    return "\n".join(map(str, problems or yamltext.read("a.yaml", text).problems[:5])) or "read"


def csv(file: Path) -> str:
    return "\n".join(map(str, forms.read_csv("a.csv", file.read_text(encoding="utf-8"), {})[1][:5])) or "read"


def picture(file: Path) -> str:
    raw = file.read_bytes()
    name = f"a{pictures.FORMATS[pictures.kind_of(raw, file.name)][0]}"
    pictures.photo(raw, name, name)
    pictures.for_screens(raw, name)
    pictures.for_print(raw, name)
    pictures.stored(raw, name)
    return "read"


def seal(file: Path) -> str:
    seals.read(file.parent, file.name)
    return "read"


def pdf(file: Path) -> str:
    """Through every door that a PDF of somebody else's comes in by."""
    raw = file.read_bytes()
    for each in (
        lambda: papers.read("a.pdf", raw),
        lambda: impose.two_up(raw, "a.pdf"),
        lambda: binding.page_count(raw, "a.pdf"),
        lambda: print(*(found.message for found in attachments.look(raw, "a.pdf").findings)),
    ):
        try:
            each()
        except (papers.PaperFault, PrintFault) as fault:
            print(fault)
    inspect_pdf(file)
    return "read"


def cramped(file: Path) -> str:
    """Imposed and bound where there is less room than one page of it takes."""
    impose.MEMORY = binding.MEMORY = 30_000_000
    raw = file.read_bytes()
    own, piece = Job("own", "汇编", "pack", ""), Piece("材料1", "别处的", (), (), None, file="a.pdf")
    layer = page(zlib.compress(b""))
    for each in (
        lambda: impose.two_up(raw, "a.pdf"),
        lambda: binding.bind(own, layer, [piece], [raw], [Leaf("page", 0, 0)], duplex=False),
    ):
        try:
            each()
        except PrintFault as fault:
            print(fault)
    return "read"


READERS: Mapping[str, Callable[[Path], str]] = {
    "docx": paper("a.docx"), "txt": paper("a.txt"), "html": paper("a.html"), "sheet": paper("a.xlsx"), "xlsx": workbook, "yaml": yaml, "csv": csv, "picture": picture, "seal": seal, "pdf": pdf, "cramped": cramped,
}  # fmt: skip
SENTENCES = (papers.PaperFault, pictures.UnfitPicture, seals.UnfitSeal, Unreadable, limits.Refused)


def most() -> int:
    """MB of memory this process had at most. (ru_maxrss would count what its parent had.)"""
    row = next(
        line for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines() if line.startswith("VmHWM")
    )
    return max(int(row.split()[1]), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024


def read(kind: str, file: Path, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    try:
        print(READERS[kind](file))
    except SENTENCES as fault:
        print(getattr(fault, "message", fault))
    print(most(), flush=True)


def serve(seconds: int) -> None:
    for line in sys.stdin:
        kind, file = line.rstrip("\n").split(" ", 1)
        with tempfile.TemporaryFile("w+") as said:
            child = os.fork()
            if not child:
                os.dup2(said.fileno(), 1)
                os.dup2(said.fileno(), 2)
                try:
                    read(kind, Path(file), seconds)
                except BaseException:
                    traceback.print_exc()
                    os._exit(1)
                os._exit(0)
            ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            said.seek(0)
            print(json.dumps([ended, said.read()]), flush=True)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
