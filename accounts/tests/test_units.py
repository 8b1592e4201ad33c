"""Keeping the tree of units of a county."""

import datetime
import threading

import pytest
from django.db import connection
from django.urls import reverse

from accounts.errors import DomainError
from accounts.models import AuditEvent, FormerUnit, Unit, UnitKind
from accounts.people import selectors, services
from accounts.people.services.units import UNIT_GUARDS
from accounts.tests.trail import told
from accounts.trail.audit import audited

LIST = "/account/units/"


@pytest.fixture
def other_county(db):
    return Unit.objects.create(name="邻县", kind=UnitKind.COUNTY)


@pytest.fixture
def team(unit_a):
    return Unit.objects.create(parent=unit_a, name="公路段", kind=UnitKind.DEPARTMENT)


def typed(parent, **changes):
    return {
        "name": "林业局",
        "short_name": "",
        "kind": "department",
        "parent": parent.pk,
        "position": "3",
        "is_active": "on",
    } | changes


def edit(unit):
    return reverse("accounts:unit_edit", args=[unit.pk])


def test_the_administrator_makes_a_unit_under_the_county(client, administrator, county):
    client.force_login(administrator)
    response = client.post(reverse("accounts:unit_create"), typed(county))
    assert response["Location"] == LIST
    unit = Unit.objects.get(name="林业局")
    assert (unit.parent, unit.county, unit.kind, unit.position) == (
        county,
        county,
        "department",
        3,
    )
    line = AuditEvent.objects.get()
    assert (line.action, line.object_label, line.county) == ("unit.create", "林业局", county)
    assert told(line)["单位类别"] == ["", "部门"]


def test_a_unit_below_a_unit_belongs_to_the_county(administrator, county, unit_a):
    unit = services.create_unit(
        parent=unit_a, name="公路段", kind=UnitKind.DEPARTMENT, by=administrator
    )
    assert unit.county == county


def test_a_name_is_used_once_under_a_parent(client, administrator, county, unit_a):
    client.force_login(administrator)
    response = client.post(reverse("accounts:unit_create"), typed(county, name="交通运输局"))
    assert "“示范县”下已经有叫“交通运输局”的单位，请换一个名称。" in response.content.decode()
    assert Unit.objects.count() == 2


def test_no_county_is_made_below_a_county(client, administrator, county):
    client.force_login(administrator)
    response = client.post(reverse("accounts:unit_create"), typed(county, kind="county"))
    assert response.status_code == 400
    with pytest.raises(DomainError) as refused:
        services.create_unit(parent=county, name="x", kind=UnitKind.COUNTY, by=administrator)
    assert str(refused.value) == "“示范县”之下不能再设市或县。"


def test_editing_changes_a_unit_and_says_so_in_the_trail(
    client, administrator, county, unit_a, unit_b
):
    client.force_login(administrator)
    response = client.post(
        edit(unit_a), typed(unit_b, name="交通运输局", short_name="交通局", version=1, position=0)
    )
    assert response["Location"] == reverse("accounts:unit", args=[unit_a.pk])
    unit_a.refresh_from_db()
    assert (unit_a.parent, unit_a.county, unit_a.short_name, unit_a.version) == (
        unit_b,
        county,
        "交通局",
        2,
    )
    assert told(AuditEvent.objects.get()) == {
        "上级单位": ["示范县", "水利局"],
        "简称": ["", "交通局"],
        "自何日起": ["", "2019年8月2日"],
    }


def test_a_stale_form_gets_the_others_values_and_writes_nothing(
    client, administrator, county, unit_a
):
    client.force_login(administrator)
    client.post(edit(unit_a), typed(county, name="交通局", version=1))
    response = client.post(edit(unit_a), typed(county, name="运输局", version=1))
    assert response.status_code == 409
    refusal = response.context["refusal"]
    assert refusal.sentence == "这个单位刚被别人修改过，您的修改没有保存。"
    assert refusal.differences == [("单位名称", "交通局", "运输局")]
    assert 'value="运输局"' in response.content.decode()
    unit_a.refresh_from_db()
    assert unit_a.name == "交通局"


