"""Make the first administrator of a county, and the county where there is none yet."""

import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.errors import DomainError
from accounts.models import Role, Unit, User
from accounts.people.services import RoleOnUnit, create_county, create_user
from accounts.trail.audit import audited

REASON = "create_administrator"


class Command(BaseCommand):
    help = "建立一名管理员；还没有县时同时建立县。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--username", required=True, help="用户名，登录时用")
        parser.add_argument("--name", required=True, help="姓名")
        parser.add_argument("--county", default="", help="县名；只有一个县时可以不写")
        parser.add_argument("--new-county", action="store_true", help="已有别的县时，再建一个县")
        parser.add_argument(
            "--password-stdin",
            action="store_true",
            help="从标准输入读密码；不写则生成临时密码，首次登录时须修改",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        username, name = options["username"], options["name"]
        password = self._password(username, name) if options["password_stdin"] else ""
        try:
            with audited(by=None, reason=REASON):
                county = _county(options["county"], may_add=options["new_county"])
                made = create_user(
                    username=username,
                    name=name,
                    roles=[RoleOnUnit(Role.ADMINISTRATOR, county)],
                    by=None,
                    password=password,
                )
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"已建立{county.name}的管理员 {made.user.name}，用户名 {username}。")
        if made.temporary_password:
            self.stdout.write(f"临时密码：{made.temporary_password}（首次登录时须修改）")

    def _password(self, username: str, name: str) -> str:
        password = sys.stdin.readline().rstrip("\r\n")
        try:
            validate_password(password, User(username=username, name=name))
        except ValidationError as error:
            raise CommandError("".join(error.messages)) from error
        return password


def _county(name: str, *, may_add: bool) -> Unit:
    """The county of that name, the only one, or the first one, made. Raises DomainError."""
    counties = list(Unit.objects.counties())
    named = [county for county in counties if county.name == name]
    if named:
        return named[0]
    if name and (may_add or not counties):
        return create_county(name=name, by=None)
    if not counties:
        raise DomainError("还没有县，请用 --county 写出县名。")
    if not name and len(counties) == 1:
        return counties[0]
    known = "、".join(county.name for county in counties)
    if not name:
        raise DomainError(f"有几个县，请用 --county 选一个：{known}。")
    raise DomainError(f"没有叫“{name}”的县，已有：{known}；要另建一个县，请加 --new-county。")
