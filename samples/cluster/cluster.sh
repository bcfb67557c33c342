#!/usr/bin/env bash
# Three hosts of the sample that share their checks, with Redis, PostgreSQL and nginx: on this machine, without Docker. Ctrl-C ends all of it and
# leaves nothing behind.
#
#   samples/cluster/cluster.sh              builds the sample, starts everything on free ports of 127.0.0.1, says where it is
#   PORT=8080 samples/cluster/cluster.sh    the port of nginx
#   SAMPLE_DLL=…/IntegrationHealth.Sample.dll samples/cluster/cluster.sh    a sample that is built already
#
# Needs the .NET 10 SDK, PostgreSQL, Redis, nginx and curl (Debian: apt-get install postgresql redis-server nginx curl).
set -euo pipefail
readonly here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly hosts=(host-a host-b host-c)
declare -A pid_of=() port_of=()
folder=

fail() { echo "cluster.sh: $*" >&2; exit 1; }

# find_program <name> <more folders…>
find_program() {
  local name=$1 folder
  shift
  command -v "$name" && return
  for folder; do [ -x "$folder/$name" ] && echo "$folder/$name" && return; done
  fail "$name is missing (see the head of this script)"
}

# pick_port <name>
pick_port() {
  local port
  while port=$((20000 + RANDOM % 12000)); do
    [[ " ${port_of[*]} " == *" $port "* ]] || (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  port_of[$1]=$port
}

# start <name> <command…>: behind this script, with its output in a file. In a session of its own: Ctrl-C reaches this script alone, which ends
# them in order.
start() {
  local name=$1
  shift
  setsid "$@" >"$folder/$name.log" 2>&1 </dev/null &
  pid_of[$name]=$!
}

start_host() {
  start "$1" env --chdir="$folder/host" HOME="$folder/host" ASPNETCORE_URLS="http://127.0.0.1:${port_of[$1]}" Sample__Storage=postgresql Sample__Simulator=false \
    Sample__PublicUrl="$address" ConnectionStrings__Redis="127.0.0.1:${port_of[redis]}" \
    ConnectionStrings__IntegrationHealth="Host=127.0.0.1;Port=${port_of[postgresql]};Username=postgres;Database=postgres" \
    dotnet "$sample"
}

is_alive() { jobs -pr | grep -qx -- "${pid_of[$1]:-none}"; }

# until_ready <name> <command…>: until the command says yes
until_ready() {
  local name=$1
  shift
  for _ in $(seq 600); do
    "$@" >/dev/null 2>&1 && return
    is_alive "$name" || break
    sleep 0.2
  done
  tail -n 20 "$folder/$name.log" >&2
  fail "$name did not become ready"
}

# end <signal> <name…>: processes of this script alone, which wait for their last results to be stored
end() {
  local signal=$1 name
  shift
  for name; do is_alive "$name" && kill -s "$signal" "${pid_of[$name]}" 2>/dev/null; done
  for name; do
    for _ in $(seq 450); do is_alive "$name" || break; sleep 0.1; done
    is_alive "$name" && kill -s KILL "${pid_of[$name]}" 2>/dev/null
  done
}

clean() {
  trap '' INT TERM HUP
  set +e
  end TERM "${hosts[@]}"
  end QUIT nginx
  end INT postgresql
  end TERM redis
  [ -z "$folder" ] || rm -rf "$folder"
}

trap clean EXIT
trap 'exit 0' INT TERM HUP

readonly postgresql=$(ls -1d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
initdb=$(find_program initdb "$postgresql")
postgres=$(find_program postgres "$postgresql")
pg_isready=$(find_program pg_isready "$postgresql")
redis=$(find_program redis-server /usr/local/bin)
nginx=$(find_program nginx /usr/sbin /usr/local/sbin)
for name in dotnet curl; do find_program "$name" >/dev/null; done

sample=${SAMPLE_DLL:-}
if [ -z "$sample" ]; then
  dotnet build "$here/../IntegrationHealth.Sample" -c Release -v quiet
  sample=$here/../../artifacts/bin/IntegrationHealth.Sample/release/IntegrationHealth.Sample.dll
fi
[ -f "$sample" ] || fail "there is no $sample"
sample=$(realpath "$sample")

folder=$(mktemp -d "${TMPDIR:-/tmp}/integration-health-cluster.XXXXXX")
# PostgreSQL refuses to run as root, and nginx's workers do not either: their users pass through, and see no more.
chmod 711 "$folder"
mkdir "$folder/host" "$folder/postgresql" "$folder/redis" "$folder/nginx"
as_user=()
if [ "$(id -u)" = 0 ]; then
  as_user=(setpriv --reuid=postgres --regid=postgres --clear-groups)
  chown postgres "$folder/postgresql"
fi
for name in nginx vendor redis postgresql "${hosts[@]}"; do pick_port "$name"; done
port_of[nginx]=${PORT:-${port_of[nginx]}}
readonly address=http://127.0.0.1:${port_of[nginx]}

(cd "$folder/postgresql" && "${as_user[@]}" "$initdb" -D "$folder/postgresql/data" -U postgres -A trust -E UTF8 --locale=C) >"$folder/initdb.log" 2>&1 \
  || fail "initdb failed: $(tail -n 3 "$folder/initdb.log")"
start postgresql "${as_user[@]}" "$postgres" -D "$folder/postgresql/data" -p "${port_of[postgresql]}" \
  -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c logging_collector=off
start redis "$redis" --port "${port_of[redis]}" --bind 127.0.0.1 --save "" --appendonly no --dir "$folder/redis"

sed "s|http://vendor:8081|http://127.0.0.1:${port_of[vendor]}|" "$here/integrations.json" >"$folder/host/appsettings.json"
sed -e "s|\${LISTEN}|127.0.0.1:${port_of[nginx]}|; s|\${VENDOR}|127.0.0.1:${port_of[vendor]}|" \
  -e "s|\${HOST_A}|127.0.0.1:${port_of[host-a]}|; s|\${HOST_B}|127.0.0.1:${port_of[host-b]}|; s|\${HOST_C}|127.0.0.1:${port_of[host-c]}|" \
  "$here/nginx.conf.template" >"$folder/nginx/servers.conf"
cat >"$folder/nginx/nginx.conf" <<END
daemon off; pid $folder/nginx/pid; error_log stderr; worker_processes 1;
events {}
http {
  access_log off;
  client_body_temp_path $folder/nginx/body; proxy_temp_path $folder/nginx/proxy; fastcgi_temp_path $folder/nginx/fastcgi;
  uwsgi_temp_path $folder/nginx/uwsgi; scgi_temp_path $folder/nginx/scgi;
  include servers.conf;
}
END
start nginx "$nginx" -p "$folder/nginx" -e stderr -c "$folder/nginx/nginx.conf"
until_ready nginx curl --silent --max-time 2 "http://127.0.0.1:${port_of[vendor]}/well"
until_ready postgresql "$pg_isready" -q -h 127.0.0.1 -p "${port_of[postgresql]}"

for name in "${hosts[@]}"; do start_host "$name"; done
for name in "${hosts[@]}"; do until_ready "$name" curl --silent --fail --max-time 5 "http://127.0.0.1:${port_of[$name]}/integration-health"; done

cat <<END

IntegrationHealth on three hosts
  Address      $address (nginx, which shares calls out among the hosts)
  Interface    $address/integration-health
  Hosts        $address/integration-health/admin/system, as administrator
  Try          curl -H "Authorization: Bearer demo-admin" $address/api/admin/system
$(for name in "${hosts[@]}"; do echo "  $name       http://127.0.0.1:${port_of[$name]}, process ${pid_of[$name]}: kill -9 it, and the others take its checks over"; done)
  PostgreSQL   127.0.0.1:${port_of[postgresql]}, user postgres
  Redis        127.0.0.1:${port_of[redis]}
  Logs         $folder/*.log
  End          Ctrl-C, or kill $$

END
# Until a signal comes, or nothing is left.
wait
fail "all of it has ended; see what it said above"
