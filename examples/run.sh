#!/bin/sh
# Builds drey and runs the job 05-kafka-logical-msg-flink.json over 410 captured messages, from files into a file.
#
# usage: examples/run.sh      (on Debian 12; as root where packages are missing)
set -eu
cd "$(dirname "$0")/.."

cmake/install_packages.sh
cmake/build_preset.sh release drey

job=flink-applications/05-kafka-logical-msg-flink.json
topics=build/example-topics
rm -rf "$topics"
mkdir -p "$topics"
cp examples/my_pg.message.jsonl "$topics/"

echo
echo "\$ build/release/drey run $job --mode batch --local $topics"
build/release/drey run "$job" --mode batch --local "$topics"

# {"order_id":6,"client_name":"…","table_name":"…","pizzas":"…"} as columns; texts keep JSON's escapes.
echo
build/release/drey topics cat order_output --local "$topics" | head -n 5 |
  sed -E 's/^\{"order_id":([0-9]+),"client_name":"?(.*)"?,"table_name":"?(.*)"?,"pizzas":"?(.*)\}$/\1\t\2\t\3\t\4/; s/"\t/\t/g; s/\\"/"/g; s/"$//' |
  awk -F '\t' '
    BEGIN { line = "+----------+----------------------+------------------+--------------------------------------------------------------+"
            print line; printf "| %8s | %-20s | %-16s | %-60s |\n", "order_id", "client_name", "table_name", "pizzas"; print line }
    { pizzas = length($4) > 60 ? substr($4, 1, 57) "..." : $4
      printf "| %8s | %-20s | %-16s | %-60s |\n", $1, $2, $3, pizzas }
    END { print line }'
echo "The first 5 of $(build/release/drey topics cat order_output --local "$topics" | wc -l) records of order_output."

cat <<END

Go on:
  build/release/drey topics cat order_output -J --local $topics    every record with key, partition and offset
  build/release/drey explain $job    what runs
  build/release/drey run $job --bootstrap-servers localhost:9092    the same on a Kafka broker
  build/release/drey help run    all options
END
