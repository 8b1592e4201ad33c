"""The manual is served, by role, and each page leads to its place in it."""

import pytest
from django.urls import reverse

from config.manual import place_of, sections

BEGINS = {
    "reporter": "填报员（各单位）",
    "reviewer": "审核员、审定员（发改局）",
    "approver": "审核员、审定员（发改局）",
    "inspector": "督查考核",
    "leader": "领导",
    "administrator": "管理员、审计员",
    "auditor": "管理员、审计员",
}


@pytest.mark.parametrize("who", BEGINS)
def test_each_role_begins_with_its_own_section(client, request, who):
    client.force_login(request.getfixturevalue(who))
    page = client.get(reverse("help"))
    assert page.context["section"].title == BEGINS[who]


def test_every_section_is_served_and_another_is_not(client, leader):
    client.force_login(leader)
    for section in sections():
        page = client.get(reverse("help_section", args=[section.title]))
        assert page.context["section"] == section
    assert client.get(reverse("help_section", args=["没有"])).status_code == 404


def test_a_page_leads_to_its_term_and_one_without_to_the_section_of_the_role(client, reviewer):
    client.force_login(reviewer)
    orders = client.get(reverse("supervision:orders")).context["help_url"]
    assert orders == f"{reverse('help_section', args=['督查考核'])}#调度单"
    assert '<li id="调度单">' in place_of("调度单").html
    assert client.get(reverse("jobs:list")).context["help_url"] == reverse("help")


def test_what_looks_like_a_tag_is_words():
    assert all("<script" not in section.html for section in sections())
