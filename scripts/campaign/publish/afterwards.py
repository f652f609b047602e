"""Later on: is a published folder still what was published, and is a PDF that goes around one of ours?"""

from __future__ import annotations

from pathlib import Path

from campaign.publish import mark, verify
from campaign.publish.files import PublishFault
from campaign.publish.shelf import Shelf


def looked_over(folder: Path) -> list[str]:
    """What is not as it was published, or wrong with a published folder or a site: Chinese sentences that name files."""
    shelf = Shelf(folder)
    if not shelf.in_use:
        held = mark.read(folder)
        if held is None:
            raise PublishFault(f"{folder} 不是方案通发布的文件夹（没有完好的 {mark.NAME} 标记）")
        return [*mark.differences(folder, held), *verify.faults(folder)]
    shown = shelf.current()
    if shown is None:
        return [f"正在用的版本（{shelf.shown()}）不见了，或标记坏了；用 plan rollback {folder} 退回上一版"]
    wrong = [*mark.differences(shown.path, shown.mark), *verify.faults(shown.path)]
    wrong += [f"{name} 不见了" for name in shown.mark.roots if not (folder / name).exists()]
    if shelf.plain:
        here = {path: folder / path for path in shown.mark.files if shelf.is_ours(folder / path.partition("/")[0])}
        wrong += [
            f"{path} 被改动过"
            for path, place in here.items()
            if place.is_file() and mark.digest(place) != shown.mark.files[path]
        ]
    for each in shelf.versions():
        if each.name != shown.name:
            wrong += [f"留着的{each}：{sentence}" for sentence in mark.differences(each.path, each.mark)]
    return wrong


def provenance(pdf: Path, folder: Path) -> tuple[bool, str]:
    """Is a PDF one that was published in a folder, to the byte? The sentence says which one, and what became of it since."""
    shelf = Shelf(folder)
    current = shelf.current()
    held = current.mark if current else mark.read(folder)
    if held is None:
        raise PublishFault(f"{folder} 里没有发布过的网站可以比对；用 --in 指明发布的文件夹")
    seen, now = mark.digest(pdf), {digest: path for path, digest in held.files.items()}
    called = str(current) if current else f"{folder.name}（数据截至 {held.as_of or '未写明'}，版本号 {held.version}）"
    if seen in now:
        since = shelf.prints().get(seen, ["", called])[1]
        return True, f"{pdf.name} 和现行的{called}里的 {now[seen]} 一字不差" + (
            f"；从{since}起就是这样" if since != called else ""
        )
    if noted := shelf.prints().get(seen):
        path, version = noted
        became = "已经换过内容" if path in held.files else "已经没有这一份"
        return True, f"{pdf.name} 和{version}里的 {path} 一字不差；现行的{called}{became}"
    named = sorted(path for path in held.files if Path(path).name == pdf.name)
    told = f"和发布过的 {'、'.join(named)} 都不同：改动过，或不是从这里印出的" if named else "不是从这里发布的任何一份"
    return False, f"{pdf.name} {told}"
