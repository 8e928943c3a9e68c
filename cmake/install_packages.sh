#!/bin/sh
# Installs what drey is built with (Debian 12, as root). The one list of packages; prints nothing when all are there.
#
# usage: cmake/install_packages.sh [--with-tests | --with-benchmarks]      the benchmarks need what the tests need
set -eu

BUILD_PACKAGES="g++ cmake ninja-build ccache lld pkg-config
  antlr4 libantlr4-runtime-dev librdkafka-dev rapidjson-dev libabsl-dev libspdlog-dev libfmt-dev libcli11-dev libfyaml-dev libpcre2-dev libssl-dev
  libcpp-httplib-dev libedit-dev
  libgtest-dev"
# The broker of the integration tests is a Java program that Maven fetches; pip has a librdkafka that logs in to it by SCRAM.
# faketime sets the clock of a run. The second line looks at what is installed: schema, manual page, completions, Debian packages.
TEST_PACKAGES="default-jre-headless maven openssl python3-pip faketime
  python3-jsonschema python3-yaml mandoc groff bash zsh fish dpkg-dev lintian"

# The Flink beside which drey is measured runs a program that is compiled for it.
BENCHMARK_PACKAGES="libbenchmark-dev default-jdk-headless time"

packages=$BUILD_PACKAGES
case ${1:-} in
  --with-tests) packages="$packages $TEST_PACKAGES" ;;
  --with-benchmarks) packages="$packages $TEST_PACKAGES $BENCHMARK_PACKAGES" ;;
esac

missing=""
for package in $packages; do
  state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  if [ "$state" != installed ]; then missing="$missing $package"; fi
done
if [ -z "$missing" ]; then exit 0; fi

if [ "$(id -u)" != 0 ]; then
  echo "These packages are missing; install them as root:$missing" >&2
  exit 1
fi
echo "installing$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086  # a list of words
if ! { apt-get update && apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  exit 1
fi
