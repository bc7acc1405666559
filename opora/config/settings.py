"""Settings of every mode, from the environment, with safe defaults. `docs/deployment.md` lists the variables."""

import dj_database_url
from django.utils.csp import CSP

from opora.config import environment as env
from opora.config import oidc, wings

BASE_DIR = env.ROOT
MODE = env.mode()
DEMO = MODE == "demo"
DEBUG = False
VAR = env.var_folder()
SECRET_KEY = env.secret("SECRET_KEY", VAR)
ADDRESS_KEY = env.secret("ADDRESS_KEY", VAR)  # HMAC of secret addresses; changing it only makes facilities new
AUDIT_KEY = env.secret("AUDIT_KEY", VAR)  # seals the record of acts; without it no old seal can be verified
INDEX_KEY = env.secret("INDEX_KEY", VAR)  # blind indexes of encrypted fields; another one finds nothing of the old
FIELD_KEYS_FILE = env.text("FIELD_KEYS", str(VAR / "field_keys.txt"))  # ring of encrypted fields, the newest first
EXCHANGE_KEY = env.secret("EXCHANGE_KEY", VAR)  # the key that signs packages of counts is derived from it
ALLOWED_HOSTS = env.names("HOSTS", "127.0.0.1,localhost,[::1]" if DEMO else "")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if not DEMO]

# What the deployment is called and whose it is
REGION_NAMES = {
    "19": "Hlavní město Praha",
    "27": "Středočeský kraj",
    "35": "Jihočeský kraj",
    "43": "Plzeňský kraj",
    "51": "Karlovarský kraj",
    "60": "Ústecký kraj",
    "78": "Liberecký kraj",
    "86": "Královéhradecký kraj",
    "94": "Pardubický kraj",
    "108": "Kraj Vysočina",
    "116": "Jihomoravský kraj",
    "124": "Olomoucký kraj",
    "132": "Moravskoslezský kraj",
    "141": "Zlínský kraj",
}
PRODUCT_NAME = env.text("NAME", "Opora")
REGION_CODE = env.text("REGION", "60")  # RÚIAN code of the kraj that the home page speaks of
REGION_NAME = env.text("REGION_NAME", REGION_NAMES.get(REGION_CODE, ""))  # stands in the header
CONTACT_EMAIL = env.text("CONTACT_EMAIL")
SOURCE_URL = env.text("SOURCE_URL")
REGISTER_URL = env.text("REGISTER_URL")  # address of the daily register; empty = no daily import
API_RATE = env.number("API_RATE", 120)  # questions a minute of one client to one process of the API; 0 = no limit
RATES = {  # times and seconds for each class of sending, of one account or one network
    "public_form": (env.number("FORM_RATE", 20), 600),
    "upload": (60, 3600),
    "exchange": (120, 3600),
}
WINGS = wings.running(env.names("WINGS", ",".join(wings.APPS)))  # parts of the house that this instance runs

INSTALLED_APPS = [
    "opora.web.api",
    "opora.web.site",
    *wings.apps(WINGS),
    "opora.directory.catalog",
    "opora.directory.organizations",
    "opora.directory.territory",
    "opora.foundation.exchange",
    "opora.foundation.messaging",
    "opora.foundation.documents",
    "opora.foundation.accounts",
    "opora.foundation.privacy",
    "opora.foundation.audit",
    "opora.foundation.core",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_cotton",
    "django_tasks_db",
    "crontask",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "opora.foundation.accounts.apps.KnownSessionsConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "opora.foundation.core.middleware.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "opora.foundation.core.middleware.RequestLogMiddleware",
    "opora.foundation.core.middleware.SizeLimitMiddleware",
    "opora.web.api.middleware.ApiMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "opora.foundation.accounts.middleware.IdleMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "opora.directory.organizations.middleware.ActorMiddleware",
]

ROOT_URLCONF = "opora.config.urls"
WSGI_APPLICATION = "opora.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "opora.foundation.core.forms.FormRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "opora.foundation.core.context.page_frame",
            ],
            "builtins": ["opora.foundation.core.templatetags.acting"],  # forms say in which role they were opened
        },
    }
]

