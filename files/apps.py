from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "files"
    verbose_name = "文件"

    def ready(self) -> None:
        from accounts.trail import invariants
        from files.invariants import stored_file_faults

        invariants.register("存放的文件", stored_file_faults)
