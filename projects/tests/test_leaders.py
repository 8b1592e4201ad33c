"""领导和联系人: leaders of the county, what each looks after, and the projects that are theirs."""

import datetime

import pytest
from django.urls import reverse

from accounts.errors import Stale
from accounts.models import AuditEvent, Role
from accounts.tests.trail import told
from accounts.trail.proposals import accept
from accounts.trail.rebuilding import differences
from investment.models import UnitContact
from projects.intake import apply_plan, preview_plan
from projects.leaders.particulars import Particulars, particulars_of
from projects.leaders.services import (
    change_leader,
    leave_office,
    propose_leader,
    register_leader,
)
from projects.models import Leader, LeadOfficial, Portfolio, Secretary
from projects.services import set_lead_official
from projects.tests.factories import CategoryFactory

JANUARY_1, AUGUST_1 = datetime.date(2019, 1, 1), datetime.date(2019, 8, 1)
AUGUST_12 = datetime.date(2019, 8, 12)
LIST = reverse("projects:leaders")


@pytest.fixture(autouse=True)
def in_august(monkeypatch):
    monkeypatch.setattr("accounts.clock.today", lambda: AUGUST_12)


@pytest.fixture
def enter(county, approver):
    """Register a leader who is in office since January."""

    def entered(name="李建国", office="常务副县长", on=JANUARY_1, **said):
        particulars = Particulars(name=name, office=office, **said)
        return register_leader(county=county, said=particulars, on=on, by=approver)

    return entered


def test_a_project_is_the_leaders_whose_name_or_office_its_plan_has(
    project, approver, enter, county
):
    leader = enter()
    for text in ("李建国", "常务副县长", "常务副县长李建国"):
        given = set_lead_official(project=project, name=text, by=approver, on=AUGUST_1)
        assert (given.name, given.leader) == (text, leader)
    given = set_lead_official(project=project, name="王县长", by=approver, on=AUGUST_1)
    assert (given.name, given.leader) == ("王县长", None)


def test_where_two_hold_an_office_the_text_stays_a_text(project, approver, enter):
    enter(office="副县长")
    enter(name="赵立", office="副县长")
    assert (
        set_lead_official(project=project, name="副县长", by=approver, on=AUGUST_1).leader is None
    )


def test_who_is_registered_later_finds_the_projects_that_name_them(project, approver, enter):
    set_lead_official(project=project, name="常务副县长", by=approver, on=JANUARY_1)
    leader = enter()
    assert LeadOfficial.objects.get().leader == leader
    line = AuditEvent.objects.get(action="leader.create")
    assert told(line)["对上的包抓项目"] == ["", "1个"]
    assert differences(Leader, LeadOfficial) == []


def test_an_import_writes_the_name_and_links_the_one_leader_who_is_meant(county, enter, plan_file):
    leader = enter()
    preview = preview_plan(plan_file, county=county, year=2019, today=AUGUST_12)
    apply_plan(preview, by=None)
    officials = LeadOfficial.objects.filter(name="常务副县长")
    assert officials.exists()
    assert {row.leader for row in officials} == {leader}
    assert not LeadOfficial.objects.exclude(name="常务副县长").exclude(leader=None).exists()


def test_what_a_deputy_looks_after_is_dated(enter, approver, county, unit_a, unit_b, reviewer):
    roads = CategoryFactory(county=county, name="交通")
    leader = enter(units=(unit_a.pk,), categories=(roads.pk,), secretaries=(reviewer.pk,))
    change_leader(
        leader=leader,
        version=1,
        said=Particulars(name="李建国", office="常务副县长", units=(unit_b.pk,)),
        on=AUGUST_1,
        by=approver,
        reason="政府分工〔2019〕3号",
    )
    held = Portfolio.objects.order_by("pk")
    assert [(str(row), row.from_date, row.until) for row in held] == [
        ("交通运输局", JANUARY_1, AUGUST_1),
        ("交通", JANUARY_1, AUGUST_1),
        ("水利局", AUGUST_1, None),
    ]
    assert Secretary.objects.get().until == AUGUST_1
    assert told(AuditEvent.objects.get(action="leader.update")) == {
        "分管单位": ["交通运输局", "水利局"],
        "分管项目类别": ["交通", "（空）"],
        "授权秘书": [str(reviewer), "（空）"],
    }
    assert differences(Leader, Portfolio, Secretary) == []


def test_a_stale_change_is_refused(enter, approver):
    leader = enter()
    said = Particulars(name="李建国", office="县长")
    change_leader(leader=leader, version=1, said=said, on=AUGUST_1, by=approver)
    with pytest.raises(Stale):
        change_leader(leader=leader, version=1, said=said, on=AUGUST_1, by=approver)


def test_who_leaves_hands_projects_and_portfolio_to_the_successor(
    project, enter, approver, unit_a, county
):
    leader = enter(units=(unit_a.pk,))
    set_lead_official(project=project, name="常务副县长", by=approver, on=JANUARY_1)
    successor = enter(name="赵立", office="常务副县长", on=AUGUST_1)
    leave_office(
        leader=leader,
        version=1,
        on=AUGUST_1,
        successor=successor,
        by=approver,
        reason="任免文件",
    )
    held = LeadOfficial.objects.filter(project=project).order_by("pk")
    assert [(row.name, row.leader, row.from_date, row.until) for row in held] == [
        ("常务副县长", leader, JANUARY_1, AUGUST_1),
        ("常务副县长", successor, AUGUST_1, None),
    ]
    leader.refresh_from_db()
    assert leader.until == AUGUST_1
    assert (particulars_of(leader).units, particulars_of(successor).units) == ((), (unit_a.pk,))
    assert differences(Leader, Portfolio, LeadOfficial) == []


