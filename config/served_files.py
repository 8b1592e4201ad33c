"""Which static files are collected: those that our pages ask for; and under which names."""

from django.contrib.staticfiles.apps import StaticFilesConfig
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Django's patterns for "import … from './name.js';", which it keeps for all scripts or none.
_, _IMPORTS = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns


class ServedFiles(StaticFilesConfig):
    """The pages of the reference data wear our own sheets: the admin's styles and scripts, and the
    vendored editors among them, are never asked for."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "admin"]


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Our modules name each other by content too: after an upgrade no browser runs a new script
    with an old part of it. Libraries are left as they come."""

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", _IMPORTS))
