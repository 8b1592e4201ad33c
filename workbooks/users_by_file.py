"""Users in by spreadsheet: each with one role on one unit, and a password for the first sign-in.

A file makes users and changes none: whoever is there already must be written as they are. The
passwords are shown once, on the page that answers the confirmation; only their hashes are kept.
"""

from typing import Any

from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.html import format_html
from import_export.fields import Field

from accounts.admin import reference
from accounts.errors import DomainError
from accounts.models import Role, Unit, User
from accounts.people.selectors import roles_within
from accounts.people.services import NewUser, RoleOnUnit, create_user
from accounts.people.wording import words_of
from workbooks.exchange import Choice, CountyRows, ExchangingAdmin, Named, Text

_CHANGED = "已有这个用户，与表中不同；要改姓名、电话、单位或角色，请在“用户”页面修改"


class UserRows(CountyRows):
    """``made`` are the users of the file, each with the password that is shown once."""

    username = Field("username", "用户名", Text())
    name = Field("name", "姓名", Text())
    phone = Field("phone", "电话", Text(required=False))
    unit = Field("unit", "单位", Named("单位", Unit.objects.within, required=False))
    role = Field("role", "角色", Choice([(role.value, role.label) for role in Role]))

    samples: tuple[tuple[str, ...], ...] = (
        ("zhangsan", "张三", "", "交通运输局", Role.REPORTER.label),
        ("lisi", "李四", "0000-1234567", "", Role.REVIEWER.label),
    )
    defaults = {"单位": "本县（填报员必填所在单位）"}

    class Meta:
        model = User
        fields = ("username", "name", "phone", "unit", "role")
        import_order = fields
        export_order = fields
        import_id_fields = ("username",)

    def __init__(self, **kwargs: Any) -> None:
        """The roles as the county calls them."""
        super().__init__(**kwargs)
        words = words_of(self.county)
        self.fields["role"].widget = Choice(words.role_choices)
        self.samples = tuple(tuple(map(words.put_into, sample)) for sample in self.samples)

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        super().before_import(dataset, **kwargs)
        self.made: list[tuple[NewUser, RoleOnUnit]] = []

    def get_instance(self, instance_loader: Any, row: Any) -> Model | None:
        """With the one role that a row of the file can say; none where the user holds several."""
        user = super().get_instance(instance_loader, row)
        if isinstance(user, User):
            held = roles_within(user, self.county)
            only = held[0] if len(held) == 1 else None
            user.unit, user.role = (only.unit, only.role) if only else (None, "")  # type: ignore[attr-defined]
        return user

    def import_field(self, field: Any, instance: Any, row: Any, *rest: Any, **kwargs: Any) -> None:
        super().import_field(field, instance, row, *rest, **kwargs)
        if field.attribute == "unit" and instance.unit is None:
            instance.unit = self.county

    def dehydrate_unit(self, user: User) -> str:
        return "、".join(held.unit.name for held in roles_within(user, self.county))

    def dehydrate_role(self, user: User) -> str:
        return "、".join(held.word for held in roles_within(user, self.county))

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        if not is_create:
            raise ValidationError({NON_FIELD_ERRORS: [_CHANGED]})
        if instance.role == Role.REPORTER and instance.unit == self.county:
            raise ValidationError({"unit": ["填报员要写所在单位"]})
        role = RoleOnUnit(instance.role, instance.unit)
        try:
            made = create_user(
                username=instance.username,
                name=instance.name,
                phone=instance.phone,
                roles=[role],
                by=self.by,
            )
        except DomainError as error:
            raise ValidationError({NON_FIELD_ERRORS: [error.message]}) from error
        self.made.append((made, role))


@admin.register(User, site=reference)
class UserAdmin(ExchangingAdmin):
    about = "按表格成批建立用户，每人一个角色；多个角色和以后的修改在“用户”页面。"
    pages = ("_changelist",)
    resource_class = UserRows
    list_display = ("link", "username", "phone")
    list_display_links = None
    search_fields = ("name", "username")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        within = Unit.objects.within(self.county(request))
        return User.objects.filter(role_assignments__unit__in=within).distinct()

    def address_to_add(self) -> str:
        return reverse("accounts:user_create")

    def new_row(self, county: Unit) -> User:
        """The password that it is checked with is nobody's: the service makes one."""
        return User(password="!")

    def after_import(self, request: HttpRequest, rows: CountyRows) -> HttpResponse:
        """The passwords, shown this once."""
        assert isinstance(rows, UserRows)
        response = self._page(request, "reference/passwords.html", {"made": rows.made})
        add_never_cache_headers(response)
        return response

    @admin.display(description="姓名", ordering="name")
    def link(self, user: User) -> str:
        return format_html(
            '<a href="{}">{}</a>', reverse("accounts:user", args=[user.pk]), user.name
        )