def test_a_reviewer_proposes_and_the_approver_accepts(county, reviewer, approver, unit_a):
    said = Particulars(name="李建国", office="副县长", phone="0912-1", units=(unit_a.pk,))
    proposal = propose_leader(
        county=county,
        leader=None,
        version=None,
        said=said,
        on=AUGUST_1,
        reason="任免文件",
        by=reviewer,
    )
    assert Leader.objects.count() == 0
    accept(proposal=proposal, by=approver, today=AUGUST_12)
    assert particulars_of(Leader.objects.get()) == said


def test_what_was_proposed_of_a_leader_who_was_changed_since_is_refused(
    county, reviewer, approver, enter
):
    leader = enter()
    proposal = propose_leader(
        county=county,
        leader=leader,
        version=1,
        said=Particulars(name="李建国", office="县长"),
        on=AUGUST_1,
        reason="任免文件",
        by=reviewer,
    )
    said = Particulars(name="李建国", office="常务副县长", phone="0912-2")
    change_leader(leader=leader, version=1, said=said, on=AUGUST_1, by=approver)
    with pytest.raises(Stale):
        accept(proposal=proposal, by=approver, today=AUGUST_12)


def test_the_page_lists_leaders_in_their_order_and_the_people_of_the_units(
    client, county, enter, approver, unit_a, make_user
):
    enter(name="王书记", office="县委书记", position=1)
    deputy = enter(position=2, units=(unit_a.pk,), user_id=make_user("ldr", Role.LEADER).pk)
    UnitContact.objects.create(unit=unit_a, role="reporter", name="陈交通", phone="0912-3")
    UnitContact.objects.create(unit=unit_a, role="head", name="朱正职")
    client.force_login(approver)
    page = client.get(LIST)
    assert [line.leader.name for line in page.context["lines"]] == ["王书记", "李建国"]
    assert "主要领导朱正职；填报员陈交通 0912-3" in page.content.decode()
    assert "交通运输局" in client.get(reverse("projects:leader", args=[deputy.pk])).content.decode()


def test_the_approver_registers_changes_and_lets_leave_by_page(client, approver, unit_a):
    client.force_login(approver)
    sent = {
        "name": "李建国",
        "office": "副县长",
        "position": 3,
        "units": [unit_a.pk],
        "on": "2019-01-01",
    }
    assert client.post(reverse("projects:leader_create"), sent).url == LIST
    leader = Leader.objects.get()
    edit = reverse("projects:leader_edit", args=[leader.pk])
    assert client.get(edit).status_code == 200
    client.post(edit, sent | {"office": "县长", "on": "2019-08-01", "version": 1})
    leader.refresh_from_db()
    assert (leader.office, particulars_of(leader).units) == ("县长", (unit_a.pk,))
    client.post(
        reverse("projects:leader_leave", args=[leader.pk]), {"on": "2019-08-10", "version": 2}
    )
    leader.refresh_from_db()
    assert leader.until == datetime.date(2019, 8, 10)
    assert client.get(edit).status_code == 404


def test_a_reviewer_proposes_by_page_and_gives_a_reason(client, reviewer):
    client.force_login(reviewer)
    sent = {"name": "李建国", "office": "副县长", "position": 3, "on": "2019-01-01"}
    page = client.post(reverse("projects:leader_create"), sent)
    assert "请写明依据，如任免文件、分工文件。" in page.content.decode()
    assert client.post(reverse("projects:leader_create"), sent | {"reason": "任免文件"}).url == LIST
    assert "副县长" in client.get(LIST).content.decode()
    assert Leader.objects.count() == 0


def test_a_telephone_with_letters_and_a_change_of_nothing_are_refused(client, approver, enter):
    leader = enter(phone="0912-1")
    client.force_login(approver)
    edit = reverse("projects:leader_edit", args=[leader.pk])
    sent = {"name": "李建国", "office": "常务副县长", "position": 0, "on": "2019-08-01"}
    sent |= {"version": 1}
    page = client.post(edit, sent | {"phone": "abc12"})
    assert page.context["form"].errors == {
        "phone": ["电话只能有数字、空格、“-”“+”、括号、顿号和“转”，例如 0912-1234567。"]
    }
    page = client.post(edit, sent | {"phone": "0912-1"})
    assert page.context["form"].non_field_errors() == ["没有改动。"]
    assert client.post(edit, sent | {"phone": "0912-1234567 转 8、+86 139 0000 0000"}).url == LIST
    leader.refresh_from_db()
    assert leader.version == 2


def test_a_proposed_leader_is_told_by_what_is_said_only(client, county, reviewer):
    client.force_login(reviewer)
    assert "<title>提出登记领导" in client.get(reverse("projects:leader_create")).content.decode()
    sent = {"name": "李建国", "office": "副县长", "position": 0, "on": "2019-01-01"}
    client.post(reverse("projects:leader_create"), sent | {"reason": "任免文件"})
    [(_, words)] = client.get(LIST).context["proposals"]
    assert words == [("姓名", "（空）", "李建国"), ("职务", "（空）", "副县长")]
