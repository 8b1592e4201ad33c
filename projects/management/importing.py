"""What the import commands share: who imports, into which county, from which file."""

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, OutputWrapper

from accounts.cli import add_county_argument, county_named, user_named
from accounts.errors import DomainError
from accounts.models import Unit, User
from accounts.people.services import create_county
from accounts.rights import may
from projects.intake.lists import ListsKnown, list_given
from projects.intake.register import lists_of
from workbooks.findings import Finding
from workbooks.uses import Uses

OWN_COUNTY = "本县"


class ImportCommand(BaseCommand):
    """FILE, ``--as USER`` (default: the system's own importer), ``--county NAME`` (default: the
    only one). A subclass says in ``import_file`` what is done; whatever a user can mend ends the
    command with a Chinese sentence and status 1."""

    requires_migrations_checks = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="工作簿（.xlsx 或 .xls）")
        parser.add_argument("--as", dest="username", metavar="USER", help="以哪个用户的名义导入")
        add_county_argument(parser)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            self.import_file(read_file(file), file.name, **options)
        except DomainError as error:
            raise CommandError(error.message) from error

    def import_file(self, content: bytes, name: str, **options: Any) -> None:
        raise NotImplementedError

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)

    def say_findings(
        self, findings: Iterable[Finding], errors: OutputWrapper | None = None
    ) -> None:
        """``errors`` is where those go that must be mended, beside the others where none is
        given."""
        for finding in findings:
            word = finding.word
            stream = errors if errors and finding.is_error else self.stdout
            stream.write(f"  [{word}] {finding.sentence()}")

    def say_uses(self, uses: Uses) -> None:
        """How columns were read, and which columns and sheets were not used."""
        for sentence in uses.sentences():
            self.say(f"  {sentence}")


def add_list_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--list", dest="which", default="", metavar="清单", help="清单的指标名，或级别（如 县级）"
    )
    parser.add_argument(
        "--name",
        dest="list_name",
        default="",
        metavar="名称",
        help="清单名称，如 县“361”行动计划；没有的，新建",
    )


def lists_said(county: Unit, year: int, which: str, name: str) -> dict[str, Any]:
    """As the parameters of a plan's file: the list given, and that what else it names is taken as
    proposed. Raises NoSuchList."""
    now, last = lists_of(county, year)
    given = list_given(ListsKnown(year, now, last), which, name)
    return {"takes_lists": True, **({"lists": given} if given else {})}


def read_file(path: Path) -> bytes:
    """The file's content. Raises CommandError for one that cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"读不到文件“{path}”，请检查路径和权限。") from error


def importer(username: str | None, county: Unit) -> User | None:
    """The user in whose name the import runs; None is the system. Raises CommandError."""
    user = user_named(username)
    if user is not None and not (user.is_active and may(user, "plan.import", county)):
        raise CommandError(f"用户“{username}”没有在{county}导入的权限，需是在用的审核员或审定员。")
    return user


def county_to_begin_with(name: str | None) -> tuple[Unit, bool]:
    """The county, made where there is no unit at all yet; and whether it was made."""
    if Unit.objects.exists():
        return county_named(name), False
    return create_county(name=name or OWN_COUNTY, by=None, reason="首次导入"), True
