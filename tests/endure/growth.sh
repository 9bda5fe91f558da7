#!/usr/bin/env bash
# Lodging with a million cases stored against lodging with ten thousand. About ten minutes and 4 GB of disk.
set -euo pipefail
"$1"/datong bench --only growth --home "${DATONG_BENCH_HOME:-build/bench-growth}" --grow-to "${DATONG_GROW_TO:-1000000}"
