"""The published reports, and the key that should give each figure they print.

``figures.csv`` holds 318 rows of 65 reports as they were printed, ``index.csv`` the reports.
``keys.csv`` has for each row the beginning of its keys (清单.分组[.维度=值]); its three indicators
where it is a ratio of counts; its month where that is not the report's; and, where it does not come
out, why: what is printed cannot be of one county (``conflict``), or we have no such figure
(``waits``).
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path

from measures.money import WAN, YI
from measures.rounding import round_half_up

HERE = Path(__file__).parent
UNDATED = 2020
"""The year of reports that do not say theirs."""

Bounds = tuple[Fraction, Fraction]

OWN_PACES = {
    "A17": {"": Fraction(50, 100)},
    "A18": {"": Fraction(70, 100)},
    "A47": {"县级": Fraction(419, 1000), "市级": Fraction(425, 1000)},
    "A49": {"": Fraction(5795, 10000)},
}
"""序时进度 that is not the months of the year, by the beginning of keys."""

WITHIN_ROUNDING = "ok_within_input_rounding"
_ERRED = ("INCONSISTENT", "truncated")
_MONEY = {"亿元": YI, "万元": WAN}
_YEAR = re.compile(r"(\d{4})年")


def table(name: str) -> list[dict[str, str]]:
    """The lines of one of the files here."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PERCENT = Fraction(1, 100)


class DoesNotFit(ValueError):
    """No county gives what is printed."""


def together(every: Sequence[Bounds]) -> Bounds | None:
    """What lies within all of them. Raises DoesNotFit."""
    if not every:
        return None
    low, high = max(low for low, _ in every), min(high for _, high in every)
    if low >= high:
        raise DoesNotFit(every)
    return low, high


@dataclass(frozen=True)
class Printed:
    """A number as it was printed; ``one`` is what one of it is in what the product keeps: yuan of
    money, a hundredth of a rate."""

    text: str
    one: Fraction | int = 1

    @property
    def number(self) -> Fraction:
        return Fraction(self.text)

    @property
    def digits(self) -> int:
        return -int(Decimal(self.text).as_tuple().exponent)

    @property
    def bounds(self) -> tuple[Fraction, Fraction]:
        """Between which what it was rounded from lies, in what the product keeps; of rates, what
        still rounds so after the two decimals with which the command prints it."""
        half = Fraction(1, 2) / 10**self.digits
        if self.one == PERCENT and self.digits < 2:
            half -= Fraction(1, 200)
        return (self.number - half) * self.one, (self.number + half) * self.one


