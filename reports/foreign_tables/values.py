"""What the county knows, as a cell of a form has it: by the cell's own format of numbers."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from figures.book import FigureBook
from figures.figure import Figure
from figures.keys import UnknownFigure
from figures.plan_fact import PlanFact
from figures.units import Number
from measures.rounding import round_half_up
from reports.foreign_tables.field import EMPTY, Field, FieldLine, Kind, Known
from reports.foreign_tables.fields import FIELDS
from workbooks.editing.sheets import Written
from workbooks.editing.styles import Styles

USUAL_DIGITS = 2
_EXACT_DIGITS = 8
"""Of an amount in 亿元 down to the yuan."""
_DAY_ZERO, _DAY_ZERO_OF_1904 = datetime.date(1899, 12, 30), datetime.date(1904, 1, 1)

Value = Known | Fraction


def of_line(book: FigureBook, field: Field, line: FieldLine) -> Value:
    """What a project's row gets; None where it is not known."""
    if field.of_line is not None:
        return field.of_line(line)
    indicator = book.indicator_named(field.indicator)
    return None if indicator is None else indicator.over([line.row], indicator.name).value


def of_rows(book: FigureBook, field: Field, rows: Sequence[PlanFact]) -> Value:
    """What the row of a total gets. Of details only 截至上年底累计 adds up, where all is known;
    a total has no rank."""
    if field.of_line is None:
        indicator = book.indicator_named(field.indicator)
        if indicator is not None:
            return indicator.over(rows, field.indicator).value
    if field is FIELDS["before"] and all(row.invested_before is not None for row in rows):
        return sum(row.invested_before or 0 for row in rows)
    return None if field.of_line is not None else EMPTY


def of_figure(book: FigureBook, start: str, place: str, field: Field) -> Value:
    """What a row of a group or a cut gets; EMPTY where no line stands there and nothing can be
    said, and for the rank of what is not ranked."""
    try:
        figure: Figure[PlanFact] = book[f"{start}.{place}.{field.indicator}"]
    except UnknownFigure:
        return EMPTY
    number: Number | None = figure.value
    return EMPTY if number is None and not figure.rows else number


def written(
    value: Value, kind: Kind, unit: int, style: int, styles: Styles, starts_in_1904: bool
) -> Written:
    """A known value in the cell's style: an amount exact, for its format rounds; a rate and points
    rounded as the format prints them."""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime.date):
        return _day(value, kind, style, styles, starts_in_1904)
    assert value is not None
    if kind is Kind.MONEY:
        return round_half_up(Fraction(value, unit), _EXACT_DIGITS)
    if kind is Kind.COUNT:
        return Decimal(int(value))
    digits = styles.digits(style)
    return _share(value, kind, USUAL_DIGITS if digits is None else digits, styles.is_percent(style))


def result(value: Value, kind: Kind, unit: int, style: int, styles: Styles) -> Decimal | None:
    """What a formula in the cell gives, which rounds nothing."""
    if value is None or isinstance(value, str | datetime.date):
        return None
    if kind in (Kind.RATE, Kind.POINTS):
        return _share(value, kind, _EXACT_DIGITS, styles.is_percent(style))
    return round_half_up(Fraction(value, unit or 1), _EXACT_DIGITS)


def _share(value: Number, kind: Kind, digits: int, is_percent: bool) -> Decimal:
    hundredth = Fraction(value) if kind is Kind.RATE else Fraction(value) / 100
    if is_percent:
        return round_half_up(hundredth, digits + 2)
    return round_half_up(hundredth * 100, digits)


def _day(
    day: datetime.date, kind: Kind, style: int, styles: Styles, starts_in_1904: bool
) -> Written:
    if styles.is_date(style):
        zero = _DAY_ZERO_OF_1904 if starts_in_1904 else _DAY_ZERO
        return Decimal((day - zero).days)
    return f"{day:%Y-%m}" if kind is Kind.MONTH else day.isoformat()