# Database: SQLite in the folder of data, or any address
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # secure_delete: what is deleted is overwritten; a staged row may hold an address that becomes secret later
    # mmap_size: search reads all its rows straight from the memory of the system, shared by all processes
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
    "PRAGMA secure_delete=ON; PRAGMA mmap_size=268435456;",
}
DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL", f"sqlite:///{VAR / 'opora.sqlite3'}"),
        conn_max_age=600,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:  # data fit in memory: reading by an index costs no more than in order, and queries are too short for a compiler
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c random_page_cost=1.1 -c jit=off")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "opora.foundation.core.storage.StaticStorage"},
}
MEDIA_ROOT = VAR / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440  # bytes of any request, but of views that take files: core.web.takes_files
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
BRANDING = VAR / "branding"  # may hold brand.css (colours) and logo.svg of the deployment; docs/look.md
STATICFILES_DIRS = [("branding", BRANDING)] if BRANDING.is_dir() else []
BRAND_FILES = sorted(file.name for file in BRANDING.glob("*.*")) if BRANDING.is_dir() else []

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "full_name"]},
    },
    {"NAME": "opora.foundation.accounts.forms.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "opora.foundation.accounts.forms.passwords.NotTooLong", "OPTIONS": {"max_length": 200}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "opora.foundation.accounts.forms.passwords.NotCommonInCzech"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "site:overview"
ACCOUNT_ADAPTER = "opora.foundation.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by invitation only
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = False  # operations/delays.py counts in the database; memory of a process would not do
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
PASSWORD_RESET_TIMEOUT = 60 * 60
ACCOUNT_FORMS = {
    "login": "opora.foundation.accounts.forms.sign_in.LoginForm",
    "change_password": "opora.foundation.accounts.forms.sign_in.ChangePasswordForm",
    "reauthenticate": "opora.foundation.accounts.forms.sign_in.ReauthenticateForm",
    "reset_password": "opora.foundation.accounts.forms.sign_in.ResetPasswordForm",
    "reset_password_from_key": "opora.foundation.accounts.forms.sign_in.ResetPasswordKeyForm",
}
OIDC_NAME = env.text("OIDC_NAME")  # organization whose accounts may be linked to those here; empty = none
OIDC_ISSUER = env.text("OIDC_ISSUER").rstrip("/")
OIDC_PROVIDER = oidc.provider_id(OIDC_ISSUER)
SOCIALACCOUNT_ADAPTER = "opora.foundation.accounts.adapter.IdentityAdapter"
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True  # linking another way in is a change of security
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5  # seconds
SOCIALACCOUNT_PROVIDERS = oidc.providers(
    name=OIDC_NAME, issuer=OIDC_ISSUER, client_id=env.text("OIDC_CLIENT_ID"), secret=env.text("OIDC_CLIENT_SECRET")
)
MFA_ADAPTER = "opora.foundation.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "opora.foundation.accounts.forms.second_factor.AuthenticateForm",
    "reauthenticate": "opora.foundation.accounts.forms.second_factor.ReauthenticateForm",
    "activate_totp": "opora.foundation.accounts.forms.second_factor.ActivateAppForm",
    "deactivate_totp": "opora.foundation.accounts.forms.second_factor.DeactivateAppForm",
    "login_webauthn": "opora.foundation.accounts.forms.second_factor.LoginByKeyForm",
    "reauthenticate_webauthn": "opora.foundation.accounts.forms.second_factor.ReauthenticateByKeyForm",
    "authenticate_webauthn": "opora.foundation.accounts.forms.second_factor.AuthenticateByKeyForm",
    "add_webauthn": "opora.foundation.accounts.forms.second_factor.AddKeyForm",
    "edit_webauthn": "opora.foundation.accounts.forms.second_factor.EditKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO  # http://localhost
MFA_RATE_LIMITS = False  # nobody guesses a key; people behind one address are many
MFA_TOTP_ISSUER = PRODUCT_NAME
MFA_TOTP_TOLERANCE = 2  # steps of 30 s: a screen reader needs time

# Language and time
LANGUAGE_CODE = "cs"
LANGUAGES = [("cs", "čeština")]
TIME_ZONE = "Europe/Prague"
USE_TZ = True

# Protection
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
ABILITIES_SWITCHED_OFF = (  # of the device; keys for signing in (publickey-credentials-*) stay
    "accelerometer", "bluetooth", "camera", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer",
    "microphone", "midi", "payment", "serial", "usb", "browsing-topics",
)  # fmt: skip
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_IDLE = 60 * env.idle_minutes()  # seconds without any act after which a person is signed out
SESSION_LONGEST = 60 * 60 * 12  # seconds from sign-in after which a person signs in again, idle or not
SESSION_WARNING = 60 * 5  # seconds before the end when the page says so
SESSION_NOTED_EVERY = 60  # seconds between two writes of the last act; the server waits so much longer than it says
SESSION_COOKIE_AGE = 60 * 60 * 72  # a form left open over a weekend still brings its text to the sign-in
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "opora.foundation.accounts.middleware.form_too_old"
HTTPS = env.flag("HTTPS", default=not DEMO)
PUBLIC_URL = env.text("PUBLIC_URL", env.own_address(ALLOWED_HOSTS, https=HTTPS, demo=DEMO)).rstrip("/")  # in mail
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
BEHIND_PROXY = env.flag("BEHIND_PROXY", default=False)  # its X-Forwarded-Proto and last X-Forwarded-For are trusted
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None

# Mail: what is sent becomes a row of the outbox; it leaves to an SMTP server, in the demo to a folder
DEFAULT_FROM_EMAIL = env.text("FROM_EMAIL", "opora@localhost")
MAILERS = {"default": {"BACKEND": "opora.foundation.messaging.backend.OutboxBackend"}}
MAIL_TRANSPORT = (
    {"folder": VAR / "mail"}
    if DEMO
    else {
        "host": env.text("SMTP_HOST", "localhost"),
        "port": env.number("SMTP_PORT", 25),
        "login": (env.text("SMTP_USER"), env.text("SMTP_PASSWORD")),
        "starttls": env.flag("SMTP_TLS", default=False),
    }
)
MAIL_LEASE = 300  # seconds for which a message belongs to the worker that took it; longer than any server takes
BOUNCES = env.text("BOUNCES")  # Maildir with mail for OPORA_FROM_EMAIL: undeliverable messages come back there

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "filters": {"request": {"()": "opora.foundation.core.logs.RequestFilter"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request"]},
        "nowhere": {"class": "logging.NullHandler"},  # a logger without handlers would write plain text
    },
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"handlers": ["nowhere"], "propagate": False},
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
        "gunicorn.http.wsgi": {"level": "ERROR"},  # it warns of every HEAD request
        "django.request": {"level": "ERROR"},  # its warnings hold paths; ours hold routes
        "apscheduler": {"level": "WARNING"},
        "django_tasks": {"level": "INFO"},
    },
}
