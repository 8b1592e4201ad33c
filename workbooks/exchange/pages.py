"""The pages on which a table of reference data is brought in and taken out."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.admin import AuditedAdmin
from accounts.pages.deeds import Refusal, deed, sent
from files.responses import attachment
from workbooks.exchange.files import FORMATS, read_rows, write_rows, write_template
from workbooks.exchange.rows import CountyRows, Outcome
from workbooks.exchange.waiting import keep_until_confirmed, kept_file


class ImportForm(forms.Form):
    file = forms.FileField(
        label="文件",
        help_text=".xlsx 或 .csv，第 1 行是各列的标题。",
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
    )


class ExchangingAdmin(AuditedAdmin):
    """A table that is also kept by spreadsheet: ``resource_class`` says how a row reads."""

    resource_class: type[CountyRows]

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("import/", view(self.import_view), name=f"{name}_import"),
            path("import/confirm/", view(require_POST(self.confirm_view)), name=f"{name}_confirm"),
            path("template/", view(self.template_view), name=f"{name}_template"),
            path("export/<str:kind>/", view(self.export_view), name=f"{name}_export"),
            *super().get_urls(),
        ]

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Try the file and show what it comes to."""
        self._require_manager(request)
        form = ImportForm(sent(request), request.FILES or None)
        if request.method != "POST":
            return self._import_page(request, form)

        def tried() -> Outcome:
            file = form.cleaned_data["file"]
            return self._resource(request).tried(read_rows(file.read(), file.name))

        return deed(
            request,
            tried,
            form=form,
            to=lambda outcome: self._import_page(request, form, outcome=outcome),
            again=lambda refusal: self._import_page(request, form, refusal),
        )

    def _import_page(
        self,
        request: HttpRequest,
        form: ImportForm,
        refusal: Refusal | None = None,
        *,
        outcome: Outcome | None = None,
    ) -> HttpResponse:
        context: dict[str, Any] = {
            "form": form,
            "rows": self._resource(request),
            "refusal": refusal,
        }
        if outcome is not None:
            file = form.cleaned_data["file"]
            context |= {"outcome": outcome, "filename": file.name}
            if outcome.lines and not outcome.complaints:
                file.seek(0)
                context["token"] = keep_until_confirmed(
                    content=file.read(),
                    filename=file.name,
                    table=self.opts.label_lower,
                    by=self.person(request),
                    plan=outcome.plan,
                )
        return self._page(request, "reference/import.html", context)

    def confirm_view(self, request: HttpRequest) -> HttpResponse:
        """Apply what was previewed, all of it or none."""
        self._require_manager(request)

        rows = self._resource(request)

        def applied() -> str:
            file, content, filename, plan = kept_file(
                token=request.POST.get("token", ""),
                table=self.opts.label_lower,
                by=self.person(request),
            )
            outcome = rows.applied(read_rows(content, filename), plan)
            file.remove()
            changed = len(outcome.lines)
            return f"“{filename}”已导入：写入 {changed} 行，{outcome.unchanged} 行没有变化。"

        return deed(
            request,
            applied,
            done=str,
            to=lambda _: self.after_import(request, rows),
            again=lambda refusal: self._import_page(request, ImportForm(), refusal),
        )

    def after_import(self, request: HttpRequest, rows: CountyRows) -> HttpResponse:
        return redirect(self._address("changelist"))

    def template_view(self, request: HttpRequest) -> HttpResponse:
        """The table to be filled, with rows that show how."""
        self._require_manager(request)
        rows = self._resource(request)
        content = write_template(rows.columns, rows.samples, rows.guide)
        return attachment(content, f"{self.opts.verbose_name}导入样表.xlsx", FORMATS["xlsx"])

    def export_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        """The whole table, in the columns in which it is brought in."""
        if kind not in FORMATS:
            raise Http404("no such format")
        rows = self._resource(request)
        content = write_rows(rows.export(self.get_queryset(request)), kind)
        name = f"{self.opts.verbose_name}{clock.today().isoformat()}.{kind}"
        return attachment(content, name, FORMATS[kind])

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {
            "imports": self._address("import") if self.may_manage(request) else "",
            "exports": [(kind, self._address("export", kind)) for kind in FORMATS],
            **(extra_context or {}),
        }
        return super().changelist_view(request, context)

    def _resource(self, request: HttpRequest) -> CountyRows:
        return self.resource_class(
            kept_by=self,
            county=self.county(request),
            by=self.person(request),
            rows=self.get_queryset(request),
        )

    def _require_manager(self, request: HttpRequest) -> None:
        if not self.may_manage(request):
            raise PermissionDenied

    def _address(self, page: str, *args: str) -> str:
        name = f"{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(f"{self.admin_site.name}:{name}", args=args)

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        request.current_app = self.admin_site.name
        shared = {"opts": self.opts, "title": f"导入{self.opts.verbose_name}"}
        return TemplateResponse(
            request, template, {**self.admin_site.each_context(request), **shared, **context}
        )
