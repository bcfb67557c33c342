#!/usr/bin/env bash
# Writes docs/configuration.md from the options and docs/http-reference.md from docs/openapi.json. A test compares them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
dotnet build tests/IntegrationHealth.Docs.Tests -v quiet -p:RunAnalyzers=false
WRITE_DOCS=true dotnet artifacts/bin/IntegrationHealth.Docs.Tests/debug/IntegrationHealth.Docs.Tests.dll -class IntegrationHealth.Docs.Reference.ReferenceTests
