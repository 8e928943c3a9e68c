#!/usr/bin/env bash
# Measures the mission's job and writes the tables that README.md beside it shows: in memory beside a hand-written loop that does the same
# work (the limit), from a local topic, and through a real broker beside a program that consumes and produces as many bytes without
# looking at them (the I/O limit) and beside a real Flink of both lines. What comes out must be byte for byte what Flink's jobs wrote, or
# nothing is shown. Figures are of one run on one machine; compare its ratios, not its figures, with those of another.
#
#   run.sh [MESSAGES [FOLDER]]      default: 1000000, and this folder, where results.md and growth.svg are replaced
#
# It is a benchmark, not a test: on a fresh machine it installs, fetches and builds what it needs; then it takes about a quarter of an
# hour and 3 GB of disk.
set -euo pipefail

messages=${1:-1000000}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
results=${2:-$here}
root=$(cd "$here/../.." && pwd)
build=$root/build/release
programs=$build/tests/benchmarks
load=$programs/kafka_load
broker=$root/tests/integration/broker.sh
job=$root/flink-applications/05-kafka-logical-msg-flink.json
folder=$(mktemp -d)
trap '[ ! -e "$folder/broker" ] || "$broker" stop "$folder/broker"; rm -rf "$folder"' EXIT
report=$folder/results.md

say() { echo "run.sh: $*" >&2; }

"$root/cmake/install_packages.sh" --with-benchmarks
"$root/cmake/build_preset.sh" release drey benchmarks

# ---- what one run costs

# measure NAME COMMAND…: runs it and keeps "wall-seconds CPU-seconds resident-MB" in $folder/cost.NAME.
measure() {
  local name=$1
  shift
  say "$name"
  if ! /usr/bin/time -o "$folder/time" -f '%e %U %S %M' "$@" >"$folder/out" 2>&1; then
    tail -n 20 "$folder/out" >&2
    exit 1
  fi
  tail -n 1 "$folder/time" | awk '{ printf "%s %.2f %.0f\n", $1, $2 + $3, $4 / 1024 }' >"$folder/cost.$name"
}

# median NAME: what NAME.1, NAME.2 and NAME.3 cost becomes what NAME costs: the one whose CPU time is in the middle.
median() { sort -n -k 2 "$folder/cost.$1."[123] | sed -n 2p >"$folder/cost.$1"; }

# cost NAME FIELD: wall, cpu or memory of a run that was measured.
cost() {
  local field
  case $2 in wall) field=1 ;; cpu) field=2 ;; memory) field=3 ;; esac
  cut -d ' ' -f $field "$folder/cost.$1"
}

# ratio A B DIGITS
ratio() { awk -v a="$1" -v b="$2" -v digits="${3:-2}" 'BEGIN { printf "%.*f", digits, (b > 0 ? a / b : 0) }'; }

# table TEXT: a table with columns of blanks as one of Markdown. The first line has the names, which are separated by two blanks or more.
table() {
  sed -e 's/^ *//; s/ *$//; s/   */ | /g; s/^/| /; s/$/ |/' |
    awk 'NR == 1 { rule = $0; gsub(/[^|]/, "-", rule) } NR == 2 { print rule } { print }'
}

machine() {
  local model
  model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)
  echo "$(nproc) cores of $model, $(awk '/MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo) GB, $(uname -sr), load before the run $(cut -d ' ' -f 1 /proc/loadavg)"
}

# ---- in memory

in_memory() {
  say "in memory"
  "$programs/order_benchmark" "$messages" >"$folder/memory"
  {
    echo "## In memory, one core"
    echo
    head -n 3 "$folder/memory" | sed '1s/^/ part/' | table
    echo
    tail -n 1 "$folder/memory"
    echo
    echo "## In memory, two cores"
    echo
  } >>"$report"
  limit_cpu=$(awk '/^limit loop/ { print $5 }' "$folder/memory")
  say "scaling"
  "$programs/scaling_benchmark" | table >>"$report"
  say "parts"
  {
    echo
    echo "## The parts, one by one"
    echo
    echo "| part | ns a record | MB/s |"
    echo "|---|---|---|"
    "$programs/parts_benchmark" --benchmark_format=csv 2>/dev/null |
      awk -F, '/^"/ { gsub(/"/, "", $1); printf "| %s | %.0f | %.0f |\n", $1, $4, $6 / 1e6 }'
    echo
  } >>"$report"
}

