"""The edge to MkDocs, and the only file that imports it: hands our pages over as finished HTML and lets MkDocs own theme, Markdown and preview.

Used in two ways: `mkdocs build` and `mkdocs serve` find these functions through `hooks:` and everything happens by itself; `plan build` calls
`build_site` with content that is already loaded and checked.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

PROGRAM = Path(__file__).resolve().parent.parent
if str(PROGRAM / "scripts") not in sys.path:
    sys.path.insert(0, str(PROGRAM / "scripts"))

from markupsafe import Markup
from mkdocs import livereload
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.build import get_context
from mkdocs.commands.serve import serve
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils.yaml import yaml_load

try:
    from campaign import attachments, kinds, pictures
    from campaign.attachments import Attachment
    from campaign.build import demand
    from campaign.build.files import copy_all, put, put_all, search_files, write_data, write_pictures
    from campaign.build.made import Made, make
    from campaign.build.printing import printed_files
    from campaign.leaves import links, policy
    from campaign.leaves.codes import qr
    from campaign.leaves.typefaces import NO_GLYPH
    from campaign.leaves.unseen import stripped
    from campaign.load.writing import AT_THE_ROOT
    from campaign.pages import Page as GeneratedPage
    from campaign.pages.explained import explained, meanings
    from campaign.pages.lines import by_words
    from campaign.pages.prose import prose
    from campaign.pdf.job import PrintFault
    from campaign.pictures import Photo, darkroom
    from campaign.preview import Preview, patient
    from campaign.publish import offline, seal
    from campaign.scaffold.site import is_free
    from campaign.search.corpus import Text
    from campaign.texts import dialect
    from campaign.texts.markdown import plain
except ImportError as fault:  # none of ours: they are all here
    raise Abort(
        f"还没有装好，缺少 Python 软件包 {str(fault.name or fault).partition('.')[0]}；先运行 make setup，再用 .venv/bin/mkdocs"
    ) from fault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment, Template
    from mkdocs.livereload import LiveReloadServer

WRITTEN = {
    folder.removeprefix("docs/") for kind in kinds.KINDS for folder in kind.folders if folder.startswith("docs/")
}
GUIDE = "guide/index.md"
RELOADER = "/planpress-reload.js"
PREPARED = "planpress"  # where `plan build` leaves its content in MkDocs's configuration
log = logging.getLogger("mkdocs.planpress")


class _Session:
    """What one build of MkDocs carries from event to event."""

    def __init__(self, made: Made) -> None:
        self.made = made
        self.pages = {page.path: page for page in made.pages}
        self.texts: list[Text] = []
        self.records = _editor().addresses(made.content) if _serving and made.content else {}
        self.drawings: dialect.Drawings = {}
        self.meanings = meanings(made.content.terms if made.content else ())
        self.finished: dict[str, _FinishedPage] = {}  # pages that are ours to write, by address
        self.documents: Sequence[File] = ()  # these and MkDocs's own
        self.shell: Template | None = None

    def html(self, page: _FinishedPage, config: MkDocsConfig) -> bytes:
        """A page of ours with the shell around it."""
        assert self.shell is not None
        nothing = Navigation([], [])
        context = on_page_context(
            {**get_context(nothing, self.documents, config, page)}, page=page, config=config, nav=nothing
        )
        return self.shell.render(context).encode()


_session: _Session | None = None
_serving = False
_preview = Preview()


# The theme prints a page of advertising for its successor; our own commands keep the screen for what concerns the user.
QUIET = {"NO_MKDOCS_2_WARNING": "1"}


def build_site(root: Path, made: Made, out: Path, *, bundle: bool = False) -> None:
    """Run MkDocs over a content root into `out`, with pages that are already made; writes the search index as well. With a `bundle` pages offer it."""
    os.environ.update(QUIET)
    config = load_config(**_options(root), site_dir=str(out))
    config["extra"][PREPARED] = made
    config["extra"]["bundle"] = offline.ZIP if bundle else ""
    config.plugins.on_startup(command="build", dirty=False)
    try:
        mkdocs_build(config)
    finally:
        config.plugins.on_shutdown()


def serve_site(root: Path, port: int) -> None:
    """Live preview on this machine: a saved YAML or Markdown file shows at once. An empty folder has the first page of the editor until there is
    content."""
    if is_free(root):
        _editor().serve_until_begun(_editor().application(root, date.today), root, port, patient)
    os.environ.update(QUIET)
    (root / "docs").mkdir(
        exist_ok=True
    )  # MkDocs watches what is there at the start, and the first update makes its folder here
    at = f"127.0.0.1:{port}"
    serve(**_options(root), dev_addr=at, site_url=f"http://{at}/")  # wherever the site itself is to stand


def _editor() -> ModuleType:
    """The browser editor with all that reads other people's papers, which a build has no use for."""
    from campaign import editor

    return editor


