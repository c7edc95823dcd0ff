"""A server on this machine that gives out a built site as GitHub Pages would."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.browser.jekyll import MissingError

MATHJAX = Path("/usr/share/javascript/mathjax")


@dataclass(frozen=True)
class Served:
    """Where a site is served, and what was asked of it: pairs of a path and the status of the answer."""

    address: str
    answers: list[tuple[str, int]] = field(default_factory=list)


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *args: object, answers: list[tuple[str, int]], directory: str) -> None:
        self._answers = answers
        super().__init__(*args, directory=directory)  # type: ignore[arg-type]

    def translate_path(self, path: str) -> str:
        """The file behind an address: `/x` is `/x.html`, and `/mathjax/` is Debian's MathJax."""
        file = Path(super().translate_path(path))
        mathjax = Path(self.directory, "mathjax")
        if file.is_relative_to(mathjax):
            return str(MATHJAX / file.relative_to(mathjax))
        page = file.with_name(f"{file.name}.html")
        return str(page if page.is_file() and not file.exists() else file)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        self._answers.append((self.path, int(code)))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is called there
        """Say nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """The folder, served on a free port of 127.0.0.1. Raises `MissingError` where there is no MathJax."""
    if not (MATHJAX / "MathJax.js").is_file():
        raise MissingError("MathJax")
    answers: list[tuple[str, int]] = []
    handler = partial(_Handler, answers=answers, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield Served(f"http://127.0.0.1:{server.server_port}", answers)
        finally:
            server.shutdown()
            thread.join()
