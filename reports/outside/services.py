"""Enter a fact from outside, and take it back."""

import datetime
import re

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.limits import within
from accounts.models import Unit, User
from accounts.trail.audit import audited
from accounts.trail.claims import write
from accounts.trail.facts import made
from reports.outside.models import (
    LONGEST_NAME,
    LONGEST_REASON,
    LONGEST_SOURCE,
    LONGEST_VALUE,
    OutsideFact,
    OutsideUnit,
)
from reports.outside.rules import enters

ONLY_THE_BUREAU = "只有发改局可以登记外部数据"
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,11})(?:\.\d{1,4})?", re.ASCII)
_PLACE = re.compile(r"[1-9]\d{0,3}", re.ASCII)
# The signs that keys and the braces around them are made of.
_NO_NAME = re.compile(r"[.=+/%{}-]|\s")


def enter_fact(
    *,
    county: Unit,
    scope: str,
    name: str,
    value: str,
    unit: str,
    as_of: datetime.date,
    source: str,
    by: User,
    today: datetime.date,
) -> OutsideFact:
    """``value`` is the number as it was published: 18.3, of a rank 2. Raises NotAllowed, and
    DomainError for a name or a number that cannot be told, a day to come, and a fact that is
    entered already."""
    if not enters(by, county):
        raise NotAllowed(ONLY_THE_BUREAU)
    fact = OutsideFact(
        county=county,
        scope=scope,
        name=within(name, LONGEST_NAME, "名称", field="name"),
        value=within(value, LONGEST_VALUE, "数值", field="value"),
        unit=unit,
        as_of=as_of,
        source=within(source, LONGEST_SOURCE, "来源", field="source"),
        entered_by=by,
        entered_on=today,
    )
    _require_tellable(fact, today)
    with audited(by=by) as audit:
        try:
            with transaction.atomic():
                fact.save(force_insert=True)
        except IntegrityError as error:
            raise DomainError(
                f"{fact.scope}{fact.name}截至{as_of}的数已登记，要改请先作废原来的", field="name"
            ) from error
        audit.record(fact, "outside.enter", county=county, changes=made(fact))
    return fact


def _require_tellable(fact: OutsideFact, today: datetime.date) -> None:
    if not fact.name or _NO_NAME.search(fact.name):
        raise DomainError("名称里不能有空格和 . = + - / % { }，请改写", field="name")
    number, example = (_PLACE, "2") if fact.unit == OutsideUnit.PLACE else (_NUMBER, "18.3")
    if not number.fullmatch(fact.value):
        raise DomainError(f"数值请填成 {example} 的样子，单位另选", field="value")
    if fact.as_of > today:
        raise DomainError("截止日不能晚于今天", field="as_of")
    if not fact.source:
        raise DomainError("请写明来源", field="source")


def void_fact(*, fact: OutsideFact, reason: str, by: User, version: int) -> OutsideFact:
    """What was issued with it stays. Raises NotAllowed, DomainError without a reason, Stale,
    WrongState where it is void already."""
    county = fact.county
    if not enters(by, county):
        raise NotAllowed(ONLY_THE_BUREAU)
    reason = within(reason, LONGEST_REASON, "作废理由", field="reason")
    if not reason:
        raise DomainError("请写明作废的理由", field="reason")
    standing = Q(is_void=False)
    with audited(by=by, reason=reason) as audit:
        if not write(
            audit,
            fact,
            "outside.void",
            county=county,
            version=version,
            where=standing,
            is_void=True,
            void_reason=reason,
        ):
            if fact.is_void:
                raise WrongState("这条外部数据已经作废")
            raise Stale("打开页面之后这条外部数据有改动，请看过后再作废")
    return fact
