"""What somebody edited around the papers of a page: it stands in `bib/pubmd.yml`, and is changed there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pubmd.adoption.hand_page import HandPage, NavLink
from pubmd.adoption.settings_text import scalar
from pubmd.config.settings import PageSettings, SectionSettings, Settings
from pubmd.problem import Place, Problem, error

_FILE = "bib/pubmd.yml"
BY_FORCE = "`pubmd sync --force` replaces the page, and keeps a copy in .pubmd/"


def not_carried(path: str, line: int, message: str, hint: str = "") -> Problem:
    """The error that an edit cannot be carried over, and what to do."""
    hint = hint or f"make this change in the sources, by hand, or take it out of the page; {BY_FORCE}"
    return error("import-not-carried", Place(path, line, 1) if line else Place(path), message, hint)


def frame_problems(
    edited: HandPage, before: HandPage, page: PageSettings, settings: Settings
) -> list[Problem]:
    """An error for each edit around the papers, with the key that is to be set."""
    section = next(each for each in settings.sections if page in each.pages)
    return [
        *_front_matter(edited, before, page),
        *_heading(edited, before, page),
        *_intro(edited, before, page),
        *_navigation(edited, before, page, section),
    ]


def _set(key: str, value: str, where: str) -> str:
    """What to do of an edit that stands in this place alone."""
    return (
        f"set `{key}: {scalar(value)}` under {where} in {_FILE}; then the page is as `pubmd sync` writes it"
    )


def _undo(change: str) -> str:
    """What to do of an edit that stands in other places as well, on this page or on others."""
    return f"undo this edit, and {change} in {_FILE}: `pubmd sync` writes it wherever it stands"


def _heading(edited: HandPage, before: HandPage, page: PageSettings) -> Iterator[Problem]:
    if edited.heading == before.heading:
        return
    line = edited.body.heading.first if edited.body.heading else edited.cut.body_line
    if not edited.heading:
        yield not_carried(page.path, line, "a page has a heading, and it was taken out [heading]")
        return
    message = f"the heading is `{edited.heading}`, and in {_FILE} it is `{before.heading}` [heading]"
    yield not_carried(page.path, line, message, _set("heading", edited.heading, f"`{page.id}`"))


def _intro(edited: HandPage, before: HandPage, page: PageSettings) -> Iterator[Problem]:
    new, old = edited.intro.strip(), before.intro.strip()
    if new == old:
        return
    line = edited.body.intro[0] if edited.body.intro else edited.cut.body_line
    if not new:
        hint = f"take `intro` out under `{page.id}` in {_FILE}; then the page is as `pubmd sync` writes it"
        yield not_carried(page.path, line, "the text under the heading was taken out [intro]", hint)
    elif "\n" in new:
        hint = f"put it under `{page.id}` in {_FILE}, indented, behind `intro: |`"
        yield not_carried(page.path, line, "the text under the heading was changed [intro]", hint)
    else:
        message = "the text under the heading was changed [intro]"
        yield not_carried(page.path, line, message, _set("intro", new, f"`{page.id}`"))


def _front_matter(edited: HandPage, before: HandPage, page: PageSettings) -> Iterator[Problem]:
    if edited.permalink != before.permalink:
        line = next((each.line for each in edited.cut.front_matter or () if each.key == "permalink"), 1)
        message = f"the permalink is `{edited.permalink}`, and in {_FILE} `{before.permalink}` [permalink]"
        hint = _undo(f"set `permalink: {scalar(edited.permalink)}` under `{page.id}`")
        yield not_carried(page.path, line, message, hint)
    new, old = ({item.key: item for item in each.front_matter} for each in (edited, before))
    where = f"`front_matter` of `{page.id}`"
    for key, item in new.items():
        if key not in old or old[key].text != item.text:
            hint = f"write `{' '.join(item.text.split())}` under {where} in {_FILE}"
            yield not_carried(
                page.path, item.line, f"`{key}` was changed in the front matter [front-matter]", hint
            )
    for key in old:
        if key not in new:
            hint = f"take it out of {where} or of its section in {_FILE}"
            message = f"`{key}` was taken out of the front matter [front-matter]"
            yield not_carried(page.path, 1, message, hint)
    if [*new] != [*old] and {*new} == {*old}:
        hint = f"put the keys of {where} or of its section into this order in {_FILE}"
        yield not_carried(page.path, 2, "the front matter is in another order [front-matter]", hint)


def _navigation(
    edited: HandPage, before: HandPage, page: PageSettings, section: SectionSettings
) -> Iterator[Problem]:
    for new, old in ((edited.above, before.above), (edited.below, before.below)):
        yield from _nav_block(new, old, page, section, edited.cut.body_line)


def _nav_block(
    new: Sequence[NavLink], old: Sequence[NavLink], page: PageSettings, section: SectionSettings, line: int
) -> Iterator[Problem]:
    by_address = {link.address: link for link in old}
    ids = {each.address: each.id for each in section.pages}
    pages = f"`pages` of `{section.id}`"
    for link in new:
        was = by_address.get(link.address)
        if was is None:
            message = f"the nav link `{link.label}` to `{link.address}` is none of the section's [navigation]"
            yield not_carried(page.path, link.line, message, _undo(f"add the page to the {pages}"))
        elif link.label != was.label:
            message = f"the nav link says `{link.label}`, and in {_FILE} `{was.label}` [navigation]"
            where = f"`{ids.get(link.address, page.id)}`"
            hint = _undo(f"set `label: {scalar(link.label)}` under {where}")
            yield not_carried(page.path, link.line, message, hint)
        elif (link.style, link.prefix) != (was.style, was.prefix):
            key = "nav_style" if link.style != was.style else "link_prefix"
            value = link.style if link.style != was.style else link.prefix
            message = f"the nav link `{link.label}` looks or leads otherwise [navigation]"
            hint = _undo(f"set `{key}: {scalar(value)}` under `theme`")
            yield not_carried(page.path, link.line, message, hint)
    gone = [each for each in old if each.address not in {link.address for link in new}]
    for each in gone:
        message = f"the nav link `{each.label}` was taken out [navigation]"
        yield not_carried(page.path, line, message, _undo(f"take the page out of the {pages}"))
    shared = [each.address for each in new if each.address in by_address]
    if shared != [each.address for each in old if each in old and each.address in shared]:
        hint = _undo(f"put the {pages} into this order")
        yield not_carried(page.path, line, "the nav links are in another order [navigation]", hint)