def test_a_unit_is_not_put_below_itself(client, administrator, unit_a, team):
    client.force_login(administrator)
    response = client.post(edit(unit_a), typed(team, name="交通运输局", version=1))
    assert "不能把“交通运输局”放到它自己的下级单位之下。" in response.content.decode()


def test_a_unit_is_not_put_below_another_county(client, administrator, unit_a, other_county):
    client.force_login(administrator)
    response = client.post(edit(unit_a), typed(other_county, name="交通运输局", version=1))
    assert "选择一个有效的选项" in response.content.decode()
    with pytest.raises(DomainError) as refused:
        services.update_unit(
            unit=unit_a,
            version=1,
            parent=other_county,
            name="交通运输局",
            short_name="",
            kind=UnitKind.DEPARTMENT,
            position=0,
            is_active=True,
            by=administrator,
        )
    assert str(refused.value) == "上级单位必须在本县之内。"


def test_the_county_keeps_its_kind_and_place(client, administrator, county):
    client.force_login(administrator)
    client.post(
        edit(county),
        {"name": "示范区", "short_name": "", "position": 0, "version": 1, "kind": "department"},
    )
    county.refresh_from_db()
    assert (county.name, county.kind, county.is_active) == ("示范区", "county", True)


def test_a_unit_with_reporters_or_units_in_use_is_not_taken_out_of_use(
    client, administrator, county, unit_a, unit_b, team, other_reporter
):
    client.force_login(administrator)
    off = {"version": 1, "is_active": ""}
    page = client.post(edit(unit_a), typed(county, name="交通运输局", **off)).content.decode()
    assert "“交通运输局”下面还有 1 个启用的单位，请先停用或移走。" in page
    page = client.post(edit(unit_b), typed(county, name="水利局", **off)).content.decode()
    assert "“水利局”还有 1 个启用的填报员，请先停用或改派。" in page
    assert Unit.objects.active().count() == 4
    client.post(edit(team), typed(unit_a, name="公路段", **off))
    assert Unit.objects.active().count() == 3


def test_the_tree_lists_units_below_their_parents_with_their_people(
    county, unit_a, unit_b, team, reporter, administrator
):
    assert [(b.unit.name, b.depth, b.people) for b in selectors.unit_tree(county)] == [
        ("示范县", 0, 1),
        ("交通运输局", 1, 1),
        ("公路段", 2, 0),
        ("水利局", 1, 0),
    ]


def test_units_of_another_county_do_not_exist(client, administrator, other_county):
    abroad = Unit.objects.create(parent=other_county, name="邻水局", kind=UnitKind.DEPARTMENT)
    client.force_login(administrator)
    assert "邻水局" not in client.get(LIST).content.decode()
    for unit in (abroad, other_county):
        assert client.get(reverse("accounts:unit", args=[unit.pk])).status_code == 404
        assert client.get(edit(unit)).status_code == 404
        assert client.post(edit(unit), typed(other_county, version=1)).status_code == 404


def test_the_auditor_sees_units_and_changes_none(client, auditor, unit_a):
    client.force_login(auditor)
    assert "交通运输局" in client.get(LIST).content.decode()
    assert client.get(reverse("accounts:unit", args=[unit_a.pk])).status_code == 200
    assert client.get(edit(unit_a)).status_code == 404
    assert client.get(reverse("accounts:unit_create")).status_code == 404


@pytest.mark.parametrize("who", ["reporter", "reviewer", "approver", "inspector", "leader"])
def test_others_find_no_unit_pages(client, request, unit_a, who):
    client.force_login(request.getfixturevalue(who))
    for url in (LIST, reverse("accounts:unit", args=[unit_a.pk]), edit(unit_a)):
        assert (url, client.get(url).status_code) == (url, 404)


def test_the_list_asks_as_many_questions_for_thirty_units_as_for_one(
    client, administrator, county, django_assert_num_queries
):
    client.force_login(administrator)
    client.get(LIST)
    with django_assert_num_queries(5):
        client.get(LIST)
    for number in range(29):
        Unit.objects.create(parent=county, name=f"单位{number}", kind=UnitKind.DEPARTMENT)
    with django_assert_num_queries(5):
        assert "共 <strong>30</strong> 个单位" in client.get(LIST).content.decode()


