"""The month as a value: what reports, plans and paces are counted in (DESIGN §4, rule 6)."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

_WRITTEN = re.compile(r"([0-9]{4})-([0-9]{2})")


@dataclass(frozen=True, order=True)
class Month:
    """A month of a year, ordered by time. Raises ValueError (Chinese) for one that is none."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not 1900 <= self.year <= 2999:
            raise ValueError(f"年份{self.year}不对，应在1900至2999之间")
        if not 1 <= self.month <= 12:
            raise ValueError(f"月份{self.month}不对，应在1至12之间")

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> "Month":
        """The month written as 2019-06. Raises ValueError with a Chinese sentence."""
        written = _WRITTEN.fullmatch(text.strip())
        if written is None:
            raise ValueError(f"月份“{text[:20]}”无法识别，请写成2019-06这样的形式")
        return cls(int(written[1]), int(written[2]))

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def label(self) -> str:
        return f"{self.year}年{self.month}月"

    def next(self) -> "Month":
        return self.months_after(1)

    def previous(self) -> "Month":
        return self.months_after(-1)

    def months_after(self, n: int) -> "Month":
        """The month `n` months later, or earlier when `n` is negative."""
        year, month = divmod(self.year * 12 + self.month - 1 + n, 12)
        return Month(year, month + 1)

    def since_january(self) -> list["Month"]:
        """The months of this year up to and with this one."""
        return [Month(self.year, month) for month in range(1, self.month + 1)]

    def __sub__(self, earlier: "Month") -> int:
        """The number of months from `earlier` to this one."""
        return (self.year - earlier.year) * 12 + self.month - earlier.month

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"


@dataclass(frozen=True)
class CutOff:
    """截至: the end of ``month``, or a ``day`` of the month after it, until which the same months
    are reported and by which the pace goes."""

    month: Month
    day: date | None = None

    @classmethod
    def at(cls, day: date) -> "CutOff":
        """The last month that has ended by ``day`` is the one that figures are of."""
        month = Month.of(day)
        return cls(month) if day == month.last_day else cls(month.previous(), day)

    @classmethod
    def parse(cls, text: str) -> "CutOff":
        """2019-06, or 2019-07-15. Raises ValueError (Chinese)."""
        if len(text.strip()) == len("2019-06"):
            return cls(Month.parse(text))
        try:
            return cls.at(date.fromisoformat(text.strip()))
        except ValueError:
            raise ValueError(f"日期“{text[:20]}”无法识别，请写成2019-07-15这样的形式") from None

    @property
    def end(self) -> date:
        return self.day or self.month.last_day

    @property
    def words(self) -> str:
        """2019年6月底, 2019年7月15日."""
        return f"{self.month.year}年{self.in_year}" if self.day is None else _day_words(self.day)

    @property
    def heading(self) -> str:
        """2019年6月, 2019年7月15日: before what is of it."""
        return self.month.label if self.day is None else self.words

    @property
    def in_year(self) -> str:
        """6月底, 7月15日; a day of January has its year, for its figures are of the year before."""
        if self.day is None:
            return f"{self.month.month}月底"
        whole = _day_words(self.day)
        return whole if self.day.year != self.month.year else whole.partition("年")[2]

    def __str__(self) -> str:
        return str(self.month) if self.day is None else self.day.isoformat()


def _day_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def cut_off_by(month: Month, day: date | None) -> CutOff:
    """The end of the month, or the ``day`` where it is one of the month after it."""
    is_after = day is not None and Month.of(day) == month.next() and CutOff.at(day).day is not None
    return CutOff(month, day if is_after else None)
