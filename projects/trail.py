"""How the trail tells what hangs on a project: units' parts, officials, aliases, plan lines,
milestones."""

import itertools
from collections.abc import Callable, Sequence
from typing import Any

from accounts.models import Unit, User
from accounts.trail import actions
from accounts.trail.words import (
    EMPTY,
    Names,
    Row,
    Words,
    row_words,
    tell_former,
    tell_key,
    tell_rows,
    value_words,
)
from measures.hundredths import format_hundredths
from measures.phases import span_label
from projects.models import AnnualPlan, Part, ProjectCategory, step_label
from projects.wording import LINES, base_words, drafted_words, phases_words, share_words

ITEM = "projects.planitem"
MILESTONE = "projects.milestone"
TARGET = "projects.listtarget"


ACTIONS = {
    "project": (
        "项目",
        {
            "create": "新建项目",
            "update": "修改项目",
            "propose": "提出修改资料",
            "answer_proposal": "答复修改申请",
            "undo": "撤销导入",
            "year_end": "答复年末去向",
        },
    ),
    "plan": (
        "计划清单",
        {
            "create": "新建清单",
            "update": "修改清单",
            "target": "登记时段目标",
            "import": "导入计划清单",
            "propose": "提出清单申请",
            "answer_proposal": "答复清单申请",
            "undo": "撤销导入",
            "remove": "删除清单",
        },
    ),
    "category": (
        "项目类别",
        {"create": "新建项目类别", "update": "修改项目类别", "undo": "撤销导入"},
    ),
    "leader": (
        "县领导",
        {
            "create": "登记领导",
            "update": "修改领导",
            "leave": "登记离任",
            "propose": "提出登记领导",
            "answer_proposal": "答复登记申请",
        },
    ),
    "fund_source": ("资金来源", {"create": "新建资金来源", "update": "修改资金来源"}),
    "journal": (
        "项目记事",
        {
            "write": "写记事",
            "read": "已阅记事",
            "photo": "上传现场照片",
            "place": "归集现场照片",
            "remove_photo": "移除现场照片",
        },
    ),
    "start_evidence": (
        "开工认定要件",
        {"create": "新建开工认定要件", "update": "修改开工认定要件"},
    ),
    "approval_item": ("手续清单", {"create": "新建手续事项", "update": "修改手续事项"}),
    "milestone_step": ("前期节点目录", {"create": "新建前期节点", "update": "修改前期节点"}),
    "town": ("乡镇（街道）", {"create": "新建乡镇（街道）", "update": "修改乡镇（街道）"}),
    "band": ("规模分档", {"create": "新建规模分档", "update": "修改规模分档"}),
    "alias": ("项目别名", {"create": "新建项目别名", "update": "修改项目别名"}),
    "roll": (
        "台账",
        {
            "declare": "申报",
            "answer": "答复申报",
            "withdraw": "撤回申报",
            "add": "新增一行",
            "change": "变更一行",
            "correct": "更正一行",
            "done": "销号",
            "reopen": "恢复一行",
            "void": "作废一行",
            "remind": "到期提醒",
            "paper": "添加附件",
        },
    ),
    "reserve": ("储备", {"target": "登记储备任务", "list": "储备转入清单", "link": "对应项目"}),
    "holiday": ("节假日", {"create": "新建节假日", "update": "修改节假日"}),
}


def register() -> None:
    actions.register(ACTIONS)
    tell_rows("projects.projectunit", _parts)
    tell_rows("projects.leadofficial", _officials)
    tell_rows("projects.projectalias", _aliases)
    tell_rows(ITEM, _items)
    tell_rows("projects.unitmerger", _mergers)
    tell_rows("projects.namedcolleague", _named)
    tell_rows("projects.portfolio", _portfolio)
    tell_rows("projects.secretary", _secretaries)
    for name, label, model in (
        ("units", "分管单位", "accounts.unit"),
        ("categories", "分管项目类别", "projects.projectcategory"),
        ("secretaries", "授权秘书", "accounts.user"),
    ):
        tell_key("projects.leader", name, label, relates_to=model)
    tell_former("projects.formerdetails", "project_id")
    tell_former("projects.formerterms", "item_id")
    tell_former("projects.formertarget", "target_id")
    for model in (ITEM, "projects.formerterms"):
        tell_key(model, "phases", words=phases_words)
    for model in (TARGET, "projects.formertarget"):
        tell_key(model, "share", words=share_words)
    tell_rows(TARGET, _targets)
    tell_rows(MILESTONE, _milestones)
    for name in ("needed_amount", "short_amount"):
        tell_key("projects.gapline", name, words=format_hundredths)
    tell_key(MILESTONE, "kind", words=step_label)
    tell_key("projects.annualplan", "joined", "列入的项目")
    tell_key("projects.annualplan", "base", words=base_words)
    tell_key("projects.annualplan", "lines", LINES, words=drafted_words)
    tell_key("projects.annualplan", "changed", "修改的项目")


