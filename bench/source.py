"""Sites with made-up sources: made once into a folder that git ignores, copied for each measurement."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from bench.shape import CONFIGURATION, Shape, pieces

CACHE = Path(".cache/bench")
SEED = 1843
_MAKERS = ("vocabulary.py", "paper.py", "dialect.py", "shape.py", "source.py")


def write_site(root: Path, shape: Shape, size: int, seed: int = SEED) -> None:
    """Write a site with `bib/pubmd.yml` and the sources of a shape below `root`, which has no `bib` yet."""
    bib = root / "bib"
    bib.mkdir(parents=True)
    (bib / "pubmd.yml").write_text(CONFIGURATION, "utf-8")
    for name, text in pieces(shape, size, seed):
        with (bib / name).open("a", encoding="utf-8") as file:
            file.write(text)


def kept_site(shape: Shape, size: int, cache: Path = CACHE) -> Path:
    """A site of the cache, made now if it is not there; other code that makes sources makes others."""
    folder = cache / "sources" / f"{_fingerprint()}-{SEED}" / f"{shape.name}-{size}"
    if not folder.is_dir():
        half = folder.with_name(f"{folder.name}.half")
        shutil.rmtree(half, ignore_errors=True)
        write_site(half, shape, size)
        half.rename(folder)
    return folder


def fresh_copy(site: Path, to: Path) -> Path:
    """A copy of a site to work in, in place of one that an earlier run has left there."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(site, to)
    return to


def _fingerprint() -> str:
    here = Path(__file__).parent
    return hashlib.sha256(b"".join((here / name).read_bytes() for name in _MAKERS)).hexdigest()[:12]
