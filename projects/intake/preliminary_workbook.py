"""The list of preliminary projects (前期): what each is, and the milestone each has reached."""

import re
from datetime import date

from measures.months import Month
from projects.intake.kinds import (
    OF_A_MONTH,
    PRELIMINARY,
    refuse_months,
    refuse_other_kinds,
)
from projects.intake.lines import (
    ListLine,
    ProjectLine,
    RowReader,
    position_of,
    read_name,
    read_unit,
    stated,
    without_repeated,
    wrong_year,
)
from projects.intake.totals import compare_sums
from projects.models import MilestoneKind, PlanCategory, Stage, Tier
from workbooks import values
from workbooks.cells import Row
from workbooks.declared import compare_counts, compare_period
from workbooks.findings import Findings
from workbooks.headers import Column, ColumnKind
from workbooks.tables import read_workbook

VOCABULARY = (
    Column("serial", "序号", ("序号", "编号"), ColumnKind.SERIAL),
    Column("code", "项目代码", ("项目代码", "项目编码")),
    Column(
        "name",
        "项目名称",
        ("项目名称", "工程名称", "名称", "项目名"),
        ColumnKind.NAME,
        required=True,
    ),
    Column("unit", "责任单位", ("责任单位", "主责单位", "责任部门", "填报单位"), required=True),
    Column(
        "total",
        "计划总投资",
        ("计划总投资", "总投资", "项目总投资", "总投资额", "估算投资"),
        ColumnKind.MONEY,
    ),
    Column("municipal", "是否列入市级", ("是否列入市级", "列入市级", "是否市级前期项目"),
           ColumnKind.YES_NO),
    Column(
        "milestone",
        "前期工作进展",
        ("前期工作进展", "前期进展", "截至{月}月底前期进展", "前期工作进展情况", "进展情况"),
        required=True,
    ),
    Column("content", "建设内容及规模", ("建设内容及规模", "主要建设内容", "建设内容", "建设规模")),
    Column("location", "建设地点", ("建设地点", "项目地点", "建设地址")),
)  # fmt: skip

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


def read_preliminary(
    content: bytes, filename: str, year: int, as_of: date
) -> tuple[list[ProjectLine], Findings, int]:
    """The sound rows, what was found, and how many rows were refused. Raises
    UnreadableWorkbook, OtherKind. Of a file whose form, year or month is wrong no row is read."""
    book = read_workbook(content, filename, (*VOCABULARY, OF_A_MONTH))
    refuse_months(book)
    findings = Findings(book.findings)
    for table in book.tables:
        findings += wrong_year(table, year, ())
        findings += compare_period(table, Month.of(as_of))
    if findings.errors:
        refuse_other_kinds(content, filename, PRELIMINARY)
        return [], findings, 0
    lines: list[ProjectLine] = []
    rows = 0
    for table in book.tables:
        for row in table.data:
            rows += 1
            line = _line(row, findings)
            if line is not None:
                lines.append(line)
        findings += compare_counts(table)
        findings += compare_sums(table, ("total",))
    sound = without_repeated(lines, findings)
    return sound, findings, rows - len(sound)


def milestone_reached(text: str) -> MilestoneKind | None:
    """The furthest step that the text says is done: 可研报告完成，正在编制初步设计 is 可研."""
    done = [clause for clause in _CLAUSES.split(text) if not _NOT_YET.search(clause)]
    for kind, words in MILESTONE_WORDS:
        if any(words.search(clause.strip()) for clause in done):
            return kind
    return None


def _line(row: Row, findings: Findings) -> ProjectLine | None:
    reader = RowReader(row, findings)
    name, unit = read_name(reader), read_unit(reader)
    facts = stated(
        code=reader.text("code", 40),
        total_investment=reader.amount("total"),
        content=reader.text("content", 5000),
        location=reader.text("location", 200),
    )
    is_municipal = reader.read(values.yes_no, "municipal")
    milestone = _milestone(reader)
    tiers = (Tier.COUNTY, Tier.MUNICIPAL) if is_municipal else (Tier.COUNTY,)
    if not reader.is_sound:
        return None
    position = position_of(reader)
    return ProjectLine(
        name=name,
        name_cell=row.cells["name"],
        row=row.number,
        facts=facts,
        unit=unit,
        lists=tuple(ListLine(tier.value, PlanCategory.PRELIMINARY, position) for tier in tiers),
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
