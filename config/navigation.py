"""The navigation on the left, and what every page's top bar shows."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from accounts import clock, rules
from accounts.models import Role, User
from accounts.people.selectors import home_county
from supervision.orders.selectors import overdue_orders


def _only_reads(user: User) -> bool:
    """Sees what units sent, and decides nothing on it."""
    return rules.reads_county(user) and not rules.reviews_entry(user)


def _sees_periods(user: User) -> bool:
    return rules.manages_period(user) or rules.proposes_period(user)


def _overdue_orders(user: User) -> int:
    return overdue_orders(user, clock.today())


class Entry(NamedTuple):
    """A line of the menu, for those whom ``is_shown`` names. It is lit when its address, or one
    of ``also``, is the longest beginning of the page being shown. ``overdue`` counts what is
    overdue there, at ``count_url`` the page asks for a count when it is there itself."""

    group: str
    label: str
    url_name: str
    is_shown: Callable[[User], bool]
    also: tuple[str, ...] = ()
    overdue: Callable[[User], int] | None = None
    count_url: str = ""


ENTRIES = (
    Entry("", "首页", "reports:dashboard", rules.reads_projects),
    Entry("", "待办", "accounts:waiting", rules.reads_projects, count_url="accounts:waiting_count"),
    Entry("月度进度", "填报", "investment:home", rules.reports_somewhere),
    Entry("月度进度", "审核", "investment:review", rules.reviews_entry),
    Entry("月度进度", "报送情况", "investment:review", _only_reads),
    Entry("月度进度", "报送看板", "investment:board_now", rules.reads_projects),
    Entry("月度进度", "填报期", "investment:periods", _sees_periods),
    Entry("月度进度", "导入月报", "investment:import_now", rules.brings_in_entries),
    Entry("月度进度", "导入记录", "investment:uploads", rules.lists_uploads),
    Entry("项目", "项目库", "projects:list", rules.reads_projects),
    Entry("项目", "计划清单", "projects:plans", rules.reads_projects),
    Entry(
        "项目",
        "导入计划",
        "projects:import_plan",
        rules.imports_plan,
        also=("projects:import_preliminary",),
    ),
    Entry("督查考核", "问题", "supervision:problems", rules.reads_projects),
    Entry(
        "督查考核", "调度单", "supervision:orders", rules.reads_projects, overdue=_overdue_orders
    ),
    Entry("督查考核", "联席会议", "supervision:meetings", rules.reads_projects),
    Entry("督查考核", "督查", "supervision:inspections", rules.reads_county),
    Entry("督查考核", "督查通报", "supervision:notices", rules.reads_projects),
    Entry("督查考核", "考核", "assessment:schemes", rules.reads_projects),
    Entry("督查考核", "亮灯规则", "figures:light_schemes", rules.reads_county),
    Entry("报告", "报送质量", "figures:quality_latest", rules.reads_projects),
    Entry("报告", "月度汇总表", "reports:monthly_latest", rules.downloads_document),
    Entry("报告", "上半年总结", "reports:summary_latest", rules.downloads_document),
    Entry("管理", "单位", "accounts:units", rules.views_accounts),
    Entry("管理", "用户", "accounts:users", rules.views_accounts),
    Entry("管理", "基础数据", "reference:index", rules.views_accounts),
    Entry("管理", "操作记录", "accounts:trail", rules.views_trail),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context for every template: the menu, the county, the day, the user's roles."""
    context: dict[str, Any] = {
        "request_id": getattr(request, "request_id", ""),
        "today": clock.today(),
        "navigation": [],
        "county": None,
        "role_words": [],
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or user.must_change_password:
        return context
    return context | {
        "navigation": _menu(user, request.path),
        "county": home_county(user),
        "role_words": _role_words(user),
    }


def _menu(user: User, path: str) -> list[dict[str, Any]]:
    entries = [entry for entry in ENTRIES if entry.is_shown(user)]
    fits = [_length_of_fit(entry, path) for entry in entries]
    closest = max(fits, default=0)
    return [
        {
            "group": entry.group,
            "label": entry.label,
            "url": reverse(entry.url_name),
            "active": 0 < fit == closest,
            "count": entry.overdue(user) if entry.overdue else 0,
            "count_url": reverse(entry.count_url) if entry.count_url else "",
        }
        for entry, fit in zip(entries, fits, strict=True)
    ]


def _length_of_fit(entry: Entry, path: str) -> int:
    addresses = [reverse(name) for name in (entry.url_name, *entry.also)]
    return max((len(address) for address in addresses if path.startswith(address)), default=0)


def _role_words(user: User) -> list[str]:
    """The roles in the order of their definition, a reporter's with his unit."""
    held = sorted(user.held_roles, key=lambda held: Role.values.index(held.role))
    words = (str(h) if h.role == Role.REPORTER else h.get_role_display() for h in held)
    return list(dict.fromkeys(words))
