# The application, without anything that only building or testing needs. It runs as a user without rights.
FROM node:24-slim AS assets
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM python:3.11-slim
# The user has no home: what fontconfig remembers of the fonts goes where everything passing goes.
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 XDG_CACHE_HOME=/tmp
WORKDIR /app
# What WeasyPrint draws with: documents leave the system as PDF.
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation \
    && rm -rf /var/lib/apt/lists/*
COPY requirements-production.lock ./
RUN pip install --require-hashes -r requirements-production.lock
COPY --from=assets /build/node_modules node_modules
COPY manage.py pyproject.toml ./
COPY config config
COPY govuk govuk
COPY cpu cpu
COPY workflow workflow
COPY people people
COPY unit unit
COPY documents documents
COPY partners partners
COPY referrals referrals
COPY strategy strategy
COPY conferences conferences
COPY court court
RUN SECRET_KEY=only-to-collect-static-files python manage.py collectstatic --no-input --verbosity 0 \
    && useradd --system --no-create-home --shell /usr/sbin/nologin unit
USER unit
ENV BIND=0.0.0.0:8000
EXPOSE 8000
CMD ["gunicorn", "--config", "python:config.gunicorn", "config.wsgi"]
