"""台账表 as a kind of workbook, one for each roll."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts import clock
from accounts.models import Unit, User
from accounts.rights import may, reporting_unit_ids
from accounts.trail.audit import Trail
from accounts.trail.holding import hold
from projects.models import Declaration, RollSource
from projects.rolls.intake.preview import (
    CORRECTED,
    RollKnown,
    RollLineRow,
    RollPreview,
    compare_roll,
    read_known,
)
from projects.rolls.intake.reading import RollReading, read_roll
from projects.rolls.intake.undoing import left_alone, put_back
from projects.rolls.intake.vocabulary import vocabulary_of
from projects.rolls.roll import Roll
from projects.rolls.rules import OWN, confirms, declares, declares_on_behalf
from projects.rolls.services import declare_line, declare_of
from workbooks.intake.kinds import Addresses, TableKind
from workbooks.intake.provenance import LONGEST_SHEET
from workbooks.intake.sent import Sent
from workbooks.models import Upload
from workbooks.reading import Parsing
from workbooks.rules import downloads_upload
from workbooks.sealing import seal_anew
from workbooks.tables import read_workbook

PREFIX = "roll_"


def day_of(chosen: Sent | Upload) -> datetime.date:
    """From which day a row holds that says none."""
    return datetime.date.fromisoformat(chosen.parameters["day"])


class RollTable(TableKind[RollReading, RollKnown, RollPreview, RollSource]):
    marks = ()
    addresses = Addresses(
        door="projects:rolls",
        preview="projects:roll_upload",
        choose="projects:roll_choose",
        say="projects:roll_say",
        take_as="projects:roll_take_as",
        discard="projects:roll_discard",
        outcome="projects:roll_upload",
        marked="projects:roll_marked",
        undo="projects:roll_undo",
        original="projects:upload_original",
    )
    preview_template = "projects/rolls/preview.html"
    outcome_template = "projects/rolls/outcome.html"

    def __init__(self, roll: Roll[Any, Any]) -> None:
        self.roll = roll
        self.key = f"{PREFIX}{roll.key}"
        self.noun = f"{roll.name}台账表"
        self.door = f"“{roll.name}台账”"
        self.vocabulary = vocabulary_of(roll)

    # --- Reading and comparing ---------------------------------------------------------------

    def read(self, sent: Sent, parsing: Parsing | None = None) -> RollReading:
        meanings = self.meanings(sent)
        book = read_workbook(
            sent.content,
            sent.name,
            self.vocabulary,
            extra_aliases=meanings.aliases,
            parsing=parsing,
            meanings=meanings,
        )
        return read_roll(self.roll, book, sent.county)

    def known(self, sent: Sent) -> RollKnown:
        return read_known(self.roll, sent)

    def compare(self, reading: RollReading, known: RollKnown, sent: Sent) -> RollPreview:
        return compare_roll(self.roll, reading, known, sent, day_of(sent))

    # --- Writing -----------------------------------------------------------------------------

    def hold(self, county: Unit) -> None:
        hold(county)

    def write(
        self, preview: RollPreview, *, by: User | None, upload: Upload | None, audit: Trail
    ) -> None:
        """In force at once for who confirms; for others it waits."""
        assert by is not None
        today = preview.sent.today
        declared = [
            (row, self._declare(row, by=by, upload=upload, today=today)) for row in preview.chosen
        ]
        if upload is not None:
            self._keep_sources(upload, declared)

    def _declare(
        self, row: RollLineRow, *, by: User, upload: Upload | None, today: datetime.date
    ) -> Declaration:
        assert row.day is not None
        assert row.unit is not None
        said: dict[str, Any] = {"day": row.day, "by": by, "today": today, "upload": upload}
        said["values"] = row.written.values
        if row.line is None:
            return declare_line(self.roll, unit=row.unit, project=row.project, **said)
        reason = CORRECTED if row.deed == "correct" else ""
        return declare_of(
            self.roll,
            line=row.line,
            deed=row.deed,
            version=row.line.version,
            reason=reason,
            **said,
        )

    def _keep_sources(
        self, upload: Upload, declared: Sequence[tuple[RollLineRow, Declaration]]
    ) -> None:
        """One for each declaration, under the seal of the upload."""
        applied_at = clock.now()
        RollSource.objects.bulk_create(
            RollSource(
                upload=upload,
                roll=self.roll.key,
                declaration=declaration.pk,
                sheet=row.row.sheet[:LONGEST_SHEET],
                row=row.row.number,
                cells={key: cell.ref for key, cell in row.row.cells.items()},
                before=declaration.before if row.line else None,
                after={"name": row.name, "deed": declaration.deed, **declaration.after},
                applied_at=applied_at,
            )
            for row, declaration in declared
        )
        seal_anew(upload)

    def reason(self, sent: Sent) -> str:
        return f"导入{self.noun}：{sent.name}"

    def sender(self, sent: Sent) -> Unit | None:
        user = sent.by
        if user is None or declares_on_behalf(user, sent.county):
            return None
        return Unit.objects.filter(pk__in=reporting_unit_ids(user)).order_by("pk").first()

    # --- Taking back -------------------------------------------------------------------------

    def sources_of(self, upload: Upload) -> "QuerySet[RollSource]":
        return RollSource.objects.filter(upload=upload, undone_at=None).order_by("pk")

    def left_alone(self, sources: Sequence[RollSource]) -> Mapping[int, str]:
        return left_alone(self.roll, sources)

    def put_back(
        self, sources: Sequence[RollSource], *, audit: Trail, today: datetime.date
    ) -> None:
        put_back(self.roll, sources, by=audit.by, today=today)

    # --- Who may -----------------------------------------------------------------------------

    def may_send(self, user: User) -> bool:
        return may(user, "subject.report", answer=OWN) or may(
            user, "subject.report", answer="on behalf"
        )

    def may_apply(self, user: User, upload: Upload) -> bool:
        return declares(user, upload.unit or upload.county)

    def may_undo(self, user: User, upload: Upload) -> bool:
        return upload.uploaded_by_id == user.pk or confirms(user, upload.county)

    def may_download(self, user: User, upload: Upload) -> bool:
        return downloads_upload(user, upload.unit, upload.county)

    def sources_seen(self, upload: Upload, user: User) -> "QuerySet[RollSource]":
        return RollSource.objects.filter(upload=upload).order_by("sheet", "row", "pk")

    def about(self, upload: Upload) -> str:
        return f"{self.noun}，没有写日期的自{day_of(upload):%Y-%m-%d}起"

    def applied_words(self, upload: Upload) -> str:
        number = upload.outcome["added"] + upload.outcome["changed"]
        waits = self.roll.declaration.objects.filter(upload=upload, state="waiting").exists()
        return f"已申报{number}条，等待审定员确认。" if waits else f"已列入台账{number}条。"

    def receive_address(self, upload: Upload) -> str:
        return reverse("projects:roll_import", args=[self.roll.key])

    def after(self, upload: Upload, user: User) -> dict[str, Any]:
        return {"roll": self.roll}
