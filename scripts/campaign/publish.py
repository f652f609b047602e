"""Whole or not at all: a site is made in a folder of its own, looked over, and only then takes the place of the old one."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path


class PublishFault(Exception):
    """Why nothing was published; the text is a Chinese sentence."""


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """A fresh folder beside `out`; when the block ends well it becomes `out`, else it is dropped and the old one stays."""
    if out.exists() and not out.is_dir():
        raise PublishFault(f"{out.name} 不是文件夹，不能用来放网站")
    if out.is_dir() and any(out.iterdir()) and not (out / "index.html").is_file():
        raise PublishFault(f"文件夹 {out.name} 里有别的东西（没有 index.html），不敢替换；请换一个空文件夹")
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    fresh.chmod(0o755)
    try:
        yield fresh
        swap(fresh, out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def swap(fresh: Path, out: Path) -> None:
    """Put a finished folder in the place of the old one; should the second step fail, the old one comes back."""
    old = out.with_name(f".{out.name}-old-{os.getpid()}")
    had_old = out.exists()
    if had_old:
        out.rename(old)
    try:
        fresh.rename(out)
    except OSError:
        if had_old:
            old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)


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


def verify(site: Path) -> None:
    """A site that may be shown has a front page, its data and a search index. Raises PublishFault naming what is missing."""
    needed = ("index.html", "data/catalog.json", "search/core.js")
    missing = [name for name in needed if not (site / name).is_file()]
    if missing:
        raise PublishFault(f"{site.name} 不是完整的网站，缺少 {'、'.join(missing)}；请先运行 make site")


def publish(site: Path, destination: Path) -> None:
    """Copy a finished site to where it is served from, whole or not at all."""
    verify(site)
    with replacing(destination) as fresh:
        shutil.copytree(site, fresh, dirs_exist_ok=True)
        verify(fresh)
