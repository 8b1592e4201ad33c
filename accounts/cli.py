"""What management commands share: the county, and the person in whose name they act."""

import argparse
import datetime

from django.core.management.base import CommandError
from django.utils import timezone

from accounts.models import Unit, User


def add_county_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--county", metavar="NAME", help="县名；只有一个县时可省略")


def county_named(name: str | None) -> Unit:
    """The county of this name, or the only one. Raises CommandError with a Chinese sentence."""
    counties = Unit.objects.counties()
    if name:
        county = counties.filter(name=name).first()
        if county is None:
            raise CommandError(f"没有名为“{name}”的县，请检查 --county")
        return county
    found = list(counties[:2])
    if not found:
        raise CommandError("还没有县，请先运行 manage.py create_administrator 或 import_plan")
    if len(found) > 1:
        raise CommandError("不止一个县，请用 --county 指明")
    return found[0]


def moment(text: str) -> datetime.datetime:
    """A moment as people write it: ``2019-08-31`` is the end of that day, ``2019-08-31T17:00`` its
    time in Shanghai."""
    written = datetime.datetime.fromisoformat(text)
    if len(text) == len("2019-08-31"):
        written = datetime.datetime.combine(written, datetime.time.max)
    return written if written.tzinfo else timezone.make_aware(written)


def user_named(username: str | None) -> User | None:
    """The user of this sign-in name; None, the system itself, when no name is given."""
    if username is None:
        return None
    user = User.objects.filter(username=username).first()
    if user is None:
        raise CommandError(f"没有登录名为“{username}”的用户，请检查 --as")
    return user
