"""Keeping the users of a county: roles, temporary passwords, disabling."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from axes.models import AccessAttempt
from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts.errors import DomainError, NotAllowed, Stale
from accounts.models import Role, RoleAssignment, Unit, UnitKind, User
from accounts.people.rules import manages_account_of
from accounts.people.selectors import home_county
from accounts.people.sessions import end_sessions
from accounts.people.wording import words_of
from accounts.trail.audit import Told, audited
from accounts.trail.claims import claim
from accounts.trail.facts import changed_since, facts_of, gone, made
from accounts.trail.holding import hold

# Letters and digits that nobody confuses when a password is read out over the telephone.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
TEMPORARY_GROUPS, TEMPORARY_GROUP_LENGTH = 3, 4

# On which kinds of unit a role may be held. A reporter answers for a unit of the county; the
# other roles cover the whole county, and standing on the bureau means the same.
COUNTY_WIDE = (UnitKind.COUNTY, UnitKind.BUREAU)


@dataclass(frozen=True)
class RoleOnUnit:
    role: str
    unit: Unit

    def __str__(self) -> str:
        return f"{self.unit.label} {self.label}"

    @property
    def label(self) -> str:
        """As the county calls the role."""
        own = self.unit.own_county if self.unit.own_county_id else None
        return words_of(own).role(self.role) if own else str(Role(self.role).label)


@dataclass(frozen=True)
class NewUser:
    """``temporary_password`` is empty where the user's own password was given."""

    user: User
    temporary_password: str


def create_user(
    *,
    username: str,
    name: str,
    roles: Sequence[RoleOnUnit],
    by: User | None,
    phone: str = "",
    email: str = "",
    password: str = "",
    reason: str = "",
) -> NewUser:
    """Add a user of one county. Without ``password`` a temporary one is made, to be changed at
    the first sign-in. Raises DomainError for a name in use or roles that cannot be."""
    _check_roles(roles)
    county = roles[0].unit.own_county
    temporary = "" if password else _readable_password()
    user = User(
        username=username,
        name=name,
        phone=phone,
        email=email,
        must_change_password=bool(temporary),
    )
    user.set_password(password or temporary)
    with audited(by=by, reason=reason) as audit:
        if User.objects.filter(username__iexact=username).exists():
            raise _username_taken(username)
        try:
            with transaction.atomic():
                user.save()
        except IntegrityError:
            raise _username_taken(username) from None
        given = _give(user, roles)
        audit.record(
            user,
            "user.create",
            county=county,
            changes=made(user),
            rows=[(held, made(held)) for held in given],
        )
    return NewUser(user, temporary)


def update_user(
    *,
    user: User,
    version: int,
    county: Unit,
    name: str,
    phone: str,
    email: str,
    roles: Sequence[RoleOnUnit],
    by: User,
    reason: str = "",
) -> User:
    """Change a user's particulars and his roles in ``county``; those elsewhere stay. Raises
    Stale, NotAllowed for the particulars of someone who works elsewhere too, and DomainError
    where no administrator would be left."""
    _check_roles(roles)
    with audited(by=by, reason=reason) as audit:
        _lock(county)
        before = User.objects.get(pk=user.pk)
        held_before = _roles_in(user, county)
        is_renamed = (before.name, before.phone, before.email) != (name, phone, email)
        if not is_renamed and set(map(_key, held_before)) == set(map(_key, roles)):
            return before
        if is_renamed:
            _check_account_is_whole(before, county, by)
        if all(held.role != Role.ADMINISTRATOR for held in roles):
            _check_not_last_administrator(user, county)
        _claim(user, version, name=name, phone=phone, email=email)
        rows = _set_roles(user, held_before, roles)
        # Read anew: it carries no roles of before.
        now = User.objects.get(pk=user.pk)
        changes = changed_since(facts_of(before), now)
        audit.record(now, "user.update", county=county, changes=changes, rows=rows)
    return now


def issue_temporary_password(
    *, user: User, version: int, county: Unit, by: User, reason: str = ""
) -> str:
    """Give the user a password to be changed at the next sign-in, end his sessions and lift a
    lock-out. The caller shows it once; only its hash is kept. Raises Stale, and NotAllowed for
    someone who works elsewhere too."""
    password = _readable_password()
    with audited(by=by, reason=reason) as audit:
        _check_account_is_whole(user, county, by)
        user.set_password(password)
        _claim(user, version, password=user.password, must_change_password=True)
        end_sessions(user)
        AccessAttempt.objects.filter(username=user.username).delete()
        audit.record(user, "user.password", county=county)
    return password


def disable_user(*, user: User, version: int, county: Unit, by: User, reason: str = "") -> User:
    """Bar the user from signing in, and end his sessions at once. Raises Stale, NotAllowed for
    someone who works elsewhere too, and DomainError for oneself and for the last
    administrator."""
    if user.pk == by.pk:
        raise DomainError("不能停用自己的账号，请由另一名管理员办理。")
    with audited(by=by, reason=reason) as audit:
        _lock(county)
        _check_account_is_whole(user, county, by)
        _check_not_last_administrator(user, county)
        _claim(user, version, is_active=False)
        end_sessions(user)
        audit.record(user, "user.disable", county=county, changes={"is_active": (True, False)})
    return user


