"""What is kept of columns for later files: listed for who may take it back, and taken back."""

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from accounts import clock
from conftest import page_text
from workbooks.meanings import IGNORED, UNIT_OF_MONEY
from workbooks.models import ColumnMeaning

pytestmark = pytest.mark.django_db
PAGE = "/projects/import/columns/"


@pytest.fixture
def keep(county):
    def keep(by, unit, title, target, kind="monthly", constant=""):
        return ColumnMeaning.objects.create(
            county=county, unit=unit, kind=kind, wording=title or f"={target}", title=title,
            target=target, constant=constant, said_by=by, said_at=clock.now(),
        )  # fmt: skip

    return keep


@pytest.fixture
def kept(keep, unit_a, unit_b, reporter, other_reporter, reviewer):
    """By whose they are: two of a unit's, one of another's, two of the county's."""
    return {
        "unit": [
            keep(reporter, unit_a, "挂点干部", IGNORED),
            keep(reporter, unit_a, "", UNIT_OF_MONEY, constant="万元"),
        ],
        "other": [keep(other_reporter, unit_b, "本期", "month_amount")],
        "county": [
            keep(reviewer, None, "本月数", "month_amount"),
            keep(reviewer, None, "牵头", "unit", kind="plan"),
        ],
    }


@pytest.fixture
def listed(client):
    def listed(person):
        client.force_login(person)
        rows = client.get(PAGE).context["kept"]
        return [(row.noun, row.meaning.title, row.reads) for row in rows]

    return listed


def revoke(client, person, meaning):
    client.force_login(person)
    return client.post(reverse("projects:revoke_meaning", args=[meaning.pk]))


def test_a_unit_is_shown_its_own(listed, kept, reporter):
    assert listed(reporter) == [
        ("月报表", "", "金额单位：每行都按“万元”"),
        ("月报表", "挂点干部", "不用这一列"),
    ]


def test_the_bureau_is_shown_the_countys(listed, kept, reviewer, approver):
    of_county = [("月报表", "本月数", "本月完成投资"), ("年度计划表", "牵头", "责任单位")]
    assert listed(reviewer) == listed(approver) == of_county


def test_the_page_says_who_said_it_and_when(client, kept, reviewer):
    client.force_login(reviewer)
    told = strip_tags(page_text(client.get(PAGE)))
    moment = timezone.localtime(kept["county"][0].said_at).strftime("%Y-%m-%d %H:%M")
    assert f"全县月报表本月数本月完成投资{reviewer}{moment}撤销" in told


def test_with_nothing_kept_the_page_says_how_it_comes_about(client, reporter):
    client.force_login(reporter)
    assert "没有以后的表也这样读的列" in page_text(client.get(PAGE))


@pytest.mark.parametrize("person", ["inspector", "leader", "administrator", "auditor"])
def test_who_keeps_nothing_gets_404(client, request, person):
    client.force_login(request.getfixturevalue(person))
    assert client.get(PAGE).status_code == 404


@pytest.mark.parametrize(
    ("person", "whose", "status"),
    [
        ("reporter", "unit", 302),
        ("reporter", "other", 404),
        ("reporter", "county", 404),
        ("reviewer", "county", 302),
        ("approver", "county", 302),
        ("reviewer", "unit", 404),
        ("leader", "county", 404),
    ],
)
def test_what_is_ones_own_can_be_revoked(client, request, kept, person, whose, status):
    meaning = kept[whose][0]
    answer = revoke(client, request.getfixturevalue(person), meaning)
    meaning.refresh_from_db()
    assert (answer.status_code, meaning.is_revoked) == (status, status == 302)


def test_what_another_has_revoked_meanwhile_is_told(client, kept, reporter):
    meaning = kept["unit"][0]
    revoke(client, reporter, meaning)
    again = revoke(client, reporter, meaning)
    assert again.status_code == 409
    assert "这个指定此前已经撤销" in page_text(again)
    assert [row.meaning for row in again.context["kept"]] == kept["unit"][1:]


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ("reporter", "investment:import_now"),
        ("reviewer", "investment:import_now"),
        ("reviewer", "projects:import_plan"),
        ("reviewer", "projects:import_preliminary"),
    ],
)
def test_the_page_is_reached_from_where_files_are_sent(client, request, period, person, name):
    client.force_login(request.getfixturevalue(person))
    assert f'href="{PAGE}"' in client.get(reverse(name), follow=True).content.decode()
