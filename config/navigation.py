"""The menu on the left, the tabs of its subject above a page, and what the top bar shows."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import get_script_prefix, reverse

from accounts import clock
from accounts.models import Role, User
from accounts.people.selectors import home_county
from accounts.rights import may, may_in_part, reads_county, reports_somewhere
from config.manual import place_of
from config.version import VERSION
from investment.rules import brings_in_entries, may_see_periods
from supervision.orders.selectors import overdue_orders


def _may(right: str) -> Callable[[User], bool]:
    return lambda user: may(user, right)


def _may_in_part(right: str) -> Callable[[User], bool]:
    return lambda user: may_in_part(user, right)


def _only_reads(user: User) -> bool:
    """Sees what units sent, and decides nothing on it."""
    return reads_county(user) and not may(user, "entry.review")


def _leads(user: User) -> bool:
    return any(held.role == Role.LEADER for held in user.held_roles)


def _overdue_orders(user: User) -> int:
    return overdue_orders(user, clock.today())


MOST_LINES = 8
"""Of the menu of any role. Who sees no more pages than that has a line for each of them."""


class Entry(NamedTuple):
    """A page that the menu leads to, for those whom ``is_shown`` names: a line of its own, or a tab
    of its ``subject``, whose line opens the first of them. It is lit when its address, or one
    of ``also``, is the longest beginning of the page being shown. ``overdue`` counts what is
    overdue there, at ``count_url`` the page asks for a count when it is there itself."""

    subject: str
    label: str
    url_name: str
    is_shown: Callable[[User], bool]
    also: tuple[str, ...] = ()
    overdue: Callable[[User], int] | None = None
    count_url: str = ""


ENTRIES = (
    Entry("", "我的项目", "reports:own", _leads),
    Entry("", "首页", "reports:dashboard", _may("project.view")),
    Entry("", "待办", "accounts:waiting", _may("project.view"), count_url="accounts:waiting_count"),
    Entry("月度进度", "填报", "investment:home", reports_somewhere),
    Entry("月度进度", "审核", "investment:review", _may("entry.review")),
    Entry("月度进度", "报送情况", "investment:review", _only_reads),
    Entry("月度进度", "报送看板", "investment:board_now", _may("project.view")),
    Entry(
        "月度进度",
        "填报期",
        "investment:periods",
        may_see_periods,
        also=("investment:extra_columns",),
    ),
    Entry(
        "月度进度",
        "导入月报",
        "investment:import_now",
        brings_in_entries,
        also=("projects:column_meanings",),
    ),
    Entry("月度进度", "导入记录", "investment:uploads", _may("upload.download")),
    Entry("月度进度", "每周动态", "investment:weekly", _may("project.view")),
    Entry("月度进度", "报送质量", "figures:quality_latest", _may("project.view")),
    Entry("月度进度", "上级认定数", "investment:recognised_now", reads_county),
    Entry(
        "月度进度",
        "单位任务",
        "figures:tasks_latest",
        _may("project.view"),
        also=("investment:tasks_now",),
    ),
    Entry("项目", "项目库", "projects:list", _may("project.view")),
    Entry("项目", "台账", "projects:rolls", _may("project.view")),
    Entry("项目", "前期节点", "projects:milestones", _may("project.view")),
    Entry("项目", "前期手续", "projects:approvals", _may("project.view")),
    Entry("项目", "要素保障", "figures:gaps_latest", _may("project.view")),
    Entry("项目", "项目资金", "figures:funds_latest", _may("project.view")),
    Entry("项目", "计划清单", "projects:plans", _may("project.view")),
    Entry(
        "项目",
        "导入计划",
        "projects:import_plan",
        _may("plan.import"),
        also=("projects:import_preliminary",),
    ),
    Entry("项目", "领导和联系人", "projects:leaders", _may("leaders.view")),
    Entry("督查考核", "问题", "supervision:problems", _may("project.view")),
    Entry(
        "督查考核",
        "调度单",
        "supervision:orders",
        _may("project.view"),
        overdue=_overdue_orders,
    ),
    Entry("督查考核", "联席会议", "supervision:meetings", _may("project.view")),
    Entry("督查考核", "督查", "supervision:inspections", reads_county),
    Entry("督查考核", "督查通报", "supervision:notices", _may("project.view")),
    Entry("督查考核", "考核", "assessment:schemes", _may("project.view")),
    Entry("督查考核", "亮灯规则", "figures:light_schemes", reads_county),
    Entry("督查考核", "进度规则", "investment:pace_rules", reads_county),
    Entry("报表", "临时要数", "questions:ask", _may("project.view")),
    Entry("报表", "月度汇总表", "reports:monthly_latest", _may("document.download")),
    Entry("报表", "套表", "tables:tables", _may("table.fill")),
    Entry("报表", "外部数据", "outside:facts", _may("document.generate")),
    Entry("文稿", "上半年总结", "reports:summary_latest", _may("document.download")),
    Entry("文稿", "印发的公文", "papers:issued", _may("document.download")),
    Entry("文稿", "采用往年文稿", "adopted:documents", _may("table.fill")),
    Entry("文稿", "核对文稿", "reports:check_text", _may("document.generate")),
    Entry(
        "管理",
        "单位",
        "accounts:units",
        _may_in_part("account.manage"),
        also=("projects:mergers",),
    ),
    Entry("管理", "用户", "accounts:users", _may_in_part("account.manage")),
    Entry("管理", "基础数据", "reference:index", _may_in_part("account.manage")),
    Entry("管理", "备份", "backups", _may("backup.make")),
    Entry("管理", "操作记录", "accounts:trail", _may_in_part("trail.view")),
)


OF_ONESELF = (("后台任务", "jobs:list"), ("修改密码", "accounts:change_password"))
"""What stands under the person's own name."""


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context for every template: the menu, the county, the day, the user's roles."""
    context: dict[str, Any] = {
        "request_id": getattr(request, "request_id", ""),
        "version": VERSION,
        "today": clock.today(),
        "navigation": [],
        "tabs_of_subject": [],
        "help_url": "",
        "of_oneself": [],
        "county": None,
        "role_words": [],
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or user.must_change_password:
        return context
    menu = _menu(_pages(user, request.path))
    return context | {
        "navigation": menu,
        "help_url": _help_address(menu),
        "tabs_of_subject": next(
            (line.pages for line in menu if line.active and line.is_subject), ()
        ),
        "of_oneself": [(label, _address(name)) for label, name in OF_ONESELF],
        "county": home_county(user),
        "role_words": _role_words(user),
    }


@dataclass(frozen=True)
class Page:
    """What the menu leads to. ``count_url``: where its count is asked for by the page itself."""

    subject: str
    label: str
    url: str
    active: bool
    count: int
    count_url: str


@dataclass(frozen=True)
class Line:
    """A line of the menu: a page, or a subject with its ``pages``, that opens the first."""

    label: str
    pages: tuple[Page, ...]

    @property
    def is_subject(self) -> bool:
        return len(self.pages) > 1

    @property
    def url(self) -> str:
        return self.pages[0].url

    @property
    def active(self) -> bool:
        return any(page.active for page in self.pages)

    @property
    def count(self) -> int:
        return sum(page.count for page in self.pages)

    @property
    def count_url(self) -> str:
        return self.pages[0].count_url


def _help_address(menu: list[Line]) -> str:
    """The place in the manual of the page that is shown, as far as it has one."""
    lit = next((page.label for line in menu for page in line.pages if page.active), "")
    section = place_of(lit)
    if section is None:
        return reverse("help")
    return f"{reverse('help_section', args=[section.title])}#{lit}"


def _pages(user: User, path: str) -> list[Page]:
    entries = [entry for entry in ENTRIES if entry.is_shown(user)]
    fits = [_length_of_fit(entry, path) for entry in entries]
    closest = max(fits, default=0)
    return [
        Page(
            entry.subject,
            entry.label,
            _address(entry.url_name),
            active=0 < fit == closest,
            count=entry.overdue(user) if entry.overdue else 0,
            count_url=_address(entry.count_url) if entry.count_url else "",
        )
        for entry, fit in zip(entries, fits, strict=True)
    ]


def _menu(pages: list[Page]) -> list[Line]:
    """A subject of which somebody sees one page alone is called by that page."""
    if len(pages) <= MOST_LINES:
        return [Line(page.label, (page,)) for page in pages]
    lines = []
    for subject, held in groupby(pages, key=lambda page: page.subject):
        together = tuple(held)
        if subject and len(together) > 1:
            lines.append(Line(subject, together))
        else:
            lines += [Line(page.label, (page,)) for page in together]
    return lines


def _length_of_fit(entry: Entry, path: str) -> int:
    addresses = [_address(name) for name in (entry.url_name, *entry.also)]
    return max((len(address) for address in addresses if path.startswith(address)), default=0)


def _address(name: str) -> str:
    """``reverse(name)``, remembered: every page asks for some fifty addresses of the menu, a tenth
    of what a short page took. The prefix is the path under which a site is served."""
    return _address_under(get_script_prefix(), name)


@cache
def _address_under(prefix: str, name: str) -> str:
    return reverse(name)


def _role_words(user: User) -> list[str]:
    """The roles in the order of their definition, a reporter's with his unit; whom they act for."""
    if user.acts_for is not None:
        return [f"代{user.acts_for.name}"]
    held = sorted(user.held_roles, key=lambda held: Role.values.index(held.role))
    words = (str(h) if h.role == Role.REPORTER else h.word for h in held)
    return list(dict.fromkeys(words))
