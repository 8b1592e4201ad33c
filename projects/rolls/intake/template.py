"""The form of a 台账 to fill in: what a person may declare of, as it stands, and empty rows."""

import datetime
from typing import Any

from accounts.models import Unit, User
from projects.models import RollLine
from projects.rolls.exports import cell_of
from projects.rolls.intake.preview import read_known
from projects.rolls.intake.reading import FieldReader
from projects.rolls.intake.vocabulary import kind_of_field
from projects.rolls.roll import Roll
from workbooks.columns import ColumnKind
from workbooks.intake.sent import Sent
from workbooks.templates import Column, Row, Rule, Template, one_of, write_template
from workbooks.writing import DATE, INTEGER, TEXT, WAN_YUAN

EMPTY_ROWS = 60
_WIDE = 30

INSTRUCTIONS = (
    "编号：台账给的号，请勿改动；新增的一行把编号空着。",
    "自：新增的填起始日期；改动的填从哪天起变。改动的一行不改这一格时，按上传时选的日期。",
    "表中没有写到的一行保持不变；销号、作废请在台账页面办理。",
    "金额单位为万元。不知道的空着，不要填0。",
)


def roll_template(roll: Roll[Any, Any], *, county: Unit, by: User, today: datetime.date) -> bytes:
    sent = Sent(name="", content=b"", county=county, by=by, today=today)
    known = read_known(roll, sent)
    lines = [known.lines[serial] for serial in sorted(known.lines)]
    columns = _columns(roll, county)
    blank = Row([None] * len(columns))
    return write_template(
        Template(
            sheet=roll.name,
            title=f"{roll.name}台账",
            line=f"{county}，{today:%Y-%m-%d}",
            columns=columns,
            rows=[*(Row(_values(roll, line)) for line in lines), *[blank] * EMPTY_ROWS],
            name_column=1,
            mark=("xushi_roll", roll.key),
            instructions=INSTRUCTIONS,
        )
    )


def _columns(roll: Roll[Any, Any], county: Unit) -> list[Column]:
    of_project = [Column("项目名称", TEXT, _WIDE, True)] if roll.of_project else []
    names = _ordered(roll)
    own = [_column(roll, name, county) for name in names]
    unit = Column("填报单位", TEXT, 18, True)
    return [Column("编号", INTEGER, 8, True), *of_project, *own, unit, Column("自", DATE, 12, True)]


def _ordered(roll: Roll[Any, Any]) -> list[str]:
    """What a line is called by stands first."""
    return sorted(roll.fields, key=lambda name: name != roll.named_by)


def _column(roll: Roll[Any, Any], name: str, county: Unit) -> Column:
    reader = FieldReader(roll, name, county)
    kind = {ColumnKind.MONEY: WAN_YUAN, ColumnKind.DATE: DATE}
    told = kind.get(kind_of_field(roll, name), TEXT)
    width = _WIDE if name == roll.named_by else 16
    return Column(reader.label, told, width, True, _rule(reader))


def _rule(reader: FieldReader) -> Rule | None:
    choices = list(reader.words) or (["是", "否"] if reader.is_yes_no else [])
    try:
        return one_of(choices, f"请从列表中选择{reader.label}") if choices else None
    except ValueError:
        # More, or longer, than a list in a cell holds: it is read all the same.
        return None


def _values(roll: Roll[Any, Any], line: RollLine) -> list[Any]:
    of_project = [line.project.name if line.project else ""] if roll.of_project else []
    own = [_cell(roll, line, name) for name in _ordered(roll)]
    return [line.serial, *of_project, *own, str(line.unit), line.from_day]


def _cell(roll: Roll[Any, Any], line: RollLine, name: str) -> Any:
    value = cell_of(roll, line, name)
    is_plain = name in roll.money or isinstance(value, datetime.date) or value is None
    return value if is_plain else str(value)
