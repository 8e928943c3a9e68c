#!/bin/sh
# Lays a current librdkafka.so.1 into FOLDER, for logging in to Kafka 4 by SCRAM, which Debian 12's 2.0.2 cannot (docs/faults.md):
#
#   cmake/fetch_librdkafka.sh FOLDER && LD_LIBRARY_PATH=FOLDER drey run …
#
# It is the one that Confluent's Python client ships, taken from the Python package index by pip. Exit 69: it cannot be had.
set -eu

folder=${1:?usage: cmake/fetch_librdkafka.sh FOLDER}
[ ! -e "$folder/librdkafka.so.1" ] || exit 0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Distributions have pip as a program or as a module.
if ! { pip --disable-pip-version-check download --quiet --no-deps --only-binary :all: --dest "$work" confluent-kafka ||
  python3 -m pip --disable-pip-version-check download --quiet --no-deps --only-binary :all: --dest "$work" confluent-kafka; } >"$work/log" 2>&1; then
  tail -n 5 "$work/log" >&2
  echo "fetch_librdkafka.sh: confluent-kafka cannot be had by pip" >&2
  exit 69
fi
python3 -m zipfile -e "$work"/confluent_kafka-*.whl "$work/wheel"
mkdir -p "$folder"
cp "$work"/wheel/confluent_kafka.libs/librdkafka-*.so.1 "$folder/librdkafka.so.1.new"
mv "$folder/librdkafka.so.1.new" "$folder/librdkafka.so.1"
