"""Several who change the register at the same moment, on threads with connections of their own.

Of the undoing of a plan each guard was taken away once, on PostgreSQL, and its test seen to fail:
the single undoing (the others are told something else), the lock of the rows before the second look
(what was changed meanwhile is lost), the head of the trail before the deletion (PostgreSQL kills
one of the two), the answer to a row that rests on it since (a ProtectedError).
"""

import datetime

import pytest
from django.db import connection

from accounts.admin import reference
from accounts.errors import DomainError, Stale
from accounts.models import AuditEvent
from accounts.tests.crowd import at_once, overlapping
from accounts.trail.rebuilding import differences
from accounts.trail.reference import edition_of
from investment.drafts import EntryDraft
from investment.models import MonthlyEntry
from investment.services import key_entries, open_period
from measures.money import WAN
from measures.months import Month
from projects.intake import PLAN_TABLE
from projects.models import AnnualPlan, Project, ProjectCategory
from projects.services import NameTaken, add_alias, create_project, update_project
from projects.tests.factories import CategoryFactory, ProjectFactory
from projects.tests.turn_scene import draft, usual
from workbooks.intake import uploads
from workbooks.intake.sent import Sent
from workbooks.intake.uploads import Undoing, undo_upload

pytestmark = pytest.mark.django_db(transaction=True)

AUGUST_2 = datetime.date(2019, 8, 2)


def registering(county, unit, by, name):
    return lambda: create_project(
        county=county, by=by, facts={"name": name}, reporting=unit, on=AUGUST_2
    )


def test_of_five_names_alike_but_for_their_spaces_one_is_registered(county, unit_a, approver):
    names = ["滨河路", "滨 河路", "滨河 路", "滨 河 路", "滨河路　"]
    answers = at_once(*(registering(county, unit_a, approver, name) for name in names))
    assert sum(isinstance(answer, NameTaken) for answer in answers) == 4
    assert Project.objects.count() == 1


def test_a_name_and_an_alias_alike_are_not_both_given(county, unit_a, approver):
    other = ProjectFactory(county=county, name="环城路", reporting=unit_a)
    answers = at_once(
        registering(county, unit_a, approver, "滨河路"),
        lambda: add_alias(project=other, name="滨 河 路", by=approver),
    )
    assert sum(isinstance(answer, NameTaken) for answer in answers) == 1


@pytest.fixture
def bring(county, reviewer):
    """Send and confirm a plan; the upload."""

    def bring(content):
        sent = Sent("计划.xlsx", content, county, reviewer, AUGUST_2, {"year": 2019})
        upload = uploads.receive_workbook(kind=PLAN_TABLE, sent=sent)
        preview = uploads.preview_upload(upload, by=reviewer, today=AUGUST_2)
        uploads.apply_upload(
            upload=upload, fingerprint=preview.fingerprint, by=reviewer, today=AUGUST_2
        )
        upload.refresh_from_db()
        return upload

    return bring


@pytest.fixture
def few(plan_file, edited):
    """The plan with four projects left of it, and some cells set."""
    return lambda cells: edited(plan_file, cells, deleted_rows=[*range(10, 58), *range(60, 93)])


def test_a_plan_undone_five_times_at_once_is_undone_once(bring, few, reviewer):
    upload = bring(few({}))
    answers = at_once(*[lambda: undo_upload(upload=upload, by=reviewer, today=AUGUST_2)] * 5)
    assert [type(answer) for answer in answers].count(Undoing) == 1
    assert answers.count(None) == 4
    assert AuditEvent.objects.filter(action="upload.undo").count() == 1
    assert not Project.objects.exists()


def test_what_is_changed_while_its_plan_is_undone_is_not_lost(bring, few, reviewer):
    bring(few({}))
    upload = bring(few({"K7": 700}))
    project = Project.objects.get(name="镇区道路改造工程")
    _, answer = overlapping(
        lambda: update_project(
            project=project, by=reviewer, version=project.version, today=AUGUST_2,
            changes={"total_investment": 9_000_000}, reason="概算批复",
        ),
        lambda: undo_upload(upload=upload, by=reviewer, today=AUGUST_2),
    )  # fmt: skip
    assert isinstance(answer, DomainError)
    project.refresh_from_db()
    assert project.total_investment == 9_000_000
    assert differences(Project) == []


@pytest.mark.services
def test_what_is_changed_while_a_plan_is_imported_is_not_lost(
    bring, few, county, reviewer, approver, monkeypatch
):
    bring(few({}))
    project = Project.objects.get(name="镇区道路改造工程")
    compare = PLAN_TABLE.compare

    def compared(*args):
        # The register is read; the other hand comes before anything is written.
        shown = compare(*args)
        if connection.in_atomic_block and not done:
            done.append(True)
            at_once(
                lambda: update_project(
                    project=project, by=approver, version=project.version, today=AUGUST_2,
                    changes={"content": "改建"}, reason="",
                )
            )  # fmt: skip
        return shown

    done = []
    sent = Sent("计划.xlsx", few({"K7": 700}), county, reviewer, AUGUST_2, {"year": 2019})
    monkeypatch.setattr(PLAN_TABLE, "compare", compared)
    with pytest.raises(Stale):
        uploads.bring_in(kind=PLAN_TABLE, sent=sent)
    project.refresh_from_db()
    assert (done, project.content, project.total_investment) == ([True], "改建", 5_310_000)
    assert differences(Project) == []


def test_what_is_reported_while_its_plan_is_undone_keeps_its_project(
    bring, few, county, reviewer, approver
):
    upload = bring(few({}))
    period = open_period(county=county, month=Month(2019, 7), by=approver)
    project = Project.objects.get(name="镇区道路改造工程")
    draft = EntryDraft(project.pk, month_amount=30 * WAN, progress="主体施工")
    overlapping(
        lambda: key_entries(
            period=period, drafts=[draft], source="电话", by=reviewer, today=AUGUST_2
        ),
        lambda: undo_upload(upload=upload, by=reviewer, today=AUGUST_2),
    )
    assert MonthlyEntry.objects.get().project == project
    assert differences(Project, MonthlyEntry) == []


# --- The list of the next year -----------------------------------------------------------------


def test_of_five_who_draft_the_next_list_at_once_one_makes_it(this_year, lines, approver):
    """Without the lock of the county a second one finds the key taken."""
    classes = usual(this_year)
    answers = at_once(*(lambda: draft(this_year, approver, classes) for _ in range(5)))
    [drafted] = AnnualPlan.objects.filter(year=2020)
    assert answers == [drafted] * 5
    assert drafted.items.count() == 4


# --- Categories --------------------------------------------------------------------------------


@pytest.mark.parametrize("order", [("甲", "乙"), ("乙", "甲")])
def test_of_two_that_would_make_three_levels_one_is_told(county, administrator, order):
    """Without the lock of the county, and the second look under it, 甲 stands under 乙 under 丙."""
    held = {name: CategoryFactory(county=county, name=name) for name in "甲乙丙"}
    parents = {"甲": "乙", "乙": "丙"}

    def putting(name):
        """As its form read them both."""
        row = ProjectCategory.objects.get(pk=held[name].pk)
        edition = edition_of(row)
        row.parent = ProjectCategory.objects.get(pk=held[parents[name]].pk)
        return lambda: reference._registry[ProjectCategory].keep_changed(
            row, edition=edition, county=county, by=administrator
        )

    _, answer = overlapping(*map(putting, order))
    assert isinstance(answer, DomainError)
    assert ProjectCategory.objects.exclude(parent=None).count() == 1
