"""An entry's fields read as what a page shows."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from pubmd.bibtex.bibliography import read_bibliography
from pubmd.bibtex.source import Source
from pubmd.config.overrides_reader import read_overrides
from pubmd.config.settings_reader import read_settings
from pubmd.paper.amendment import amended
from pubmd.paper.library import library
from pubmd.paper.papers import Papers
from pubmd.paper.publication import Publication, is_hidden, read_publication
from pubmd.problem import Problem
from pubmd.text.prose import Break, Link, Math, Style, Styled, Text, plain

COMPLETE = {"title": "{Seeing}", "author": "{Lovelace, Ada}", "venue": "{Notes}", "year": "{1843}"}


@dataclass(frozen=True)
class Venue:
    text: str
    name: str
    listed: bool


class Venues:
    """A list of one venue; what it is asked for is kept."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []

    def find(self, text: str, **hints: str) -> Venue:
        self.asked.append((text, hints))
        if text == "Computer Journal":
            return Venue("The Computer Journal (CJ)", "The Computer Journal", True)
        return Venue("" if text == "nothing" else text.upper(), text.upper(), False)


def entry_text(fields: dict[str, str], key: str = "key") -> str:
    return f"@article{{{key},\n" + "".join(f"  {name} = {value},\n" for name, value in fields.items()) + "}\n"


def read(
    fields: dict[str, str], *, key: str = "key", configuration: str = "", venues: Venues | None = None
) -> tuple[Publication, list[Problem]]:
    """The publication of a complete entry with these fields; a field that is empty is left out."""
    settings, problems = read_settings(
        "bib/pubmd.yml", f"sections: {{topics: {{pages: {{vision: }}}}}}\n{configuration}"
    )
    assert settings is not None, problems
    fields = {name: value for name, value in {**COMPLETE, **fields}.items() if value}
    (entry,) = library([read_bibliography(Source("bib/a.bib", entry_text(fields, key)))])
    publication, found = read_publication(entry, settings, venues or Venues())  # type: ignore[arg-type]
    return publication, list(dict.fromkeys(found))


def codes(problems: list[Problem]) -> list[str]:
    return [f"{problem.severity}[{problem.code}]" for problem in problems]


def test_a_complete_entry_is_shown_without_a_problem() -> None:
    publication, problems = read({})
    assert problems == []
    assert plain(publication.title) == "Seeing"
    assert plain(publication.authors) == "Ada Lovelace"
    assert plain(publication.venue) == "Notes, 1843"
    assert publication.year == "1843"
    assert publication.links == ()
    empty = (publication.abstract, publication.tag, publication.award, publication.award_note)
    assert empty == ((), (), (), ())
    assert (publication.anchor, publication.anchor_is_set) == ("key", False)


# --- title and authors


@pytest.mark.parametrize(
    "title",
    ["", "{}", "{{}}", "{ }", "{\\relax}", '""'],
    ids=["none", "{}", "{{}}", "space", "macro", "quotes"],
)
def test_a_title_that_shows_nothing_is_an_error(title: str) -> None:
    _, problems = read({"title": title})
    assert codes(problems) == ["error[missing-title]"]
    assert str(problems[0].place) == "bib/a.bib:1:1"


def test_a_title_is_read_as_tex() -> None:
    publication, _ = read({"title": r"{{On} \emph{H}$_2$O -- a {\"U}bung in $x^2$}"})
    assert publication.title == (
        Text("On "),
        Styled(Style.EMPHASIS, (Text("H"),)),
        Styled(Style.SUBSCRIPT, (Text("2"),)),
        Text("O – a Übung in "),
        Math("x^2"),
    )


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"author": '{Lovelace, Ada and Kurt G{\\"o}del}'}, "Ada Lovelace, Kurt Gödel"),
        ({"author": "", "editor": "{Babbage, Charles}"}, "Charles Babbage"),
        ({"author": "{ }", "editor": "{Babbage, Charles}"}, "Charles Babbage"),
        ({"author": "{Lovelace, Ada}", "editor": "{Babbage, Charles}"}, "Ada Lovelace"),
        ({"author": "{Lovelace, Ada and others}"}, "Ada Lovelace, et al."),
        ({"author": ""}, ""),
    ],
)
def test_the_authors_are_shown_or_else_the_editors(fields: dict[str, str], shown: str) -> None:
    assert plain(read(fields)[0].authors) == shown


