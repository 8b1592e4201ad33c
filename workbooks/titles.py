"""Titles of columns as people write them, brought to one form that can be compared.

`1—6月 累计完成\\n投资（万元）` and `1-6月累计完成投资` are the same title, of the months
1 to 6, the first in 万元. Numbers of years and months become marks, so that an alias written
once with `{年}`, `{月}` or `{起月}-{月}` fits every month's workbook.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from workbooks.units import Unit, unit_of_line, unknown_unit, without_unit

YEAR, MONTH, SPAN = MARKS = "Ⓨ", "Ⓜ", "Ⓢ"

_HALF_WIDTH = {0xFF01 + n: 0x21 + n for n in range(94)} | str.maketrans(
    {
        "\u3000": " ",
        "【": "(",
        "】": ")",
        "〔": "(",
        "〕": ")",
        "[": "(",
        "]": ")",
        "［": "(",
        "］": ")",
    }
)
_DASHES = re.compile(r"[—–−‐‑‒―─~～-]+")
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\ufeff\x00-\x1f]+")

_CONTINUED = re.compile(r"^续表[:]?|\(?续表?[0-9一二三四五六七八九十]*\)?$")
_PERCENT_IN_BRACKETS = re.compile(r"\((%|百分比)\)")
_BRACKETS = re.compile(r"\([^()]*\)")
_LEADING = re.compile(r"^(?:\*|其中[:,]?)+")
_TRAILING = re.compile(r"[*:,、]+$")

_CHINESE_MONTHS = {text: str(n) for n, text in enumerate("一二三四五六七八九十", start=1)} | {
    "十一": "11",
    "十二": "12",
}
_CHINESE_MONTH = "(?:十[一二]?|[一二三四五六七八九])"
_IN_CHINESE = re.compile(
    rf"(?<![一二三四五六七八九十])({_CHINESE_MONTH})(?=月(?:[^一-龥]|份|底|初|末|完|累|实|计|投|形|进|月|报|$)"
    rf"|月?[-至到]{_CHINESE_MONTH}月)"
)
_YEAR_IN_CHINESE = re.compile("([一二][〇○零一二三四五六七八九]{3})年")
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_UNNAMED_MONTH = re.compile(
    r"(?:(?<![^年])|(?<=[XxMmNn]))月(?=份?(?:实际|累计)?(?:完成|投资|形象)|份$)"
)

_A_MONTH_TO_BE = re.compile(f"[XxMmNn](?={MONTH})")

_UNTIL = re.compile("[截至]|累计|月(?:底|末)")

_SPAN_OF_MONTHS = re.compile(r"(?<![0-9])([0-9]{1,2})月?[-至到]([0-9]{1,2}|[Xx])?月份?")
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})年")
_MONTH = re.compile(r"(?<![0-9])(1[0-2]|0?[1-9])月")

SEVERAL_MONTHS = re.compile(
    r"(?P<half>[上下])半年度?|前三季度|[一1](?:季度)?[-至到][三3]季度"
    r"|第?(?P<quarter>[一二三四1-4])季度|前(?P<count>[0-9]{1,2})个?月(?!内)"
)
_QUARTERS = {digit: n for n, pair in enumerate(("一1", "二2", "三3", "四4"), 1) for digit in pair}


@dataclass(frozen=True)
class Title:
    """A title in comparable form, and what was taken out of it.

    `pattern` is the text to compare, `bare` the same without remarks in brackets; `unit` is
    what the amounts below are counted in; `first_month` to `month` is the span it speaks of.
    """

    pattern: str
    unit: Unit | None = None
    year: int | None = None
    first_month: int | None = None
    month: int | None = None

    @property
    def bare(self) -> str:
        return _BRACKETS.sub("", self.pattern)


def read_title(text: str) -> Title:
    """The comparable form of a title; an empty pattern when the text names nothing."""
    pattern = arabic_months(compact(text))
    pattern, unit = without_unit(pattern)
    unit = unit or unknown_unit(pattern)
    pattern = _PERCENT_IN_BRACKETS.sub(r"\1", pattern)
    pattern = _TRAILING.sub("", _LEADING.sub("", pattern))
    year = first_month = month = None
    if found := _YEAR.search(pattern):
        year = int(found[1])
    if found := _SPAN_OF_MONTHS.search(pattern):
        first_month = int(found[1])
        month = int(found[2]) if (found[2] or "").isdecimal() else None
    elif several := months_named(pattern):
        first_month, month = several
    elif found := _MONTH.search(pattern):
        month = int(found[1])
    return Title(_generalised(pattern), unit, year, first_month, month)


def months_spoken_of(path: Sequence[Title]) -> tuple[int, int] | None:
    """The first and last month that the lowest of some titles says which says one; from January on
    where it says until when (截至6月底)."""
    title = next((title for title in reversed(path) if title.month), None)
    if title is None or title.month is None:
        return None
    first = title.first_month or (1 if _UNTIL.search(title.pattern) else title.month)
    return first, title.month


@lru_cache(maxsize=4096)
def alias_pattern(alias: str) -> str:
    """The comparable form of an alias; a real title, with real numbers, serves as well.

    Each sheet that is searched asks it of every alias of its vocabulary: 4 ms, where matching the
    titles of a header takes one. The plain way is to ask it anew.
    """
    marked = compact(alias).replace("{起月}-{月}月", SPAN).replace("{年}", YEAR)
    return read_title(marked.replace("{月}", MONTH)).pattern


def months_named(text: str) -> tuple[int, int] | None:
    """The first and last month of 上半年, 二季度, 前三季度, 前7个月 in a compact text."""
    found = SEVERAL_MONTHS.search(text)
    return months_of(found) if found else None


def unit_in_line(text: str) -> Unit | None:
    """The unit that the line above the table declares (`计量单位：亿元`), or None."""
    return unit_of_line(compact(text))


def line_pattern(text: str) -> str:
    """What a line above a table shares with the same line on the next page (`…表（续）`)."""
    return _CONTINUED.sub("", compact(text))


def compact(text: str) -> str:
    """Half-width, dashes alike, without any space, line break or invisible character."""
    return _DASHES.sub("-", _INVISIBLE.sub("", text.translate(_HALF_WIDTH)))


def arabic_months(text: str) -> str:
    """`一至六月` as 1至6月 and `二〇一九年` as 2019年, in a compact text."""
    text = _YEAR_IN_CHINESE.sub(lambda m: m[1].translate(_CHINESE_DIGITS) + "年", text)
    return _IN_CHINESE.sub(lambda m: _CHINESE_MONTHS[m[1]], text)


def months_of(found: "re.Match[str]") -> tuple[int, int]:
    """The first and last month of what SEVERAL_MONTHS found."""
    if half := found["half"]:
        return (1, 6) if half == "上" else (7, 12)
    if quarter := found["quarter"]:
        number = _QUARTERS[quarter]
        return 3 * number - 2, 3 * number
    return 1, int(found["count"] or 9)


def _generalised(pattern: str) -> str:
    pattern = _YEAR.sub(f"{YEAR}年", pattern)
    pattern = _SPAN_OF_MONTHS.sub(SPAN, pattern)
    pattern = SEVERAL_MONTHS.sub(SPAN, pattern)
    pattern = _MONTH.sub(f"{MONTH}月", pattern).replace("月份", "月")
    return _A_MONTH_TO_BE.sub("", _UNNAMED_MONTH.sub(f"{MONTH}月", pattern))
