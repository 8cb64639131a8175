# Sourced by build.sh: what every step uses.

root=$PWD
cache=${XCLD_CACHE:-$root/.cache}
mkdir -p "$cache/log" "$cache/tools/bin"
cache=$(cd "$cache" && pwd)
# Our own pinned tools first, then npm's, then the machine's.
export PATH="$cache/tools/bin:$root/node_modules/.bin:$PATH"

step() { printf '\n== %s\n' "$*"; }
note() { printf '   %s\n' "$*"; }

# Says what is missing and how to get it, and stops.
fail() {
  printf '\nxcld: %s\n' "$1" >&2
  shift
  [ $# -eq 0 ] || printf '      %s\n' "$@" >&2
  exit 1
}

# Runs a command with its output in a log; shows the log's end where it fails.
#   logged NAME COMMAND...
logged() {
  local log="$cache/log/$1.log"
  shift
  if ! "$@" >"$log" 2>&1; then
    tail -n 25 "$log" >&2
    printf '\n(the whole log: %s)\n' "$log" >&2
    return 1
  fi
}

# One hash over the names and contents of files and folders, in a fixed order.
content_hash() {
  find "$@" -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1
}

# The version of a package in Cargo.lock.
locked_version() {
  awk -v name="\"$1\"" '$1 == "name" { found = ($3 == name) } found && $1 == "version" { gsub(/"/, "", $3); print $3; exit }' Cargo.lock
}
