#!/bin/bash
# Runs once, as the superuser, on PostgreSQL's first start: the two roles, the extensions, and who owns what.
# The owner migrates. The application owns nothing: `manage.py migrate` grants it its rights, table by table.
set -euo pipefail
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
    --set owner_password="$OWNER_PASSWORD" --set app_password="$APP_PASSWORD" --set database="$POSTGRES_DB" <<'SQL'
CREATE ROLE cpu_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE cpu_app LOGIN PASSWORD :'app_password';
ALTER DATABASE :"database" OWNER TO cpu_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS citext;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;
SQL
