"""The version, the same as the newest heading of CHANGELOG.md."""

VERSION = "0.3.0"
