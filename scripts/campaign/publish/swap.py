"""A folder in the place of another: what `plan build` makes is whole before it becomes `site/`.

Everything unfinished lies in one work folder beside the target, whose lock says whether its process still lives:

    .site-xxxx/lock     held while the build is at work
    .site-xxxx/fresh    the new site in the making; after the exchange, the old one
    .site-xxxx/old      the old one between two renames, where the file system knows no exchanging rename
"""

from __future__ import annotations

import ctypes
import fcntl
import glob
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from campaign.publish import mark
from campaign.publish.files import PublishFault, unbroken, why
from campaign.publish.places import SHELF, refuse_unmarked


@contextmanager
def replacing(
    out: Path, *, adopt: bool = False, begin_with_old: bool = False, say: Callable[[str], None] = print
) -> Iterator[Path]:
    """A fresh folder; when the block ends well it is sealed and becomes `out`, else it is dropped and the old one stays.

    `adopt` takes over a site of the first edition, which has no mark. `begin_with_old` puts the files of `out` into the
    fresh folder. What an earlier run that was killed left behind is put in order first, and said in a sentence.
    """
    refuse_foreign(out, adopt)
    work, lock, swapped = None, None, False
    try:
        with unbroken():
            out.parent.mkdir(parents=True, exist_ok=True)
        with unbroken(), alone(out.parent):
            if sentence := recover(out):
                say(sentence)
            work = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
            lock = (work / "lock").open("w")
            fcntl.flock(lock, fcntl.LOCK_EX)
        fresh = work / "fresh"
        if begin_with_old:
            shutil.copytree(out, fresh)
        else:
            fresh.mkdir()
        yield fresh
        lock.write(mark.seal(fresh).version)
        lock.flush()
        with unbroken(), alone(out.parent):
            swap(fresh, out)
            swapped = True
    except KeyboardInterrupt:
        raise PublishFault(
            f"已中断；新网站已经换上，在 {out.name}" if swapped else f"已中断，没有生成；{out.name} 没有改动"
        ) from None
    except OSError as fault:
        if not fault.errno:
            raise
        raise PublishFault(f"{why(fault)}；没有生成，{out.name} 没有改动") from fault
    finally:
        with unbroken():
            if work:
                _clear(work)
            if lock:
                lock.close()


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One process at a time in a folder, where its file system has locks for folders."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def refuse_foreign(out: Path, adopt: bool) -> None:
    """Only an empty folder or one with our mark is ever replaced."""
    if (out / SHELF).exists():
        raise PublishFault(f"{out} 由 plan publish 管着，留有以前的版本；要换上新的，用 plan publish {out}")
    if out.is_mount():
        raise PublishFault(f"{out} 是挂载点，不能整个替换；用 plan publish {out}，或换成它里面的一个文件夹")
    if out.is_dir() and any(out.iterdir()) and mark.read(out) is None:
        refuse_unmarked(out, adopt)


def swap(fresh: Path, out: Path) -> None:
    """Put a finished folder in the place of `out`; who owns that and who may enter it stays as it was.

    One exchanging rename where the file system can; else two renames, and should the second fail, the old one comes back.
    """
    if not out.exists():
        fresh.rename(out)
        return
    own(fresh, out)
    fresh.chmod(stat.S_IMODE(out.stat().st_mode))
    if exchange(fresh, out):
        return
    old = fresh.with_name("old")
    out.rename(old)
    try:
        fresh.rename(out)
    except OSError:
        old.rename(out)
        raise


def recover(out: Path) -> str:
    """Put in order what killed runs left beside `out`; the sentence says what happened to the last of them."""
    sentence = ""
    for work in sorted(out.parent.glob(f".{glob.escape(out.name)}-*/")):
        if not (work / "lock").is_file():
            if not any(work.iterdir()):
                work.rmdir()  # killed in the moment between the two
            continue
        with (work / "lock").open("r+") as lock, suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if (work / "old").is_dir() and not out.exists():
                (work / "old").rename(out)
            held, made = mark.read(out), lock.read()
            state = (
                f"新网站已经换上，在 {out.name}" if held and held.version == made else f"没有换上，{out.name} 没有改动"
            )
            sentence = f"上一次生成被中断：{state}；半成品已清理"
            _clear(work)
    return sentence


def _clear(work: Path) -> None:
    """Away with a work folder, its lock last: without that it would be nobody's."""
    for each in (work / "fresh", work / "old", work):
        shutil.rmtree(each, ignore_errors=True)


def exchange(one: Path, other: Path) -> bool:
    """Let two names change places in one step; False where the system or the file system cannot."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    sys.audit("os.rename", os.fspath(one), os.fspath(other), -1, -1)
    here, exchanging = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    return bool(renameat2(here, os.fsencode(one), here, os.fsencode(other), exchanging) == 0)


def own(path: Path, model: Path) -> None:
    """Give a file or a whole folder the owner of `model`, as far as we may."""
    held = model.stat()
    if os.geteuid() or (held.st_uid, held.st_gid) == (0, 0):
        return
    for each in (path, *(path.rglob("*") if path.is_dir() and not path.is_symlink() else ())):
        os.chown(each, held.st_uid, held.st_gid, follow_symlinks=False)
