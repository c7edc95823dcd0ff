"""Addresses of links: which may stand on a page, and what a BibTeX field means by its backslashes."""

from __future__ import annotations

import re

from pubmd.regex import regex

_NO_CHARACTER = regex("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_SCHEME = regex(r"([A-Za-z][A-Za-z0-9+.-]*):")
_WEB = regex(
    r"""https?://
    (?:[^\s/?#\\@<>"]+@)?                                  # user and password
    (?:[^\s/?\#\\@<>"^`{|}%:\[\]]+ | \[[0-9A-Fa-f:.]+\])   # host, or an IPv6 address
    (?::[0-9]{1,5})?
    (?:[/?\#]|\Z)""",
    re.IGNORECASE | re.VERBOSE,
)
_MAIL = regex(r"mailto:[^\s@?]+@[^\s@?]", re.IGNORECASE)
# Where people's own files lie on Unix, macOS, Windows and a Windows drive seen from Unix, and how reference
# managers write an attachment (`:papers/a.pdf:PDF`).
_LOCAL = regex(
    r"""file: | ~[\w.-]*/ | \\\\ | /?[a-z]\\?[:|][\\/] | /(?:cygdrive/|mnt/)?[a-z]/users/.
    | (?:/(?:export|exports|nfs|u|usr|data))?/(?:home|users)/[^/]+/. | (?-i:/Volumes/[^/]+/.)
    | /(?:mnt|afs)/[^/]+/. | /(?:private/)?(?:tmp|var)/. | /root/.
    | (?!https?:|mailto:).{0,4000}:(?:pdf|ps|djvu|html?|application/[\w.+-]+|text/html)(?:;|\Z)""",
    re.IGNORECASE | re.VERBOSE,
)
# Nearly all addresses: nothing in them has to be looked at twice, taken off or encoded.
_PLAIN = regex(
    r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::[0-9]{1,5})?(?:/(?:[\w./~+=?#:@!*-]*[\w/=#-])?)?", re.ASCII
)
_ALLOWED = "a link leads to http://…, https://…, mailto:… or, on this site, /…"


def check_address(url: str) -> str:
    """Why a page may not link to this address, a phrase that goes on after `the address `; "" where it may.

    Allowed is what leads somewhere and runs nothing: http and https with a host, mailto with a mailbox, and
    paths of the site itself, which begin with one slash and are no paths on a computer. Spaces around the
    address do not count. What a browser drops or reads over when it looks for the scheme (control characters,
    line ends, letter case: https://url.spec.whatwg.org/#concept-basic-url-parser) is refused or taken into
    account.
    """
    if is_plain_address(url):
        return ""
    url = url.strip(" ")
    if not url:
        return "is empty"
    if _NO_CHARACTER.search(url):
        return "holds a control character or a line end"
    if is_local_path(url):
        return "is a path on somebody's computer"
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


def is_plain_address(url: str) -> bool:
    """Whether this is an address on the web that means just what it says, as nearly all are."""
    return _PLAIN.fullmatch(url) is not None


def is_local_path(url: str) -> bool:
    r"""Whether this names a file on a computer: `/Users/ada/a.pdf`, `C:\\a.pdf`, `file:///a.pdf`."""
    return _LOCAL.match(url) is not None


def is_safe_address(url: str) -> bool:
    """Whether a page may link to this address; see `check_address`."""
    return not check_address(url)


_NOT_IN_ADDRESS = regex(r"""[\s<>"\\^`{|}]|[^\x00-\x7f]""")
_PARENTHESIS = regex(r"[()]")


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


_TEX = regex(
    r"""\\?\{ \\? (?P<braced>[_%&\#~$]) (?:\{\})? \\?\}              # {\_}, {\~{}}, and \{_\} of some exports
      | \\ (?P<escaped>[_%&\#~${}]) (?:\{\})?                        # \_, \~{}
      | \{? \$ \\? (?P<formula>[<>|_]) \$ \}?                        # $<$, $\_$
      | \{? \$? \\ (?P<macro>text(?:asciitilde | underscore | backslash | asciicircum | less | greater | bar)
        | sim | slash)
        (?![A-Za-z]) (?:\{\} | [ ]+)? \$? \}?
      | (?P<nothing>\\(?:discretionary(?:\{[^{}]*\}){3} | allowbreak(?![A-Za-z]) | string(?=~) | -))""",
    re.VERBOSE,
)
_MACROS = {
    "textasciitilde": "~",
    "textunderscore": "_",
    "textbackslash": "\\",
    "textasciicircum": "^",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "sim": "~",
    "slash": "/",
}
_WRAPPER = regex(r"\\(?:url|burl|nolinkurl|path|href|texttt)\s*(?:\[[^][{}]*\]\s*)?(?=\{)")
_BRACE = regex(r"[{}]")
_SPACE = " \t\r\n"
_SEVERAL = regex(r"[;,]?\s(?=[a-z]+://)", re.IGNORECASE)
_BEGINS = regex(r"<?(?:url:\s*)?[a-z][a-z0-9+.-]*:|www\.|/", re.IGNORECASE)
_NEW_LINE = regex(r"[a-z]+://|[(\[]", re.IGNORECASE)


def url_from_tex(url: str) -> str:
    r"""The address that a BibTeX field means: `\_`, `\%`, `\&`, `\#` and `\~{}` are the bare characters.

    Nothing else of TeX is read: in an address `%` starts no comment and `~` is no space.
    """
    url = url.strip()
    return _TEX.sub(_bare, url) if "\\" in url or "{" in url or "$" in url else url


def _bare(found: re.Match[str]) -> str:
    if found["nothing"]:
        return ""
    return found["braced"] or found["escaped"] or found["formula"] or _MACROS[found["macro"]]


def addresses_in(value: str) -> tuple[str, ...]:
    r"""The addresses that a BibTeX field holds, in their order, as they are meant; none for an empty field.

    Taken off are braces around the whole value, `\url{…}`, `\href{…}{…}` and their like with all that stands
    beside them, words before an address, `<…>`, and a comma or semicolon at the end. Without those the whole
    value is one address, or several that are parted by spaces. Whether they may stand on a page is for
    `check_address` to say.
    """
    if is_plain_address(value):
        return (value,)
    wrapped, beside = _wrapped(without_braces(value))
    found: list[str] = []
    for part in wrapped or [beside]:
        texts = _SEVERAL.split(url_from_tex(_on_one_line(part)))
        if len(texts) > 1 and not _BEGINS.match(texts[0]):
            del texts[0]
        found += map(_undelimited, texts)
    return tuple(dict.fromkeys(filter(None, found)))


def only_addresses(value: str) -> bool:
    r"""Whether a field holds addresses on the web and nothing beside them: `{\url{https://…}}`, `www.…`."""
    if "://" not in value and "www." not in value.lower():
        return False
    wrapped, beside = _wrapped(without_braces(value))
    if wrapped and beside.strip(f"{_SPACE}.,;"):
        return False
    texts = wrapped or beside.split()
    return bool(texts) and all(each.lower().startswith(("http://", "https://", "www.")) for each in texts)


def without_braces(value: str) -> str:
    """A value without the braces, however many, that enclose all of it, and without spaces around."""
    value = value.strip()
    if value[:1] != "{" or value[-1:] != "}":
        return value
    begin, end = len(value) - len(value.lstrip("{" + _SPACE)), len(value.rstrip("}" + _SPACE))
    if begin >= end:
        return "" if value.count("{") == value.count("}") else value
    opened, closed = value.count("{", 0, begin), value.count("}", end)
    depth = least = opened
    for brace in _BRACE.finditer(value, begin, end):
        depth += 1 if brace[0] == "{" else -1
        least = min(least, depth)
    if depth != closed:
        return value
    kept = opened - max(least, 0)
    return "{" * kept + value[begin:end] + "}" * (closed - opened + kept)


def _wrapped(value: str) -> tuple[list[str], str]:
    r"""The arguments of `\url` and its like, and what stands outside of them."""
    found, beside, position = [], [], 0
    while wrapper := _WRAPPER.search(value, position):
        beside.append(value[position : wrapper.start()])
        position = _closing(value, wrapper.end())
        found.append(without_braces(value[wrapper.end() : position]))
        if wrapper[0].startswith("\\href") and value.startswith("{", position):
            position = _closing(value, position)
    return found, "".join((*beside, value[position:]))


def _closing(value: str, at: int) -> int:
    """The end of the group that begins at this offset, or of the value where the group has none."""
    depth = 0
    for brace in _BRACE.finditer(value, at):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return brace.end()
    return len(value)


def _on_one_line(text: str) -> str:
    """An address that was broken where a line ends; what begins another address or a remark stays apart."""
    lines = [line.strip() for line in text.split("\n")]
    return "".join(f" {line}" if _NEW_LINE.match(line) else line for line in lines).strip()


def _undelimited(url: str) -> str:
    """An address as it is without the signs that set it off (https://www.rfc-editor.org/rfc/rfc3986#appendix-C)."""
    if url[:1] == "<" and url[-1:] == ">" and url.count("<") == 1:
        url = url[1:-1].strip()
    if url[:4].lower() == "url:":
        url = url[4:].strip()
    return url.rstrip(f",;{_SPACE}").replace("&amp;", "&")
