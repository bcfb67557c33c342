#!/usr/bin/env bash
# Looks at a deployed host from outside. Ends with 0 when every line says ok.
#
#   ops/smoke.sh https://host.example/base
#   TOKEN=… ops/smoke.sh https://host.example      with a bearer token, also what a signed-in person sees
#
# UI, API, HEALTH: paths, where the host maps them elsewhere. HEALTH= (empty) leaves the health endpoint out.
set -uo pipefail

[ $# = 1 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2; }
readonly base=${1%/} ui=${UI:-/integration-health} api=${API:-/api/integrations} health=${HEALTH-/health}
failed=0
body=$(mktemp)
headers=$(mktemp)
trap 'rm -f "$body" "$headers"' EXIT

# ask <expected statuses, separated by |> <method> <path> [curl options]
ask() {
  local expected=$1 method=$2 path=$3 status
  shift 3
  status=$(curl --silent --show-error --max-time 15 --request "$method" --output "$body" --dump-header "$headers" --write-out '%{http_code}' "$@" "$base$path" 2>&1)
  if [[ "|$expected|" == *"|$status|"* ]]; then
    echo "ok      $method $path: $status"
  else
    echo "FAILED  $method $path: ${status}, expected ${expected//|/ or }: $(head -c 200 "$body" | tr '\n' ' ')"
    failed=1
    return 1
  fi
}

# has <what> <file> <extended regular expression>
has() {
  if grep -qiE -- "$3" "$2"; then echo "ok      $1"; else echo "FAILED  $1"; failed=1; fi
}

[ -z "$health" ] || ask 200 GET "$health"
if ask 200 GET "$ui"; then
  has "the page is the interface" "$body" '<script'
  has "the page has a Content-Security-Policy" "$headers" "^content-security-policy:.*script-src 'self'"
fi
ask '401|403' GET "$api/health" && has "without a sign-in the API answers a problem" "$headers" '^content-type: application/problem\+json'
ask '401|403' POST "$api/health/hub/negotiate?negotiateVersion=1"
if [ -n "${TOKEN:-}" ]; then
  auth=(--header "Authorization: Bearer $TOKEN")
  ask 200 GET "$api/health?limit=1" "${auth[@]}" && has "the list has a summary" "$body" '"summary"'
  ask 200 POST "$api/health/hub/negotiate?negotiateVersion=1" "${auth[@]}" && has "the hub offers WebSockets" "$body" '"WebSockets"'
fi
exit $failed
