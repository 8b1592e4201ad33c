"""What is decided about the lights: the thresholds of a county, from a day on."""

from datetime import date

from django.db import IntegrityError, transaction

from accounts.errors import DomainError, NotAllowed
from accounts.limits import within
from accounts.models import Unit, User
from accounts.rights import may
from accounts.trail.audit import audited
from accounts.trail.facts import made
from accounts.trail.holding import hold
from figures.models import LightFamily, LightScheme
from investment.installing import is_before_published, published_months


def set_light_scheme(
    *,
    county: Unit,
    from_date: date,
    family: str,
    green_limit: int,
    amber_limit: int,
    start_red_months: int,
    source: str,
    by: User,
    today: date,
) -> LightScheme:
    """Thresholds that take force on ``from_date`` and hold from the month in which that is; earlier
    months keep theirs. A past day only while the county is being installed, where no published
    month changes by it (``investment.installing``). Raises NotAllowed, DomainError."""
    if not may(by, "entry.approve", county):
        raise NotAllowed("只有审定员可以改亮灯规则")
    if not source.strip():
        raise DomainError("请写明依据的文件", field="source")
    if family == LightFamily.POINTS and amber_limit < green_limit:
        raise DomainError("按落后百分点亮灯时，黄灯界限不能小于绿灯界限", field="amber_limit")
    if family == LightFamily.RATIO and amber_limit > green_limit:
        raise DomainError("按占序时比例亮灯时，黄灯界限不能大于绿灯界限", field="amber_limit")
    try:
        with audited(by=by, reason=source.strip()) as audit, transaction.atomic():
            # Who publishes a month holds the county too.
            hold(county)
            _refuse_published(county, from_date, today)
            scheme = LightScheme.objects.create(
                county=county,
                from_date=from_date,
                family=family,
                green_limit=green_limit,
                amber_limit=amber_limit,
                start_red_months=start_red_months,
                source=within(source, 200, "依据", field="source"),
            )
            audit.record(
                scheme,
                "light.set",
                county=county,
                changes=made(scheme),
            )
    except IntegrityError as error:
        raise DomainError(
            "这一天已经有一条亮灯规则；要改正请选次日生效，同一个月里以后一条为准",
            field="from_date",
        ) from error
    return scheme


def _refuse_published(county: Unit, from_date: date, today: date) -> None:
    later = LightScheme.objects.filter(county=county, from_date__gt=from_date)
    until = later.order_by("from_date").values_list("from_date", flat=True).first()
    if from_date < today and not is_before_published(published_months(county), from_date, until):
        raise DomainError(
            "亮灯规则不能追溯：生效日期不能早于今天，已经发布的月份仍按当时的规则",
            field="from_date",
        )


def words_of(scheme: LightScheme) -> str:
    """A scheme in a sentence."""
    red = f"开工滞后满{scheme.start_red_months}个月为红灯"
    if scheme.family == LightFamily.POINTS:
        green = "达到序时" if not scheme.green_limit else f"落后{scheme.green_limit}个百分点以内"
        return f"{green}为绿灯，落后{scheme.amber_limit}个百分点以内为黄灯，超过为红灯；{red}"
    return (
        f"达到序时进度的{scheme.green_limit}%为绿灯，{scheme.amber_limit}%以上为黄灯，"
        f"不足为红灯；{red}"
    )
