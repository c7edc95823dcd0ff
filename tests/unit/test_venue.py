# ruff: noqa: E501 - exporters write long lines
"""Venues in the forms in which exporters write them, and what must not be taken for one."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubmd.paper.venue import Venue, VenueList
from pubmd.paper.venue_index import Index, _variants
from pubmd.paper.venue_segment import places, segments
from pubmd.paper.venue_unlisted import series_name, short_name
from pubmd.paper.venue_words import words
from tests.document import ROOT, script

SHIPPED = VenueList()
LIST = (ROOT / "venues/venues.json").read_text("utf-8")
DATA = json.loads(LIST)

FORMS = {
    "IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)": [
        "IEEE/CVF Conference on Computer Vision and Pattern Recognition",
        "IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)",
        "Proceedings of the IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)",
        "Proceedings of the IEEE/CVF conference on computer vision and pattern recognition",
        "Proceedings of the ieee/cvf conference on computer vision and pattern recognition",
        "2023 IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)",
        "IEEE/CVF Conference on Computer Vision and Pattern Recognition, CVPR 2023, Vancouver, BC, Canada, June 17-24, 2023",
        "{IEEE/CVF} Conference on Computer Vision and Pattern Recognition, {CVPR} 2020, Seattle, WA, USA, June 13-19, 2020",
        "IEEE Conference on Computer Vision and Pattern Recognition",
        "IEEE Computer Society Conference on Computer Vision and Pattern Recognition",
        "Computer Vision and Pattern Recognition (CVPR), 2012 IEEE Conference on",
        "Computer Vision and Pattern Recognition, 2009. CVPR 2009. IEEE Conference on",
        "The IEEE Conference on Computer Vision and Pattern Recognition (CVPR)",
        "Conference on Computer Vision and Pattern Recognition",
        "Proc. IEEE Conf. Comput. Vis. Pattern Recognit.",
        "Proc. of the IEEE Int. Conf. on Computer Vision and Pattern Recognition",
        "CVPR", "CVPR 2023", "CVPR'23", "CVPR '23", "CVPR23", "CVPR2023", "CVPR-23", "cvpr", "Proc. CVPR", "In CVPR",
        "Proceedings of the Computer Vision and Pattern Recognition Conference (CVPR)", "CVPR Conference", "CVPR (2)",
        "2005 IEEE Computer Society Conference on Computer Vision and Pattern Recognition (CVPR'05) - Volume 1 - Volume 01",
        "In: CVPR 2023", "IEEE CVPR", "Proceedings of CVPR 2023", "2023 CVPR", "Accepted to CVPR 2023",
    ],
    "IEEE/CVF Conference on Computer Vision and Pattern Recognition Workshops (CVPRW)": [
        "2021 IEEE/CVF Conference on Computer Vision and Pattern Recognition Workshops (CVPRW)",
        "Proceedings of the IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR) Workshops",
        "Proceedings of the IEEE Conference on Computer Vision and Pattern Recognition Workshops",
        "IEEE Conference on Computer Vision and Pattern Recognition Workshops, CVPR Workshops 2021, virtual, June 19-25, 2021",
        "IEEE Conference on Computer Vision and Pattern Recognition, CVPR Workshops 2018, Salt Lake City, UT, USA",
        "Proceedings of the Computer Vision and Pattern Recognition Conference Workshops",
        "CVPR Workshops", "CVPR Workshop", "CVPRW", "CVPRW 2021", "CVPR 2021 Workshops",
    ],
    "IEEE/CVF International Conference on Computer Vision (ICCV)": [
        "Proceedings of the IEEE/CVF International Conference on Computer Vision (ICCV)",
        "Proceedings of the IEEE international conference on computer vision",
        "2009 IEEE 12th International Conference on Computer Vision",
        "Computer Vision, 2009 IEEE 12th International Conference on",
        "Computer Vision (ICCV), 2011 IEEE International Conference on",
        "IEEE 11th International Conference on Computer Vision, ICCV 2007, Rio de Janeiro, Brazil, October 14-20, 2007",
        "2019 IEEE/CVF International Conference on Computer Vision, ICCV 2019, Seoul, Korea (South), October 27 - November 2, 2019",
        "Tenth IEEE International Conference on Computer Vision (ICCV'05) Volume 1", "ICCV (3)",
        "Proceedings Ninth IEEE International Conference on Computer Vision",
        "International Conference on Computer Vision", "ICCV", "ICCV'21", "IEEE ICCV", "Int. Conf. Comput. Vis.",
    ],
    "IEEE International Conference on Computer Vision Workshops (ICCVW)": [
        "2017 IEEE International Conference on Computer Vision Workshops (ICCVW)",
        "2019 IEEE/CVF International Conference on Computer Vision Workshop (ICCVW)",
        "Proceedings of the IEEE/CVF International Conference on Computer Vision (ICCV) Workshops",
        "2019 IEEE/CVF International Conference on Computer Vision Workshops, ICCV Workshops 2019, Seoul, Korea (South), October 27-28, 2019",
        "IEEE/CVF International Conference on Computer Vision Workshops (ICCVW)", "ICCVW 2021",
        "ICCV Workshops",
    ],
    "European Conference on Computer Vision (ECCV)": [
        "European conference on computer vision",
        "Proceedings of the European Conference on Computer Vision (ECCV)",
        "Computer Vision - ECCV 2020 - 16th European Conference, Glasgow, UK, August 23-28, 2020, Proceedings, Part XII",
        "Computer Vision – ECCV 2022", "Computer Vision -- ECCV 2018", "Computer Vision — ECCV 2002",
        "Computer Vision – ECCV 2022: 17th European Conference, Tel Aviv, Israel, October 23–27, 2022, Proceedings, Part XIX",
        "Computer Vision–ECCV 2016: 14th European Conference, Amsterdam, The Netherlands, October 11–14, 2016, Proceedings, Part II 14",
        "Computer Vision--ECCV 2014", "Computer Vision-ECCV 2014", "ECCV 2022, LNCS 13678", "ECCV (12)",
        "European Conference on Computer Vision, Lecture Notes in Computer Science, vol 12345",
        "Euro. Conf. Comput. Vis.", "ECCV", "ECCV 2024", "16th European Conference on Computer Vision",
    ],
    "European Conference on Computer Vision Workshops (ECCVW)": [
        "Computer Vision - ECCV 2018 Workshops - Munich, Germany, September 8-14, 2018, Proceedings, Part V",
        "Computer Vision – ECCV 2022 Workshops",
        "Proceedings of the European Conference on Computer Vision (ECCV) Workshops",
        "European Conference on Computer Vision Workshops", "ECCV Workshops", "ECCVW",
    ],
    "ACM International Conference on Multimedia (MM)": [
        "Proceedings of the 31st ACM International Conference on Multimedia",
        "Proceedings of the 28th ACM international conference on multimedia",
        "MM '23: Proceedings of the 31st ACM International Conference on Multimedia",
        "MM '20: The 28th ACM International Conference on Multimedia, Virtual Event / Seattle, WA, USA, October 12-16, 2020",
        "Proceedings of the 27th ACM International Conference on Multimedia, MM 2019, Nice, France, October 21-25, 2019",
        "Proceedings of the international conference on Multimedia",
        "ACM Multimedia", "ACM Multimedia 2020", "ACM MM", "ACM MM 2021", "MM '23", "ACMMM",
    ],
    "Advances in Neural Information Processing Systems (NeurIPS)": [
        "Advances in Neural Information Processing Systems",
        "Advances in neural information processing systems",
        "Advances in Neural Information Processing Systems 32",
        "Advances in Neural Information Processing Systems (NeurIPS)",
        "Advances in Neural Information Processing Systems 32: Annual Conference on Neural Information Processing Systems 2019, NeurIPS 2019, December 8-14, 2019, Vancouver, BC, Canada",
        "Thirty-Eighth Annual Conference on Neural Information Processing Systems (NeurIPS)",
        "Proceedings of the 30th International Conference on Neural Information Processing Systems",
        "Adv. Neural Inf. Process. Syst.", "NIPS", "NeurIPS", "NIPS 2016", "Nips", "Neural Information Processing Systems",
    ],
    "International Conference on Learning Representations (ICLR)": [
        "8th International Conference on Learning Representations, ICLR 2020, Addis Ababa, Ethiopia, April 26-30, 2020",
        "6th International Conference on Learning Representations, ICLR 2018, Vancouver, BC, Canada, April 30 - May 3, 2018, Conference Track Proceedings",
        "The Twelfth International Conference on Learning Representations, ICLR 2024, Vienna, Austria, May 7-11, 2024",
        "The Eleventh International Conference on Learning Representations",
        "International Conference on Learning Representation (ICLR)", "ICLR",
    ],
    "International Conference on Machine Learning (ICML)": [
        "Proceedings of the 36th International Conference on Machine Learning, ICML 2019, 9-15 June 2019, Long Beach, California, USA",
        "International conference on machine learning", "Int. Conf. Mach. Learn.", "ICML-06", "Proceedings of ICML",
        "International Conference on Machine Learning, PMLR", "International Conference on Machine Learning, volume 97 of PMLR",
        "Proceedings of the 38th International Conference on Machine Learning, volume 139 of Proceedings of Machine Learning Research",
    ],
    "AAAI Conference on Artificial Intelligence (AAAI)": [
        "Proceedings of the AAAI conference on artificial intelligence",
        "Proceedings of the Thirty-Second AAAI Conference on Artificial Intelligence, (AAAI-18), the 30th innovative Applications of Artificial Intelligence (IAAI-18), and the 8th AAAI Symposium on Educational Advances in Artificial Intelligence (EAAI-18), New Orleans, Louisiana, USA, February 2-7, 2018",
        "The Thirty-Third AAAI Conference on Artificial Intelligence, AAAI 2019, The Thirty-First Innovative Applications of Artificial Intelligence Conference, IAAI 2019, The Ninth AAAI Symposium on Educational Advances in Artificial Intelligence, EAAI 2019, Honolulu, Hawaii, USA, January 27 - February 1, 2019",
        "AAAI-88", "Proc. AAAI", "AAAI",
    ],
    "Annual Meeting of the Association for Computational Linguistics (ACL)": [
        "Proceedings of the 57th Conference of the Association for Computational Linguistics, ACL 2019, Florence, Italy, July 28- August 2, 2019, Volume 1: Long Papers",
        "Proceedings of the 55th Annual Meeting of the Association for Computational Linguistics (Volume 2: Short Papers)",
        "Proceedings of the 59th Annual Meeting of the Association for Computational Linguistics and the 11th International Joint Conference on Natural Language Processing, ACL/IJCNLP 2021, (Volume 1: Long Papers), Virtual Event, August 1-6, 2021",
        "ACL", "ACL 2020",
    ],
    "Findings of the Association for Computational Linguistics: EMNLP (EMNLP Findings)": [
        "Findings of the Association for Computational Linguistics: EMNLP 2020",
        "Findings of the Association for Computational Linguistics: EMNLP 2021, Virtual Event / Punta Cana, Dominican Republic, 16-20 November, 2021",
        "EMNLP (Findings)", "Findings of EMNLP",
    ],
    "ACM SIGMOD International Conference on Management of Data (SIGMOD)": [
        "SIGMOD Conference", "SIGMOD Conference (2)", "SIGMOD Conference 2019", "SIGMOD",
    ],
    "ACM Symposium on User Interface Software and Technology (UIST)": [
        "UIST '13 Proceedings of the 26th annual ACM symposium on User interface software and technology", "UIST",
    ],
    "Conference on Empirical Methods in Natural Language Processing (EMNLP)": [
        "Proceedings of the 2020 Conference on Empirical Methods in Natural Language Processing (EMNLP): Main Track", "EMNLP (1)",
    ],
    "CHI Conference on Human Factors in Computing Systems (CHI)": [
        "CHI '00 Proceedings of the SIGCHI Conference on Human Factors in Computing Systems",
        "Proceedings of the 2023 CHI Conference on Human Factors in Computing Systems",
        "CHI '20: CHI Conference on Human Factors in Computing Systems, Honolulu, HI, USA, April 25-30, 2020",
        "Proceedings of the SIGCHI Conference on Human Factors in Computing Systems", "CHI '20", "ACM CHI",
    ],
    "Extended Abstracts of the CHI Conference on Human Factors in Computing Systems (CHI EA)": [
        "Extended Abstracts of the 2020 CHI Conference on Human Factors in Computing Systems",
        "CHI '08: CHI '08 extended abstracts on Human factors in computing systems", "CHI EA '20",
    ],
    "International Conference on Medical Image Computing and Computer Assisted Intervention (MICCAI)": [
        "Medical Image Computing and Computer Assisted Intervention - MICCAI 2019 - 22nd International Conference, Shenzhen, China, October 13-17, 2019, Proceedings, Part I",
        "International Conference on Medical image computing and computer-assisted intervention",
        "Medical Image Computing and Computer-Assisted Intervention – MICCAI 2015", "MICCAI",
    ],
    "IEEE International Conference on Acoustics, Speech and Signal Processing (ICASSP)": [
        "ICASSP 2023 - 2023 IEEE International Conference on Acoustics, Speech and Signal Processing (ICASSP)",
        "IEEE International Conference on Acoustics, Speech, and Signal Processing",
        "Acoustics, Speech and Signal Processing (ICASSP), 2010 IEEE International Conference on",
        "2001 IEEE International Conference on Acoustics, Speech, and Signal Processing. Proceedings", "ICASSP",
    ],
    "International Conference on 3D Vision (3DV)": [
        "2020 International Conference on 3D Vision (3DV)", "International Conference on 3-D Vision", "3DV 2020", "3DV",
        "8th International Conference on 3D Vision, 3DV 2020, Virtual Event, Japan, November 25-28, 2020",
    ],
    "IEEE Transactions on Pattern Analysis and Machine Intelligence (T-PAMI)": [
        "IEEE Transactions on Pattern Analysis and Machine Intelligence",
        "IEEE transactions on pattern analysis and machine intelligence",
        "IEEE Transactions on Pattern Analysis & Machine Intelligence",
        "IEEE Transactions on Pattern Analysis and Machine Intelligence (TPAMI)",
        "IEEE Trans. Pattern Anal. Mach. Intell.", "IEEE Trans Pattern Anal Mach Intell",
        "Pattern Analysis and Machine Intelligence, IEEE Transactions on", "IEEE Trans. on PAMI", "IEEE Trans. PAMI",
        "Transactions on Pattern Analysis and Machine Intelligence", "T-PAMI", "TPAMI", "IEEE TPAMI", "PAMI",
    ],
    "IEEE Transactions on Image Processing (T-IP)": [
        "IEEE Trans. Image Process.", "IEEE Transactions on Image Processing, vol. 12, no. 3", "IEEE TIP", "TIP",
        "IEEE transactions on image processing : a publication of the IEEE Signal Processing Society",
        "Image Processing, IEEE Transactions on", "IEEE Trans. on Image Processing", "IEEE Trans. Image Proc.",
    ],
    "ACM Transactions on Multimedia Computing, Communications, and Applications (TOMM)": [
        "ACM Transactions on Multimedia Computing, Communications, and Applications (TOMM)",
        "ACM Transactions on Multimedia Computing, Communications and Applications", "TOMM", "ACM TOMM",
        "ACM Trans. Multim. Comput. Commun. Appl.", "ACM Trans. Multimedia Comput. Commun. Appl.",
    ],
    "ACM Transactions on Graphics (TOG)": [
        "ACM Trans. Graph.", "ACM Transactions on Graphics (TOG)", "ACM Transactions on Graphics (ToG)",
        "ACM Transactions on Graphics (Proceedings of SIGGRAPH Asia 2019)", "ACM Trans. Graph. (Proc. SIGGRAPH)",
    ],
    "International Journal of Computer Vision (IJCV)": [
        "Int. J. Comput. Vis.", "International journal of computer vision", "IJCV",
        "Int. J. of Computer Vision", "International Journal on Computer Vision", "Int J Comput Vis",
    ],
    "Signal Processing: Image Communication": [
        "Signal Process. Image Commun.", "Signal Processing: Image Communication", "Signal Process.: Image Commun.",
    ],
    "Science": ["Science (New York, N.Y.)", "Science (New York, NY)", "Science (80-. )."],
    "Nature": ["Nature (London)", "Nature"],
    "Sensors": ["Sensors (Basel, Switzerland)", "Sensors (Basel)"],
    "Neural Networks": ["Neural networks : the official journal of the International Neural Network Society", "Neural Netw"],
    "Lecture Notes in Computer Science (LNCS)": [
        "Lecture Notes in Computer Science (including subseries Lecture Notes in Artificial Intelligence and Lecture Notes in Bioinformatics)",
    ],
    "Japanese Journal of Applied Physics (JJAP)": ["Jpn. J. Appl. Phys.", "Jpn J Appl Phys"],
    "Optics Express (OE)": ["Opt. Express", "Optics express", "Opt Express"],
    "arXiv": [
        "arXiv preprint arXiv:2304.04962", "arXiv", "ArXiv", "CoRR", "abs/2304.04962", "CoRR abs/2304.04962", "arXiv e-prints",
        "ArXiv E-Prints", "arXiv:2304.04962 [cs.CV]", "ArXiv191201346 Cond-Mat", "arXiv preprint, arXiv:1502.04623",
        "arXiv preprint arXiv:2304.04962, 2023", "Computing Research Repository",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "raw"), [pytest.param(text, raw, id=raw) for text in FORMS for raw in FORMS[text]]
)
def test_a_listed_venue_has_one_text_whoever_exported_it(text: str, raw: str) -> None:
    venue = SHIPPED.find(raw)
    assert venue.text == text
    assert venue.listed


NOT_LISTED = [
    # like a listed venue, and another
    "Computer Vision", "Conference on Computer Vision", "Conference on Computer Vision and Graphics",
    "Middle European Conference on Computer Vision", "International Conference on Computer Vision Theory",
    "International Conference on Computer Vision, Imaging and Graphics", "IEEE Workshop on Applications of Computer Vision",
    "International Journal of Computer Vision and Image Processing (IJCVIP)", "Computer Vision Systems",
    "Symposium on Computer Vision and Pattern Recognition", "Pattern Recognition and Machine Intelligence",
    "Pattern Recognition and Image Analysis", "Nature and Society", "Nature Publishing Group", "Computer Science",
    "Science, Technology & Human Values", "Science and Technology", "Medical Imaging", "Multimedia", "Visualization",
    "Medical Imaging 2019: Image Processing", "IEEE International Conference on Multimedia",
    "International Conference on Machine Learning and Cybernetics", "IEEE Conference on Artificial Intelligence",
    "Conference on Artificial Intelligence", "International Conference on Data Mining", "Neural Information Processing",
    "Machine Learning: An Artificial Intelligence Approach", "ACM Transactions on Image Processing", "Optics",
    "IEEE Transactions on Multimedia Computing", "ACM Symposium on Security and Privacy", "Computer Graphics",
    "Journal of Imaging Science and Technology", "J. Imaging Sci. Technol.", "Comput. Vis.", "J. Mach. Learn.",
    "Proceedings of the Institution of Civil Engineers", "Optics and Photonics News", "ACM Multimedia Workshop",
    "International Conference on Robotics and Automation Sciences", "Physical Review Z", "Handbook of Computer Vision",
    "European Conference on Computer Vision (CVPR)", "CVPR/ICCV", "ICCV and ECCV", "Association for Computational Linguistics",
    "IEEE/CVF Conference on Computer Vision and Pattern Recognition, ICCV 2019",
    "Proceedings of the IEEE, Special Issue on Vision", "Chinese Conference on Computer Vision",
    # something at a conference
    "Workshop on Learning at NeurIPS 2020", "NTIRE workshop, CVPR 2021", "NeurIPS 2020 Workshop on Machine Learning",
    "NeurIPS Workshop", "ICML Workshop on Human in the Loop Learning", "CVPR 2024 Workshop Prompting in Vision",
    "6th International Conference on Learning Representations, ICLR 2018, Vancouver, BC, Canada, Workshop Track Proceedings",
    "Companion of the 2020 ACM International Conference on Multimedia", "CVPR Demo", "Proc. CVPR Tutorials",
    "Companion Proceedings of the Web Conference 2018", "Extended Abstracts of CVPR", "ICLR Tiny Papers",
    "Proceedings of the 57th Annual Meeting of the Association for Computational Linguistics: System Demonstrations",
    "Proceedings of the 57th Annual Meeting of the Association for Computational Linguistics: Student Research Workshop",
    "Eurographics 2019 - Short Papers", "UIST '21 Adjunct", "European Conference on Computer Vision, Demos",
    # not there yet
    "Submitted to CVPR", "Under review at CVPR", "CVPR submission 1234", "Rejected by ICCV",
    # acronyms that say too little, and words that are no acronyms
    "PR", "MM", "AI", "IV", "PRL", "ISWC", "ISWC 2019", "ISCA", "CDC", "FAST", "fast", "date", "The Case", "A. I.", "P. R.",
    # publishers, schools and the rest
    "IEEE", "ACM", "Springer", "Elsevier", "MIT", "MIT Press", "AAAI Press", "IEEE Computer Society", "Ph.D. thesis",
    "University of Science and Technology of China", "Massachusetts Institute of Technology", "GitHub repository",
    "Technical report", "", " ", "2023", "Proceedings", "June 17-24, 2023", "Vancouver, BC, Canada",
]  # fmt: skip


@pytest.mark.parametrize("raw", NOT_LISTED)
def test_what_only_looks_like_a_listed_venue_is_none(raw: str) -> None:
    assert not SHIPPED.find(raw).listed


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("IEEE Winter Conference on Applications of Computer Vision", "(WACV)"),
        ("2024 IEEE/CVF Winter Conference on Applications of Computer Vision (WACV)", "(WACV)"),
        ("International Conference on Computer Vision Theory and Applications", "(VISAPP)"),
        ("International Conference on Computer Vision Systems", "(ICVS)"),
        ("Asian Conference on Computer Vision", "(ACCV)"),
        ("Computer Vision and Image Understanding", "(CVIU)"),
        ("Comput. Vis. Image Underst.", "(CVIU)"),
        ("Pattern Recognition", "Pattern Recognition (PR)"),
        ("Pattern Recognit. Lett.", "Pattern Recognition Letters (PRL)"),
        ("Nat. Commun.", "Nature Communications"),
        ("Nature", "Nature"),
        ("Science", "Science"),
        ("Sci. Adv.", "Science Advances"),
        ("IEEE Robotics Autom. Lett.", "(RA-L)"),
        ("IEEE International Conference on Robotics and Automation", "(ICRA)"),
        ("IEEE International Conference on Multimedia and Expo", "(ICME)"),
        ("ACM SIGGRAPH 2023 Conference Proceedings", "ACM SIGGRAPH Conference (SIGGRAPH)"),
        ("Proceedings of SIGGRAPH", "ACM SIGGRAPH Conference (SIGGRAPH)"),
        ("Signal Processing", "Signal Processing"),
        ("IEEE Signal Process. Lett.", "(SPL)"),
        ("Signal Processing Letters, IEEE", "(SPL)"),
        ("Physical Review Letters", "(PRL)"),
        ("Phys. Rev. X", "(PRX)"),
        ("IEEE ACM Trans. Audio Speech Lang. Process.", "(T-ASLP)"),
        ("IEEE Trans. Neural Networks Learn. Syst.", "(T-NNLS)"),
        ("IEEE Transactions on Neural Networks", "(T-NN)"),
        ("Proc. Natl. Acad. Sci. U. S. A.", "(PNAS)"),
        ("Proc. IEEE", "Proceedings of the IEEE"),
        ("Proc. SPIE", "Proceedings of SPIE"),
        ("Commun. ACM", "(CACM)"),
        ("Neural Networks (IJCNN), The 2015 International Joint Conference on", "(IJCNN)"),
        ("International Conference on Neural Information Processing", "(ICONIP)"),
        ("The Semantic Web - ISWC 2019", "International Semantic Web Conference (ISWC)"),
        ("UbiComp/ISWC '21", "UbiComp/ISWC"),
        ("bioRxiv 2020.01.01.123456", "bioRxiv"),
    ],
)
def test_neighbouring_venues_are_told_apart(raw: str, text: str) -> None:
    assert SHIPPED.find(raw).text.endswith(text)


@pytest.mark.parametrize(
    ("raw", "hints", "text"),
    [
        ("Proceedings of the 31st Conference on Multimedia", {"series": "MM '23"}, "ACM International Conference on Multimedia (MM)"),
        ("Human Factors in Computing Systems", {"series": "CHI '20"}, "CHI Conference on Human Factors in Computing Systems (CHI)"),
        ("Learning Representations", {"short": "ICLR"}, "International Conference on Learning Representations (ICLR)"),
        ("Proceedings of the 8th Balkan Conference in Informatics", {"series": "BCI '17"}, "8th Balkan Conference in Informatics (BCI)"),
        ("Workshop on Software Mining", {"short": "SoftwareMining 2018"}, "Workshop on Software Mining (SoftwareMining)"),
        ("Workshop on Small Things", {"series": "Lecture Notes in Computer Science"}, "Workshop on Small Things"),
        ("Workshop on Small Things", {"series": "CVPR '20"}, "Workshop on Small Things"),
        ("Workshop on Small Things", {"short": "CVPR"}, "Workshop on Small Things"),
        ("Journal of Small Things", {"short": "J. Small Things"}, "Journal of Small Things"),
        ("Journal of Small Things", {"short": "Small Things"}, "Journal of Small Things"),
        ("2030 Software Workshop", {"short": "SE2030", "year": "2025"}, "2030 Software Workshop (SE2030)"),
        ("Optics Express", {"short": "OpEx"}, "Optics Express (OE)"),
    ],
)  # fmt: skip
def test_the_series_and_the_short_form_help_and_never_decide(
    raw: str, hints: dict[str, str], text: str
) -> None:
    assert SHIPPED.find(raw, **hints).text == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Journal of Small  Things\n", "Journal of Small Things"),
        ("J. Small Thgs.", "J. Small Thgs."),
        ("Proceedings of the 5th Workshop on Small Things", "5th Workshop on Small Things"),
        ("Proc. of the Workshop on Small Things", "Workshop on Small Things"),
        ("2019 International Symposium on Small Things", "International Symposium on Small Things"),
        ("International Symposium on Small Things (ISST)", "International Symposium on Small Things (ISST)"),
        ("International Symposium on Small Things (ISST 2019)", "International Symposium on Small Things (ISST)"),
        ("International Symposium on Small Things (ISST'19)", "International Symposium on Small Things (ISST)"),
        ("ISST '19: Proceedings of the 3rd Symposium on Small Things", "3rd Symposium on Small Things (ISST)"),
        ("ISST 2019 - Proceedings of the 3rd Symposium on Small Things", "3rd Symposium on Small Things (ISST)"),
        ("3rd Symposium on Small Things, ISST 2019, Linköping, Sweden, Aug. 29-31, 2019, Proceedings, Part I",
         "3rd Symposium on Small Things (ISST)"),
        ("Symposium on Small Things, Little Bend, NY, USA, March 3-5, 2019", "Symposium on Small Things"),
        ("Symposium on Small Things, Large Things and Other Things", "Symposium on Small Things, Large Things and Other Things"),
        ("Small Things (SMT), 2010 IEEE International Conference on", "IEEE International Conference on Small Things (SMT)"),
        ("Small Meeting 2019", "Small Meeting"),
        ("iConference 2017", "iConference"),
        ("NTIRE workshop, CVPR 2021", "NTIRE workshop, CVPR"),
        ("Workshop on Small Things at NeurIPS 2020", "Workshop on Small Things at NeurIPS"),
        ("Proceedings of the Society of Small Things", "Proceedings of the Society of Small Things"),
        ("Small Things (Basel, Switzerland)", "Small Things (Basel, Switzerland)"),
        ("Small things : the official journal of the Society", "Small things : the official journal of the Society"),
        ("ISST '19 Proceedings of the 3rd Symposium on Small Things", "3rd Symposium on Small Things (ISST)"),
        ("Nineteen Eighty-Four, 1984", "Nineteen Eighty-Four, 1984"),
        ("School of Small Things, London", "School of Small Things, London"),
    ],
)  # fmt: skip
def test_an_unlisted_venue_is_shown_as_it_stands_without_dates_and_places(raw: str, text: str) -> None:
    venue = SHIPPED.find(raw, year="2017" if "2017" in raw else "")
    assert venue.text == text
    assert not venue.listed


@pytest.mark.parametrize(
    ("raw", "where", "text"),
    [
        ("Pattern Recognition", "article.journal", "Pattern Recognition (PR)"),
        ("Pattern Recognition", "inproceedings.booktitle", "Pattern Recognition"),
        ("Pattern Recognition - ICPR 2022", "inproceedings.booktitle", "International Conference on Pattern Recognition (ICPR)"),
        ("The Semantic Web", "inproceedings.booktitle", "The Semantic Web"),
        ("Artificial Intelligence in Medicine", "incollection.booktitle", "Artificial Intelligence in Medicine"),
        ("Machine Learning", "inproceedings.booktitle", "Machine Learning"),
        ("Machine Learning", "article.booktitle", "Machine Learning (MLJ)"),
        ("Machine Learning", "article.journaltitle", "Machine Learning (MLJ)"),
        ("Cognitive Psychology", "book.publisher", "Cognitive Psychology"),
        ("Nature", "book.publisher", "Nature"),
        ("CVPR", "techreport.institution", "CVPR"),
        ("CVPR", "misc.howpublished", "IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)"),
        ("CVPR", "article.journal", "IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)"),
        ("arXiv preprint arXiv:2304.04962", "misc.howpublished", "arXiv"),
        ("arXiv", "misc.publisher", "arXiv"),
        ("Proc. SPIE", "inproceedings.booktitle", "Proceedings of SPIE"),
        ("IEEE Trans. Image Process.", "inproceedings.booktitle", "IEEE Transactions on Image Processing (T-IP)"),
        ("Computer Supported Cooperative Work (CSCW)", "article.journal", "Computer Supported Cooperative Work (JCSCW)"),
        ("Computer Supported Cooperative Work (CSCW)", "inproceedings.booktitle",
         "ACM Conference on Computer-Supported Cooperative Work and Social Computing (CSCW)"),
    ],
)  # fmt: skip
def test_a_journal_is_found_where_an_entry_names_a_journal(raw: str, where: str, text: str) -> None:
    entry_type, _, field = where.partition(".")
    assert SHIPPED.find(raw, field=field, entry_type=entry_type).text == text


def test_a_sites_own_venue_is_found_in_every_field() -> None:
    venues = VenueList({"Machine Learning": "ML", "House of Small Things": "HST"})
    assert venues.find("Machine Learning", field="booktitle", entry_type="inproceedings").abbreviation == "ML"
    assert venues.find("House of Small Things", field="publisher", entry_type="book").abbreviation == "HST"


def test_the_text_of_a_venue_is_its_name_with_the_abbreviation_in_brackets() -> None:
    assert Venue("Optics Express", "OE").text == "Optics Express (OE)"
    assert Venue("Nature").text == "Nature"
    assert Venue("CVPR", "CVPR").text == "CVPR"


def test_a_sites_own_venues_come_before_the_shipped_ones() -> None:
    venues = VenueList(
        {
            "Journal of Small Things": "JST",
            "Optics Express": "OpEx",
            "IEEE Conference on Computer Vision and Pattern Recognition": "CVPR",
            "Nature": "",
            "Journal of Tiny Paintings": "TIP",
            "Conference on Multimedia": "CM",
            "Workshop on Small Things": "WST",
        }
    )
    assert venues.find("J. Small Things") == Venue("Journal of Small Things", "JST", listed=True)
    assert venues.find("JST").text == "Journal of Small Things (JST)"
    assert venues.find("Opt. Express").text == "Optics Express (OpEx)"
    own_cvpr = "IEEE Conference on Computer Vision and Pattern Recognition (CVPR)"
    assert {venues.find(raw).text for raw in FORMS[next(iter(FORMS))]} == {own_cvpr}
    assert venues.find("Nature").text == "Nature"
    assert venues.find("TIP").text == "Journal of Tiny Paintings (TIP)"
    assert venues.find("IEEE Trans. Image Process.").text == "IEEE Transactions on Image Processing (T-IP)"
    assert venues.find("Conference on Multimedia").text == "Conference on Multimedia (CM)"
    assert venues.find("ACM International Conference on Multimedia").abbreviation == "MM"
    assert venues.find("Workshop on Small Things, CVPR 2021").text == "Workshop on Small Things (WST)"
    assert SHIPPED.find("Opt. Express").text == "Optics Express (OE)"


def test_the_same_question_has_the_same_answer_twice() -> None:
    venues = VenueList()
    assert venues.find("CVPR 2023") is venues.find("CVPR 2023")


@pytest.mark.parametrize(
    "piece", ["a", ",", "a, ", "(", ")", "()", " - ", "CVPR ", "CVPR, ", "2023 ", "'", "é", ". "]
)
def test_huge_texts_are_no_venues_and_take_no_time(piece: str) -> None:
    assert not SHIPPED.find(piece * 1_000_000).listed
    SHIPPED.find(piece * (300 // len(piece)))


@settings(deadline=None)
@given(
    st.text(alphabet=st.sampled_from("CVPR cvpr 20'23,.:;()-–/&Workshop on of the IEEE Proc"), max_size=80)
)
def test_no_text_raises_and_none_grows(raw: str) -> None:
    venue = SHIPPED.find(raw)
    assert venue.listed or len(venue.text) <= len(" ".join(raw.split())) + 3


# The words, pieces and places that venues are told by.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Proceedings of the 31st Int. Conf. on 3-D Vision",
            "proceedings international conference 3d vision",
        ),
        ("Thirty-Eighth Annual Conference", "conference"),
        ("Annual Review of Vision Science", "annual review vision science"),
        (
            "Journal of Visual Communication & Image Representation",
            "journal visual communication image representation",
        ),
        ("Göteborg Café", "goteborg cafe"),
        ("CHI '08 Extended", "chi extended"),
        ("", ""),
    ],
)
def test_the_words_of_a_venue_have_one_spelling(text: str, expected: str) -> None:
    assert " ".join(words(text)) == expected


def test_an_inverted_name_is_put_in_order() -> None:
    assert segments("Image Processing (ICIP), 2010 IEEE Conference on") == [
        "2010 IEEE Conference on", "Image Processing", "ICIP",
    ]  # fmt: skip


def test_a_place_is_known_or_stands_before_a_known_one() -> None:
    known = frozenset({"sweden"})
    pieces = ["Symposium", "Graphics", "Small Town", "Sweden", "May 2019", "Proceedings"]
    assert places(pieces, known, {"graphics"}.__contains__) == {2, 3}


@pytest.mark.parametrize(
    ("text", "name"),
    [("CVPR 2023", "CVPR"), ("NeurIPS", "NeurIPS"), ("KCAP-09", "KCAP"), ("SEKE2000", "SEKE"), ("Basel", ""),
     ("J. Opt.", ""), ("CHI EA", "CHI EA"), ("Small Things", ""), ("", "")],
)  # fmt: skip
def test_an_abbreviation_is_short_and_has_capitals(text: str, name: str) -> None:
    assert short_name(text) == name


@pytest.mark.parametrize(
    ("series", "name"),
    [
        ("CHI '20", "CHI"),
        ("MobiCom 2003", "MobiCom"),
        ("LNCS", ""),
        ("Lecture Notes in Computer Science", ""),
    ],
)
def test_a_series_names_a_conference_only_with_its_year(series: str, name: str) -> None:
    assert series_name(series) == name


# The list itself.


def lines() -> Iterator[dict[str, object]]:
    for kind in ("conferences", "journals", "archives"):
        yield from DATA[kind]


def test_a_venue_stands_on_a_line_of_its_own() -> None:
    written = {row.rstrip(",") for row in LIST.split("\n")}
    assert [line for line in lines() if json.dumps(line, ensure_ascii=False) not in written] == []


def test_what_is_looked_up_is_made_of_the_list() -> None:
    made = script("venues/table.py")
    is_current = made.TABLE.read_text("utf-8") == made.module()
    assert is_current, "run `make venues`: the list of venues was changed since"
    assert Index.shipped().tables() == Index.of(made.entries(DATA), DATA["places"], DATA["vague"]).tables()


@pytest.mark.parametrize(
    "line",
    [
        {"abbreviation": "ECWE"},
        {"name": "Conference on Widgets", "abbr": "ECWE"},
        {"name": "Conference on Widgets", "also": "Widgets"},
    ],
    ids=["without a name", "a key that there is not", "a text in place of a list"],
)
def test_a_line_of_the_list_that_is_written_wrong_is_refused(line: dict[str, object]) -> None:
    with pytest.raises(
        ValueError, match=r"among the journals: .*its keys are name, abbreviation, also, beside"
    ):
        list(script("venues/table.py").entries({"conferences": [], "journals": [line]}))


def test_no_two_venues_share_a_name() -> None:
    owners = defaultdict(set)
    for line in lines():
        for name in (line["name"], *line.get("also", ())):
            owners[" ".join(words(name))].add(line["name"])
    assert {key: names for key, names in owners.items() if len(names) > 1} == {}


def test_no_venue_lists_a_name_twice() -> None:
    for line in lines():
        keys = [
            " ".join(words(name))
            for name in (line["name"], line.get("abbreviation", "-"), *line.get("also", ()))
        ]
        assert len(keys) == len(set(keys)), line["name"]


def test_abbreviations_are_shared_by_known_pairs_only() -> None:
    owners = defaultdict(set)
    for line in lines():
        if "abbreviation" in line:
            owners[re.sub(r"[\W_]", "", line["abbreviation"]).lower()].add(line["name"])
    shared = {key for key, names in owners.items() if len(names) > 1}
    assert shared == {"mva", "dsp", "ist", "iswc", "prl", "jasa", "jss", "jcp", "cc", "tcc", "tap"}


@pytest.mark.parametrize("line", list(lines()), ids=lambda line: line["name"])
def test_each_listed_venue_is_found_by_all_its_names(line: dict[str, object]) -> None:
    text = Venue(line["name"], line.get("abbreviation", "")).text
    shared = {"MVA", "DSP", "IST", "ISWC", "PRL", "JASA", "JSS", "JCP", "C&C", "CC", "TCC"}
    vague = set(DATA["vague"])
    for name in (line["name"], text, *line.get("also", ())):
        if name not in shared | vague:
            assert SHIPPED.find(name).text == text, name
    assert SHIPPED.find(line["name"].lower()).text == text
    assert (
        SHIPPED.find(f"Proceedings of the {line['name']}").listed or "conference" not in line["name"].lower()
    )


@cache
def venue_lines(pages: Path) -> tuple[str, ...]:
    found = set()
    for file in sorted(pages.glob("*/*.md")):
        found |= set(re.findall(r"<pub>(.*?)(?:,| ) ?(?:19|20)\d\d\b", file.read_text("utf-8")))
    return tuple(sorted(found))


# The pages write one venue in two ways here; the other way is the commoner one.
SLIPS = {
    "IEEE Conference on Computer Vision and Pattern Recognition (CVPR)",
    "ACM Transactions on Multimedia Computing, Communications and Applications (TOMM)",
}


@pytest.mark.reference
def test_the_venues_of_the_reference_pages_are_spelt_as_there(reference: Path) -> None:
    written = venue_lines(reference / "pages")
    assert len(written) > 20
    changed = {venue for venue in written if SHIPPED.find(venue).text != venue}
    assert changed == SLIPS
    assert all(SHIPPED.find(venue).listed for venue in written)


NAMES = [
    name
    for kind in ("conferences", "journals", "archives")
    for line in DATA[kind]
    for name in (line["name"], *line.get("also", ()))
]
PIECES = st.one_of(
    st.sampled_from(NAMES),
    st.sampled_from(sorted({word for name in NAMES for word in name.split()})),
    st.sampled_from(
        ["Proc.", "Proceedings", "Trans.", "Int.", "Twenty", "First", "Annual", "Review", "3", "D", "3D", "ii", "17", "2020", "Vol. 3",
         "IEEE", "IEEE Computer Society", "ACM", "Technical Digest", "Seoul", "March", "Lett", "Mach", "Caf\u00e9", "Int'l", "'23"]
    ),
)  # fmt: skip


@given(st.lists(PIECES, min_size=1, max_size=5), st.integers(0, 2))
@settings(max_examples=500)
def test_words_that_can_be_no_name_are_none(pieces: list[str], cut: int) -> None:
    """What is told from the words alone is what a look for each of their names tells."""
    index = Index.shipped()
    pieces[0] = pieces[0][: len(pieces[0]) - cut]
    text, said = " ".join(pieces), [word for piece in pieces for word in words(piece)]
    exactly = (found for variant in _variants(said) if (found := index._exactly(variant)) is not None)
    found = next(exactly, None)
    assert index.named(said, text) == (index._abbreviated(said, text) if found is None else found)
