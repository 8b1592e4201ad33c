"""The rights table (accounts/rights.csv) and how it is asked."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from accounts.models import Role, RoleAssignment, Unit, UnitKind, User
from accounts.rights import (
    NO,
    RIGHTS,
    counties_where,
    may,
    may_in_part,
    reads_county,
    reporting_unit_ids,
    reports_for,
)
from workbooks.rules import downloads_upload, undoes_upload

COLUMNS = (
    "reporter_of_the_unit",
    "reporter_of_another_unit",
    "reviewer",
    "approver",
    "inspector",
    "leader",
    "administrator",
    "auditor",
)
# Rights of what a later issue builds: nothing asks for them yet.
NOT_BUILT = {
    "entry.submit",
    "order.answer",
    "notice.view",
    "score.set",
    "dashboard.county",
    "dashboard.unit",
    "template.edit",
    "instruction.give",
    "instruction.view",
}


@pytest.fixture
def cast(reporter, other_reporter, reviewer, approver, inspector, leader, administrator, auditor):
    people = (
        reporter,
        other_reporter,
        reviewer,
        approver,
        inspector,
        leader,
        administrator,
        auditor,
    )
    return dict(zip(COLUMNS, people, strict=True))


@pytest.mark.parametrize("right", RIGHTS)
def test_asked_about_a_unit_each_role_gets_the_answer_of_its_column(cast, unit_a, right):
    line = RIGHTS[right]
    answers = {line[column] for column in COLUMNS}
    given = {
        (column, answer)
        for column, user in cast.items()
        for answer in answers
        if may(user, right, unit_a, answer=answer)
    }
    assert given == {(column, line[column]) for column in COLUMNS}


@pytest.mark.parametrize("right", RIGHTS)
def test_asked_about_the_county_a_reporter_gets_no_answer(cast, county, right):
    yes = {column for column, user in cast.items() if may(user, right, county)}
    assert yes == {column for column in COLUMNS[2:] if RIGHTS[right][column] == "yes"}


def test_a_part_of_a_right_is_any_answer_but_no(cast, unit_a):
    for right, line in RIGHTS.items():
        some = {column for column, user in cast.items() if may_in_part(user, right, unit_a)}
        assert some == {column for column in COLUMNS if line[column] != NO}, right


@pytest.mark.parametrize("right", RIGHTS)
def test_no_right_reaches_into_another_county(county, right):
    abroad = Unit.objects.create(name="邻县", kind=UnitKind.COUNTY)
    user = User.objects.create_user("all", name="all")
    for role in Role:
        RoleAssignment.objects.create(user=user, role=role, unit=county)
    assert may_in_part(user, right, abroad) is False
    assert abroad.pk not in counties_where(user, right)


def test_the_operator_of_the_command_line_has_an_approvers_rights():
    assert {right for right in RIGHTS if may(None, right)} == {
        right for right, line in RIGHTS.items() if line["approver"] == "yes"
    }


def test_a_right_that_the_table_does_not_have_cannot_be_asked_for(reviewer):
    with pytest.raises(KeyError):
        may(reviewer, "entry.aprove")


def test_every_right_that_the_code_asks_for_is_a_line_of_the_table():
    asked = set()
    root = Path(settings.BASE_DIR)
    folders = [Path(room.path) for room in apps.get_app_configs()] + [root / "config"]
    for folder in folders:
        if folder.parent != root:
            continue
        for source in folder.rglob("*.py"):
            if "tests" not in source.parts:
                found = re.findall(
                    r"(?:may|may_in_part|counties_where|county_where|own_county)\("
                    r"[^()]*(?:\([^()]*\)[^()]*)*?\"([a-z]+\.[a-z_]+)\"",
                    source.read_text(encoding="utf-8"),
                )
                asked |= set(found)
    # Asked by a name: entry.correct where an approved entry is returned.
    asked |= {"entry.correct", "entry.return", "period.manage"}
    assert asked == set(RIGHTS) - NOT_BUILT


def test_who_reads_the_county_and_who_reports_for_a_unit(cast, county, unit_a):
    assert {c for c, user in cast.items() if reads_county(user, county)} == {
        "reviewer",
        "approver",
        "inspector",
        "leader",
        "auditor",
    }
    assert reads_county(cast["reporter_of_the_unit"]) is False
    assert {c for c, user in cast.items() if reports_for(user, unit_a)} == {"reporter_of_the_unit"}
    assert reporting_unit_ids(cast["reporter_of_the_unit"]) == {unit_a.pk}


def test_the_original_of_an_upload_is_for_its_unit_and_the_bureau(cast, unit_a):
    may_have = {c for c, user in cast.items() if downloads_upload(user, unit_a, unit_a.county)}
    assert may_have == {c for c in COLUMNS if RIGHTS["upload.download"][c] == "yes"}


def test_an_upload_of_the_bureau_is_not_for_reporters(reporter, reviewer, county):
    assert downloads_upload(reporter, None, county) is False
    assert downloads_upload(reviewer, None, county) is True


def test_an_upload_is_taken_back_by_its_sender_while_they_may_send_and_by_the_approver(
    cast, unit_a
):
    county = unit_a.county
    of_another = {c for c, user in cast.items() if undoes_upload(user, 0, unit_a, county)}
    own = {c for c, user in cast.items() if undoes_upload(user, user.pk, unit_a, county)}
    of_the_bureau = {c for c, user in cast.items() if undoes_upload(user, user.pk, None, county)}
    assert of_another == {"approver"}
    assert own == {"reporter_of_the_unit", "reviewer", "approver"}
    assert of_the_bureau == {
        "reporter_of_the_unit",
        "reporter_of_another_unit",
        "reviewer",
        "approver",
    }


def test_a_role_on_the_bureau_covers_the_county(county, make_user):
    bureau = Unit.objects.create(parent=county, name="发改局", kind=UnitKind.BUREAU)
    assert may(make_user("ju", Role.APPROVER, bureau), "entry.approve", county) is True
