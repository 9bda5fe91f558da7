#!/usr/bin/env bash
# docs/generated/ is what the program prints today. tests/generated_check.sh BIN: the folder of the built programs.
set -euo pipefail
bin=$(realpath "${1:?folder of the built programs}")
cd "$(dirname "$0")/.."
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
"$bin/datong" print all --into "$fresh"
if ! diff -ru docs/generated "$fresh"; then
  echo "docs/generated is stale: run \`datong print all\`" >&2
  exit 1
fi