@pytest.fixture
def guard():
    def refuse(unit):
        raise DomainError(f"“{unit.name}”还有事要办。")

    UNIT_GUARDS.append(refuse)
    yield
    UNIT_GUARDS.remove(refuse)


def test_what_another_room_holds_against_it_keeps_a_unit_in_use(
    client, administrator, county, unit_a, guard
):
    client.force_login(administrator)
    off = typed(county, name="交通运输局", version=1, is_active="")
    assert "“交通运输局”还有事要办。" in client.post(edit(unit_a), off).content.decode()
    unit_a.refresh_from_db()
    assert unit_a.is_active is True


def test_other_rooms_are_not_asked_about_a_new_name(client, administrator, county, unit_a, guard):
    client.force_login(administrator)
    client.post(edit(unit_a), typed(county, name="交通局", version=1))
    unit_a.refresh_from_db()
    assert unit_a.name == "交通局"


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_two_units_that_move_below_one_another_at_once_make_no_circle(
    administrator, county, unit_a, unit_b
):
    """Seen to end in a deadlock without the hold on the county, since the foreign keys wait for one
    another. On SQLite the second waits in any case."""
    refusals = []
    read = {unit: Unit.objects.get(pk=unit.pk) for unit in (unit_a, unit_b)}

    def move(unit, below):
        services.update_unit(
            unit=Unit.objects.get(pk=unit.pk),
            version=1,
            parent=read[below],
            name=unit.name,
            short_name="",
            kind=unit.kind,
            position=0,
            is_active=True,
            by=administrator,
        )

    def move_the_other():
        try:
            move(unit_b, unit_a)
        except DomainError as refusal:
            refusals.append(str(refusal))
        finally:
            connection.close()

    other = threading.Thread(target=move_the_other)
    with audited(by=administrator):
        move(unit_a, unit_b)
        other.start()
        other.join(timeout=3)
    other.join(timeout=10)
    assert refusals == ["不能把“水利局”放到它自己的下级单位之下。"]
    assert Unit.objects.get(pk=unit_b.pk).parent == county


@pytest.fixture
def august(monkeypatch):
    day = datetime.date(2019, 8, 12)
    monkeypatch.setattr("accounts.clock.today", lambda: day)
    return day


def test_a_unit_is_renamed_from_a_day_and_its_page_tells_the_former_name(
    client, administrator, county, unit_a, august
):
    client.force_login(administrator)
    renamed = typed(county, name="综合交通局", version=1, renamed_on="2019-08-01")
    client.post(edit(unit_a), renamed)
    unit_a.refresh_from_db()
    [former] = FormerUnit.objects.all()
    assert (unit_a.name, former.name, former.until) == (
        "综合交通局",
        "交通运输局",
        datetime.date(2019, 8, 1),
    )
    page = client.get(reverse("accounts:unit", args=[unit_a.pk])).content.decode()
    assert "交通运输局（2019年8月1日前）" in page
    assert told(AuditEvent.objects.get(action="unit.update")) == {
        "单位名称": ["交通运输局", "综合交通局"],
        "排序": ["0", "3"],
        "自何日起": ["", "2019年8月1日"],
    }


def test_a_unit_is_not_renamed_from_a_day_to_come_nor_before_it_was_renamed_last(
    client, administrator, county, unit_a, august
):
    client.force_login(administrator)
    page = client.post(
        edit(unit_a), typed(county, name="交通局", version=1, renamed_on="2019-09-01")
    ).content.decode()
    assert "不能填以后的日期，请到变更那一天再改。" in page
    client.post(edit(unit_a), typed(county, name="交通局", version=1, renamed_on="2019-08-01"))
    page = client.post(
        edit(unit_a), typed(county, name="运输局", version=2, renamed_on="2019-07-01")
    ).content.decode()
    assert "2019年8月1日已经改过名称，请填那一天或以后的日期。" in page
