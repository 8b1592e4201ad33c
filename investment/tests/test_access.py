"""What you may not see does not exist: every page and act, asked by who may not."""

import pytest
from django.urls import reverse

from investment.models import EntryState, MonthlyEntry
from measures.months import Month

pytestmark = pytest.mark.django_db
JULY = Month(2019, 7)


@pytest.fixture
def entry(make_entry, project):
    return make_entry(project, EntryState.SUBMITTED)


@pytest.fixture
def addresses(unit_a, entry, period, project):
    month = [unit_a.pk, JULY]
    return {
        "home": [],
        "entry": month,
        "withdraw": month,
        "answer_keyed": month,
        "review": [],
        "review_year": [2019],
        "review_unit": month,
        "approve": month,
        "return": month,
        "key": month,
        "review_entry": [entry.pk],
        "periods": [],
        "open_period": [],
        "close_period": [period.pk],
        "project": [project.pk, 2019],
        "import_now": [],
        "import_monthly": [JULY],
    }


GET = {
    "home": "reporter other_reporter reviewer approver inspector leader auditor",
    "entry": "reporter",
    "review": "reviewer approver inspector leader auditor",
    "review_year": "reviewer approver inspector leader auditor",
    "review_unit": "reviewer approver inspector leader auditor",
    "review_entry": "reviewer approver inspector leader auditor",
    "project": "reporter reviewer approver inspector leader auditor",
    "key": "reviewer approver",
    "periods": "reviewer approver",
    "import_now": "reporter other_reporter reviewer approver",
    "import_monthly": "reporter other_reporter reviewer approver",
}
POST = {
    "entry": "reporter",
    "withdraw": "reporter",
    "answer_keyed": "reporter",
    "key": "reviewer approver",
    "approve": "approver",
    "return": "reviewer approver",
    "review_entry": "reviewer approver",
    "open_period": "approver",
    "close_period": "approver",
}
CAST = (
    "reporter",
    "other_reporter",
    "reviewer",
    "approver",
    "inspector",
    "leader",
    "administrator",
    "auditor",
)


@pytest.mark.parametrize("person", CAST)
@pytest.mark.parametrize("name", GET)
def test_a_page_is_there_for_who_may_see_it(name, person, addresses, client, request):
    client.force_login(request.getfixturevalue(person))
    status = client.get(reverse(f"investment:{name}", args=addresses[name])).status_code
    assert (status in (200, 302)) is (person in GET[name].split())
    assert status in (200, 302, 404)


@pytest.mark.parametrize("person", CAST)
@pytest.mark.parametrize("name", POST)
def test_an_act_is_there_for_who_may_do_it(name, person, addresses, client, request):
    client.force_login(request.getfixturevalue(person))
    data = {"month": "2019-08", "version": "1"}
    status = client.post(reverse(f"investment:{name}", args=addresses[name]), data).status_code
    assert (status in (200, 302, 400)) is (person in POST[name].split())
    assert status in (200, 302, 400, 404)


def test_an_entry_of_another_unit_cannot_be_named_in_ones_own_form(
    client, reporter, make_entry, other_project, unit_a
):
    foreign = make_entry(other_project, EntryState.SUBMITTED)
    client.force_login(reporter)
    for name, field in (("withdraw", "sent"), ("answer_keyed", "confirm")):
        url = reverse(f"investment:{name}", args=[unit_a.pk, JULY])
        assert client.post(url, {field: f"{foreign.pk}:1"}).status_code == 404
    foreign.refresh_from_db()
    assert foreign.state == EntryState.SUBMITTED


def test_a_row_of_another_unit_slipped_into_the_sheet_is_not_read(
    client, reporter, other_project, unit_a, period
):
    client.force_login(reporter)
    url = reverse("investment:entry", args=[unit_a.pk, JULY])
    row = f"p{other_project.pk}"
    client.post(url, {f"{row}-version": "", f"{row}-month_amount": "5"})
    assert not MonthlyEntry.objects.exists()


def test_versions_that_are_none_are_not_found(client, approver, unit_a, entry):
    client.force_login(approver)
    url = reverse("investment:approve", args=[unit_a.pk, JULY])
    for value in ("", "x", f"{entry.pk}", f"{entry.pk}:x", "999999:1"):
        assert client.post(url, {"entry": value}).status_code == 404
