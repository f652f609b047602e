"""The recipe: load → check → derive → render → publish, in this order, one log line a step.

Above it is only the command line; everything below is given what it needs and reads no clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

from campaign.build.files import copy_all, data_files, put_all, write_data, write_pictures
from campaign.build.made import derive, with_pages
from campaign.build.printing import keep_printed, printed_files
from campaign.leaves import recall
from campaign.leaves.parallel import aside
from campaign.leaves.problems import Problem
from campaign.leaves.store import Store
from campaign.publish import PublishFault, offline, refuse_foreign, replacing

ANSWERS = "answers that pages ask for"


def build(
    root: Path,
    out: Path,
    today: date,
    *,
    as_of: date | None = None,
    only: str | None = None,
    jobs: int = 1,
    adopt: bool = False,
    keep_going: bool = False,
    bundle: bool = False,
    say: Callable[[str], None] = print,
) -> tuple[Problem, ...]:
    """Build a content root into `out`; with errors, in content or in print, nothing is written. `only` is site, pdf or exports.

    `out` is replaced only when it bears our mark, or is a site of the first edition and `adopt` says to take it over. `keep_going` writes what
    is sound: files with errors are left out, and where a document could not be printed lies a sheet that says so, and its address is among
    the problems. `bundle` puts the whole site into one ZIP file beside it, for readers to take along.
    """
    refuse_foreign(out, adopt)
    made = derive(root, today, as_of, keep_going=keep_going, jobs=jobs)
    if made.content is None:
        return made.problems
    content = made.content
    say(f"读入 {len(content.plans)} 个方案、{len(content.registry.units)} 个单位，数据截至 {content.as_of.isoformat()}")
    for plan, why in made.held_back.items():
        say(f"没有公开 {plan}：{why}")
    if only in ("pdf", "exports"):
        if not (out / "index.html").is_file():
            raise PublishFault(f"{out.name} 里还没有网站，先运行不带 --only 的 plan build")
        faults: tuple[Problem, ...] = ()
        with replacing(out, adopt=adopt, begin_with_old=True, say=say) as fresh:
            if only == "pdf":
                prints = printed_files(made, jobs)
                faults = (*(prints.faults if keep_going else prints.sound()), *prints.notes)
                say(f"印刷 {copy_all(prints.places, fresh)} 个 PDF、Word 文件")
            else:
                write_data(made, fresh)
                say("写出开放数据")
            offline.prepare(fresh, made.name, bundle=bundle)
        return (*made.problems, *faults)
    with (
        replacing(out, adopt=adopt, say=say) as fresh,
        aside(jobs, partial(data_files, made.sound, made.steps)) as exported_files,
        aside(1 if only else jobs, partial(printed_files, made, jobs)) as printed,
    ):
        from mkdocs_hooks import build_site

        made = with_pages(made, jobs)
        with answers_kept(made.steps.store):
            build_site(root, made, fresh, bundle=bundle)
        say(f"生成 {len(made.pages)} 个网页和搜索索引")
        put_all(exported_files(), fresh)
        write_pictures(made, fresh)
        say("写出开放数据")
        faults = ()
        if only:
            say(f"沿用 {keep_printed(made, out, fresh)} 个已有的 PDF、Word 文件")
        else:
            prints = printed()
            faults = (*(prints.faults if keep_going else prints.sound()), *prints.notes)
            say(f"印刷 {copy_all(prints.places, fresh)} 个 PDF、Word 文件")
        offline.prepare(fresh, made.name, bundle=bundle)
        if bundle:
            say(f"整站打成一包：{offline.ZIP}，{(fresh / offline.ZIP).stat().st_size // 1_000_000 + 1} MB，解开就能看")
    made.steps.store.tidy()
    return (*made.problems, *faults)


@contextmanager
def answers_kept(store: Store) -> Iterator[None]:
    """Where words of headings end is known from the build before: the segmenter's dictionary is loaded for new ones only."""
    known = store.get(ANSWERS) or {}
    recall.remember(known)
    yield
    if recall.asked() != known:
        store.put(ANSWERS, recall.asked())
