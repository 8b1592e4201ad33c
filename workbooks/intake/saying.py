"""What people say of a file that was not wholly understood: what a title means, what stands for a
column that is not there, and that the file is of another period than it was sent for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError

from accounts import clock
from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.limits import within
from accounts.models import Unit, User
from accounts.trail.audit import Trail, audited
from accounts.trail.facts import changed_since, facts_of, made
from workbooks.intake.kinds import kind_of
from workbooks.intake.sent import Sent, choice_of, with_choice
from workbooks.intake.uploads import change_parameters, preview_upload
from workbooks.meanings import IGNORED, UNIT_OF_MONEY
from workbooks.models import ColumnMeaning, Upload
from workbooks.rules import keeps_meanings
from workbooks.titles import unit_in_line

_DONE_ALREADY = "这个文件已经处理过，指定没有保存"
_SAID_ALREADY = "刚刚有人为以后的表指定了同一列，这次没有保存，请核对下面的预览"
_LONGEST = 200
_LONGEST_TITLE = 2000
"""Of a title as one file has it: the texts of several rows, some of them whole instructions."""


@dataclass(frozen=True)
class Said:
    """``titles`` are pairs of a title's wording and what it means, "" to take that back; ``names``
    the titles as they stand in the file. ``constants`` are texts by the keys of columns."""

    titles: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_nothing(self) -> bool:
        return not (self.titles or self.constants)


def say_meanings(*, upload: Upload, said: Said, is_kept: bool, by: User, today: date) -> None:
    """Read the file by what was said of its columns: this file alone, or from now on all of the
    kind that its sender sends. Raises NotAllowed, WrongState, Stale when another hand says the same
    at this moment or has taken the file as one of another period, DomainError for a target that
    the kind does not have and for a text that cannot be kept."""
    kind = kind_of(upload)
    if not kind.may_apply(by, upload):
        raise NotAllowed("您不能指定这个文件的列")
    if said.is_nothing:
        return
    _check(said, kind.targets(), is_kept)
    unit = kind.sender(Sent.of(upload, by=by, today=today))
    if is_kept:
        if not keeps_meanings(by, unit, upload.county):
            raise NotAllowed("您只能为这一个文件指定")
        _require_waiting(upload)
        try:
            with audited(by=by) as audit:
                _keep(upload, unit, said, by, audit)
        except IntegrityError as error:
            raise Stale(_SAID_ALREADY) from error
    else:

        def meant(upload: Upload) -> dict[str, object]:
            choice = choice_of(upload).meaning(said.titles, said.constants)
            return with_choice(upload.parameters, choice)

        change_parameters(upload, meant)
    tell_anew(upload, by, today)


def revoke_meaning(*, meaning: ColumnMeaning, by: User) -> None:
    """Let a title mean again what it means by itself. Raises NotAllowed, WrongState when another
    hand revoked it before."""
    if not keeps_meanings(by, meaning.unit, meaning.county):
        raise NotAllowed("您不能撤销这个指定")
    with audited(by=by) as audit:
        if not _revoke(meaning, audit):
            raise WrongState("这个指定此前已经撤销")


def take_as_proposed(*, upload: Upload, by: User, today: date) -> None:
    """Look at the file as one of the period that it says it is of. Raises NotAllowed, WrongState
    where it says none, or was applied or discarded, Stale where another window was faster."""
    kind = kind_of(upload)
    if not kind.may_apply(by, upload):
        raise NotAllowed("您不能更改这个文件的月份")
    proposed = preview_upload(upload, by=by, today=today).proposed
    if proposed is None:
        raise WrongState("文件里没有写明别的月份，没有更改")
    period = proposed.parameters
    change_parameters(upload, lambda upload: {**upload.parameters, **period})
    tell_anew(upload, by, today)


def _check(said: Said, targets: Mapping[str, str], is_kept: bool) -> None:
    for wording, target in said.titles.items():
        within(wording, _LONGEST_TITLE, "列名")
        within(said.names.get(wording, ""), _LONGEST_TITLE, "列名")
        if is_kept and len(wording) > _LONGEST:
            raise DomainError(f"列名超过{_LONGEST}个字，只能为这一个文件指定")
        if target and target != IGNORED and target not in targets:
            raise DomainError("没有这一列，请重新选择")
    for target, text in said.constants.items():
        if target == UNIT_OF_MONEY:
            unit = unit_in_line(f"单位：{text}")
            if text and (unit is None or unit.is_foreign):
                raise DomainError(f"“{text}”不是人民币的金额单位，请填写元、万元或亿元")
        elif target not in targets:
            raise DomainError("没有这一列，请重新选择")
        within(text, _LONGEST, "统一填写的内容")


def _keep(upload: Upload, unit: Unit | None, said: Said, by: User, audit: Trail) -> None:
    titles = [(wording, target, "") for wording, target in said.titles.items()]
    constants = [(f"={target}", target, text) for target, text in said.constants.items()]
    for wording, target, constant in [*titles, *constants]:
        standing = ColumnMeaning.objects.in_force().filter(
            county=upload.county, unit=unit, kind=upload.kind, wording=wording
        )
        for former in standing:
            _revoke(former, audit)
        if not target or (wording.startswith("=") and not constant):
            continue
        row = ColumnMeaning.objects.create(
            county=upload.county,
            unit=unit,
            kind=upload.kind,
            wording=wording,
            title=said.names.get(wording, "")[:_LONGEST],
            target=target,
            constant=constant,
            said_by=by,
            said_at=clock.now(),
        )
        audit.record(row, "column.say", county=upload.county, changes=made(row))


def _revoke(meaning: ColumnMeaning, audit: Trail) -> bool:
    before = facts_of(meaning)
    if not ColumnMeaning.objects.in_force().filter(pk=meaning.pk).update(is_revoked=True):
        return False
    meaning.is_revoked = True
    told = changed_since(before, meaning)
    audit.record(meaning, "column.revoke", county=meaning.county, changes=told)
    return True


def _require_waiting(upload: Upload) -> None:
    if not Upload.objects.previewed().filter(pk=upload.pk).exists():
        raise WrongState(_DONE_ALREADY)


def tell_anew(upload: Upload, by: User, today: date) -> None:
    """The list of uploads says what the file would do by what is known of it now."""
    outcome = preview_upload(upload, by=by, today=today).outcome()
    Upload.objects.previewed().filter(pk=upload.pk).update(outcome=outcome)
