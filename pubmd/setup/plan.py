"""All that sets a site up, as a value: files to create, and files to add lines to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from posixpath import basename, splitext

from pubmd.change import Action, Change
from pubmd.config.settings import Settings
from pubmd.config.settings_reader import read_settings
from pubmd.jekyll import jekyll_problems
from pubmd.jekyll.configuration import Configuration
from pubmd.jekyll.entry_filter import Shown, fate
from pubmd.jekyll.layouts import known_layouts, layouts_path
from pubmd.jekyll.psych import Value, load
from pubmd.lock import LOCK_FILE
from pubmd.problem import Problem
from pubmd.setup.insertion import Addition
from pubmd.setup.jekyll_config import (
    JekyllConfig,
    SetupError,
    built,
    filled,
    inserted,
    laid_out,
    layout_of,
    names_layout,
    read_config,
    wants_layout,
    with_layout,
)
from pubmd.setup.section import Section
from pubmd.setup.settings_text import example_text, settings_text
from pubmd.setup.survey import Survey, has_abstracts, usual_layout

SETTINGS_FILE = "bib/pubmd.yml"
EXAMPLE_FILE = "bib/example.bib"
ATTRIBUTES_FILE = ".gitattributes"
HOOKS_FILE = ".pre-commit-config.yaml"
# What a setup reads the bytes of.
READ = (SETTINGS_FILE, EXAMPLE_FILE, ATTRIBUTES_FILE, HOOKS_FILE)
_INCLUDE = "expand-abstracts.html"
_MERGE_LINE = f"{LOCK_FILE} merge=union"
_HOOK: dict[str, Value] = {
    "id": "pubmd-sync",
    "name": "pubmd sync",
    "entry": "pubmd sync --fail-on-change",
    "language": "system",
    "pass_filenames": False,
    "always_run": True,
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user wants to be set up.

    The sections are for a site that has no `bib/pubmd.yml` yet. `include` is the text of the include that
    opens abstracts.
    """

    sections: tuple[Section, ...]
    include: str
    wants_include: bool = True
    wants_hook: bool = True


@dataclass(frozen=True, slots=True)
class Setup:
    """What a setup writes, each file with its reason; notes; and what `pubmd check` will find."""

    changes: tuple[Change, ...]
    reasons: Mapping[str, str]
    notes: tuple[str, ...]
    problems: tuple[Problem, ...]
    settings: Settings


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    text: str
    reason: str


def jekyll_configuration(survey: Survey) -> Configuration:
    """What Jekyll's configuration says before the setup. Raises SetupError."""
    return _config(survey).configuration


def setup(survey: Survey, wishes: Wishes) -> Setup:
    """All that sets a site up, and nothing where it is set up already. Raises SetupError."""
    config = _config(survey)
    usual, is_known = usual_layout(survey, config.configuration)
    sources, settings = _sources(survey, wishes, config.configuration)
    own = {page.path for page in settings.pages}
    others = [(path, text) for path, text in survey.pages if path not in own]
    config = built(config, settings, htaccess=".htaccess" in survey.paths)
    base = next(filter(None, (layout_of(config, section) for section in settings.sections)), usual)
    opener: tuple[_File, ...] = ()
    opens = survey.opens_abstracts or any(has_abstracts(text) for _, text in others)
    if wishes.wants_include and not opens:
        opener = _opener(survey, settings, config.configuration, base, wishes.include)
        others += [(each.path, each.text) for each in opener]
    layout = splitext(basename(opener[-1].path))[0] if len(opener) > 1 else base
    out_of_reach: list[str] = []
    if layout:
        always = len(opener) > 1
        sections = _naming_layout(survey, wishes, config, settings, layout, always=always)
        wishes = replace(wishes, sections=tuple(sections))
        sources, settings = _sources(survey, wishes, config.configuration)
        config, out_of_reach = laid_out(config, settings, layout, always=always)
    files = [*opener, *_config_file(survey, config), *_git_files(survey, wishes), *sources]
    _refuse_folders_that_are_files(survey, [*(each.path for each in files), *own])
    notes = _notes(survey, wishes, config.configuration, base, is_known=is_known or base != usual)
    kept = (_layout_note(config.file, folder, layout) for folder in out_of_reach)
    return Setup(
        tuple(_change(survey, each) for each in files),
        {each.path: each.reason for each in files},
        (*notes, *kept),
        jekyll_problems((config.file, config.text), settings, others),
        settings,
    )