# --- venue and year


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"booktitle": "{Book}", "journal": "{Journal}"}, "BOOK"),
        ({"journal": "{Journal}", "journaltitle": "{Title}"}, "JOURNAL"),
        ({"journaltitle": "{Title}", "howpublished": "{How}"}, "TITLE"),
        ({"eventtitle": "{Event}", "howpublished": "{How}"}, "EVENT"),
        ({"howpublished": "{How}", "school": "{School}"}, "HOW"),
        ({"school": "{School}", "institution": "{Institution}"}, "SCHOOL"),
        ({"institution": "{Institution}", "publisher": "{Publisher}"}, "INSTITUTION"),
        ({"publisher": "{Publisher}"}, "PUBLISHER"),
        ({"booktitle": "{ }", "publisher": "{Publisher}"}, "PUBLISHER"),
        ({"howpublished": "{\\url{https://example.org}}", "publisher": "{Publisher}"}, "PUBLISHER"),
        ({"howpublished": "{{\\url{https://example.org}}}", "publisher": "{Publisher}"}, "PUBLISHER"),
        ({"howpublished": "{\\href{https://example.org}{Page}}", "publisher": "{Publisher}"}, "PUBLISHER"),
        ({"howpublished": "{www.example.org}", "publisher": "{Publisher}"}, "PUBLISHER"),
        ({"howpublished": "{Online, https://example.org}"}, "ONLINE, HTTPS://EXAMPLE.ORG"),
        ({"journal": "{Computer Journal}"}, "The Computer Journal (CJ)"),
        ({"journal": "{nothing}"}, "nothing"),
        ({"eprint": "{1706.03762}", "archiveprefix": "{arXiv}"}, "ARXIV"),
        ({"note": "{A private remark}", "school": "{School}"}, "SCHOOL"),
    ],
)
def test_the_venue_is_that_of_the_first_field_which_names_one(fields: dict[str, str], shown: str) -> None:
    publication, problems = read({"venue": "", **fields})
    assert plain(publication.venue) == f"{shown}, 1843"
    assert problems == []


def test_a_venue_as_it_stands_is_looked_for_in_no_list() -> None:
    venues = Venues()
    publication, _ = read({"venue": "{My \\emph{Notes}}", "journal": "{Journal}"}, venues=venues)
    assert publication.venue == (
        Text("My "),
        Styled(Style.EMPHASIS, (Text("Notes"),)),
        Text(", 1843"),
    )
    assert (venues.asked, publication.unlisted_venue) == ([], None)


def test_the_list_is_asked_with_the_entrys_own_abbreviations_and_where_the_venue_stands() -> None:
    venues = Venues()
    fields = {"venue": "", "booktitle": "{The \\& Book}", "series": "{B '43}", "abbr": "{TB}"}
    publication, _ = read(fields, venues=venues)
    where = {"field": "booktitle", "entry_type": "article"}
    assert venues.asked == [("The & Book", {**where, "series": "B '43", "short": "TB", "year": "1843"})]
    assert publication.unlisted_venue == ("THE & BOOK", "booktitle")


def test_a_venue_of_the_list_is_not_told_as_unlisted() -> None:
    assert read({"venue": "", "journal": "{Computer Journal}"})[0].unlisted_venue is None


@pytest.mark.parametrize(
    "fields", [{}, {"note": "{A private remark}"}, {"howpublished": "{https://example.org}"}]
)
def test_an_entry_without_a_venue_is_a_warning(fields: dict[str, str]) -> None:
    publication, problems = read({"venue": "", **fields})
    assert codes(problems) == ["warning[missing-venue]"]
    assert plain(publication.venue) == "1843"


