"""Django's SQLite backend, with statements as long as SQLite takes them.

Django 5.2 holds every SQLite to the 999 values of versions before 3.32, so that a bulk insert of
two hundred rows becomes ten statements.
"""

from django.db.backends.sqlite3 import base, features


class DatabaseFeatures(features.DatabaseFeatures):
    max_query_params = 32_766


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures
