#!/usr/bin/env bash
# Makes a migration bundle: one program that makes the tables or brings them up to date, and needs the .NET 10 runtime but no SDK and no sources.
#   ./bundle.sh PostgreSql    makes artifacts/bundles/migrate-postgresql
#   ./bundle.sh Sqlite        makes artifacts/bundles/migrate-sqlite
# A second argument names another runtime than this machine's, such as linux-arm64. It takes a minute or more: the library is built as a release for it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
case ${1:-} in PostgreSql | Sqlite) ;; *) sed -n '2,5s/^# \{0,1\}//p' "$0" >&2; exit 2 ;; esac
project=src/IntegrationHealth.Storage.$1
output=artifacts/bundles/migrate-${1,,}
mkdir -p artifacts/bundles
dotnet tool restore >/dev/null
# One configuration for what dotnet ef loads and for what it publishes, or everything is compiled twice. The code was analysed when it was tested.
export RunAnalyzers=false
dotnet ef migrations bundle --configuration Release --project "$project" --startup-project "$project" --output "$output" --force ${2:+--target-runtime "$2"}
echo "$output"
