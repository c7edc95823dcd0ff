"""Addresses of links: which may stand on a page, and what a BibTeX field means by its backslashes."""

from __future__ import annotations

import re

_NO_CHARACTER = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_WEB = re.compile(
    r"""https?://
    (?:[^\s/?#\\@<>"]+@)?                                  # user and password
    (?:[^\s/?\#\\@<>"^`{|}%:\[\]]+ | \[[0-9A-Fa-f:.]+\])   # host, or an IPv6 address
    (?::[0-9]{1,5})?
    (?:[/?\#]|\Z)""",
    re.IGNORECASE | re.VERBOSE,
)
_MAIL = re.compile(r"mailto:[^\s@?]+@[^\s@?]", re.IGNORECASE)
_ALLOWED = "a link leads to http://…, https://…, mailto:… or, on this site, /…"


def check_address(url: str) -> str:
    """Why a page may not link to this address, a phrase that goes on after `the address `; "" where it may.

    Allowed is what leads somewhere and runs nothing: http and https with a host, mailto with a mailbox, and
    paths of the site itself, which begin with one slash. Spaces around the address do not count. What a
    browser drops or reads over when it looks for the scheme (control characters, line ends, letter case:
    https://url.spec.whatwg.org/#concept-basic-url-parser) is refused or taken into account.
    """
    url = url.strip(" ")
    if not url:
        return "is empty"
    if _NO_CHARACTER.search(url):
        return "holds a control character or a line end"
    if url[0] == "/":
        return "begins with // and so leads to another site" if url[1:2] in ("/", "\\") else ""
    scheme = _SCHEME.match(url)
    if not scheme:
        return f"does not begin with https://: {_ALLOWED}"
    if (name := scheme[1].lower()) not in ("http", "https", "mailto"):
        return f"is of the kind `{name[:20]}:`: {_ALLOWED}"
    if name == "mailto":
        return "" if _MAIL.match(url) else "has no mailbox after mailto:"
    return "" if _WEB.match(url) else "has no usable host after the scheme"


def is_safe_address(url: str) -> bool:
    """Whether a page may link to this address; see `check_address`."""
    return not check_address(url)


_NOT_IN_ADDRESS = re.compile(r"""[\s<>"\\^`{|}]|[^\x00-\x7f]""")
_PARENTHESIS = re.compile(r"[()]")


def percent_encoded(url: str) -> str:
    r"""The address with the characters encoded that no address may hold: spaces, `"<>\^`{|}`, controls.

    Letters beyond ASCII stay as they are, and so does every `%`: what is encoded is not encoded again.
    """
    return _NOT_IN_ADDRESS.sub(_encoded, url.strip(" "))


def _encoded(found: re.Match[str]) -> str:
    character = found[0]
    if character > "\x7f" and character.isprintable():
        return character
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))


def parentheses_pair(url: str) -> bool:
    """Whether each parenthesis has its partner, in order."""
    depth = 0
    for each in _PARENTHESIS.findall(url):
        depth += 1 if each == "(" else -1
        if depth < 0:
            return False
    return depth == 0


_TEX = re.compile(
    r"""\\?\{ \\? (?P<braced>[_%&\#~$]) (?:\{\})? \\?\}              # {\_}, {\~{}}, and \{_\} of some exports
      | \\ (?P<escaped>[_%&\#~${}]) (?:\{\})?                        # \_, \~{}
      | \{? \$? \\ (?P<macro>textasciitilde | textunderscore | textbackslash | textasciicircum | sim | slash)
        (?![A-Za-z]) (?:\{\})? \$? \}?
      | (?P<nothing>\\(?:discretionary(?:\{[^{}]*\}){3} | allowbreak(?![A-Za-z]) | string(?=~) | -))""",
    re.VERBOSE,
)
_MACROS = {
    "textasciitilde": "~",
    "textunderscore": "_",
    "textbackslash": "\\",
    "textasciicircum": "^",
    "sim": "~",
    "slash": "/",
}
_WRAPPED = re.compile(r"\\url\s*\{(.*)\}", re.DOTALL)


def url_from_tex(url: str) -> str:
    r"""The address that a BibTeX field means: `\_`, `\%`, `\&`, `\#` and `\~{}` are the bare characters.

    Nothing else of TeX is read: in an address `%` starts no comment and `~` is no space. `\url{…}` around the
    whole address is taken off.
    """
    url = url.strip()
    if "\\" not in url and "{" not in url:
        return url
    if wrapped := _WRAPPED.fullmatch(url):
        url = wrapped[1].strip()
    return _TEX.sub(_bare, url)


def _bare(found: re.Match[str]) -> str:
    if found["nothing"]:
        return ""
    return found["braced"] or found["escaped"] or _MACROS[found["macro"]]
