#!/usr/bin/env bash
# Builds everything once and runs every test. The last line is: N passed, N failed, N skipped.
#
#   ./test.sh                 all test projects, with the coverage bound
#   ./test.sh Core Sqlite     only test projects whose name contains one of these words, without the bound
#   CI=true ./test.sh         also formatting and packing; a missing part or a skipped test is a failure
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

readonly results=artifacts/test-results
readonly least_coverage=90
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# Processes of tests do not live long enough to be repaid for the profiles that the runtime takes of them: without, a test of the API takes a third less.
export DOTNET_TieredPGO=0
ci=false
[ "${CI:-}" = true ] && ci=true

problems=()
problem() { problems+=("$1"); echo "test.sh: $1" >&2; }
say() { printf '\n== %s\n' "$1"; }

# ---- the programs that tests use -------------------------------------------------------------------------------------
root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo -n "$@"
  else return 1
  fi
}

find_program() {
  local name
  for name in "$@"; do
    command -v "$name" && return
    ls -1 /usr/lib/postgresql/*/bin/"$name" /usr/local/bin/"$name" /usr/sbin/"$name" /usr/lib/chromium/"$name" /snap/bin/"$name" 2>/dev/null \
      | sort -V | tail -n 1 | grep . && return
  done
  return 1
}

apt_is_fresh=false
apt_install() {
  command -v apt-get >/dev/null || return 1
  root true || return 1
  if ! $apt_is_fresh; then
    root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >/dev/null || return 1
    apt_is_fresh=true
  fi
  root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >/dev/null
}

# need <what> <Debian package> <what is skipped without it> <program names...>
need() {
  local what=$1 package=$2 without=$3
  shift 3
  if ! find_program "$@" >/dev/null; then
    echo "$what is missing; installing $package"
    apt_install "$package" || true
  fi
  if find_program "$@" >/dev/null; then
    echo "$what: $(find_program "$@")"
  elif $ci; then
    problem "$what is missing and could not be installed (apt-get install $package)"
  else
    echo "$what is missing and could not be installed here (apt-get install $package): $without"
  fi
}

# need_module <Python module> <Debian package> <what is skipped without it>: a package of Debian's own Python
need_module() {
  local python=/usr/bin/python3
  if ! "$python" -c "import $1" 2>/dev/null; then
    echo "Python's $1 is missing; installing $2"
    apt_install "$2" || true
  fi
  if "$python" -c "import $1" 2>/dev/null; then
    echo "$1: $("$python" -c "import $1; print($1.__file__)")"
  elif $ci; then
    problem "Python's $1 is missing and could not be installed (apt-get install $2)"
  else
    echo "Python's $1 is missing and could not be installed here (apt-get install $2): $3"
  fi
}

say "Programs"
command -v dotnet >/dev/null || { echo "test.sh: the .NET 10 SDK is missing: https://dotnet.microsoft.com/download" >&2; exit 1; }
echo ".NET SDK: $(dotnet --version)"
need PostgreSQL postgresql "tests against PostgreSQL are skipped" initdb
need sqlite3 sqlite3 "the lines of the documentation for SQLite are not run" sqlite3
need Redis redis-server "tests against Redis are skipped" redis-server
need Chromium chromium "tests in the browser are skipped" chromium chromium-browser google-chrome
need nginx nginx "the test behind a proxy is skipped" nginx
need Node.js nodejs "the client is neither built nor tested, and signatures are not verified with the reference library" node
need npm npm "the client is neither built nor tested, and signatures are not verified with the reference library" npm
need Prometheus prometheus "metrics are not scraped and rules not checked" promtool
need_module aiosmtpd python3-aiosmtpd "tests of mail are skipped"
if find_program node >/dev/null && find_program npm >/dev/null; then
  npm ci --prefix tests/standardwebhooks --silent || problem "npm ci failed in tests/standardwebhooks"
fi
# The library that draws the diagrams of the documentation: one file of it, without the hundred packages that it is built from.
readonly mermaid=mermaid-11.17.2
if find_program npm >/dev/null && { [ ! -f "artifacts/mermaid/$mermaid.tgz" ] || [ ! -f artifacts/mermaid/package/dist/mermaid.min.js ]; }; then
  mkdir -p artifacts/mermaid
  { npm pack "mermaid@${mermaid#mermaid-}" --silent --pack-destination artifacts/mermaid >/dev/null && tar -xzf "artifacts/mermaid/$mermaid.tgz" -C artifacts/mermaid package/dist/mermaid.min.js; } \
    || problem "$mermaid could not be fetched: its diagrams are not drawn"
fi
CHROMIUM_PATH=$(find_program chromium chromium-browser google-chrome || true)
export CHROMIUM_PATH

# ---- the count -------------------------------------------------------------------------------------------------------
counter() {
  find "$results" -name '*.trx' -exec grep -ho '<Counters [^>]*>' {} + | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ n += $1 } END { print n + 0 }'
}

# Vitest's own report, if it ran.
client_counter() {
  { grep -o "\"$1\":[0-9]*" "$results/client.json" 2>/dev/null || true; } | head -n 1 | tr -dc '0-9' | grep . || echo 0
}

# The names of what failed and the first line of why, once more at the end, where nobody has to look for them.
failed_tests() {
  find "$results" -name '*.trx' -exec awk '
    /<UnitTestResult / { name = ""; if (/outcome="Failed"/ && match($0, / testName="[^"]*"/)) name = substr($0, RSTART + 11, RLENGTH - 12) }
    name != "" && match($0, /<Message>.*/) { why = substr($0, RSTART + 9); sub(/<\/Message>.*/, "", why); print name ": " why; name = "" }' {} + | sort -u
}

