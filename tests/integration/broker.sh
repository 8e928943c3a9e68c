#!/usr/bin/env bash
# A real Kafka broker (KRaft, one node) on free ports of 127.0.0.1, for tests, examples and benchmarks.
#
#   broker.sh jars           fetches Kafka from Maven Central, once; prints the folder of the jars. Exit 69: it cannot be reached.
#   broker.sh start FOLDER   starts a broker that keeps everything in FOLDER; prints its host:port when it answers
#   broker.sh stop FOLDER    stops it; FOLDER stays
#   broker.sh run FOLDER     the same in the foreground, for a parent that ends it
#
# FOLDER/bootstrap.servers has host:port of the open listener; FOLDER/sasl.servers and FOLDER/sasl_ssl.servers of those that want SASL:
# PLAIN as drey with password drey-secret, SCRAM-SHA-256 and SCRAM-SHA-512 as alice with password alice-secret; FOLDER/ssl.servers of
# one with TLS, FOLDER/mutual_tls.servers of one that wants the client's certificate too. FOLDER/certificates has what clients need for
# that: ca.pem, client.pem (key and certificate), client.p12 (password client-secret), and other-ca.pem that has signed nothing.
# FOLDER/broker.log is its log. A FOLDER that has been used goes on with its topics, on the same ports. KAFKA_JARS names a folder for the jars, KAFKA_JVM the flags of Java; lines of
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

# A certificate authority in $1.pem and $1.key.
make_authority() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -days 30 -subj "/CN=${1##*/}" \
    -keyout "$1.key" -out "$1.pem"
}

# In $1.pem, key and certificate, signed by the authority of $2, with the extension $3.
make_certificate() {
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -subj "/CN=${1##*/}" -addext "$3" \
    -keyout "$1.key" -out "$1.csr" &&
    openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" -CAcreateserial -days 30 -copy_extensions copyall -out "$1.crt" &&
    cat "$1.key" "$1.crt" >"$1.pem"
}

make_certificates() {
  local folder=$1
  mkdir -p "$folder" &&
    make_authority "$folder/ca" &&
    make_authority "$folder/other-ca" &&
    make_certificate "$folder/broker" "$folder/ca" subjectAltName=DNS:localhost,IP:127.0.0.1 &&
    make_certificate "$folder/client" "$folder/ca" extendedKeyUsage=clientAuth &&
    openssl pkcs12 -export -in "$folder/client.pem" -passout pass:client-secret -out "$folder/client.p12"
}

listening() { (exec 3<>"/dev/tcp/${1%:*}/${1#*:}") 2>/dev/null; }

prepare() {
  local folder=$1 broker controller sasl ssl mutual sasl_ssl
  mkdir -p "$folder"
  [ -e "$folder/server.properties" ] && return
  broker=$(free_port)
  controller=$(free_port)
  sasl=$(free_port)
  ssl=$(free_port)
  mutual=$(free_port)
  sasl_ssl=$(free_port)
  make_certificates "$folder/certificates" >"$folder/certificates.log" 2>&1 || { cat "$folder/certificates.log" >&2; exit 70; }
  cat >"$folder/server.properties.new" <<END
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$controller
listeners=PLAINTEXT://127.0.0.1:$broker,SASL_PLAINTEXT://127.0.0.1:$sasl,SSL://127.0.0.1:$ssl,MUTUAL_TLS://127.0.0.1:$mutual,SASL_SSL://127.0.0.1:$sasl_ssl,CONTROLLER://127.0.0.1:$controller
advertised.listeners=PLAINTEXT://127.0.0.1:$broker,SASL_PLAINTEXT://127.0.0.1:$sasl,SSL://127.0.0.1:$ssl,MUTUAL_TLS://127.0.0.1:$mutual,SASL_SSL://127.0.0.1:$sasl_ssl
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,SSL:SSL,MUTUAL_TLS:SSL,SASL_SSL:SASL_SSL
sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512
$(for listener in sasl_plaintext sasl_ssl; do
    echo "listener.name.$listener.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_drey=\"drey-secret\";"
    for mechanism in scram-sha-256 scram-sha-512; do
      echo "listener.name.$listener.$mechanism.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;"
    done
  done)
ssl.keystore.type=PEM
ssl.keystore.location=$folder/certificates/broker.pem
ssl.truststore.type=PEM
ssl.truststore.location=$folder/certificates/ca.pem
listener.name.mutual_tls.ssl.client.auth=required
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
    --add-scram 'SCRAM-SHA-256=[name=alice,password=alice-secret]' --add-scram 'SCRAM-SHA-512=[name=alice,password=alice-secret]' >"$folder/format.log" 2>&1 ||
    { cat "$folder/format.log" >&2; exit 70; }
  echo "127.0.0.1:$sasl" >"$folder/sasl.servers"
  echo "127.0.0.1:$ssl" >"$folder/ssl.servers"
  echo "127.0.0.1:$mutual" >"$folder/mutual_tls.servers"
  echo "127.0.0.1:$sasl_ssl" >"$folder/sasl_ssl.servers"
  echo "127.0.0.1:$broker" >"$folder/bootstrap.servers"
  mv "$folder/server.properties.new" "$folder/server.properties"
}

run() {
  echo $$ >"$1/pid"
  # shellcheck disable=SC2086
  exec java $jvm -Dorg.slf4j.simpleLogger.defaultLogLevel=info -cp "$jars/*" kafka.Kafka "$1/server.properties" >>"$1/broker.log" 2>&1 </dev/null
}

start() {
  local folder=$1 process left=2400
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
