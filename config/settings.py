"""One settings file with safe defaults; whatever differs between places comes from the environment.

A setting that would loosen something (DEBUG, INSECURE_HTTP) is off unless the environment turns it on. The
variables and what they mean are listed in docs/running.md.
"""

import sys
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF

from config.logs import logging_settings

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
# For a demo or a test on one machine only: cookies and pages may travel without TLS.
INSECURE_HTTP = env.bool("INSECURE_HTTP", default=DEBUG)
# How many proxies of our own stand in front, each adding itself to X-Forwarded-For.
PROXY_COUNT = env.int("PROXY_COUNT", default=0)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "django_filters",
    "oauth2_provider",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "axes",
    "csp",
    "config",
    "govuk",
    "cpu",
    "workflow",
    "people",
    "unit",
    "documents",
    "partners",
    "referrals",
    "strategy",
    "conferences",
    "court",
]

MIDDLEWARE = [
    "config.middleware.one_log_line",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.nothing_is_kept",
    "config.middleware.size_is_bounded",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "govuk.context_processors.look",
                "cpu.context_processors.signed_in",
            ],
        },
    }
]

UNIT_NAME = env("UNIT_NAME", default="Child Protection Unit")
PARTNERSHIP_NAME = env("PARTNERSHIP_NAME", default="")

# The database. The application's own role owns nothing; a second role owns the tables and migrates.
DATABASES = {"default": env.db("DATABASE_URL", default="postgres://cpu_app@127.0.0.1:5432/cpu")}
APP_DATABASE_ROLE = env("APP_DATABASE_ROLE", default="cpu_app")
STATEMENT_SECONDS = env.int("STATEMENT_SECONDS", default=15)
LOCK_SECONDS = env.int("LOCK_SECONDS", default=5)
IDLE_IN_TRANSACTION_SECONDS = 30
if sys.argv[1:2] == ["migrate"]:
    DATABASES["default"] = env.db("MIGRATION_DATABASE_URL", default=env("DATABASE_URL", default=""))
    STATEMENT_SECONDS = 0  # no limit: building an index on a full table takes its time