@pytest.mark.parametrize(
    ("fields", "year"),
    [
        ({"year": "1843"}, "1843"),
        ({"year": "{{1843}}"}, "1843"),
        ({"year": "{in press}"}, "in press"),
        ({"year": "{1985a}"}, "1985a"),
        ({"year": "{2021--2022}"}, "2021–2022"),
        ({"year": "{2023-06-01}"}, "2023"),
        ({"year": "", "date": "{2023}"}, "2023"),
        ({"year": "", "date": "{2023-06}"}, "2023"),
        ({"year": "", "date": "{2023-06-01/2023-06-05}"}, "2023"),
        ({"year": "{ }", "date": "{2023/2024}"}, "2023"),
        ({"year": "1843", "date": "{2023}"}, "1843"),
    ],
)
def test_the_year_is_that_of_year_or_else_of_date(fields: dict[str, str], year: str) -> None:
    publication, problems = read(fields)
    assert publication.year == year
    assert plain(publication.venue) == f"Notes, {year}"
    assert problems == []


def test_an_entry_without_a_year_is_a_warning_and_its_line_ends_with_the_venue() -> None:
    publication, problems = read({"year": ""})
    assert codes(problems) == ["warning[missing-year]"]
    assert (plain(publication.venue), publication.year) == ("Notes", "")


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("{Early Access}", "Early Access"),
        ("{inpress}", "In Press"),
        ("{InPreparation}", "In Preparation"),
        ("{submitted}", "Submitted"),
        ("{forthcoming}", "Forthcoming"),
        ("{prepublished}", "Prepublished"),
        ("{to appear}", "to appear"),
    ],
)
def test_the_state_of_publication_stands_behind_the_year(state: str, shown: str) -> None:
    assert plain(read({"pubstate": state})[0].venue) == f"Notes, 1843, {shown}"


# --- links