def _parts(rows: Sequence[Row], names: Names) -> Words:
    """填报单位：who held the part, and who holds it."""
    words: Words = []
    for part in dict.fromkeys(row.now("part") for row in rows):
        held = [row for row in rows if row.now("part") == part]
        words.append(_succession(Part(part).label, held, "unit_id", lambda pk: names.of(Unit, pk)))
    return words


def _officials(rows: Sequence[Row], names: Names) -> Words:
    """One that was only linked to a leader goes on as it was called."""
    linked = [row for row in rows if not row.is_new and set(row.changes) == {"name", "leader_id"}]
    linked = [row for row in linked if row.changes["name"][0] == row.changes["name"][1]]
    others = [row for row in rows if row not in linked]
    words = [_succession("包抓领导", others, "name", str)] if others else []
    return words + ([("对上的包抓项目", "", f"{len(linked)}个")] if linked else [])


def _mergers(rows: Sequence[Row], names: Names) -> Words:
    """The line is about the unit that is merged."""
    told = (row_words("projects.unitmerger", row, names, leave_out=("unit_id",)) for row in rows)
    return list(itertools.chain.from_iterable(told))


def _named(rows: Sequence[Row], names: Names) -> Words:
    people = (names.of(User, row.now("person_id")) for row in rows)
    return [("提请阅看", "", "、".join(people))]


def _portfolio(rows: Sequence[Row], names: Names) -> Words:
    units = [row for row in rows if row.now("unit_id")]
    others = [row for row in rows if not row.now("unit_id")]
    return [
        *_come_and_gone("分管单位", units, "unit_id", lambda pk: names.of(Unit, pk)),
        *_come_and_gone(
            "分管项目类别", others, "category_id", lambda pk: names.of(ProjectCategory, pk)
        ),
    ]


def _secretaries(rows: Sequence[Row], names: Names) -> Words:
    return _come_and_gone("授权秘书", rows, "user_id", lambda pk: names.of(User, pk))


def _come_and_gone(
    label: str, rows: Sequence[Row], column: str, named: Callable[[Any], str]
) -> Words:
    ended = [named(row.now(column)) for row in rows if not row.is_new]
    begun = [named(row.now(column)) for row in rows if row.is_new]
    return [(label, "、".join(ended), "、".join(begun) or EMPTY)] if rows else []


def _succession(
    label: str, rows: Sequence[Row], holder: str, named: Callable[[Any], str]
) -> tuple[str, str, str]:
    """Rows that ended or were put right have a former holder, all but ended ones a present one.
    One that was ended by an import which was taken back holds again."""
    former = [row.changes[holder][0] for row in rows if not row.is_new and not _holds_again(row)]
    present = [row.changes[holder][1] for row in rows if not row.is_gone and not _ends(row)]
    return label, "、".join(map(named, former)), "、".join(map(named, present)) or EMPTY


def _ends(row: Row) -> bool:
    return row.changes.get("until", (None, None))[1] is not None


def _holds_again(row: Row) -> bool:
    return "until" in row.changes and not row.is_gone and not _ends(row)


def _aliases(rows: Sequence[Row], names: Names) -> Words:
    return [("别名", "", row.now("name")) for row in rows]


def _items(rows: Sequence[Row], names: Names) -> Words:
    """With the list that the line stands in."""
    words: Words = []
    for row in rows:
        plan = names.of(AnnualPlan, row.now("plan_id"))
        told = row_words(ITEM, row, names, leave_out=("plan_id", "project_id", "position"))
        words += [(f"{plan}{label}", old, new) for label, old, new in told]
    return words


def _targets(rows: Sequence[Row], names: Names) -> Words:
    """With the stretch of the year that it is of."""
    words: Words = []
    for row in rows:
        span = span_label(1, row.now("month"))
        told = row_words(TARGET, row, names, leave_out=("plan_id", "month"))
        words += [(f"{span}{label}", old, new) for label, old, new in told]
    return words


def _milestones(rows: Sequence[Row], names: Names) -> Words:
    words: Words = []
    for row in rows:
        if "reached_on" not in row.changes:
            words += row_words(MILESTONE, row, names, leave_out=("project_id",))
            continue
        old, new = row.changes["reached_on"]
        label = f"前期节点 {step_label(row.now('kind'))}"
        before = "" if old is None else value_words(MILESTONE, "reached_on", old, names)
        words.append((label, before, value_words(MILESTONE, "reached_on", new, names)))
    return words
