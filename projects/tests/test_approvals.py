"""手续: a checklist by type of project, and how far each approval has come from a day on."""

import datetime

import pytest

from accounts.errors import DomainError
from accounts.trail.proposals import accept
from accounts.trail.reader import Reader
from accounts.trail.rebuilding import differences
from projects.approvals.reading import checklists_on
from projects.approvals.roll import APPROVALS
from projects.approvals.standing import Standing, Tally
from projects.models import ApprovalDeclaration, ApprovalItem, ApprovalLine, RollDeed
from projects.rolls.services import declare_line, declare_of
from projects.tests.factories import CategoryFactory, ProjectFactory

pytestmark = pytest.mark.django_db

JAN_1, MARCH_1, MAY_1, JUNE_30, AUGUST_2 = (
    datetime.date(2019, month, day) for month, day in ((1, 1), (3, 1), (5, 1), (6, 30), (8, 2))
)


def make_item(county, name, **more):
    return ApprovalItem.objects.create(county=county, name=name, from_date=JAN_1, **more)


@pytest.fixture
def project(county, unit_a):
    return ProjectFactory(county=county, reporting=unit_a, investor_type="government")


@pytest.fixture
def declare(unit_a, project, approver):
    def declared(item, state, day=MARCH_1, by=approver, **values):
        return declare_line(
            APPROVALS,
            unit=unit_a,
            project=project,
            values={"item_id": item.pk, "state": state, **values},
            day=day,
            by=by,
            today=AUGUST_2,
        )

    return declared


def steps(project, on=JUNE_30):
    found = checklists_on(Reader(project.county), on).get(project.pk)
    return [(step.item.name, step.state and step.state.label) for step in found.steps]


def test_a_project_is_asked_what_its_category_and_investor_need(county, project, unit_b):
    wide = CategoryFactory(county=county, name="基础设施")
    roads = CategoryFactory(county=county, name="交通", parent=wide)
    make_item(county, "用地预审", position=2, department=unit_b)
    make_item(county, "可研批复", position=1, investor_type="government")
    make_item(county, "项目备案", investor_type="private")
    make_item(county, "通航论证", position=3, category=wide)
    make_item(county, "选址意见", until=MAY_1)
    assert steps(project) == [("可研批复", None), ("用地预审", None)]
    project.category = roads
    project.save()
    names = [name for name, _ in steps(project)]
    assert names == ["可研批复", "用地预审", "通航论证"]
    assert ("选址意见", None) in steps(project, MARCH_1)
    found = checklists_on(Reader(county), JUNE_30)[project.pk]
    assert [step.item.competent for step in found.steps] == ["", unit_b.name, ""]


def test_a_county_without_a_checklist_asks_nothing(county, project):
    assert checklists_on(Reader(county), JUNE_30) == {}


def test_a_state_holds_from_its_day_and_the_one_before_until_then(
    county, project, declare, reporter, approver
):
    item = make_item(county, "施工许可")
    declaration = declare(item, "under_way", by=reporter)
    assert steps(project) == [("施工许可", None)]
    accept(proposal=declaration, by=approver, today=AUGUST_2)
    line = ApprovalLine.objects.get()
    declare_of(
        APPROVALS,
        line=line,
        deed=RollDeed.CHANGE,
        values={"state": "done", "done_on": MAY_1, "document_number": "建许〔2019〕3号"},
        day=MAY_1,
        by=approver,
        today=AUGUST_2,
        version=line.version,
    )
    assert steps(project, MAY_1 - datetime.timedelta(days=1)) == [("施工许可", "办理中")]
    assert steps(project, MAY_1) == [("施工许可", "办结")]
    assert steps(project, JAN_1) == [("施工许可", None)]
    assert differences(ApprovalLine) == [] == differences(ApprovalDeclaration)


@pytest.mark.parametrize(
    ("state", "values", "field"),
    [
        ("pledged", {"owed": "消防意见"}, "promised_on"),
        ("pledged", {"promised_on": AUGUST_2}, "owed"),
        ("done", {}, "done_on"),
        ("done", {"done_on": MAY_1}, "done_on"),
        ("not_needed", {}, "note"),
    ],
)
def test_a_state_says_its_day_or_its_reason(county, declare, state, values, field):
    with pytest.raises(DomainError) as error:
        declare(make_item(county, "施工许可"), state, **values)
    assert list(error.value.faults) == [field]


def test_what_the_checklist_does_not_ask_is_not_declared(county, declare):
    of_another = make_item(county, "项目备案", investor_type="private")
    with pytest.raises(DomainError) as error:
        declare(of_another, "under_way")
    assert list(error.value.faults) == ["item"]
    ended = make_item(county, "选址意见", until=MARCH_1)
    with pytest.raises(DomainError, match="不再要求"):
        declare(ended, "under_way")


def test_an_approval_has_one_line(county, declare):
    item = make_item(county, "施工许可")
    declare(item, "under_way")
    with pytest.raises(DomainError, match="请在那一行上变更"):
        declare(item, "not_begun", day=MAY_1)
    assert ApprovalLine.objects.count() == 1


@pytest.mark.parametrize(
    ("states", "standing"),
    [
        ([None, None], Standing.SILENT),
        (["done", "not_needed"], Standing.DONE),
        (["not_needed"], Standing.DONE),
        (["done", "pledged"], Standing.PLEDGED),
        (["pledged", "pledged"], Standing.PLEDGED),
        (["pledged", "not_begun"], Standing.UNDER_WAY),
        (["done", None], Standing.UNDER_WAY),
        (["under_way", "not_begun"], Standing.UNDER_WAY),
        (["not_begun", None], Standing.NOT_BEGUN),
        (["not_needed", None], Standing.NOT_BEGUN),
    ],
)
def test_a_project_stands_as_its_approvals_do(states, standing):
    assert Tally.of(states).standing is standing
