#!/bin/sh
# Builds the test programs with ASan and UBSan and runs them. Arguments go to the core's.
set -eu
cd "$(dirname "$0")/.."
out=native/build/sanitize
mkdir -p "$out"
build() {
  program=$1
  shift
  g++ -std=c++20 -g -fno-exceptions -fsanitize=address,undefined -fno-sanitize-recover=all -Inative \
    -o "$out/$program" "$@"
}
build core_test native/core/*.cc native/core/*/*.cc native/test/*.cc
build shell_test native/core/*.cc native/core/*/*.cc native/shell/*.cc native/test/harness.cc native/test/shell/*.cc
"$out/core_test" "$@"
"$out/shell_test"
