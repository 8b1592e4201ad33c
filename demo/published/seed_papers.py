"""The source documents beside the papers that are composed of their counties, chapter by chapter:
which of the printed figures stand there, with what key, and why the others do not.

``chapters.csv`` says in which chapter of its document a figure stands, and why those of them that
are no figure of ours do not come.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accounts.models import Unit
from accounts.people.services.units import create_county
from demo.published.asking import load, run
from demo.published.county import rebuilt
from demo.published.in_text import standing_as
from demo.published.listing import line
from demo.published.reports import Printed, table
from demo.published.reserve import keep_reserve
from demo.published.seed_funds import keep_lines
from demo.published.seeds import COUNTIES, report_of, right_value, seed_lines
from demo.published.tasks import keep_2011, keep_groups, keep_january
from documents.numerals import in_chinese
from documents.paragraphs import Document, Style
from documents.runs import Run
from figures.book import FigureBook, UnknownFigure
from figures.facts import load_facts
from figures.issuing import as_by_command
from measures.money import WAN, YI
from measures.months import Month
from projects.models import (
    ApprovalItem,
    ApprovalLine,
    ApprovalState,
    PlanItem,
    Project,
    ProjectUnit,
)
from reports.prose.choices import Choices
from reports.prose.summary import compose_summary

WORKBOOKS = Path(__file__).parent.parent / "workbooks"
SAMPLE = "示范县"
NAMED = ("石墨烯产业园建设项目", "生活垃圾转运及焚烧发电项目")
"""What the first document names of its preliminary projects, as a person ticks it."""

CUT_OFF = "截止月份"
OWN_NAMES = {
    "产业项目=是.年度计划投资占比": "产业项目投资占比",
    "规模=过亿元.项目数占比": "过亿元项目占比",
    "规模=5000万元至1亿元.项目数占比": "五千万元至一亿元项目占比",
}
"""Shares of a cut that are indicators of their own."""
TASK_CASE = "S002固投"
_ONE = {"亿元": YI, "万元": WAN}


@dataclass(frozen=True)
class SeedPaper:
    """A paper that is composed of a county of a document. ``takes`` are the periods whose figures
    it is asked for."""

    case: str
    seed: str
    kind: str
    month: Month
    place: str
    load: Callable[[], None]
    takes: str = ""
    decimals: int = 1

    def composed(self) -> tuple[Document, FigureBook]:
        """Of the county, which has been loaded."""
        county = Unit.objects.counties().get(name=self.place)
        facts = as_by_command(load_facts(county, self.month))
        named = {row.project_id for row in facts.rows if row.project_name in NAMED}
        chosen = Choices(self.decimals, ticked=frozenset(named), working_copy=False)
        return compose_summary(facts, choices=chosen, template=self.kind), FigureBook(facts)


def _load_sample() -> None:
    create_county(name=SAMPLE, by=None)
    run("import_plan", str(WORKBOOKS / "plan-2019.xlsx"), "--year", "2019")
    of_june = ("--year", "2019", "--as-of", "2019-06-30")
    run("import_preliminary", str(WORKBOOKS / "preliminary-2019.xlsx"), *of_june)
    for month in (f"2019-{number:02d}" for number in range(1, 7)):
        book = WORKBOOKS / f"monthly-{month}.xlsx"
        run("import_monthly", str(book), "--month", month, "--approve")


def _load_tasks() -> None:
    """23 units with 174亿元 to invest, and no list of projects."""
    keep_january(create_county(name="肥东县", by=None))


def _with(case: str, keep: Callable[[Unit], None]) -> Callable[[], None]:
    """A county of lists that has tasks of units too."""

    def load_it() -> None:
        _of(case)()
        (county,) = (county for county in COUNTIES if county.case == case)
        keep(Unit.objects.counties().get(name=county.place))

    return load_it


def _of(case: str) -> Callable[[], None]:
    def load_it() -> None:
        (county,) = (county for county in COUNTIES if county.case == case)
        report = report_of(county)
        load(report, rebuilt(report))
        keep_lines(county.case, county.place)

    return load_it


def _of_2010(county: Unit) -> None:
    keep_groups(county, 2010, 6, arrived=110, central=15)


def _of_2023(county: Unit) -> None:
    keep_groups(county, 2023, 8, arrived=0, central=0)


def _load_last() -> None:
    """With its reserve, of which some are projects of the city's list."""
    _of("S004")()
    county = Unit.objects.counties().get(name="平昌县")
    facts = load_facts(county, Month(2021, 6))
    rows = (row for row in facts.of_list("市级") if row.is_started)
    projects = Project.objects.in_bulk([row.project_id for row in rows])
    keep_reserve(county, list(projects.values()))