def _options(root: Path) -> dict[str, Any]:
    """How MkDocs is told about a content root: its own mkdocs.yml names the site, the program brings theme, hook and extensions."""
    own = root / "mkdocs.yml"
    program = _settings(PROGRAM / "mkdocs.yml")
    theirs = _settings(own) if own.is_file() else program
    docs = root / "docs"
    if not docs.is_dir():
        docs = root / ".build" / "docs"
        docs.mkdir(parents=True, exist_ok=True)
    return {
        "config_file": str(own if own.is_file() else PROGRAM / "mkdocs.yml"),
        "config_file_path": str(own),
        "theme": {"name": None, "custom_dir": str(PROGRAM / "overrides"), "static_templates": ["404.html"]},
        "hooks": [str(Path(__file__).resolve())],
        "plugins": [],
        "docs_dir": str(docs),
        "use_directory_urls": False,
        "markdown_extensions": _by_name(theirs.get("markdown_extensions") or []),
        "validation": program["validation"],
    }


_SAID = ("site_name", "site_description", "site_author", "copyright")  # what mkdocs.yml says that pages may show
_LOOKS = ("extra_css", "extra_javascript")


def _is_foreign(script: Any) -> bool:
    """A style or script of another place: no browser takes it (Content-Security-Policy), `check` names it, no page asks for it."""
    return bool(re.match(r"\s*(?:[a-z][a-z0-9+.-]*:|//)", str(getattr(script, "path", script)), re.I))


def _by_name(extensions: Any) -> dict[str, Any]:
    """Extensions as one mapping: MkDocs empties the entries of a list while reading it, and a preview reads it again and again."""
    if isinstance(extensions, dict):
        return dict(extensions)
    return {
        name: settings
        for each in extensions
        for name, settings in (each.items() if isinstance(each, dict) else [(each, {})])
    }


