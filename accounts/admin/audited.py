"""The one base of every table of reference data: scoped to the county, audited, never deleted."""

from typing import Any, ClassVar, cast

from django import forms
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import unquote
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import URLPattern, reverse

from accounts.errors import DomainError, Stale
from accounts.models import Unit, User
from accounts.pages.deeds import Difference, Refusal
from accounts.pages.seen import or_404
from accounts.pages.signed_in import SignedInRequest
from accounts.people.selectors import county_where
from accounts.rights import may
from accounts.trail import selectors
from accounts.trail.audit import audited
from accounts.trail.holding import hold
from accounts.trail.reference import add_reference, change_reference, edition_of, typed_fields
from accounts.trail.words import field_words

NOTHING_CHOSEN = "（请选择）"


class Refused(Exception):
    """A row that a rule or a colleague kept from being stored: the page is shown again."""

    def __init__(self, error: DomainError, row: models.Model) -> None:
        super().__init__(str(error))
        self.error = error
        self.row = row


class AuditedForm(forms.ModelForm):
    """``edition`` says which contents of the row the person was looking at."""

    edition = forms.CharField(required=False, widget=forms.HiddenInput)
    refusal: ClassVar[DomainError | None] = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Django would name a broken constraint; the table's ``check_row`` and ``taken`` explain it.
        self.instance.validate_constraints = lambda exclude=None: None
        if self.instance.pk is None:
            return
        self.initial["edition"] = edition_of(self.instance)
        if isinstance(self.refusal, Stale):
            # The person has both contents before him: what he sends next counts against these.
            data = cast(QueryDict, self.data).copy()
            data["edition"] = self.initial["edition"]
            self.data = data

    def clean(self) -> dict[str, Any]:
        if self.refusal and not isinstance(self.refusal, Stale):
            self.add_error(None, self.refusal.message)
        elif self.refusal:
            self.add_error(None, "请对照现在的内容，核对后再保存。")
        return self.cleaned_data

    def validate_unique(self) -> None:
        """The county is not on the form: the constraint decides, and the service has the words."""


class AuditedAdmin(ModelAdmin):
    """A table of reference data of one county.

    A subclass says what the table is for (``about``), what the trail calls its two deeds, the
    words for a double (``taken``), and where a row's county is found (``county_path``).
    """

    about: str
    taken: str
    action_create: str
    action_update: str
    county_path = "county"
    pages: tuple[str, ...] = ("_changelist", "_add", "_change")

    form = AuditedForm
    actions = None
    list_per_page = 50
    show_full_result_count = False
    change_list_template = "reference/list.html"
    change_form_template = "reference/form.html"
    formfield_overrides: ClassVar[dict] = {
        models.DateField: {
            "widget": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        },
        models.CharField: {"widget": forms.TextInput},
        models.PositiveIntegerField: {"widget": forms.NumberInput},
        models.PositiveSmallIntegerField: {"widget": forms.NumberInput},
    }

    # --- Scope and rights ---------------------------------------------------------------

    def person(self, request: HttpRequest) -> User:
        return cast(SignedInRequest, request).user

    def county(self, request: HttpRequest) -> Unit:
        return or_404(county_where(self.person(request), "account.manage", in_part=True))

    def may_manage(self, request: HttpRequest) -> bool:
        return may(self.person(request), "account.manage", self.county(request))

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).filter(**{self.county_path: self.county(request)})

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> models.Model:
        """404 for what is not there and for what is another county's."""
        row = super().get_object(request, object_id, from_field)
        if row is None:
            raise Http404("no such row in the county")
        return row

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may_manage(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_manage(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Figures and imports rest on these rows."""
        return False

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Without the admin's wrapper, whose buttons open pop-up windows."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, models.ForeignKey) and field is not None:
            field.widget = getattr(field.widget, "widget", field.widget)
        return field

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        """What can be chosen is the county's own."""
        related, county = db_field.remote_field.model, self.county(request)
        kwargs["queryset"] = (
            User.objects.of_county(county).filter(is_active=True).order_by("name", "pk")
            if related is User
            else related._default_manager.filter(county=county)
        )
        kwargs["empty_label"] = NOTHING_CHOSEN
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_choice_field(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.TypedChoiceField | None:
        kwargs["choices"] = [("", NOTHING_CHOSEN), *db_field.flatchoices]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    # --- Storing ------------------------------------------------------------------------

    def check_row(self, row: models.Model) -> None:
        """Raise DomainError for what this table's rules do not allow. The county is held: nobody
        else keeps a row of it meanwhile, and no month is published."""

    def new_row(self, county: Unit) -> models.Model:
        return self.model(county=county) if self.county_path == "county" else self.model()

    def keep_new(self, row: models.Model, *, county: Unit, by: User) -> models.Model:
        with audited(by=by):
            hold(county)
            self.check_row(row)
            return add_reference(
                row=row,
                action=self.action_create,
                county=county,
                taken=self.taken,
                by=by,
            )

    def keep_changed(
        self, row: models.Model, *, edition: str, county: Unit, by: Any
    ) -> models.Model:
        with audited(by=by):
            hold(county)
            self.check_row(row)
            return change_reference(
                row=row,
                edition=edition,
                action=self.action_update,
                county=county,
                taken=self.taken,
                by=by,
            )

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> models.Model:
        row = form.save(commit=False)
        if not change and self.county_path == "county":
            row.county = self.county(request)
        return row

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        county = self.county(request)
        try:
            if change:
                edition = form.cleaned_data["edition"]
                self.keep_changed(obj, edition=edition, county=county, by=self.person(request))
            else:
                self.keep_new(obj, county=county, by=self.person(request))
        except DomainError as error:
            raise Refused(error, obj) from error

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A refused row comes back on its page as it was typed, as ``accounts.pages.deeds`` has it
        for the pages that are not the admin's."""
        try:
            answer = super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refused:
            error, row = refused.error, refused.row
        else:
            if request.method == "POST" and answer.status_code == 200:
                answer.status_code = 400
            return answer
        request.refusal = error  # type: ignore[attr-defined]
        told = Refusal(error)
        if told.is_conflict and object_id is not None:
            now = self.get_object(request, unquote(object_id))
            told = Refusal(error, sentence=error.message, differences=self.differences(now, row))
        context = dict(extra_context or {}) | {"refusal": told}
        answer = super().changeform_view(request, object_id, form_url, context)
        answer.status_code = told.status
        return answer

    def differences(self, now: models.Model, typed: models.Model) -> list[Difference]:
        """Where what was typed is not what stands now."""
        compared = [
            Difference(str(field.verbose_name), field_words(now, field), field_words(typed, field))
            for field in typed_fields(self.model)
        ]
        return [each for each in compared if each.now != each.typed]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        return form

    # --- Pages --------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        return [page for page in super().get_urls() if str(page.name).endswith(self.pages)]

    def address_to_add(self) -> str:
        name = f"{self.opts.app_label}_{self.opts.model_name}_add"
        return reverse(f"{self.admin_site.name}:{name}")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {
            "title": str(self.opts.verbose_name),
            "about": self.about,
            "adds": self.address_to_add() if self.may_manage(request) else "",
            **(extra_context or {}),
        }
        return super().changelist_view(request, context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = context.get("original")
        context["history"] = selectors.history_of(row) if row else []
        return super().render_change_form(request, context, *args, **kwargs)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """The audit trail has it."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """The audit trail has it."""
