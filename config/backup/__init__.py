"""Backup and restore, across all rooms.

A backup is a folder: ``manifest.json``, its checksum, ``tables/`` with one file a table, and
``files/`` with what was uploaded. Nothing in it depends on the kind of database it came from.
"""