# ---- start

# milliseconds COMMAND…: the median of twenty runs.
milliseconds() {
  local start
  for _ in $(seq 20); do
    start=$(date +%s%N)
    "$@" >/dev/null 2>&1
    echo $((($(date +%s%N) - start) / 10000))
  done | sort -n | awk '{ value[NR] = $1 } END { printf "%.1f", value[10] / 100 }'
}

start_up() {
  say "start"
  mkdir -p "$folder/one"
  head -n 1 "$root/examples/my_pg.message.jsonl" >"$folder/one/my_pg.message.jsonl"
  cp "$build/drey" "$folder/drey"
  strip "$folder/drey"
  {
    echo "## Start"
    echo
    echo "| what | |"
    echo "|---|---|"
    echo "| \`drey check\` of the job | $(milliseconds "$build/drey" check "$job") ms |"
    echo "| \`drey run --local\` of one record, from process start to end | $(milliseconds "$build/drey" run "$job" --mode batch --local "$folder/one") ms |"
    echo "| the program, stripped | $(($(stat -c %s "$folder/drey") / 1048576)) MB |"
    echo
  } >>"$report"
}

# ---- a local topic

local_topic() {
  mkdir -p "$folder/local"
  "$load" produce "$folder/local" my_pg.message "$messages" >/dev/null
  bytes=$(stat -c %s "$folder/local/my_pg.message.jsonl")
  measure local "$build/drey" run "$job" --mode batch --local "$folder/local" --progress never
  rm -r "$folder/local"
  {
    echo "## From a local topic to another"
    echo
    echo "| records/s | MB/s | CPU-s/M recs | peak MB |"
    echo "|---|---|---|---|"
    echo "| $(ratio "$messages" "$(cost local wall)" 0) | $(ratio "$bytes" "$(cost local wall)e6" 0) | $(ratio "$(cost local cpu)e6" "$messages") | $(cost local memory) |"
    echo
  } >>"$report"
}

# ---- through a broker

topic() { "$load" produce "$servers" "$1" "${2:-0}" "${@:3}" >/dev/null 2>&1; }

# flink LINE PARALLELISM INPUT OUTPUT: LINE is 1.20 or 2.3.
flink() {
  local line=$1 parallelism=$2 settings=(pipeline.object-reuse=true)
  # The job was written for 1.20: without this 2.3 refuses it.
  [ "$line" = 1.20 ] || settings+=(table.exec.sink.require-on-conflict=false)
  java -Xmx2g --add-opens=java.base/java.util=ALL-UNNAMED --add-opens=java.base/java.lang=ALL-UNNAMED \
    --add-opens=java.base/java.time=ALL-UNNAMED -cp "$root/build/flink-$line/classes:$(cat "$root/build/flink-$line.classpath")" \
    FlinkJob "$job" "$servers" "$3" "$4" "${settings[@]}" parallelism.default="$parallelism"
}

fetch_flink() {
  local line=$1 profile=() classpath=$root/build/flink-$1.classpath
  if [ -s "$classpath" ] && [ -z "$(find "$here/flink" -type f -newer "$classpath" -print -quit)" ]; then return; fi
  [ "$line" = 1.20 ] || profile=(-Pflink-2.3)
  say "fetching Flink $line"
  mvn -q -B "${profile[@]}" -f "$here/flink/pom.xml" -Dbuild.folder="$root/build/flink-$line" compile dependency:build-classpath \
    -Dmdep.outputFile="$classpath" >"$folder/maven.log" 2>&1 || { tail -n 20 "$folder/maven.log" >&2; exit 1; }
}

# drey INPUT OUTPUT [OPTION…]
drey() {
  "$build/drey" run "$job" --bootstrap-servers "$servers" --progress never --mode batch --option pg_messages.topic="$1" \
    --option order_output.topic="$2" "${@:3}"
}

