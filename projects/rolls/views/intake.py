"""台账表 by page: template → upload → preview → confirm → (undo)."""

from django import forms
from django.http import HttpResponse

from accounts import clock
from accounts.pages.deeds import sent
from accounts.pages.fields import DayField
from accounts.pages.seen import or_404, own_county, seen
from accounts.pages.signed_in import SignedInRequest
from files.responses import XLSX, attachment
from projects.rolls.intake.kind import PREFIX
from projects.rolls.intake.template import roll_template
from projects.rolls.roll import rolls
from projects.rolls.selectors import units_to_declare
from projects.rolls.views.scope import roll_asked
from workbooks.intake import pages
from workbooks.intake.forms import WorkbookField
from workbooks.intake.kinds import kind_named
from workbooks.intake.upload_views import upload_views
from workbooks.models import Upload

RECENT = 10


class RollUploadForm(forms.Form):
    use_required_attribute = False

    file = WorkbookField(label="台账表")
    day = DayField(
        label="自何日起", called="日期", help_text="没有写日期的新增和改动，从这一天起算。"
    )


def roll_import(request: SignedInRequest, key: str) -> HttpResponse:
    roll, county = roll_asked(key), own_county(request)
    or_404(units_to_declare(request.user, county).exists())
    kind = kind_named(f"{PREFIX}{key}")
    initial = {"day": clock.today()}
    form = RollUploadForm(sent(request), request.FILES or None, initial=initial)
    recent = kind.seen_by(request.user).filter(county=county).select_related("uploaded_by")
    return pages.receive(
        request,
        kind,
        county,
        form,
        parameters=lambda: {"day": form.cleaned_data["day"].isoformat()},
        template="projects/rolls/import.html",
        context={"roll": roll, "recent": recent[:RECENT]},
    )


def template(request: SignedInRequest, key: str) -> HttpResponse:
    roll, county = roll_asked(key), own_county(request)
    or_404(units_to_declare(request.user, county).exists())
    content = roll_template(roll, county=county, by=request.user, today=clock.today())
    return attachment(content, f"{roll.name}台账表.xlsx", XLSX)


def _upload(request: SignedInRequest, pk: int) -> Upload:
    own = Upload.objects.filter(kind__in=[f"{PREFIX}{roll.key}" for roll in rolls()])
    return seen(request, own, pk, "county", "unit", "uploaded_by", "undone_by")


UPLOADS = upload_views(_upload)
