#!/bin/sh
# Fuzzes the packet decoders and the readers of images and hand-overs of native/core under ASan and UBSan.
#   scripts/fuzz-native.sh SECONDS        each target for so long; fails on a crash, whose input it names
#   scripts/fuzz-native.sh --keep         takes what earlier runs found into the corpus, test/fixtures/fuzz
set -eu
cd "$(dirname "$0")/.."
seconds=${1:?usage: scripts/fuzz-native.sh SECONDS | --keep}
command -v clang++ >/dev/null || {
  echo 'fuzz-native: clang++ is missing; on Debian: apt-get install clang libclang-rt-14-dev' >&2
  exit 1
}
make -s -j"$(nproc)" -f native/sanitized.mk targets
out=native/build/sanitized/fuzz
for target in decode bfd image handover; do
  seeds=test/fixtures/fuzz/$target
  found=$out/$target.found
  mkdir -p "$found" "$seeds"
  if [ "$seconds" = --keep ]; then
    "$out/$target" -merge=1 -verbosity=0 "$seeds" "$found"
  elif "$out/$target" -max_total_time="$seconds" -timeout=60 -rss_limit_mb=1024 -max_len=4096 -print_final_stats=1 \
    -verbosity=0 -artifact_prefix="$out/$target-" "$found" "$seeds" >"$out/$target.log" 2>&1; then
    sed -n "s/^stat::number_of_executed_units: */fuzz-native: $target ran inputs: /p" "$out/$target.log"
  else
    cat "$out/$target.log" >&2
    exit 1
  fi
done
