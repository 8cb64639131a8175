#!/usr/bin/env bash
# The one way to build, try and test xcld. `./build.sh help` lists what it does.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

for part in common setup build test fuzz; do
  # shellcheck source=/dev/null
  source "tools/$part.sh"
done

usage() {
  cat <<'END'
usage: ./build.sh [command]

  (none)                 install what the build needs, then build dist/chrome, dist/edge, dist/firefox
                         (each loads unpacked) and a zip of each
  demo [options]         open the clinic, a page of broken media, in a real browser with xcld
      --browser NAME     chromium or firefox; without it the one that is found
      --headless         no window: print what the popup says to each case, and save screenshots
  test [section...]      run all tests, or some: rust wasm js build e2e fuzz
  test --no-browsers     all but e2e and fuzz
  bench                  measure: the reader, the command line, what the extension costs in the browsers
  fuzz [seconds]         random input for every entry point (60 seconds in all unless told)
  setup                  only install what the build needs
  clean                  remove what was built (the installed tools stay)
  help                   this text

Tools are kept in .cache/ (or in the folder that XCLD_CACHE names). Outside of it only Rust's wasm32 target is
added, for demo, test and bench also the browsers (by apt-get, as root), for fuzz Rust's nightly toolchain.
END
}

# The clinic in a browser; the options are those of tests/e2e/demo.mjs.
demo() {
  local browser="" previous="" argument
  for argument in "$@"; do
    [ "$previous" != --browser ] || browser=$argument
    [[ $argument != --browser=* ]] || browser=${argument#--browser=}
    previous=$argument
  done
  if [ -z "$browser" ]; then
    browser=chromium
    if ! command -v chromium >/dev/null && { command -v firefox-esr || command -v firefox; } >/dev/null; then
      browser=firefox
    fi
  fi
  [[ $browser == chromium || $browser == firefox ]] || fail "“$browser” is no browser that the demo knows." "It knows chromium and firefox."
  setup_build
  build
  require_browsers "$browser"
  node tests/e2e/demo.mjs "$@"
}

# Everything that is measured. Figures are printed, not judged: a busy machine is no bug.
bench() {
  setup_build
  build
  step "The reader, natively, beside url::Url::parse"
  cargo bench --locked --bench read
  step "The command line on a million exchanges and on a HAR of a gigabyte, beside serde_json and jq (some minutes)"
  cargo bench --locked --bench lines
  step "The reader as WebAssembly, beside the parsers from npm"
  # Compiled as what ships is. With its package.json, which makes Node take the glue for the CommonJS that it is.
  CARGO_ENCODED_RUSTFLAGS=$(wasm_flags) wasm-pack --log-level error build --release --target nodejs --mode no-install --no-typescript \
    --out-dir target/pkg-node --out-name xcld . --features batch
  node tests/bench/parsers.mjs target/pkg-node
  local file
  for file in tests/bench/*.bench.mjs; do
    [ -e "$file" ] || continue
    require_browsers chromium firefox
    step "$file"
    node "$file"
  done
}

command=${1:-build}
[ $# -eq 0 ] || shift
case $command in
  build)
    setup_build
    build
    ;;
  demo) demo "$@" ;;
  test) run_tests "$@" ;;
  test-section) "test_$1" ;;
  bench) bench ;;
  fuzz) fuzz "$@" ;;
  setup) setup_build ;;
  clean) rm -rf dist target fuzz/target fuzz/corpus ;;
  help | -h | --help) usage ;;
  *)
    usage >&2
    exit 2
    ;;
esac
