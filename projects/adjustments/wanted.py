"""What a change asks of a line and of its project: columns and raw values, checked by its kind."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from accounts.errors import DomainError
from accounts.models import Unit
from accounts.trail.facts import raw
from accounts.trail.words import Names
from measures.phases import Phases
from projects.kept import as_kept, from_kept
from projects.models import (
    ChangeKind,
    LeadOfficial,
    Part,
    PlanCategory,
    PlanChange,
    PlanItem,
    Project,
    ProjectCategory,
    ProjectUnit,
)
from projects.services import MASTER_DATA
from projects.wording import BLANK, field_label, shown

Raw = dict[str, Any]

TERMS = (
    "category",
    "planned_investment",
    "phases",
    "planned_start",
    "planned_completion",
    "annual_task",
    "is_dropped",
)

UNIT, UNIT_BY_NAME, OFFICIAL = "unit_id", "unit", "lead_official"
BESIDE = {UNIT: "业主（责任单位）", UNIT_BY_NAME: "业主（责任单位）", OFFICIAL: "包抓领导"}


@dataclass(frozen=True)
class Wanted:
    """``terms`` of the line, ``details`` of the project, raw; as PlanChange has them."""

    terms: Raw = field(default_factory=dict)
    details: Raw = field(default_factory=dict)

    @property
    def is_nothing(self) -> bool:
        return not (self.terms or self.details)


def stood(project: Project | None, item: PlanItem | None, wanted: Wanted) -> Raw:
    """What now stands where something else is wanted."""
    return {
        "terms": {name: raw(getattr(item, name, None)) for name in wanted.terms},
        "details": {name: _detail(project, name) for name in wanted.details},
    }


def _detail(project: Project | None, name: str) -> Any:
    if project is None:
        return None
    if name in (UNIT, UNIT_BY_NAME):
        return responsible_unit(project)
    if name == OFFICIAL:
        held = LeadOfficial.objects.filter(project=project, until=None).first()
        return held.name if held else ""
    if name == "category":
        return project.category.name if project.category else ""
    return as_kept(getattr(project, name))


def responsible_unit(project: Project) -> int | None:
    held = ProjectUnit.objects.current().filter(project=project, part=Part.RESPONSIBLE)
    return held.order_by("pk").values_list("unit_id", flat=True).first()


def master_data(details: Mapping[str, Any], category: ProjectCategory | None) -> dict[str, Any]:
    """The details by the names of MASTER_DATA, as ``update_project`` takes them; ``category`` is
    the one that is named there."""
    named = {n: from_kept(n, v) for n, v in details.items() if n in MASTER_DATA and n != "category"}
    return named | ({"category": category} if "category" in details else {})


def term_value(name: str, kept: Any) -> Any:
    return PlanItem._meta.get_field(name).to_python(kept)  # type: ignore[union-attr]


# --- By kind -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Typed:
    """The boxes of a change; each kind reads its own."""

    amount: int | None = None
    category: str = ""
    planned_start: datetime.date | None = None
    phases: str = ""
    name: str = ""
    unit: Unit | None = None


def wanted_by(kind: str, *, project: Project | None, item: PlanItem | None, **typed: Any) -> Wanted:
    """What was typed (``Typed``) for a change of this kind. Raises DomainError at the box in which
    something is missing, or says nothing new."""
    is_listed = item is not None and not item.is_dropped
    if kind == ChangeKind.ADD:
        if is_listed:
            raise DomainError("这个项目已在清单中，请选其他调整事项", field="project")
        return Wanted(_new_line(Typed(**typed)))
    if item is None or project is None or not is_listed:
        raise DomainError("这个项目不在清单中；要列入的请选“新增”", field="project")
    return _BY_KIND[ChangeKind(kind)](project, item, Typed(**typed))


def _new_line(typed: Typed) -> Raw:
    category, amount, start = typed.category, typed.amount, typed.planned_start
    if not category:
        raise DomainError("请选择计划类别", field="category")
    if amount is None and category != PlanCategory.PRELIMINARY:
        raise DomainError("请填写年度计划投资", field="amount")
    terms = {"is_dropped": False, "category": category, "planned_investment": amount}
    return terms | ({"planned_start": raw(start)} if start else {}) | _phases(typed, amount)


def _raised(project: Project, item: PlanItem, typed: Typed) -> Wanted:
    amount, stands = _amount(typed), item.planned_investment or 0
    if amount <= stands:
        raise DomainError(f"调增后的数要大于现计划{_in_words(stands)}", field="amount")
    return Wanted({"planned_investment": amount} | _phases(typed, amount, item))


def _cut(project: Project, item: PlanItem, typed: Typed) -> Wanted:
    amount, stands = _amount(typed), item.planned_investment or 0
    if amount >= stands:
        raise DomainError(f"调减后的数要小于现计划{_in_words(stands)}", field="amount")
    return Wanted({"planned_investment": amount} | _phases(typed, amount, item))


def _rescheduled(project: Project, item: PlanItem, typed: Typed) -> Wanted:
    """The year's plan stands; its months or quarters, or its start, are others."""
    told = _phases(typed, item.planned_investment, item)
    if typed.planned_start and typed.planned_start != item.planned_start:
        told |= {"planned_start": raw(typed.planned_start)}
    if not told:
        raise DomainError("请填写改后的分期计划或计划开工，与现在的相同就不用改", field="phases")
    return Wanted(told)


