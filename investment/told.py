"""What units' reports tell of a project: the months that were approved, what the bureau verified
and what was corrected since, and the photos beside them."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.trail.proposals import ProposalState
from investment.models import EntryProposal, Evidence, MonthlyEntry, ProposalKind
from measures.money import in_wan
from measures.months import Month
from projects.happenings import Happening
from projects.models import Project


def months_told(user: User, project: Project) -> Iterator[Happening]:
    """Each approved month on its last day: the money, and what the site looked like."""
    entries = MonthlyEntry.objects.visible_to(user).approved().filter(project=project)
    for entry in entries.select_related("unit", "verified_by"):
        address = _year(project, entry.year)
        said = "，".join(_money(entry))
        words = "；".join(filter(None, (said, entry.progress)))
        label = entry.as_month.label
        problem = f"存在问题：{entry.problem}" if entry.problem else ""
        yield Happening(entry.as_month.last_day, "月度进度", f"{label}{words}", address, problem)
        if entry.is_verified and entry.verified_at is not None:
            amounts = "，".join(_verified(entry))
            yield Happening(
                timezone.localdate(entry.verified_at),
                "核定数",
                f"{label}{amounts}",
                address,
                f"{entry.verified_by}：{entry.verified_reason}",
            )


def corrections_told(user: User, project: Project) -> Iterator[Happening]:
    """Corrections of approved months that took force."""
    seen = MonthlyEntry.objects.visible_to(user).filter(project=project).values("pk")
    corrections = EntryProposal.objects.filter(
        entry__in=seen, kind=ProposalKind.CORRECTION, state=ProposalState.ACCEPTED
    ).select_related("entry")
    for correction in corrections:
        entry = correction.entry
        assert correction.decided_at is not None
        yield Happening(
            timezone.localdate(correction.decided_at),
            "更正",
            f"更正{entry.as_month.label}{_changed(correction)}",
            _year(project, entry.year),
            correction.reason,
        )


def evidence_told(user: User, project: Project) -> Iterator[Happening]:
    """The photos beside a month together, with one of them, and each document there."""
    beside = Evidence.objects.visible_to(user).standing().filter(project=project)
    by_month: dict[Month, list[Evidence]] = {}
    for each in beside.select_related("period").order_by("pk"):
        if each.is_photo:
            by_month.setdefault(each.period.as_month, []).append(each)
            continue
        url = reverse("investment:evidence_file", args=[each.pk])
        day = timezone.localdate(each.added_at)
        name = each.original_name
        yield Happening(day, "佐证文件", each.words, url, f"{each.period}", paper=name)
    for month, of_month in by_month.items():
        first = of_month[0]
        said = "；".join(dict.fromkeys(each.caption for each in of_month if each.caption))
        yield Happening(
            month.last_day,
            "照片",
            f"{month.label}佐证照片{len(of_month)}张{f'：{said}' if said else ''}",
            reverse("investment:evidence_file", args=[first.pk]),
            photo=reverse("investment:evidence_small", args=[first.pk]),
        )


def _year(project: Project, year: int) -> str:
    return reverse("investment:project", args=[project.pk, year])


def _money(entry: MonthlyEntry) -> Iterator[str]:
    if entry.month_amount is not None:
        yield f"完成{in_wan(entry.month_amount)}"
    if entry.year_to_date is not None:
        yield f"累计{in_wan(entry.year_to_date)}"
    if entry.zero_reason:
        yield f"零投资：{entry.get_zero_reason_display()}"


def _verified(entry: MonthlyEntry) -> Iterator[str]:
    if entry.verified_month_amount is not None:
        yield f"核定{in_wan(entry.verified_month_amount)}"
    if entry.verified_year_to_date is not None:
        yield f"累计核定{in_wan(entry.verified_year_to_date)}"


def _changed(correction: EntryProposal) -> str:
    """The fields that it changed, amounts with old and new, in the order of the entry's columns: of
    JSON no database promises one."""
    said = []
    for field in MonthlyEntry._meta.concrete_fields:
        name = field.name
        old, new = correction.before.get(name), correction.after.get(name)
        if old == new:
            continue
        if name in ("month_amount", "year_to_date", "correction"):
            was, now = (in_wan(each) if each is not None else "（空）" for each in (old, new))
            said.append(f"{field.verbose_name}由{was}改为{now}")
        else:
            said.append(str(field.verbose_name))
    return "、".join(said)
