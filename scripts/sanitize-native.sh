#!/bin/sh
# Runs the test programs of native/ with ASan and UBSan. Arguments go to the core's.
set -eu
cd "$(dirname "$0")/.."
make -s -j"$(nproc)" -f native/sanitized.mk tests
native/build/sanitized/core_test "$@"
native/build/sanitized/shell_test
