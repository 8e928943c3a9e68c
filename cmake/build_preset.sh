#!/bin/sh
# Configures and builds a preset; shows one line, and the end of the log when it fails.
#
# usage: cmake/build_preset.sh PRESET [TARGET…]
set -eu
cd "$(dirname "$0")/.."
preset=$1
shift

mkdir -p build
log="build/$preset.log"
echo "building $preset (log: $log)"
if ! { cmake --preset "$preset" && cmake --build --preset "$preset" ${1:+--target "$@"}; } >"$log" 2>&1; then
  tail -n 40 "$log" >&2
  exit 1
fi
