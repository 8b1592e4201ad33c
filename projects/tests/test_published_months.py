"""A deed is dated so that published months move by it: who does it is asked, and says so."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.admin import reference
from accounts.errors import DomainError, WrongState
from accounts.models import AuditEvent, FormerPlace, FormerUnit, Unit
from accounts.published import months_published, names_of
from accounts.trail.proposals import accept
from accounts.trail.reference import edition_of
from conftest import page_text
from investment.models import PublishedAs, ReportingPeriod
from projects.dates import DATES
from projects.forms import NewProjectForm, ProjectForm
from projects.mergers.services import propose_merger
from projects.models import (
    FormerDetails,
    LeadOfficial,
    ProjectCategory,
    ProjectUnit,
    SizeBand,
    UnitMerger,
)
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


def of_day_of_production(project, unit_a, unit_b):
    said = {"name": project.name, "stage": project.stage, "version": 1, "kind": "change"}
    said["reason"] = "投产证明"
    address = reverse("projects:edit", args=[project.pk])
    return "approver", address, "in_production_on", said, AuditEvent


def of_name_of_unit(project, unit_a, unit_b):
    said = {"name": "综合交通局", "kind": unit_a.kind, "parent": unit_a.parent_id, "position": 0}
    said |= {"is_active": "on", "version": 1}
    address = reverse("accounts:unit_edit", args=[unit_a.pk])
    return "administrator", address, "renamed_on", said, FormerUnit


def of_kind_of_unit(project, unit_a, unit_b):
    role, address, day, said, _ = of_name_of_unit(project, unit_a, unit_b)
    return role, address, day, said | {"name": unit_a.name, "kind": "company"}, FormerPlace


@pytest.mark.parametrize(
    "deed",
    [
        of_merger,
        of_reporting_unit,
        of_official,
        of_many,
        of_details,
        of_day_of_production,
        of_name_of_unit,
        of_kind_of_unit,
    ],
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


@pytest.mark.parametrize("name", DATES)
def test_a_day_of_a_project_asks_of_the_months_since_the_earlier_of_old_and_new(
    county, project, publish, name
):
    publish(6)

    def asks(old, new, **said):
        setattr(project, name, old)
        typed = {"name": project.name, "stage": project.stage, "kind": "change"} | said
        form = ProjectForm(typed | {name: new}, instance=project, county=county, today=AUGUST_2)
        return form.errors.get("knows_published") == [ASKED]

    july_1 = datetime.date(2019, 7, 1)
    assert asks(None, JUNE_15)
    assert asks(JULY_15, JUNE_15)
    assert asks(JUNE_15, JULY_15)
    assert asks(JUNE_15, "")
    assert asks(None, JUNE_15, total_investment="7", from_day=JULY_15)
    assert not asks(None, july_1)
    assert not asks(july_1, JULY_15)
    assert not asks(JUNE_15, JUNE_15)
    assert not asks(None, JUNE_15, kind="correction")
    # What is on no list yet is in no figure, and its page has no tick.
    new = NewProjectForm({"name": "新路", name: JUNE_15}, county=county, today=AUGUST_2)
    assert "knows_published" not in new.errors


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


def test_what_was_published_after_a_day_was_proposed_is_not_moved_unasked(
    project, publish, reviewer, approver
):
    day = propose_change(
        project=project,
        changes={"in_use_on": JULY_15},
        reason="文",
        by=reviewer,
        version=1,
        today=AUGUST_2,
    )
    publish(7, timezone.now())
    with pytest.raises(WrongState, match="提出之后2019年7月的数已经发布"):
        accept(proposal=day, by=approver, today=AUGUST_2)


# --- What an administrator keeps -----------------------------------------------------------------

OF_BANDS = "2019年6月的数已经发布，当时执行的分档不能再改；请按以后的日期另登一套。"


@pytest.fixture
def kept(county, administrator):
    """Keep a row of reference data, as its page does; what was refused."""

    def kept(row, **changes):
        page = reference._registry[type(row)]
        edition = edition_of(row)
        for name, value in changes.items():
            setattr(row, name, value)
        try:
            if row.pk:
                page.keep_changed(row, edition=edition, county=county, by=administrator)
            else:
                page.keep_new(row, county=county, by=administrator)
        except DomainError as error:
            return error.message
        return ""

    return kept


def band(county, day, low=0, **values):
    return SizeBand(county=county, name=f"{low}以上", low=low, from_date=day, **values)


def test_no_band_comes_or_goes_under_a_published_month(county, publish, kept):
    old = band(county, datetime.date(2019, 1, 1), high=10)
    assert kept(old) == ""
    publish(6)
    june_30, july_1 = datetime.date(2019, 6, 30), datetime.date(2019, 7, 1)
    assert kept(band(county, june_30)) == OF_BANDS
    assert kept(band(county, old.from_date, low=10)) == OF_BANDS
    for change in ({"name": "小"}, {"high": 20}, {"from_date": july_1}):
        assert kept(SizeBand.objects.get(pk=old.pk), **change) == OF_BANDS
    assert kept(SizeBand.objects.get(pk=old.pk)) == ""
    new = band(county, july_1)
    assert kept(new) == ""
    assert kept(SizeBand.objects.get(pk=new.pk), from_date=june_30) == OF_BANDS
    assert kept(SizeBand.objects.get(pk=new.pk), high=30) == ""
    # What is followed by another set before the published month is over moves no figure of it.
    SizeBand.objects.filter(pk=old.pk).update(from_date=JUNE_15)
    assert kept(band(county, datetime.date(2019, 5, 1))) == ""


def test_no_category_goes_under_another_after_a_month_is_published(county, publish, kept):
    wide, other, roads = (
        CategoryFactory(county=county, name=name) for name in ("基础设施", "民生", "交通")
    )
    assert kept(roads, parent=wide) == ""
    publish(6)
    for parent in (other, None):
        assert kept(ProjectCategory.objects.get(pk=roads.pk), parent=parent) == (
            "2019年6月的数已经发布，改了所属大类会改变它们；"
            "请另登记一个类别，由审定员把项目从某一天起改为那个类别。"
        )
    assert "已经发布" in kept(ProjectCategory.objects.get(pk=other.pk), parent=wide)
    assert kept(ProjectCategory.objects.get(pk=roads.pk), position=7) == ""
    assert kept(ProjectCategory(county=county, name="桥梁", parent=other)) == ""
