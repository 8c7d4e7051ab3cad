"""Settings, read from the environment.

`REGNA_ENV` is development (default), test or production. A production process that lacks a setting, or has
an unsafe one, refuses to start and names everything that is wrong at once.
"""

from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from erp.environment import cache_beside
from erp.environment import environment as env
from erp.production import faults_of_production

ROOT = Path(__file__).resolve().parent.parent

# --- The environment: every name that the product understands ---------------------------------------

REGNA_ENV = env.choice("REGNA_ENV", "development", ("development", "test", "production", "build"))
PRODUCTION = REGNA_ENV == "production"
# "build" collects the static files of an image: as in production, but without its secrets. It cannot serve.
STATIC_AS_IN_PRODUCTION = REGNA_ENV in {"production", "build"}
DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.text(
    "SECRET_KEY",
    "" if PRODUCTION else "not-secret-development-only-" + "x" * 40,
    required=PRODUCTION,
)
ALLOWED_HOSTS = env.words(
    "ALLOWED_HOSTS",
    "" if PRODUCTION else "localhost,127.0.0.1,[::1],testserver",
    required=PRODUCTION,
)
BASE_URL = env.address(
    "BASE_URL",
    "" if PRODUCTION else "http://localhost:8000",
    ("https",) if PRODUCTION else ("http", "https"),
    required=PRODUCTION,
)
BROKER_URL = env.address(
    "BROKER_URL",
    "" if PRODUCTION else "memory://",
    ("redis", "rediss", "redis+socket", *(() if PRODUCTION else ("memory",))),
    required=PRODUCTION,
)
STORAGE_URL = env.text("STORAGE_URL", required=PRODUCTION)
STORAGE_FOLDER = env.folder("STORAGE_URL", ROOT / ".state" / "files")
EMAIL_URL = env.address("EMAIL_URL", "", ("smtp", "smtps"), required=PRODUCTION)
DEFAULT_FROM_EMAIL = env.text(
    "DEFAULT_FROM_EMAIL", "" if PRODUCTION else "regna@localhost", required=PRODUCTION
)
LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
BRREG_URL = env.address(
    "BRREG_URL", "https://data.brreg.no/enhetsregisteret/api", ("https", "http")
)
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0)
UPLOAD_LIMIT_MB = env.number("UPLOAD_LIMIT_MB", 25, at_least=1)
REQUEST_LIMIT_MB = env.number("REQUEST_LIMIT_MB", 100, at_least=1)
WORKER_CONCURRENCY = env.number("WORKER_CONCURRENCY", 2, at_least=1)
DATABASE = env.database("DATABASE_URL", required=PRODUCTION)
NEW_COMPANIES = env.flag("NEW_COMPANIES", default=True)
STYLE_GUIDE = env.flag("STYLE_GUIDE", default=not PRODUCTION)

if REQUEST_LIMIT_MB <= UPLOAD_LIMIT_MB:
    env.faults.append("REQUEST_LIMIT_MB must be more than UPLOAD_LIMIT_MB")
if PRODUCTION:
    env.faults.extend(
        faults_of_production(SECRET_KEY, DEBUG, ALLOWED_HOSTS, BASE_URL, DEFAULT_FROM_EMAIL)
    )
if env.faults:
    raise ImproperlyConfigured("Regna refuses to start: " + "; ".join(env.faults) + ".")

# --- Applications -----------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",  # Its templates, for TemplatesSetting.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_celery_beat",
    "django_celery_results",
    "django_htmx",
    "pghistory",
    "pgtrigger",
    "template_partials.apps.SimpleAppConfig",
    "erp.db",
    "erp.ui",
    "erp.companies",
    "erp.access",
    "erp.audit",
    "erp.files",
    "erp.jobs",
    "erp.logo",
    "crm",
    "accounting",
    "inbox",
    "erp.demo",
]

MIDDLEWARE = [
    "erp.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "erp.limits.RequestLimitMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "erp.access.middleware.AccessMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "erp.urls"
WSGI_APPLICATION = "erp.wsgi.application"
AUTH_USER_MODEL = "access.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATE_LOADERS = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
                "erp.ui.templatetags.ui",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    TEMPLATE_LOADERS
                    if DEBUG
                    else [("django.template.loaders.cached.Loader", TEMPLATE_LOADERS)],
                )
            ],
        },
    }
]

# --- Database: the serving role is bound by row security; migrations run as the owner ------------------

DATABASES = {
    "default": {
        **DATABASE,
        # For cursors that bind on the server (`accounting.ledger.statements`); Django's own never prepare.
        "OPTIONS": {**DATABASE["OPTIONS"], "prepare_threshold": 2},
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": False,
    }
    if DATABASE
    else {"ENGINE": "django.db.backends.postgresql", "NAME": "regna"}
}

# --- What all web processes must know together: failed tries, one-time codes that have been used ------------

CACHES = {"default": cache_beside(BROKER_URL)}

