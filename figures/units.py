"""What figures count in. A unit is data: its label, and how its numbers are kept and printed."""

from dataclasses import dataclass
from fractions import Fraction

from measures.money import WAN
from measures.rates import format_points
from measures.rounding import NO_VALUE, plain, round_half_up

Number = int | Fraction


@dataclass(frozen=True)
class FigureUnit:
    """``label`` stands behind the number. ``one`` is what one of it is in what is kept: 10,000
    yuan, or a hundredth of a rate. Numbers have ``digits`` decimals, in the cells of a page
    ``cell_digits`` where that is another number; ``is_trimmed`` drops trailing zeros outside
    tables. ``is_signed`` is of differences: they print +8.8 and −8.8, and never 0.0 of what is
    there."""

    label: str
    one: Number = 1
    digits: int = 0
    cell_digits: int | None = None
    is_trimmed: bool = False
    is_signed: bool = False

    @property
    def is_counted(self) -> bool:
        """Whether its numbers are whole and are printed as they are kept: 个, 户, 人, 次."""
        return self.one == 1 and not self.digits

    def text(self, value: Number | None) -> str:
        """As commands and tables on paper print it, without separators."""
        if value is None:
            return NO_VALUE
        if self.is_signed:
            return format_points(Fraction(value), self.digits)
        return self._plain(value, self.digits, trim=self.is_trimmed)

    def on_page(self, value: Number | None) -> str:
        """As pages print a figure: thousands separated, differences no finer than they need."""
        if value is None or self.is_signed:
            return self.in_cell(value)
        return self._plain(value, self.digits, trim=self.is_trimmed, grouped=True)

    def in_cell(self, value: Number | None) -> str:
        """As a column of a page prints it, with the same decimals in each row."""
        digits = self.digits if self.cell_digits is None else self.cell_digits
        if value is None:
            return NO_VALUE
        if self.is_signed:
            return format_points(Fraction(value), digits)
        return self._plain(value, digits, grouped=True)

    def number(self, value: Number | None) -> str | None:
        """As programs read it: -10.55, with neither a plus nor separators, None where there is no
        value. A difference has the decimals that tell it from zero (-0.004)."""
        if value is None or not self.is_signed:
            return None if value is None else self.text(value)
        digits = self.digits
        while value and not round_half_up(value, digits):
            digits += 1
        return plain(round_half_up(value, digits))

    def _plain(
        self, value: Number, digits: int, *, trim: bool = False, grouped: bool = False
    ) -> str:
        return plain(round_half_up(Fraction(value) / self.one, digits), trim, grouped)


COUNT = FigureUnit("个")
UNITS = FigureUnit("个单位")
ITEMS = FigureUnit("项")
TIMES = FigureUnit("次")
BATCHES = FigureUnit("批次")
VISITS = FigureUnit("人次")
PLACES = FigureUnit("名")
MONEY = FigureUnit("万元", one=WAN, digits=2, cell_digits=0, is_trimmed=True)
RATE = FigureUnit("%", one=Fraction(1, 100), digits=2)
POINTS = FigureUnit("百分点", digits=2, cell_digits=1, is_signed=True)
