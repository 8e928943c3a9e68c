#!/usr/bin/env bash
# A real Kafka broker (KRaft, one node) on free ports of 127.0.0.1, for tests, examples and benchmarks.
#
#   broker.sh jars           fetches Kafka from Maven Central, once; prints the folder of the jars. Exit 69: it cannot be reached.
#   broker.sh start FOLDER   starts a broker that keeps everything in FOLDER; prints its host:port when it answers
#   broker.sh stop FOLDER    stops it; FOLDER stays
#   broker.sh run FOLDER     the same in the foreground, for a parent that ends it
#
# FOLDER/bootstrap.servers has host:port of the open listener; FOLDER/sasl.servers of one that wants SASL: PLAIN as drey with password
# drey-secret, SCRAM-SHA-256 as alice with password alice-secret. FOLDER/broker.log is its log. A FOLDER that has been used goes on
# with its topics, on the same ports. KAFKA_JARS names a folder for the jars, KAFKA_JVM the flags of Java; lines of
# KAFKA_PROPERTIES are added to the broker's properties.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
jars=${KAFKA_JARS:-$here/../../build/kafka-4.1.0}
jvm=${KAFKA_JVM:--Xms64m -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1}

fetch_jars() {
  mkdir -p "$jars"
  (
    flock 9
    [ -e "$jars/complete" ] && exit 0
    for program in java mvn; do
      command -v $program >/dev/null || { echo "broker.sh: $program is not installed" >&2; exit 69; }
    done
    if ! mvn -q -B -f "$here/pom.xml" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$jars" \
      >"$jars/maven.log" 2>&1; then
      echo "broker.sh: Kafka cannot be fetched from Maven Central; see $jars/maven.log" >&2
      exit 69
    fi
    touch "$jars/complete"
  ) 9>"$jars/lock"
}

free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)); (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}

listening() { (exec 3<>"/dev/tcp/${1%:*}/${1#*:}") 2>/dev/null; }

prepare() {
  local folder=$1 broker controller sasl
  mkdir -p "$folder"
  [ -e "$folder/server.properties" ] && return
  broker=$(free_port)
  controller=$(free_port)
  sasl=$(free_port)
  cat >"$folder/server.properties.new" <<END
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$controller
listeners=PLAINTEXT://127.0.0.1:$broker,SASL_PLAINTEXT://127.0.0.1:$sasl,CONTROLLER://127.0.0.1:$controller
advertised.listeners=PLAINTEXT://127.0.0.1:$broker,SASL_PLAINTEXT://127.0.0.1:$sasl
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT
sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256
listener.name.sasl_plaintext.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_drey="drey-secret";
listener.name.sasl_plaintext.scram-sha-256.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
log.dirs=$folder/data
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
group.initial.rebalance.delay.ms=0
log.cleaner.backoff.ms=100
log.initial.task.delay.ms=1000
${KAFKA_PROPERTIES:-}
END
  java -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "$jars/*" \
    kafka.tools.StorageTool format -t ZHJleS1jbHVzdGVyLTAwMQ -c "$folder/server.properties.new" \
    --add-scram 'SCRAM-SHA-256=[name=alice,password=alice-secret]' >"$folder/format.log" 2>&1 ||
    { cat "$folder/format.log" >&2; exit 70; }
  echo "127.0.0.1:$sasl" >"$folder/sasl.servers"
  echo "127.0.0.1:$broker" >"$folder/bootstrap.servers"
  mv "$folder/server.properties.new" "$folder/server.properties"
}

run() {
  echo $$ >"$1/pid"
  # shellcheck disable=SC2086
  exec java $jvm -Dorg.slf4j.simpleLogger.defaultLogLevel=info -cp "$jars/*" kafka.Kafka "$1/server.properties" >>"$1/broker.log" 2>&1 </dev/null
}

start() {
  local folder=$1 process left=600
  setsid "$0" run "$folder" >/dev/null 2>&1 &
  process=$!
  until [ -e "$folder/bootstrap.servers" ] && listening "$(cat "$folder/bootstrap.servers")"; do
    sleep 0.1
    left=$((left - 1))
    if [ $left -eq 0 ] || ! kill -0 $process 2>/dev/null; then
      echo "broker.sh: the broker did not start; see $folder/broker.log" >&2
      exit 70
    fi
  done
  cat "$folder/bootstrap.servers"
}

stop() {
  local folder=$1 process left=300
  [ -e "$folder/pid" ] || return 0
  process=$(cat "$folder/pid")
  kill "$process" 2>/dev/null || true
  while kill -0 "$process" 2>/dev/null; do
    sleep 0.1
    left=$((left - 1))
    [ $left -gt 0 ] || kill -9 "$process" 2>/dev/null || true
  done
  rm -f "$folder/pid"
}

case "${1:-}" in
  jars)
    fetch_jars
    (cd "$jars" && pwd)
    ;;
  start | stop | run)
    folder=${2:?usage: broker.sh $1 FOLDER}
    mkdir -p "$folder"
    folder=$(cd "$folder" && pwd)
    if [ "$1" != stop ]; then
      fetch_jars
      prepare "$folder"
    fi
    "$1" "$folder"
    ;;
  *)
    sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0" >&2
    exit 64
    ;;
esac
