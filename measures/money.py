"""Money is an integer number of yuan; 万元 and 亿元 are ways to write it (DESIGN §4, rule 1).

What is read here was typed by a person or passed around in a workbook. A text is read only when
there is one way to read it; all else is refused with a sentence that says how to mend it.
"""

import math
import re
from decimal import Decimal
from fractions import Fraction

from measures.rounding import NO_VALUE, plain, round_half_up

YUAN = 1
WAN = 10_000
YI = 100_000_000
WAN_NAME = "万元"

_UNITS = {"元": YUAN, "万": WAN, "万元": WAN, "亿": YI, "亿元": YI}

# Not NFKC, which would also make digits of ① and ².
_HALF_WIDTH = str.maketrans("０１２３４５６７８９，．－＋−\u3000\u00a0", "0123456789,.-+-  ")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff"))

_AMOUNT = re.compile(
    r"约? *(?P<sign>[-+]?)(?P<whole>[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)"
    r"(?P<decimals>\.[0-9]+)? *(?P<unit>亿元|亿|万元|万|元)?"
)
_SEPARATED = re.compile(r"[0-9,.]*,[0-9,.]*")
_BLANK_MARK = re.compile(r"|[-‐‑‒–—―─]{1,3}|[/\\／＼]|无|暂无")

# A hundred trillion yuan is near the country's yearly product: a larger number is a slip, and
# a county's worth of smaller ones still adds up within the database's 64 bits.
_BEYOND_BELIEF = 10**14
_LONGEST = 40


class MoneyError(ValueError):
    """A text or cell that is not surely an amount; its message is Chinese and for the user."""


def is_blank_mark(text: str) -> bool:
    """Whether `text` says “no value”: empty, a dash, a slash, 无. It never means zero."""
    return _BLANK_MARK.fullmatch(_tidy(text)) is not None


def is_about(text: str) -> bool:
    """Whether `text` is an amount that is said to be near the true one: 约603万元."""
    tidy = _tidy(text)
    return tidy.startswith("约") and _AMOUNT.fullmatch(tidy) is not None


def parse_money(text: str | int | Decimal, unit: int = WAN, *, is_typed: bool = False) -> int:
    """The amount in yuan that `text`, counted in `unit`, stands for.

    A unit written in the text (`1.2亿元`) beats `unit`. Parts of a yuan round half up; in what a
    person has typed (`is_typed`) they are a slip and refused, as a formula's are not.
    Raises MoneyError for anything not surely understood, blank marks included.
    """
    if isinstance(text, str):
        return _from_text(text, unit, is_typed=is_typed)
    if isinstance(text, bool) or (isinstance(text, Decimal) and not text.is_finite()):
        raise _not_understood(str(text))
    return _whole_yuan(Fraction(text) * unit, str(text), is_typed=is_typed)


def money_from_cell(value: int | float | str, unit: int = WAN) -> int:
    """The amount in yuan of a workbook cell under a heading that counts in `unit`.

    The reader hands over every number as a float. Its shortest repr is the number that was
    typed (up to 15 digits, all that a spreadsheet keeps), so 0.5695 under 亿元 is exactly
    56,950,000 yuan, while the float itself lies a little beside it. Raises MoneyError.
    """
    if not isinstance(value, float):
        return parse_money(value, unit)
    if not math.isfinite(value):
        raise _not_understood(str(value))
    return parse_money(Decimal(repr(value)), unit)


def format_money(
    yuan: int | None, unit: int = WAN, digits: int | None = None, grouped: bool = True
) -> str:
    """`yuan` counted in `unit`, without the unit's name; — where there is no amount.

    Without `digits` as prose has it: at most two decimals, trailing zeros dropped (59.6).
    With `digits` as tables have it: exactly so many.
    """
    if yuan is None:
        return NO_VALUE
    rounded = round_half_up(Fraction(yuan, unit), 2 if digits is None else digits)
    return plain(rounded, trim=digits is None, grouped=grouped)


def format_wan(yuan: int | None, digits: int = 0) -> str:
    """`yuan` as a table cell in 万元: thousands separated, exactly `digits` decimals."""
    return format_money(yuan, WAN, digits)


def wan_input(yuan: int) -> str:
    """`yuan` in 万元 as an entry box and a sentence have it: 5,248.5. It is exact, so that it
    parses back unchanged."""
    whole, rest = divmod(abs(yuan), WAN)
    decimals = f".{rest:04d}".rstrip("0") if rest else ""
    return f"{'-' if yuan < 0 else ''}{whole:,}{decimals}"


def in_wan(yuan: int) -> str:
    """`yuan` with its unit, exact to the yuan: 1,234.5万元."""
    return f"{wan_input(yuan)}{WAN_NAME}"


def _from_text(text: str, unit: int, *, is_typed: bool) -> int:
    tidy = _tidy(text)
    if is_blank_mark(tidy):
        raise MoneyError("没有金额，请填写数字；确实没有发生投资的请填0")
    amount = _AMOUNT.fullmatch(tidy) if len(tidy) <= _LONGEST else None
    if amount is None:
        if _SEPARATED.fullmatch(tidy):
            raise MoneyError(
                f"金额“{_shown(text)}”的千分位逗号位置不对，请写成1234567.89或1,234,567.89"
            )
        raise _not_understood(text)
    digits = amount["sign"] + amount["whole"].replace(",", "") + (amount["decimals"] or "")
    own_unit = amount["unit"]
    exact = Fraction(digits) * (_UNITS[own_unit] if own_unit else unit)
    return _whole_yuan(exact, text, is_typed=is_typed)


def _whole_yuan(exact: Fraction, written: str, *, is_typed: bool) -> int:
    if abs(exact) >= _BEYOND_BELIEF:
        raise MoneyError(f"金额“{_shown(written)}”超过100万亿元，请核对数字和单位")
    if is_typed and exact.denominator != 1:
        raise MoneyError(f"金额“{_shown(written)}”有不足1元的尾数，以万元计请最多填4位小数")
    return int(round_half_up(exact))


def _tidy(text: str) -> str:
    return text.translate(_INVISIBLE).translate(_HALF_WIDTH).strip()


def _not_understood(written: str) -> MoneyError:
    return MoneyError(
        f"金额“{_shown(written)}”无法识别，请只填一个数字，如1234.56，可带单位，如603万元、1.2亿元"
    )


def _shown(written: str) -> str:
    return written if len(written) <= _LONGEST else written[:_LONGEST] + "…"
