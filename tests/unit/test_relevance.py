"""Whether damaged text may belong on a page: however its topics, keys and DOIs are spelt."""

from __future__ import annotations

import pytest

from pubmd.bibtex.bibliography import read_bibliography
from pubmd.bibtex.source import Source
from pubmd.config.settings_reader import read_settings
from pubmd.paper.library import macros_of
from pubmd.relevance import Relevance
from pubmd.topic import Topics

CONFIGURATION = """\
sections:
  manipulation:
    pages:
      denoising: {keywords: [denoising, noise reduction]}
      bruit: {keywords: [Débruitage, 'R&D', C++, (a.b)*, data_sets]}
"""
WANTED = (
    "li23",
    "10.1109/ABC_def.2024",
    "https://doi.org/10.1002/(sici)1:1<1::aid-x>3.0.co;2-2",
    "10.48550/arXiv.2401.01234",
)
MACROS = """\
@string{dn = "denoising"}
@string{half = "noise "}
@string{all = dn # ", more"}
@string{other = "deblurring"}
"""


def is_relevant(text: str, macros: str = MACROS) -> bool:
    """Whether a field of a damaged entry makes it one that may touch a page."""
    settings, problems = read_settings("bib/pubmd.yml", CONFIGURATION)
    assert settings, problems
    found = read_bibliography(
        Source("bib/a.bib", f"{macros}@article{{broken,\n  title = {{T,\n  {text}\n}}\n")
    )
    (fragment,) = found.fragments
    (known,) = macros_of([found])
    return Relevance(Topics(settings), WANTED).has(fragment, known)


@pytest.mark.parametrize(
    ("text", "relevant"),
    [
        ("keywords = {denoising}", True),
        ("keywords = {Noise Reduction, x}", True),
        ("keywords = {manipulation/denoising}", True),
        ("title = {Of Denoising}", True),
        ("keywords = {denoisings}", False),
        ("keywords = {self-denoising}", False),
        ("keywords = {denoising-net}", False),
        ("keywords = {C++}", True),
        ("keywords = {C}", False),
        ("keywords = {(A.B)*}", True),
        ("keywords = {axb}", False),
        ("keywords = {noise\n    reduction}", True),
        ("keywords = {noise~reduction}", True),
        ("keywords = {{D}enoising}", True),
        ("keywords = {de}noising", True),
        ("keywords = {R\\&D}", True),
        ("keywords = {R\\& D}", False),
        ("keywords = {data\\_sets}", True),
        ("keywords = {D{\\'e}bruitage}", True),
        ("keywords = {D\\'ebruitage}", True),
        ("keywords = {De\u0301bruitage}", True),
        ("keywords = {DÉBRUITAGE}", True),
        ("note = {costs 5$}, keywords = {D{\\'e}bruitage}, pages = {1$2}", True),
        ("keywords = {<b D{\\'e}bruitage}", True),
        ('keywords = "denois" # "ing"', True),
        ("keywords = dn", True),
        ("keywords = DN # {, x}", True),
        ("keywords = {x, } # all", True),
        ('keywords = half # "reduction"', True),
        ("keywords = other", False),
        ("keywords = {dn}", False),
        ("keywords = unknown", False),
        ("doi = {10.1109/abc_def.2024}", True),
        ("doi = {10.1109/abc\\_def.2024}", True),
        ("url = {https://doi.org/10.1109/ABC_DEF.2024},", True),
        ("doi = {10.1109/abc_def.20245}", False),
        ("doi = {10.1002/(SICI)1:1<1::AID-X>3.0.CO;2-2},", True),
        ("eprint = {2401.01234}", True),
        ("eprint = {2401.01234v2}", True),
        ("eprint = {2401.012345}", False),
        ("note = {}", False),
    ],
)
def test_a_damaged_entry_may_touch_a_page(text: str, relevant: bool) -> None:
    assert is_relevant(text) is relevant


def test_in_a_long_text_no_keyword_is_missed() -> None:
    filling = "\\'etude " * 60_000
    for at in (0, 199_990, 400_001, len(filling)):
        at -= at % 8
        assert is_relevant(f"abstract = {{{filling[:at]} D{{\\'e}}bruitage {filling[at:]}}}")
    assert not is_relevant(f"abstract = {{{filling}}}")


@pytest.mark.parametrize(
    ("head", "relevant"),
    [
        ("@article{li23 ", True),
        ("@article{{li23,", True),
        ("@article{li{23,", True),
        ("@article{li2,", False),
    ],
)
def test_the_keys_that_somebody_wants_count(head: str, relevant: bool) -> None:
    settings, _ = read_settings("bib/pubmd.yml", CONFIGURATION)
    assert settings
    found = read_bibliography(Source("bib/a.bib", f"{head}\n  title = {{T,\n}}\n"))
    (fragment,) = found.fragments
    (known,) = macros_of([found])
    assert Relevance(Topics(settings), WANTED).has(fragment, known) is relevant
