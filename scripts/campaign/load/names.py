"""Names of units to ids, kind by kind: inside the house of the document's issuer first.

A name that means nothing or two things is a problem at its place; the functions at the foot say whether it stays as typed, falls out, or
takes its record with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path as Folder
from typing import Any, TypeVar

from campaign.kinds import PLAN
from campaign.leaves.problems import Path, Source
from campaign.load.files import Reading
from campaign.model import Form, Ledger, Meeting, Plan, Record, Responsibility, Result, Update
from campaign.model.registry import Unresolved, from_bracket

R = TypeVar("R", bound=Record)
Issued = TypeVar("Issued", Plan, Ledger)
UNIT_FIELDS = frozenset({"lead", "join", "with_", "to", "who", "joint_issuers"})


@dataclass(frozen=True)
class Names:
    """The names of units in one file."""

    reading: Reading
    source: Source

    def one(self, name: str, where: Path, issuer: str | None = None) -> str | None:
        """The id of a name, or None with a problem noted."""
        try:
            return self.reading.registry.resolve(name, issuer)
        except Unresolved as fault:
            self._note(where, fault)
            return None

    def all(
        self, typed: Sequence[str], where: Path, issuer: str | None = None, *, keep_unknown: bool = True
    ) -> tuple[str, ...]:
        """The ids of a list of names, with a problem noted for each that failed; those stay as typed, or fall out."""
        ids, failures = self.reading.registry.resolve_all(typed, issuer)
        for index, fault in failures:
            self._note((*where, index), fault)
        failed = () if keep_unknown else {typed[index] for index, _ in failures}
        return tuple(each for each in ids if each not in failed)

    def within(self, record: R, issuer: str | None, where: Path = ()) -> R:
        """A record and all records inside it with ids for names."""
        changes: dict[str, Any] = {}
        for name, info in type(record).model_fields.items():
            value = getattr(record, name)
            here = (*where, info.alias or name)
            if isinstance(value, Record):
                typed = from_bracket(value) if isinstance(value, Responsibility) else value
                changes[name] = self.within(typed, issuer, here)
            elif isinstance(value, tuple) and value:
                if name in UNIT_FIELDS and isinstance(value[0], str):
                    changes[name] = self.all(value, here, issuer)
                elif isinstance(value[0], Record):
                    changes[name] = tuple(self.within(item, issuer, (*here, i)) for i, item in enumerate(value))
        changed = {name: value for name, value in changes.items() if value != getattr(record, name)}
        return record.model_copy(update=changed) if changed else record

    def _note(self, where: Path, fault: Unresolved) -> None:
        self.reading.note(self.source.error(where, fault.code, fault.message, fault.hint))


def issued(record: Issued, names: Names) -> Issued:
    """A plan or ledger with ids for all names."""
    issuer = names.one(record.issuer, ("issuer",)) if record.issuer else None
    return names.within(record, issuer).model_copy(update={"issuer": issuer})


def result(record: Result, names: Names) -> Result | None:
    """Scores with the hospital's id for its name; those of an unknown hospital are left out."""
    unit = names.one(record.unit, ("unit",))
    return record.model_copy(update={"unit": unit}) if unit else None


def form(record: Form, names: Names) -> Form:
    """A form with the ids of the units that report; a name that means no unit is left out."""
    reporters = {
        key: names.all(getattr(record.reporters, key), ("reporters", key), keep_unknown=False)
        for key in ("units", "under")
    }
    return record.model_copy(update={"reporters": record.reporters.model_copy(update=reporters)})


def meeting(record: Meeting, names: Names) -> Meeting:
    """A meeting with ids for the units whose sheets it binds; a PDF it binds is a file beside it."""
    documents = []
    for index, document in enumerate(record.documents):
        where: Path = ("documents", index)
        if document.file and not _is_pdf(names.reading.root / "plans" / "meetings", document.file):
            hint = "把 PDF 放进 plans/meetings，只写文件名；会上另发的删去这一行"
            message = f"plans/meetings 里没有 PDF 文件“{document.file}”"
            names.reading.note(names.source.error((*where, "file"), "file-missing", message, hint))
        unit = names.one(document.unit, (*where, "unit"), names.reading.home) if document.unit else None
        documents.append(document.model_copy(update={"unit": unit}) if unit else document)
    return record.model_copy(update={"documents": tuple(documents)})


def _is_pdf(folder: Folder, name: str) -> bool:
    path = (folder / name).resolve()
    return path.suffix.lower() == ".pdf" and path.is_relative_to(folder.resolve()) and path.is_file()


def update(record: Update, names: Names) -> Update:
    """An update with ids for units: names are read inside the house of the first plan's issuer, else the site's own."""
    plans = names.reading.of(PLAN)
    issuers = [plans[each].issuer for each in record.plans if each in plans]
    house = next(filter(None, issuers), names.reading.home)
    return record.model_copy(update={"units": names.all(record.units, ("units",), house, keep_unknown=False)})
