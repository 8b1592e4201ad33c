"""The navigation on the left, and what every page's top bar shows."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts import clock, rules
from accounts.models import Role, User
from accounts.selectors import home_county

Predicate = Callable[[User], bool]

# Group, label, URL name, and who is led there. A page lit in the menu is the one whose address
# is the longest beginning of the page being shown.
ENTRIES: tuple[tuple[str, str, str, Predicate], ...] = (
    ("进展", "首页", "reports:dashboard", rules.reads_projects),
    ("进展", "月度汇总表", "reports:monthly_latest", rules.downloads_document),
    ("进展", "半年总结", "reports:summary_latest", rules.downloads_document),
    ("填报", "本月填报", "investment:home", rules.reports_somewhere),
    ("填报", "导入月报", "investment:import_now", rules.brings_in_entries),
    ("审核", "各单位进度", "investment:review", rules.reads_county),
    ("审核", "填报期", "investment:periods", rules.keys_entry),
    ("项目库", "重点项目", "projects:list", rules.reads_projects),
    ("项目库", "计划清单", "projects:plans", rules.reads_projects),
    ("项目库", "导入计划", "projects:import_plan", rules.imports_plan),
    ("管理", "单位", "accounts:units", rules.views_accounts),
    ("管理", "用户", "accounts:users", rules.views_accounts),
    ("管理", "操作记录", "accounts:trail", rules.views_trail),
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
        "navigation": _entries(user, request.path),
        "county": home_county(user),
        "role_words": _role_words(user),
    }


def _entries(user: User, path: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = [
        {"group": group, "label": label, "url": reverse(name), "active": False}
        for group, label, name, is_shown in ENTRIES
        if is_shown(user)
    ]
    above = [entry for entry in entries if path.startswith(entry["url"])]
    if above:
        max(above, key=lambda entry: len(entry["url"]))["active"] = True
    return entries


def _role_words(user: User) -> list[str]:
    """The roles in the order of their definition, a reporter's with his unit."""
    held = sorted(user.held_roles, key=lambda held: Role.values.index(held.role))
    words = (str(h) if h.role == Role.REPORTER else h.get_role_display() for h in held)
    return list(dict.fromkeys(words))
