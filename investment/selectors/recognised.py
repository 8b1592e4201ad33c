"""What stands of 上级认定数."""

from accounts.models import Unit, User
from accounts.trail.reader import Reader
from investment.models import RecognisedAmount, RecognisedSource
from measures.months import Month
from projects.models import AnnualPlan
from projects.reading import plans_of, terms_on
from workbooks.intake.provenance import GivenBy, given_by


def months_recognised(county: Unit) -> list[Month]:
    """The months of which something was registered, the latest first; one query."""
    found = RecognisedAmount.objects.filter(county=county).order_by()
    months = found.values_list("year", "month").distinct()
    return sorted((Month(*each) for each in months), reverse=True)


def told_of(county: Unit, month: Month) -> list[RecognisedAmount]:
    """All that was registered of the month, the last first; one query."""
    rows = RecognisedAmount.objects.filter(county=county, year=month.year, month=month.month)
    return list(rows.select_related("project", "plan", "entered_by").order_by("-pk"))


def standing(rows: list[RecognisedAmount]) -> dict[tuple[int, int], RecognisedAmount]:
    """The last of each list and project, those that are taken back among them; by the ids of list
    and project. ``rows`` are of one month."""
    return {(row.plan_id, row.project_id): row for row in sorted(rows, key=lambda row: row.pk)}


def sources_of(rows: list[RecognisedAmount], user: User) -> dict[int, tuple[GivenBy, ...]]:
    """The upload from which each row came that came by a file, by the row's id. One query."""
    kept = RecognisedSource.objects.filter(recognised__in=rows).select_related(
        "upload__uploaded_by", "upload__county", "upload__unit"
    )
    return {
        source.recognised_id: given_by(
            [source],
            fields=["amount"],
            label_of=lambda _: "认定累计",
            still_holds=lambda *_: True,
            user=user,
        )
        for source in kept
    }


def lists_with_lines(county: Unit, month: Month) -> dict[AnnualPlan, list[int]]:
    """The lists in use at the end of the month, each with the ids of the projects on it."""
    reader, on = Reader(county), month.last_day
    plans = {p.pk: p for p in plans_of(reader, month.year) if p.is_in_use(on)}
    lines: dict[AnnualPlan, list[int]] = {p: [] for p in sorted(plans.values(), key=_order)}
    by_place = sorted(terms_on(reader, plans, on).items(), key=lambda o: (o[1]["position"], o[0]))
    for _, line in by_place:
        lines[plans[line["plan_id"]]].append(line["project_id"])
    return lines


def _order(plan: AnnualPlan) -> tuple[int, ...]:
    return plan.order
