"""The list of preliminary projects (前期): what each is, and the milestone each has reached."""

import re
from datetime import date

from measures.months import Month
from projects.intake.columns import COLUMNS
from projects.intake.lines import (
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
from projects.intake.lists import column_list_of, own_list_of
from projects.models import MilestoneKind, PlanCategory, Stage, Tier
from workbooks import values
from workbooks.cells import Row
from workbooks.columns import Column, ColumnKind
from workbooks.declared import compare_counts, compare_period, period_written
from workbooks.findings import Findings
from workbooks.sums import compare_sums
from workbooks.tables import Book

VOCABULARY = (
    COLUMNS["serial"],
    COLUMNS["code"].also("项目编码"),
    COLUMNS["name"],
    COLUMNS["unit"].also(required=True),
    COLUMNS["total"].also(label="计划总投资"),
    Column(
        "municipal",
        "是否列入市级",
        ("是否列入市级", "列入市级", "是否市级前期项目"),
        ColumnKind.YES_NO,
    ),
    COLUMNS["milestone"].also("进展情况", required=True),
    COLUMNS["content"],
    COLUMNS["location"],
    COLUMNS["town"],
)

MARK = COLUMNS["milestone"]

_DONE = (
    "(?:报告|编制|设计|文件|工作|手续|方案|审查|评审)*(?:已|全部|获)*(?:完成|通过|批复|结束|获批)"
)

# The furthest step first: the first pattern met in a clause that tells of something done.
MILESTONE_WORDS = (
    (MilestoneKind.START, re.compile("已(?:全面|正式|经)?(?:开工|动工)|^开工建设$|主体施工")),
    (MilestoneKind.TENDER, re.compile(f"招(?:投)?标{_DONE}|完成.{{0,6}}招(?:投)?标|已招标")),
    (MilestoneKind.WORKING_DRAWINGS, re.compile(f"施工图{_DONE}|完成.{{0,4}}施工图")),
    (
        MilestoneKind.PRELIMINARY_DESIGN,
        re.compile(f"(?:初设|初步设计){_DONE}|完成.{{0,4}}(?:初设|初步设计)"),
    ),
    (MilestoneKind.ENVIRONMENT, re.compile(f"环评{_DONE}|完成.{{0,4}}环评")),
    (
        MilestoneKind.FEASIBILITY,
        re.compile(f"(?:可研|可行性研究){_DONE}|完成.{{0,4}}(?:可研|可行性研究)"),
    ),
    (
        MilestoneKind.EXPERT_REVIEW,
        re.compile("(?:通过|完成).{0,6}专家(?:评审|论证)|专家(?:评审|论证)(?:已|获)*(?:通过|完成)"),
    ),
    (MilestoneKind.PLANNING, re.compile(f"规划{_DONE}|完成.{{0,6}}规划")),
    (MilestoneKind.INITIATED, re.compile("前期(?:工作)?.{0,4}(?:启动|开展|推进)|启动.{0,4}前期")),
)
_CLAUSES = re.compile("[，,。；;、\n]+")
# A clause with one of these tells of what is not done yet.
_NOT_YET = re.compile("未|拟|预计|计划|力争|争取|准备|即将|正在(?!开展前期)|待")


def read_preliminary(book: Book, year: int, as_of: date) -> Reading:
    """Every row, and what was found. Of a file whose form, year or month is wrong no row is
    read."""
    findings = Findings(book.findings)
    for table in book.tables:
        findings += wrong_year(table, year, ())
        findings += compare_period(table, Month.of(as_of))
    if findings.errors:
        return Reading(
            findings=findings,
            is_refused=True,
            written=period_written(book.tables, Month.of(as_of)),
            uses=book.uses(book.tables),
        )
    lines: list[ProjectLine] = []
    named: dict[str, NamedList] = {}
    for table in book.tables:
        own = own_list_of(table)
        city = column_list_of(table, "municipal", Tier.MUNICIPAL)
        named |= {each.slot: each for each in (own, city) if each and each.slot not in named}
        lines += [_line(row, own.slot, findings) for row in table.data]
        findings += compare_counts(table)
        findings += compare_sums(table, ("total",))
    return Reading(
        refuse_repeated(lines, findings), findings, uses=book.uses(book.tables), lists=named
    )


def milestone_reached(text: str) -> MilestoneKind | None:
    """The furthest step that the text says is done: 可研报告完成，正在编制初步设计 is 可研."""
    done = [clause for clause in _CLAUSES.split(text) if not _NOT_YET.search(clause)]
    for kind, words in MILESTONE_WORDS:
        if any(words.search(clause.strip()) for clause in done):
            return kind
    return None


def _line(row: Row, own: str, findings: Findings) -> ProjectLine:
    reader = RowReader(row, findings)
    name, unit = read_name(reader), read_unit(reader)
    facts = stated(
        code=reader.text("code", 40),
        total_investment=reader.amount("total"),
        content=reader.text("content", 5000),
        location=reader.text("location", 200),
        town=reader.text("town", 40),
    )
    is_municipal = reader.read(values.yes_no, "municipal")
    milestone = _milestone(reader)
    slots = (own, "municipal") if is_municipal else (own,)
    position = position_of(reader)
    return ProjectLine(
        row=row,
        is_sound=reader.is_sound,
        name=name,
        facts=facts,
        unit=unit,
        lists=tuple(ListLine(slot, PlanCategory.PRELIMINARY, position) for slot in slots),
        stage=Stage.CONSTRUCTION if milestone == MilestoneKind.START else Stage.PRELIMINARY,
        milestone=milestone,
    )


def _milestone(reader: RowReader) -> MilestoneKind | None:
    text = values.text(reader.row.get("milestone"))
    if not text:
        reader.warn("milestone", "没有写前期工作进展，没有登记前期节点")
        return None
    kind = milestone_reached(text)
    if kind is None:
        reader.warn(
            "milestone",
            "看不出达到了哪个前期节点，没有登记；可写作：前期工作启动、通过专家评审、可研报告完成、"
            "环评批复、初步设计批复、施工图设计完成、招标完成、已开工建设",
        )
    return kind
