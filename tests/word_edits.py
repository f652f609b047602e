"""Word files edited in LibreOffice by its own scripting, as an office edits them: without a screen, several in one run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import office_basic

BASIC = """\
Dim doc As Object

Function Found(words As String) As Object
  search = doc.createSearchDescriptor()
  search.SearchString = words
  Found = doc.findFirst(search)
End Function

Sub Change(words As String, other As String)
  Found(words).String = other
End Sub

Sub NewBehind(words As String, other As String)
  cursor = doc.Text.createTextCursorByRange(Found(words))
  cursor.gotoEndOfParagraph(False)
  doc.Text.insertControlCharacter(cursor, com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, False)
  doc.Text.insertString(cursor, other, False)
End Sub

Sub Drop(words As String)
  cursor = doc.Text.createTextCursorByRange(Found(words))
  cursor.gotoStartOfParagraph(False)
  cursor.gotoNextParagraph(True)
  cursor.String = ""
End Sub

Sub MoveDown(words As String)
  view = doc.CurrentController.ViewCursor
  view.gotoRange(Found(words).Start, False)
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  dispatcher.executeDispatch(doc.CurrentController.Frame, ".uno:MoveDown", "", 0, Array())
End Sub

Sub Fill
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  Dim form(0) As New com.sun.star.beans.PropertyValue
  form(0).Name = "FilterName" : form(0).Value = "MS Word 2007 XML"
%s
  StarDesktop.terminate()
End Sub
"""


def edited(raw: bytes, edits: Mapping[str, Sequence[tuple[str, ...]]], folder: Path) -> dict[str, bytes]:
    """The Word file edited in several ways, by name: each edit is (Change, words, others), (NewBehind, words, others), (Drop, words),
    (MoveDown, words), or (Track,), from where on changes are tracked."""
    (folder / "in.docx").write_bytes(raw)
    lines = []
    for name, steps in edits.items():
        lines.append(
            f'  doc = StarDesktop.loadComponentFromURL("{(folder / "in.docx").as_uri()}", "_blank", 0, hidden())'
        )
        for step, *words in steps:
            arguments = ", ".join('"{}"'.format(each.replace('"', '""')) for each in words)
            lines.append("  doc.RecordChanges = True" if step == "Track" else f"  {step}({arguments})")
        lines.append(f'  doc.storeToURL("{(folder / name).as_uri()}.docx", form())\n  doc.close(True)')
    office_basic.run(BASIC % "\n".join(lines), folder)
    return {name: (folder / f"{name}.docx").read_bytes() for name in edits}
