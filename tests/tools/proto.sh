# The checks of the contracts in proto/. Sourced by tests/run, after install.sh.
# shellcheck shell=bash

check_proto() {
    need_pinned_tools
    (cd proto && buf lint && buf format --diff --exit-code --path trajet && buf breaking --against baseline.binpb) ||
        fail "the contracts do not pass"
    see_break 'a renamed field' 's/^(  string )([a-z_]+ = 1;)/\1renamed_\2/'
    see_break 'a field of another type' 's/^(  )string( [a-z_]+ = 1;)/\1bytes\2/'
    say "the contracts pass: style, format, and nothing broken since the baseline"
}

# Fails unless a change, made by a sed program to a copy of the contracts, is told as a break.
see_break() {
    local copy status=0
    copy=$(mktemp -d)
    cp -r proto/. "$copy"
    find "$copy/trajet" -name '*.proto' -exec sed -i -E "$2" {} +
    (cd "$copy" && buf breaking --against baseline.binpb) >"$copy/told" 2>&1 || status=$?
    # 100 says that breaks were found; anything else that something else went wrong.
    if [ "$status" != 100 ]; then
        head -n 5 "$copy/told" >&2
        rm -rf "$copy"
        fail "buf breaking did not tell $1"
    fi
    rm -rf "$copy"
}

move_proto_baseline() {
    need_pinned_tools
    (cd proto && buf build --path trajet --exclude-source-info --output baseline.binpb) ||
        fail "the contracts do not build"
    say "proto/baseline.binpb holds the contracts of today; say in a decision record who is affected"
}
