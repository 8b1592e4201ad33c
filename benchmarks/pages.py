"""Pages of a county and of a large city: beside an empty page, in queries, and in their length.

The month after the published one is in review. Figures are measured after an entry was told, as
after an approval; pages are asked for again while nothing was told, as most are.
"""

from collections.abc import Iterator
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role, RoleAssignment, Unit, User
from accounts.trail.audit import audited
from benchmarks.county import make_county
from benchmarks.facts import DECEMBER, enter_a_year, fetch
from benchmarks.goals import Goal, best_of
from figures.facts import load_facts, own_list
from investment.models import MonthlyEntry, PublishedAs, ReportingPeriod
from projects.models import AnnualPlan
from reports.selectors import dashboard_of, plans_with_rows

COUNTY, CITY = 100, 2_000
LIST = "县级"
MOST_QUERIES, MOST_BYTES = 12, 300_000
STATIC = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def goals() -> Iterator[Goal]:
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": STATIC}):
        for projects, as_slow in ((COUNTY, 5), (CITY, 12)):
            yield from _of(_county(projects), projects, as_slow)


def _of(county: Unit, projects: int, as_slow: int) -> Iterator[Goal]:
    of_so_many = f"of {projects:,} projects"
    raw, figures = best_of(
        lambda: fetch(county),
        lambda: _figures_of_dashboard(county),
        after=lambda: _tell_of_an_entry(county),
    )
    yield Goal(
        f"the dashboard's figures {of_so_many} ÷ raw SQL of the same rows",
        figures / raw,
        5,
        f"{figures * 1000:.0f} ms ÷ {raw * 1000:.0f} ms",
    )
    client = _signed_in(county)
    dashboard, empty = reverse("reports:dashboard"), reverse("supervision:meetings")
    _get(client, dashboard), _get(client, empty)
    page, bare = best_of(
        lambda: _get(client, dashboard), lambda: _get(client, empty), after=lambda: None
    )
    _tell_of_an_entry(county)
    (told,) = best_of(lambda: _get(client, dashboard), after=lambda: _tell_of_an_entry(county))
    yield Goal(
        f"the dashboard {of_so_many} ÷ an empty page",
        page / bare,
        as_slow,
        f"{page * 1000:.0f} ms ÷ {bare * 1000:.0f} ms; {told * 1000:.0f} ms after an approval",
    )
    _get(client, dashboard)
    with CaptureQueriesContext(connection) as asked:
        _get(client, dashboard)
    _tell_of_an_entry(county)
    with CaptureQueriesContext(connection) as anew:
        _get(client, dashboard)
    detail = f"signed in; {len(anew)} after an approval"
    yield Goal(f"queries of the dashboard {of_so_many}", len(asked), MOST_QUERIES, detail)
    lengths = {address: len(_get(client, address)) for address in _long_pages(county)}
    longest = max(lengths, key=lambda address: lengths[address])
    yield Goal(f"bytes of the longest page {of_so_many}", lengths[longest], MOST_BYTES, longest)


def _county(projects: int) -> Unit:
    """With eleven published months, and December in review."""
    county = make_county(projects)
    enter_a_year(county)
    published = ReportingPeriod.objects.filter(county=county).exclude(month=DECEMBER.month)
    published.update(published_as=PublishedAs.FINAL)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return county


def _tell_of_an_entry(county: Unit) -> None:
    """As an approval does: the entries of the year are read anew, and what was made of them."""
    entry = MonthlyEntry.objects.filter(project__county=county).first()
    assert entry is not None
    with audited(by=None) as audit:
        audit.record(entry, "entry.approve", county=county, changes={"state": ("", entry.state)})


def _figures_of_dashboard(county: Unit) -> None:
    facts = load_facts(county, DECEMBER)
    plan = own_list(plans_with_rows(facts))
    assert plan is not None
    dashboard_of(facts, plan)


def _signed_in(county: Unit) -> Client:
    person = User.objects.create(
        username=f"approver{county.pk}", name="审定员", must_change_password=False
    )
    RoleAssignment.objects.create(user=person, unit=county, role=Role.APPROVER)
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _get(client: Client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content


def _long_pages(county: Unit) -> list[str]:
    """Those that show all projects or all units."""
    plan = AnnualPlan.objects.get(county=county)
    return [
        reverse("reports:dashboard"),
        reverse("reports:monthly", args=[DECEMBER, LIST]),
        reverse("investment:board", args=[DECEMBER]),
        reverse("investment:review_year", args=[DECEMBER.year]),
        reverse("projects:list"),
        reverse("projects:plan", args=[plan.pk]),
        reverse("projects:draft_next", args=[plan.pk]),
        reverse("figures:rows", args=[DECEMBER, f"{LIST}.全部.项目数"]),
        f"{reverse('figures:rows', args=[DECEMBER, f'{LIST}.全部.项目数'])}?by={quote('填报单位')}",
        reverse("figures:quality", args=[DECEMBER]),
    ]
