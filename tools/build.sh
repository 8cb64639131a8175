# Sourced by build.sh: Rust to WebAssembly, then the three browsers' folders and zips.

# The compiler's flags for the wasm module, as CARGO_ENCODED_RUSTFLAGS has them: joined by 0x1f, so that they may
# contain spaces. The folders of this machine must not end up in the module (panic messages name source files): it
# would be another module in another folder.
wasm_flags() {
  local commit flags
  commit=$(rustc --version --verbose | sed -n 's/^commit-hash: //p')
  # Less inlining than opt-level 3 brings along (225): 6 % smaller compressed, as fast. With 40 it would be 5 % smaller
  # still, and 5 to 8 % slower; with opt-level z a quarter smaller, and half as fast.
  flags=$(printf '%s\x1f' \
    "-Cllvm-args=-inline-threshold=120" \
    "--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo" \
    "--remap-path-prefix=$(rustc --print sysroot)/lib/rustlib/src/rust=/rustc/$commit" \
    "--remap-path-prefix=$root=xcld")
  printf '%s' "${flags%$'\x1f'}"
}

# Builds the wasm module and its glue into target/pkg, unless nothing they depend on has changed.
build_wasm() {
  local wanted
  wanted=$({
    content_hash Cargo.toml Cargo.lock src tools/build.sh package-lock.json
    rustc --version
    wasm-bindgen --version
  } | sha256sum)
  if [ "$(cat target/pkg/.built-from 2>/dev/null)" = "$wanted" ]; then
    step "The WebAssembly module is up to date"
    return
  fi
  step "Building the WebAssembly module (about 1 minute the first time, some seconds after that)"
  rm -rf target/pkg
  # `--mode no-install`: take the tools from the PATH, and stop at once where one has the wrong version.
  CARGO_ENCODED_RUSTFLAGS=$(wasm_flags) wasm-pack --log-level error build --release --target web --mode no-install \
    --no-pack --out-dir target/pkg --out-name xcld . ||
    fail "The WebAssembly module could not be built; the reason stands above." \
      "If a crate could not be downloaded: the first build needs the network once."
  # Manifest V3 forbids both, and Firefox's linter warns of them.
  if grep -nE 'new Function\(|\beval\(' target/pkg/xcld.js; then
    fail "wasm-bindgen's glue makes code from text (see above), which extensions must not do."
  fi
  echo "$wanted" >target/pkg/.built-from
}

build() {
  build_wasm
  step "Writing dist/"
  node tools/package.mjs
}
