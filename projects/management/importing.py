"""What the import commands share: who imports, into which county, from which file."""

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError

from accounts import rules
from accounts.audit import audited
from accounts.errors import DomainError
from accounts.models import Unit, UnitKind, User
from workbooks.findings import Finding

OWN_COUNTY = "本县"


class ImportCommand(BaseCommand):
    """FILE, ``--as USER`` (default: the system's own importer), ``--county NAME`` (default: the
    only one). A subclass says in ``import_file`` what is done; whatever a user can mend ends the
    command with a Chinese sentence and status 1."""

    requires_migrations_checks = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="工作簿（.xlsx 或 .xls）")
        parser.add_argument("--as", dest="username", metavar="USER", help="以哪个用户的名义导入")
        parser.add_argument("--county", metavar="NAME", help="县名；只有一个县时不必写")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            self.import_file(read_file(file), file.name, **options)
        except DomainError as error:
            raise CommandError(error.message) from error

    def import_file(self, content: bytes, name: str, **options: Any) -> None:
        raise NotImplementedError

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)

    def say_findings(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            word = "须改正" if finding.is_error else "请核对"
            self.stdout.write(f"  [{word}] {finding.sentence()}")


def read_file(path: Path) -> bytes:
    """The file's content. Raises CommandError for one that cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"读不到文件“{path}”，请检查路径和权限。") from error


def importer(username: str | None, county: Unit) -> User | None:
    """The user in whose name the import runs; None is the system. Raises CommandError."""
    if not username:
        return None
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise CommandError(f"没有名为“{username}”的用户，或已停用。")
    if not rules.imports_plan(user, county):
        raise CommandError(f"用户“{username}”没有在{county}导入的权限（需审核员或审定员）。")
    return user


def the_county(name: str | None) -> Unit:
    """The county named, or the only one there is. Raises CommandError."""
    counties = list(Unit.objects.counties().filter(**({"name": name} if name else {})))
    if len(counties) == 1:
        return counties[0]
    if name:
        _refuse(f"没有名为“{name}”的县。")
    known = "、".join(county.name for county in Unit.objects.counties())
    _refuse(f"系统里有多个县（{known}），请用 --county 写明。" if counties else "系统里还没有县。")


def county_to_begin_with(name: str | None) -> tuple[Unit, bool]:
    """The county, made where there is no unit at all yet; and whether it was made."""
    if Unit.objects.exists():
        return the_county(name), False
    with audited(by=None, reason="首次导入") as audit:
        county = Unit.objects.create(name=name or OWN_COUNTY, kind=UnitKind.COUNTY)
        audit.record(county, "unit.create", county=county)
    return county, True


def _refuse(sentence: str) -> NoReturn:
    raise CommandError(sentence)
