"""The ledger of points: lines are added here and nowhere else, and never changed.

What a notice says of a unit arrives by itself: a line for each rule of kind notice of a scheme in
force that counts its kind (first source document: 每通报批评一次，从单位年终综合考核总分中扣0.5分).
Withdrawing an item writes the opposite line.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from django.db.models import F, Q, Sum

from accounts import clock
from accounts.models import Unit
from accounts.trail.audit import Trail
from accounts.trail.facts import made
from accounts.trail.holding import hold
from assessment.models import AssessmentScheme, RuleKind, SchemeRule, SchemeState, ScoreLine
from measures.scores import format_score, to_hundredths
from supervision.models import (
    NoticeItem,
    NoticeState,
    NoticeWithdrawal,
    NumberedKind,
    NumberSeries,
    SupervisionNotice,
)


def hold_ledger(county: Unit, year: int) -> None:
    """Keep every other hand off the points of a county's year until the transaction ends: a notice
    that is issued, a scheme that takes force and a result that is published come one after the
    other, and each sees what the one before has entered. It is the row that numbers the notices of
    the year, which issuing one holds in any case."""
    series = {"county": county, "year": year, "kind": NumberedKind.NOTICE}
    NumberSeries.objects.bulk_create([NumberSeries(**series)], ignore_conflicts=True)
    hold(NumberSeries.objects.get(**series))


def add_line(audit: Trail, line: ScoreLine) -> ScoreLine:
    """Write one line and tell the trail."""
    line.at = clock.now()
    line.save()
    audit.record(
        line,
        "score.enter",
        county=line.scheme.county,
        changes=made(line),
        reason=line.reckoning[:200],
        label=f"{line.unit} {line.scheme.term_label(line.term)} {line.rule.name}",
    )
    return line


def enter_notice(audit: Trail, notice: SupervisionNotice) -> None:
    """The lines of an issued notice: of each item, by each rule that counts its kind, and the
    opposite of what it withdraws. Within the transaction that issues it."""
    assert notice.issued_on is not None
    rules = notice_rules(notice)
    for item in notice.items.select_related("unit", "project", "order"):
        for rule in rules:
            enter_item(audit, rule, item, notice)
    for withdrawal in notice.withdrawals.select_related("item__unit", "item__notice"):
        _reverse_item(audit, withdrawal, notice)


def enter_standing(audit: Trail, rule: SchemeRule) -> None:
    """The lines that a rule writes for what the notices of its year have said so far and not taken
    back."""
    scheme = rule.scheme
    items = NoticeItem.objects.issued().standing()
    of_year = items.filter(notice__county=scheme.county, notice__issue_year=scheme.year)
    for item in of_year.select_related("notice", "unit", "project", "order").order_by("pk"):
        enter_item(audit, rule, item, item.notice)


def notice_rules(notice: SupervisionNotice) -> Sequence[SchemeRule]:
    """Those of the schemes in force in the year in which the notice was issued."""
    assert notice.issue_year is not None
    return list(
        SchemeRule.objects.filter(
            kind=RuleKind.NOTICE,
            scheme__in=AssessmentScheme.objects.in_force().filter(
                county=notice.county, year=notice.issue_year
            ),
        ).select_related("scheme__county")
    )


def enter_item(
    audit: Trail, rule: SchemeRule, item: NoticeItem, notice: SupervisionNotice
) -> ScoreLine | None:
    """The line that a rule writes for an item; None where it counts other kinds."""
    if item.kind != rule.parameters["kind"]:
        return None
    assert notice.issued_on is not None
    hundredths = to_hundredths(Fraction(rule.parameters["points"]))
    return add_line(
        audit,
        ScoreLine(
            scheme=rule.scheme,
            term=rule.scheme.term_of(notice.issued_on.month),
            unit=item.unit,
            rule=rule,
            hundredths=hundredths,
            reckoning=(
                f"{notice.issue_words}督查通报，{item.get_kind_display()}1次"
                f"{format_score(hundredths, signed=True)}分：{item.words}"
            ),
            notice_item=item,
            on=notice.issued_on,
        ),
    )


def _reverse_item(audit: Trail, withdrawal: NoticeWithdrawal, notice: SupervisionNotice) -> None:
    standing = ScoreLine.objects.filter(
        notice_item=withdrawal.item, reverses=None, reversed_by=None
    ).select_related("scheme__county", "rule", "unit")
    for line in standing:
        reverse(
            audit,
            line,
            f"{notice.issue_words}督查通报撤销：{withdrawal.reason}",
            on=notice.issued_on,
        )


def reverse(audit: Trail, line: ScoreLine, why: str, *, on: date | None) -> ScoreLine:
    """Write the opposite of a line, on the same account."""
    assert on is not None
    return add_line(
        audit,
        ScoreLine(
            scheme=line.scheme,
            term=line.term,
            unit=line.unit,
            rule=line.rule,
            hundredths=-line.hundredths,
            reckoning=why,
            notice_item=line.notice_item,
            event=line.event,
            reverses=line,
            on=on,
        ),
    )


def ledger_faults() -> list[str]:
    """For verify: reversals that are not the opposite of their line, items that were withdrawn
    and still count, and items that were issued and do not."""
    uneven = ScoreLine.objects.exclude(reverses=None).exclude(
        hundredths=-F("reverses__hundredths"),
        unit=F("reverses__unit"),
        scheme=F("reverses__scheme"),
        term=F("reverses__term"),
    )
    faults = [f"台账第{line.pk}行与所冲销的第{line.reverses_id}行不相抵" for line in uneven]
    withdrawn = NoticeWithdrawal.objects.filter(notice__state=NoticeState.ISSUED).values("item")
    left = (
        ScoreLine.objects.filter(notice_item__in=withdrawn)
        .order_by()
        .values("notice_item")
        .annotate(sum=Sum("hundredths"))
        .exclude(sum=0)
    )
    faults += [f"通报事项{row['notice_item']}已撤销，台账未冲平" for row in left]
    unscored = ScoreLine.objects.filter(notice_item__notice__state=NoticeState.DRAFT)
    faults += [f"台账第{line.pk}行所据的通报没有印发" for line in unscored]
    return faults + _missing_lines()


def _missing_lines() -> list[str]:
    faults = []
    rules = SchemeRule.objects.filter(kind=RuleKind.NOTICE, scheme__state=SchemeState.IN_FORCE)
    for rule in rules.select_related("scheme"):
        scored = ScoreLine.objects.filter(rule=rule).exclude(notice_item=None)
        missing = NoticeItem.objects.issued().filter(
            Q(kind=rule.parameters["kind"]),
            notice__county=rule.scheme.county_id,
            notice__issue_year=rule.scheme.year,
        )
        # What was taken back before the scheme took force never counted.
        missing = missing.standing()
        missing = missing.exclude(pk__in=scored.values("notice_item"))
        faults += [f"通报事项{item.pk}没有按“{rule}”记入台账" for item in missing]
    return faults