def _config(survey: Survey) -> JekyllConfig:
    """Jekyll's configuration as it is, but for keys without a value. Raises SetupError."""
    file = survey.config_file
    if file.endswith(".toml"):
        raise SetupError(
            f"this site is configured in {file}, and pubmd edits YAML alone: write it as _config.yml first"
        )
    return read_config(file, filled(file, _text(survey, file)))


def _text(survey: Survey, path: str) -> str:
    """A file's text, empty where there is none. Raises SetupError where it is no UTF-8."""
    try:
        return survey.own.get(path, b"").decode()
    except UnicodeDecodeError as failure:
        line = survey.own[path].count(b"\n", 0, failure.start) + 1
        raise SetupError(f"{path} is not in UTF-8 (line {line}): save it in that encoding") from failure


def _sources(
    survey: Survey, wishes: Wishes, configuration: Configuration
) -> tuple[tuple[_File, ...], Settings]:
    """The files in `bib/` that are not there yet, and the settings that hold. Raises SetupError."""
    if SETTINGS_FILE in survey.own:
        settings, problems = read_settings(SETTINGS_FILE, _text(survey, SETTINGS_FILE))
        if settings is None:
            raise SetupError(f"{SETTINGS_FILE} has to be mended first", problems)
        return (), settings
    baseurl = configuration.value("baseurl")
    text = settings_text(wishes.sections, prefix=baseurl is not None and str(baseurl).strip("/") != "")
    settings, problems = read_settings(SETTINGS_FILE, text)
    if settings is None:
        raise SetupError(f"these sections make no {SETTINGS_FILE}", problems)
    files = [_File(SETTINGS_FILE, text, "the sections and their pages; each key is explained")]
    if not any(path.startswith("bib/") for path in survey.sources) and EXAMPLE_FILE not in survey.own:
        files.insert(
            0, _File(EXAMPLE_FILE, example_text(wishes.sections), "a first entry, on the first page")
        )
    return tuple(files), settings


def _naming_layout(
    survey: Survey, wishes: Wishes, config: JekyllConfig, settings: Settings, layout: str, *, always: bool
) -> Iterator[Section]:
    """The new sections; those that a default is not for name the layout themselves.

    In a folder with other pages it would be one for those, too, and where one that is there fits better it
    would not count.
    """
    read = {each.id: each for each in settings.sections}
    for section in wishes.sections:
        has_company = any(path.startswith(f"{section.folder}/") for path in survey.paths)
        own = read[section.id]
        if wants_layout(config, own, always=always) and (
            has_company or with_layout(config, own, layout) is None
        ):
            section = replace(section, front_matter=(*section.front_matter, f"layout: {layout}"))
        yield section


def _layout_note(config_file: str, folder: str, layout: str) -> str:
    return (
        f"the pages in {folder}/ do not get the layout `{layout}`, for a default in {config_file} fits them "
        f"better: write `layout: {layout}` into the section's `front_matter` in {SETTINGS_FILE}"
    )


def _refuse_folders_that_are_files(survey: Survey, paths: Iterable[str]) -> None:
    """Raise SetupError where a file has to lie in a folder, and that is a plain file."""
    files = frozenset(survey.paths)
    for path in paths:
        parts = path.split("/")
        for depth in range(1, len(parts)):
            folder = "/".join(parts[:depth])
            if folder in files:
                raise SetupError(
                    f"{path} cannot be written, for `{folder}` is a plain file: give that another name, or "
                    "name another section with --section"
                )


def _opener(
    survey: Survey, settings: Settings, configuration: Configuration, base: str, include: str
) -> tuple[_File, ...]:
    """The include that opens abstracts, and a layout around the site's own that has it."""
    if not base:
        return ()
    folder = configuration.value("includes_dir")
    folder = folder if isinstance(folder, str) and folder else "_includes"
    within = f"{configuration.source}/" if configuration.source else ""
    path = f"{within}{folder.strip('/')}/{_INCLUDE}"
    files = []
    if path not in survey.paths:
        files.append(_File(path, include, "opens abstracts, by mouse and by keyboard"))
    if all(map(names_layout, settings.sections)):
        return tuple(files)
    names = known_layouts(configuration, survey.paths)
    name = next(each for each in ("topic", "pubmd-topic", "pubmd-topic-page") if each not in names)
    text = f"---\nlayout: {base}\n---\n{{% include {_INCLUDE} %}}\n{{{{ content }}}}\n"
    reason = f"the layout `{base}`, with that include"
    return (*files, _File(f"{layouts_path(configuration)}/{name}.html", text, reason))