def _phases(typed: Typed, amount: int | None, item: PlanItem | None = None) -> Raw:
    """What is planned by months or quarters after the change. Raises DomainError where that is
    not the year's ``amount``, also where nothing else was typed."""
    stands = item.phases if item else ""
    if fault := Phases.read(typed.phases or stands).mismatch(amount):
        mend = "请核对" if typed.phases else "请同时填写改后的分期计划"
        raise DomainError(f"{fault}，{mend}", field="phases")
    return {"phases": typed.phases} if typed.phases and typed.phases != stands else {}


def _amount(typed: Typed) -> int:
    if typed.amount is None:
        raise DomainError("请填写调整后的年度计划投资", field="amount")
    return typed.amount


def _in_words(amount: int) -> str:
    return shown(PlanItem, "planned_investment", amount)


def _dropped(project: Project, item: PlanItem, typed: Typed) -> Wanted:
    return Wanted({"is_dropped": True})


def _renamed(project: Project, item: PlanItem, typed: Typed) -> Wanted:
    name = typed.name.strip()
    if not name:
        raise DomainError("请填写新的项目名称", field="name")
    if name == project.name:
        raise DomainError("新的项目名称与现在的相同", field="name")
    return Wanted(details={"name": name})


def _handed_over(project: Project, item: PlanItem, typed: Typed) -> Wanted:
    if typed.unit is None:
        raise DomainError("请选择新的业主", field="unit")
    if typed.unit.pk == responsible_unit(project):
        raise DomainError(f"业主已是{typed.unit}", field="unit")
    return Wanted(details={UNIT: typed.unit.pk})


def _reclassed(project: Project, item: PlanItem, typed: Typed) -> Wanted:
    """A line that leaves 前期 needs a plan; one that comes there may keep its own."""
    category, amount = typed.category, typed.amount
    if not category:
        raise DomainError("请选择计划类别", field="category")
    if category == item.category:
        raise DomainError(f"计划类别已是“{item.get_category_display()}”", field="category")
    needs_amount = category != PlanCategory.PRELIMINARY and item.planned_investment is None
    if needs_amount and amount is None:
        raise DomainError("前期项目转为新建或续建，请填写年度计划投资", field="amount")
    told = {} if amount is None else {"planned_investment": amount}
    return Wanted({"category": category} | told)


_BY_KIND: dict[ChangeKind, Callable[[Project, PlanItem, Typed], Wanted]] = {
    ChangeKind.RAISE: _raised,
    ChangeKind.CUT: _cut,
    ChangeKind.DROP: _dropped,
    ChangeKind.RENAME: _renamed,
    ChangeKind.OWNER: _handed_over,
    ChangeKind.CLASS: _reclassed,
    ChangeKind.TERMS: _rescheduled,
}
"""But 新增, which is of a project without a line; further kinds come by workbook."""


# --- In words ----------------------------------------------------------------------------

Difference = tuple[str, str, str]
"""Label, old and new."""


def differences(change: PlanChange) -> list[Difference]:
    """What the change asks, beside what stood there."""
    former = change.stood or {}
    terms, details = former.get("terms", {}), former.get("details", {})
    told = [_told_term(name, terms.get(name), value) for name, value in change.terms.items()]
    return told + [_told_detail(name, details.get(name), v) for name, v in change.details.items()]


def _told_term(name: str, old: Any, new: Any) -> Difference:
    if name == "is_dropped":
        stood = {None: "未列入", True: "已退出", False: "在列"}[old]
        return "清单", stood, "退出" if new else "列入"
    said = [shown(PlanItem, name, term_value(name, value)) for value in (old, new)]
    return field_label(PlanItem, name), *said  # type: ignore[return-value]


def _told_detail(name: str, old: Any, new: Any) -> Difference:
    if name in BESIDE:
        return BESIDE[name], _unit_or_name(old), _unit_or_name(new)
    if name == "category":
        return field_label(Project, name), old or BLANK, new or BLANK
    said = [shown(Project, name, from_kept(name, value)) for value in (old, new)]
    return field_label(Project, name), *said  # type: ignore[return-value]


def _unit_or_name(value: Any) -> str:
    if isinstance(value, int):
        return Names().of(Unit, value)
    return value or BLANK
