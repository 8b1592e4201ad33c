"""The lists of a year: made, named, issued, closed; and what a reviewer proposes of them."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import Unit, User
from accounts.trail.audit import Trail, audited, hold_trail
from accounts.trail.claims import write
from accounts.trail.facts import gone, made, raw
from accounts.trail.holding import hold
from accounts.trail.proposals import propose
from projects import rules
from projects.adjustments.in_force import is_in_force
from projects.listnames import NOT_IN_KEYS
from projects.models import (
    AnnualPlan,
    FormerTerms,
    PlanCategory,
    PlanItem,
    PlanProposal,
    PlanState,
    ProjectSource,
)
from projects.wording import field_label

OF_A_LIST = (
    "name",
    "key",
    "tier",
    "document_number",
    "place",
    "base",
    "state",
    "issued_on",
    "closed_on",
)
"""What is said of a list on its page."""

# Figures are called and reckoned by these, or rest on the list: who changes one says why.
EXPLAINED = ("key", "tier", "base", "closed_on")

CHANGED_MEANWHILE = "清单已被他人修改，您的修改没有保存，请核对后重新提交。"

NOT_REMOVED = "不能删除；不再用的，请填停用日期。"


class KeyTaken(DomainError):
    """Another list of the year is called so in figures."""

    def __init__(self, key: str) -> None:
        super().__init__(f"这一年已有清单用指标名“{key}”，请另取一个。", field="key")


def make_list(
    *,
    county: Unit,
    year: int,
    values: Mapping[str, Any],
    by: User | None,
    today: datetime.date,
    reason: str = "",
    drafted_from: AnnualPlan | None = None,
) -> AnnualPlan:
    """A list of the year; ``values`` by the names of OF_A_LIST. One that is ``drafted_from``
    another is known by the titles of the same files. Raises KeyTaken, and DomainError for what no
    list can be."""
    plan = AnnualPlan(county=county, year=year, **_of_a_list(values))
    if drafted_from is not None:
        plan.drafted_from, plan.titles = drafted_from, drafted_from.titles
    _refuse_unfit(plan, today)
    with audited(by=by, reason=reason) as audit:
        try:
            with transaction.atomic():
                plan.save()
        except IntegrityError as error:
            raise KeyTaken(plan.key) from error
        audit.record(plan, "plan.create", county=county, changes=made(plan))
    return plan


def change_list(
    *,
    plan: AnnualPlan,
    changes: Mapping[str, Any],
    by: User | None,
    version: int,
    today: datetime.date,
    reason: str = "",
) -> AnnualPlan:
    """Change what is said of a list, read at ``version``. Its key, tier and base are its year's:
    changing them is a correction, and moves the figures of every month. Raises Stale, KeyTaken,
    and DomainError for what the list cannot become, or where nothing says why."""
    with audited(by=by, reason=reason) as audit:
        now = AnnualPlan.objects.select_related("county").get(pk=plan.pk)
        if now.version != version:
            raise Stale(CHANGED_MEANWHILE)
        new = _differing(now, changes)
        if not new:
            return now
        _refuse_change(now, new, today, reason)
        try:
            with transaction.atomic():
                is_written = write(
                    audit, now, "plan.update", county=now.county, version=version, **new
                )
        except IntegrityError as error:
            raise KeyTaken(new["key"]) from error
        if not is_written:
            raise Stale(CHANGED_MEANWHILE)
    return now


def remove_list(*, plan: AnnualPlan, by: User, version: int, reason: str = "") -> None:
    """As if there had never been such a list: one that is not issued, and on which nothing rests.
    Raises NotAllowed, WrongState where something does, Stale."""
    if not rules.manages_lists(by, plan.county):
        raise NotAllowed("只有审定员可以删除清单")
    with audited(by=by, reason=reason) as audit:
        hold(plan.county)
        now = AnnualPlan.objects.select_related("county").filter(pk=plan.pk).first()
        if now is None or now.version != version:
            raise Stale(CHANGED_MEANWHILE)
        if now.is_issued or is_in_force(now, by_command=True):
            raise WrongState(
                f"{now.name}已印发或已有审定的月报，不能删除；不再用的，请填停用日期。"
            )
        rows = now.items.select_related("project").select_for_update(no_key=True, of=("self",))
        items = list(rows.order_by("pk"))
        if _is_of_a_file(now, items):
            raise WrongState(f"{now.name}有从工作簿导入的内容，请先撤销导入，再删除清单。")
        former: dict[int, list[FormerTerms]] = defaultdict(list)
        for row in FormerTerms.objects.filter(item__plan=now).order_by("pk"):
            former[row.item_id].append(row)
        for item in items:
            told = [(row, gone(row)) for row in (*former[item.pk], item)]
            audit.record(item.project, "project.update", county=now.county, rows=told)
        audit.record(now, "plan.remove", county=now.county, changes=gone(now))
        hold_trail()
        try:
            with transaction.atomic():
                FormerTerms.objects.filter(item__plan=now).delete()
                now.items.all().delete()
                AnnualPlan.objects.filter(pk=now.pk).delete()
        except ProtectedError as error:
            raise WrongState(
                f"{now.name}已有时段目标、计划调整、清单申请、进度规则或据它拟订的清单，{NOT_REMOVED}"
            ) from error


def _is_of_a_file(plan: AnnualPlan, items: Iterable[PlanItem]) -> bool:
    """Whether an import that was not taken back wrote the list or a line of it."""
    written = {PlanItem._meta.label_lower: {str(item.pk) for item in items}}
    written[AnnualPlan._meta.label_lower] = {str(plan.pk)}
    sources = ProjectSource.objects.filter(upload__county=plan.county, undone_at=None)
    return any(
        not written[label].isdisjoint(after.get(label, ()))
        for after in sources.values_list("after", flat=True)
        for label in written
    )


def propose_list(
    *,
    county: Unit,
    year: int,
    values: Mapping[str, Any],
    reason: str,
    by: User,
    today: datetime.date,
) -> PlanProposal:
    """Propose to make a list. Raises as ``make_list``, NotAllowed, WrongState while another of the
    same hand waits."""
    require_proposer(by, county, reason)
    plan = AnnualPlan(county=county, year=year, **_of_a_list(values))
    _refuse_unfit(plan, today)
    if AnnualPlan.objects.filter(county=county, year=year, key=plan.key).exists():
        raise KeyTaken(plan.key)
    after = {"year": year, **{name: raw(value) for name, value in values.items() if value}}
    before = dict.fromkeys(after)
    return propose(
        PlanProposal(county=county, before=before, after=after, reason=reason.strip()), by=by
    )


def propose_list_change(
    *,
    plan: AnnualPlan,
    changes: Mapping[str, Any],
    reason: str,
    by: User,
    version: int,
    today: datetime.date,
) -> PlanProposal:
    """Propose what ``change_list`` does. Raises as that does, NotAllowed, WrongState while another
    of the same hand waits."""
    require_proposer(by, plan.county, reason)
    now = AnnualPlan.objects.select_related("county").get(pk=plan.pk)
    if now.version != version:
        raise Stale(CHANGED_MEANWHILE)
    new = _differing(now, changes)
    if not new:
        raise DomainError("没有改动，不须提出。")
    _refuse_change(now, new, today, reason)
    return propose(
        PlanProposal(
            county=now.county,
            plan=now,
            before={name: raw(getattr(now, name)) for name in new},
            after={name: raw(value) for name, value in new.items()},
            reason=reason.strip(),
        ),
        by=by,
    )


def list_as_proposed(audit: Trail, proposal: PlanProposal, by: User, today: datetime.date) -> None:
    """Raises Stale where what it changes was changed since, and as the deeds themselves."""
    after = {name: from_kept(name, kept) for name, kept in proposal.after.items()}
    plan = proposal.plan
    if plan is None:
        make_list(
            county=proposal.county,
            year=after.pop("year"),
            values=after,
            by=by,
            today=today,
            reason=proposal.reason,
        )
        return
    moved = [
        field_label(AnnualPlan, name)
        for name, kept in proposal.before.items()
        if raw(getattr(plan, name)) != kept
    ]
    if moved:
        raise Stale(
            f"提出之后{'、'.join(moved)}又有改动，不能照原样采纳；"
            "请不采纳，由提出人按现在的清单重新提出"
        )
    change_list(
        plan=plan,
        changes=after,
        by=by,
        version=plan.version,
        today=today,
        reason=proposal.reason,
    )


def from_kept(name: str, kept: Any) -> Any:
    """What ``raw`` was given of a column of a list."""
    return AnnualPlan._meta.get_field(name).to_python(kept)  # type: ignore[union-attr]


# --- What a list cannot be -----------------------------------------------------------------


def _of_a_list(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - set(OF_A_LIST)
    if unknown:
        raise ValueError(f"not said of a list: {sorted(unknown)}")
    return dict(values)


def _differing(plan: AnnualPlan, changes: Mapping[str, Any]) -> dict[str, Any]:
    return {n: value for n, value in _of_a_list(changes).items() if getattr(plan, n) != value}


def _refuse_change(
    now: AnnualPlan, new: Mapping[str, Any], today: datetime.date, reason: str
) -> None:
    _refuse_unfit(AnnualPlan(**{**_standing(now), **new}, year=now.year), today)
    if now.is_issued and new.get("state", now.state) != PlanState.ISSUED:
        raise DomainError(
            "清单已经印发，不能退回征求意见；要改内容的，请提出计划调整。", field="state"
        )
    if new.get("state") == PlanState.ISSUED:
        _refuse_open(now)
    _require_reason([name for name in EXPLAINED if name in new], reason)


def _refuse_open(plan: AnnualPlan) -> None:
    """A list that was only drafted is issued once it says what it plans."""
    lines = plan.items.standing().filter(planned_investment=None)
    count = lines.exclude(category=PlanCategory.PRELIMINARY).count()
    if count:
        raise DomainError(
            f"还有 {count} 个新建、续建项目没有年度计划投资，填好或从清单中去掉以后再印发。",
            field="state",
        )


def _standing(plan: AnnualPlan) -> dict[str, Any]:
    return {name: getattr(plan, name) for name in OF_A_LIST}


def _refuse_unfit(plan: AnnualPlan, today: datetime.date) -> None:
    if NOT_IN_KEYS.search(plan.key):
        raise DomainError("指标名里不能有空格、顿号和 . = + - % 这些符号。", field="key")
    if plan.is_issued and plan.issued_on is None:
        raise DomainError("已印发的清单要填印发日期；文号可以以后补。", field="issued_on")
    for name in ("issued_on", "closed_on"):
        day = getattr(plan, name)
        if day and day > today:
            raise DomainError("不能填以后的日期，请到那一天再登记。", field=name)


def _require_reason(names: Iterable[str], reason: str) -> None:
    if (told := [field_label(AnnualPlan, name) for name in names]) and not reason.strip():
        raise DomainError(
            f"改了{'、'.join(told)}，各月的数字会随之变动，请写明理由和依据。", field="reason"
        )


def require_proposer(by: User, county: Unit, reason: str) -> None:
    if not rules.proposes_lists(by, county):
        raise NotAllowed("只有审核员可以提出新建或修改清单")
    if not reason.strip():
        raise DomainError("请写明理由和依据，如文件、会议纪要。", field="reason")
