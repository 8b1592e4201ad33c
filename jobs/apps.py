from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "jobs"
    verbose_name = "后台任务"

    def ready(self) -> None:
        from accounts.trail import due
        from jobs import kinds, trail
        from jobs.addresses import FILE_AT_ADDRESS
        from jobs.sweeping import sweep

        kinds.register(FILE_AT_ADDRESS)
        trail.register()
        due.register("后台任务", lambda _moment: sweep())
