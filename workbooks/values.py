"""What a cell says: amounts, texts, dates, numbers. What is not surely understood is refused with a
sentence that says how to mend it, never guessed.

Every reader takes a Cell, or None where the table has no such column, and answers None (`text`: "")
where nothing is written: an empty cell, a dash, a slash, 无.
"""

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Protocol

from measures.money import WAN, MoneyError, is_blank_mark, parse_money
from measures.months import Month
from workbooks.reading import Fault, Formatted, Value
from workbooks.titles import SEVERAL_MONTHS, arabic_months, compact, months_of
from workbooks.units import unit_at_end


class HasValue(Protocol):
    @property
    def raw(self) -> Value: ...

    @property
    def unit(self) -> int | None: ...


class Unreadable(ValueError):
    """A cell whose value is not what its column holds; the message is Chinese."""


_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2028\u2029\ufeff\ufffe\uffff]"
)
_BREAK = re.compile(r"[ \t\u3000\xa0]*[\r\n]+[ \t\u3000\xa0]*")
_SPACES = re.compile(r"[ \t\u3000\xa0]+")
_CJK = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_BREAK_IN_CHINESE = re.compile(rf"(?<={_CJK})\n(?={_CJK})")

_LONGEST_BLANK_MARK = 4
_UNTIDY = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028\u2029\u3000\xa0\ufeff\ufffe\uffff]|  ")
_GAP_IN_NAME = re.compile(rf"(?<!{_CJK})({_CJK}) (?={_CJK}(?!{_CJK}))")

_AMOUNT_WITH_UNIT = re.compile(r"[亿万元]")
_DATE = re.compile(r"([0-9]{4})[年./-]([0-9]{1,2})[月./-]([0-9]{1,2})日?(?:00:00(?::00)?)?")
_DATE_RUN = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_MONTH = re.compile(r"(1[0-2]|0?[1-9])(?:月|月份)?")
_INTEGER = re.compile(r"[-+]?(?:[0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.0+)?")
_LATE = "(?:上旬|中旬|下旬|初|中|底|末|份)?(?:以前|之前|前|左右)?"
_DONE_BY = "(?:建成|完工|竣工|投产|开工|动工|完成|投入使用|建成投产|交付使用)?"
_MONTH_OF_YEAR = re.compile(
    rf"((?:19|20)[0-9]{{2}})[年./-](1[0-2]|0?[1-9])月?{_LATE}{_DONE_BY}"
    r"|((?:19|20)[0-9]{2})(0[1-9]|1[0-2])"
)
_MONTH_ALONE = re.compile(rf"(1[0-2]|0?[1-9])月{_LATE}{_DONE_BY}")
_SEVERAL = re.compile(
    rf"(?:(?P<year>(?:19|20)[0-9]{{2}})年?)?(?:{SEVERAL_MONTHS.pattern})[初中底末内]?{_LATE}{_DONE_BY}"
)
_END_OF_YEAR = re.compile(rf"(?:((?:19|20)[0-9]{{2}})年|当年|今年)?年?[底末]{_LATE}{_DONE_BY}")
_SHORT_YEARS = re.compile(
    r"'?([0-9]{2})[.年/](1[0-2]|0?[1-9])月?[-至到]'?([0-9]{2})[.年/](1[0-2]|0?[1-9])月?"
)
_RATE = re.compile(r"([-+]?[0-9]{1,7}(?:\.[0-9]{1,400})?)(%)?")
_YEAR = r"((?:19|20)[0-9]{2})(?:年|[./年](?:1[0-2]|0?[1-9])月?)?"
_YEARS = re.compile(rf"{_YEAR}(?:[-至到]{_YEAR})?")
_YES = frozenset({"是", "√", "✓", "✔", "有", "Y", "YES", "TRUE", "1"})
_NO = frozenset({"否", "×", "✗", "✘", "不是", "N", "NO", "FALSE", "0"})

_SURELY_AN_AMOUNT = 10**13
"""Whole yuan below this need no closer look; `parse_money` refuses what is beyond belief."""

_EXCEL_EPOCH = datetime.date(1899, 12, 30)
_SERIAL_DAYS = range(20_000, 80_000)
"""Serial numbers of the years 1954 to 2119; smaller and larger ones are other numbers."""


_SURELY_PERCENT = 10
_LARGEST_FRACTION = 5


def typed_money(cell: HasValue | None) -> int | None:
    """``money`` that a person has typed: parts of a yuan are refused, not rounded."""
    return money(cell, is_typed=True)