def _load_with_approvals() -> None:
    """Of the twelve projects on the city's list nine are done with their approvals, and two others
    of the county's; 31 were granted theirs on a promise, six are at it."""
    _with("S003", _of_2023)()
    county = Unit.objects.counties().get(name=SAMPLE)
    from_day = datetime.date(2023, 1, 1)
    item = ApprovalItem.objects.create(county=county, name="施工许可", from_date=from_day)
    lines = PlanItem.objects.filter(plan__county=county)
    city = list(lines.filter(plan__key="市级").order_by("pk").values_list("project", flat=True))
    every = lines.filter(plan__key="县级").order_by("pk").values_list("project", flat=True)
    done = [*city[:9], *[pk for pk in every if pk not in city][:2]]
    others = [pk for pk in every if pk not in done]
    reporting = dict(ProjectUnit.objects.filter(part="reporting").values_list("project", "unit"))
    for serial, project in enumerate([*done, *others], start=1):
        state = ApprovalState.UNDER_WAY
        told: dict[str, Any] = {}
        if project in done:
            state, told = ApprovalState.DONE, {"done_on": from_day}
        elif project in others[:31]:
            promised = datetime.date(2023, 9, 30)
            state, told = ApprovalState.PLEDGED, {"promised_on": promised, "owed": "用地批复"}
        ApprovalLine.objects.create(
            county=county,
            unit_id=reporting[project],
            project_id=project,
            serial=serial,
            from_day=from_day,
            item=item,
            state=state,
            **told,
        )


PAPERS = (
    SeedPaper("S000", "000", "half_year", Month(2019, 6), SAMPLE, _load_sample, "2019"),
    SeedPaper("S001", "001", "annual", Month(2010, 12), "开阳县", _with("S001", _of_2010)),
    SeedPaper("S002", "002", "annual", Month(2011, 12), "肥东县", _with("S002", keep_2011), "2011"),
    SeedPaper(TASK_CASE, "002", "half_year", Month(2012, 1), "肥东县", _load_tasks, "2012"),
    SeedPaper("S002次年", "002", "half_year", Month(2012, 1), "肥东县", _of("S002次年"), "2012"),
    SeedPaper("S003", "003", "half_year", Month(2023, 5), SAMPLE, _load_with_approvals, "2023"),
    SeedPaper("S004", "004", "half_year", Month(2021, 6), "平昌县", _load_last, "2021", 2),
)


@dataclass(frozen=True)
class Told:
    """One printed figure of a document and where it stands in the papers of its counties: ``run``
    is None where it does not, ``heading`` the chapter of the paper."""

    printed: dict[str, str]
    run: Run | None = None
    heading: str = ""

    @property
    def reason(self) -> str:
        """Why it does not stand there; "" where it does."""
        if self.run is not None:
            return ""
        if self.printed["what"] == CUT_OFF:
            return "截止日：文中写“截至某月底”"
        reasons = _reasons()
        own = reasons.get(self.printed["id"])
        is_outside = self.printed["verdict"] == "outside" and self.printed["class"] != "project"
        return own or reasons["economy" if is_outside else self.printed["class"]]


def stands_in(document: Document, book: FigureBook, paper: SeedPaper) -> Iterator[Told]:
    """The figures of the paper's document that stand in it, in the order of the document."""
    for printed in seed_lines():
        key = _key_of(paper, printed)
        if not key or not _is_known(key, book):
            continue
        number = Printed(right_value(printed), _ONE.get(printed["unit"], 1))
        found = standing_as(key, number, document, book)
        if found is not None:
            yield Told(printed, found, _heading_of(document, found))


