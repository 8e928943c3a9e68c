# To be sourced by scripts that run the program on a broker of their own. Gives them
#   root    the repository
#   build   the build to use: DREY_BUILD, else build/release
#   load    its kafka_load, which produces and verifies
#   broker  broker.sh
#   folder  a folder of their own. At the end the jobs in the background are killed, the broker of $folder/broker is stopped and the folder
#           removed; with KEEP=1 it stays.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=${DREY_BUILD:-$root/build/release}
load=$build/tests/benchmarks/kafka_load
broker=$root/tests/integration/broker.sh
folder=$(mktemp -d)
clean_up() {
  kill $(jobs -p) 2>/dev/null || true
  [ ! -e "$folder/broker" ] || "$broker" stop "$folder/broker" || true
  if [ -n "${KEEP:-}" ]; then echo "kept $folder"; else rm -rf "$folder"; fi
}
trap clean_up EXIT
# stop_drey PROCESS: SIGTERM to a drey in the background, once it is one: the shell that is about to become it would clean up here.
stop_drey() {
  while kill -0 "$1" 2>/dev/null && [ "$(cat "/proc/$1/comm" 2>/dev/null)" != drey ]; do sleep 0.01; done
  kill -TERM "$1"
}
