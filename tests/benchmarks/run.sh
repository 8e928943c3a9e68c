#!/usr/bin/env bash
# Measures the mission's job: in memory beside a hand-written loop that does the same work (the limit), and through a real broker beside
# a program that consumes and produces the same bytes without looking at them (the I/O limit). Each table is of one run on one
# machine; compare its ratios, not its figures, with those of another machine.
#
#   run.sh [MESSAGES]      default: 1000000
#
# It is a benchmark, not a test: it builds what it needs and takes some minutes.
set -euo pipefail

messages=${1:-1000000}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$root/build/release
broker=$root/tests/integration/broker.sh
job=$root/flink-applications/05-kafka-logical-msg-flink.json
folder=$(mktemp -d)
trap '[ ! -e "$folder/broker" ] || "$broker" stop "$folder/broker"; rm -rf "$folder"' EXIT

"$root/cmake/install_packages.sh" --with-tests
"$root/cmake/build_preset.sh" release drey benchmarks

echo "in memory, one core"
"$build/tests/benchmarks/order_benchmark"

# line NAME COUNT COMMAND…: runs the command and prints what it cost.
line() {
  local name=$1 count=$2
  shift 2
  if ! /usr/bin/time -o "$folder/time" -f '%e %U %S %M' "$@" >"$folder/out" 2>&1; then
    cat "$folder/out" >&2
    exit 1
  fi
  awk -v name="$name" -v count="$count" '{
    printf "%-34s %10d %12.2f %10.2f %12d\n", name, count / $1, ($2 + $3) * 1000000 / count, $1, $4 / 1024
  }' "$folder/time"
}

servers=$("$broker" start "$folder/broker")
load=$build/tests/benchmarks/kafka_load
"$load" produce "$servers" messages "$messages" >/dev/null 2>&1
for topic in copied at_least_once exactly_once hourly; do "$load" produce "$servers" "$topic" 0 >/dev/null 2>&1; done
run=("$build/drey" run "$job" --bootstrap-servers "$servers" --progress never --mode batch --option pg_messages.topic=messages)
exactly_once=(--option order_output.sink.delivery-guarantee=exactly-once --option order_output.sink.transactional-id-prefix=benchmark)

echo
echo "through a broker on the same machine, $messages messages"
printf '%-34s %10s %12s %10s %12s\n' '' records/s 'CPU µs/rec' seconds 'peak MB'
line "I/O limit (250 bytes a record)" "$messages" "$load" copy "$servers" messages copied
line "drey, at least once" "$messages" "${run[@]}" --option order_output.topic=at_least_once
line "drey, exactly once, commit every s" "$messages" "${run[@]}" "${exactly_once[@]}" --option order_output.topic=exactly_once \
  --set execution.checkpointing.interval=1s
line "drey, hourly run, the first" "$messages" "${run[@]}" --since-last-run --group benchmark --option order_output.topic=hourly
line "drey, hourly run, nothing new" 1 "${run[@]}" --since-last-run --group benchmark --option order_output.topic=hourly
for topic in at_least_once exactly_once hourly; do "$load" verify "$servers" "$topic" "$messages" --once; done
