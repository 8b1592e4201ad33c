"""A deed is dated so that published months move by it: who does it is asked, and says so."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.errors import WrongState
from accounts.models import FormerUnit, Unit
from accounts.published import months_published, names_of
from accounts.trail.proposals import accept
from conftest import page_text
from investment.models import PublishedAs, ReportingPeriod
from projects.mergers.services import propose_merger
from projects.models import FormerDetails, LeadOfficial, ProjectUnit, UnitMerger
from projects.services.proposals import propose_change
from projects.tests.factories import AnnualPlanFactory, CategoryFactory
from projects.tests.test_plan_adjustments import AUGUST_2

pytestmark = pytest.mark.django_db

JUNE_15, JULY_15 = datetime.date(2019, 6, 15), datetime.date(2019, 7, 15)
ASKED = "2019年6月的数已经发布，从这一天算起会改变它们；确实如此的请勾选，否则请改日期。"


@pytest.fixture
def publish(county):
    def publish(month, at=None):
        return ReportingPeriod.objects.create(
            county=county,
            year=2019,
            month=month,
            due_on=datetime.date(2019, month + 1, 5),
            published_as=PublishedAs.FINAL,
            published_at=at or datetime.datetime(2019, 7, 8, tzinfo=datetime.UTC),
        )

    return publish


def of_merger(project, unit_a, unit_b):
    said = {"unit": unit_a.pk, "successor": unit_b.pk, "document": "县机构改革方案"}
    return "administrator", reverse("projects:mergers"), "from_day", said, UnitMerger


def of_reporting_unit(project, unit_a, unit_b):
    said = {"what": "unit", "part": "reporting", "unit": unit_b.pk}
    return "approver", reverse("projects:parts", args=[project.pk]), "on", said, ProjectUnit


def of_official(project, unit_a, unit_b):
    said = {"what": "official", "name": "李副县长"}
    return "approver", reverse("projects:parts", args=[project.pk]), "on", said, LeadOfficial


def of_many(project, unit_a, unit_b):
    category = CategoryFactory(county=project.county, name="水利")
    said = {"projects": f"{project.pk}:1", "category": category.pk, "document": "文"}
    return "approver", reverse("projects:many"), "on", said, FormerDetails


def of_details(project, unit_a, unit_b):
    said = {"name": "改了名的工程", "stage": project.stage, "version": 1, "kind": "change"}
    said["total_investment"] = "10000"
    return "approver", reverse("projects:edit", args=[project.pk]), "from_day", said, FormerDetails


def of_name_of_unit(project, unit_a, unit_b):
    said = {"name": "综合交通局", "kind": unit_a.kind, "parent": unit_a.parent_id, "position": 0}
    said |= {"is_active": "on", "version": 1}
    address = reverse("accounts:unit_edit", args=[unit_a.pk])
    return "administrator", address, "renamed_on", said, FormerUnit


@pytest.mark.parametrize(
    "deed", [of_merger, of_reporting_unit, of_official, of_many, of_details, of_name_of_unit]
)
def test_it_asks_once_and_does_it_with_the_tick(
    client, request, project, unit_a, unit_b, publish, deed
):
    publish(6)
    role, address, day, said, table = deed(project, unit_a, unit_b)
    client.force_login(request.getfixturevalue(role))
    before = table.objects.count()
    asked = client.post(address, said | {day: "2019-06-15"})
    assert (asked.status_code, table.objects.count()) == (400, before)
    page = page_text(asked)
    assert (page.count(ASKED), page.count('name="knows_published"')) == (2, 1)
    done = client.post(address, said | {day: "2019-06-15", "knows_published": "on"})
    assert (done.status_code, table.objects.count() > before) == (302, True)


def test_a_day_after_the_last_published_month_and_a_part_that_no_figure_reads_ask_nothing(
    client, approver, project, unit_b, publish
):
    publish(6)
    client.force_login(approver)
    address = reverse("projects:parts", args=[project.pk])
    assert "knows_published" not in page_text(client.get(address))
    said = {"what": "unit", "unit": unit_b.pk}
    for part, day in (("reporting", "2019-07-01"), ("linked", "2019-06-15")):
        assert client.post(address, said | {"part": part, "on": day}).status_code == 302


def test_a_plan_of_adjustment_asks_of_the_months_of_its_own_year(county, publish):
    from projects.adjustments.forms import ForceForm

    publish(6)
    ReportingPeriod.objects.create(
        county=county, year=2020, month=1, due_on="2020-02-05", published_as=PublishedAs.FINAL
    )
    assert names_of(months_published(county, JUNE_15)) == "2019年6月、2020年1月"
    plan = AnnualPlanFactory(county=county, year=2019)
    form = ForceForm({"meeting": "会", "effective_on": "2019-06-15"}, plan=plan, today=AUGUST_2)
    assert form.errors == {"knows_published": [ASKED]}


def test_what_was_published_after_a_merger_was_proposed_is_not_moved_unasked(
    client, project, unit_a, unit_b, publish, administrator, approver
):
    merger = propose_merger(
        unit=unit_a,
        successor=unit_b,
        from_day=JULY_15,
        document="方案",
        by=administrator,
        today=AUGUST_2,
    )
    publish(7, timezone.now())
    client.force_login(approver)
    page = page_text(client.get(reverse("projects:mergers"), {"unit": unit_a.pk}))
    assert page.count("2019年7月的数已经发布，办理后改计在承接单位名下。") == 1
    with pytest.raises(WrongState) as error:
        accept(proposal=merger, by=approver, today=AUGUST_2)
    assert str(error.value) == (
        "提出之后2019年7月的数已经发布，不能照原样采纳；请不采纳，由提出人核对日期后重新提出。"
    )
    assert Unit.objects.get(pk=unit_a.pk).is_active


def test_what_was_published_after_a_change_was_proposed_is_not_moved_unasked(
    project, publish, reviewer, approver
):
    def propose(name, **dated):
        return propose_change(
            project=project,
            changes={"name": name},
            reason="文",
            by=reviewer,
            version=1,
            today=AUGUST_2,
            **dated,
        )

    change = propose("新名", from_day=JULY_15)
    publish(7, timezone.now())
    with pytest.raises(WrongState, match="提出之后2019年7月的数已经发布"):
        accept(proposal=change, by=approver, today=AUGUST_2)
