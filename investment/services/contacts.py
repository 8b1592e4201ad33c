"""单位联系人 as a unit keeps its own: who fills in, and who answers for it."""

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from django.db import IntegrityError, transaction

from accounts.errors import DomainError, NotAllowed, Stale
from accounts.models import Unit, User
from accounts.rights import may
from accounts.trail.audit import Told, audited
from accounts.trail.facts import changed_row, facts_of, gone, made
from investment.models import ContactRole, UnitContact


@dataclass(frozen=True)
class Contact:
    """A line of the list; ``pk`` None: a new one. Without a name it is to be removed."""

    pk: int | None
    role: ContactRole
    name: str
    phone: str
    user_id: int | None = None

    @property
    def words(self) -> str:
        """填报员陈交通 0912-123."""
        return f"{self.role.label}{self.name} {self.phone}".strip()


def contacts_of(unit: Unit) -> list[Contact]:
    """Those of today, in the order in which they are called."""
    order = list(ContactRole)
    rows = sorted(unit.contacts.current(), key=lambda row: order.index(ContactRole(row.role)))
    return [
        Contact(row.pk, ContactRole(row.role), row.name, row.phone, row.user_id) for row in rows
    ]


def edition_of_contacts(contacts: Sequence[Contact]) -> str:
    """What a form carries to say which list it was made from."""
    return hashlib.sha256(repr([astuple(each) for each in contacts]).encode()).hexdigest()[:16]


def keep_contacts(
    *, unit: Unit, contacts: Sequence[Contact], edition: str, by: User, today: datetime.date
) -> None:
    """Make the unit's list what ``contacts`` say: who is on it no longer, or under another name
    or in another part, was until ``today``, and who is new is from ``today`` on. Raises
    NotAllowed, DomainError for one person twice in the same part, Stale when the list is no longer
    of the edition that was read."""
    if not may(by, "entry.enter", unit):
        raise NotAllowed("只有本单位的填报员可以改本单位的联系人")
    with audited(by=by) as audit:
        # Two who change the list at once take turns at its unit.
        Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
        if edition_of_contacts(contacts_of(unit)) != edition:
            raise Stale("本单位的联系人刚被别人修改过，您的修改没有保存。")
        told = _rewrite(unit, contacts, today)
        if told:
            audit.record(unit, "contact.keep", county=unit.own_county, rows=told)


def _rewrite(unit: Unit, contacts: Sequence[Contact], today: datetime.date) -> list[Told]:
    rows = {row.pk: row for row in unit.contacts.current()}
    last = max((row.position for row in rows.values()), default=0)
    kept = [each for each in contacts if each.name]
    stays = {each.pk for each in kept if each.pk in rows and not _is_another(rows[each.pk], each)}
    told = [_end(row, today) for pk, row in rows.items() if pk not in stays and _lasts(row, today)]
    try:
        with transaction.atomic():
            for pk in rows.keys() - {each.pk for each in kept}:
                if not _lasts(rows[pk], today):
                    told.append((rows[pk], gone(rows[pk])))
                    UnitContact.objects.filter(pk=pk).delete()
            for each in kept:
                row = rows.get(each.pk or 0)
                if row is not None and (each.pk in stays or not _lasts(row, today)):
                    before = facts_of(row)
                else:
                    last += 1
                    position = row.position if row is not None else last
                    row, before = UnitContact(unit=unit, position=position, from_date=today), None
                row.role, row.name, row.phone = each.role, each.name, each.phone
                row.user_id = each.user_id
                if before is not None and facts_of(row) == before:
                    continue
                row.save()
                told.append((row, made(row) if before is None else changed_row(before, row)))
    except IntegrityError as error:
        raise DomainError("同一个人以同一身份写了两次，请删去一行") from error
    return told


def _is_another(row: UnitContact, said: Contact) -> bool:
    return (row.role, row.name) != (said.role, said.name)


def _lasts(row: UnitContact, today: datetime.date) -> bool:
    """Whether there was a day of it: what began today is mended where it stands."""
    return row.from_date is None or row.from_date < today


def _end(row: UnitContact, on: datetime.date) -> Told:
    before = facts_of(row)
    row.until = on
    row.save(update_fields=["until"])
    return row, changed_row(before, row)
