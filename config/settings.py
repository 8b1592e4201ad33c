"""Settings of Xushi: one file, driven by the environment.

With nothing set the embedded profile runs: SQLite in ``data/``, DEBUG off, a secret key
generated there once, loopback hosts. With PostgreSQL the security values must be given.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.secret_key import embedded_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "data")))

# --- Database: SQLite embedded, PostgreSQL in production -------------------------------

EMBEDDED = not env.str("DATABASE_URL", default="")
if EMBEDDED:
    DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA_DIR / "xushi.sqlite3"}
else:
    database = env.db_url("DATABASE_URL")

ON_SQLITE = database["ENGINE"] == "django.db.backends.sqlite3"
if ON_SQLITE:
    database |= {
        "ENGINE": "config.embedded",
        "OPTIONS": {
            # Deferred transactions fail with "database is locked" when two upgrade at once.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            ),
        },
        # In memory, forty threads meet "table is locked": tests use a file, as shipped.
        "TEST": {"NAME": DATA_DIR / "test.sqlite3"},
    }
else:
    database |= {"CONN_HEALTH_CHECKS": True}
# A connection serves many requests: to open SQLite's file and read its schema anew takes 3 ms, and
# statements that were prepared once are lost (2026-11-29).
database = {"CONN_MAX_AGE": 60} | database
DATABASES = {"default": database}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Security --------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)

if EMBEDDED:
    SECRET_KEY = env.str("SECRET_KEY", default="") or embedded_secret_key(DATA_DIR)
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
else:
    for name in ("SECRET_KEY", "ALLOWED_HOSTS"):
        if not env.str(name, default=""):
            raise ImproperlyConfigured(f"设置了 DATABASE_URL，就必须同时设置 {name}。")
    SECRET_KEY = env.str("SECRET_KEY")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")

CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# The number of proxies in front whose X-Forwarded-For is believed; 0 reads the socket.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
        "manifest-src": [SELF],
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "accounts.people.password_rules.NotLikeTheUser",
        "OPTIONS": {"user_attributes": ["username", "name", "phone"]},
    },
    {"NAME": "accounts.people.password_rules.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "accounts.people.password_rules.NotCommon"},
    {"NAME": "accounts.people.password_rules.NotOnlyDigits"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"

SESSION_ENGINE = "accounts.people.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
IDLE_MINUTES = env.int("IDLE_MINUTES", default=30)

# A wrong password counts against the name and the address together, so that nobody locks a
# colleague out by a few tries from elsewhere; and, with limits so high that no office of many
# behind one address reaches them by its typos, against the name and the address alone.
AXES_FAILURE_LIMIT = env.int("AXES_FAILURE_LIMIT", default=5)
ACCOUNT_FAILURE_LIMIT = env.int("ACCOUNT_FAILURE_LIMIT", default=30)
ADDRESS_FAILURE_LIMIT = env.int("ADDRESS_FAILURE_LIMIT", default=100)
AXES_HANDLER = "accounts.people.guessing.Guesses"
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "username", "ip_address"]
AXES_LOCKOUT_CALLABLE = "accounts.people.guessing.locked_out"
# Trying on while locked out neither counts nor prolongs it.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_CLIENT_IP_CALLABLE = "accounts.middleware.client_address"

# --- Applications ----------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.humanize",
    "config.served_files.ServedFiles",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "config.apps.XushiConfig",
    "accounts",
    "files",
    "jobs",
    "workbooks",
    "projects",
    "investment",
    "figures",
    "documents",
    "supervision",
    "assessment",
    "reports",
    "demo",
]

MIDDLEWARE = [
    "config.health.answers_monitors",
    "accounts.middleware.request_identity",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.compression.CompressedText",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.wrong_method_page",
    "accounts.middleware.kept_by_no_cache",
    "accounts.middleware.idle_expiry",
    "accounts.middleware.SignInFirst",
    "accounts.middleware.password_change_due",
    "accounts.middleware.acting_for",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
CSRF_FAILURE_VIEW = "accounts.pages.error_pages.csrf_failure"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.navigation.navigation",
            ],
            "builtins": [
                "django.templatetags.static",
                "django.contrib.humanize.templatetags.humanize",
                "accounts.templatetags.formats",
                "accounts.templatetags.components",
            ],
        },
    }
]

# What a process has read of a county stays with it until the trail tells of a change
# (accounts.trail.remembered). Without, every page reads everything anew.
REMEMBERS_WHAT_WAS_READ = env.bool("REMEMBERS_WHAT_WAS_READ", default=True)

# --- Language and time -----------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
# Demonstrations stand still on this day; empty means the real clock.
XUSHI_TODAY = env.str("XUSHI_TODAY", default="")
# Demo accounts are made only where this is set, on the embedded database.
XUSHI_DEMO = env.bool("XUSHI_DEMO", default=False)
if not ON_SQLITE:
    # A clock that stands still dates every entry and audit line of a real county wrongly.
    for name, value in (("XUSHI_TODAY", XUSHI_TODAY), ("XUSHI_DEMO", XUSHI_DEMO)):
        if value:
            raise ImproperlyConfigured(f"{name} 只用于内嵌数据库上的演示，正式环境请去掉。")

# --- Mail ------------------------------------------------------------------------------

# Reminders go by e-mail too where a server is named: smtp+tls://user:password@host:587
_mail_url = env.str("EMAIL_URL", default="")
HAS_MAIL = bool(_mail_url)
_mail = environ.Env.email_url_config(_mail_url or "dummymail://")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail["EMAIL_HOST"]
EMAIL_PORT = _mail["EMAIL_PORT"]
EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = _mail["EMAIL_FILE_PATH"]
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="xushi@localhost")

# --- Files -----------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
if (BASE_DIR / "assets").is_dir():
    STATICFILES_DIRS.append(BASE_DIR / "assets")
STORAGES = {
    "default": {
        "BACKEND": "files.storage.WholeFiles",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": "config.served_files.HashedFiles"},
}
# Where the head of the audit trail is written down outside the database (docs/operations.md), and
# the key of its HMACs; SECRET_KEY where none is given.
ANCHOR_FILE = Path(env.str("ANCHOR_FILE", default=str(DATA_DIR / "anchors")))
ANCHOR_KEY = env.str("ANCHOR_KEY", default="")
# Uploads are refused, in words, before the last of the disk goes: the database needs it.
SPARE_DISK_MB = env.int("SPARE_DISK_MB", default=100)
# What the files of one unit may take in all; 0 is no limit.
UNIT_QUOTA_MB = env.int("UNIT_QUOTA_MB", default=2000)
# A folder of fonts that a site has a licence for: PDF and pictures take them before those shipped.
FONTS_DIR = env.str("FONTS_DIR", default="")
# Where the administrator's page lets backups be made; by the timer they are made where it says.
BACKUP_DIR = Path(env.str("BACKUP_DIR", default=str(DATA_DIR / "backups")))
MEDIA_ROOT = DATA_DIR / "files"  # never served by URL: views check rights and stream

# 100 projects x 12 fields on one entry page.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- Work in the background ------------------------------------------------------------

# A worker that says nothing for so long has lost its job to another (jobs/sweeping.py).
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", default=60)
# redis://…; without it `manage.py work` does the work, and nothing else changes.
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="")
# A message only says which row to look at: it is done with as soon as it is read, no result is
# kept, and a page that sends it waits a second at most for a broker that is away.
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 1, "max_retries": 0}
CELERY_TIMEZONE = TIME_ZONE
# One way of logging for the server, its workers and their children.
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# --- Logs ------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_identity": {"()": "accounts.trail.request_context.RequestIdentityFilter"}},
    "formatters": {
        "line": {
            "()": "config.log_lines.LineFormatter",
            "format": "%(asctime)s %(levelname)s %(request_id)s %(name)s %(message)s",
        }
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["request_identity"],
        }
    },
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {"axes": {"level": "WARNING"}},
}

SILENCED_SYSTEM_CHECKS = [
    # HTTPS is a property of the site: set HTTPS=1 behind TLS (docs/operations.md).
    "security.W004",
    "security.W008",
    "security.W012",
    "security.W016",
]
