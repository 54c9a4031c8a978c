# A PostgreSQL cluster that lives as long as the script. Sourced by tests/run, after install.sh.
# shellcheck shell=bash

# Runs a command as a user that PostgreSQL agrees to run as: it refuses root.
as_postgres() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

# Starts the cluster on a free port, stops and removes it when the script ends, and exports TRAJET_TEST_POSTGRES. It syncs
# to disk as a production server does, and sorts as a Belgian one may: what relies on neither is not tested by one that does not.
start_postgres() {
    local port
    postgres_home=$(mktemp -d /tmp/trajet-postgres.XXXXXX)
    trap stop_postgres EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    [ "$(id -u)" != 0 ] || chown postgres: "$postgres_home"

    # shellcheck disable=SC2154 # need_postgres sets postgres_bin
    as_postgres env LC_ALL=C.UTF-8 "$postgres_bin/initdb" --pgdata="$postgres_home/data" --username=postgres \
        --auth=trust --encoding=UTF8 --locale-provider=icu --icu-locale=fr-BE &>"$postgres_home/log" ||
        postgres_failed "no PostgreSQL cluster can be made"

    # Below the ports that the system hands out by itself; another program may still have this one.
    for _ in 1 2 3 4 5; do
        port=$((20000 + RANDOM % 12000))
        if as_postgres "$postgres_bin/pg_ctl" --pgdata="$postgres_home/data" --log="$postgres_home/server.log" \
            --wait --timeout=60 --options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
            -c max_connections=300 -c fsync=on -c synchronous_commit=on" start &>>"$postgres_home/log"; then
            export TRAJET_TEST_POSTGRES=postgres://postgres@127.0.0.1:$port/
            return
        fi
    done
    cat "$postgres_home/server.log" >>"$postgres_home/log"
    postgres_failed "the PostgreSQL cluster does not start"
}

postgres_failed() {
    tail -n 20 "$postgres_home/log" >&2
    fail "$*"
}

stop_postgres() {
    if [ -f "$postgres_home/data/postmaster.pid" ]; then
        as_postgres "$postgres_bin/pg_ctl" --pgdata="$postgres_home/data" --mode=immediate stop &>/dev/null || true
    fi
    rm -rf "$postgres_home"
}
