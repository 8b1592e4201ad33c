"""The plan workbook: the county's projects of a year, and which of them higher lists hold."""

import re
from dataclasses import dataclass

from measures.codes import code_warning
from measures.months import Month
from measures.phases import NO_PHASES
from projects.intake.columns import COLUMNS
from projects.intake.lines import (
    LONGEST_OFFICIAL,
    OWN,
    ListLine,
    NamedList,
    ProjectLine,
    Reading,
    RowReader,
    position_of,
    read_name,
    read_unit,
    refuse_repeated,
    stated,
    wrong_year,
)
from projects.intake.lists import OF_COLUMN, column_list_of, own_list_of
from projects.intake.phases import PHASE_COLUMNS, PHASE_KEYS, phases_of
from projects.models import ConstructionNature, InvestorType, PlanCategory, Stage, Tier
from workbooks import values
from workbooks.cells import Row
from workbooks.columns import Column, ColumnKind
from workbooks.declared import compare_counts, period_written
from workbooks.findings import Findings
from workbooks.senses import Sense
from workbooks.sums import compare_sums
from workbooks.tables import Book, Table

VOCABULARY = (
    COLUMNS["serial"],
    COLUMNS["code"].also("项目编码"),
    COLUMNS["name"],
    Column("plan_category", "计划类别", ("计划类别", "建设阶段")),
    Column("nature", "建设性质", ("建设性质", "项目性质")),
    Column("category", "项目类别", ("项目类别", "产业类别", "行业分类", "所属行业", "领域")),
    Column("productive", "是否产业项目", ("是否产业项目", "产业项目"), ColumnKind.YES_NO),
    Column("investor", "投资主体", ("投资主体",)),
    COLUMNS["unit"].also(required=True),
    Column(
        "official",
        "包抓领导",
        ("包抓领导", "包联领导", "包保责任领导", "挂钩领导", "挂点领导"),
        excludes=("市挂", "市级", "省级", "市领导", "省领导"),
    ),
    Column(
        "years",
        "建设起止年限",
        ("建设起止年限", "建设起止时间", "建设年限", "建设周期", "起止年限"),
        ColumnKind.YEARS,
    ),
    COLUMNS["total"].also("投资额"),
    Column(
        "before",
        "截至上年底累计完成投资",
        (
            "截至上年底累计完成投资",
            "至上年底累计完成投资",
            "截至{年}年底累计完成投资",
            "至{年}年底累计完成投资",
            "开工至上一年度底累计完成投资",
        ),
        ColumnKind.MONEY,
        sense=Sense.DONE,
    ),
    COLUMNS["plan"].also(
        "{年}年度计划投资",
        "年度投资",
        "计划投资",
        "投资计划",
        "计划完成投资",
        "预计投资",
        required=True,
        excludes=(*COLUMNS["plan"].excludes, "省级", "市级", "总投资"),
    ),
    Column(
        "provincial",
        "列入省级计划",
        ("列入省级计划", "省级计划投资", "省级年度计划投资"),
        ColumnKind.MONEY,
        sense=Sense.PLANNED,
    ),
    Column(
        "municipal",
        "列入市级计划",
        ("列入市级计划", "市级计划投资", "市级年度计划投资"),
        ColumnKind.MONEY,
        sense=Sense.PLANNED,
    ),
    # Of our own table, which prints the plan of the nearest list where the county's has none.
    Column("lists", "列入清单", ("列入清单",)),
    Column(
        "start_month",
        "计划开工月份",
        (
            "计划开工月份",
            "计划开工",
            "拟开工月份",
            "拟开工时间",
            "计划开工时间",
            "计划开工日期",
            "今年开工时间",
            "计划开始时间",
        ),
        ColumnKind.MONTH,
    ),
    Column(
        "end_month",
        "计划竣工月份",
        (
            "计划竣工月份",
            "计划竣工",
            "拟竣工月份",
            "拟竣工时间",
            "计划竣工时间",
            "计划竣工日期",
            "今年竣工时间",
        ),
        ColumnKind.MONTH,
    ),
    COLUMNS["content"].also("建设规模及内容"),
    COLUMNS["location"],
    COLUMNS["town"],
)
"""What a person may say that a title means; a plan by month or quarter is known by its months."""

EVERY_COLUMN = (*VOCABULARY, *PHASE_COLUMNS)

MARK = COLUMNS["plan"].also("{年}年度计划投资", excludes=("总投资", "完成"))

MONEY_KEYS = ("total", "before", "plan", "provincial", "municipal", *PHASE_KEYS)

