"""How the trail tells the tasks of units: amounts in the measure of their indicator."""

from collections.abc import Iterable, Sequence
from typing import Any

from accounts.trail.facts import kept_as
from accounts.trail.words import Names, Row, Words, label_of, tell_own, tell_rows, value_words
from investment.models import (
    FormerUnitTarget,
    UnitIndicator,
    UnitResult,
    UnitResultProposal,
    UnitTarget,
)

ACTIONS = {
    "task": (
        "单位任务",
        {
            "indicator": "设任务指标",
            "bearer": "设任务单位",
            "set": "下达任务",
            "save": "填任务完成情况",
            "submit": "报送任务完成情况",
            "key": "代填任务完成情况",
            "withdraw": "撤回任务完成情况",
            "review": "审核任务完成情况",
            "approve": "审定任务完成情况",
            "return": "退回任务完成情况",
            "correct": "更正任务完成情况",
            "record": "补录任务完成情况",
            "undo": "撤销导入的任务完成情况",
            "propose": "提出更正任务完成情况",
            "answer_proposal": "答复任务更正申请",
        },
    ),
}

_AMOUNTS = ("amount", "month_amount", "year_to_date", "old_month_amount", "old_year_to_date")


def register() -> None:
    for model in (UnitResult, UnitTarget, FormerUnitTarget, UnitResultProposal):
        label = model._meta.label_lower
        told = _told(model)
        tell_own(label, told)
        tell_rows(label, told)


def _told(model: type[Any]) -> Any:
    label = model._meta.label_lower
    declared = kept_as(model)
    hidden = {model._meta.get_field(name).attname for name in declared.quiet} | {*declared.says}

    def told(rows: Sequence[Row], names: Names) -> Words:
        indicators = _indicators(model, rows)
        words: Words = []
        for row in rows:
            indicator = indicators.get(row.pk or 0)
            words += _which(row)
            for name, (old, new) in row.changes.items():
                if name in hidden or (name in _AMOUNTS and old == new):
                    continue
                if name in _AMOUNTS and indicator is not None:
                    said = ["" if each is None else indicator.words(each) for each in (old, new)]
                else:
                    said = [
                        "" if each is None else value_words(label, name, each, names)
                        for each in (old, new)
                    ]
                words.append((label_of(label, name), said[0], said[1]))
        return words

    return told


def _which(row: Row) -> Words:
    """Of a target, told beside others, which it is."""
    if row.model != UnitTarget._meta.label_lower:
        return []
    target = UnitTarget.objects.filter(pk=row.pk or 0).select_related("indicator", "bearer").first()
    return [("任务", "", str(target))] if target is not None else []


def _indicators(model: type[Any], rows: Iterable[Row]) -> dict[int, UnitIndicator]:
    """The indicator of each row. One query."""
    path = {
        UnitResult: "indicator",
        UnitTarget: "indicator",
        FormerUnitTarget: "target__indicator",
        UnitResultProposal: "result__indicator",
    }[model]
    found = model._default_manager.filter(pk__in=[row.pk for row in rows if row.pk])
    ids = dict(found.values_list("pk", path))
    known = UnitIndicator.objects.in_bulk(ids.values())
    return {pk: known[of] for pk, of in ids.items()}
