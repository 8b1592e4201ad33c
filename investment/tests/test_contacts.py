"""A unit keeps the list of its own people up to date; the bureau reads it, and who changed it."""

import datetime

import pytest
from django.urls import reverse

from accounts.errors import DomainError, NotAllowed, Stale
from accounts.people.telephones import WRONG
from accounts.trail.rebuilding import differences
from investment import services
from investment.models import ContactRole, UnitContact
from investment.services.contacts import Contact, contacts_of, edition_of_contacts

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"
REPORTER, DEPUTY, HEAD = ContactRole


JUNE_3, AUGUST_2 = datetime.date(2019, 6, 3), datetime.date(2019, 8, 2)


def keep(unit, by, *lines, edition=None, today=AUGUST_2):
    contacts = [Contact(*line) for line in lines]
    was = edition_of_contacts(contacts_of(unit)) if edition is None else edition
    services.keep_contacts(unit=unit, contacts=contacts, edition=was, by=by, today=today)


def listed(unit):
    return [(each.role, each.name, each.phone) for each in contacts_of(unit)]


def posted(*rows, edition):
    sent = {"edition": edition, "contacts-TOTAL_FORMS": len(rows), "contacts-INITIAL_FORMS": 0}
    for number, (pk, role, name, phone) in enumerate(rows):
        values = {"pk": pk, "role": role.value, "name": name, "phone": phone}
        sent |= {f"contacts-{number}-{field}": value for field, value in values.items()}
    return sent


def test_the_unit_changes_adds_and_removes_and_the_bureau_sees_who(
    client, unit_a, reporter, reviewer
):
    address = reverse("investment:contacts", args=[unit_a.pk])
    client.force_login(reporter, backend=BACKEND)
    page = client.get(address)
    rows = [
        ("", HEAD, "朱局长", "0912-1"),
        ("", REPORTER, "陈交通", ""),
        ("", DEPUTY, "", ""),
    ]
    answer = client.post(address, posted(*rows, edition=page.context["edition"]))
    assert answer.url == address
    assert listed(unit_a) == [(REPORTER, "陈交通", ""), (HEAD, "朱局长", "0912-1")]
    chen, zhu = (each.pk for each in contacts_of(unit_a))
    rows = [(chen, REPORTER, "陈交通", "0912-2"), (zhu, HEAD, "", "0912-1")]
    edition = client.get(address).context["edition"]
    told = client.post(address, posted(*rows, edition=edition), follow=True).content.decode()
    assert "联系人已保存。" in told
    assert listed(unit_a) == [(REPORTER, "陈交通", "0912-2")]
    assert differences(UnitContact) == []
    client.force_login(reviewer, backend=BACKEND)
    page = client.get(address)
    assert [(line.action, line.actor_name) for line in page.context["history"]] == [
        ("contact.keep", str(reporter))
    ] * 2
    shown = page.content.decode()
    assert 'href="tel:0912-2"' in shown
    assert 'name="edition"' not in shown
    assert client.post(address, {}).status_code == 404


def test_a_list_that_another_changed_is_not_overwritten(client, unit_a, reporter):
    address = reverse("investment:contacts", args=[unit_a.pk])
    client.force_login(reporter, backend=BACKEND)
    old = client.get(address).context["edition"]
    keep(unit_a, reporter, (None, REPORTER, "陈交通", "1"))
    answer = client.post(address, posted(("", REPORTER, "林新来", "2"), edition=old))
    refusal = answer.context["refusal"]
    assert (answer.status_code, refusal.sentence) == (
        409,
        "本单位的联系人刚被别人修改过，您的修改没有保存。",
    )
    assert [tuple(each) for each in refusal.differences] == [
        ("联系人", "填报员陈交通 1", "填报员林新来 2")
    ]
    assert 'value="林新来"' in answer.content.decode()
    assert listed(unit_a) == [(REPORTER, "陈交通", "1")]
    with pytest.raises(Stale):
        keep(unit_a, reporter, edition=old)


def test_what_cannot_be_kept_is_told(client, unit_a, reporter, other_reporter, reviewer):
    for by in (other_reporter, reviewer):
        with pytest.raises(NotAllowed) as error:
            keep(unit_a, by, (None, REPORTER, "陈交通", "1"))
        assert str(error.value) == "只有本单位的填报员可以改本单位的联系人"
    with pytest.raises(DomainError) as error:
        keep(unit_a, reporter, *[(None, REPORTER, "陈交通", "1")] * 2)
    assert str(error.value) == "同一个人以同一身份写了两次，请删去一行"
    address = reverse("investment:contacts", args=[unit_a.pk])
    client.force_login(reporter, backend=BACKEND)
    edition = client.get(address).context["edition"]
    answer = client.post(address, posted(("", REPORTER, "", "0912-3"), edition=edition))
    assert (answer.status_code, "请填写姓名" in answer.content.decode()) == (400, True)
    assert listed(unit_a) == []


def test_who_is_replaced_was_the_contact_until_the_day_and_who_began_today_is_mended(
    unit_a, reporter
):
    keep(unit_a, reporter, (None, HEAD, "朱局长", "0912-1"), today=JUNE_3)
    [zhu] = contacts_of(unit_a)
    keep(unit_a, reporter, (zhu.pk, HEAD, "林局长", "0912-2"))
    [lin] = contacts_of(unit_a)
    keep(unit_a, reporter, (lin.pk, HEAD, "林小局长", "0912-2", reporter.pk))
    rows = UnitContact.objects.order_by("pk")
    assert [(row.name, row.from_date, row.until, row.user) for row in rows] == [
        ("朱局长", JUNE_3, AUGUST_2, None),
        ("林小局长", AUGUST_2, None, reporter),
    ]
    july = datetime.date(2019, 7, 1)
    assert [row.name for row in UnitContact.objects.on(july)] == ["朱局长"]
    assert [row.name for row in UnitContact.objects.on(AUGUST_2)] == ["林小局长"]
    keep(unit_a, reporter)
    assert [row.name for row in UnitContact.objects.all()] == ["朱局长"]
    assert differences(UnitContact) == []


def test_a_contact_is_linked_to_who_signs_in_for_the_unit(
    client, unit_a, reporter, other_reporter, reviewer
):
    address = reverse("investment:contacts", args=[unit_a.pk])
    client.force_login(reporter, backend=BACKEND)
    page = client.get(address)
    sent = posted(("", REPORTER, "陈交通", "abc"), edition=page.context["edition"])
    answer = client.post(address, sent | {"contacts-0-user_id": other_reporter.pk})
    [form] = answer.context["forms"].forms
    assert set(form.errors) == {"phone", "user_id"}
    assert form.errors["phone"] == [WRONG]
    sent |= {"contacts-0-phone": "0912-1 转 8", "contacts-0-user_id": reporter.pk}
    assert client.post(address, sent).url == address
    assert UnitContact.objects.get().user == reporter
    page = client.get(address)
    assert f'<option value="{reporter.pk}" selected>' in page.content.decode()
