#!/bin/sh
# Builds and runs every test as it is released; with --with-sanitizers before that the engine's tests under address and undefined
# behaviour sanitizers and the runtime's under the thread sanitizer. Ends with ctest's closing line.
#
# usage: tests/run.sh [--with-sanitizers]      (on Debian 12; as root where packages are missing)
set -eu
cd "$(dirname "$0")/.."

case "${1:-}" in
  "" | --with-sanitizers) ;;
  *) echo "tests/run.sh: unknown option '$1'; the only one is --with-sanitizers" >&2; exit 2 ;;
esac
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

if [ "${1:-}" = --with-sanitizers ]; then
  cmake/build_preset.sh asan engine_tests
  run_tests asan -L '^engine$'
  cmake/build_preset.sh tsan runtime_tests
  run_tests tsan -L '^runtime$'
fi
cmake/build_preset.sh release
ctest --preset release --progress
