#!/usr/bin/env bash
# Streams messages through a job on a real broker, for a long time, and looks whether the memory of the process stays as it is: between the
# first and the last third of the time after the warm-up, the median of its resident size may grow by less than 2 MB. (What is in flight comes
# and goes with the broker's pace, so that single sizes say little; the highest is shown too.) Prints the size once a minute, and in the end
# the verdict.
#
#   flat_memory.sh [MESSAGES [RATE [WARM_UP]]]      default: 50400000 messages, 28000 a second, 300 seconds of warm-up: half an hour
#
# The job runs exactly once, with a checkpoint every 10 seconds. The broker keeps the last 8 GB of each topic only, so that a disk of
# 20 GB is enough; a run that falls further behind fails. Needs the build in DREY_BUILD (default build/release) with the
# target kafka_load.
set -euo pipefail

messages=${1:-50400000} rate=${2:-28000} warm_up=${3:-300}
most_growth=2048 # kB
source "$(dirname "${BASH_SOURCE[0]}")/../integration/broker_script.sh"

export KAFKA_PROPERTIES="log.segment.bytes=67108864
log.retention.check.interval.ms=5000
log.segment.delete.delay.ms=1000
log.retention.bytes=8589934592"
servers=$("$broker" start "$folder/broker") || { [ $? = 69 ] && exit 77; exit 1; }
"$load" produce "$servers" my_pg.message 0 >/dev/null
"$load" produce "$servers" order_output 0 >/dev/null

"$load" produce "$servers" my_pg.message "$messages" --rate "$rate" --keys 10000 >"$folder/producer.log" 2>&1 &
producer=$!
"$build/drey" run "$root/flink-applications/05-kafka-logical-msg-flink.json" --bootstrap-servers "$servers" --progress never --summary json \
  --option order_output.sink.delivery-guarantee=exactly-once --option order_output.sink.transactional-id-prefix=flat_memory \
  --set execution.checkpointing.interval=10s --limit "$messages" >"$folder/run.log" 2>&1 &
run=$!

start=$SECONDS
sizes=() samples=0
while size=$(awk '/^VmRSS:/ {print $2}' "/proc/$run/status" 2>/dev/null) && [ -n "$size" ]; do
  elapsed=$((SECONDS - start))
  [ $((samples++ % 12)) != 0 ] || echo "after $elapsed s: $size kB"
  [ "$elapsed" -lt "$warm_up" ] || sizes+=("$size")
  sleep 5
done
minutes=$(((SECONDS - start) / 60))
wait "$run" || { tail -5 "$folder/run.log" >&2; exit 1; }
wait "$producer" || { cat "$folder/producer.log" >&2; exit 1; }
tail -1 "$folder/run.log"
count=${#sizes[@]}
[ "$count" -ge 3 ] || { echo "the run was over before the warm-up" >&2; exit 1; }
# Of the sizes on standard input.
median() { sort -n | awk '{sizes[NR] = $1} END {print sizes[int((NR + 1) / 2)]}'; }
first=$(printf '%s\n' "${sizes[@]:0:count/3}" | median)
last=$(printf '%s\n' "${sizes[@]:count-count/3}" | median)
highest=$(printf '%s\n' "${sizes[@]}" | sort -n | tail -1)
growth=$((last - first))
echo "$messages messages in $minutes minutes: $first kB in the first third, $last kB in the last, $highest kB at most: growth $growth kB"
[ "$growth" -lt "$most_growth" ] || { echo "the memory is not flat: it may grow by less than $most_growth kB" >&2; exit 1; }
grep -q "\"records_out\":$messages\b" "$folder/run.log" || { echo "the output lacks records" >&2; exit 1; }
