"""The way in: the first page of each role, and the menu."""

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.models import Role, RoleAssignment, User
from config.version import VERSION

FIRST = {
    "reporter": "investment:home",
    "reviewer": "investment:review",
    "approver": "investment:review",
    "inspector": "reports:dashboard",
    "leader": "reports:own",
    "administrator": "accounts:users",
    "auditor": "accounts:trail",
}


@pytest.mark.parametrize("who", FIRST)
def test_the_day_of_a_role_begins_on_its_page(client, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get("/")["Location"] == reverse(FIRST[who])


def test_who_holds_several_roles_begins_with_the_daily_work(client, administrator, county):
    RoleAssignment.objects.create(user=administrator, role=Role.REVIEWER, unit=county)
    client.force_login(administrator)
    assert client.get("/")["Location"] == reverse("investment:review")


def test_who_has_no_role_is_told_whom_to_ask(client, db):
    client.force_login(User.objects.create_user("nobody", name="无角色"))
    response = client.get("/")
    assert response.status_code == 403
    assert "您的账号还没有角色，请联系管理员。" in response.content.decode()


def menu(client, address):
    """The pages that the menu leads to, by their words, and which of them is lit."""
    return {page.label: page.active for page in pages_of_menu(client.get(address))}


def pages_of_menu(response):
    return [page for line in response.context["navigation"] for page in line.pages]


MENUS = {
    "reporter": (
        "首页 待办 填报 报送看板 导入月报 导入记录 每周动态 报送质量 单位任务 "
        "项目库 台账 前期节点 前期手续 要素保障 项目资金 计划清单 "
        "问题 调度单 联席会议 督查通报 考核 临时要数 操作记录"
    ),
    "reviewer": (
        "首页 待办 审核 报送看板 填报期 导入月报 导入记录 每周动态 报送质量 上级认定数 单位任务 "
        "项目库 台账 前期节点 前期手续 要素保障 项目资金 计划清单 导入计划 领导和联系人 "
        "问题 调度单 联席会议 督查 督查通报 考核 亮灯规则 进度规则 "
        "临时要数 月度汇总表 套表 外部数据 上半年总结 印发的公文 采用往年文稿 核对文稿 操作记录"
    ),
    "approver": (
        "首页 待办 审核 报送看板 填报期 导入月报 导入记录 每周动态 报送质量 上级认定数 单位任务 "
        "项目库 台账 前期节点 前期手续 要素保障 项目资金 计划清单 导入计划 领导和联系人 "
        "问题 调度单 联席会议 督查 督查通报 考核 亮灯规则 进度规则 "
        "临时要数 月度汇总表 套表 外部数据 上半年总结 印发的公文 采用往年文稿 核对文稿 操作记录"
    ),
    "inspector": (
        "首页 待办 报送情况 报送看板 每周动态 报送质量 上级认定数 单位任务 "
        "项目库 台账 前期节点 前期手续 要素保障 项目资金 计划清单 "
        "问题 调度单 联席会议 督查 督查通报 考核 亮灯规则 进度规则 "
        "临时要数 月度汇总表 上半年总结 印发的公文"
    ),
    "leader": (
        "我的项目 首页 待办 报送情况 报送看板 每周动态 报送质量 上级认定数 单位任务 "
        "项目库 台账 前期节点 前期手续 要素保障 项目资金 计划清单 "
        "问题 调度单 联席会议 督查 督查通报 考核 亮灯规则 进度规则 "
        "临时要数 月度汇总表 上半年总结 印发的公文"
    ),
    "administrator": "单位 用户 基础数据 备份",
    "auditor": (
        "首页 待办 报送情况 报送看板 导入记录 每周动态 报送质量 上级认定数 单位任务 "
        "项目库 台账 前期节点 前期手续 要素保障 项目资金 计划清单 "
        "领导和联系人 问题 调度单 联席会议 督查 督查通报 考核 亮灯规则 进度规则 "
        "临时要数 月度汇总表 上半年总结 印发的公文 单位 用户 基础数据 操作记录"
    ),
}


@pytest.mark.parametrize("who", MENUS)
def test_the_menu_lists_the_pages_of_the_role(client, request, who):
    client.force_login(request.getfixturevalue(who))
    assert " ".join(menu(client, "/account/password/")) == MENUS[who]


@pytest.mark.parametrize("who", MENUS)
def test_every_line_of_the_menu_opens_and_lights_itself(client, request, who):
    client.force_login(request.getfixturevalue(who))
    for page in pages_of_menu(client.get("/account/password/")):
        response = client.get(page.url, follow=True)
        assert (page.label, response.status_code) == (page.label, 200)
        assert [each.label for each in pages_of_menu(response) if each.active] == [page.label]


LINES = {
    "reporter": "首页 待办 月度进度 项目 督查考核 临时要数 操作记录",
    "reviewer": "首页 待办 月度进度 项目 督查考核 报表 文稿 操作记录",
    "approver": "首页 待办 月度进度 项目 督查考核 报表 文稿 操作记录",
    "inspector": "首页 待办 月度进度 项目 督查考核 报表 文稿",
    "leader": "我的项目 首页 待办 月度进度 项目 督查考核 报表 文稿",
    "administrator": "单位 用户 基础数据 备份",
    "auditor": "首页 待办 月度进度 项目 督查考核 报表 文稿 管理",
}


@pytest.mark.parametrize("who", MENUS)
def test_the_menu_has_at_most_eight_lines(client, request, who):
    client.force_login(request.getfixturevalue(who))
    lines = client.get("/account/password/").context["navigation"]
    assert " ".join(line.label for line in lines) == LINES[who]


def test_the_pages_of_a_subject_are_tabs_above_each_of_them(client, reviewer):
    client.force_login(reviewer)
    page = client.get(reverse("projects:plans"))
    assert {tab.label: tab.active for tab in page.context["tabs_of_subject"]} == {
        "项目库": False,
        "台账": False,
        "前期节点": False,
        "前期手续": False,
        "要素保障": False,
        "项目资金": False,
        "计划清单": True,
        "导入计划": False,
        "领导和联系人": False,
    }
    alone = client.get(reverse("accounts:waiting"))
    assert list(alone.context["tabs_of_subject"]) == []


def test_a_page_below_lights_the_line_above_it(client, administrator, reporter, reviewer):
    client.force_login(administrator)
    assert menu(client, reverse("accounts:user", args=[reporter.pk])) == {
        "单位": False,
        "用户": True,
        "基础数据": False,
        "备份": False,
    }
    client.force_login(reviewer)
    lit = menu(client, reverse("projects:import_preliminary"))
    assert [label for label, active in lit.items() if active] == ["导入计划"]


def test_the_bar_tells_the_county_and_the_roles(client, administrator, unit_a):
    RoleAssignment.objects.create(user=administrator, role=Role.REPORTER, unit=unit_a)
    client.force_login(administrator)
    context = client.get("/account/users/").context
    assert context["county"].name == "示范县"
    assert context["role_words"] == ["交通运输局 填报员", "管理员"]


def test_the_menu_of_the_person_tells_the_version(client, administrator):
    client.force_login(administrator)
    page = client.get("/account/users/").content.decode()
    assert f'<p class="menu-version">序时 {VERSION}</p>' in page


def test_the_newest_heading_of_the_changelog_is_the_version():
    changelog = (settings.BASE_DIR / "CHANGELOG.md").read_text()
    headings = [line for line in changelog.splitlines() if line.startswith("## ")]
    assert headings[0].split()[1] == VERSION
