#!/bin/sh
# Builds and runs every test: all of them as they are released, the engine's under address and undefined behaviour sanitizers, the
# runtime's under the thread sanitizer. Ends with ctest's closing line.
#
# usage: tests/run.sh      (on Debian 12; as root where packages are missing)
set -eu
cd "$(dirname "$0")/.."

cmake/install_packages.sh --with-tests

run_tests() {
  preset=$1
  shift
  log="build/$preset.tests.log"
  if ! ctest --preset "$preset" "$@" >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
  fi
  grep -E "tests passed|tests failed|Skipped|Not Run" "$log" || true
}

cmake/build_preset.sh asan engine_tests
run_tests asan -L '^engine$'
cmake/build_preset.sh tsan runtime_tests
run_tests tsan -L '^runtime$'
cmake/build_preset.sh release
ctest --preset release --progress
