"""Three hundred documents of our own wording with known truth come in with the figures that the importer promises."""

from __future__ import annotations

from collections import Counter

import pytest
import yaml
from import_variants import held, variant

from campaign.importers.outline import documents, draft
from campaign.importers.papers import read
from campaign.model.registry import Registry

COUNT = 300
FIELDS = ("title", "doc_no", "issuer", "date", "tasks", "units", "due", "phases", "targets", "attachments", "requirements", "furniture")  # fmt: skip


@pytest.fixture(scope="module")
def counts() -> Counter[str]:
    made: Counter[str] = Counter()
    for seed in range(COUNT):
        text, truth = variant(seed)
        paper = read("a.txt", text.encode())
        (lines,) = documents(paper)
        made += held(yaml.load(draft(paper, lines, "p", Registry()).text, yaml.BaseLoader), truth)
    return made


@pytest.mark.parametrize("field", FIELDS)
def test_what_documents_say_is_found_and_nothing_else(counts: Counter[str], field: str) -> None:
    wanted, given, right = (counts[f"{field} {each}"] for each in ("wanted", "given", "right"))
    assert wanted > COUNT / 2
    assert right / wanted >= 0.98, f"recall of {field}: {right} of {wanted}"
    assert right / given >= 0.98, f"precision of {field}: {right} of {given}"
