"""Of a long list the choices for the next year are kept page by page, and taken all at once."""

import pytest
from django.urls import reverse

from projects.models import AnnualPlan, NextListChoice, NextListSheet, PlanCategory, PlanItem
from projects.tests.turn_scene import DECEMBER_20
from projects.turn import forms
from projects.turn.carried import next_list
from projects.turn.choosing import chosen_for

pytestmark = pytest.mark.django_db

NAME = "2020年县级重点建设项目"


@pytest.fixture
def pages(client, this_year, lines, approver, settings, monkeypatch):
    """The page of two lines: 已开工厂 未开工站, 续建路 前期桥, 终止馆 建成园."""
    settings.XUSHI_TODAY = "2019-12-20"
    monkeypatch.setattr(forms, "LINES_A_PAGE", 2)
    client.force_login(approver)
    return Pages(client, reverse("projects:draft_next", args=[this_year.pk]))


class Pages:
    def __init__(self, client, address):
        self.client, self.address = client, address

    def open(self, number):
        return self.client.get(self.address, {"page": number})

    def send(self, shown, without=(), category=None, **others):
        """As the browser sends what the page showed."""
        form = shown.context["form"]
        sent = {"shown": form.every, "version": shown.context["version"], "name": NAME}
        for line, tick, box in form.rows:
            if tick.value() and line.project.name not in without:
                sent[tick.html_name] = "on"
            if box:
                sent[box.html_name] = category or box.value()
        address = f"{self.address}?page={form.page.number}"
        return self.client.post(address, sent | others)


def names(page):
    form = page.context["form"]
    return [line.project.name for line in [*form.going, *form.left]]


def on(plan):
    found = PlanItem.objects.filter(plan=plan).order_by("position")
    return [(item.project.name, str(item.category)) for item in found]


def test_what_was_chosen_on_each_page_is_kept_and_taken_with_what_is_proposed(pages, this_year):
    first = pages.open(1)
    assert [names(pages.open(number)) for number in (1, 2, 3)] == [
        ["已开工厂", "未开工站"], ["续建路", "前期桥"], ["终止馆", "建成园"],
    ]  # fmt: skip
    assert "还有 4 个没有看过" in first.content.decode()
    went = pages.send(first, without=["已开工厂"], category="preliminary", go="2", name="新名")
    assert went.url == f"{pages.address}?page=2"
    second = pages.client.get(went.url)
    assert second.context["going_words"] == "新建 1 个、续建 1 个、前期 1 个"
    assert second.context["stays"] == 3
    assert second.context["form"]["name"].value() == "新名"
    assert "还有 2 个没有看过" in second.content.decode()
    back = pages.open(1).context["form"]
    assert [tick.value() for _, tick, _ in back.rows] == [False, True]
    drafted = pages.send(pages.open(3))
    assert drafted.url == reverse("projects:plan", args=[next_list(this_year).pk])
    assert on(next_list(this_year)) == [
        ("未开工站", "preliminary"),
        ("续建路", "continuing"),
        ("前期桥", "new"),
    ]
    assert (NextListSheet.objects.count(), NextListChoice.objects.count()) == (0, 0)


def test_what_another_kept_meanwhile_is_shown_beside_what_was_sent(pages, this_year):
    mine, beside = pages.open(1), pages.open(2)
    pages.send(pages.open(1), without=["未开工站"], go="1")
    # Another page of the list was not touched by that.
    assert pages.send(beside, go="2").status_code == 302
    refused = pages.send(mine, without=["已开工厂"], go="2")
    assert (refused.status_code, refused.context["version"]) == (409, 2)
    assert [tuple(each) for each in refused.context["refusal"].differences] == [
        ("已开工厂", "续建", "不列入"),
        ("未开工站", "不列入", "新建"),
    ]
    # Nor is a list drafted from a page that did not show what is kept by now.
    assert pages.send(mine).status_code == 409
    assert AnnualPlan.objects.count() == 1
    assert pages.send(refused, go="2").status_code == 302


def test_a_choice_falls_where_something_else_is_proposed_by_now(pages, this_year, lines):
    pages.send(pages.open(1), without=["未开工站"], go="1")
    lines["未开工站"].actual_start = DECEMBER_20
    lines["未开工站"].save()
    shown = pages.open(1)
    assert chosen_for(this_year).version == 1
    assert [tick.value() for _, tick, _ in shown.context["form"].rows] == [True, True]
    assert shown.context["form"].unseen == 3


def test_what_moved_is_not_kept(pages, listed):
    before = pages.open(1)
    listed("新增路", PlanCategory.CONTINUING)
    refused = pages.send(before, go="2")
    assert refused.status_code == 400
    assert "本页没有保存" in refused.content.decode()
    assert NextListSheet.objects.count() == 0
