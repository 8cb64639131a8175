# Sourced by build.sh: random input for every entry point, guided by the code it reaches.

# Runs every fuzz target for an equal share of the given seconds.
fuzz() {
  local seconds=${1:-60} targets target share
  [[ $seconds =~ ^[1-9][0-9]*$ ]] || fail "“$seconds” is no number of seconds."
  require_base
  require_fuzzer
  step "Building the fuzz targets (about 2 minutes the first time)"
  cargo +nightly fuzz build --target-dir fuzz/target
  mapfile -t targets < <(cargo +nightly fuzz list)
  share=$(((seconds + ${#targets[@]} - 1) / ${#targets[@]}))
  node tools/fuzz-seeds.mjs fuzz/corpus "${targets[@]}"
  step "Fuzzing ${#targets[@]} entry points for $share seconds each"
  for target in "${targets[@]}"; do
    logged "fuzz-$target" cargo +nightly fuzz run --target-dir fuzz/target "$target" -- \
      -max_total_time="$share" -max_len=4096 -timeout=5 -rss_limit_mb=2048 -print_final_stats=1 ||
      fail "Fuzzing $target found an input that it should bear (see above); fuzz/artifacts/$target keeps it." \
        "Once more with that input: cargo +nightly fuzz run --target-dir fuzz/target $target <file>"
    note "$target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$cache/log/fuzz-$target.log") inputs"
  done
}
