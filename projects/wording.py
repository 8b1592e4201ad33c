"""The Chinese words of the register's fields and values, for previews and pages."""

import datetime
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from django.db import models

from measures.money import in_wan
from measures.phases import Phases
from measures.rates import percent
from projects.kept import from_kept
from projects.listnames import spoken_key
from projects.models import (
    USUAL_BASE,
    AnnualPlan,
    PlanCategory,
    PlanItem,
    PlanProposal,
    PlanState,
    Project,
    ProjectProposal,
)

MONEY_FIELDS = frozenset({"total_investment", "invested_before", "planned_investment"})
BLANK = "（空）"


def field_label(model: type[models.Model], name: str) -> str:
    return str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def shown(model: type[models.Model], name: str, value: Any) -> str:
    """A field's value as a person reads it: 是, 续建, 1,234.5万元 (exact), 2019年3月1日."""
    if value is None or value == "":
        return BLANK
    if name in MONEY_FIELDS:
        return in_wan(value)
    if name == "phases":
        return phases_words(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime.date):
        return f"{value.year}年{value.month}月{value.day}日"
    choices = dict(model._meta.get_field(name).flatchoices)  # type: ignore[union-attr]
    return str(choices.get(value, value))


def proposed_words(proposal: ProjectProposal) -> list[tuple[str, str, str]]:
    """Label, old and new of each field that a proposal would change."""
    return [
        (
            field_label(Project, name),
            shown(Project, name, from_kept(name, proposal.before[name])),
            shown(Project, name, from_kept(name, kept)),
        )
        for name, kept in proposal.after.items()
    ]


def proposed_list_words(proposal: PlanProposal) -> list[tuple[str, str, str]]:
    """Label, old and new of each field of a list that a proposal would change, in the order of the
    columns of lists: a database keeps none."""
    columns = [field.name for field in AnnualPlan._meta.concrete_fields]
    places = {name: place for place, name in enumerate([*columns, "lines"])}
    return [
        (
            LINES if name == "lines" else field_label(AnnualPlan, name),
            _of_list(name, proposal.before[name]),
            _of_list(name, kept),
        )
        for name, kept in sorted(proposal.after.items(), key=lambda each: places[each[0]])
    ]


LINES = "列入的项目"


def class_words(categories: Iterable[str]) -> str:
    """新建 3 个、续建 12 个."""
    every = list(categories)
    counted = [(each.label, every.count(each)) for each in PlanCategory]
    return "、".join(f"{label} {count} 个" for label, count in counted if count)


def drafted_words(lines: Mapping[str, str] | None) -> str:
    """续建 12 个，不列入 2 个: what goes over into a drafted list, by class."""
    if lines is None:
        return BLANK
    left = list(lines.values()).count("")
    return class_words(lines.values()) + (f"，不列入 {left} 个" if left else "")


def _of_list(name: str, kept: Any) -> str:
    if name == "lines":
        return drafted_words(kept)
    if name == "drafted_from" and kept is not None:
        return AnnualPlan.objects.get(pk=kept).name
    if name == "base":
        return base_words(kept)
    if name == "state":
        return PlanState(kept or "").label
    if kept is None or kept == "":
        return BLANK
    return shown(AnnualPlan, name, AnnualPlan._meta.get_field(name).to_python(kept))  # type: ignore[union-attr]


def base_words(base: str | None) -> str:
    """新建、续建: the classes that count in the rate of a list."""
    chosen = base.split(",") if base else USUAL_BASE
    labels: dict[str, Any] = dict(PlanCategory.choices)
    return "、".join(str(labels.get(category, category)) for category in chosen)


def phases_words(kept: str) -> str:
    """一季度3,000万元，二季度5,000万元; what cannot be read stands as it is."""
    return Phases.read(kept).words or kept


def share_words(share: int) -> str:
    """62.5%, of parts of ten thousand."""
    return f"{percent(Fraction(share, 10_000), 2, trim=True)}%"


def item_label(key: str, name: str) -> str:
    """县级年度计划投资: a field of a project's line in the list of that key."""
    return f"{spoken_key(key)}{field_label(PlanItem, name)}"
