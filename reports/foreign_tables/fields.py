"""The fields that a column of a form may be filled with, by the titles of the column."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from projects.intake.columns import COLUMNS
from projects.intake.plan_workbook import VOCABULARY as PLAN_COLUMNS
from projects.models import ConstructionNature, InvestorType, PlanCategory
from reports.foreign_tables.field import EMPTY, Field, FieldLine, Kind, Known
from workbooks.columns import Column, ColumnKind
from workbooks.senses import Sense


def _started(line: FieldLine) -> Known:
    """The start that the site reported; nothing of what has not begun."""
    if line.row.started_on is None and not line.row.is_started:
        return EMPTY
    return line.row.started_on


def _progress(line: FieldLine) -> Known:
    return (line.row.progress or None) if line.row.is_reported else None


def _problem(line: FieldLine) -> Known:
    return line.row.problem if line.row.is_reported else None


def _category(line: FieldLine) -> Known:
    return PlanCategory(line.row.category).label


def _nature(line: FieldLine) -> Known:
    told = line.row.construction_nature
    return ConstructionNature(told).label if told else None


def _years(line: FieldLine) -> Known:
    first, last = line.project.construction_start_year, line.project.construction_end_year
    return f"{first}-{last}" if first and last else None


def _planned_month(line: FieldLine) -> Known:
    return None if line.row.planned_start is None else line.row.planned_start.month


def _investor(line: FieldLine) -> Known:
    return InvestorType(line.row.investor_type).label if line.row.investor_type else None


def _approved_as(line: FieldLine) -> Known:
    """审批, 核准 or 备案, by the fourth part of the project's code."""
    parts = line.row.project_code.split("-")
    return _APPROVALS.get(parts[3]) if len(parts) > 3 else None


_APPROVALS = {"01": "审批", "02": "核准", "03": "备案"}

_PLAN = {column.key: column for column in PLAN_COLUMNS}


def _column(key: str, *aliases: str, kind: ColumnKind = ColumnKind.TEXT, **more: object) -> Column:
    return Column(key, aliases[0] if aliases else key, aliases, kind, **more)  # type: ignore[arg-type]


def _of(column: Column, *aliases: str, **changes: object) -> Column:
    return replace(column.also(*aliases), required=False, **changes)  # type: ignore[arg-type]


def _text(key: str, label: str, column: Column, told: Callable[[FieldLine], Known]) -> Field:
    return Field(key, label, Kind.TEXT, replace(column, key=key), of_line=told)


def _number(key: str, label: str, column: Column, told: Callable[[FieldLine], Known]) -> Field:
    return Field(key, label, Kind.COUNT, replace(column, key=key), of_line=told)


def _figure(key: str, kind: Kind, indicator: str, column: Column, label: str = "") -> Field:
    return Field(key, label or indicator, kind, replace(column, key=key), indicator=indicator)


def _share(key: str, *aliases: str) -> Column:
    return _column(key, *aliases, kind=ColumnKind.PERCENT)


_DETAILS = (
    _number("serial", "序号", _of(COLUMNS["serial"]), lambda line: line.serial),
    _text("code", "项目代码", _of(_PLAN["code"]), lambda line: line.row.project_code or None),
    _text(
        "name",
        "项目名称",
        _of(COLUMNS["name"], "建设项目"),
        lambda line: line.row.listed_name or line.row.project_name,
    ),
    _text("unit", "责任单位", _of(COLUMNS["unit"]), lambda line: line.row.unit_name),
    _text(
        "category",
        "计划类别（新建、续建）",
        _column("category", "计划类别", "建设阶段"),
        _category,
    ),
    _text("nature", "建设性质（新建、扩建、改建等）", _of(_PLAN["nature"]), _nature),
    _text(
        "industry",
        "项目类别",
        _column("industry", "项目类别", "产业类别", "行业分类"),
        lambda line: line.row.project_category,
    ),
    _text("investor", "投资主体", _of(_PLAN["investor"]), _investor),
    _text(
        "content",
        "建设内容及规模",
        _of(
            COLUMNS["content"],
            "建设规模及内容",
            "主要建设规模",
            "主要建设内容及规模",
            excludes=("年度", "本年", "{年}年"),
        ),
        lambda line: line.project.content or None,
    ),
    _text("years", "建设起止年限", _of(_PLAN["years"]), _years),
    _number(
        "start_year",
        "建设起年",
        _column("start_year", "拟开工年份", "计划开工年份", "开工年份", "建设起年"),
        lambda line: line.project.construction_start_year,
    ),
    _number(
        "end_year",
        "建设止年",
        _column("end_year", "拟建成年份", "拟竣工年份", "计划竣工年份", "建成年份", "建设止年"),
        lambda line: line.project.construction_end_year,
    ),
    _number(
        "start_month",
        "计划开工的月份",
        _column("start_month", "拟开工月份", "计划开工月份"),
        _planned_month,
    ),
    Field(
        "planned_start",
        "计划开工年月",
        Kind.MONTH,
        _column("planned_start", "计划开工时间", "拟开工时间", "计划开工日期", "计划开工"),
        of_line=lambda line: line.row.planned_start,
    ),
    Field(
        "actual_start",
        "实际开工时间",
        Kind.DAY,
        _column(
            "actual_start",
            "开工时间",
            "开工日期",
            "实际开工时间",
            "实际开工日期",
            kind=ColumnKind.DATE,
            sense=Sense.DONE,
            excludes=("计划", "拟"),
        ),
        of_line=_started,
    ),
    _text(
        "progress",
        "形象进度",
        _column(
            "progress",
            "形象进度",
            "工程形象进度",
            "目前进展",
            "进展情况",
            sense=Sense.DONE,
            excludes=("前期", "手续", "资金", "征地", "审批"),
        ),
        _progress,
    ),
    _text(
        "problem",
        "存在问题",
        _column("problem", "存在问题", "存在的问题", "问题及建议", "需要协调解决的问题"),
        _problem,
    ),
    _text(
        "official", "包抓领导", _of(_PLAN["official"]), lambda line: line.row.lead_official or None
    ),
    _text(
        "contact",
        "联系人",
        _column("contact", "联系人姓名", "联系人"),
        lambda line: line.project.contact_name or None,
    ),
    _text(
        "phone",
        "联系电话",
        _column("phone", "联系电话", "联系人电话"),
        lambda line: line.project.contact_phone or None,
    ),
    _text(
        "location",
        "建设地点",
        _of(COLUMNS["location"]),
        lambda line: line.project.location or None,
    ),
    _text("town", "属地", _of(COLUMNS["town"]), lambda line: line.row.town or None),
    _text("approved_as", "审批、核准或备案（按项目代码）", _column("approved_as"), _approved_as),
    _number(
        "period",
        "报告期（年月）",
        _column("period", "报告期"),
        lambda line: line.month.year * 100 + line.month.month,
    ),
)

