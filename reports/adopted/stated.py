"""What a text says of its own cut-off (2019年, 上半年, 6月底), and the same of another month."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from documents.numerals import in_chinese
from documents.reading.script import simplified
from measures.months import Month


class Stated(StrEnum):
    """Stands where the key of a figure would, and what a person reads."""

    YEAR = "截止年份"
    MONTH = "截止月份"
    PERIOD = "截止时段"


STATED = frozenset(each.value for each in Stated)


class Statement(NamedTuple):
    """``stated`` is None of a day or a year that says nothing of the cut-off."""

    start: int
    end: int
    stated: Stated | None


PERIODS = {3: "一季度", 6: "上半年", 9: "前三季度", 12: "全年"}
_OF_PERIODS = re.compile("一季度|上半年|前三季度")
_DATED = re.compile(r"(?P<year>\d{4})年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?)?")
_IN_CHINESE = re.compile(
    "[一二三四五六七八九〇○零]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
_MONTH = re.compile(r"(?P<month>\d{1,2}|元|[一二三四五六七八九十]{1,2})(?=月)")
_DAY = re.compile(r"\d{1,2}(?=日)")
_RANGE = re.compile(r"\d月?[—–－\-~～至到]")
_SINCE_JANUARY = re.compile(
    r"(?:(?P<year>\d{4})年)?(?<!\d)(?P<range>1月?[—–－\-~～至到]+(?P<month>\d{1,2})月)(?!\d)"
)


def statements_in(text: str, month: Month) -> Iterator[Statement]:
    """In a text of that cut-off, but for the months that are figures of it
    (``documents.reading.signs``)."""
    plain = simplified(text)
    for found in _SINCE_JANUARY.finditer(plain):
        yield from _of_range(found, month)
    # A range is read once.
    plain = _SINCE_JANUARY.sub(lambda found: "\0" * len(found[0]), plain)
    for found in _OF_PERIODS.finditer(plain):
        is_own = PERIODS.get(month.month) == found[0]
        yield Statement(*found.span(), Stated.PERIOD if is_own else None)
    for found in _IN_CHINESE.finditer(plain):
        yield Statement(*found.span(), None)
    for found in _DATED.finditer(plain):
        yield from _of_date(found, month)


def _of_range(found: re.Match[str], month: Month) -> Iterator[Statement]:
    """1—5月, 2019年1-5月."""
    is_own = int(found["month"]) == month.month and int(found["year"] or month.year) == month.year
    if not is_own:
        yield Statement(*found.span(), None)
        return
    if found["year"]:
        yield Statement(*found.span("year"), Stated.YEAR)
    yield Statement(*found.span("range"), Stated.MONTH)


def _of_date(found: re.Match[str], month: Month) -> Iterator[Statement]:
    """A day or a month tells of the cut-off only where it is that; a year alone where it is its."""
    named, day = found["month"], found["day"]
    is_own = int(found["year"]) == month.year and (named is None or int(named) == month.month)
    if not is_own or (day is not None and int(day) != month.last_day.day):
        yield Statement(*found.span(), None)
        return
    yield Statement(*found.span("year"), Stated.YEAR)
    if named is not None:
        yield Statement(found.start("month"), found.end(), Stated.MONTH)


def told_of(printed: str, stated: Stated, month: Month) -> str | None:
    """The same of another month, written in the same way; None where it cannot be said so."""
    if stated is Stated.YEAR:
        return str(month.year)
    if stated is Stated.PERIOD:
        return PERIODS.get(month.month, f"1—{month.month}月" if month.month > 1 else "1月")
    *_, last = _MONTH.finditer(simplified(printed))
    if _RANGE.search(printed) and month.month == 1:
        return None
    is_arabic = last[0].isdigit()
    told = str(month.month) if is_arabic else in_chinese(month.month)
    told = f"{printed[: last.start()]}{told}{printed[last.end() :]}"
    return _DAY.sub(str(month.last_day.day), told)
