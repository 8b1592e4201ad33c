"""In what money a page counts: a county in 亿元, a unit or a short list in 万元."""

from dataclasses import dataclass

from measures.money import WAN, YI, format_money

# From this much planned a year, amounts in 万元 are too long to take in.
LARGE = 10 * YI


@dataclass(frozen=True)
class Scale:
    """A unit of money, and the decimals it is printed with in tables."""

    name: str
    yuan: int
    digits: int

    def text(self, yuan: int | None) -> str:
        """As a cell of a table; — for None."""
        return format_money(yuan, self.yuan, self.digits)

    def number(self, yuan: int) -> str:
        """As a chart reads it."""
        return format_money(yuan, self.yuan, self.digits, grouped=False)


IN_YI = Scale("亿元", YI, 2)
IN_WAN = Scale("万元", WAN, 0)


def scale_for(planned: int) -> Scale:
    return IN_YI if planned >= LARGE else IN_WAN
