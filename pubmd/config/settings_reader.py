"""The configuration `bib/pubmd.yml` as settings, and all that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from pubmd.config.front_matter import item_text, merged, permalink_line
from pubmd.config.link_field import link_fields
from pubmd.config.settings import PageSettings, SectionSettings, Settings
from pubmd.config.settings_keys import ADDRESS, CONFIGURATION, KEYWORD, LINK_ATTRIBUTES, TOPICS_FROM
from pubmd.config.site_path import folded, parts, refusal
from pubmd.config.yaml_document import parse
from pubmd.config.yaml_reader import Reader, Spelled, shown
from pubmd.config.yaml_shape import Fields
from pubmd.problem import Place, Problem, error
from pubmd.text.likeness import likeness

_MOST_CHARACTERS = 256 * 1024
_MOST_FRONT_MATTER = 16 * 1024 * 1024  # characters, of all pages together


def read_settings(file: str, text: str) -> tuple[Settings | None, tuple[Problem, ...]]:
    """The settings in a configuration's text, or None and all that is wrong with it.

    `file` is the configuration's path from the site's root, for the places of problems. Never raises.
    """
    document, problems = parse(file, text, "config", _MOST_CHARACTERS)
    if document is None:
        return None, problems
    if document.root is None:
        hint = "name a section and a page: `sections: {manipulation: {pages: {denoising: {}}}}`"
        return None, (error("config-missing", Place(file, 1, 1), "the configuration is empty", hint),)
    reader = Reader(document, "config", dict(CONFIGURATION.homes()))
    fields = CONFIGURATION.read(reader, document.root, "the configuration")
    settings = _settings(reader, fields) if fields else None
    return (None if reader.problems else settings), reader.problems


def _settings(reader: Reader, fields: Fields) -> Settings:
    """The settings; where the reader notes problems they are of no use."""
    theme = fields.fields("theme")
    attributes = theme.text("link_attributes")
    topics_from = fields.texts("topics_from")
    names = TOPICS_FROM if topics_from is None else (name.text.lower() for name in topics_from)
    return Settings(
        sections=tuple(_Sections(reader).read(fields)),
        nav_style=_text(theme, "nav_style", ""),
        link_attributes=attributes.text if attributes else LINK_ATTRIBUTES,
        link_prefix=_text(theme, "link_prefix", ""),
        links=link_fields(reader, fields.pairs("links")),
        venues={name.text.strip(): short.text.strip() for name, short in fields.pairs("venues")},
        topics_from=tuple(dict.fromkeys(names)),
        link_attributes_place=attributes.place if attributes else Place(reader.document.file),
    )


_Owners: TypeAlias = dict[str, tuple[str, Place]]


class _Sections:
    """Fills in what sections and pages leave out, and notes what does not go together."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.item_texts: dict[tuple[int, int], str] = {}
        self.front_matter_left = _MOST_FRONT_MATTER
        self.paths: _Owners = {}
        self.folders: _Owners = {}
        self.addresses: _Owners = {}

    def read(self, fields: Fields) -> Iterator[SectionSettings]:
        ids: _Owners = {}
        for name, section in fields.groups("sections"):
            if self._claim(ids, name.text.casefold(), "the id", name.text, name.place):
                yield self._section(name, section)

    def _section(self, name: Spelled, fields: Fields) -> SectionSettings:
        folder, url = self._folder(name, fields), self._url(name, fields)
        words: _Owners = {}
        pages = []
        for page_name, page_fields in fields.groups("pages"):
            path = self._path(folder, page_name, page_fields)
            permalink = self._permalink(url, page_name, page_fields)
            keywords = self._keywords(page_name, page_fields)
            page = f"{name.text}/{page_name.text}"
            # Ids that differ in case alone clash in all three ways; one problem is enough.
            if not path or self._claim_path(page, page_name, page_fields, path):
                if permalink:
                    self._claim_address(page, page_name, page_fields, permalink)
                for word in keywords:
                    noun = f"the keyword `{shown(word.text)}`"
                    self._claim(words, likeness(word.text), noun, page, word.place)
            label = _text(page_fields, "label", _title(page_name.text)).strip()
            pages.append(
                PageSettings(
                    section=name.text,
                    id=page_name.text,
                    label=label,
                    heading=_text(page_fields, "heading", label).strip(),
                    intro=_text(page_fields, "intro", "").replace("\r\n", "\n").replace("\r", "\n"),
                    path=path,
                    permalink=permalink,
                    address=permalink.removesuffix(".html"),
                    keywords=tuple(word.text for word in keywords),
                    years=frozenset(year.text for year in page_fields.texts("years") or ()),
                    front_matter=self._front_matter(fields, page_name, page_fields, permalink),
                    place=page_name.place,
                )
            )
        return SectionSettings(name.text, folder or "", url or "", tuple(pages), name.place)

    def _folder(self, name: Spelled, fields: Fields) -> str | None:
        """The section's folder, or None after a problem."""
        folder = fields.text("folder")
        if folder is None and "folder" in fields.values:
            return None
        path = folder or Spelled(f"_{name.text}", name.place)
        reason = refusal(path.text)
        if reason:
            told = f"the folder `{shown(path.text)}` {reason}"
            hint = "write it from the site's root, such as `_manipulation`" if folder else "set `folder`"
            self.reader.refuse("value", path.place, told, hint)
            return None
        return "/".join(parts(path.text)) or "."

    def _url(self, name: Spelled, fields: Fields) -> str | None:
        """The section's address, or None after a problem."""
        url = fields.text("url")
        if url is None and "url" in fields.values:
            return None
        if url is None:
            default = ADDRESS._replace(hint="set `url`")
            url = default.checked(self.reader, Spelled(f"/{name.text}", name.place), "the section's address")
        return (url.text.rstrip("/") or "/") if url else None

    def _path(self, folder: str | None, name: Spelled, fields: Fields) -> str:
        """The path of a page's file, or nothing after a problem."""
        file = fields.text("file")
        if file is None and "file" in fields.values:
            return ""
        path = file or Spelled(f"{name.text}.md", name.place)
        names = parts(path.text)
        reason = refusal(path.text, folder or "")
        if not reason and names[-1] in (".md", ".markdown"):
            reason = "has no name before its ending"
        if reason:
            hint = "write it from the section's folder, such as `denoising.md`" if file else "set `file`"
            self.reader.refuse("value", path.place, f"the file `{shown(path.text)}` {reason}", hint)
            return ""
        return "" if folder is None else "/".join((*parts(folder), *names))

    def _permalink(self, url: str | None, name: Spelled, fields: Fields) -> str:
        """A page's permalink, or nothing after a problem."""
        permalink = fields.text("permalink")
        if permalink is None and "permalink" not in fields.values and url is not None:
            default = ADDRESS._replace(hint="set `permalink`")
            made = Spelled(f"{url.rstrip('/')}/{name.text}.html", name.place)
            permalink = default.checked(self.reader, made, "the page's address")
        return permalink.text if permalink else ""

    def _keywords(self, name: Spelled, fields: Fields) -> tuple[Spelled, ...]:
        """A page's keywords, each once, with single spaces."""
        words = fields.texts("keywords")
        if words is None and "keywords" not in fields.values:
            word = KEYWORD._replace(hint="set `keywords`").checked(self.reader, name, "the page's keyword")
            words = (word,) if word else ()
        once: dict[str, Spelled] = {}
        for word in words or ():
            text = " ".join(word.text.split())
            once.setdefault(likeness(text), Spelled(text, word.place))
        return tuple(once.values())

    def _claim_path(self, page: str, name: Spelled, fields: Fields, path: str) -> bool:
        at = fields.text("file") or name
        key = folded(path)
        if not self._claim(self.paths, key, f"the path `{shown(path)}`", page, at.place):
            return False
        folders = [key[:end] for end, sign in enumerate(key) if sign == "/"]
        clash = next((self.paths[each] for each in folders if each in self.paths), self.folders.get(key))
        for each in folders:
            self.folders.setdefault(each, (page, at.place))
        if clash:
            other = f"`{shown(clash[0])}` (line {clash[1].line}, column {clash[1].column})"
            told = f"the path of `{shown(page)}` and that of {other} exclude each other: one is in the other"
            self.reader.refuse("duplicate", at.place, told, "give one of them another `file`")
        return not clash

    def _claim_address(self, page: str, name: Spelled, fields: Fields, permalink: str) -> bool:
        # Jekyll builds `/a` and `/a.html` into one file, and `/a/` and `/a/index.html` into another.
        address = folded(permalink.removesuffix("index.html").removesuffix(".html"))
        at = fields.text("permalink") or name
        return self._claim(self.addresses, address, f"the permalink `{shown(permalink)}`", page, at.place)

    def _claim(self, owners: _Owners, thing: str, noun: str, name: str, at: Place) -> bool:
        """Note who has a thing, and a problem where another has it already."""
        if thing not in owners:
            owners[thing] = name, at
            return True
        owner, place = owners[thing]
        other = f"`{shown(owner)}` (line {place.line}, column {place.column})"
        message = f"{noun} of `{shown(name)}` is that of {other} too"
        self.reader.refuse("duplicate", at, message, "give each its own")
        return False

    def _front_matter(self, section: Fields, name: Spelled, page: Fields, permalink: str) -> str:
        """A page's front matter, or nothing where that of all pages together has grown beyond measure."""
        if self.front_matter_left < 0 or not permalink:
            return ""
        texts = []
        for item in merged(section.items("front_matter"), page.items("front_matter")):
            key = id(item.key_node), id(item.value)
            if key not in self.item_texts:
                self.item_texts[key] = item_text(self.reader.document, item)
            texts.append(self.item_texts[key])
        self.front_matter_left -= sum(map(len, texts))
        if self.front_matter_left < 0:
            message = f"the front matter of all pages comes to more than {_MOST_FRONT_MATTER // 1024**2} MiB"
            self.reader.refuse("value", name.place, message, "write less of it")
            return ""
        return "".join([*texts, permalink_line(permalink)])


def _text(fields: Fields, name: str, default: str) -> str:
    found = fields.text(name)
    return found.text if found else default


def _title(page_id: str) -> str:
    """An id in title case: `low-for-high` as `Low For High`; other capitals stay."""
    words = re.split(r"[-_\s]+", page_id)
    return " ".join(word[:1].upper() + word[1:] for word in words if word) or page_id