# The columns of higher lists that every plan may have, and their tiers.
HIGHER_COLUMNS = {"municipal": Tier.MUNICIPAL, "provincial": Tier.PROVINCIAL}

_TICKED = ("是", "√")

PLAN_CATEGORIES = {category.label: category for category in PlanCategory}
# Other words for them, in a column or over a group.
CATEGORY_WORDS = PLAN_CATEGORIES | {
    "新开工": PlanCategory.NEW,
    "计划新开工": PlanCategory.NEW,
    "拟新开工": PlanCategory.NEW,
    "计划开工": PlanCategory.NEW,
    "在建": PlanCategory.CONTINUING,
    "结转": PlanCategory.CONTINUING,
    "跨年": PlanCategory.CONTINUING,
    "预备": None,
    "储备": None,
}
_OF_PROJECTS = re.compile("(?:类|重点)?(?:项目|工程)$")
NATURES = {nature.label: nature for nature in ConstructionNature}
# Of these the column 建设性质 holds the nature of the works; of 新建 and 续建, the plan category.
NATURES_ONLY = frozenset(NATURES) - frozenset(PLAN_CATEGORIES)
INVESTORS = {
    "政府投资": InvestorType.GOVERNMENT,
    "政府": InvestorType.GOVERNMENT,
    "民间投资": InvestorType.PRIVATE,
    "民间": InvestorType.PRIVATE,
    "社会投资": InvestorType.PRIVATE,
    "企业投资": InvestorType.PRIVATE,
}
STAGE_TOLD = {
    PlanCategory.NEW: Stage.PRELIMINARY,
    PlanCategory.CONTINUING: Stage.CONSTRUCTION,
    PlanCategory.PRELIMINARY: Stage.PRELIMINARY,
}


def read_plan(book: Book, year: int) -> Reading:
    """Every row, and what was found. Of a file whose form or year is wrong no row is read."""
    findings = Findings(book.findings)
    for table in book.tables:
        findings += wrong_year(table, year, ("plan",))
        findings += _without_category(table)
    if findings.errors:
        return Reading(
            findings=findings,
            is_refused=True,
            written=period_written(book.tables, Month(year, 12), ("plan",)),
            uses=book.uses(book.tables),
        )
    lines: list[ProjectLine] = []
    named: dict[str, NamedList] = {}
    for table in book.tables:
        lists = _named_lists(table)
        named |= {each.slot: each for each in lists if each.slot not in named}
        told = _Told(year, _nature_is_apart(table), _year_before(table, year), lists)
        lines += [_line(row, told, findings) for row in table.data]
        findings += compare_counts(table)
        findings += compare_sums(table, MONEY_KEYS)
    return Reading(
        refuse_repeated(lines, findings), findings, uses=book.uses(book.tables), lists=named
    )


def _named_lists(table: Table) -> tuple[NamedList, ...]:
    """The table's own list first."""
    keys = [key for key in table.columns if key in HIGHER_COLUMNS or key.startswith(OF_COLUMN)]
    keys.sort(key=lambda key: table.columns[key].index)
    columns = (column_list_of(table, key, HIGHER_COLUMNS.get(key)) for key in keys)
    return (own_list_of(table), *(found for found in columns if found))


def _without_category(table: Table) -> Findings:
    """One error for a table that nowhere says which projects are new: not one for each row."""
    findings = Findings()
    has_column = "plan_category" in table.columns or "nature" in table.columns
    if not has_column and not any(_category_of_group(row) for row in table.data):
        findings.error(
            table.columns["name"],
            "表中没有“建设性质”或“计划类别”列，也没有按新建、续建分组，请补上",
        )
    return findings


def _nature_is_apart(table: Table) -> bool:
    """Whether 建设性质 says 新建/扩建/改建/迁建 of the works rather than the plan category."""
    return "plan_category" in table.columns or any(
        values.text(row.get("nature")) in NATURES_ONLY for row in table.data
    )


@dataclass(frozen=True)
class _Told:
    """What a table says of all its rows: the plan's year, whether 建设性质 is of the works, the
    year until whose end 累计完成 counts, and the lists that its columns are of."""

    year: int
    nature_is_apart: bool
    before: int
    lists: tuple[NamedList, ...]


def _year_before(table: Table, year: int) -> int:
    title = table.columns.get("before")
    return title.year if title and title.year else year - 1


