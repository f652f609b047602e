"""Publishing, going back, and what a killed run left: the commands on a `Shelf`, each of which ends in a sentence."""

from __future__ import annotations

import errno
import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from campaign.publish import mark, verify
from campaign.publish.files import PublishFault, unbroken, why
from campaign.publish.places import FIRST_EDITION_NAMES, OWN_FILES, SHELF, refuse_unmarked
from campaign.publish.shelf import Shelf, Version
from campaign.publish.swap import own

KEPT = 5
Say = Callable[[str], None]


def publish(
    site: Path, dest: Path, now: datetime, *, adopt: bool = False, keep: int = KEPT, say: Say = print
) -> Version:
    """Show a finished site in `dest`, whole or not at all, and keep the versions before it. `adopt` takes over a site of the first edition."""
    made = mark.read(site)
    if made is None:
        raise PublishFault(f"{site} 里没有方案通生成好的网站（没有 {mark.NAME} 标记）；请先运行 make site")
    standing = _standing(dest, made, adopt)
    _claim(dest)
    with opened(dest, say) as shelf:
        if standing and not shelf.in_use:
            with _noted(shelf, "接管") as step:
                step("adopt")
                shelf.adopt(standing, now)
            say(f"接管了原来的网站，存作{shelf.current()}{_others(shelf)}")
        with _noted(shelf, "换上") as step:
            name = shelf.new_name(now)
            step(f"publish {name}")
            shelf.bring(site)
            if wrong := [*mark.differences(shelf.incoming, made), *verify.faults(shelf.incoming)]:
                raise PublishFault(f"{site} 有 {len(wrong)} 处不对，没有发布：{some(wrong)}；改好后重新运行 make site")
            shelf.incoming.rename(shelf.own / "versions" / name)
            version = shelf.versions()[-1]
            shelf.show(version)
            shelf.prune(keep)
        if taken := [each for each in version.mark.roots if not shelf.is_ours(dest / each)]:
            say(f"{dest} 里已有管理员自己的 {'、'.join(taken)}，照旧用它，没有换成网站里的")
    return version


def rollback(dest: Path, number: int | None = None, say: Say = print) -> Version:
    """Show the version before the one that is shown, or the one with this number."""
    _known(dest)
    with opened(dest, say) as shelf:
        name = shelf.shown()
        fit = [each for each in shelf.versions() if (each.name < name if number is None else each.number == number)]
        if not fit:
            which = "更早的版本" if number is None else f"第 {number} 版"
            raise PublishFault(f"没有{which}可以退回；有哪些，用 plan publish {dest} --list 看")
        target = fit[-1]
        if wrong := mark.differences(target.path, target.mark):
            raise PublishFault(f"{target}的文件和发布时不同，没有退回：{some(wrong)}")
        with _noted(shelf, "退回") as step:
            with suppress(OSError):  # going back is one rename, and must be possible on a full disk
                step(f"rollback {target.name}")
            shelf.show(target)
    return target


def listed(dest: Path) -> list[tuple[Version, bool]]:
    """The versions, newest first, and whether each is the one shown."""
    _known(dest)
    shelf = Shelf(dest)
    return [(each, each.name == shelf.shown()) for each in reversed(shelf.versions())]


# -- one at a time, and what became of the one before


@contextmanager
def opened(dest: Path, say: Say) -> Iterator[Shelf]:
    """The shelf of a folder for one command alone; says what became of one that was killed, and puts it in order."""
    shelf = Shelf(dest)
    with (shelf.own / "lock").open("a") as lock:
        own(shelf.own / "lock", dest)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            if fault.errno not in (errno.EWOULDBLOCK, errno.EACCES):
                raise
            raise PublishFault(f"另一个 plan publish 或 plan rollback 正在改 {dest}，没有动；等它结束再来") from None
        aim = _aim(shelf)
        _put_in_order(shelf, aim)
        if aim:
            say(_after_kill(shelf, aim))
            (shelf.own / "doing").unlink()
        yield shelf