U = "https://example.org/"


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        ({"paper": "{%s1}", "pdf": "{%s2}"}, f"{U}1"),
        ({"pdf": "{%s2}", "url": "{%s3}"}, f"{U}2"),
        ({"url": "{%s3}", "doi": "{10.1000/4}"}, f"{U}3"),
        ({"doi": "{10.1000/4}", "eprint": "{1706.03762}"}, "https://doi.org/10.1000/4"),
        ({"doi": "{https://doi.org/10.1000/4}"}, "https://doi.org/10.1000/4"),
        ({"doi": "{doi:10.1000/a\\_b}"}, "https://doi.org/10.1000/a_b"),
        ({"eprint": "{1706.03762}"}, "https://arxiv.org/abs/1706.03762"),
        ({"eprint": "{arXiv:1706.03762v2}"}, "https://arxiv.org/abs/1706.03762v2"),
        ({"eprint": "{hep-th/9901001}"}, "https://arxiv.org/abs/hep-th/9901001"),
        ({"eprint": "{math.GT/0309136}"}, "https://arxiv.org/abs/math.GT/0309136"),
        ({"pdf": "{seeing.pdf}", "url": "{%s3}"}, f"{U}3"),
        ({"pdf": "{files/12/seeing.pdf}", "doi": "{10.1000/4}"}, "https://doi.org/10.1000/4"),
        ({"url": "{C:\\\\Users\\\\ada}", "doi": "{10.1000/4}"}, "https://doi.org/10.1000/4"),
        ({"paper": "{/files/seeing.pdf}"}, "/files/seeing.pdf"),
        ({"url": "{\\url{%sa\\_b\\%%20c}}"}, f"{U}a_b%20c"),
        ({"eprint": "{2003/123}"}, None),
        ({"eprint": "{2301.01234}", "eprinttype": "{hal}"}, None),
        ({"eprint": "{1706.03762 [cs.CL]}"}, "https://arxiv.org/abs/1706.03762"),
        ({"eprint": "{https://arxiv.org/abs/1706.03762v1}"}, "https://arxiv.org/abs/1706.03762v1"),
        ({"eprint": "{https://example.org/e}", "eprinttype": "{iacr}"}, f"{U}e"),
        ({"journal": "{arXiv preprint arXiv:1706.03762}"}, "https://arxiv.org/abs/1706.03762"),
        ({"arxiv": "{1706.03762}", "pdf": "{seeing.pdf}"}, "https://arxiv.org/abs/1706.03762"),
        ({"doi": "{{10.1000/4}}"}, "https://doi.org/10.1000/4"),
        ({"doi": "{https://doi.org/https://doi.org/10.1000/4.}"}, "https://doi.org/10.1000/4"),
        ({"doi": "{10/abc123}"}, "https://doi.org/10/abc123"),
        ({"doi": "{%s4}"}, f"{U}4"),
        ({"url": "{10.1000/4}"}, "https://doi.org/10.1000/4"),
        ({"url": "{doi:10.1000/4}"}, "https://doi.org/10.1000/4"),
        ({"url": "{arXiv:1706.03762}"}, "https://arxiv.org/abs/1706.03762"),
        ({"url": "{http://dx.doi.org/10.1000/4}"}, "http://dx.doi.org/10.1000/4"),
        ({"paper": "{{%s1}}"}, f"{U}1"),
        ({"url": "{{%s3}}"}, f"{U}3"),
        ({"url": "{{\\url{%s3}}}"}, f"{U}3"),
        ({"url": "{\\href{%s3}{Page}}"}, f"{U}3"),
        ({"pdf": "{/Users/ada/seeing.pdf}", "url": "{%s3}"}, f"{U}3"),
        ({"pdf": "{/home/ada/seeing.pdf}", "doi": "{10.1000/4}"}, "https://doi.org/10.1000/4"),
        ({"pdf": "{file:///home/ada/seeing.pdf}", "url": "{%s3}"}, f"{U}3"),
        ({"pdf": "{Full Text:files/1/seeing.pdf:application/pdf}", "url": "{%s3}"}, f"{U}3"),
        ({"pdf": "{/Users/ada/seeing.pdf}"}, None),
        ({"pdf": "{/papers/seeing.pdf}", "url": "{%s3}"}, "/papers/seeing.pdf"),
        ({"pdf": "{javascript:alert(1)}", "url": "{%s3}"}, f"{U}3"),
    ],
)
def test_the_paper_leads_to_the_first_usable_address(fields: dict[str, str], url: str | None) -> None:
    values = {name: value % U if "%s" in value else value for name, value in fields.items()}
    publication, _ = read(values)
    assert publication.links == ((("Paper", url),) if url else ())


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"paper": "{seeing.pdf}", "url": "{%s}"}, ["error[bad-link]"]),
        ({"paper": "{javascript:alert(1)}"}, ["error[bad-link]"]),
        ({"pdf": "{javascript:alert(1)}"}, ["error[bad-link]"]),
        ({"pdf": "{javascript:alert(1)}", "url": "{%s}"}, []),
        ({"pdf": "{seeing.pdf}", "url": "{www.example.org}"}, ["error[bad-link]"]),
        ({"pdf": "{/home/ada/seeing.pdf}"}, ["warning[bad-link]"]),
        ({"pdf": "{C:\\papers\\seeing.pdf}"}, ["warning[bad-link]"]),
        ({"code": "{/home/ada/code.zip}"}, ["error[bad-link]"]),
        ({"slides": "{seeing.pdf}"}, ["error[bad-link]"]),
        ({"url": "{example.org/seeing}"}, ["error[bad-link]"]),
        ({"url": "{example.org}"}, ["error[bad-link]"]),
        ({"url": "{see https://example.org}"}, []),
        ({"url": "{(https://example.org)}"}, ["error[bad-link]"]),
        ({"url": "{files/12/seeing.pdf}"}, ["warning[bad-link]"]),
        ({"url": "{<Go to ISI>://000200148800014}"}, ["warning[bad-link]"]),
        ({"url": "{the page}"}, ["warning[bad-link]"]),
        ({"doi": "{10.1000}"}, ["error[bad-link]"]),
        ({"doi": "{10.1000}", "url": "{%s}"}, []),
        ({"eprint": "{1706}", "archiveprefix": "{arXiv}"}, ["warning[bad-link]"]),
        ({"pdf": "{}", "code": "{{}}"}, []),
        ({"url": "{data:text/html,x}"}, ["error[bad-link]"]),
        ({"url": "{//example.org}"}, ["error[bad-link]"]),
        ({"url": "{https://}"}, ["error[bad-link]"]),
        ({"code": "{www.example.org}"}, ["error[bad-link]"]),
        ({"code": "{n/a}", "dataset": "{soon}"}, ["error[bad-link]", "error[bad-link]"]),
        ({"pdf": "{seeing.pdf}"}, ["warning[bad-link]"]),
        ({"pdf": "{seeing.pdf}", "doi": "{10.1000/4}"}, []),
        ({"doi": "{n/a}"}, ["warning[bad-link]"]),
        ({"eprint": "{2003/123}", "eprinttype": "{iacr}"}, []),
        ({"url": "{%sone %stwo}"}, ["warning[bad-link]"]),
        ({"code": "{ }"}, []),
    ],
)
def test_an_address_that_is_none_is_told(fields: dict[str, str], told: list[str]) -> None:
    values = {name: value.replace("%s", U) for name, value in fields.items()}
    assert codes(read(values)[1]) == told


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("example.org/a", "write `https://example.org/a`"),
        ("seeing.pdf", "such as `/files/seeing.pdf`"),
        ("{{ site.baseurl }}/a.zip", "or one of this site that begins with `/`"),
    ],
)
def test_the_hint_says_how_to_write_the_address(value: str, hint: str) -> None:
    (problem,) = read({"code": f"{{{value}}}"})[1]
    assert problem.hint.endswith(hint)