finish() {
  local total passed failed skipped line
  total=$(($(counter total) + $(client_counter numTotalTests)))
  passed=$(($(counter passed) + $(client_counter numPassedTests)))
  failed=$(($(counter failed) + $(client_counter numFailedTests)))
  skipped=$((total - passed - failed))
  [ "$total" -gt 0 ] || problem "no test ran"
  if $ci && [ "$skipped" -gt 0 ]; then problem "$skipped tests were skipped, and CI=true allows none"; fi
  echo
  for line in "${problems[@]+"${problems[@]}"}"; do echo "FAILED: $line"; done
  failed_tests | sed 's/^/FAILED: /'
  echo "$passed passed, $failed failed, $skipped skipped"
  if [ ${#problems[@]} -eq 0 ] && [ "$failed" -eq 0 ]; then exit 0; else exit 1; fi
}

# The client: its rules of style, its types, its tests, and the size of what a first visit loads. The build above has installed its packages.
test_client() {
  local client=src/IntegrationHealth.Ui/client
  if ! command -v npm >/dev/null || [ ! -d "$client/node_modules" ]; then
    if $ci; then problem "npm or the client's packages are missing"; fi
    return 0
  fi
  say "Client"
  (cd "$client" && npm run --silent lint) || problem "eslint found something in the client"
  (cd "$client" && npm run --silent typecheck) || problem "the client's types do not fit"
  (cd "$client" && npx vitest run --reporter=default --reporter=json --outputFile.json="$OLDPWD/$results/client.json") || problem "tests of the client failed"
  (cd "$client" && npm run --silent size) || problem "the first load of the client is over its limit"
  if grep -q '"resolved"' "$client/package-lock.json"; then problem "package-lock.json names the addresses of a registry"; fi
}

# Two projects at a time, those that take longest first, so that none of them is left for the end; each one's words in one piece. The first of them runs several hosts
# against the clock of this machine: it goes before the others, who live by clocks that their tests drive.
test_all() {
  local first=(EndToEnd Ui AspNetCore Core Storage.PostgreSql Docs)
  local names
  names=$({ printf 'IntegrationHealth.%s.Tests\n' "${first[@]}"; for project in tests/*/*.Tests.csproj; do basename "$project" .csproj; done; } | awk '!seen[$0]++')
  export -f test_module
  printf '%s\n' "$names" | xargs -P 2 -I{} bash -c 'test_module "$@"' _ {} "${options[@]}" || problem "tests failed"
}

test_module() {
  local name=$1 log
  shift
  log=$(mktemp)
  local began=$SECONDS outcome=0
  local priority=(nice -n 5)
  [ "$name" = IntegrationHealth.EndToEnd.Tests ] && priority=()
  "${priority[@]}" dotnet test --project "tests/$name/$name.csproj" --no-build "$@" >"$log" 2>&1 || outcome=$?
  printf '\n== %s: %s s\n' "$name" "$((SECONDS - began))"
  cat "$log"
  rm -f "$log"
  return "$outcome"
}

build() { dotnet build "$1" -v quiet || { problem "the build of $1 failed"; finish; }; }

# ---- build and test --------------------------------------------------------------------------------------------------
rm -rf "$results"
mkdir -p "$results"
options=(--results-directory "$PWD/$results" --report-trx --coverlet --coverlet-output-format cobertura)

if [ $# -gt 0 ]; then
  mapfile -t projects < <(for word in "$@"; do ls -1 tests/*/*.Tests.csproj | grep -i -- "$(basename "$word")" || true; done | sort -u)
  [ ${#projects[@]} -gt 0 ] || { echo "test.sh: no test project has $* in its name" >&2; exit 1; }
  say "Build: ${projects[*]}"
  for project in "${projects[@]}"; do build "$project"; done
  say "Test"
  case " ${projects[*]} " in *IntegrationHealth.Ui.Tests*) test_client ;; esac
  for project in "${projects[@]}"; do
    dotnet test --project "$project" --no-build "${options[@]}" || problem "tests failed in $project"
  done
else
  say "Build"
  build IntegrationHealth.sln
  if $ci; then
    # Formatting takes minutes of one core; what follows has the other.
    dotnet format IntegrationHealth.sln --no-restore --verify-no-changes >"$results/format.log" 2>&1 &
    format=$!
    say "Pack"
    # The build above, not a second one: whether every package can be made, not what is published.
    dotnet pack IntegrationHealth.sln -c Debug --no-build -v quiet -p:WarnOnPackingNonPackableProject=false -o artifacts/packages || problem "dotnet pack failed"
  fi
  test_client
  if $ci; then
    say "Format"
    wait "$format" || problem "dotnet format would change files"
    cat "$results/format.log"
  fi
  say "Test"
  test_all
fi

# ---- coverage of src: a line counts once, and as covered when any test project ran it ---------------------------------
say "Line coverage of src"
coverage=$(find "$results" -name '*.xml' -exec cat {} + | awk -v here="$PWD/" '
  function attribute(name,   at, rest) {
    at = index($0, name "=\""); if (!at) return ""
    rest = substr($0, at + length(name) + 2)
    return substr(rest, 1, index(rest, "\"") - 1)
  }
  /<source>/ { source = $0; sub(/.*<source>/, "", source); sub(/<\/source>.*/, "", source) }
  /<class /  {
    file = attribute("filename"); if (file !~ /^\//) file = source file
    if (index(file, here) == 1) file = substr(file, length(here) + 1)
    sub(/^\/_\//, "", file)   # where a build with CI=true says that the repository stands
    counts = file ~ /^src\// && file !~ /\/obj\// && file !~ /\.g\.cs$/ && file !~ /\/Migrations\//
    split(file, part, "/"); project = part[2]
  }
  /<line / && counts {
    key = file ":" attribute("number")
    if (!(key in seen)) { seen[key] = 0; lines[project]++; all++ }
    if (attribute("hits") + 0 > 0 && !seen[key]) { seen[key] = 1; covered[project]++; hit++ }
  }
  END {
    for (project in lines) printf "%6.2f %% of %5d lines  %s\n", 100 * covered[project] / lines[project], lines[project], project | "sort -k6"
    close("sort -k6")
    printf "%.2f\n", all ? 100 * hit / all : 0
  }')
printf '%s\n' "$coverage" | sed '$d'
total=$(printf '%s\n' "$coverage" | tail -n 1)
echo "$total % in all; at least $least_coverage % is asked for"
if [ $# -eq 0 ] && awk -v total="$total" -v least="$least_coverage" 'BEGIN { exit !(total < least) }'; then
  problem "line coverage of src is $total %, under $least_coverage %"
fi

finish
