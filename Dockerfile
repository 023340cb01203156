# Two stages: the first builds the environment from the hashed lock, the second runs it as an unprivileged user.
FROM python:3.13-slim-trixie AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /srv/app
RUN python -m venv /srv/venv
ENV PATH=/srv/venv/bin:$PATH
COPY requirements.txt .
# --no-deps: the lock is complete, and leaves out pillow-heif on purpose (Makefile).
RUN pip install --require-hashes --no-deps -r requirements.txt
COPY . .
# collectstatic needs settings, but no secret and no service: these placeholder values exist in this layer only.
RUN SECRET_KEY=build-only-build-only-build-only-build-only-build-only \
    SITE_URL=https://build.invalid ALLOWED_HOSTS=build.invalid \
    DATABASE_URL=postgres://build@build.invalid/build CACHE_URL=redis://build.invalid:6379/0 \
    S3_ENDPOINT_URL=https://build.invalid EMAIL_HOST=build.invalid \
    S3_QUARANTINE_ACCESS_KEY=build S3_QUARANTINE_SECRET_KEY=build \
    S3_RELEASED_ACCESS_KEY=build S3_RELEASED_SECRET_KEY=build \
    DJANGO_SETTINGS_MODULE=cms.settings.production \
    sh deploy/build.sh

FROM python:3.13-slim-trixie
ENV PATH=/srv/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=cms.settings.production
RUN useradd --system --uid 10001 --home-dir /srv/app --shell /usr/sbin/nologin cms
WORKDIR /srv/app
COPY --from=build /srv/venv /srv/venv
COPY --from=build /srv/app /srv/app
USER 10001
EXPOSE 8000
ENTRYPOINT ["sh", "/srv/app/deploy/entrypoint.sh"]
CMD ["web"]