def test_in_the_overrides_every_field_is_written_by_hand() -> None:
    found = library([read_bibliography(Source("bib/a.bib", entry_text({**COMPLETE, "url": f"{{{U}}}"})))])
    told, _ = read_overrides("bib/overrides.yml", "key: {pdf: seeing.pdf}\n")
    settings, _ = read_settings("bib/pubmd.yml", "sections: {topics: {pages: {vision: }}}\n")
    assert told is not None
    assert settings is not None
    changed, _ = amended(Papers.of(found), told)
    publication, problems = read_publication(changed.entries[0], settings, Venues())  # type: ignore[arg-type]
    assert publication.links == ()
    assert codes(list(problems)) == ["error[bad-link]"]
    assert str(problems[0].place) == "bib/overrides.yml:1:12"


def test_an_arxiv_id_that_is_a_link_of_its_own_is_not_the_paper_too() -> None:
    fields = {"arxiv": "{1706.03762}", "pdf": "{seeing.pdf}"}
    publication, problems = read(fields, configuration="links: {arxiv: Preprint}\n")
    assert publication.links == (("Preprint", "https://arxiv.org/abs/1706.03762"),)
    assert problems == []


def test_of_several_addresses_in_a_field_the_first_is_linked() -> None:
    assert read({"url": f"{{{U}one; {U}two}}"})[0].links == (("Paper", f"{U}one"),)


def test_an_address_that_may_not_stand_on_a_page_is_not_linked() -> None:
    assert read({"code": "{javascript:alert(1)}", "video": f"{{{U}v}}"})[0].links == (
        ("Intro Video", f"{U}v"),
    )


def test_links_stand_in_the_configured_order_under_the_configured_labels() -> None:
    fields = {name: f"{{{U}{name}}}" for name in ("blog", "supp", "video", "code", "paper")}
    publication, _ = read(fields, configuration="links: {blog: Blog, video: Talk}\n")
    assert publication.links == (
        ("Paper", f"{U}paper"),
        ("Code", f"{U}code"),
        ("Talk", f"{U}video"),
        ("Supplement", f"{U}supp"),
        ("Blog", f"{U}blog"),
    )