# --- Who may enter --------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
SHORTEST_PASSWORD = 12
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {
        "NAME": "erp.access.passwords.LongEnough",
        "OPTIONS": {"min_length": SHORTEST_PASSWORD},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
CSRF_FAILURE_VIEW = "erp.access.views.page_too_old"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "erp.access.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True  # A second factor is asked for all the same.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "login": "erp.access.forms.LoginForm",
    "change_password": "erp.access.forms.ChangePasswordForm",
    "reset_password": "erp.access.forms.ResetPasswordForm",
    "reset_password_from_key": "erp.access.forms.NewPasswordForm",
    "reauthenticate": "erp.access.forms.ReauthenticateForm",
}
# Wrong passwords and codes: per address, and per account whatever the address. axes locks the pair, earlier.
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,15/15m/key"}
ACCOUNT_USER_DISPLAY = "erp.access.models.display_name"
MFA_ADAPTER = "erp.access.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Regna"
MFA_RECOVERY_CODE_COUNT = 10
MFA_ALLOW_UNVERIFIED_EMAIL = True  # Nobody signs up alone, so no address is claimed by a stranger.
MFA_FORMS = {
    "authenticate": "erp.access.forms.CodeForm",
    "reauthenticate": "erp.access.forms.CodeAgainForm",
    "activate_totp": "erp.access.forms.ActivateForm",
}
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "erp.access.lockout.username_of"
AXES_SENSITIVE_PARAMETERS = ["csrfmiddlewaretoken", "code"]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "erp.access.lockout.locked_out"
AXES_CLIENT_IP_CALLABLE = "erp.access.client_address.client_address"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
SIGN_IN_LOG_DAYS = 365
SILENCED_SYSTEM_CHECKS = ["axes.W006"] if not PRODUCTION else []

# --- History ----------------------------------------------------------------------------------------------

PGHISTORY_DEFAULT_TRACKERS: tuple[object, ...] = ()
PGHISTORY_INSTALL_CONTEXT_FUNC_ON_MIGRATE = True

# --- Safe by default ----------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "upgrade-insecure-requests": PRODUCTION,
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: []
    for name in (
        "camera",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "payment",
        "usb",
    )
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    # A cookie of this name is taken from this very host over TLS alone.
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    CSRF_TRUSTED_ORIGINS = [BASE_URL.rstrip("/")]
    if TRUSTED_PROXIES:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_NUMBER_FILES = 100

# --- Language, place, files ---------------------------------------------------------------------------------

LANGUAGE_CODE = "nb"
# One language so far: what a browser asks for does not change it.
LANGUAGES = [("nb", _("Norwegian bokmål"))]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Europe/Oslo"
USE_TZ = True
USE_I18N = True
STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "staticfiles"
STATICFILES_DIRS = [ROOT / "static"]
WHITENOISE_USE_FINDERS = not STATIC_AS_IN_PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_AS_IN_PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# --- Background work ------------------------------------------------------------------------------------------

CELERY_BROKER_URL = BROKER_URL
CELERY_RESULT_BACKEND = "django-db"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_ALWAYS_EAGER = REGNA_ENV == "test" and BROKER_URL == "memory://"
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = WORKER_CONCURRENCY
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # A task that dies with its worker comes back after this many seconds; jobs resume earlier by their own sweep.
    "visibility_timeout": 900,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
}
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_TIMEZONE = TIME_ZONE
# Sweeps find what is left undone. One that no worker has taken by then is forgotten: the next does the same.
SWEEP: dict[str, object] = {"schedule": 15.0, "options": {"expire_seconds": 30}}
CELERY_BEAT_SCHEDULE = {
    "read-waiting-documents": {"task": "inbox.tasks.read_waiting", **SWEEP},
    "resume-stalled-jobs": {"task": "erp.jobs.tasks.resume_stalled", **SWEEP},
    "send-due-letters": {"task": "erp.access.tasks.send_due_letters", **SWEEP},
    "forget-old-sign-ins": {
        "task": "erp.access.tasks.forget_what_has_run_out",
        "schedule": crontab(hour="4", minute="10"),
    },
    "check-books-nightly": {
        "task": "accounting.tasks.check_all_books",
        "schedule": crontab(hour="3", minute="30"),
    },
}

# --- Mail: smtp://user:password@host:587 (STARTTLS) or smtps://...:465; nothing is sent without EMAIL_URL ---

MAIL = urlsplit(EMAIL_URL)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_URL else 'console'}.EmailBackend"
EMAIL_HOST = MAIL.hostname or ""
EMAIL_PORT = MAIL.port or 25
EMAIL_HOST_USER = unquote(MAIL.username or "")
EMAIL_HOST_PASSWORD = unquote(MAIL.password or "")
EMAIL_USE_SSL = MAIL.scheme == "smtps"
EMAIL_TIMEOUT = 30  # seconds
EMAIL_USE_TLS = MAIL.scheme == "smtp" and MAIL.port == 587

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "axes": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}

ENVIRONMENT_NAMES = tuple(env.names)
