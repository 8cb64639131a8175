#!/usr/bin/env bash
# The one way to build, try and test xcld. `./build.sh help` lists what it does.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

for part in common setup build; do
  # shellcheck source=/dev/null
  source "tools/$part.sh"
done

usage() {
  cat <<'END'
usage: ./build.sh [command]

  (none)            install what the build needs, then build dist/chrome, dist/edge, dist/firefox
                    (each loads unpacked) and a zip of each
  setup             only install what the build needs
  clean             remove dist/ and target/ (the installed tools stay)
  help              this text

Tools are kept in .cache/ (or in the folder that XCLD_CACHE names); nothing else on the machine changes,
but for the wasm32 target of the Rust toolchain.
END
}

command=${1:-build}
[ $# -eq 0 ] || shift
case $command in
  build)
    setup_build
    build
    ;;
  setup) setup_build ;;
  clean) rm -rf dist target ;;
  help | -h | --help) usage ;;
  *)
    usage >&2
    exit 2
    ;;
esac
