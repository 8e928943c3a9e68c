#!/usr/bin/env bash
# Kills a job with SIGKILL at random moments, again and again, while a producer goes on writing, and then looks with a read-committed
# consumer whether each message's output is there exactly once, in the order of the messages of its key.
#
#   torture.sh MODE [KILLS [SEED [PARALLELISM]]]      default: 100 kills, 1; with more, topics have
#                                                   twice as many partitions, and each run up to as many subtasks
#
# MODE: streaming       exactly once through Kafka transactions
#       hourly          batch runs of a group, each going on where the last one ended
#       local           the same on topics that are files
#       at-least-once   streaming with --checkpoints: nothing may be missing
#       broker          streaming exactly once, but the broker is killed and started
#       state           streaming exactly once, a job that keeps state, which goes on with its positions
#
# Needs the build in DREY_BUILD (default build/release) with the target kafka_load.
set -euo pipefail

mode=${1:?streaming, hourly, local, at-least-once, broker or state} kills=${2:-100} seed=${3:-$RANDOM} parallelism=${4:-1}
source "$(dirname "${BASH_SOURCE[0]}")/../integration/broker_script.sh"
if [ "$mode" = local ]; then
  servers=$folder/topics
  mkdir "$servers"
  place=(--local "$servers")
else
  [ "$parallelism" = 1 ] || export KAFKA_PROPERTIES="num.partitions=$((2 * parallelism))"
  # 69: there is no broker to be had, which only CI does not forgive.
  servers=$("$broker" start "$folder/broker") || { [ $? = 69 ] && [ -z "${CI:-}" ] && exit 77; exit 1; }
  place=(--bootstrap-servers "$servers")
fi
RANDOM=$seed
count=$((kills * 5000))
keys=500

job=$root/flink-applications/05-kafka-logical-msg-flink.json input=my_pg.message output=order_output
changes=() once=(--once)
transactions=(--option order_output.sink.delivery-guarantee=exactly-once --option order_output.sink.transactional-id-prefix=torture)
case $mode in
  streaming) options=("${transactions[@]}" --set execution.checkpointing.interval=300ms) ;;
  broker) options=("${transactions[@]}" --set execution.checkpointing.interval=300ms
    --option order_output.properties.transaction.timeout.ms=60000) ;;
  hourly | local) options=(--mode batch --since-last-run --group torture --if-running wait --set execution.checkpointing.interval=200ms) ;;
  at-least-once) options=(--checkpoints "$folder/checkpoints" --set execution.checkpointing.interval=300ms) once=() ;;
  state)
    options=(--checkpoints "$folder/checkpoints" --set execution.checkpointing.interval=300ms)
    job=$root/tests/faults/latest_of_key.sql input=latest output=changes changes=(--changes) once=()
    ;;
  *) echo "torture.sh: no mode $mode" >&2; exit 2 ;;
esac

is_hourly() { [ "$mode" = hourly ] || [ "$mode" = local ]; }

# What --checkpoints keeps fits its parallelism only.
subtasks() { if [ "$mode" = at-least-once ]; then echo "$parallelism"; else echo $((1 + RANDOM % parallelism)); fi; }

# In place of the shell that calls it.
run_job() {
  exec "$build/drey" run "$job" "${place[@]}" --progress never "${options[@]}" --parallelism "$(subtasks)" >>"$folder/run.log" 2>&1
}

start_run() {
  run_job &
  run=$!
}

gave_up=0
# No streaming run ends by itself, but one whose broker was away for too long: that one says so, and is started again.
start_again_if_ended() {
  local code=0
  ! kill -0 "$run" 2>/dev/null || return 0
  wait "$run" || code=$?
  if [ "$mode" != broker ] || [ $code != 5 ]; then
    echo "the run ended by itself with $code:" >&2
    tail -5 "$folder/run.log" >&2
    exit 1
  fi
  gave_up=$((gave_up + 1))
  start_run
}

"$load" produce "$servers" "$input" 0 >/dev/null
[ "$mode" = local ] || "$load" produce "$servers" "$output" 0 >/dev/null
# How long a run takes that finds nothing, in milliseconds: on a loaded machine a kill must come later to meet a run at its work.
begin=$(date +%s%N)
(is_hourly || options+=(--bounded) && run_job) || { tail -5 "$folder/run.log" >&2; exit 1; }
pace=$((($(date +%s%N) - begin) / 1000000))
# So many a second that the producer is at work until about the last kill; a broker takes some ten seconds to die and come back.
if [ "$mode" = broker ]; then rate=500; else rate=$((5000 * 1000 / (3 * pace / 2 + 400))); fi
pause() {
  local milliseconds=$((RANDOM % (3 * pace + 600)))
  sleep "$((milliseconds / 1000)).$(printf %03d $((milliseconds % 1000)))"
}

"$load" produce "$servers" "$input" "$count" --rate "$rate" --keys $keys "${changes[@]}" >"$folder/producer.log" 2>&1 &
producer=$!
start_run
for ((kill = 1; kill <= kills; ++kill)); do
  pause
  if [ "$mode" = broker ]; then
    sleep 3
    kill -9 "$(cat "$folder/broker/pid")"
    "$broker" start "$folder/broker" >/dev/null
    sleep 2
    start_again_if_ended
    continue
  fi
  is_hourly || start_again_if_ended
  kill -9 "$run" 2>/dev/null || true
  wait "$run" 2>/dev/null || true
  start_run
done
wait "$producer"

if is_hourly; then
  wait "$run" 2>/dev/null || true
else
  start_again_if_ended
  stop_drey "$run"
  code=0
  wait "$run" || code=$?
  # 143: the process was there, and its program had not yet begun.
  if [ $code != 0 ] && [ $code != 143 ]; then
    echo "the run was stopped and left with $code:" >&2
    tail -5 "$folder/run.log" >&2
    exit 1
  fi
  options+=(--bounded)
fi
# What is left.
(run_job) || { tail -5 "$folder/run.log" >&2; exit 1; }
! is_hourly || "$build/drey" runs --group torture --verify "${place[@]}" | tail -1
[ $gave_up = 0 ] || echo "the run gave up $gave_up times"
echo "$mode, $kills kills, seed $seed"
"$load" verify "$servers" "$output" "$count" --keys $keys "${once[@]}" "${changes[@]}"
