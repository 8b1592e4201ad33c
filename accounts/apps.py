from django.apps import AppConfig

from accounts.pages.form_words import say_it_our_way

# A field keeps its words from the moment it is defined: before any form is.
say_it_our_way()


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "单位与用户"

    def ready(self) -> None:
        from accounts.pages import first_day
        from accounts.people.first_day import units_and_users
        from accounts.people.sessions import forget_expired_sessions
        from accounts.trail import due, invariants, own_words
        from accounts.trail.anchors import add_anchor_if_due, read_anchors
        from accounts.trail.guard import guard_faults
        from accounts.trail.rebuilding import differences

        own_words.register()
        first_day.register(10, units_and_users)
        invariants.register("数据与操作记录", differences)
        invariants.register("操作记录的触发器", guard_faults)
        invariants.register_reading("锚文件", read_anchors)
        due.register("锚文件", add_anchor_if_due)
        due.register("登录状态", forget_expired_sessions)
