"""The source documents as counties: what each prints of lists of projects, asked by its key.

``seeds.csv`` has every figure of the five documents. The first is the sample county itself, and the
fourth has its figures blanked: ``FILLED`` writes some in that fit together. Of the others each year
is a county of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from demo.published.reports import Printed, Report, Row, table
from measures.money import WAN, YI
from measures.rounding import round_half_up

OF_LISTS = ("list", "project", "preliminary", "plan-target")
OTHER_SUBJECTS = ("储备",)
TASK_SUBJECTS = ("固投.", "招商.")
OWN_KEYS = {
    "004-08": "储备.存量.本年开工数",
    "004-09": "储备.存量.本年开工总投资",
    "004-11": "储备.存量.开工转化率",
    "004-34": "储备.全部.全年任务数",
    "004-35": "储备.全部.全年任务投资",
}
"""In place of keys that ``seeds.csv`` proposes: starts are of all that stands in the reserve, whose
number is printed nowhere (``demo.published.reserve``); the year's task has a name of its own."""
_ERRED = ("truncated", "wrong")
_COLUMNS = {
    "项目数": "count",
    "总投资": "total_inv",
    "年度计划投资": "plan",
    "完成投资": "done",
    "完成率": "rate",
    "超序时": "pace",
}
_OF_A_ROW = (*_COLUMNS.values(), "rate_recomputed", "rate_status", "implied_base", "base_status")


@dataclass(frozen=True)
class SeedFigure:
    """One figure of a document: ``value`` as printed, and by recomputation where it erred."""

    number: str
    seed: str
    key: str
    value: str
    unit: str
    period: str


@dataclass(frozen=True)
class SeedCounty:
    case: str
    seed: str
    place: str
    year: int
    month: int
    period: str = ""


COUNTIES = (
    SeedCounty("S001", "001", "开阳县", 2010, 12),
    SeedCounty("S002", "002", "肥东县", 2011, 12, "2011"),
    SeedCounty("S002次年", "002", "肥东县", 2012, 1, "2012"),
    SeedCounty("S003", "003", "示范县", 2023, 5, "2023"),
    SeedCounty("S004", "004", "平昌县", 2021, 6),
)

FILLED = {
    "003-01": "31",
    "003-02": "64.6",
    "003-03": "9",
    "003-04": "75.0",
    "003-05": "48",
    "003-06": "20",
    "003-07": "28",
    "003-08": "156.2",
    "003-09": "42.6",
    "003-11": "18.4",
    "003-12": "43.2",
    "003-23": "4200",
    "003-24": "6",
    "003-25": "8.5",
    "003-26": "3.2",
    "003-27": "48",
    "003-28": "6",
    "003-29": "5.3",
}
"""What stands for the “xx” of the fourth document's list, approvals and funds: made up, adding up
as it must. Of approvals the base is the projects of the list."""

ADJUSTED = "004-33"
"""The year's 246亿元, of which 54.84 % is no share: the plan as it was adjusted after June."""


def seed_lines() -> list[dict[str, str]]:
    """Every figure of the documents, with the blanks filled in, by our keys."""
    return [
        line
        | {
            "value": FILLED.get(line["id"], line["value"]),
            "key": OWN_KEYS.get(line["id"], line["key"]),
        }
        for line in table("seeds.csv")
    ]


def seed_figures() -> Iterator[SeedFigure]:
    """Those of lists of projects that have a value and a key."""
    for line in seed_lines():
        subject = line["key"].partition(".")[0]
        is_told = line["class"] in OF_LISTS and line["value"] and line["key"]
        if is_told and subject not in OTHER_SUBJECTS:
            told = (line["id"], line["seed"], line["key"], right_value(line))
            yield SeedFigure(*told, line["unit"], line["period"])


def task_figures() -> Iterator[SeedFigure]:
    """Those of the tasks of units that have a value: 固投 and 招商."""
    for line in seed_lines():
        if line["key"].startswith(TASK_SUBJECTS) and line["value"]:
            told = (line["id"], line["seed"], line["key"], right_value(line))
            yield SeedFigure(*told, line["unit"], line["period"])


def reserve_figures() -> list[SeedFigure]:
    """Those of the reserve, in the last document."""
    return [
        SeedFigure(
            line["id"], line["seed"], line["key"], line["value"], line["unit"], line["period"]
        )
        for line in seed_lines()
        if line["key"].startswith(OTHER_SUBJECTS)
    ]


def right_value(line: dict[str, str]) -> str:
    """As printed, and by recomputation where the document erred."""
    if line["verdict"] not in _ERRED:
        return line["value"]
    digits = Printed(line["value"]).digits
    return str(round_half_up(Fraction(line["recomputed"]), digits))


def comes_out(figure: SeedFigure, said: str | None) -> bool:
    """Whether what the command prints rounds to what the document does."""
    if said is None:
        return False
    ours = Fraction(said) * WAN / YI if figure.unit == "亿元" else Fraction(said)
    digits = Printed(figure.value).digits
    return round_half_up(ours, digits) == round_half_up(Fraction(figure.value), digits)


def figures_of(county: SeedCounty) -> list[SeedFigure]:
    return [
        figure
        for figure in seed_figures()
        if figure.seed == county.seed and figure.period.startswith(county.period)
    ]


def report_of(county: SeedCounty) -> Report:
    """The county's figures as a report: a row each."""
    rows = tuple(
        _row(county, place, figure)
        for place, figure in enumerate(figures_of(county), start=1)
        if figure.number != ADJUSTED
    )
    return Report(county.case, county.place, county.period, county.year, rows)


def _row(county: SeedCounty, place: int, figure: SeedFigure) -> Row:
    key, _, indicator = figure.key.rpartition(".")
    printed = {
        "case_id": county.case,
        "group": figure.number,
        "unit": figure.unit,
        **dict.fromkeys(_OF_A_ROW, ""),
        _COLUMNS[indicator]: figure.value,
    }
    return Row(place, printed, key, (), county.month, "", "", "")
