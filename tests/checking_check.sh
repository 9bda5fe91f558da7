#!/usr/bin/env bash
# Runs every ```sh block of docs/checking.md, in one shell, on each paper that `datong demo` leaves on disk: what a stranger would do.
# tests/checking_check.sh BIN: BIN is the folder of the built programs. Exit 0 = every command did what the page says, and a changed
# paper fails.
set -euo pipefail
bin=$(realpath "${1:?folder of the built programs}")
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
server=
finish() {
  local status=$?
  [ -z "$server" ] || { kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; }
  [ "$status" -eq 0 ] || tail -n 20 "$work/serve.log" "$work/demo.log" >&2 || true
  rm -rf "$work"
}
trap finish EXIT

home=$work/home
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$bin/datong" keys init --home "$home" >/dev/null
"$bin/datong" codes load "$root/data/classic" --home "$home" >/dev/null
"$bin/datong" example --data "$root/data/example-parties" --home "$home" --port "$port" >/dev/null
"$bin/datong" serve --home "$home" --port "$port" --port-file "$work/port" 2>"$work/serve.log" &
server=$!
for _ in $(seq 150); do [ -s "$work/port" ] && break; kill -0 "$server"; sleep 0.1; done
"$bin/datong" demo --access "$home/access.json" >"$work/demo.log"

awk '/^```sh$/ {inside = 1; next} /^```$/ {inside = 0} inside' "$root/docs/checking.md" >"$work/commands.sh"
[ "$(grep -c . "$work/commands.sh")" -gt 15 ] || { echo "docs/checking.md: no commands found" >&2; exit 1; }
export PATH="$bin:$PATH" URL="http://127.0.0.1:$port"
count=0
for paper in "$home"/papers/*.pdf; do
  mkdir "$work/stranger"
  cp "$paper" "$work/stranger/certificate.pdf"
  (cd "$work/stranger" && bash -xeuo pipefail "$work/commands.sh") >"$work/demo.log" 2>&1
  count=$((count + 1))
  rm -rf "$work/stranger"
done
[ "$count" -ge 3 ] || { echo "the demo left $count papers" >&2; exit 1; }

mkdir "$work/stranger"
cd "$work/stranger"
curl -fsS "$URL/v1/anchors" >anchors.pem
sed 's/SHANGHAI/SHANGHAJ/; t; s/Datong/Dat0ng/' "$paper" >changed.pdf
if datong verify changed.pdf --anchors anchors.pem >/dev/null 2>&1; then echo "a changed paper was taken for genuine" >&2; exit 1; fi
# A forged file with the genuine text of a QR code behind it, and a proof that is of no file.
pdfinfo -custom "$paper" | sed -n 's/^Summary: *//p' >qr.txt
datong verify qr.txt --anchors anchors.pem >/dev/null
{ printf '%%PDF-1.7\n%%FORGED\n#'; sed 's/.*#//' qr.txt; } >forged.pdf
if datong verify forged.pdf --anchors anchors.pem >/dev/null 2>&1; then echo "a forgery behind a QR text was taken for genuine" >&2; exit 1; fi
printf '{}' >proof.json
status=0
datong verify qr.txt --anchors anchors.pem --log-head proof.json --inclusion proof.json >/dev/null 2>&1 || status=$?
[ "$status" -eq 2 ] || { echo "--inclusion was passed over for the text of a QR code: $status" >&2; exit 1; }
echo "docs/checking.md: every command works on $count papers"
