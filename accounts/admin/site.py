"""The site of the reference data. Django's admin without its own sign-in, permissions and log:
who may is said by accounts/rights.csv, and what was done by the audit trail."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, include, path, reverse

from accounts.rights import may_in_part


class ReferenceSite(AdminSite):
    site_title = site_header = index_title = "基础数据"
    site_url = None
    enable_nav_sidebar = False
    empty_value_display = "—"
    index_template = "reference/index.html"

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and may_in_part(request.user, "account.manage")

    def admin_view(self, view: Callable, cacheable: bool = False) -> Any:
        """What you may not see or do does not exist; nor do the admin's pop-up windows."""
        answer = super().admin_view(view, cacheable)

        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not self.has_permission(request):
                raise Http404("not for this role")
            if IS_POPUP_VAR in request.GET or IS_POPUP_VAR in request.POST:
                raise Http404("no pop-ups")
            try:
                return answer(request, *args, **kwargs)
            except PermissionDenied:
                raise Http404("not for this role") from None

        return update_wrapper(asked, view)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The index and the tables: signing in and passwords have their own pages."""
        tables = [
            path(f"{model._meta.app_label}/{model._meta.model_name}/", include(kept_by.urls))
            for model, kept_by in self._registry.items()
        ]
        return [path("", self.admin_view(self.index), name="index"), *tables]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list:
        """Empty: our index lists the tables, not the rooms they live in."""
        return []

    def get_log_entries(self, request: HttpRequest) -> list:  # type: ignore[override]
        """Empty: the audit trail is the log."""
        return []

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        tables = [
            {
                "name": model._meta.verbose_name,
                "about": getattr(kept_by, "about", ""),
                "count": kept_by.get_queryset(request).count(),
                "address": reverse(f"{self.name}:{_named(model)}_changelist"),
            }
            for model, kept_by in self._registry.items()
        ]
        return super().index(request, {"tables": tables, **(extra_context or {})})


def _named(model: type[Model]) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}"


reference = ReferenceSite(name="reference")
