"""The administration of reference data: 管理 → 基础数据."""

from accounts.admin.audited import AuditedAdmin
from accounts.admin.role_names import RoleNameAdmin
from accounts.admin.site import reference

__all__ = ["AuditedAdmin", "RoleNameAdmin", "reference"]