_FIGURES = (
    _figure("total", Kind.MONEY, "总投资", _of(COLUMNS["total"], "投资额")),
    Field(
        "before",
        "截至上年底累计完成投资",
        Kind.MONEY,
        _of(_PLAN["before"], "截至上年底累计完成", key="before"),
        of_line=lambda line: line.row.invested_before,
    ),
    _figure(
        "plan",
        Kind.MONEY,
        "年度计划投资",
        _of(COLUMNS["plan"], "年度投资计划", "年度计划", "年计划", "计划投资"),
    ),
    _figure(
        "month_amount",
        Kind.MONEY,
        "本月完成投资",
        _of(COLUMNS["month_amount"], "本月", "当月", "{月}月完成", "{月}月份完成"),
    ),
    _figure(
        "year_to_date",
        Kind.MONEY,
        "完成投资",
        _of(
            COLUMNS["year_to_date"],
            "本年累计",
            "本年完成投资",
            "本年完成",
            "年初至本月累计",
            "累计",
            "年初以来完成投资",
            "{起月}-{月}月完成",
            "{起月}-{月}月完成投资",
            "{起月}-{月}月累计完成",
            "{月}月累计完成",
            "截至{月}月底累计完成",
            "完成投资",
        ),
        "本年累计完成投资",
    ),
    _figure(
        "since_start",
        Kind.MONEY,
        "开工以来完成投资",
        _column(
            "since_start",
            "开工累计完成投资",
            "开工以来完成投资",
            "开工至今累计完成投资",
            "自开工累计完成投资",
            kind=ColumnKind.MONEY,
            sense=Sense.DONE,
        ),
    ),
    _figure(
        "rate",
        Kind.RATE,
        "完成率",
        _share(
            "rate",
            *("占年度计划%", "占年计划%", "占年度计划", "占年计划", "完成率", "完成率%"),
            *("年度计划完成率", "年度计划完成率%", "投资完成率", "投资完成率%"),
        ),
    ),
    _figure(
        "lead",
        Kind.POINTS,
        "超序时",
        _share(
            "lead",
            "超(欠)时间进度",
            "超欠时间进度",
            "超/欠序时",
            "超(欠)序时",
            "超欠序时",
            "超(欠)序时进度",
            "与序时进度相比",
            "较序时进度",
        ),
        "超/欠序时",
    ),
    _figure(
        "pace",
        Kind.RATE,
        "序时进度",
        _share("pace", "序时进度", "时间进度", "均衡进度", "序时进度%", "时间进度%"),
    ),
    _figure(
        "count",
        Kind.COUNT,
        "项目数",
        _column("count", "项目个数", "项目数", "项目数量", "个数", kind=ColumnKind.INTEGER),
    ),
    _figure(
        "started",
        Kind.COUNT,
        "开工数",
        _column("started", "开工数", "开工个数", "已开工", "已开工个数", kind=ColumnKind.INTEGER),
    ),
    _figure("start_rate", Kind.RATE, "开工率", _share("start_rate", "开工率", "开工率%")),
    _figure(
        "on_pace",
        Kind.COUNT,
        "达序时数",
        _column("on_pace", "达序时数", "达到序时个数", "达序时个数", kind=ColumnKind.INTEGER),
    ),
    _figure(
        "place",
        Kind.COUNT,
        "完成率名次",
        _column("place", "名次", "排名", "位次", "完成率排名", "完成率名次"),
    ),
)

_OWN = {"money": Kind.MONEY, "count": Kind.COUNT}
"""How an 附加指标 of money, and one of whole numbers, is written."""


def own_field(name: str, kind: str) -> Field:
    """An 附加指标 of the county by its name, whose field says by its key what it is."""
    key = f"own:{kind}:{name}"
    return Field(key, name, _OWN[kind], Column(key, name, ()), indicator=name)


class Fields(Mapping[str, Field]):
    """The fields by their keys: those that every county has, which are listed, and its own."""

    def __init__(self, fields: Iterable[Field]) -> None:
        self._fields = {field.key: field for field in fields}

    def __getitem__(self, key: str) -> Field:
        own, _, rest = key.partition(":")
        kind, _, name = rest.partition(":")
        if own == "own" and kind in _OWN and name:
            return own_field(name, kind)
        return self._fields[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)


FIELDS = Fields((*_DETAILS, *_FIGURES))

VOCABULARY = tuple(field.column for field in FIELDS.values() if field.column.aliases)
"""The titles by which the reader of the intake finds the fields."""
