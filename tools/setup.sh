# Sourced by build.sh: installs what is missing, each thing once and in one pinned version.

wasm_pack_version=0.15.1
geckodriver_version=0.37.1
cargo_fuzz_version=0.13.2
# The wasm-bindgen CLI writes the glue for the crate of exactly its own version, so the lock file decides.
wasm_bindgen_version=$(locked_version wasm-bindgen)

# What the user brings: Rust, Node and npm, and a C linker for the build scripts of crates.
require_base() {
  command -v cargo >/dev/null && command -v rustc >/dev/null ||
    fail "Rust is missing (cargo and rustc are not on the PATH)." "Install it from https://rustup.rs, then run this again."
  command -v cc >/dev/null ||
    fail "A C compiler is missing (cc); Rust links with it." "On Debian: apt-get install build-essential"
  command -v node >/dev/null && command -v npm >/dev/null ||
    fail "Node or npm is missing." "Install Node 20.11 or newer with npm: https://nodejs.org, or on Debian: apt-get install nodejs npm"
  node -e 'const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major > 20 || (major === 20 && minor >= 11) ? 0 : 1)' ||
    fail "Node $(node --version) is too old." "xcld's tools need Node 20.11 or newer: https://nodejs.org"
  local wanted have
  wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
  have=$(rustc --version | cut -d' ' -f2)
  [ "$(printf '%s\n%s\n' "$wanted" "$have" | sort -V | head -n1)" = "$wanted" ] ||
    fail "Rust $have is too old; xcld needs $wanted or newer." "With rustup: rustup update stable"
}

require_wasm_target() {
  [ -d "$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown" ] && return
  step "Adding Rust's wasm32-unknown-unknown target (about 10 seconds)"
  command -v rustup >/dev/null ||
    fail "Rust's wasm32-unknown-unknown target is missing, and so is rustup, which would install it." \
      "Install Rust from https://rustup.rs, or on Debian: apt-get install libstd-rust-dev-wasm32"
  logged rustup-target rustup target add wasm32-unknown-unknown ||
    fail "Rust's wasm32-unknown-unknown target could not be installed." \
      "It needs the network once. By hand: rustup target add wasm32-unknown-unknown"
}

# Installs a Rust program into the cache, unless one of that version is there or on the PATH.
#   require_tool CRATE VERSION PROGRAM DURATION [cargo install flags...]
require_tool() {
  local crate=$1 version=$2 program=$3 duration=$4
  shift 4
  has_version "$program" "$version" && return
  # Several work trees may share one cache: one installs, the others wait and then find it there.
  exec 8>"$cache/tools.lock"
  flock 8
  if ! has_version "$program" "$version"; then
    step "Installing $crate $version (about $duration, once)"
    # Their speed hardly matters, the time to build them does; and our own flags must not reach them.
    logged "install-$crate" env -u RUSTFLAGS -u CARGO_ENCODED_RUSTFLAGS -u CARGO_BUILD_TARGET \
      CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_LTO=off \
      CARGO_TARGET_DIR="$cache/tool-build" \
      cargo install --quiet --locked --force --root "$cache/tools" "$crate@$version" "$@" ||
      fail "$crate $version could not be installed." \
        "It is built from source and needs the network once. By hand:" \
        "cargo install --locked --root $cache/tools $crate@$version $*"
    hash -r
  fi
  exec 8>&-
}

has_version() {
  command -v "$1" >/dev/null && [[ " $("$1" --version 2>/dev/null | head -n1) " == *" $2 "* ]]
}

# The packages of package-lock.json, to the letter; `npm ci` removes what was there before.
require_npm_packages() {
  local wanted
  wanted=$(content_hash package.json package-lock.json)
  [ "$(cat node_modules/.xcld-installed 2>/dev/null)" = "$wanted" ] && return
  step "Installing the npm packages of package-lock.json (about 40 seconds, 300 MB)"
  logged npm-ci npm ci --no-audit --no-fund --ignore-scripts ||
    fail "The npm packages could not be installed." "They need the network once. By hand: npm ci --ignore-scripts"
  echo "$wanted" >node_modules/.xcld-installed
}

# Everything that `build` needs.
setup_build() {
  require_base
  require_wasm_target
  require_npm_packages
  # Without its default features: those are TLS for remote browsers, which nothing here uses.
  require_tool wasm-bindgen-cli "$wasm_bindgen_version" wasm-bindgen "4 minutes" --no-default-features
  require_tool wasm-pack "$wasm_pack_version" wasm-pack "3 minutes"
}

# Everything that the end-to-end runs and the demo need: the browsers named (chromium, firefox), with
# geckodriver for Firefox and openssl for the stand-in's certificate.
require_browsers() {
  local packages=() browser
  command -v openssl >/dev/null || packages+=(openssl)
  for browser in "$@"; do
    case $browser in
      chromium) command -v chromium >/dev/null || packages+=(chromium) ;;
      firefox) command -v firefox-esr >/dev/null || command -v firefox >/dev/null || packages+=(firefox-esr) ;;
    esac
  done
  if [ ${#packages[@]} -gt 0 ]; then
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
      as_root=(sudo -n)
    fi
    local by_hand="By hand: apt-get update && apt-get install ${packages[*]}"
    command -v apt-get >/dev/null || fail "Missing: ${packages[*]}" "There is no apt-get here to install them; use this system's own packages."
    [ ${#as_root[@]} -eq 0 ] || sudo -n true 2>/dev/null || fail "Missing: ${packages[*]}" "Only root may install them. $by_hand"
    step "Installing ${packages[*]} with apt-get (some minutes, once)"
    logged apt "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive sh -c 'apt-get update && apt-get install -y --no-install-recommends "$@"' sh "${packages[@]}" ||
      fail "apt-get could not install: ${packages[*]}" "It needs the network. $by_hand"
    hash -r
  fi
  if [[ " $* " == *" firefox "* ]]; then
    require_tool geckodriver "$geckodriver_version" geckodriver "2 minutes"
    GECKODRIVER=$(command -v geckodriver)
    export GECKODRIVER
  fi
}

# cargo-fuzz and the nightly compiler that it needs; $nightly is then the toolchain's name.
require_fuzzer() {
  nightly=nightly
  if ! rustc +nightly --version >/dev/null 2>&1; then
    step "Installing Rust's nightly toolchain (about 1 minute)"
    command -v rustup >/dev/null || fail "Fuzzing needs Rust's nightly toolchain, and rustup, which installs it, is missing." "https://rustup.rs"
    logged rustup-nightly rustup toolchain install nightly --profile minimal --no-self-update ||
      fail "Rust's nightly toolchain could not be installed; fuzzing needs it." \
        "It needs the network once. By hand: rustup toolchain install nightly --profile minimal"
  fi
  require_tool cargo-fuzz "$cargo_fuzz_version" cargo-fuzz "1 minute"
}
