"""Where the DOI and the arXiv id of an entry are found."""

from __future__ import annotations

import pytest

from pubmd.bibtex.bibliography import read_bibliography
from pubmd.bibtex.source import Source
from pubmd.paper.identifier import arxiv_address, arxiv_id, arxiv_in, doi
from pubmd.paper.library import Entry, library


def entry(fields: str, entry_type: str = "article") -> Entry:
    (found,) = library([read_bibliography(Source("bib/a.bib", f"@{entry_type}{{k, {fields}}}"))])
    return found


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("doi = {10.1145/1.2}", "10.1145/1.2"),
        ("doi = {10.1145/ABC}", "10.1145/abc"),
        ("doi = { 10.1145/1.2. }", "10.1145/1.2"),
        ("doi = {https://doi.org/10.1145/1.2}", "10.1145/1.2"),
        ("doi = {http://dx.doi.org/10.1145/1.2}", "10.1145/1.2"),
        ("doi = {doi:10.1145/1.2}", "10.1145/1.2"),
        ("doi = {{10.1145/1.2}}", "10.1145/1.2"),
        ("doi = {10.1007/978-3-030-1_2}", "10.1007/978-3-030-1_2"),
        ("doi = {10.1007/978-3-030-1\\_2}", "10.1007/978-3-030-1_2"),
        ("doi = {10.1007/978-3-030-1{\\_}2}", "10.1007/978-3-030-1_2"),
        (
            "doi = {10.1002/(SICI)1097(19980815)17:15<1661::AID>3.0.CO;2-2}",
            "10.1002/(sici)1097(19980815)17:15<1661::aid>3.0.co;2-2",
        ),
        ("doi = {10.48550/arXiv.2301.00001}", ""),
        ("doi = {n/a}", ""),
        ("doi = {10/abc123}", ""),
        ("doi = {n/a}, url = {https://doi.org/10.1145/1.2}", "10.1145/1.2"),
        ("url = {\\url{https://doi.org/10.1145/1.2}}", "10.1145/1.2"),
        ("url = {http://doi.acm.org/10.1145/1.2}", "10.1145/1.2"),
        ("url = {10.1145/1.2}", "10.1145/1.2"),
        ("url = {doi:10.1145/1.2}", "10.1145/1.2"),
        ("doi = {}", ""),
        ("url = {https://doi.org/10.1145/1.2}", "10.1145/1.2"),
        ("url = {https://example.org/10.1145/1.2}", ""),
        ("doi = {10.1145/1.2}, url = {https://doi.org/10.1145/3.4}", "10.1145/1.2"),
        ("title = {T}", ""),
    ],
)
def test_a_doi_is_bare_and_in_lower_case(fields: str, expected: str) -> None:
    assert doi(entry(fields)) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("eprint = {1706.03762}, archiveprefix = {arXiv}", "1706.03762"),
        ("eprint = {1706.03762v5}, eprinttype = {arxiv}", "1706.03762"),
        ("eprint = {1706.03762}", "1706.03762"),
        ("eprint = {arXiv:1706.03762}", "1706.03762"),
        ("eprint = {hep-th/9901001v2}, archiveprefix = {arXiv}", "hep-th/9901001"),
        ("eprint = {math.GT/0309136}", "math.gt/0309136"),
        ("eprint = {https://arxiv.org/abs/1706.03762v1}", "1706.03762"),
        ("eprint = {1706.03762}, eprinttype = {hal}", ""),
        ("eprint = {hal-01234567}", ""),
        ("eprint = {https://example.org/doi/pdf/10.1080/01691864.2016.1234567}", ""),
        ("eprint = {https://example.org/pdf/1234567.pdf}", ""),
        ("eprint = {12345678}, eprinttype = {pubmed}", ""),
        ("doi = {10.48550/arXiv.1706.03762}", "1706.03762"),
        ("doi = {https://doi.org/10.48550/ARXIV.1706.03762v2}", "1706.03762"),
        ("doi = {10.48550/arxiv.hep-th/9901001}", "hep-th/9901001"),
        ("url = {http://arxiv.org/abs/1706.03762}", "1706.03762"),
        ("url = {https://arxiv.org/pdf/1706.03762v3.pdf}", "1706.03762"),
        ("url = {https://example.org/1706.03762}", ""),
        ("arxiv = {1706.03762}", "1706.03762"),
        ("arxiv = {https://arxiv.org/abs/1706.03762}", "1706.03762"),
        ("journal = {arXiv preprint arXiv:1706.03762}", "1706.03762"),
        ("journal = {CoRR}, volume = {abs/1706.03762}", "1706.03762"),
        ("journal = {CoRR}, volume = {abs/cs/0112017}", "cs/0112017"),
        ("number = {arXiv:1706.03762}", "1706.03762"),
        ("volume = {1706}, number = {3762}, pages = {1706.03762}", ""),
        ("note = {An extension of arXiv:1706.03762}", ""),
        ("eprint = {{1706.03762}}", "1706.03762"),
        ("eprint = {1706.03762 [cs.CL]}", "1706.03762"),
        ("pdf = {https://arxiv.org/pdf/1706.03762}", "1706.03762"),
        ("arxivid = {1706.03762}", "1706.03762"),
        ("arxiv = {0604596 [cond-mat]}", "cond-mat/0604596"),
        ("arxiv = {0405236v1 [arXiv:hep-ph]}", "hep-ph/0405236"),
        ("arxiv = {15334406}", ""),
        ("arxiv = {1533440}", ""),
        (
            "eprint = {0604596}, archiveprefix = {arXiv}, primaryclass = {cond-mat.mtrl-sci}",
            "cond-mat/0604596",
        ),
        ("eprint = {9901001}, archiveprefix = {hep-th}", "hep-th/9901001"),
        ("eprint = {0604596}, primaryclass = {cond-mat}", ""),
        ("eprint = {0604596}, eprinttype = {pubmed}, primaryclass = {cond-mat}", ""),
        ("eprint = {2301.01234}, eprinttype = {hal}", ""),
    ],
)
def test_an_arxiv_id_is_found_where_exporters_put_it(fields: str, expected: str) -> None:
    assert arxiv_id(entry(fields)) == expected


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        ("eprint = {1706.03762v2}", "https://arxiv.org/abs/1706.03762v2"),
        ("eprint = {math.GT/0309136}", "https://arxiv.org/abs/math.GT/0309136"),
        ("journal = {arXiv preprint arXiv:1706.03762}", "https://arxiv.org/abs/1706.03762"),
        ("eprint = {hal-01234567}, eprinttype = {hal}", ""),
        ("title = {T}", ""),
    ],
)
def test_an_arxiv_id_leads_to_its_version(fields: str, url: str) -> None:
    assert arxiv_address(entry(fields)) == url


@pytest.mark.parametrize(
    ("text", "prefixed", "found"),
    [
        ("1706.03762", False, "1706.03762"),
        ("1706.03762", True, ""),
        ("arXiv:1706.03762v2", True, "1706.03762v2"),
        ("{arXiv: hep-th/9901001}", True, "hep-th/9901001"),
        ("0604596", False, ""),
        ("https://arxiv.org/abs/1706.03762", False, ""),
    ],
)
def test_a_value_is_an_arxiv_id_with_or_without_saying_so(text: str, prefixed: bool, found: str) -> None:
    assert arxiv_in(text, prefixed=prefixed) == found