def every_figure(told: Iterable[Told]) -> list[Told]:
    """All that the documents print, each told once, as the first of its papers has it."""
    standing: dict[str, Told] = {}
    for each in told:
        standing.setdefault(each.printed["id"], each)
    return [standing.get(printed["id"], Told(printed)) for printed in seed_lines()]


def chapters_of(document: Document) -> list[str]:
    """The headings of a paper, of its sections too."""
    heads = (Style.CHAPTER, Style.SECTION)
    return [block.text for block in document.paragraphs if block.style in heads]


def chapter_of(number: str) -> str:
    """In which chapter of its document a figure stands."""
    return next(c["chapter"] for c in table("chapters.csv") if c["first"] <= number <= c["last"])


def _reasons() -> dict[str, str]:
    return {each["of"]: each["reason"] for each in table("reasons.csv")}


def _key_of(paper: SeedPaper, printed: dict[str, str]) -> str:
    key, period = printed["key"], printed["period"]
    if printed["seed"] != paper.seed or not (key and printed["value"]):
        return ""
    if not period.startswith(paper.takes):
        return ""
    start, group, name = key.split(".", 2)
    return f"{start}.{group}.{OWN_NAMES.get(name, name)}"


def _is_known(key: str, book: FigureBook) -> bool:
    try:
        book[key]
    except UnknownFigure:
        return False
    return True


def _heading_of(document: Document, wanted: Run) -> str:
    chapter = section = ""
    for block in document.paragraphs:
        if block.style is Style.CHAPTER:
            chapter, section = block.text, ""
        elif block.style is Style.SECTION:
            section = block.text
        elif any(run is wanted for run in block.runs):
            return f"{chapter}{section}"
    return ""


HEAD = """# 五篇原文的数字，在成文里的位置

五篇原文印出的200个数，每个一行，按原文的章节排列。各篇按自己的话重建成县，用导入命令装入，在原文的截止日成文：
数在文中有的，写明文中的键和章节，点开就是所列项目；没有的，写明原因。第四篇的数字是“xx”，由互相吻合的数代替。
原文算错的按重算的数（56.47应为56.48，2.3应为2.41）。第五篇的储备开工转化率72.8%没有印基数：104个无论以哪个整数为基数
都得不出72.8%；零转化的八个单位里有六个申报了储备项目，申报的108个至少有六个没有开工，所以104个里至少有两个是以前申报的。
这里按全部在库的储备项目重建：147个中开工107个（上半年104个，上年3个），总体开工转化率72.8%；本期申报的108个中开工102个。
第二至第五篇里的措施、打算等没有数的章节由人写，不在表内。
表由 `manage.py published_table` 生成，数据在 `demo/published/`。

"""
_SUMMED = ("原文章节", "印出", "文中有")
_COLUMNS = ("编号", "原文章节", "印出", "内容", "键", "文中章节", "文中没有的原因")


def seed_page(told: Sequence[Told]) -> str:
    """docs/seed-papers.md."""
    by_chapter: dict[str, list[Told]] = {}
    for each in told:
        by_chapter.setdefault(_spoken(each), []).append(each)
    summed = [
        line([name, str(len(of)), str(sum(each.run is not None for each in of))])
        for name, of in by_chapter.items()
    ]
    standing = sum(each.run is not None for each in told)
    lines = [
        f"{len(told)}个数中{standing}个在文中。",
        "",
        line(_SUMMED),
        line(["---"] * len(_SUMMED)),
        *summed,
        "",
        line(_COLUMNS),
        line(["---"] * len(_COLUMNS)),
        *map(line_of_seed, told),
    ]
    return HEAD + "\n".join(lines) + "\n"


def line_of_seed(told: Told) -> str:
    return line(
        [
            told.printed["id"],
            _spoken(told),
            told.printed["printed"],
            told.printed["what"],
            f"`{told.run.key}`" if told.run else "",
            told.heading,
            told.reason,
        ]
    )


def _spoken(told: Told) -> str:
    number = told.printed["id"]
    return f"第{in_chinese(int(number[:3]) + 1)}篇 {chapter_of(number)}"