def enable_user(*, user: User, version: int, county: Unit, by: User, reason: str = "") -> User:
    """Let the user sign in again, and anew: a session that began while they were disabled is not
    come back to. Raises Stale, and NotAllowed for someone who works elsewhere too."""
    with audited(by=by, reason=reason) as audit:
        _check_account_is_whole(user, county, by)
        _claim(user, version, is_active=True)
        end_sessions(user)
        audit.record(user, "user.enable", county=county, changes={"is_active": (False, True)})
    return user


def change_own_password(*, user: User, password: str) -> User:
    """Set the password the user chose; it has passed the validators. Ends other sessions, whose
    hash no longer fits; the view keeps its own."""
    with audited(by=user) as audit:
        user.set_password(password)
        claim(user, password=user.password, must_change_password=False)
        audit.record(user, "user.change_password", county=home_county(user))
    user.refresh_from_db()
    return user


def _claim(user: User, version: int, **values: Any) -> None:
    if not claim(user, version=version, **values):
        raise Stale("这个用户刚被别人修改过，您的修改没有保存。")


def _lock(county: Unit) -> None:
    """Hold the county's row, lest two administrators remove one another at the same moment."""
    hold(county)


def _roles_in(user: User, county: Unit) -> list[RoleAssignment]:
    return list(
        RoleAssignment.objects.filter(Q(unit=county) | Q(unit__county=county), user=user)
        .select_related("unit")
        .order_by("pk")
    )


def _set_roles(
    user: User, held_before: list[RoleAssignment], roles: Sequence[RoleOnUnit]
) -> list[Told]:
    """What the trail is to tell of it: the roles that end, and those that begin."""
    before, wanted = set(map(_key, held_before)), set(map(_key, roles))
    dropped = [held for held in held_before if _key(held) not in wanted]
    told: list[Told] = [(held, gone(held)) for held in dropped]
    RoleAssignment.objects.filter(pk__in=[held.pk for held in dropped]).delete()
    given = _give(user, [held for held in roles if _key(held) not in before])
    return told + [(held, made(held)) for held in given]


def _give(user: User, roles: Sequence[RoleOnUnit]) -> list[RoleAssignment]:
    return RoleAssignment.objects.bulk_create(
        RoleAssignment(user=user, role=held.role, unit=held.unit) for held in roles
    )


def _key(held: RoleAssignment | RoleOnUnit) -> tuple[str, int]:
    return held.role, held.unit.pk


def _check_roles(roles: Sequence[RoleOnUnit]) -> None:
    if not roles:
        raise DomainError("请至少给用户一个角色。")
    if len(set(roles)) < len(roles):
        raise DomainError("同一个角色在同一个单位只需列一次。")
    if len({held.unit.own_county_id for held in roles}) > 1:
        raise DomainError("各个角色必须在同一个县。")
    for held in roles:
        if held.role == Role.REPORTER and held.unit.kind == UnitKind.COUNTY:
            raise DomainError(f"填报员要选他所在的单位，不能选{held.unit.whole}。")
        if held.role != Role.REPORTER and held.unit.kind not in COUNTY_WIDE:
            county = held.unit.own_county
            raise DomainError(
                f"{held.label}的职责是{county.whole}的，单位请选{county.word}或发展和改革局。"
            )


def works_elsewhere(person: User, county: Unit) -> str:
    """Who keeps the account of someone who holds roles outside ``county`` too, for its
    administrators to read."""
    places = {held.unit.own_county if held.county_id else held.unit for held in person.held_roles}
    elsewhere = sorted(places - {county}, key=lambda place: place.pk)
    return (
        f"{person.name}在{'、'.join(map(str, elsewhere))}也有角色，密码、停用启用、姓名和电话"
        f"由同时管理{'、'.join(map(str, [county, *elsewhere]))}的管理员办理；"
        "您可以修改他在本县的角色。"
    )


def _check_account_is_whole(user: User, county: Unit, by: User) -> None:
    """Raises NotAllowed where the account serves a county that ``by`` does not administer. The
    roles are read anew: one may have been given since the page was."""
    person = User.objects.get(pk=user.pk)
    if not manages_account_of(by, person):
        raise NotAllowed(works_elsewhere(person, county))


def _check_not_last_administrator(user: User, county: Unit) -> None:
    """Raises DomainError when ``user`` is the only one left to administer ``county``."""
    administrators = set(
        RoleAssignment.objects.filter(
            Q(unit=county) | Q(unit__county=county),
            role=Role.ADMINISTRATOR,
            user__is_active=True,
        ).values_list("user", flat=True)
    )
    if administrators == {user.pk}:
        raise DomainError("这是本县最后一名管理员，请先设另一名管理员。")


def _readable_password() -> str:
    """As kfm7-w3xp-9hra: 59 bits, to be typed once."""
    groups = (
        "".join(secrets.choice(READABLE) for _ in range(TEMPORARY_GROUP_LENGTH))
        for _ in range(TEMPORARY_GROUPS)
    )
    return "-".join(groups)


def _username_taken(username: str) -> DomainError:
    return DomainError(f"用户名“{username}”已有人使用，请换一个。")
