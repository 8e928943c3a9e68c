#!/bin/sh
# Builds and runs every test: as it is released, the engine's also under address and undefined behaviour sanitizers, the runtime's also
# under the thread sanitizer. Ends with ctest's closing line.
#
# usage: tests/run.sh      (on Debian 12; as root where packages are missing)
set -eu
cd "$(dirname "$0")/.."
if [ $# != 0 ]; then
  echo "tests/run.sh: unexpected argument '$1'; it takes none" >&2
  exit 2
fi

cmake/install_packages.sh --with-tests
# In this order, so that what the builds have in common comes out of the compiler cache.
cmake/build_preset.sh release
cmake/build_preset.sh asan engine_tests
cmake/build_preset.sh tsan runtime_tests
# Many tests wait for a broker: three at once keep two cores busy. The longest begin (COST).
ctest --preset release --build-config Sanitizers --progress --parallel 3