def money(
    cell: HasValue | None, assume: int | None = None, *, is_typed: bool = False
) -> int | None:
    """The amount in yuan.

    Its unit is the one written in the cell, else the column's, else `assume`; without any,
    only zero is understood.
    """
    if cell is None:
        return None
    unit = cell.unit or assume
    # Most amounts are whole numbers of a known unit: nothing more is asked of them.
    if unit and type(cell.raw) is int and abs(cell.raw * unit) < _SURELY_AN_AMOUNT:
        return cell.raw * unit
    value = _value(cell)
    return None if value is None else _amount(value, unit, is_typed=is_typed)


def _amount(value: Value, unit: int | None, *, is_typed: bool) -> int:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise Unreadable(f"“{shown(value)}” 不是金额，请填写数字，如 1200.5")
    if isinstance(value, Formatted):
        unit = _unit_shown(value) or unit
    if unit and not isinstance(value, str):
        yuan = Decimal(value) * unit
        if abs(yuan) < _SURELY_AN_AMOUNT and yuan == int(yuan):
            return int(yuan)
    if unit is None and not (isinstance(value, str) and _AMOUNT_WITH_UNIT.search(value)):
        unit = _unit_of_nothing(value)
    try:
        return parse_money(value, unit or WAN, is_typed=is_typed)
    except MoneyError as error:
        raise Unreadable(str(error)) from error


def text(cell: HasValue | None) -> str:
    """The text on one line, "" where nothing is written.

    A line break within Chinese goes, one between other words becomes a space; control
    characters, which come with text pasted from Word, go.
    """
    if cell is None:
        return ""
    raw = cell.raw
    if type(raw) is str and not _UNTIDY.search(raw):
        tidy = raw.strip()
        return "" if len(tidy) <= _LONGEST_BLANK_MARK and is_blank_mark(tidy) else tidy
    value = _value(cell)
    return "" if value is None else clean(shown(value))


def name(cell: HasValue | None) -> str:
    """A name on one line; the gap that aligns names in print goes: `成  斌` is 成斌."""
    return _GAP_IN_NAME.sub(r"\1", text(cell))


def integer(cell: HasValue | None) -> int | None:
    value = _value(cell)
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    written = compact(value) if isinstance(value, str) else ""
    if not _INTEGER.fullmatch(written):
        raise Unreadable(f"“{shown(value)}” 不是整数，请填写整数，如 12")
    return int(Decimal(written.replace(",", "")))


def date(cell: HasValue | None) -> datetime.date | None:
    value = _value(cell)
    if value is None:
        return None
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, int) and value in _SERIAL_DAYS:
        return _EXCEL_EPOCH + datetime.timedelta(days=value)
    written = compact(shown(value))
    found = _DATE.fullmatch(written) or _DATE_RUN.fullmatch(written)
    if found:
        try:
            return datetime.date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError as error:
            raise Unreadable(f"“{shown(value)}” 不是真实的日期，请核对年月日") from error
    month = _month_written(value, None)
    if month is not None:
        raise Unreadable(f"“{shown(value)}” 只写到月，请写明年月日，如 {month}-15")
    raise Unreadable(f"“{shown(value)}” 不是日期，请写明年月日，如 2019-01-22")


def month(cell: HasValue | None, year: int | None = None) -> Month | None:
    """The month of `2019.6`, `2019年6月底`, a date; given `year`, of `6`, `6月底`, `年底前投产`; of
    `二季度` and `上半年` the last one, by whose end it is."""
    value = _value(cell)
    if value is None:
        return None
    if year and (bare := _bare_month(value)):
        return Month(year, bare)
    try:
        return Month.of(date(cell))  # type: ignore[arg-type]
    except Unreadable:
        found = _month_written(value, year)
    if found is None:
        example = f"{year or 2019}年6月"
        raise Unreadable(f"“{shown(value)}” 看不出是哪年哪月，请写成 {example} 这样的形式")
    return found


def yes_no(cell: HasValue | None) -> bool | None:
    value = _value(cell)
    if value is None or isinstance(value, bool):
        return value
    written = compact(shown(value)).upper()
    if written in _YES:
        return True
    if written in _NO:
        return False
    raise Unreadable(f"“{shown(value)}” 看不出是与否，请填写“是”或“否”")


def year_range(cell: HasValue | None) -> tuple[int, int] | None:
    """The first and last year of `2017-2022`, `2017年3月至2022年` or `2019`."""
    value = _value(cell)
    if value is None:
        return None
    if short := _SHORT_YEARS.fullmatch(compact(shown(value))):
        first, last = 2000 + int(short[1]), 2000 + int(short[3])
        if first <= last:
            return first, last
    found = _YEARS.fullmatch(compact(shown(value)))
    if not found:
        raise Unreadable(f"“{shown(value)}” 不是起止年限，请写成 2017-2022 这样的形式")
    first = int(found[1])
    last = int(found[2] or found[1])
    if first > last:
        raise Unreadable(f"“{shown(value)}” 的起始年份晚于终止年份，请核对")
    return first, last


