#!/usr/bin/env bash
# Runs every ```sh block of docs/vendor.md marked <!-- run -->, in order, in one shell, against a fresh platform.
# tests/docs_check.sh BIN: BIN is the folder of the built programs. Exit 0 = every command did what the page says.
set -euo pipefail
bin=$(realpath "${1:?folder of the built programs}")
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
server=
finish() {
  local status=$?
  [ -z "$server" ] || { kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; }
  [ "$status" -eq 0 ] || tail -n 20 "$work/serve.log" >&2 || true
  rm -rf "$work"
}
trap finish EXIT

home=$work/home
"$bin/datong" keys init --home "$home" >/dev/null
"$bin/datong" codes load "$root/data/classic" --home "$home" >/dev/null
"$bin/datong" example --data "$root/data/example-parties" --home "$home" >/dev/null
"$bin/datong" serve --home "$home" --port 0 --port-file "$work/port" 2>"$work/serve.log" &
server=$!
for _ in $(seq 150); do [ -s "$work/port" ] && break; kill -0 "$server"; sleep 0.1; done

awk '/^<!-- run -->$/ {marked = 1; next}
  marked && /^```sh$/ {inside = 1; marked = 0; next}
  /^```$/ {inside = 0}
  inside' \
  "$root/docs/vendor.md" >"$work/commands.sh"
[ "$(grep -c . "$work/commands.sh")" -gt 50 ] || { echo "docs/vendor.md: no marked commands found" >&2; exit 1; }
mkdir "$work/vendor"
cd "$work/vendor"
URL=http://127.0.0.1:$(cat "$work/port") CODE=$("$bin/datong" keys code 3100600001 --home "$home") \
  bash -euo pipefail "$work/commands.sh"
echo "docs/vendor.md: every command works"
