"""月报表: what units report of a month, as a kind of workbook that comes through the door."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import Unit, User
from accounts.rights import ON_BEHALF, may, reporting_unit_ids
from accounts.trail.audit import Trail
from investment import rules
from investment.intake.applying import write_chosen
from investment.intake.comparing import compare_monthly
from investment.intake.lines import Hand
from investment.intake.matching import Register, read_register
from investment.intake.missing import missing_from
from investment.intake.monthly_columns import DONE, MONTHLY, OF_A_MONTH
from investment.intake.monthly_workbook import Reading, read_monthly
from investment.intake.preview import MonthlyPreview
from investment.intake.undoing import left_alone, put_back
from investment.models import EntrySource
from measures.months import Month
from projects.intake.columns import COLUMNS
from projects.models import Project
from workbooks.intake.kinds import Addresses, TableKind, refuse_other_kinds
from workbooks.intake.sent import Sent
from workbooks.models import Upload, UploadQuerySet
from workbooks.reading import Parsing
from workbooks.rules import downloads_upload

_DID = {
    Hand.OWN.value: "已报送 {} 个项目",
    Hand.DRAFT.value: "已存为草稿 {} 个项目，还没有报送",
}


def month_of(chosen: Sent | Upload) -> Month:
    return Month.parse(chosen.parameters["month"])


def parameters_of(month: Month, *, is_history: bool = False, source: str = "") -> dict[str, object]:
    """``source`` says once where the figures of a workbook come from that the bureau brings in for
    its units."""
    told: dict[str, object] = {"month": str(month)}
    if is_history:
        told["is_history"] = True
    if source:
        told["source"] = source
    return told


class Monthly(TableKind[Reading, Register, MonthlyPreview, EntrySource]):
    key = "monthly"
    noun = "月报表"
    door = "“导入月报”"
    vocabulary = MONTHLY
    marks = (OF_A_MONTH, DONE)
    proof = OF_A_MONTH
    addresses = Addresses(
        door="investment:import_now",
        preview="investment:import_preview",
        choose="investment:import_choose",
        say="investment:import_say",
        take_as="investment:import_take_as",
        discard="investment:import_discard",
        outcome="investment:upload",
        marked="investment:upload_marked",
        undo="investment:upload_undo",
        original="projects:upload_original",
    )
    preview_template = "investment/import_preview.html"
    outcome_template = "investment/import_upload.html"

    def read(self, sent: Sent, parsing: Parsing | None = None) -> Reading:
        reading = read_monthly(
            sent.content, sent.name, month_of(sent), sent.county, parsing, self.meanings(sent)
        )
        if reading.lacks_amounts:
            refuse_other_kinds(self, sent, COLUMNS["name"])
        return reading

    def known(self, sent: Sent) -> Register:
        return read_register(sent.county, month_of(sent), sent.by)

    def compare(self, reading: Reading, known: Register, sent: Sent) -> MonthlyPreview:
        is_history = bool(sent.parameters.get("is_history"))
        return compare_monthly(reading, known, sent, month=month_of(sent), is_history=is_history)

    def write(
        self, preview: MonthlyPreview, *, by: User | None, upload: Upload | None, audit: Trail
    ) -> None:
        write_chosen(preview, by=by, upload=upload)

    def reason(self, sent: Sent) -> str:
        return f"导入{month_of(sent).label}月报表：{sent.name}"

    def sender(self, sent: Sent) -> Unit | None:
        """None for the bureau, and for a reporter of several units. What else the person is, as an
        auditor, is no unit that they send for."""
        if sent.by is None or may(sent.by, "entry.enter", sent.county, answer=ON_BEHALF):
            return None
        ids = reporting_unit_ids(sent.by)
        units = {held.unit_id: held.unit for held in sent.by.held_roles if held.unit_id in ids}
        return next(iter(units.values())) if len(units) == 1 else None

    def sources_of(self, upload: Upload) -> "QuerySet[EntrySource]":
        waiting = EntrySource.objects.filter(upload=upload, undone_at=None)
        return waiting.select_related(
            "entry__project__county", "entry__period", "entry__unit"
        ).order_by("pk")

    def left_alone(self, sources: Sequence[EntrySource]) -> dict[int, str]:
        return left_alone(sources)

    def put_back(self, sources: Sequence[EntrySource], *, audit: Trail, today: date) -> None:
        put_back(sources, audit, today)

    def seen_by(self, user: User) -> UploadQuerySet:
        """Also what the user sent himself, whatever he may see today."""
        visible = Upload.objects.visible_to(user) | Upload.objects.filter(uploaded_by=user)
        return visible.filter(kind=self.key)

    def may_send(self, user: User) -> bool:
        return rules.brings_in_entries(user)

    def may_apply(self, user: User, upload: Upload) -> bool:
        return upload.uploaded_by_id == user.pk and rules.brings_in_entries(user)

    def may_undo(self, user: User, upload: Upload) -> bool:
        return rules.may_undo(user, upload)

    def may_download(self, user: User, upload: Upload) -> bool:
        is_own = upload.uploaded_by_id == user.pk
        return is_own or downloads_upload(user, upload.unit, upload.county)

    def sources_seen(self, upload: Upload, user: User) -> "QuerySet[EntrySource]":
        return (
            EntrySource.objects.filter(upload=upload)
            .filter(entry__project__in=Project.objects.visible_to(user))
            .select_related("entry__project", "entry__period", "entry__unit")
            .order_by("sheet", "row")
        )

    def beside(self, preview: MonthlyPreview) -> dict[str, object]:
        return {"missing": missing_from(preview)}

    def after(self, upload: Upload, user: User) -> dict[str, object]:
        """The way back to the sheet, for the unit that sent the file."""
        if upload.unit_id is None or upload.unit_id not in reporting_unit_ids(user):
            return {}
        address = reverse("investment:entry", args=[upload.unit_id, month_of(upload)])
        return {"sheet_address": address}

    def about(self, upload: Upload) -> str:
        return month_of(upload).label

    def applied_words(self, upload: Upload) -> str:
        outcome = upload.outcome
        count = outcome["added"] + outcome["changed"]
        did = _DID.get(outcome.get("hand", ""), "已导入 {} 个项目").format(count)
        others = (
            ("不变", outcome["unchanged"]),
            ("未导入", outcome["refused"] + outcome["left_out"]),
        )
        told = "".join(f"，{word} {number} 项" for word, number in others if number)
        return f"{self.about(upload)}：{did}{told}。"

    def receive_address(self, upload: Upload) -> str:
        door = "import_history" if upload.parameters.get("is_history") else "import_monthly"
        return reverse(f"investment:{door}", args=[month_of(upload)])


MONTHLY_TABLE = Monthly()