DATABASES["default"] |= {
    "ATOMIC_REQUESTS": False,
    "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60),
    "CONN_HEALTH_CHECKS": True,
}
DATABASES["default"].setdefault("OPTIONS", {}).update(
    connect_timeout=5,
    options=" ".join(
        f"-c {name}={seconds * 1000}"
        for name, seconds in (
            ("statement_timeout", STATEMENT_SECONDS),
            ("lock_timeout", LOCK_SECONDS),
            ("idle_in_transaction_session_timeout", IDLE_IN_TRANSACTION_SECONDS),
        )
    ),
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Signing in. Five wrong passwords for one name from one address shut that pair out for a quarter of an hour.
AUTH_USER_MODEL = "cpu.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "username"  # as Django's own sign-in form calls it, though it holds the e-mail
AXES_LOCKOUT_CALLABLE = "config.errors.locked_out"
AXES_CLIENT_IP_CALLABLE = "config.middleware.address_of"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = env.int("SESSION_SECONDS", default=10 * 60 * 60)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# What a browser is told.
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not INSECURE_HTTP
SECURE_REDIRECT_EXEMPT = [r"^health/$"]  # asked from inside, where TLS has ended already
SECURE_HSTS_SECONDS = 0 if INSECURE_HTTP else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not INSECURE_HTTP
SECURE_REFERRER_POLICY = "same-origin"
if PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440  # bytes; 2.5 MB
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# The API. Closed unless a view says otherwise: people by session and CSRF, front doors by client credentials.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "config.clients.ClientAuthentication",  # first: it decides that a stranger gets 401, not 403
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "config.clients.WithinScope",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "PAGE_SIZE": 25,
    "LIST_SERIALIZER_ERRORS_AS_DICT": True,  # one shape of errors for lists, by index
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "workflow.api.problem",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
OAUTH2_PROVIDER = {
    "OAUTH2_SERVER_CLASS": "oauthlib.oauth2.BackendApplicationServer",  # client credentials and nothing else
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
    "SCOPES": {
        "referrals:write": "Send referrals",
        "referrals:read": "Read the state of the referrals it has sent",
    },
    "DEFAULT_SCOPES": ["referrals:write", "referrals:read"],
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    **{
        f"COMPLIANT_BCP_RFC9700_{rule}": True  # OAuth as practised today, not as it began
        for rule in (
            "IMPLICIT_GRANT",
            "PASSWORD_GRANT",
            "PKCE_METHOD",
            "ACCESS_TOKEN_TRANSPORT",
            "AUTHZ_RESPONSE_ISS",
            "TOKEN_STORAGE",
            "REFRESH_TOKEN",
            "REDIRECT_URI_SCHEME",
        )
    },
}
SPECTACULAR_SETTINGS = {
    "DEFAULT_QUERY_MANAGER": "_default_manager",
    "TITLE": "Child Protection Unit",
    "DESCRIPTION": "Case work of a Multi-Agency Child Protection Unit in England.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    # Answers of the same name with other choices, each under a name that tells them apart.
    "ENUM_NAME_OVERRIDES": {
        "AskingUrgencyEnum": "partners.models.participation.Urgency",
        "MeetingUrgencyEnum": "strategy.models.discussion.Urgent",
        "SeenEveryEnum": "conferences.models.support_plan_child.SeenEvery",
        "AgreedToPlanEnum": "conferences.models.support_plan_child.Consent",
        "RiskChangeEnum": "conferences.models.worked_plan.RiskChange",
        "MeetingHowEnum": "strategy.models.discussion.How",
        "ConferenceHowEnum": "conferences.models.conference.How",
        "VisitingEnum": "conferences.models.conference.Visiting",
        "PlanCategoryEnum": "conferences.forms.conference.CATEGORIES",
        "ViewOnThresholdEnum": "partners.models.participation.AgencyView.View",
        "ViewOnAPlanEnum": "conferences.forms.conference.ViewOnAPlan.choices",
        "ComplaintAnswerEnum": "conferences.models.conference.Answered",
        "MissingRiskEnum": "people.models.choices.MissingRisk",
        "SeenEnum": "partners.models.finding.Seen",
        "SeenHowEnum": "partners.models.finding.SeenHow",
        "CalledHowEnum": "conferences.forms.plan.CALLED_HOW",
        "CalledAloneEnum": "conferences.forms.plan.CALLED_ALONE",
        "NoteHowEnum": "workflow.models.notes.Note.How",
        "ResponsibilityFoundEnum": "strategy.models.enquiry.Responsibility",
        "ResponsibilityHeldEnum": "people.models.choices.HoldsResponsibility",
    },
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# Celery says when; what is due stands in PostgreSQL: an emptied or absent broker loses nothing.
REDIS_URL = env("REDIS_URL", default="redis://127.0.0.1:6379/0")
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker for as long as it takes
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 1, "socket_timeout": 5}
CELERY_TASK_PUBLISH_RETRY = False  # whoever asks for a task never waits for the broker
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/London"
CELERY_BEAT_SCHEDULE = {
    # A tick that nobody took within two periods is dropped: the next one does the same work.
    task: {"task": task, "schedule": seconds, "options": {"expires": 2 * seconds}}
    for task, seconds in (
        ("cpu.tasks.sweep_clocks", 60),
        ("cpu.tasks.recompute_clocks", 60),
        ("cpu.tasks.deliver_outbox", 30),
        ("cpu.tasks.make_audit_months", 3600),
        ("cpu.tasks.sweep_days", 3600),
    )
}

# Static files: GOV.UK Frontend comes from npm at install. The demo and tests serve them as they lie.
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [("govuk-frontend", BASE_DIR / "node_modules" / "govuk-frontend" / "dist" / "govuk")]
STATIC_MANIFEST = env.bool("STATIC_MANIFEST", default=not DEBUG)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_MANIFEST
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not STATIC_MANIFEST

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
LOGGING = logging_settings(level=env("LOG_LEVEL", default="INFO"))
