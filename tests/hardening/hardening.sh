#!/bin/sh
# Looks whether a release program has what the build asks for: PIE, read-only relocations, no lazy binding, a stack that is not
# executable, stack protector, FORTIFY.
#
# usage: hardening.sh PROGRAM
set -eu

program=$1
failed=0
expect() {
  if ! printf '%s\n' "$2" | grep -Eq "$3"; then
    echo "$program lacks $1" >&2
    failed=1
  fi
}

headers=$(readelf -W --program-headers "$program")
dynamic=$(readelf -W --dynamic "$program")
symbols=$(readelf -W --dyn-syms "$program")
expect "PIE" "$dynamic" 'FLAGS_1.*PIE'
expect "read-only relocations" "$headers" 'GNU_RELRO'
expect "immediate binding" "$dynamic" 'BIND_NOW|FLAGS_1.*NOW'
expect "a stack that is not executable" "$headers" 'GNU_STACK.* RW '
expect "a stack protector" "$symbols" '__stack_chk_fail'
expect "FORTIFY" "$symbols" '__(mem|str|sn?|v|f|read|p)[a-z]*_chk'
exit $failed