@pytest.mark.parametrize("name", ["note", "annote", "file", "local-url", "owner", "timestamp"])
def test_private_fields_are_never_shown(name: str) -> None:
    fields = {"venue": "", "year": "", name: f"{{{U}secret}}"}
    publication, _ = read(fields)
    assert "secret" not in repr(
        [getattr(publication, each) for each in ("title", "authors", "venue", "links")]
    )


# --- abstract and its id


def test_an_abstract_is_typed_text_with_paragraphs() -> None:
    publication, _ = read({"abstract": "{He said \"yes\" -- 50\\% of $x$.\n\nThen ``no''.}"})
    assert publication.abstract == (
        Text('He said "yes" -- 50% of '),
        Math("x"),
        Text("."),
        Break(),
        Text("Then “no”."),
    )


@pytest.mark.parametrize(
    ("fields", "key", "anchor", "is_set"),
    [
        ({}, "li23", "li23", False),
        ({"abs_id": "{own}"}, "li23", "own", True),
        ({"abs_id": "{ own }"}, "li23", "own", True),
        ({"abs_id": "{}"}, "li23", "li23", False),
        ({}, "", "Seeing", False),
        ({"abs_id": "{own}"}, "", "own", True),
    ],
)
def test_the_id_is_abs_id_or_else_the_key_or_else_the_title(
    fields: dict[str, str], key: str, anchor: str, is_set: bool
) -> None:
    publication, _ = read(fields, key=key)
    assert (publication.anchor, publication.anchor_is_set) == (anchor, is_set)


# --- tag, award, hidden


def test_tag_and_award_are_read_as_tex() -> None:
    publication, problems = read(
        {
            "tag": "{Top 1\\%}",
            "award": "{Best {P}aper}",
            "award_note": "{of \\href{https://example.org}{the year}}",
        }
    )
    assert problems == []
    assert publication.tag == (Text("Top 1%"),)
    assert publication.award == (Text("Best Paper"),)
    assert publication.award_note == (Text("of "), Link("https://example.org", (Text("the year"),)))


@pytest.mark.parametrize(
    ("value", "hidden"),
    [
        ("{true}", True),
        ("{True}", True),
        ("{{true}}", True),
        ("{ yes }", True),
        ("1", True),
        ('"true"', True),
        ("{false}", False),
        ("{no}", False),
        ("0", False),
        ("{}", False),
        ("", False),
    ],
)
def test_an_entry_is_hidden_where_it_says_so(value: str, hidden: bool) -> None:
    assert is_hidden(read({"hidden": value})[0].entry) is hidden


# --- what is odd about an entry


@pytest.mark.parametrize(
    ("fields", "told", "place"),
    [
        ({"title": "{On \\engine{Seeing}}"}, "warning[unknown-macro]", "bib/a.bib:2:15"),
        ({"author": "{Lovelace, Ada and A. B, C. D, E. F}"}, "warning[odd-name]", "bib/a.bib:3:31"),
        ({"venue": "notes"}, "warning[undefined-string]", "bib/a.bib:4:3"),
        ({"crossref": "{notes43}"}, "warning[missing-crossref]", "bib/a.bib:6:3"),
        ({"abstract": "{From\x96to}"}, "warning[control-character]", "bib/a.bib:6:19"),
        ({"award": "{An \\engine{x}}"}, "warning[unknown-macro]", "bib/a.bib:6:15"),
    ],
)
def test_what_is_odd_is_a_warning_at_its_place(fields: dict[str, str], told: str, place: str) -> None:
    _, problems = read(fields)
    assert codes(problems) == [told]
    assert str(problems[0].place) == place


def test_a_field_given_twice_counts_once_and_is_told() -> None:
    publication, problems = read({"year": "{1843},\n  year = {1844}"})
    assert publication.year == "1843"
    assert codes(problems) == ["warning[duplicate-field]"]


def test_an_entry_without_a_key_is_told() -> None:
    assert codes(read({}, key="")[1]) == ["warning[missing-key]"]


def test_what_is_not_shown_is_not_told() -> None:
    assert read({"keywords": "{\\engine}", "annote": "{From\x96to}", "file": "{\\oops}"})[1] == []
