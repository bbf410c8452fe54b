"""Django settings. What differs between machines comes from `environment.py`; the rest is here."""

from typing import Any

from celery.schedules import crontab
from csp.constants import NONE, SELF

from stmarys_portal.environment import BASE_DIR, Environment

env = Environment()

SECRET_KEY = env.secret_key
DEBUG = env.debug
PORTAL_DEMO = env.demo
PORTAL_DATA = env.data
PORTAL_URL = env.base_url
PORTAL_PORT = env.port
ALLOWED_HOSTS = env.allowed_hosts
CSRF_TRUSTED_ORIGINS = [env.base_url]

INSTALLED_APPS = [
    # The rooms, highest first: templates and commands of a higher room win.
    "stmarys_portal.apps.PortalConfig",
    "governance.apps.GovernanceConfig",
    "incidents.apps.IncidentsConfig",
    "acknowledgements.apps.AcknowledgementsConfig",
    "consents.apps.ConsentsConfig",
    "approvals.apps.ApprovalsConfig",
    "policies.apps.PoliciesConfig",
    "notifications.apps.NotificationsConfig",
    "school.apps.SchoolConfig",
    "audit.apps.AuditConfig",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "csp",
    "simple_history",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # its widget templates, for the parts of a date
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "school.middleware.no_caching_of_private_pages",
    "school.middleware.a_page_for_what_only_a_button_does",
]

ROOT_URLCONF = "stmarys_portal.urls"
WSGI_APPLICATION = "stmarys_portal.wsgi.application"

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
                "school.context.school",
                "stmarys_portal.navigation.navigation",
                "stmarys_portal.demo.context.demonstration",
            ],
        },
    },
]

# --- database -------------------------------------------------------------------------------------
DATABASES = {"default": env.database}
if env.is_sqlite:
    # Immediate transactions and a long wait: two writers queue instead of failing. FULL, because
    # sign-off evidence must survive a power cut. See docs/decisions/0002-sqlite-settings.md.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA temp_store=MEMORY;"
            "PRAGMA journal_size_limit=67108864"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Limits on guessing must hold over all processes, so the cache is shared: the broker's Redis where
# there is one, a table otherwise.
if env.broker_url.startswith("redis"):
    CACHES: dict[str, dict[str, Any]] = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": env.broker_url,
            "KEY_PREFIX": "portal",
        }
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "portal_cache",
            # More than anybody can fill while guessing, so that no count is thrown out early.
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    }

