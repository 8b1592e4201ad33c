"""Units, the people in them, and their roles."""

from dataclasses import dataclass
from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.rights import may_in_part
from accounts.trail.dated import Former
from accounts.trail.facts import Kept


class UnitKind(models.TextChoices):
    CITY = "city", "市"
    COUNTY = "county", "县（市、区）"
    BUREAU = "bureau", "发展和改革局"
    DEPARTMENT = "department", "部门"
    TOWNSHIP = "township", "镇（街道）"
    COMPANY = "company", "国有公司"
    COMMITTEE = "committee", "园区（景区）管委会"


WORDS_OF_PLACES = "县区市州旗"


class UnitQuerySet(models.QuerySet["Unit"]):
    def active(self) -> "UnitQuerySet":
        return self.filter(is_active=True)

    def counties(self) -> "UnitQuerySet":
        return self.filter(kind=UnitKind.COUNTY)

    def within(self, county: "Unit") -> "UnitQuerySet":
        """The county itself and every unit under it."""
        return self.filter(Q(pk=county.pk) | Q(county=county))

    def visible_to(self, user: "User") -> "UnitQuerySet":
        """Every unit of the counties in which the user holds a role."""
        counties = {held.county_id for held in user.held_roles}
        return self.filter(Q(pk__in=counties) | Q(county__in=counties))


class Unit(models.Model):
    """A node of the tree of units: a city's counties, a county's units.

    ``county`` repeats what the tree says (the nearest county above), because every list,
    period, rule and number belongs to a county and is asked for by it. ``successor`` goes on as
    it from ``closed_on``, where it was merged into another.
    """

    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级单位",
    )
    county = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="county_units",
        verbose_name="所属县",
    )
    name = models.CharField("单位名称", max_length=100)
    short_name = models.CharField("简称", max_length=40, blank=True)
    kind = models.CharField("单位类别", max_length=20, choices=UnitKind)
    position = models.PositiveIntegerField("排序", default=0)
    is_active = models.BooleanField("启用", default=True)
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="predecessors",
        verbose_name="承接单位",
    )
    closed_on = models.DateField("并入日期", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = UnitQuerySet.as_manager()
    trail = Kept(free=("version",))

    class Meta:
        verbose_name = "单位"
        verbose_name_plural = "单位"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="unit_name_once_under_parent"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.county = self._county_above()
        super().save(*args, **kwargs)

    def _county_above(self) -> "Unit | None":
        node = self.parent
        while node is not None and node.kind != UnitKind.COUNTY:
            node = node.parent
        return node

    @property
    def own_county(self) -> "Unit":
        """The county that this unit is, or belongs to; raises ValueError above counties."""
        if self.kind == UnitKind.COUNTY:
            return self
        if self.county is None:
            raise ValueError(f"{self.name} 不属于任何县")
        return self.county

    @property
    def own_county_id(self) -> int | None:
        return self.pk if self.kind == UnitKind.COUNTY else self.county_id

    @property
    def label(self) -> str:
        return self.short_name or self.name

    @property
    def word(self) -> str:
        """县, 区, 市, 州, 旗: what a county is, in the word of its own name."""
        return next((letter for letter in reversed(self.name) if letter in WORDS_OF_PLACES), "县")

    @property
    def whole(self) -> str:
        """全县, 全区 …: all of a county."""
        return f"全{self.word}"


class FormerUnit(Former):
    """原单位名称: what a unit was called until a day (exclusive)."""

    of = "unit"

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="former_names", verbose_name="单位"
    )
    name = models.CharField("单位名称", max_length=100)
    short_name = models.CharField("简称", max_length=40, blank=True)

    trail = Kept(says=("unit_id", "until"))

    class Meta:
        verbose_name = "原单位名称"
        verbose_name_plural = "原单位名称"
        ordering = ["unit", "until"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "until"], name="former_unit_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.until:%Y-%m-%d}前）"


class FormerPlace(Former):
    """原上级和类别: under which unit one stood until a day (exclusive), and of what kind it was."""

    of = "unit"

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="former_places", verbose_name="单位"
    )
    parent = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name="上级单位"
    )
    kind = models.CharField("单位类别", max_length=20, choices=UnitKind)

    trail = Kept(says=("unit_id", "until"))

    class Meta:
        verbose_name = "原上级和类别"
        verbose_name_plural = "原上级和类别"
        ordering = ["unit", "until"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "until"], name="former_place_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.parent}、{self.get_kind_display()}（{self.until:%Y-%m-%d}前）"