def _line(row: Row, told: _Told, findings: Findings) -> ProjectLine:
    reader = RowReader(row, findings)
    name, unit = read_name(reader), read_unit(reader)
    facts = _facts(reader, told)
    category = _plan_category(reader, told.nature_is_apart)
    lists = _lists(reader, category, told) if category else ()
    official = reader.text("official", LONGEST_OFFICIAL)
    group = reader.text("category", 40)
    return ProjectLine(
        row=row,
        is_sound=reader.is_sound,
        name=name,
        facts=facts,
        unit=unit,
        lists=lists,
        stage=STAGE_TOLD[category] if category else Stage.RESERVE,
        category=group,
        lead_official=official,
        named_lists=tuple(filter(None, values.text(row.get("lists")).split("、"))),
    )


def _facts(reader: RowReader, told: _Told) -> dict:
    years = reader.read(values.year_range, "years")
    total, before = reader.amount("total"), reader.amount("before")
    if total is not None and before is not None and before > total:
        reader.warn("before", "截至上年底累计完成投资大于总投资，请核对")
    code = reader.text("code", 40)
    if warning := code_warning(code):
        reader.warn("code", warning)
    return stated(
        code=code,
        is_productive=reader.read(values.yes_no, "productive"),
        investor_type=_investor(reader),
        construction_nature=_nature(reader) if told.nature_is_apart else None,
        total_investment=total,
        invested_before=before,
        invested_before_year=told.before if before is not None else None,
        construction_start_year=years[0] if years else None,
        construction_end_year=years[1] if years else None,
        content=reader.text("content", 5000),
        location=reader.text("location", 200),
        town=reader.text("town", 40),
    )


def _investor(reader: RowReader) -> str | None:
    text = values.text(reader.row.get("investor"))
    if text and text not in INVESTORS:
        reader.warn("investor", "投资主体应为“政府投资”或“民间投资”，这一格没有读入")
    return INVESTORS.get(text)


def _nature(reader: RowReader) -> str | None:
    text = values.text(reader.row.get("nature"))
    if text and text not in NATURES:
        reader.warn("nature", "建设性质应为新建、扩建、改建或迁建，这一格没有读入")
    return NATURES.get(text)


def _plan_category(reader: RowReader, nature_is_apart: bool) -> PlanCategory | None:
    """From its own column, or the group the row stands in; where they differ the column counts."""
    key = "plan_category" if nature_is_apart else "nature"
    text = values.text(reader.row.get(key))
    group = _category_of_group(reader.row)
    if not text and group:
        return group
    word = _OF_PROJECTS.sub("", text)
    category = CATEGORY_WORDS.get(word)
    if category is None and word in CATEGORY_WORDS:
        reader.refuse(
            key,
            f"{word}项目不是年度计划的类别：今年开工的请写“新建”，只做前期工作的请写“前期”，"
            "都不是的请从计划表中删去",
        )
    elif category is None:
        reader.refuse(key, "看不出计划类别，请填写新建、续建或前期，或把项目排在这样的分组下")
    elif group and group != category:
        reader.warn(
            key, f"排在“{group.label}”分组下，而写的是{category.label}；按{category.label}读入"
        )
    return category


def _category_of_group(row: Row) -> PlanCategory | None:
    for group in reversed(row.groups):
        for label, category in CATEGORY_WORDS.items():
            if category and label in group.title:
                return category
    return None


def _lists(reader: RowReader, category: PlanCategory, told: _Told) -> tuple[ListLine, ...]:
    """A line in each list that the row has a figure for, each with its own figure."""
    start, end = (
        reader.read(lambda cell: values.month(cell, told.year), key)
        for key in ("start_month", "end_month")
    )
    position = position_of(reader)
    lines = []
    for named in told.lists:
        key = OWN if named.is_own else named.slot
        if category is PlanCategory.PRELIMINARY and _only_names(reader, key):
            lines.append(ListLine(named.slot, category, position))
            continue
        planned = reader.amount(key)
        if planned == 0 and not named.is_own:
            reader.warn(key, f"写的是0，按未列入{named.title}处理")
        elif planned is not None:
            line = ListLine(
                named.slot,
                category,
                position,
                planned,
                planned_start=start.first_day if start else None,
                planned_completion=end.last_day if end else None,
                phases=phases_of(reader) if named.is_own else NO_PHASES,
            )
            lines.append(line)
    if not lines and reader.is_sound:
        reader.refuse("plan", "没有年度计划投资，请补上")
    return tuple(lines)


def _only_names(reader: RowReader, key: str) -> bool:
    """Whether the cell of a preliminary project puts it on the list without a figure: the file's
    own holds every row of it, one of a column those that are ticked."""
    written = values.text(reader.row.get(key))
    return not written if key == OWN else written in _TICKED
