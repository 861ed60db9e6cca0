# What the scripts of packaging/ know about the machine they run on. To be sourced, not run.
# Messages go to standard error, so that a script's answer on standard output can be read by a program.

if [ -z "${NO_COLOR:-}" ] && [ -t 2 ]; then bold=$'\e[1m' red=$'\e[31m' plain=$'\e[0m'; else bold='' red='' plain=''; fi
say() { printf '%s==>%s %s\n' "$bold" "$plain" "$*" >&2; }
fail() { printf '%serror:%s %s\n' "$red" "$plain" "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# Debian keeps the programs of the administrator where a user's PATH does not look.
PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"

root_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
deps_dir=${REBERTH_DEPS_DIR:-$root_dir/build/deps}
cache_dir=${REBERTH_CACHE_DIR:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/reberth}

# distribution: debian, ubuntu, fedora or another ID of os-release; release: "12", "24.04"; codename: "bookworm"
read_distribution() {
    [ -r /etc/os-release ] || fail "This machine has no /etc/os-release, so its distribution can't be told."
    # shellcheck disable=SC1091
    distribution=$(. /etc/os-release && echo "$ID")
    release=$(. /etc/os-release && echo "${VERSION_ID:-}")
    codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
}

# as_root COMMAND…: runs it as root, or fails with the command to type. It never asks for a password.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif have sudo && sudo -n true 2>/dev/null; then
        sudo -n "$@"
    else
        fail "This needs root. Run as root, or after \"sudo -v\":
       $*"
    fi
}

# apt_mirror LABEL CODENAME: the address of the archive that apt is configured with, taken from apt itself, so that a
# company's mirror is used where there is one. LABEL is "Debian" or "Ubuntu". Prints nothing when there is none.
apt_mirror() {
    apt-get indextargets --format '$(LABEL)|$(CODENAME)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
        awk -F'|' -v label="$1" -v codename="$2" '$1 == label && $2 == codename { print $3; exit }'
}

# suite_apt SUITE COMMAND…: runs an apt program against SUITE of the configured mirror with lists and a cache of its
# own, so that the machine's apt never sees that suite.
suite_apt() {
    local suite=$1 state mirror keyring label
    shift
    case $distribution in ubuntu) label=Ubuntu keyring=/usr/share/keyrings/ubuntu-archive-keyring.gpg ;;
                          *) label=Debian keyring=/usr/share/keyrings/debian-archive-keyring.gpg ;; esac
    mirror=$(apt_mirror "$label" "$codename")
    [ -n "$mirror" ] || fail "apt on this machine names no $label archive for \"$codename\": run apt-get update, or add one to its sources."
    state=$cache_dir/apt-$suite
    mkdir -p "$state/lists/partial" "$state/archives/partial"
    printf 'deb [signed-by=%s] %s %s main\ndeb-src [signed-by=%s] %s %s main\n' \
        "$keyring" "$mirror" "$suite" "$keyring" "$mirror" "$suite" > "$state/sources.list.new"
    local options=(-qq -o "Dir::Etc::sourcelist=$state/sources.list" -o Dir::Etc::sourceparts=/dev/null
        -o "Dir::State::lists=$state/lists" -o "Dir::Cache::archives=$state/archives"
        -o "Dir::Cache::pkgcache=" -o "Dir::Cache::srcpkgcache=" -o Dir::State::status=/dev/null
        -o APT::Sandbox::User= -o Acquire::Languages=none -o Acquire::Retries=3)
    if ! cmp -s "$state/sources.list.new" "$state/sources.list" || [ ! -e "$state/updated" ] ||
        [ -n "$(find "$state/updated" -mmin +720)" ]; then
        mv "$state/sources.list.new" "$state/sources.list"
        apt-get "${options[@]}" update >&2 || fail "apt could not read the suite \"$suite\" of $mirror."
        touch "$state/updated"
    fi
    apt-get "${options[@]}" "$@"
}
