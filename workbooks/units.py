"""The units of money that titles and lines above a table name: 元 to 亿元, and other currencies.

Amounts in yuan can be counted in any of the units; a currency other than yuan is known only to be
another one. Texts come compact (`workbooks.titles.compact`).
"""

import re
from dataclasses import dataclass

from measures.money import WAN, YI, YUAN

_POWERS = {
    "": 1,
    "十": 10,
    "百": 100,
    "千": 1_000,
    "万": WAN,
    "十万": 10 * WAN,
    "百万": 100 * WAN,
    "千万": 1_000 * WAN,
    "亿": YI,
    "十亿": 10 * YI,
    "百亿": 100 * YI,
}
# Written as on cheques.
_PLAIN = str.maketrans("拾佰仟萬億圆", "十百千万亿元")

_POWER = r"(?:[百十]亿|亿|[十百千]万|万|[百千佰仟拾]|[拾佰仟]万|萬|億)"
_CURRENCY = (
    r"(?:美元|美金|欧元|港元|港币|日元|英镑|澳元|加元|韩元|卢布|新元|澳门元|新台币|台币|泰铢|外币|外汇"
    r"|USD|EUR|HKD|JPY|GBP|US\$|\$|€|£)"
)
_UNIT = (
    rf"(?P<foreign>{_POWER}?{_CURRENCY})|(?:人民币)?(?P<own>{_POWER}?[元圆]|[万亿萬億])(?:人民币)?"
)
_WORD = r"(?:(?:计量|金额|货币|资金|投资)?单位:?|金额:?)?"

_IN_BRACKETS = re.compile(rf"\((?:[^()]*[、,:;/])?{_WORD}(?:{_UNIT})(?:[、,;/][^()]*)?\)")
# 元 alone ends too many words.
_AT_END = re.compile(
    rf"(?<=.)[,、:/-]?(?:(?P<foreign>{_POWER}?{_CURRENCY})|(?P<own>{_POWER}[元圆]|(?<=[,、:/])元))$"
)
_BEHIND = re.compile(rf"(?<=[0-9])(?P<foreign>)(?P<own>{_POWER}?元|[万亿])$")
_UNKNOWN = re.compile(r"\(([^()]*(?:元|币|镑|铢))\)")
_IN_LINE = re.compile(
    rf"(?:单位|金额)[:,]?(?:人民币|[^:()]{{1,6}}[、,/])?(?:(?P<foreign>{_POWER}?{_CURRENCY})"
    rf"|(?P<own>{_POWER}元|(?:亿|万|元)(?![一-龥])))"
    rf"|\((?:人民币)?(?:(?P<foreign_>{_POWER}?{_CURRENCY})|(?P<own_>{_POWER}元))\)"
)


@dataclass(frozen=True)
class Unit:
    """What an amount is counted in: ``yuan`` in one of it, None for a foreign currency."""

    name: str
    yuan: int | None

    @property
    def is_foreign(self) -> bool:
        return self.yuan is None


def without_unit(pattern: str) -> tuple[str, Unit | None]:
    """A title without the unit that it names, and that unit."""
    for form in (_IN_BRACKETS, _AT_END):
        if found := form.search(pattern):
            return pattern[: found.start()] + pattern[found.end() :], _unit(found)
    return pattern, None


def unknown_unit(pattern: str) -> Unit | None:
    """A unit that nobody here knows, where the brackets of a title name one (`万里拉币`)."""
    found = _UNKNOWN.search(pattern)
    return None if found is None or found[1].endswith("人民币") else Unit(found[1], None)


def unit_at_end(text: str) -> int | None:
    """The yuan in one of the unit that an amount ends with (`12.5万元`)."""
    found = _BEHIND.search(text)
    return _unit(found).yuan if found else None


def unit_of_line(text: str) -> Unit | None:
    """The unit that a line above a table declares (`计量单位：亿元`)."""
    found = _IN_LINE.search(text)
    return _unit(found, "foreign_", "own_") if found else None


def unit_name(yuan: int) -> str:
    """千元 of 1000."""
    power = next(power for power, value in _POWERS.items() if value == yuan)
    return f"{power}元"


def _unit(found: "re.Match[str]", foreign: str = "", own: str = "") -> Unit:
    if other := found["foreign"] or (foreign and found[foreign]):
        return Unit(other, None)
    name = (found["own"] or found[own]).translate(_PLAIN).removesuffix("元")
    return Unit(f"{name}元", YUAN * _POWERS[name])