def _config_file(survey: Survey, config: JekyllConfig) -> Iterator[_File]:
    if config.text != _text(survey, config.file):
        yield _File(
            config.file, config.text, "Jekyll builds the pages, in a layout, and does not publish bib/"
        )


def _git_files(survey: Survey, wishes: Wishes) -> Iterator[_File]:
    """What git and pre-commit need: a merge of two branches keeps both sides' lines of the lock."""
    data = survey.own.get(ATTRIBUTES_FILE, b"").decode(errors="surrogateescape")
    rules = [line.split() for line in data.splitlines()]
    if not any(rule[0].lstrip("/") == LOCK_FILE and "merge" in " ".join(rule[1:]) for rule in rules if rule):
        line_end = "\r\n" if "\r\n" in data else "\n"
        gap = line_end if data and not data.endswith("\n") else ""
        yield _File(
            ATTRIBUTES_FILE,
            f"{data}{gap}{_MERGE_LINE}{line_end}",
            "merges of the lock keep the lines of both sides",
        )
    if wishes.wants_hook and (survey.is_repository or HOOKS_FILE in survey.own):
        text = _text(survey, HOOKS_FILE)
        loaded, problems = load(HOOKS_FILE, text)
        if loaded is None:
            raise SetupError(f"{HOOKS_FILE} has to be mended first, or leave it out: --no-hook", problems)
        if not _has_hook(loaded.value):
            after = inserted(HOOKS_FILE, text, Addition("repos", [{"repo": "local", "hooks": [_HOOK]}]))
            yield _File(HOOKS_FILE, after, "with pre-commit: each commit has its pages up to date")


def _has_hook(value: Value) -> bool:
    """Whether any hook of pubmd's is there."""
    repos = value.get("repos") if isinstance(value, dict) else None
    hooks = [
        hook
        for repo in (repos if isinstance(repos, list) else [])
        if isinstance(repo, dict) and isinstance(repo.get("hooks"), list)
        for hook in repo["hooks"]  # type: ignore[union-attr]
        if isinstance(hook, dict)
    ]
    return any("pubmd" in f"{hook.get('id')} {hook.get('entry')}" for hook in hooks)


def _notes(
    survey: Survey, wishes: Wishes, configuration: Configuration, base: str, *, is_known: bool
) -> Iterator[str]:
    """What the user should know besides."""
    for section in wishes.sections:
        if section.by_hand:
            pages = _some(section.by_hand)
            yield f"{section.folder}/ holds pages written by hand, which stay as they are: {pages}"
    elsewhere = tuple(path for path in survey.sources if not path.startswith("bib/"))
    if elsewhere:
        yield f"there is BibTeX outside of bib/: {_some(elsewhere)}; pubmd reads copies of it in bib/"
    before = _config(survey).configuration
    built_now, left_out = _changed(before, configuration, survey.paths)
    if built_now:
        yield f"Jekyll builds these, too: {_some(built_now)}"
    in_sources = tuple(path for path in left_out if path.startswith("bib/"))
    if in_sources:
        yield f"Jekyll publishes these no more: {_some(in_sources)}"
    if not base:
        yield (
            "no layout was found: the site has no `_layouts/`, and its configuration no `theme:`. Without "
            "one the pages are bare; set a theme, such as `theme: minima`, and repeat the command"
        )
    elif not is_known:
        theme = configuration.value("theme") or configuration.value("remote_theme")
        yield (
            f"the layouts of the theme `{theme}` are not known here, and `{base}` is a guess: "
            "look into the theme's `_layouts/`"
        )
    if not survey.is_repository and HOOKS_FILE not in survey.own and wishes.wants_hook:
        yield f"no {HOOKS_FILE}: this is not the root of a git repository"


def _changed(
    before: Configuration, after: Configuration, paths: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The files that Jekyll builds from now on, and those that it does not any more."""
    was = {path for path in paths if isinstance(fate(before, path), Shown)}
    now = {path for path in paths if isinstance(fate(after, path), Shown)}
    return tuple(sorted(now - was)), tuple(sorted(was - now))


def _some(paths: tuple[str, ...]) -> str:
    more = f" and {len(paths) - 3} more" if len(paths) > 3 else ""
    return f"{', '.join(paths[:3])}{more}"


def _change(survey: Survey, file: _File) -> Change:
    before = survey.own.get(file.path)
    after = file.text.encode(errors="surrogateescape")
    action = Action.CREATED if before is None else Action.UPDATED
    return Change(file.path, action, before, after, is_page=False)