def left_behind(dest: Path) -> str:
    """For commands that change nothing: what became of one that was killed, "" when all is in order or one is at work."""
    shelf = Shelf(dest)
    with suppress(OSError), (shelf.own / "lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        if aim := _aim(shelf):
            return _after_kill(shelf, aim).replace("已清理", "下一次发布时清理")
    return ""


def _aim(shelf: Shelf) -> str:
    """What a command noted that it was about to do and did not come to end: `adopt`, `publish NAME` or `rollback NAME`."""
    try:
        return (shelf.own / "doing").read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def _put_in_order(shelf: Shelf, aim: str) -> None:
    deed, _, name = aim.partition(" ")
    current = shelf.current()
    if deed == "adopt" and current and not shelf.plain:
        shelf.take_places(current)
    shelf.settle()
    if deed != "rollback":
        shelf.drop(name)


def _after_kill(shelf: Shelf, aim: str) -> str:
    deed, _, name = aim.partition(" ")
    what = "退回" if deed == "rollback" else "发布"
    shown = shelf.current()
    state = f"现在是{shown}" if shown else "这里还没有发布过"
    if name and name == shelf.shown():
        return f"上一次{what}被中断，中断前已经换上，半成品已清理：{state}"
    return f"上一次{what}被中断，没有换上，半成品已清理：{state}"


@contextmanager
def _noted(shelf: Shelf, deed: str) -> Iterator[Callable[[str], None]]:
    """The function given notes what is about to be done, for whoever comes after a kill. Whatever else cuts the block short
    is put in order here, and told in a sentence that says what is shown now."""
    aim, before = "", shelf.shown()

    def step(text: str) -> None:
        nonlocal aim
        aim = text
        shelf.note("doing", text)

    def order() -> None:
        """What cannot be put in order now, on a full disk, stays noted for the next command."""
        with unbroken(), suppress(OSError):
            _put_in_order(shelf, aim)
            (shelf.own / "doing").unlink(missing_ok=True)

    try:
        yield step
        (shelf.own / "doing").unlink(missing_ok=True)
    except (KeyboardInterrupt, OSError) as fault:
        order()
        done = f"已经{deed}" if shelf.shown() != before else f"没有{deed}"
        current = shelf.current()
        state = f"现在是{current}" if current else "这里还没有发布过"
        cause = why(fault) if isinstance(fault, OSError) else "已中断"
        raise PublishFault(f"{cause}；{done}，{state}") from fault
    except PublishFault:
        order()
        raise


# -- whose folder


def _standing(dest: Path, made: mark.SiteMark, adopt: bool) -> list[str]:
    """Names of a site that stands in the folder without versions; refuses a folder that holds anything else."""
    shelf = Shelf(dest)
    names = [each.name for each in dest.iterdir() if not shelf.is_ours(each)] if dest.is_dir() else []
    if shelf.in_use or all(name.startswith(".") or name in OWN_FILES for name in names):
        return []
    held = mark.read(dest)
    if held is None:
        refuse_unmarked(dest, adopt)
    if held:
        return sorted(set(names) & set(held.roots))
    known = FIRST_EDITION_NAMES | set(made.roots)
    return sorted(name for name in names if name in known or _has_our_pages(dest / name))


def _has_our_pages(place: Path) -> bool:
    """A page of ours, or a folder with one: an author's own, under a name of his choice."""
    pages = place.rglob("*.html") if place.is_dir() else [place] if place.suffix == ".html" else []
    return any(b"assets/stylesheets/planpress.css" in page.read_bytes() for page in pages)


def _claim(dest: Path) -> None:
    """The folders of a shelf: readable for a web server whatever the umask, but not to be listed."""
    missing = [each for each in (dest, *dest.parents) if not each.exists()]
    for folder in reversed(missing):
        folder.mkdir()
        folder.chmod(0o755)
    for folder in (dest / SHELF, dest / SHELF / "versions"):
        folder.mkdir(exist_ok=True)
        folder.chmod(0o711)
        own(folder, dest)


def _known(dest: Path) -> None:
    if not Shelf(dest).in_use:
        raise PublishFault(f"{dest} 不是 plan publish 发布的文件夹，没有留下的版本")


def _others(shelf: Shelf) -> str:
    others = sorted(each.name for each in shelf.dest.iterdir() if not shelf.is_ours(each) and each.name != SHELF)
    return f"；这些不是方案通的，没有动：{'、'.join(others)}" if others else ""


def some(wrong: list[str]) -> str:
    """The first few of many sentences."""
    return "；".join(wrong[:8]) + (f"；还有 {len(wrong) - 8} 处" if len(wrong) > 8 else "")