class Role(models.TextChoices):
    REPORTER = "reporter", "填报员"
    REVIEWER = "reviewer", "审核员"
    APPROVER = "approver", "审定员"
    INSPECTOR = "inspector", "督查员"
    LEADER = "leader", "领导"
    ADMINISTRATOR = "administrator", "管理员"
    AUDITOR = "auditor", "审计员"


class RoleName(models.Model):
    """角色名称: what a county calls a role on its screens (经办人, 股长); the role's own name where
    it says nothing."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="role_names", verbose_name="县"
    )
    role = models.CharField("角色", max_length=20, choices=Role)
    name = models.CharField("本县名称", max_length=20)

    trail = Kept()

    class Meta:
        verbose_name = "角色名称"
        verbose_name_plural = "角色名称"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["county", "role"], name="role_called_once"),
            models.UniqueConstraint(fields=["county", "name"], name="role_name_means_one"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}：{self.name}"


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: "User") -> "UserQuerySet":
        """The users who hold a role in a county in which ``user`` manages or audits accounts."""
        counties = {
            held.county_id
            for held in user.held_roles
            if may_in_part(user, "account.manage", held.unit)
        }
        held_there = RoleAssignment.objects.filter(
            Q(unit__in=counties) | Q(unit__county__in=counties)
        )
        return self.filter(pk__in=held_there.values("user"))

    def of_county(self, county: "Unit") -> "UserQuerySet":
        """The users who hold a role in the county."""
        held_there = RoleAssignment.objects.filter(Q(unit=county) | Q(unit__county=county))
        return self.filter(pk__in=held_there.values("user"))

    def named_like(self, text: str) -> "UserQuerySet":
        return self.filter(
            Q(name__icontains=text) | Q(username__icontains=text) | Q(phone__icontains=text)
        )


@dataclass(frozen=True)
class Acting:
    """Whom somebody acts for (代×××): a leader of the county, by ``key`` and name."""

    key: int
    name: str
    county: Unit


class UserAccounts(UserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes users, and finds them by the names of ``UserQuerySet``."""


class User(AbstractUser):
    """A person who signs in. Names are whole, as Chinese names are."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField("姓名", max_length=40)
    phone = models.CharField("电话", max_length=30, blank=True)
    must_change_password = models.BooleanField("须修改密码", default=False)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    # Set while they act for a leader (accounts.people.acting), and never stored.
    acts_for: Acting | None = None

    objects: ClassVar[UserAccounts] = UserAccounts()

    REQUIRED_FIELDS = ["name"]
    trail = Kept(free=("password", "must_change_password", "last_login", "date_joined", "version"))

    class Meta:
        verbose_name = "用户"
        verbose_name_plural = "用户"
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def act_for(self, acting: Acting) -> None:
        """From here on they do what they do for a leader: with a leader's rights, and no others."""
        self.acts_for = acting
        leads = RoleAssignment(user=self, role=Role.LEADER, unit=acting.county)
        self.__dict__["_held_roles"] = [leads]

    def act_as_oneself(self) -> None:
        """From here on with their own rights again."""
        self.acts_for = None
        self.__dict__.pop("_held_roles", None)

    @property
    def signature(self) -> str:
        """As the trail names who did a deed: 王秘书（代李建国）."""
        return f"{self}（代{self.acts_for.name}）" if self.acts_for else str(self)

    @property
    def held_roles(self) -> list["RoleAssignment"]:
        """The user's roles with their units, read once for each user object."""
        if "_held_roles" not in self.__dict__:
            self.__dict__["_held_roles"] = list(
                RoleAssignment.objects.filter(user=self).select_related("unit__county")
            )
        return self.__dict__["_held_roles"]


class RoleAssignmentManager(models.Manager["RoleAssignment"]):
    def get_queryset(self) -> models.QuerySet["RoleAssignment"]:
        """With what its county calls the role, in the same query."""
        county = Coalesce("unit__county", "unit")
        called = RoleName.objects.filter(
            county=OuterRef("unit_s_county"), role=OuterRef("role")
        ).values("name")
        return super().get_queryset().alias(unit_s_county=county).annotate(called=Subquery(called))


class RoleAssignment(models.Model):
    """A role that a user holds on a unit: a reporter on his own, the others on the county."""

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="role_assignments", verbose_name="用户"
    )
    role = models.CharField("角色", max_length=20, choices=Role)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="role_assignments", verbose_name="单位"
    )

    objects = RoleAssignmentManager()
    trail = Kept()

    class Meta:
        verbose_name = "角色"
        verbose_name_plural = "角色"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "unit"], name="role_held_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit.label} {self.word}"

    @property
    def word(self) -> str:
        """What the county calls the role."""
        return self.__dict__.get("called") or self.get_role_display()

    @property
    def county_id(self) -> int | None:
        return self.unit.own_county_id
