"""The administration of reference data: 管理 → 基础数据."""

from accounts.admin.audited import AuditedAdmin
from accounts.admin.site import reference

__all__ = ["AuditedAdmin", "reference"]
