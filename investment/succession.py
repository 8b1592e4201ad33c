"""What passes on when a unit goes on as another: whom to call, and the time it was given. Months
that it reported stay its own."""

import datetime

from accounts.models import Unit
from accounts.trail.audit import Told, Trail
from accounts.trail.facts import changed_row, changed_since, facts_of, made
from accounts.trail.proposals import ProposalState
from investment.models import PeriodExtension
from projects.mergers.succession import Holding, Succession


def _extensions(unit: Unit, day: datetime.date) -> list[PeriodExtension]:
    """Those that wait, or give it time on the day."""
    standing = PeriodExtension.objects.filter(
        unit=unit,
        until__gte=day,
        state__in=[ProposalState.WAITING, ProposalState.ACCEPTED],
    )
    return list(standing.select_related("period__county").order_by("pk"))


def _holds(unit: Unit, today: datetime.date) -> list[Holding]:
    given = [f"{each.period}至{each.until:%-m月%-d日}" for each in _extensions(unit, today)]
    return [
        Holding("延期", given),
        Holding("联系人", [contact.name for contact in unit.contacts.current()]),
    ]


def _pass_on(audit: Trail, unit: Unit, successor: Unit, on: datetime.date) -> None:
    _pass_contacts(audit, unit, successor, on)
    for extension in _extensions(unit, on):
        county = extension.period.county
        if extension.state == ProposalState.WAITING:
            before = facts_of(extension)
            extension.unit = successor
            extension.save(update_fields=["unit"])
            changes = changed_since(before, extension)
        else:
            # The time that it had stays: what it sent by then was not late.
            extension.pk, extension.unit = None, successor
            extension.save(force_insert=True)
            changes = made(extension)
        audit.record(extension, "period.pass_on", county=county, changes=changes)


def _pass_contacts(audit: Trail, unit: Unit, successor: Unit, on: datetime.date) -> None:
    """Until the day they were the former unit's. Who is on the successor's list already stays on
    the former one."""
    there = set(successor.contacts.current().values_list("role", "name"))
    told: list[Told] = []
    for contact in unit.contacts.current():
        if (contact.role, contact.name) in there:
            continue
        before = facts_of(contact)
        if contact.from_date is not None and contact.from_date >= on:
            contact.unit = successor
        else:
            contact.until = on
        contact.save(update_fields=["unit", "until"])
        told.append((contact, changed_row(before, contact)))
        if contact.until is not None:
            contact.pk, contact.unit, contact.from_date, contact.until = None, successor, on, None
            contact.save(force_insert=True)
            told.append((contact, made(contact)))
    if told:
        audit.record(successor, "contact.keep", county=unit.own_county, rows=told)


OF_INVESTMENT = Succession(_holds, _pass_on)
