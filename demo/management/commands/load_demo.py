"""Load the demonstration county, or print the names to sign in with."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import clock
from accounts.models import Role, User
from demo.cast import PASSWORD, PEOPLE
from demo.loading import NotForDemonstration, load_demonstration


class Command(BaseCommand):
    help = "装入示范县（仅限 make run 的空库），或打印各角色的登录名"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="库里已有用户时只打印登录名")
        parser.add_argument("--sign-in-names", action="store_true", help="只打印登录名")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["sign_in_names"]:
            self._print_sign_in_names()
            return
        if options["if_empty"] and User.objects.exists():
            self._print_sign_in_names()
            return
        try:
            load_demonstration(today=clock.today(), say=self.stdout.write)
        except NotForDemonstration as error:
            raise CommandError(str(error)) from error
        self._print_sign_in_names()

    def _print_sign_in_names(self) -> None:
        present = set(
            User.objects.filter(username__in=[p.username for p in PEOPLE]).values_list(
                "username", flat=True
            )
        )
        people = [person for person in PEOPLE if person.username in present]
        if not people:
            return
        self.stdout.write(f"示范县登录名（密码都是 {PASSWORD}）：")
        for person in people:
            role = Role(person.role).label
            self.stdout.write(f"  {person.username:<10} {person.name}  {role} {person.unit}")
