"""What a unit says of several entries at once is said of all of them or of none."""

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from investment.models import EntryState, KeyedConsent, MonthlyEntry
from measures.months import Month

pytestmark = pytest.mark.django_db
JULY = Month(2019, 7)


@pytest.fixture
def say(client, reporter, unit_a):
    """Sends the two entries of the sheet, the second of them as it was a version ago."""
    client.force_login(reporter)

    def post(name, field, first, second, **typed):
        data = {field: [f"{first.pk}:{first.version}", f"{second.pk}:{second.version - 1}"]}
        return client.post(reverse(f"investment:{name}", args=[unit_a.pk, JULY]), data | typed)

    return post


@pytest.fixture
def keyed(make_entry, project, second_project, reviewer):
    values = {
        "state": EntryState.SUBMITTED,
        "keyed_by": reviewer,
        "keyed_source": "8月2日电话",
        "keyed_consent": KeyedConsent.WAITING,
        "version": 3,
    }
    return [make_entry(each, **values) for each in (project, second_project)]


def consents():
    return list(MonthlyEntry.objects.order_by("pk").values_list("keyed_consent", "version"))


def test_what_was_keyed_is_confirmed_whole(say, keyed):
    answer = say("answer_keyed", "confirm", *keyed)
    assert answer.status_code == 409
    assert consents() == [(KeyedConsent.WAITING, 3)] * 2
    assert AuditEvent.objects.count() == 0


def test_what_was_keyed_is_objected_to_whole_and_the_words_stay(say, keyed):
    words = {f"objection-{entry.pk}": f"应为{80 + entry.pk}万元" for entry in keyed}
    answer = say("answer_keyed", "object", *keyed, **words)
    assert answer.status_code == 409
    assert consents() == [(KeyedConsent.WAITING, 3)] * 2
    assert [row.objection for row in answer.context["rows"]] == list(words.values())


def test_estimates_are_confirmed_whole_and_told_once(
    say, client, make_entry, project, second_project
):
    values = {"state": EntryState.SUBMITTED, "is_estimate": True, "version": 3}
    entries = [make_entry(each, **values) for each in (project, second_project)]
    assert say("confirm_estimate", "confirm", *entries).status_code == 409
    assert MonthlyEntry.objects.filter(is_estimate=True).count() == 2
    entries[1].version += 1  # what say() sends is then the version that stands
    page = say("confirm_estimate", "confirm", *entries)
    assert MonthlyEntry.objects.filter(is_estimate=True).count() == 0
    told = client.get(page.url).context["messages"]
    assert [str(each) for each in told] == ["已确认为最终数。"]
