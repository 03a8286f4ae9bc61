# What the server scripts share. Each script starts one server, prints its settings as NAME=value lines on standard
# output once it answers, and stays until it is ended; then it stops the server and removes its data.
#
#   --port N    listen on this port (default: a free one)
#   --data DIR  keep the data here (default: a temporary folder, removed at the end)

set -euo pipefail

name=$(basename "$0")
port=''
data=''
keep_data=no
child=''

say() { printf '%s: %s\n' "$name" "$*" >&2; }
fail() { say "$@"; exit 1; }

while [ $# -gt 0 ]; do
  case $1 in
    --port) port=${2:?--port needs a number}; shift 2 ;;
    --data) data=${2:?--data needs a folder}; keep_data=yes; shift 2 ;;
    *) fail "unknown option $1" ;;
  esac
done

free_port() {
  # Below the range from which systems take ports for outgoing connections: nobody else is given it meanwhile.
  node -e "
    const { createServer } = require('net');
    const look = (tries) => {
      const port = 20000 + Math.floor(Math.random() * 12000);
      const server = createServer();
      server.once('error', (error) => { if (tries > 0) look(tries - 1); else throw error; });
      server.listen(port, '127.0.0.1', () => { console.log(port); server.close(); });
    };
    look(50);
  "
}

prepare() {
  [ -n "$port" ] || port=$(free_port)
  if [ -z "$data" ]; then data=$(mktemp -d "${TMPDIR:-/tmp}/leafcutter-$name.XXXXXX"); fi
  mkdir -p "$data"
  data=$(cd "$data" && pwd)
  log=$data/$name.log
  trap finish EXIT
  trap 'exit 143' TERM
  trap 'exit 130' INT HUP
}

# The signal that makes the server stop at once but cleanly.
stop_signal=TERM

finish() {
  trap - EXIT
  trap '' TERM INT HUP
  if [ -n "$child" ] && kill -0 "$child" 2>/dev/null; then
    kill -s "$stop_signal" "$child" 2>/dev/null || true
    for _ in $(seq 100); do kill -0 "$child" 2>/dev/null || break; sleep 0.1; done
    kill -KILL "$child" 2>/dev/null || true
  fi
  [ "$keep_data" = yes ] || rm -rf "$data"
}

# await_ready COMMAND...: until the command succeeds, at most a minute.
await_ready() {
  for _ in $(seq 300); do
    if "$@" >/dev/null 2>&1; then return 0; fi
    if ! kill -0 "$child" 2>/dev/null; then tail -n 20 "$log" >&2; fail 'the server ended while it started'; fi
    sleep 0.2
  done
  tail -n 20 "$log" >&2
  fail 'the server did not answer within a minute'
}

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; }

# stay: until the server ends by itself (a failure) or this script is ended.
stay() {
  local status=0
  wait "$child" || status=$?
  fail "the server ended with status $status"
}

cache=${XDG_CACHE_HOME:-$HOME/.cache}/leafcutter

# go_tool NAME MODULE@VERSION: prints the path of a tool in the cache, building it when it is not there.
go_tool() {
  local tool=$cache/$1
  if [ ! -x "$tool" ]; then
    local go
    go=$(command -v go || echo /usr/local/go/bin/go)
    [ -x "$go" ] || fail "there is no $1 on the PATH and no go to build one"
    say "building $2, which takes minutes, once"
    mkdir -p "$cache"
    local building
    building=$(mktemp -d "$cache/building.XXXXXX")
    if ! GOBIN=$building "$go" install "$2" >&2; then rm -rf "$building"; fail "could not build $2"; fi
    mv "$building/$1" "$tool"
    rm -rf "$building"
  fi
  printf '%s\n' "$tool"
}
