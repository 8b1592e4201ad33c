"""What a number shows through its cell's format, where that is more than the number itself.

0.6 under 0% shows 60%, 12 under 0"公里" shows 12公里; a comma behind the digits shows thousands.
"""

import re
from typing import TYPE_CHECKING

from workbooks.guard.markup import Attributes, Markup
from workbooks.guard.references import whole

if TYPE_CHECKING:
    from decimal import Decimal

_BUILT_IN = {9: "0%", 10: "0.00%"}
_SECTION = re.compile(r'((?:"[^"]*"|\\.|!.|[^;"])*)(?:;|$)')
_UNSHOWN = re.compile(r"\[[^\]]*\]|_.|\*.")
_LITERAL = re.compile(r'"([^"]*)"|[\\!](.)')
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.[0#?]*)?")
_OF_TIME = re.compile("[ymdhsYMDHS年月日时分秒]")
_SCALED = re.compile(r"[0#?](?:!\.[0#?]+)?,+(?![0#?,])")
_SAYS_MORE = re.compile("%|[一-龥]")

SCALED = ""
"""What is said of a number that shows thousands of itself: not what it shows."""


def telling_formats(styles: bytes) -> dict[int, str]:
    """The styles of an .xlsx whose format says more than the number, by their place among the
    cells' styles."""
    codes: dict[int, str] = dict(_BUILT_IN)
    places: list[int] = []
    within: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        if name == "cellXfs":
            within.append(name)
        elif name == "numFmt":
            if identity := whole(attributes.get("numFmtId", "")):
                codes[identity] = attributes.get("formatCode", "")
        elif name == "xf" and within:
            places.append(whole(attributes.get("numFmtId", "")))

    def end(name: str) -> None:
        if name == "cellXfs":
            within.clear()

    if styles:
        Markup(start, end).feed(styles, last=True)
    telling = {identity: code for identity, code in codes.items() if says_more(code)}
    return {place: telling[kind] for place, kind in enumerate(places) if kind in telling}


def says_more(code: str) -> bool:
    """Whether a number under this format may show more than itself."""
    plain = _LITERAL.sub("", _UNSHOWN.sub("", code))
    if _OF_TIME.search(plain) or "General" in plain:
        return False
    return bool(_SAYS_MORE.search(_UNSHOWN.sub("", code)) or is_scaled(code))


def is_scaled(code: str) -> bool:
    section = next(iter(_sections(code)), "")
    return _SCALED.search(re.sub(r'"[^"]*"', "", section)) is not None


def shown(code: str, value: float) -> str | None:
    """What the cell shows; SCALED where that is a thousandth, None where it is not known."""
    if is_scaled(code):
        return SCALED
    # Few workbooks have such a format, and every one waits for what is loaded.
    from decimal import Decimal

    sections = _sections(code)
    exact = Decimal(repr(value))
    section, number = sections[0], exact
    if exact < 0 and len(sections) > 1:
        section, number = sections[1], -exact
    elif exact == 0 and len(sections) > 2:
        section = sections[2]
    literals: list[str] = []

    def mark(found: "re.Match[str]") -> str:
        literals.append(found[1] if found[1] is not None else found[2])
        return "\0"

    bare = _LITERAL.sub(mark, _UNSHOWN.sub("", section))
    runs = list(_DIGITS.finditer(bare))
    if len(runs) != 1:
        return None
    form = runs[0][0]
    written = _written(number * 100 ** bare.count("%"), form)
    text = bare[: runs[0].start()] + written + bare[runs[0].end() :]
    pieces = text.split("\0")
    return "".join(
        piece + literal for piece, literal in zip(pieces, [*literals, ""], strict=True)
    ).strip()


def _sections(code: str) -> list[str]:
    return [found[1] for found in _SECTION.finditer(code) if found[1]] or [code]


def _written(number: "Decimal", form: str) -> str:
    from decimal import ROUND_HALF_UP, Decimal

    whole, _, decimals = form.partition(".")
    rounded = number.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    text = f"{rounded:,f}" if "," in whole else f"{rounded:f}"
    least = len(decimals.rstrip("#"))
    if decimals and len(decimals) > least:
        kept, _, rest = text.partition(".")
        text = f"{kept}.{rest[:least]}{rest[least:].rstrip('0')}".rstrip(".")
    return text
