"""A refused deed answers one way: accounts.pages.deeds, seen on the pages of units and users."""

import datetime

import pytest
from django import forms
from django.urls import reverse

from accounts.models import AuditEvent, Unit, UnitKind
from accounts.pages.deeds import Difference, Refusal, compare, typed

PARENT_IS_ITSELF = "不能把“交通运输局”放到它自己的下级单位之下。"


class Visit(forms.Form):
    """One of each kind of box."""

    day = forms.DateField(label="日期")
    kind = forms.ChoiceField(label="方式", choices=[("a", "明察"), ("b", "暗访")])
    is_open = forms.BooleanField(label="公开", required=False)
    place = forms.CharField(label="地点", required=False)


def visited(**changes):
    form = Visit({"day": "2019-08-05", "kind": "b", "place": "西岭镇"} | changes)
    assert form.is_valid()
    return form


@pytest.fixture
def team(unit_a):
    return Unit.objects.create(parent=unit_a, name="公路段", kind=UnitKind.DEPARTMENT)


@pytest.fixture
def form_of(client, administrator, county, unit_a):
    """Sends the form of unit_a's page."""
    client.force_login(administrator)
    whole = {"name": "交通运输局", "kind": "department", "is_active": "on", "position": "0"}

    def send(**changes):
        data = whole | {"parent": county.pk, "version": 1} | changes
        return client.post(reverse("accounts:unit_edit", args=[unit_a.pk]), data)

    return send


def test_what_is_typed_wrong_is_told_at_its_field_with_400(form_of):
    answer = form_of(name="", short_name="交通局")
    assert answer.status_code == 400
    assert answer.context["form"].errors == {"name": ["请填写这一项"]}
    assert 'value="交通局"' in answer.content.decode()


def test_a_fault_of_the_deed_is_told_above_the_form_with_400(form_of, team):
    answer = form_of(parent=team.pk, short_name="交通局")
    assert answer.status_code == 400
    assert answer.context["form"].errors == {"__all__": [PARENT_IS_ITSELF]}
    assert answer.context["refusal"].sentence == ""
    assert answer.content.decode().count(PARENT_IS_ITSELF) == 1
    assert 'value="交通局"' in answer.content.decode()


def test_a_fault_keeps_the_version_that_was_read(form_of, unit_a, team):
    """Else the form, sent again, would write over what another saved meanwhile."""
    Unit.objects.filter(pk=unit_a.pk).update(version=2, short_name="运输局")
    answer = form_of(parent=team.pk, version=1)
    assert answer.status_code == 400
    assert '<input type="hidden" name="version" value="1">' in answer.content.decode()


def test_a_conflict_shows_the_others_values_with_409_and_goes_on_from_them(form_of, unit_a):
    Unit.objects.filter(pk=unit_a.pk).update(version=2, short_name="运输局")
    answer = form_of(short_name="交通局")
    assert answer.status_code == 409
    refusal = answer.context["refusal"]
    assert refusal.sentence == "这个单位刚被别人修改过，您的修改没有保存。"
    assert refusal.differences == [("简称", "运输局", "交通局")]
    page = answer.content.decode()
    assert page.count(refusal.sentence) == 1
    assert '<input type="hidden" name="version" value="2">' in page
    assert form_of(short_name="交通局", version=2).status_code == 302
    assert Unit.objects.get(pk=unit_a.pk).short_name == "交通局"


def test_nothing_is_written_or_said_when_a_deed_is_refused(form_of, unit_a, team):
    answer = form_of(parent=team.pk)
    assert list(answer.context["messages"]) == []
    assert AuditEvent.objects.count() == 0


def test_a_button_that_is_refused_shows_the_page_it_stood_on(client, administrator):
    client.force_login(administrator)
    answer = client.post(reverse("accounts:user_disable", args=[administrator.pk]), {"version": 1})
    assert answer.status_code == 400
    assert answer.context["person"] == administrator
    assert "不能停用自己的账号，请由另一名管理员办理。" in answer.content.decode()


def test_a_form_without_a_version_is_not_ours(form_of):
    for version in ("", "x", "-1", str(2**31)):
        assert form_of(version=version).status_code == 404


def test_values_are_compared_as_they_are_and_told_in_words():
    now = {"day": datetime.date(2019, 8, 2), "kind": "a", "is_open": True, "place": "西岭镇"}
    assert compare(visited(), now) == [
        Difference("日期", "2019-08-02", "2019-08-05"),
        Difference("方式", "明察", "暗访"),
        Difference("公开", "是", "否"),
    ]


def test_what_stands_nowhere_yet_is_told_as_it_was_typed():
    assert compare(visited(place="", is_open="on"), {}) == [
        Difference("日期", "", "2019-08-05"),
        Difference("方式", "", "暗访"),
        Difference("公开", "", "是"),
    ]


def test_what_was_typed_stands_under_its_row_of_the_page_alone():
    form = visited()
    row, other = Unit(pk=3), Unit(pk=4)
    refusal = Refusal(None, [form], at=row)
    assert typed(refusal, Visit, Unit(pk=3)) is form
    assert (typed(refusal, Visit, other), typed(refusal, Visit)) == (None, None)
    assert typed(refusal, forms.Form, row) is None
    assert typed(refusal.on_top(), Visit) is form