def _settings(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        settings = yaml_load(file)
    return settings if isinstance(settings, dict) else {}


class _FinishedPage(Page):
    """A page of ours in MkDocs's hands: there is no source to read and no Markdown to convert. It joins its file."""

    def __init__(self, made: GeneratedPage, file: File, config: MkDocsConfig) -> None:
        super().__init__(made.title, file, config)
        self.made = made

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 - as MkDocs calls it
        self.markdown = ""

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - as MkDocs calls it
        self.content = self.made.body


# -- events, in the order MkDocs sends them ---------------------------------------------------------------------------------------


def on_startup(*, command: str, dirty: bool) -> None:
    """Note whether a preview begins."""
    global _serving
    _serving = command == "serve"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Load and check; `plan build` has done so already. An error stops a build, a preview goes on with what is sound."""
    global _session
    _preview.close()
    root = Path(config.config_file_path).resolve().parent
    prepared = config["extra"].get(PREPARED)
    made = prepared or make(root, date.today(), tolerant=_serving)
    if made.content is None:
        for problem in made.problems:
            log.error("%s", problem)
        raise Abort(f"内容有 {len(made.problems)} 处问题，没有生成")
    if not prepared:
        for problem in made.problems:
            log.warning("%s", problem)
        for sentence in left_out(made):
            log.warning("%s", sentence)
    _session = _Session(made)
    _speak(config)
    for said in (config.validation.links, config.validation.nav):
        for key in said:  # links are checked by us and told in Chinese; our pages have no navigation of MkDocs's
            said[key] = logging.DEBUG
    for key in _SAID:
        if isinstance(config.get(key), str):
            config[key] = stripped(config[key])
    for key in _LOOKS:
        config[key] = [each for each in config[key] if not _is_foreign(each)]
    plans = str(root / "plans")
    if plans not in config.watch:
        config.watch.append(plans)
    return config


def _speak(config: MkDocsConfig) -> None:
    """Our dialect of Markdown, whatever mkdocs.yml says; what it names beside it comes last, as its owner set it."""
    ours = dialect.extensions(_current().drawings, _current().meanings)
    theirs = [each for each in config.markdown_extensions if each not in ours and each not in dialect.OLDER]
    config.markdown_extensions = [*ours, *theirs]
    config.mdx_configs = {**{name: config.mdx_configs.get(name, {}) for name in theirs}, **ours}


def left_out(made: Made) -> Iterator[str]:
    """What a preview goes without, and why, as sentences."""
    shown = made.sound.plans
    yield from (f"没有显示 {plan}：{why}" for plan, why in made.held_back.items() if plan not in shown)
    broken = {each.path for each in made.problems if each.severity == "error" and each.code != NO_GLYPH}
    if broken:
        yield f"{'、'.join(sorted(broken))} 里有错误：读不出的内容没有显示，其余照常显示；改好保存后自动刷新"


def _current() -> _Session:
    assert _session is not None
    return _session


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Generated pages join as files with a stub for a source; a page of ours replaces a hand-written one of the same address.

    An update that may not be seen has no page of ours: its folder, pictures included, is left out of the site.
    """
    for file in [each for each in files if _is_withheld(each) or _is_unfit(each, config)]:
        files.remove(file)
    for file in [each for each in files if each.src_uri in _photos()]:
        files.remove(file)
        for made in _bare(file.src_uri, config):
            files.append(made)
    for file in [each for each in files if each.src_uri in _attachments()]:
        files.remove(file)
        files.append(_without_traces(file.src_uri, config))
    for page in _current().pages.values():
        source = f"{page.path.removesuffix('.html')}.md"
        known = files.get_file_from_path(source)
        if known and not page.wraps_markdown:
            files.remove(known)
            known = None
        if known is None:
            file = File.generated(config, source, content=f"# {page.title}\n")
            files.append(file)
            if not page.wraps_markdown:
                _current().finished[page.path] = _FinishedPage(page, file, config)
    if not files.get_file_from_path(GUIDE):
        for path in sorted((PROGRAM / "docs" / GUIDE).parent.iterdir()):
            files.append(File.generated(config, f"guide/{path.name}", abs_src_path=str(path)))
    for file in files.documentation_pages():
        file.inclusion = InclusionLevel.NOT_IN_NAV
    for file in [
        each
        for each in files
        if each.src_uri.startswith("assets/") and not (PROGRAM / "overrides" / each.src_uri).is_file()
    ]:
        if file.abs_src_path and not Path(file.abs_src_path).is_relative_to(config.docs_dir):
            files.remove(file)  # the host theme's own scripts and styles, which no page of ours loads
    return files


def _is_withheld(file: File) -> bool:
    """Whether a page stays at home with all that lies beside it: an update, an interpretation or a case that is not shown, or a file with errors."""
    folder, _, rest = file.src_uri.partition("/")
    record, _, beside = rest.partition("/")
    mine = folder in WRITTEN and bool(beside)
    shown = f"{folder}/{record}/index.html" in _current().pages
    return (mine and not shown) or f"docs/{file.src_uri}" in _current().made.left_out


def _is_unfit(file: File, config: MkDocsConfig) -> bool:
    """What no page refers to stays at home, and so does a picture or an attachment that could not be made bare; a preview goes on without it."""
    if not file.src_dir or Path(str(file.src_dir)) != Path(config.docs_dir):
        return False
    if file.src_uri not in _current().made.sound.placed:
        return True
    kept = {**_photos(), **_attachments()}
    known = pictures.SUFFIXES | attachments.SUFFIXES - {".md"}
    return Path(file.src_uri).suffix.lower() in known and file.src_uri not in kept and file.src_uri not in AT_THE_ROOT


def _attachments() -> Mapping[str, Attachment]:
    return _current().made.sound.attachments


def _without_traces(place: str, config: MkDocsConfig) -> File:
    """An attachment as it goes out: without what it says of its makers, what runs and what hides in it."""
    made = attachments.kept(_current().made.root, _attachments()[place])
    file = File.generated(config, place, abs_src_path=str(made))
    file.dest_uri = place
    return file


def _photos() -> Mapping[str, Photo]:
    return _current().made.sound.photos


def _bare(place: str, config: MkDocsConfig) -> Iterator[File]:
    """A picture beside a text as it goes out: whole under the name that texts know, and small ones beside it."""
    photo = _photos()[place]
    for width in (0, *photo.small):
        address = links.picture(place, width)
        file = File.generated(
            config,
            address if width else place,
            abs_src_path=str(darkroom.for_screens(_current().made.root, photo, width)),
        )
        file.dest_uri = address
        yield file


def _generated(page: Page) -> GeneratedPage | None:
    return _current().pages.get(page.file.dest_uri)


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Our HTML in place of what MkDocs made of a stub; hand-written Markdown through the lock."""
    made = _generated(page)
    if made is None or made.wraps_markdown:
        html = prose(html, page.file.dest_uri, _photos())
        _current().texts.append(_as_text(page, html))
    if made is None:
        return html
    page.toc = TableOfContents([])
    return made.wrap(html)


def on_page_context(context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Any) -> dict[str, Any]:
    """What `overrides/main.html` knows beside what MkDocs gives it."""
    made = _generated(page)
    context["page_info"] = made
    context["title"] = made.title if made else _title(page)
    context["description"] = made.description if made else stripped(str(page.meta.get("description") or ""))
    context["body"] = Markup(
        by_words(explained(page.content or "", _current().meanings if made and made.layout == "plan" else {}))
    )  # ours from templates that escape, an author's through the lock of `texts.markdown`
    if _serving and (record := _current().records.get(page.file.dest_uri)):
        context["edit_url"] = f"/edit/#{record}"
    return context


def _title(page: Page) -> str:
    """The title of a hand-written page as plain text: its front matter says it as such, MkDocs reads it off the heading as HTML."""
    if "title" in page.meta:
        return stripped(str(page.meta["title"]))
    return plain(page.title or "")


def on_serve(server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
    """The browser editor stands beside the preview; what it saves comes to the pages as any saved file does.

    A preview shows what is not public yet. One that listens on this machine alone answers nobody who calls it by another name.
    """
    root = Path(config.config_file_path).resolve().parent
    pages = _preview.before(server.serve_request, server.mount_path)
    edit = _editor().application(root, date.today, "/edit/")
    patient(server)
    private = config.dev_addr.host in ("127.0.0.1", "localhost", "::1")
    shown = _editor().only_at_home(pages) if private else pages

    def answer(environ: dict[str, Any], start: Any) -> Any:
        path = environ["PATH_INFO"]
        if path == RELOADER:
            return _reloader(environ, start)
        return (edit if path.startswith("/edit/") else shown)(environ, start)

    server._inject_js_into_html = _with_reloader  # type: ignore[method-assign]
    server.set_app(answer)
    if not Path(config.config_file_path).is_file():
        server.unwatch(config.config_file_path)  # a content root needs no mkdocs.yml of its own
    return server


def _with_reloader(content: bytes, epoch: int) -> bytes:
    """A page with MkDocs's script that reloads it after a change, as a file of its own: our pages run nothing inline."""
    before, end, after = content.rpartition(b"</body>")
    return b'%b<script src="%b?%d"></script>%b%b' % (before, RELOADER.encode(), epoch, end, after)


def _reloader(environ: dict[str, Any], start: Any) -> list[bytes]:
    epoch = environ.get("QUERY_STRING", "")
    script = livereload._SCRIPT_TEMPLATE.substitute(epoch=int(epoch) if epoch.isdecimal() else 0, request_id=0)
    start("200 OK", [("Content-Type", "text/javascript; charset=utf-8"), ("Cache-Control", "no-store")])
    return [script.encode()]


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    """By now all Markdown is converted and its links to our pages are found: MkDocs writes its own pages, we write ours."""
    session = _current()
    env.autoescape = True  # MkDocs makes it without; nothing is compiled yet
    env.filters["plain"] = plain
    env.globals.update(
        site_info=session.made.site_info, policy=policy.META, bundle=config["extra"].get("bundle", ""), qr=qr
    )
    session.documents = files.documentation_pages()
    session.shell = env.get_template("main.html")
    for page in session.finished.values():
        files.remove(page.file)
    return env


def on_template_context(context: dict[str, Any], *, template_name: str, config: MkDocsConfig) -> dict[str, Any]:
    """The site map names our pages as well."""
    context["pages"] = _current().documents  # the site map names our pages as well
    info = _current().made.site_info
    if (
        template_name == "404.html" and info and info.url and not _serving
    ):  # shown under any address: it leads from the root of the server
        context["base_url"] = urlsplit(info.url).path or "/"
    return context


def on_post_build(*, config: MkDocsConfig) -> None:
    """Our pages and the search index beside MkDocs's pages. A build by MkDocs alone gets data and printed matter here too; a preview makes what is asked for."""
    session = _current()
    out = Path(config.site_dir)
    shown = {path: partial(session.html, page, config) for path, page in session.finished.items()}
    drawings = {f"{links.DIAGRAMS}{name}": drawing.encode() for name, drawing in session.drawings.items()}
    if _serving:
        put_all(drawings, out)
        write_pictures(session.made, out)
        _preview.open(out, demand.on_demand(session.made, session.texts, shown))
        return
    for path, html in shown.items():
        put(out / path, html())
    put_all(search_files(session.made, session.texts), out)
    put_all(drawings, out)
    if PREPARED not in config["extra"]:
        write_data(session.made, out)
        try:
            prints = printed_files(session.made)
            prints.sound()
        except PrintFault as fault:
            raise Abort(f"{fault}。网页已经写好，没有 PDF") from fault
        copy_all(prints.places, out)
        offline.prepare(out, session.made.name)
        seal(out)


_HEADING = re.compile(r"<h([1-6])[^>]*?(?:id=\"([^\"]*)\")?[^>]*>(.*?)</h\1>", re.S)


def _as_text(page: Page, html: str) -> Text:
    """A Markdown page for the search index: its headings with the text below each."""
    parts = _HEADING.split(html)
    words = [plain(part or "").replace("¶", "").strip() for part in parts]
    sections = [("", "", words[0])] if words[0] else []
    for index in range(1, len(parts) - 3, 4):
        sections.append((words[index + 2], parts[index + 1] or "", words[index + 3]))
    return Text(_title(page), page.file.dest_uri, tuple(sections))