@dataclass(frozen=True)
class Row:
    """One line of a report. ``key`` begins its keys, "" where it has none. ``conflict`` says why it
    cannot stand beside the other lines of its report, ``waits`` for what we have no figure yet."""

    number: int
    printed: dict[str, str]
    key: str
    ratio: tuple[str, ...]
    month: int
    total_key: str
    conflict: str
    waits: str

    @property
    def case(self) -> str:
        return self.printed["case_id"]

    @property
    def group(self) -> str:
        return self.printed["group"]

    @property
    def reason(self) -> str:
        """Why it is not expected to come out; "" where it is."""
        return self.conflict or self.waits

    @property
    def money(self) -> int:
        """What one of its amounts is in yuan; 1 in a row of counts."""
        return _MONEY.get(self.printed["unit"], 1)

    @property
    def plan(self) -> str:
        """Which plan its money stands beside: that of the year, or of a period."""
        return "period" if self.total_key else "plan"

    def read(self, column: str) -> Printed | None:
        text, one = self.printed[column], PERCENT
        if column in ("total_inv", "plan", "done"):
            return Printed(text, self.money) if text else None
        return Printed(text, 1 if column == "count" else one) if text else None

    @cached_property
    def rate(self) -> Printed | None:
        """By recomputation where the report erred."""
        erred = self.printed["rate_status"] in _ERRED
        return self.read("rate_recomputed" if erred else "rate")

    def lead(self, pace: Fraction) -> Printed | None:
        """超序时. Where the report erred in the rate, or subtracted what was rounded, by what is
        right."""
        lead, again = self.read("pace"), self.printed["rate_recomputed"]
        if lead is None or not again or self.printed["rate_status"] == WITHIN_ROUNDING:
            return lead
        right = Fraction(again) - pace * 100
        return lead if round_half_up(right, lead.digits) == Decimal(lead.text) else _points(right)

    @property
    def base(self) -> Printed | None:
        """序时进度 on which 超序时 rests, where it is printed finely enough to tell."""
        lead = self.read("pace")
        if lead is None or not lead.digits:
            return None
        is_usual = self.printed["base_status"] == "month/12"
        return self.read("base_month_over_12" if is_usual else "implied_base")

    def cells(self, pace: Fraction) -> Iterator[tuple[str, Printed]]:
        """The key of each figure that is printed, and how."""
        if self.ratio:
            base, part, rate = self.ratio
            figures = [
                (base, self.read("count")),
                (base, self.read("plan")),
                (part, self.read("done")),
                (rate, self.rate),
            ]
        else:
            figures = [
                ("项目数", self.read("count")),
                ("总投资", None if self.total_key else self.read("total_inv")),
                ("年度计划投资", self.read("plan")),
                ("完成投资", self.read("done")),
                ("完成率", self.rate),
                ("超序时", self.lead(pace)),
                ("序时进度", self.base),
            ]
        cells = {f"{self.key}.{name}": printed for name, printed in figures if name and printed}
        yield from cells.items()
        total = self.read("total_inv")
        if self.total_key and total:
            yield self.total_key, total


def _points(exact: Fraction) -> Printed:
    return Printed(str(round_half_up(exact, 2)), PERCENT)


@dataclass(frozen=True)
class Report:
    case: str
    place: str
    period: str
    year: int
    rows: tuple[Row, ...]

    @property
    def months(self) -> list[int]:
        return sorted({row.month for row in self.rows})

    @property
    def own_paces(self) -> dict[str, Fraction]:
        """By the keys of lists; by "" that of all."""
        return OWN_PACES.get(self.case, {})

    def pace(self, month: int, key: str = "") -> Fraction:
        """序时进度 by which the report judges."""
        usual = Fraction(month, 12)
        return next(
            (own for start, own in OWN_PACES.get(self.case, {}).items() if key.startswith(start)),
            usual,
        )

    def rate(self, row: Row) -> Bounds | None:
        """What a row's rate may be, as printed and by what it is ahead of the pace."""
        pace = self.pace(row.month, row.key)
        lead = row.lead(pace)
        found = [row.rate.bounds] if row.rate else []
        if lead:
            found.append((lead.bounds[0] + pace, lead.bounds[1] + pace))
        return together(found)

    def of_month(self, month: int) -> list[Row]:
        return [row for row in self.rows if row.month == month]


def reports() -> list[Report]:
    """All of them, in the order of their numbers."""
    keys = table("keys.csv")
    printed = table("figures.csv")
    heads = {head["case_id"]: head for head in table("index.csv")}
    rows: dict[str, list[Row]] = {case: [] for case in heads}
    for number, (line, key) in enumerate(zip(printed, keys, strict=True), start=1):
        head = heads[line["case_id"]]
        month = key["month"] or head["months_elapsed"].partition(".")[0]
        ratio = tuple(key["ratio"].split("/")) if key["ratio"] else ()
        told = (key["total_key"], key["conflict"], key["waits"])
        rows[line["case_id"]].append(Row(number, line, key["key"], ratio, int(month), *told))
    return [
        Report(case, head["place"], head["period"], _year(head["period"]), tuple(rows[case]))
        for case, head in heads.items()
    ]


def _year(period: str) -> int:
    found = _YEAR.search(period)
    return int(found[1]) if found else UNDATED
