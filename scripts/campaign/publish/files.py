"""One file, or several, written whole or not at all; and a step that no signal may cut in two."""

from __future__ import annotations

import errno
import os
import signal
import stat
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path


class PublishFault(Exception):
    """Why nothing was published; the text is a Chinese sentence."""


_WHY = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EEXIST: "已有同名的文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOTDIR: "路径中间有一段不是文件夹",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘配额用完了",
    errno.EFBIG: "文件超过允许的大小",
    errno.EROFS: "磁盘是只读的",
    errno.ENOMEM: "内存不够",
}


def why(fault: OSError) -> str:
    """What the system would not do, as a Chinese sentence."""
    return f"读写文件出错：{fault.filename2 or fault.filename or ''} {_WHY.get(fault.errno or 0, os.strerror(fault.errno or 0))}"


def write(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees the old or the new content, never half of one. Who may read and write it stays
    as it was, and a link stays a link."""
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o644)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write several files or none: when one cannot be written, those before it get back what they held."""
    held = {path: path.read_bytes() if path.is_file() else None for path in files}
    done: list[Path] = []
    try:
        for path, data in files.items():
            write(path, data)
            done.append(path)
    except BaseException:
        for path in done:
            before = held[path]
            if before is None:
                path.unlink()
            else:
                write(path, before)
        raise


@contextmanager
def unbroken() -> Iterator[None]:
    """SIGINT and SIGTERM wait until the block is over, and are KeyboardInterrupt then. (Masking them would not do: a library's thread may take them.)"""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = {
        each: signal.signal(each, lambda number, _: came.append(number)) for each in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
    if came:
        raise KeyboardInterrupt
