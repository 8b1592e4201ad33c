"""What a county calls the roles."""

from typing import Any

from django.contrib import admin

from accounts.admin.audited import AuditedAdmin
from accounts.admin.site import reference
from accounts.errors import DomainError
from accounts.models import Role, RoleName


@admin.register(RoleName, site=reference)
class RoleNameAdmin(AuditedAdmin):
    about = "各角色在本县页面上的叫法，如经办人、股长、分管局领导；没有登记的用系统的名称。"
    taken = "这个角色已经有名称，或另一个角色已用这个名称。"
    action_create = "role_name.create"
    action_update = "role_name.update"
    fields = ("role", "name")
    list_display = ("name", "role")
    search_fields = ("name",)

    def check_row(self, row: Any) -> None:
        """A name means one role, also to who knows the roles by their own names."""
        if row.name in Role.labels and row.name != Role(row.role).label:
            raise DomainError(f"“{row.name}”是系统里另一个角色的名称，请换一个。", field="name")
