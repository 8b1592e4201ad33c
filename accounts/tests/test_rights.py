"""Each predicate against its line of the rights table (accounts/rights.csv)."""

import csv
from pathlib import Path

import pytest

from accounts import rules
from accounts.models import Role, RoleAssignment, Unit, UnitKind, User

RIGHTS = {
    (line["object"], line["action"]): line
    for line in csv.DictReader((Path(rules.__file__).parent / "rights.csv").open(encoding="utf-8"))
}
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

# Line of the table → for each word it uses, the predicate that is true for whoever has that word.
# Predicates are asked about unit A and its county; a reporter's rights over a project (“sees
# those he has a part in”, “his own lines”) are held against their lines in projects/.
HELD = {
    ("project", "view"): {
        "yes": lambda u, a: rules.reads_county(u, a.county) or rules.reports_for(u, a)
    },
    ("project", "propose or change master data"): {
        "yes": lambda u, a: rules.changes_project(u, a.county),
    },
    ("plan list", "view"): {
        "yes": lambda u, a: rules.reads_county(u, a.county),
        "own lines": lambda u, a: rules.reports_for(u, a),
    },
    ("plan list", "import and change"): {"yes": lambda u, a: rules.imports_plan(u, a.county)},
    ("entry", "enter edit upload (draft or returned and period open)"): {
        "yes": rules.enters_entry,
        "on behalf": lambda u, a: rules.keys_entry(u, a.county),
    },
    ("entry", "submit and withdraw before review"): {"yes": rules.enters_entry},
    ("entry", "return with reason"): {"yes": lambda u, a: rules.returns_entry(u, a.county)},
    ("entry", "review"): {"yes": lambda u, a: rules.reviews_entry(u, a.county)},
    ("entry", "approve"): {"yes": lambda u, a: rules.approves_entry(u, a.county)},
    ("entry", "set verified figure beside it (核定数)"): {
        "yes": lambda u, a: rules.sets_verified_figure(u, a.county),
        "propose": lambda u, a: rules.proposes_verified_figure(u, a.county),
    },
    ("entry", "correct after approval"): {"yes": lambda u, a: rules.corrects_entry(u, a.county)},
    ("period", "open extend close"): {
        "yes": lambda u, a: rules.manages_period(u, a.county),
        "propose": lambda u, a: rules.proposes_period(u, a.county),
    },
    ("upload", "download the original"): {
        "yes": lambda u, a: rules.downloads_upload(u, a, a.county),
    },
    ("upload", "undo after it was applied"): {
        "yes": lambda u, a: rules.undoes_upload(u, 0, a, a.county),
        "own": lambda u, a: (
            rules.undoes_upload(u, u.pk, a, a.county) and not rules.keys_entry(u, a.county)
        ),
        "own keyed": lambda u, a: (
            rules.undoes_upload(u, u.pk, None, a.county)
            and rules.keys_entry(u, a.county)
            and not rules.approves_entry(u, a.county)
        ),
    },
    ("problem", "raise"): {
        "yes": lambda u, a: (
            rules.raises_problem(u, a.county)
            and (rules.reports_for(u, a) or not rules.reports_somewhere(u))
        ),
    },
    ("dispatch order", "issue check close"): {"yes": lambda u, a: rules.supervises(u, a.county)},
    ("inspection", "record"): {"yes": lambda u, a: rules.supervises(u, a.county)},
    ("notice", "draft"): {"yes": lambda u, a: rules.supervises(u, a.county)},
    ("notice", "issue and withdraw by a later one"): {
        "yes": lambda u, a: rules.issues_notice(u, a.county)
    },
    ("assessment scheme", "draft"): {"yes": lambda u, a: rules.drafts_scheme(u, a.county)},
    ("assessment scheme", "put in force"): {
        "yes": lambda u, a: rules.publishes_result(u, a.county)
    },
    ("assessment result", "publish"): {"yes": lambda u, a: rules.publishes_result(u, a.county)},
    ("dashboard", "whole county"): {"yes": lambda u, a: rules.views_county_dashboard(u, a.county)},
    ("dashboard", "own unit"): {"yes": rules.views_unit_dashboard},
    ("document", "generate"): {"yes": lambda u, a: rules.generates_document(u, a.county)},
    ("document", "download"): {"yes": lambda u, a: rules.downloads_document(u, a.county)},
    ("user unit role alias holiday", "manage"): {
        "yes": lambda u, a: rules.manages_accounts(u, a.county),
    },
    ("audit trail", "view"): {"yes": lambda u, a: rules.views_whole_trail(u, a.county)},
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


@pytest.mark.parametrize(
    ("line", "word"), [(line, word) for line, words in HELD.items() for word in words]
)
def test_a_right_is_held_by_those_whose_column_says_so(cast, unit_a, line, word):
    may = HELD[line][word]
    by_table = {column: RIGHTS[line][column] == word for column in COLUMNS}
    assert {column: may(user, unit_a) for column, user in cast.items()} == by_table


def test_who_may_propose_master_data_and_corrections(cast, unit_a):
    """A reporter of another unit proposes too, of his own projects: projects/ sees to that."""
    for line, may in (
        (("project", "propose or change master data"), rules.proposes_project_change),
        (("entry", "correct after approval"), rules.proposes_correction),
    ):
        proposers = {c for c, user in cast.items() if may(user, unit_a.county)}
        by_table = {column for column in COLUMNS if RIGHTS[line][column] == "propose"}
        assert proposers == by_table | {"reporter_of_another_unit"}


def test_views_are_had_by_those_who_manage_and_those_whose_column_says_view(cast, unit_a):
    line = RIGHTS[("user unit role alias holiday", "manage")]
    viewers = {c for c, user in cast.items() if rules.views_accounts(user, unit_a.county)}
    assert viewers == {column for column in COLUMNS if line[column] in ("yes", "view")}


def test_the_trail_is_open_to_all_whose_column_is_not_no(cast):
    line = RIGHTS[("audit trail", "view")]
    assert {c for c, user in cast.items() if rules.views_trail(user)} == {
        column for column in COLUMNS if line[column] != "no"
    }


@pytest.mark.parametrize(
    "may",
    [
        rules.reads_county,
        rules.proposes_project_change,
        rules.changes_project,
        rules.imports_plan,
        rules.keys_entry,
        rules.returns_entry,
        rules.reviews_entry,
        rules.approves_entry,
        rules.proposes_verified_figure,
        rules.sets_verified_figure,
        rules.proposes_correction,
        rules.corrects_entry,
        rules.proposes_period,
        rules.manages_period,
        rules.views_county_dashboard,
        rules.generates_document,
        rules.downloads_document,
        rules.manages_accounts,
        rules.views_accounts,
        rules.views_whole_trail,
    ],
)
def test_no_right_reaches_into_another_county(county, may):
    abroad = Unit.objects.create(name="邻县", kind=UnitKind.COUNTY)
    user = User.objects.create_user("all", name="all")
    for role in Role:
        RoleAssignment.objects.create(user=user, role=role, unit=county)
    assert may(user, county) is True
    assert may(user, abroad) is False


def test_an_upload_of_the_bureau_is_not_for_reporters(reporter, reviewer, county):
    assert rules.downloads_upload(reporter, None, county) is False
    assert rules.downloads_upload(reviewer, None, county) is True


def test_a_role_on_the_bureau_covers_the_county(county, make_user):
    bureau = Unit.objects.create(parent=county, name="发改局", kind=UnitKind.BUREAU)
    assert rules.approves_entry(make_user("ju", Role.APPROVER, bureau), county) is True
