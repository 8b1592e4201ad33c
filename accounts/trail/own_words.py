"""How the trail tells what accounts keeps: roles, and what was asked of the trail itself."""

from collections.abc import Sequence

from accounts.models import Role, Unit
from accounts.trail import actions
from accounts.trail.actions import GROUPS
from accounts.trail.words import EMPTY, Names, Row, Words, tell_former, tell_key, tell_rows

ACTIONS = {
    "session": (
        "登录",
        {
            "sign_in": "登录",
            "sign_out": "退出",
            "fail": "登录失败",
            "lock": "暂停登录",
            "act": "开始代领导办理",
            "act_end": "结束代领导办理",
        },
    ),
    "user": (
        "用户",
        {
            "create": "新建用户",
            "update": "修改用户",
            "password": "签发临时密码",
            "change_password": "修改密码",
            "disable": "停用用户",
            "enable": "启用用户",
        },
    ),
    "unit": (
        "单位",
        {
            "create": "新建单位",
            "update": "修改单位",
            "undo": "撤销导入",
            "propose_merger": "提出机构调整",
            "answer_merger": "答复机构调整",
            "merge": "并入其他单位",
        },
    ),
    "role_name": ("角色名称", {"create": "新增角色名称", "update": "修改角色名称"}),
    "trail": (
        "操作记录",
        {"export": "导出操作记录", "backup": "备份", "restore": "恢复备份", "anchor": "开始记锚"},
    ),
}


def register() -> None:
    actions.register(ACTIONS)
    tell_rows("accounts.roleassignment", _roles)
    tell_former("accounts.formerunit", "unit_id")
    tell_former("accounts.formerplace", "unit_id")
    tell_key("accounts.audithead", "last_hash", "末条校验值")
    tell_key("accounts.user", "who", "操作人")
    tell_key("accounts.user", "acts_for", "代办")
    tell_key("accounts.user", "group", "类别", words=lambda group: GROUPS.get(group, group))
    tell_key("accounts.user", "text", "对象")
    tell_key("accounts.user", "since", "自")
    tell_key("accounts.user", "until", "至")


def _roles(rows: Sequence[Row], names: Names) -> Words:
    """角色：those that ended, and those that began."""

    def told(row: Row) -> str:
        return f"{names.of(Unit, row.now('unit_id'))} {Role(row.now('role')).label}"

    ended = "、".join(told(row) for row in rows if row.is_gone)
    return [("角色", ended, "、".join(told(row) for row in rows if row.is_new) or EMPTY)]
