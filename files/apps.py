from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "files"
    verbose_name = "文件"

    def ready(self) -> None:
        from accounts.trail import due, invariants
        from files.invariants import stored_file_faults
        from files.sweeping import sweep

        due.register("文件清理", sweep)
        invariants.register("存放的文件", stored_file_faults)
