# Sourced by build.sh: the tests, in sections that can be run by themselves.

sections=(rust wasm js build e2e fuzz)

# Runs sections one after the other, goes on after a failure, and fails at the end if any did.
run_tests() {
  local chosen=("$@") failed=() section
  if [ ${#chosen[@]} -eq 0 ]; then
    chosen=("${sections[@]}")
  elif [ "${chosen[*]}" = "--no-browsers" ]; then
    chosen=(rust wasm js build)
  fi
  for section in "${chosen[@]}"; do
    declare -F "test_$section" >/dev/null || fail "There is no test section “$section”." "The sections: ${sections[*]}"
  done
  for section in "${chosen[@]}"; do
    # A process of its own: bash heeds `set -e` nowhere inside a condition.
    "${BASH:-bash}" ./build.sh test-section "$section" || failed+=("$section")
  done
  if [ ${#failed[@]} -gt 0 ]; then
    printf '\nxcld: failed: %s\n      By itself: ./build.sh test %s\n' "${failed[*]}" "${failed[*]}" >&2
    return 1
  fi
  printf '\nxcld: passed: %s\n' "${chosen[*]}"
}

# Formatting, lints, documentation, and every native test: units, corpora, properties, the command line.
test_rust() {
  require_base
  require_wasm_target
  step "rustfmt"
  cargo fmt --check
  step "clippy, natively and for wasm32 (about 1 minute the first time)"
  cargo clippy --quiet --all-targets -- -D warnings
  cargo clippy --quiet --lib --test wasm --target wasm32-unknown-unknown -- -D warnings
  step "No panic is reachable from input"
  local denied=(-D clippy::unwrap_used -D clippy::expect_used -D clippy::panic -D clippy::unreachable -D clippy::todo
    -D clippy::indexing_slicing -D clippy::string_slice)
  cargo clippy --quiet --lib --bins -- -D warnings "${denied[@]}"
  cargo clippy --quiet --lib --target wasm32-unknown-unknown -- -D warnings "${denied[@]}"
  step "The native core knows no browser"
  local tree
  tree=$(cargo tree --locked --edges normal,build --prefix none --target "$(rustc --version --verbose | sed -n 's/^host: //p')")
  if grep -E '^(wasm-bindgen|js-sys|web-sys|gloo|serde-wasm-bindgen)' <<<"$tree"; then
    fail "The crates above belong to src/extension/ alone: put them under [target.'cfg(target_arch = \"wasm32\")'.dependencies]."
  fi
  step "Documentation"
  RUSTDOCFLAGS="-D warnings" cargo doc --quiet --no-deps --lib --document-private-items
  step "cargo test (about 2 minutes the first time)"
  cargo test --locked
}

# What exists on wasm32 alone, run by Node.
test_wasm() {
  setup_build
  step "Tests of the WebAssembly build (about 1 minute the first time)"
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner \
    cargo test --locked --target wasm32-unknown-unknown --test wasm
}

# The JavaScript: types, the tools' own tests, what must not stand in any source, Firefox's linter.
test_js() {
  setup_build
  build
  step "tsc --checkJs"
  tsc --project tsconfig.json
  tsc --project tests/tsconfig.json
  step "What no source may contain"
  node tools/check-sources.mjs
  step "Tests of the tools"
  node --test tests/tools/*.test.mjs
  step "Firefox's linter on dist/firefox"
  node tools/lint-firefox.mjs
}

# The same sources give the same bytes, also in another folder.
test_build() {
  setup_build
  build
  step "Building once more, in another folder, from nothing (about 1 minute)"
  local copy zip
  copy=$(mktemp -d)/"another folder"
  mkdir "$copy"
  tar --create --exclude=./target --exclude=./dist --exclude=./node_modules --exclude=./.cache --exclude=./.git --exclude=./fuzz/target . |
    tar --extract --directory "$copy"
  ln -s "$root/node_modules" "$copy/node_modules"
  XCLD_CACHE=$cache logged build-copy "$copy/build.sh" || fail "The copy in $copy could not be built."
  for zip in dist/*.zip; do
    cmp "$zip" "$copy/$zip" || fail "Two builds of the same sources differ: $zip and $copy/$zip"
    note "$zip: the same bytes"
  done
  rm -rf "$(dirname "$copy")"
}

# A real Chromium and a real Firefox, the built extension, and the local stand-in for Cloudinary.
test_e2e() {
  setup_build
  build
  require_browsers chromium firefox
  step "End to end in Chromium and Firefox (some minutes)"
  # One file at a time: each starts browsers, and two cores are soon busy.
  node --test --test-concurrency=1 tests/e2e/*.test.mjs
}

# A little of what `./build.sh fuzz` does at length.
test_fuzz() {
  fuzz 60
}
