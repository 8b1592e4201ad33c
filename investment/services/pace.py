"""What is decided of the pace: the rule of a county or of one of its lists, from a day on."""

import datetime
import re
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from accounts.errors import DomainError, NotAllowed
from accounts.limits import within
from accounts.models import Unit, User
from accounts.published import published_under
from accounts.rights import may
from accounts.trail.audit import audited
from accounts.trail.facts import made
from accounts.trail.holding import hold
from investment.installing import is_before_published, published_months
from investment.models import PaceKind, PaceRule
from investment.pacing import SHARES_ASKED, curve_of_rule
from measures.months import Month
from projects.models import AnnualPlan

_PER_CENT = re.compile(r"(\d{1,3})(?:\.(\d{1,4}))?")


def set_pace_rule(
    *,
    county: Unit,
    plan: AnnualPlan | None,
    from_date: datetime.date,
    kind: str,
    shares: Sequence[str],
    source: str,
    by: User,
    today: datetime.date,
    is_for_choice: bool = False,
) -> PaceRule:
    """A rule that takes force on ``from_date`` and holds from the month in which that is: of the
    county, or of the list ``plan``. ``shares`` are cumulative per cents as they were typed. A past
    day only while the county is being installed; no month that was published moves by it
    (``investment.installing``). One that ``is_for_choice`` takes force nowhere by itself, and may
    be of any day. Raises NotAllowed, DomainError."""
    if not may(by, "entry.approve", county):
        raise NotAllowed("只有审定员可以改进度规则")
    if plan is not None and plan.county_id != county.pk:
        raise DomainError("这张清单不是本县的", field="plan")
    rule = PaceRule(
        county=county,
        plan=plan,
        from_date=from_date,
        kind=kind,
        shares=_told(kind, shares),
        source=within(source.strip(), 200, "依据", field="source"),
        is_for_choice=is_for_choice,
    )
    _refuse_impossible(rule)
    try:
        with audited(by=by, reason=rule.source) as audit, transaction.atomic():
            # Who publishes a month holds the county too.
            hold(county)
            if not is_for_choice:
                _refuse_published(rule, today)
            rule.save(force_insert=True)
            audit.record(rule, "pace.set", county=county, changes=made(rule))
    except IntegrityError as error:
        raise DomainError(
            "这一天已经有一条进度规则；要改正请选次日生效，同一个月里以后一条为准",
            field="from_date",
        ) from error
    return rule


def _told(kind: str, shares: Sequence[str]) -> str:
    """As the row keeps them: 62.5, and 60 of 60.00."""
    asked = SHARES_ASKED.get(PaceKind(kind), 0)
    if len(shares) != asked:
        raise DomainError(
            f"{PaceKind(kind).label}应填{asked}个累计百分比，现有{len(shares)}个"
            if asked
            else f"{PaceKind(kind).label}不用填累计百分比",
            field="shares",
        )
    return ",".join(map(_per_cent, shares))


def _per_cent(text: str) -> str:
    written = _PER_CENT.fullmatch(text)
    if written is None:
        raise DomainError(
            f"“{text[:20]}”不是百分比，请填成62.5的样子，最多四位小数", field="shares"
        )
    whole, decimals = str(int(written[1])), (written[2] or "").rstrip("0")
    return f"{whole}.{decimals}" if decimals else whole


def _refuse_impossible(rule: PaceRule) -> None:
    if not rule.source:
        raise DomainError("请写明依据的文件", field="source")
    if rule.kind == PaceKind.OF_COUNTY:
        if rule.plan is None:
            raise DomainError("全县的规则不能随全县，请选一种口径", field="kind")
        if rule.is_for_choice:
            raise DomainError("随全县的规则不能选用，请选一种口径", field="kind")
    else:
        try:
            curve_of_rule(rule)
        except ValueError as error:
            raise DomainError(str(error), field="shares") from error
    if rule.plan is not None and rule.from_date.year != rule.plan.year:
        raise DomainError(f"这是{rule.plan.year}年的清单，生效日期要在这一年", field="from_date")


def _refuse_published(rule: PaceRule, today: datetime.date) -> None:
    """A percentage is of its month alone; another rule holds until the next that lasts."""
    month = Month.of(rule.from_date)
    if rule.kind == PaceKind.FIXED:
        until: datetime.date | None = month.next().first_day
    else:
        later = PaceRule.objects.filter(
            county=rule.county, plan=rule.plan, from_date__gt=rule.from_date, is_for_choice=False
        ).exclude(kind=PaceKind.FIXED)
        until = later.order_by("from_date").values_list("from_date", flat=True).first()
    published = published_months(rule.county)
    is_late = rule.from_date < today and not is_before_published(published, rule.from_date, until)
    if is_late or published_under(published, rule.from_date, until):
        raise DomainError(
            "进度规则不能追溯：生效日期不能早于今天，已经发布的月份仍按当时的规则",
            field="from_date",
        )