# --- sign-in --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "school.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "stmarys_portal.accounts.PortalAccountAdapter"
ACCOUNT_FORMS = {
    "login": "stmarys_portal.account_forms.SignInForm",
    "confirm_login_code": "stmarys_portal.account_forms.CodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# The code sent to the address is the proof of it: to verify it once more would ask for two codes.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.secure
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True

# --- what a browser may do ------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF],
        "manifest-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = env.secure
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if env.secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.secure
if env.behind_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- language, time, files ------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["stmarys_portal.formats"]
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.data / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": env.data / "originals", "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "uploads.handlers.NoEndlessUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

CRISPY_ALLOWED_TEMPLATE_PACKS = ["portal"]
CRISPY_TEMPLATE_PACK = "portal"
CRISPY_FAIL_SILENTLY = False

# --- messages and tasks ---------------------------------------------------------------------------
vars().update(env.email)  # EMAIL_HOST, EMAIL_BACKEND and their kin, as Django names them
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.email_from
EMAIL_TIMEOUT = 20
OUTBOX_LEASE_SECONDS = env.outbox_lease_seconds

# How many people one transaction reminds or invites: a fault or a killed worker undoes no more.
REMINDERS_AT_A_TIME = 300
INVITATIONS_AT_A_TIME = 200

CELERY_BROKER_URL = env.broker_url
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
if env.broker_url.startswith("filesystem"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(env.data / "broker/queue"),
        "data_folder_out": str(env.data / "broker/queue"),
        "control_folder": str(env.data / "broker/control"),
        "polling_interval": 0.2,
    }
else:
    # The broker is only a doorbell: a dead one must not hold up the person who saved something.
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "max_retries": 0,
        "interval_start": 0,
        "interval_step": 0,
        "interval_max": 0,
        "socket_connect_timeout": 1,
    }
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "sweep the outbox": {"task": "notifications.tasks.deliver_due", "schedule": 60},
    "write to those newly asked": {
        "task": "acknowledgements.tasks.invite_newly_asked",
        "schedule": 60,
    },
    # Each day's round is done once, by the first of these that comes to its end.
    "ask newcomers and remind": {
        "task": "acknowledgements.tasks.ask_and_remind",
        "schedule": crontab(hour="7-18", minute="*/5"),
    },
    "carry on reminding by hand": {
        "task": "acknowledgements.tasks.carry_on_chasing",
        "schedule": 60,
    },
    "remind parents of minimum ages": {
        "task": "acknowledgements.tasks.remind_of_ages",
        "schedule": crontab(hour="8-18", minute="*/5"),
    },
    # Sign-off writes first; whoever had its letter needs none of this. Never in the night.
    "ask about pictures": {
        "task": "consents.tasks.ask_about_pictures",
        "schedule": crontab(hour="8-20", minute="*/10"),
    },
    "end consents to post pictures": {
        "task": "consents.tasks.end_photo_consents",
        "schedule": crontab(minute="*/10"),
    },
    "forget pictures that were not sent": {
        "task": "consents.tasks.forget_held",
        "schedule": 10 * 60,
    },
    # In the day, as it writes to those who asked.
    "close questions to other families": {
        "task": "consents.tasks.settle_shared_pictures",
        "schedule": crontab(hour="8-20", minute="*/10"),
    },
    "put policies in force on their day": {
        "task": "policies.tasks.publish_due",
        "schedule": 5 * 60,
    },
    "tell of reviews that come near": {
        "task": "policies.tasks.remind_of_reviews",
        "schedule": crontab(hour=7, minute=0),
    },
    "tell of services to look at again": {
        "task": "approvals.tasks.remind_of_reviews",
        "schedule": crontab(hour=7, minute=10),
    },
    "pass on cases that nobody is left to handle": {
        "task": "incidents.tasks.pass_on_unattended",
        "schedule": 5 * 60,
    },
    "nudge where a case has waited too long": {
        "task": "incidents.tasks.keep_clocks",
        "schedule": 5 * 60,
    },
    "ask the virus scanner about files that wait": {
        "task": "incidents.tasks.scan_waiting",
        "schedule": 5 * 60,
    },
    "forget files of reports that were not sent": {
        "task": "incidents.tasks.forget_unsent_files",
        "schedule": 5 * 60,
    },
    "keep requests to look at a case again moving": {
        "task": "incidents.tasks.keep_reviews",
        "schedule": 5 * 60,
    },
    "count terms that are over": {
        "task": "governance.tasks.count_terms",
        "schedule": crontab(hour="5-20", minute=20),
    },
    "put together the case files that were asked for": {
        "task": "incidents.tasks.make_case_files",
        "schedule": 60,
    },
    "put together what was asked for, for an inspector": {
        "task": "governance.tasks.make_inspections",
        "schedule": 60,
    },
    "throw away inspectors' files after a week": {
        "task": "governance.tasks.clear_inspections",
        "schedule": 60 * 60,
    },
    "throw away case files after a week": {
        "task": "incidents.tasks.clear_case_files",
        "schedule": 60 * 60,
    },
    "forget sessions that are over": {
        "task": "stmarys_portal.tasks.forget_old_sessions",
        "schedule": 60 * 60,
    },
    "remove files that no record leads to": {
        "task": "stmarys_portal.tasks.sweep_leftovers",
        "schedule": crontab(hour=3, minute=40),
    },
    "send the chain's head": {
        "task": "stmarys_portal.tasks.send_chain_head",
        "schedule": crontab(hour=6, minute=0),
    },
}
CELERY_BEAT_SCHEDULE_FILENAME = str(env.data / "broker/beat-schedule")

# --- reports --------------------------------------------------------------------------------------
# Nobody answers all the questions of a report faster than this; see `incidents/pace.py`.
REPORT_LEAST_SECONDS = 10

# --- files that people bring ----------------------------------------------------------------------
# ClamAV's socket; without one nothing is scanned, with one nothing unscanned is shown.
SCANNER_URL = env.scanner_url
# How much evidence comes in: for each file, from the person who told us, and in one case.
EVIDENCE_FILE_BYTES = 20 * 1024 * 1024
EVIDENCE_FILES_AT_ONCE = 5
EVIDENCE_FILES_A_REPORT = 10
EVIDENCE_BYTES_A_REPORT = 60 * 1024 * 1024
EVIDENCE_FILES_A_CASE = 100
EVIDENCE_BYTES_A_CASE = 500 * 1024 * 1024
# Reports that are not sent yet, all of them together, so that no robot fills the disk.
EVIDENCE_BYTES_UNSENT = 2 * 1024 * 1024 * 1024

# --- logs: what happened, never to whom -----------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # A 404 or a refused form names the path and, for some handlers, the address that asked:
        # neither belongs in a log beside an anonymous report (I2).
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "CRITICAL"},
    },
}
