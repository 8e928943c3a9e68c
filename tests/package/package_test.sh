#!/bin/bash
# Builds the Debian packages, installs them into a root of their own, uses what is there, and removes them again. Where it does not run as
# root the packages are unpacked only. The machine stays as it was.
#
# usage: package_test.sh BUILD WORK
set -euo pipefail
build=$1
work=$2

fail() {
  echo "package_test: $*" >&2
  exit 1
}

rm -rf "$work"
mkdir -p "$work"
cd "$work"
cpack --config "$build/CPackConfig.cmake" -B "$work/packages" >"$work/cpack.log" 2>&1 || { cat "$work/cpack.log" >&2; fail "cpack failed"; }
program=$(echo "$work"/packages/drey_*.deb)
library=$(echo "$work"/packages/libdrey-dev_*.deb)

# What it is linked with is installed here: so must the packages be that it depends on, and of these the ones that it is known to need.
dpkg-deb -f "$program" Depends | tr ',' '\n' | sed -E 's/^ *([^ ]+).*/\1/' >depends
for package in librdkafka1 libedit2 libfyaml0 libpcre2-8-0; do
  grep -qx "$package" depends || fail "drey does not depend on $package"
done
while read -r package; do
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$package")" = installed ] || fail "drey depends on $package, which is not installed"
done <depends

if command -v lintian >/dev/null; then
  lintian --allow-root --fail-on error,warning --suppress-tags-from-file "$(dirname "$0")/lintian-suppressed" "$program" "$library" ||
    fail "lintian complains"
fi

root=$work/root
mkdir -p "$root"
if [ "$(id -u)" = 0 ]; then
  mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates"
  touch "$root/var/lib/dpkg/status"
  # Its dependencies are in the machine's root.
  dpkg --root="$root" --force-depends --no-triggers --install "$program" "$library" >dpkg.log 2>&1 || { cat dpkg.log >&2; fail "dpkg failed"; }
else
  dpkg-deb -x "$program" "$root"
  dpkg-deb -x "$library" "$root"
fi

drey=$root/usr/bin/drey
documents=$root/usr/share/doc/drey
"$drey" --version | grep -q '^drey ' || fail "the program does not run"
"$drey" sql --format csv "SELECT 1 + 1 AS two" | grep -qx 2 || fail "the program does not answer"
"$drey" test "$documents/examples/tests" | grep -q ' passed, 0 failed$' || fail "the examples do not pass"
cmp "$root/usr/share/drey/test-file.schema.json" "$(dirname "$0")/../../runtime/testing/test-file.schema.json"
gunzip -c "$root/usr/share/man/man1/drey.1.gz" | cmp - <("$drey" help --man)
cmp "$root/usr/share/bash-completion/completions/drey" <("$drey" completion bash)
cmp "$root/usr/share/zsh/vendor-completions/_drey" <("$drey" completion zsh)
cmp "$root/usr/share/fish/vendor_completions.d/drey.fish" <("$drey" completion fish)
[ -e "$root/usr/include/drey/engine/compiler/compiler.h" ] || fail "libdrey-dev has no headers"
[ -e "$root/usr/lib/cmake/drey/drey-config.cmake" ] || fail "libdrey-dev has no CMake package"

if [ "$(id -u)" = 0 ]; then
  dpkg --root="$root" --purge libdrey-dev drey >dpkg.log 2>&1 || { cat dpkg.log >&2; fail "dpkg cannot remove the packages"; }
  left=$(find "$root" -path "$root/var" -prune -o -type f -print)
  [ -z "$left" ] || fail "left behind: $left"
fi
echo "package_test: passed"
