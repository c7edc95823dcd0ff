"""One paper in the forms of a dozen exporters: each gives one and the same three lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site import TemporarySite

CONFIGURATION = "sections:\n  s:\n    pages:\n      all: {}\n"

# A conference paper whose title, names and venue every exporter spells in its own way.
CONFERENCE_LINES = """\
**HSCNN+: Advanced CNN-Based Hyperspectral Recovery From RGB Images** <br>
_Zhan Shi, Zheng-Jun Zha, José García_ <br>
<span><pub>IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR), 2023</pub></span>"""
CONFERENCE = {
    "zotero": r"""
@inproceedings{shi_hscnn_2023,
	address = {Vancouver, BC, Canada},
	title = {{HSCNN}+: {Advanced} {CNN}-{Based} {Hyperspectral} {Recovery} {From} {RGB} {Images}},
	copyright = {https://doi.org/10.15223/policy-029},
	isbn = {979-8-3503-0129-8},
	shorttitle = {{HSCNN}+},
	doi = {10.1109/CVPR52729.2023.00001},
	language = {en},
	urldate = {2024-01-15},
	booktitle = {2023 {IEEE}/{CVF} {Conference} on {Computer} {Vision} and {Pattern} {Recognition} ({CVPR})},
	publisher = {IEEE},
	author = {Shi, Zhan and Zha, Zheng-Jun and García, José},
	month = jun,
	year = {2023},
	pages = {939--947},
	file = {PDF:C\:\\Users\\me\\Zotero\\storage\\ABCD\\Shi.pdf:application/pdf},
}""",
    "better bibtex": r"""
@inproceedings{shiHSCNNAdvancedCNNBased2023,
  title = {{{HSCNN}}+: {{Advanced CNN-Based Hyperspectral Recovery From RGB Images}}},
  shorttitle = {{{HSCNN}}+},
  booktitle = {Proceedings of the {{IEEE}}/{{CVF Conference}} on {{Computer Vision}} and {{Pattern Recognition}}},
  author = {Shi, Zhan and Zha, Zheng-Jun and Garc{\'i}a, Jos{\'e}},
  year = {2023},
  month = jun,
  pages = {939--947},
}""",
    "better biblatex": r"""
@inproceedings{shiHSCNNAdvancedCNNBased2023,
  title = {{{HSCNN}}+: {{Advanced CNN-Based Hyperspectral Recovery From RGB Images}}},
  booktitle = {2023 {{IEEE}}/{{CVF Conference}} on {{Computer Vision}} and {{Pattern Recognition}} ({{CVPR}})},
  author = {Shi, Zhan and Zha, Zheng-Jun and García, José},
  date = {2023-06-17},
  eventtitle = {2023 {{IEEE}}/{{CVF Conference}} on {{Computer Vision}} and {{Pattern Recognition}} ({{CVPR}})},
  langid = {english},
}""",
    "google scholar": r"""
@inproceedings{shi2023hscnn,
  title={HSCNN+: Advanced CNN-Based Hyperspectral Recovery From RGB Images},
  author={Shi, Zhan and Zha, Zheng-Jun and Garc{\'\i}a, Jos{\'e}},
  booktitle={Proceedings of the IEEE/CVF conference on computer vision and pattern recognition},
  pages={939--947},
  year={2023}
}""",
    "google scholar, damaged": r"""
@inproceedings{shi2023hscnn,
  title={$\{$HSCNN+$\}$: Advanced CNN-Based Hyperspectral Recovery From RGB Images},
  author={Shi, Zhan and Zha, Zheng-Jun and Garc{$\backslash$'$\backslash$i}a, Jos{$\backslash$'e}},
  booktitle={Proceedings of the ieee/cvf conference on computer vision and pattern recognition},
  year={2023}
}""",
    "dblp": r"""
@inproceedings{DBLP:conf/cvpr/ShiZG23,
  author       = {Zhan Shi 0003 and
                  Zheng{-}Jun Zha and
                  Jos{\'{e}} Garc{\'{\i}}a},
  title        = {{HSCNN+:} Advanced CNN-Based Hyperspectral Recovery From {RGB} Images},
  booktitle    = {{IEEE/CVF} Conference on Computer Vision and Pattern Recognition,
                  {CVPR} 2023, Vancouver, BC, Canada, June 17-24, 2023},
  pages        = {939--947},
  publisher    = {{IEEE}},
  year         = {2023},
  url          = {https://doi.org/10.1109/CVPR52729.2023.00001},
  doi          = {10.1109/CVPR52729.2023.00001},
  timestamp    = {Tue, 29 Aug 2023 15:44:40 +0200},
  biburl       = {https://dblp.org/rec/conf/cvpr/ShiZG23.bib},
  bibsource    = {dblp computer science bibliography, https://dblp.org}
}""",
    "ieee xplore": r"""
@INPROCEEDINGS{10203456,
  author={Shi, Zhan and Zha, Zheng-Jun and García, José},
  booktitle={2023 IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)},
  title={HSCNN+: Advanced CNN-Based Hyperspectral Recovery From RGB Images},
  year={2023},
  volume={},
  number={},
  pages={939-947},
  keywords={Image recognition;Computer vision},
  doi={10.1109/CVPR52729.2023.00001}}
""",
    "cvf open access": r"""
@InProceedings{Shi_2023_CVPR,
    author    = {Shi, Zhan and Zha, Zheng-Jun and Garc{\'\i}a, Jos\'e},
    title     = {HSCNN+: Advanced CNN-Based Hyperspectral Recovery From RGB Images},
    booktitle = {Proceedings of the IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)},
    month     = {June},
    year      = {2023},
    pages     = {939-947}
}""",
    "jabref": r"""% Encoding: UTF-8

@InProceedings{Shi2023,
  author    = {Zhan Shi and Zheng-Jun Zha and Jos{\'{e}} Garc{\'{i}}a},
  booktitle = {2023 {IEEE}/{CVF} Conference on Computer Vision and Pattern Recognition ({CVPR})},
  date      = {2023-06},
  title     = {{HSCNN}+: Advanced {CNN}-Based Hyperspectral Recovery From {RGB} Images},
  publisher = {{IEEE}},
  owner     = {me},
}

@Comment{jabref-meta: databaseType:biblatex;}
""",
    "mendeley": r"""
@inproceedings{Shi2023,
abstract = {},
author = {Shi, Zhan and Zha, Zheng Jun and Garc{\'{i}}a, Jos{\'{e}}},
booktitle = {Proceedings of the IEEE Computer Society Conference on Computer Vision and Pattern Recognition},
doi = {10.1109/CVPR52729.2023.00001},
mendeley-groups = {Hyperspectral},
title = {{HSCNN+: Advanced CNN-Based Hyperspectral Recovery From RGB Images}},
volume = {2023-June},
year = {2023}
}""".replace("Zheng Jun", "Zheng-Jun"),
    "al-folio": r"""---
---

@string{cvpr = {IEEE/CVF Conference on Computer Vision and Pattern Recognition,}}

@inproceedings{shi2023hscnn,
  abbr={CVPR},
  title={HSCNN+: Advanced CNN-Based Hyperspectral Recovery From RGB Images},
  author={Shi, Zhan and Zha, Zheng-Jun and García, José},
  booktitle=cvpr,
  year={2023},
  bibtex_show={true},
  selected={true},
  preview={hscnn.png}
}""",
    "biblatex with extended names": r"""
@InProceedings(shi23,
  Author    = "family=Shi, given=Zhan and family=Zha, given=Zheng-Jun and family=Garc{\'\i}a, given=Jos{\'e}",
  Title     = "HSCNN+: Advanced CNN-Based Hyperspectral Recovery From RGB Images",
  Booktitle = "CVPR",
  Date      = 2023-06-17/2023-06-24,
)
""".replace("2023-06-17/2023-06-24", "{2023-06-17/2023-06-24}"),
}

ARTICLE_LINES = """\
**Coded Hyperspectral Imaging & Its Limits: 50% Fewer Shots – A Study** <br>
_Zhan Shi, Jürgen Müller, Łukasz de la Cruz_ <br>
<span><pub>IEEE Transactions on Pattern Analysis and Machine Intelligence (T-PAMI), 2021</pub></span>"""
ARTICLE = {
    "zotero": r"""
@article{shi_coded_2021,
	title = {Coded {Hyperspectral} {Imaging} \& {Its} {Limits}: 50\% {Fewer} {Shots} – {A} {Study}},
	volume = {43},
	issn = {1939-3539},
	number = {3},
	journal = {IEEE Transactions on Pattern Analysis and Machine Intelligence},
	author = {Shi, Zhan and Müller, Jürgen and de la Cruz, Łukasz},
	month = mar,
	year = {2021},
}""",
    "dblp": r"""
@article{DBLP:journals/pami/ShiMC21,
  author  = {Zhan Shi and J{\"{u}}rgen M{\"{u}}ller and {\L}ukasz de la Cruz},
  title   = {Coded Hyperspectral Imaging {\&} Its Limits: 50{\%} Fewer Shots - {A} Study},
  journal = {{IEEE} Trans. Pattern Anal. Mach. Intell.},
  volume  = {43},
  year    = {2021},
}""".replace("Shots - {A}", "Shots -- {A}"),
    "ieee xplore": r"""
@ARTICLE{9000001,
  author={Shi, Zhan and Müller, Jürgen and de la Cruz, Łukasz},
  journal={IEEE Transactions on Pattern Analysis and Machine Intelligence},
  title={Coded Hyperspectral Imaging & Its Limits: 50% Fewer Shots – A Study},
  year={2021},
  volume={43},
  number={3},
  doi={10.1109/TPAMI.2020.0000001}}
""",
    "google scholar": r"""
@article{shi2021coded,
  title={Coded Hyperspectral Imaging \& Its Limits: 50\% Fewer Shots--A Study},
  author={Shi, Zhan and M{\"u}ller, J{\"u}rgen and de la Cruz, {\L}ukasz},
  journal={IEEE transactions on pattern analysis and machine intelligence},
  volume={43},
  year={2021},
  publisher={IEEE}
}""".replace("Shots--A", "Shots -- A"),
    "springer, html entities": r"""
@article{Shi2021,
  title={Coded Hyperspectral Imaging &amp; Its Limits: 50% Fewer Shots &#8211; A Study},
  author={Shi, Zhan and M&uuml;ller, J&uuml;rgen and de la Cruz, &#321;ukasz},
  journal={IEEE Trans. Pattern Anal. Mach. Intell.},
  year={2021},
}""",
    "biblatex": r"""
@Article{shi21,
  AUTHOR       = {Shi, Zhan and M\"uller, J\"urgen and {de la Cruz}, \L{}ukasz},
  TITLE        = {Coded Hyperspectral Imaging \& Its Limits: 50\,\% Fewer Shots \textendash{} A Study},
  JOURNALTITLE = {TPAMI},
  DATE         = {2021-03},
}""".replace(r"50\,\%", r"50\%"),
}

CASES = [
    *(pytest.param(text, CONFERENCE_LINES, id=f"conference: {name}") for name, text in CONFERENCE.items()),
    *(pytest.param(text, ARTICLE_LINES, id=f"article: {name}") for name, text in ARTICLE.items()),
]


@pytest.mark.parametrize(("export", "lines"), CASES)
def test_every_exporter_gives_the_same_three_lines(export: str, lines: str, tmp_path: Path) -> None:
    site = TemporarySite(tmp_path, {"bib/pubmd.yml": CONFIGURATION, "bib/all.bib": export})
    ran = site.run("sync")
    assert (ran.status, ran.err) == (0, "")
    page = site.read("_s/all.md")
    assert page[page.index("\n**", page.index("## ")) + 1 :].startswith(lines)
