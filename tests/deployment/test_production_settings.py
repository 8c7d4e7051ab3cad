"""A production process that lacks a setting, or has an unsafe one, refuses to start and names it."""

import os
import re
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from erp.run.state import ROOT
from tests.deployment.production import PRODUCTION, production, settings_with

REQUIRED = sorted(set(PRODUCTION) - {"REGNA_ENV"})


def refusal(**changes: str | None) -> str:
    """Return what the settings say when they refuse."""
    with pytest.raises(ImproperlyConfigured) as refused:
        settings_with(production(**changes))
    return str(refused.value)


def test_a_whole_configuration_is_taken() -> None:
    settings = settings_with(PRODUCTION)
    assert settings.PRODUCTION
    assert not settings.DEBUG
    assert not settings.STYLE_GUIDE
    assert settings.SECURE_SSL_REDIRECT
    assert settings.SESSION_COOKIE_SECURE
    assert settings.CSRF_TRUSTED_ORIGINS == ["https://regna.example"]
    assert settings.EMAIL_BACKEND == "django.core.mail.backends.smtp.EmailBackend"
    assert (settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS) == (
        "mail.regna.example",
        587,
        True,
    )
    assert settings.DATABASES["default"]["OPTIONS"]["connect_timeout"] == "10"
    assert str(settings.STORAGE_FOLDER) == "/data/files"


@pytest.mark.parametrize("name", REQUIRED)
@pytest.mark.parametrize("nothing", [None, "", "   "])
def test_a_missing_setting_is_named(name: str, nothing: str | None) -> None:
    assert f"{name} is missing" in refusal(**{name: nothing})


def test_all_that_is_missing_is_told_at_once() -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        settings_with({"REGNA_ENV": "production"})
    assert re.findall(r"(\w+) is missing", str(refused.value)) == [
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "BASE_URL",
        "BROKER_URL",
        "STORAGE_URL",
        "EMAIL_URL",
        "DEFAULT_FROM_EMAIL",
        "DATABASE_URL",
    ]


WRONG = [
    ("REGNA_ENV", "prod"),
    ("SECRET_KEY", "short"),
    ("SECRET_KEY", "a" * 60),
    ("SECRET_KEY", "not-secret-development-only-" + "x" * 40),
    ("SECRET_KEY", "django-insecure-0123456789-0123456789-0123456789-0123456789"),
    ("SECRET_KEY", "change-me-0123456789-0123456789-0123456789-0123456789-abc"),
    ("ALLOWED_HOSTS", "*"),
    ("ALLOWED_HOSTS", "regna.example,*"),
    ("ALLOWED_HOSTS", "another.example"),
    ("BASE_URL", "http://regna.example"),
    ("BASE_URL", "regna.example"),
    ("BASE_URL", "https://"),
    ("BASE_URL", "https://regna.example/erp"),
    ("BASE_URL", "https://another.example"),
    ("BROKER_URL", "memory://"),
    ("BROKER_URL", "amqp://rabbit"),
    ("BROKER_URL", "redis://"),
    ("BROKER_URL", "redis://redis:port/0"),
    ("DATABASE_URL", "sqlite:///regna.db"),
    ("DATABASE_URL", "postgresql://erp_app:secret@postgres"),
    ("DATABASE_URL", "postgresql://erp_app:secret@postgres:0/regna"),
    ("DATABASE_URL", "postgresql://erp_app:secret@postgres:99999/regna"),
    ("STORAGE_URL", "/data/files"),
    ("STORAGE_URL", "s3://bucket"),
    ("EMAIL_URL", "mail.regna.example"),
    ("EMAIL_URL", "smtp://"),
    ("EMAIL_URL", "smtp://mail.regna.example:mail"),
    ("DEFAULT_FROM_EMAIL", "regna"),
    ("DEFAULT_FROM_EMAIL", "Regna <regna@localhost>"),
    ("DEBUG", "yes"),
    ("DEBUG", "perhaps"),
    ("STYLE_GUIDE", "2"),
    ("NEW_COMPANIES", "some"),
    ("LOG_LEVEL", "chatty"),
    ("BRREG_URL", "data.brreg.no"),
    ("TRUSTED_PROXIES", "-1"),
    ("TRUSTED_PROXIES", "one"),
    ("UPLOAD_LIMIT_MB", "0"),
    ("UPLOAD_LIMIT_MB", "25.5"),
    ("REQUEST_LIMIT_MB", "25"),
    ("WORKER_CONCURRENCY", "0"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_setting_is_named(name: str, value: str) -> None:
    assert name in refusal(**{name: value})


def test_a_refusal_does_not_show_secrets() -> None:
    said = refusal(
        SECRET_KEY="hemmelig",
        DATABASE_URL="mysql://u:hemmelig@h/d",
        BROKER_URL="amqp://:hemmelig@h",
        EMAIL_URL="imap://u:hemmelig@h",
    )
    assert "hemmelig" not in said


def test_development_needs_nothing() -> None:
    settings = settings_with({})
    assert settings.REGNA_ENV == "development"
    assert not settings.PRODUCTION
    assert not settings.DEBUG


def test_the_build_of_an_image_needs_no_secret_and_has_the_static_files_of_production() -> None:
    settings = settings_with({"REGNA_ENV": "build"})
    backend = settings_with(PRODUCTION).STORAGES["staticfiles"]
    assert settings.STORAGES["staticfiles"] == backend
    assert not settings.PRODUCTION


@pytest.mark.slow  # Starts a process.
def test_a_process_with_half_a_configuration_ends_before_it_begins() -> None:
    half = {"PATH": os.environ["PATH"], "REGNA_ENV": "production", "ALLOWED_HOSTS": "*"}
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn", "erp.wsgi", "--check-config"],
        cwd=ROOT,
        env=half,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "Regna refuses to start" in done.stderr
    assert "SECRET_KEY is missing" in done.stderr
    assert "ALLOWED_HOSTS must name the hosts, not *" in done.stderr
