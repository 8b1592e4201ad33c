"""How the trail tells what units report: verdicts, checks."""

from collections.abc import Mapping, Sequence
from typing import Any

from accounts.trail import actions
from accounts.trail.words import (
    Names,
    Row,
    Words,
    label_of,
    tell_key,
    tell_own,
    tell_rows,
    value_words,
    veil,
)
from investment.checks import BY_CODE, label_of_check
from investment.drafts import EXTRA, STORED
from investment.extra.values import words
from investment.models import ExtraColumn, PaceRule, Verdict
from investment.pacing import rule_words
from projects.models import AnnualPlan

ACTIONS = {
    "period": (
        "填报期",
        {
            "open": "开启填报期",
            "open_history": "补录历史月份",
            "propose_extension": "提出延期",
            "decide_extension": "审批延期",
            "pass_on": "转给承接单位",
            "propose": "提出开启或关闭",
            "answer_proposal": "答复开启或关闭申请",
            "rule": "改填报规则",
            "remind": "提醒",
            "close": "关闭填报期",
            "reopen": "重新开启填报期",
            "remove": "删除填报期",
            "publish_flash": "发布快报",
            "publish_final": "发布定数",
            "unpublish": "撤回发布",
            "propose_publishing": "提出发布",
            "answer_publishing": "答复发布申请",
            "call": "登记催报",
            "published_before": "登记升级前的发布",
        },
    ),
    "weekly": (
        "每周动态",
        {"write": "写动态", "change": "改动态", "remind": "提醒写动态"},
    ),
    "entry": (
        "月度进度",
        {
            "save": "填报",
            "submit": "报送",
            "withdraw": "撤回",
            "return": "退回",
            "review": "审核通过",
            "approve": "审定",
            "verify": "核定",
            "correct": "更正",
            "key": "代填",
            "confirm": "确认代填",
            "silence": "代填视同无异议",
            "settle": "确认预计数",
            "object": "对代填提出异议",
            "undo": "撤销导入",
            "judge": "核查",
            "look": "已看",
            "note_verified": "知悉核定数",
            "propose": "提出更正",
            "propose_verified": "提出核定数",
            "answer_proposal": "答复申请",
        },
    ),
    "column": (
        "附加指标",
        {
            "add": "增加附加指标",
            "rename": "附加指标改名",
            "retire": "停用附加指标",
            "propose": "提出附加指标",
            "answer_proposal": "答复附加指标申请",
        },
    ),
    "signed": ("签章表", {"keep": "上传签章表", "void": "作废签章表"}),
    "contact": (
        "单位联系人",
        {"create": "新建联系人", "update": "修改联系人", "keep": "维护联系人"},
    ),
    "definition": ("填报口径", {"create": "新建口径", "update": "修改口径"}),
    "reason": ("常用退回理由", {"create": "新建退回理由", "update": "修改退回理由"}),
    "evidence": (
        "佐证材料",
        {"add": "上传佐证材料", "describe": "改佐证材料说明", "remove": "移除佐证材料"},
    ),
    "check": ("校核规则", {"rule": "改校核规则"}),
    "pace": ("进度规则", {"set": "改进度规则"}),
    "succession": (
        "项目变更",
        {"propose": "提出项目变更", "answer": "答复项目变更申请", "take_back": "撤销项目变更"},
    ),
    "project": ("项目", {"take_over": "承接份额", "restore": "撤销项目变更"}),
    "recognised": (
        "上级认定数",
        {
            "enter": "登记上级认定数",
            "take_back": "撤回上级认定数",
            "undo": "撤销导入的上级认定数",
        },
    ),
}


def register() -> None:
    actions.register(ACTIONS)
    tell_rows("investment.checkfinding", _verdicts)
    tell_own("investment.checkrule", _check_rules)
    tell_own("investment.pacerule", _paces)
    tell_key("investment.monthlyentry", EXTRA, words=_extra_words)
    # What an entry goes back to, its unit had not sent.
    veil("entry.undo", STORED, "已恢复为导入前")


def _extra_words(extra: Mapping[str, Any]) -> str:
    """民间投资完成额120万元，用工人数35人, by the names of today. One query."""
    columns = ExtraColumn.objects.filter(pk__in=[key for key in extra if key.isdecimal()])
    return "，".join(f"{column.name}{words(column, extra[str(column.pk)])}" for column in columns)


def _verdicts(rows: Sequence[Row], names: Names) -> Words:
    words: Words = []
    for row in rows:
        old, new = row.changes.get("verdict", ("", ""))
        before = Verdict(old).label if old else ""
        words += [(label_of_check(row.now("code")), before, Verdict(new).label)] if new else []
    return words


def _check_rules(rows: Sequence[Row], names: Names) -> Words:
    """With what the check's parameters are called."""
    words: Words = []
    for row in rows:
        words += [
            (_label_of_parameter(row.now("code"), name), "", str(value))
            for name, value in _parameters(row).items()
        ]
        for name in ("check_class", "from_date", "source"):
            told = value_words("investment.checkrule", name, row.now(name), names)
            words.append((label_of("investment.checkrule", name), "", told))
    return words


def _parameters(row: Row) -> Mapping[str, Any]:
    return row.now("parameters") or {}


def _paces(rows: Sequence[Row], names: Names) -> Words:
    """Of the county or of which list, since which day, in a sentence."""
    told: Words = []
    for row in rows:
        of = names.of(AnnualPlan, row.now("plan_id")) if row.now("plan_id") else "全县"
        of += "，仅供选用" if row.now("is_for_choice") else ""
        told.append((f"{of}，{row.now('from_date')}起", "", rule_words(_pace_rule(row))))
    return told


def _pace_rule(row: Row) -> PaceRule:
    return PaceRule(kind=row.now("kind"), shares=row.now("shares") or "")


def _label_of_parameter(code: str, name: str) -> str:
    labels = BY_CODE[code].parameter_labels if code in BY_CODE else {}
    return labels.get(name, name)