copy() { "$load" copy "$servers" "$1" "$2"; }
export -f copy drey flink
export root build job load

# run NAME OUTPUT FUNCTION [ARGUMENT…]: measures it when the topic OUTPUT is there.
run() {
  topic "$2"
  measure "$1" bash -c '"$@"' - "${@:3}"
}

# row NAME LABEL START: a line of the table; START is the run over an empty topic.
row() {
  local start seconds
  start=$(cost "$3" wall)
  seconds=$(awk -v wall="$(cost "$1" wall)" -v start="$start" 'BEGIN { print (wall > start ? wall - start : wall) }')
  echo "| $2 | $(ratio "$messages" "$seconds" 0) | $(ratio "$message_bytes" "${seconds}e6" 0) | $(ratio "$(cost "$1" cpu)e6" "$messages") | $(cost "$1" memory) | $start | $(ratio "$(cost "$1" cpu)" "$(cost flink_1.20 cpu)") |" |
    awk -v rate="$(ratio "$messages" "$seconds" 0)" -v limit="$io_rate" -v flink="$flink_rate" \
      '{ printf "%s %.0f %% | %.1f |\n", $0, (limit > 0 ? rate / limit * 100 : 100), (flink > 0 ? rate / flink : 1) }'
}

# rate NAME START: records a second, without the start.
rate() { awk -v n="$messages" -v wall="$(cost "$1" wall)" -v start="$(cost "$2" wall)" 'BEGIN { s = wall > start ? wall - start : wall; printf "%.0f", n / s }'; }

through_broker() {
  local line name
  for line in 1.20 2.3; do fetch_flink $line; done
  servers=$("$broker" start "$folder/broker")
  export servers
  say "producing $messages messages"
  topic messages "$messages"
  topic empty
  message_bytes=$((messages * 690))
  exactly_once=(--option order_output.sink.delivery-guarantee=exactly-once --set execution.checkpointing.interval=1s)

  run start_copy start_copy copy empty start_copy
  run start_drey start_drey drey empty start_drey
  # By turns, because their ratios are the answer.
  for turn in 1 2 3; do
    run io_limit.$turn io_limit.$turn copy messages io_limit.$turn
    run at_least_once.$turn at_least_once.$turn drey messages at_least_once.$turn
    run exactly_once.$turn exactly_once.$turn drey messages exactly_once.$turn "${exactly_once[@]}" \
      --option order_output.sink.transactional-id-prefix=exactly-once
  done
  for name in io_limit at_least_once exactly_once; do median $name; done
  run hourly hourly drey messages hourly --since-last-run --group benchmark
  run nothing_new hourly drey messages hourly --since-last-run --group benchmark
  run drey_2.3 drey_2.3 drey messages drey_2.3 --flink-version 2.3 --set table.exec.sink.require-on-conflict=false
  for line in 1.20 2.3; do
    run start_flink_$line start_flink_$line flink $line 1 empty start_flink_$line
    run flink_$line flink_$line flink $line 1 messages flink_$line
    run flink_${line}_2 flink_${line}_2 flink $line 2 messages flink_${line}_2
  done

  say "comparing with what Flink wrote"
  for name in at_least_once.{1,2,3} exactly_once.{1,2,3} hourly flink_1.20_2; do "$load" compare "$servers" $name flink_1.20 >&2; done
  for name in drey_2.3 flink_2.3_2; do "$load" compare "$servers" $name flink_2.3 >&2; done
  "$load" verify "$servers" at_least_once.1 "$messages" --once >&2

  io_rate=$(rate io_limit start_copy)
  flink_rate=$(printf '%s\n' "$(rate flink_1.20 start_flink_1.20)" "$(rate flink_1.20_2 start_flink_1.20)" \
    "$(rate flink_2.3 start_flink_2.3)" "$(rate flink_2.3_2 start_flink_2.3)" | sort -n | tail -n 1)
  {
    echo "## Through a broker on the same machine, $messages messages"
    echo
    echo "| | records/s | MB/s | CPU-s/M recs | peak MB | start-up s | CPU of Flink 1.20's | of the I/O limit | × the fastest Flink |"
    echo "|---|---|---|---|---|---|---|---|---|"
    row io_limit "I/O limit (250 bytes a record)" start_copy
    row at_least_once "drey, at least once" start_drey
    row exactly_once "drey, exactly once, commit every second" start_drey
    row hourly "drey, hourly run, the first" start_drey
    row drey_2.3 "drey as Flink 2.3" start_drey
    row flink_1.20 "Flink 1.20.3, object reuse" start_flink_1.20
    row flink_1.20_2 "Flink 1.20.3, object reuse, parallelism 2" start_flink_1.20
    row flink_2.3 "Flink 2.3.0, object reuse" start_flink_2.3
    row flink_2.3_2 "Flink 2.3.0, object reuse, parallelism 2" start_flink_2.3
    echo
    echo "The first three rows are the median of three runs each, by turns. Records a second without the start, CPU with it. Exactly once costs $(ratio "$(cost exactly_once cpu)e2" "$(cost at_least_once cpu)" 0) % of the CPU of at least once. An hourly run that finds nothing new takes $(cost nothing_new wall) s and $(cost nothing_new cpu) CPU-s. CPU a record: the I/O limit's and twice the limit loop's are $(awk -v io="$(ratio "$(cost io_limit cpu)e6" "$messages")" -v loop="$limit_cpu" 'BEGIN { printf "%.2f", io + 2 * loop }') µs."
    echo
  } >>"$report"
}

