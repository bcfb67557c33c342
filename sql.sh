#!/usr/bin/env bash
# Writes the SQL scripts for hosts whose DBAs apply migrations: sql/postgresql.sql and sql/sqlite.sql, both safe to run again.
# A test of each storage package compares them with its migrations.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
dotnet tool restore >/dev/null
mkdir -p sql
script() {
    local said
    said=$(dotnet ef migrations script "${@:3}" --project "src/IntegrationHealth.Storage.$1" --startup-project "src/IntegrationHealth.Storage.$1" --output "sql/$2" 2>&1) ||
        { echo "$said" >&2; return 1; }
}
script PostgreSql postgresql.sql --idempotent
# SQLite has no conditional statements, so EF Core makes no idempotent script for it: the migrations' own statements are conditional instead.
script Sqlite sqlite.sql
sed -i '1s/^\xEF\xBB\xBF//' sql/*.sql
sed -i 's/^INSERT INTO "integration_health_migrations"/INSERT OR IGNORE INTO "integration_health_migrations"/' sql/sqlite.sql
# Only a file without tables takes the first of these.
sed -i '1i PRAGMA auto_vacuum = INCREMENTAL;\nPRAGMA journal_mode = WAL;\n' sql/sqlite.sql
