# One image for web, worker, scheduler, migrations and provisioning: docker-compose.yml says which it is.
# It holds no secret; what it needs to run comes from its environment (docs/production.md).
FROM python:3.11.15-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
COPY requirements.txt /build/
RUN /venv/bin/pip install --only-binary :all: --require-hashes -r /build/requirements.txt

FROM python:3.11.15-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 tesseract-ocr tesseract-ocr-nor \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin regna \
    && install -d -o regna -g regna -m 0750 /data/files
COPY --from=packages /venv /venv
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    OMP_THREAD_LIMIT=1 \
    HOME=/tmp \
    WEB_CONCURRENCY=3 \
    REGNA_ENV=production

WORKDIR /app
COPY manage.py ./
COPY accounting accounting
COPY crm crm
COPY erp erp
COPY inbox inbox
COPY integrations integrations
COPY invoicing invoicing
COPY projects projects
COPY locale locale
COPY static static
COPY templates templates
RUN REGNA_ENV=build python -m erp.messages compile
RUN REGNA_ENV=build python manage.py collectstatic --noinput
RUN python -m compileall -q .

USER regna
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "erp.wsgi", "--preload", "--no-control-socket", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--threads", "4", "--timeout", "120", "--graceful-timeout", "30", "--worker-tmp-dir", "/dev/shm", "--log-level", "warning"]