# ---- whole runs by size

by_size() {
  local count
  {
    echo "## Whole runs, start included: CPU-seconds"
    echo
    echo "| messages | drey | Flink 1.20.3 | Flink's of drey's |"
    echo "|---|---|---|---|"
  } >>"$report"
  for count in 10000 100000; do
    topic "messages_$count" $count
    run drey_$count drey_$count drey messages_$count drey_$count
    run flink_$count flink_$count flink 1.20 1 messages_$count flink_$count
    "$load" compare "$servers" drey_$count flink_$count >&2
    echo "| $count | $(cost drey_$count cpu) | $(cost flink_$count cpu) | $(ratio "$(cost flink_$count cpu)" "$(cost drey_$count cpu)" 0) |" >>"$report"
  done
  echo "| $messages | $(cost at_least_once cpu) | $(cost flink_1.20 cpu) | $(ratio "$(cost flink_1.20 cpu)" "$(cost at_least_once cpu)" 0) |" >>"$report"
  echo >>"$report"
}

# ---- growth

growth() {
  local partitions count=$((messages * 3 / 10))
  say "growth"
  "$programs/growth_benchmark" records $((messages < 100000 ? 1 : messages / 100000)) >"$folder/records"
  "$programs/growth_benchmark" sizes >"$folder/sizes"
  "$programs/growth_benchmark" columns >"$folder/columns"
  printf '%14s %14s %14s\n' partitions us/record "peak MB" >"$folder/partitions"
  for partitions in 1 4 16 64; do
    topic in_$partitions $count --partitions $partitions
    run partitions_$partitions out_$partitions drey in_$partitions out_$partitions
    printf '%14d %14s %14s\n' $partitions "$(ratio "$(cost partitions_$partitions cpu)e6" $count)" "$(cost partitions_$partitions memory)" >>"$folder/partitions"
  done
  {
    echo "## Growth"
    echo
    echo "![cost of a record](growth.svg)"
    for name in records sizes columns partitions; do
      echo
      table <"$folder/$name"
    done
  } >>"$report"
  awk -f "$here/growth.awk" "$folder/records" "$folder/sizes" "$folder/columns" "$folder/partitions" >"$results/growth.svg"
}

{
  echo "# Results of run.sh"
  echo
  echo "$(date -u +%F), $(machine). $messages distinct messages of 690 bytes on average."
  echo
} >"$report"
in_memory
start_up
local_topic
through_broker
by_size
growth
cp "$report" "$results/results.md"
cat "$report"