def rate(cell: HasValue | None, scale: int | None = None) -> Fraction | None:
    """The rate of `46.3%`, of 0.463 or of 46.3, 1 being 100 %.

    A number without % says by itself how it is meant only far from 1; `scale` tells it for the
    column: 1 for 0.463, 100 for 46.3 (see `rate_scale`).
    """
    value = _value(cell)
    if value is None:
        return None
    if isinstance(value, Formatted) and value.text.endswith("%"):
        return Fraction(value)
    found = None if isinstance(value, bool) else _RATE.fullmatch(compact(shown(value)))
    if not found:
        raise Unreadable(f"“{shown(value)}” 不是比例，请填写如 46.3%")
    number = Fraction(found[1])
    if found[2]:
        return number / 100
    if scale is None and number and not abs(number) >= _SURELY_PERCENT:
        raise Unreadable(f"“{shown(value)}” 看不出是否为百分数，请写成如 46.3%")
    return number / (scale or 100)


def rate_scale(cells: Iterable[HasValue | None]) -> int | None:
    """How the numbers of one column of rates are meant, 1 or 100; None where that stays open."""
    written = [cell.raw for cell in cells if cell]
    numbers = [
        abs(Fraction(value))
        for value in written
        if isinstance(value, int | Decimal) and not isinstance(value, bool)
    ]
    if any(number >= _SURELY_PERCENT for number in numbers):
        return 100
    fractions = [number for number in numbers if 0 < number < 1 and number * 100 % 1 != 0]
    return 1 if fractions and max(numbers) <= _LARGEST_FRACTION else None


def shown(value: Value) -> str:
    """A value as the user sees it in the sheet."""
    if value is None:
        return ""
    if isinstance(value, Fault):
        return value.shown
    if isinstance(value, Formatted) and value.text:
        return value.text
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value).strip()


def clean(written: str) -> str:
    """One line of text, without control characters and doubled spaces."""
    lines = _BREAK.sub("\n", _CONTROL.sub("", written).strip())
    return _SPACES.sub(" ", _BREAK_IN_CHINESE.sub("", lines).replace("\n", " "))


def _bare_month(value: Value) -> int | None:
    found = None if isinstance(value, bool) else _MONTH.fullmatch(compact(shown(value)))
    return int(found[1]) if found else None


def _month_written(value: Value, year: int | None) -> Month | None:
    written = arabic_months(compact(shown(value)))
    # As a number, 2019.1 may have been 2019.10.
    if isinstance(value, Decimal) and written.endswith(".1"):
        raise Unreadable(f"“{written}” 可能是1月，也可能是10月，请写成 {written[:4]}年10月 的形式")
    if found := _MONTH_OF_YEAR.fullmatch(written):
        return Month(int(found[1] or found[3]), int(found[2] or found[4]))
    if year and (found := _MONTH_ALONE.fullmatch(written)):
        return Month(year, int(found[1]))
    if (found := _SEVERAL.fullmatch(written)) and (found["year"] or year):
        return Month(int(found["year"] or year or 0), months_of(found)[1])
    found = _END_OF_YEAR.fullmatch(written)
    if found and (found[1] or year):
        return Month(int(found[1] or year or 0), 12)
    return None


def _value(cell: HasValue | None) -> Value:
    """The raw value; None for a blank mark. Raises Unreadable where there is none to be had."""
    if cell is None:
        return None
    if isinstance(cell.raw, Fault):
        raise Unreadable(cell.raw.message)
    if isinstance(cell.raw, str) and is_blank_mark(_CONTROL.sub("", cell.raw).strip()):
        return None
    return cell.raw


def _unit_shown(value: Formatted) -> int | None:
    """The unit that the cell shows behind the number, if any. Raises Unreadable for a share, and
    for a number of which digits are left out."""
    if not value.text:
        raise Unreadable(
            f"这一格存的是{value:f}，显示的是缩小后的数，看不出以哪个为准，请直接填写要报的数"
        )
    if "%" in value.text:
        raise Unreadable(f"“{value.text}” 是比例，不是金额，请填写金额")
    return unit_at_end(value.text)


def _unit_of_nothing(value: int | Decimal | str) -> int:
    """Zero is zero in every unit; anything else needs one."""
    try:
        is_zero = Decimal(compact(str(value)).replace(",", "")) == 0
    except InvalidOperation:
        is_zero = False
    if not is_zero:
        raise Unreadable(
            f"“{shown(value)}” 没有注明金额单位，请在表头上方写明“单位：万元”或在列名后注明（万元）"
        )
    return 1
