"""Which static files are collected: those that our pages ask for."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class ServedFiles(StaticFilesConfig):
    """The pages of the reference data wear our own sheets: the admin's styles and scripts, and the
    vendored editors among them, are never asked for."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "admin"]
