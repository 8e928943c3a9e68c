#!/usr/bin/env bash
# A live producer for a streaming run on a real broker: SECONDS of RATE messages a second, while the run is stopped with SIGTERM and
# started again RESTARTS times. Prints how far behind the run was at each stop and in the end, and whether the output is complete and
# in order per key. Needs the release build with the target `benchmarks`.
#
#   live_producer.sh [SECONDS [RATE [RESTARTS]]]      default: 60 50000 5
set -euo pipefail

seconds=${1:-60} rate=${2:-50000} restarts=${3:-5}
source "$(dirname "${BASH_SOURCE[0]}")/../integration/broker_script.sh"
servers=$("$broker" start "$folder/broker")
count=$((seconds * rate))
keys=10000

start_run() {
  "$build/drey" run "$root/flink-applications/05-kafka-logical-msg-flink.json" --bootstrap-servers "$servers" \
    --checkpoints "$folder/checkpoints" --progress never >"$folder/run.log" 2>&1 &
  run=$!
}

stop_run() {
  local code=0
  stop_drey "$run"
  wait "$run" || code=$?
  echo "run stopped with exit code $code: $(tail -1 "$folder/run.log")"
}

# The topics have to be there before the run.
"$load" produce "$servers" my_pg.message 0
"$load" produce "$servers" order_output 0
"$load" produce "$servers" my_pg.message "$count" --rate "$rate" --keys $keys &
producer=$!
start_run
for ((restart = 1; restart <= restarts; ++restart)); do
  sleep $((seconds / (restarts + 1)))
  stop_run
  start_run
done
wait "$producer"
ended=$(date +%s.%N)
# Everything that was produced before the stop is read by a run that keeps up; what is left is read by a batch of what is left.
sleep 2
stop_run
echo "stopped $(echo "$(date +%s.%N) - $ended" | bc) s after the producer's end"
"$load" verify "$servers" order_output "$count" --keys $keys --once
