"""LibreOffice driven by its own scripting, without a screen: what somebody does there to a file."""

from __future__ import annotations

import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

MODULE = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Typing" script:language="StarBasic">
%s
</script:module>
"""
LIBRARY = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Typing"/>
</library:library>
"""


def run(basic: str, folder: Path) -> None:
    """Run `Sub Fill` of a text in Basic, with a profile of its own in a folder. The text ends the office itself."""
    standard = folder / "profile" / "user" / "basic" / "Standard"
    office = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    subprocess.run(
        [*office, "--terminate_after_init"], check=True, capture_output=True, timeout=180
    )  # makes its folders
    (standard / "Typing.xba").write_text(MODULE % escape(basic), encoding="utf-8")
    (standard / "script.xlb").write_text(LIBRARY, encoding="utf-8")
    subprocess.run([*office, "macro:///Standard.Typing.Fill"], check=True, capture_output=True, timeout=180)
