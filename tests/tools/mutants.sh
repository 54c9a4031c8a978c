# Changes the code a little, and sees whether a test notices: with cargo-mutants, on the crates that decide by the law. Sourced by
# tests/run.
# shellcheck shell=bash

# The crates whose code is changed, and those that must be there to try it.
MUTATED=(shared/law shared/belgium shared/report services/{assessment,questionnaire,dossier,exchange}/domain)
# By this the laws of the services are tested: it decides nothing.
NOT_MUTATED=(--exclude 'shared/law/src/histories/**' --exclude '**/samples.rs')
# How many mutants of a difference are tried at most.
MUTANTS_OF_A_DIFFERENCE=${MUTANTS_OF_A_DIFFERENCE:-8}
# How many seconds a build, or a run of the tests, may take. Some mutants run for ever.
MUTANT_TIMEOUT=${MUTANT_TIMEOUT:-120}

need_mutants() {
    local version=27.1.0 cache=${XDG_CACHE_HOME:-$HOME/.cache}/trajet-tools
    if [ ! -x "$cache/mutants/bin/cargo-mutants" ] || ! "$cache/mutants/bin/cargo-mutants" mutants --version | grep -qF "$version"; then
        say "installing cargo-mutants $version in $cache"
        cargo install --quiet --locked --root "$cache/mutants" "cargo-mutants@$version" || fail "cargo-mutants cannot be installed"
    fi
    export PATH="$cache/mutants/bin:$PATH"
}

# Makes a workspace of those crates and the scenarios alone, beside the real one: a mutant is written into it, and builds in
# seconds. Sets `mutants`, its folder. The files are as new as now: what was built of the last mutant is built again.
small_workspace() {
    mutants=${CARGO_TARGET_DIR:-$PWD/target}/mutants
    mkdir -p "$mutants"
    rm -rf "$mutants/tree"
    mkdir "$mutants/tree"
    git ls-files -z --cached --others --exclude-standard -- .cargo Cargo.lock "${MUTATED[@]}" tests/rules |
        tar --create --null --files-from - | tar --extract --touch --directory "$mutants/tree"
    # The same manifest, with fewer members.
    {
        printf '[workspace]\nresolver = "3"\nmembers = ['
        printf '"%s", ' "${MUTATED[@]}" tests/rules/runner
        printf ']\n'
        sed -n '/^\[workspace.package\]/,$p' Cargo.toml
    } >"$mutants/tree/Cargo.toml"
    # Nothing but the time to build counts.
    export CARGO_TARGET_DIR=$mutants/target CARGO_PROFILE_DEV_DEBUG=0 CARGO_PROFILE_TEST_DEBUG=0 CARGO_INCREMENTAL=1
    # That a random test failed is all that is asked, not by how little.
    export PROPTEST_MAX_SHRINK_ITERS=0
    cargo fetch --quiet --locked
    cargo metadata --offline --format-version 1 --manifest-path "$mutants/tree/Cargo.toml" >/dev/null 2>"$mutants/metadata.log" ||
        { cat "$mutants/metadata.log" >&2; fail "the small workspace is none"; }
}

# Tries mutants. The arguments choose them, and after `--` say which tests are run.
try_mutants() {
    local status=0
    cargo mutants --dir "$mutants/tree" --in-place "${NOT_MUTATED[@]}" --output "${MUTANTS_OUTPUT:-$mutants}" --no-config --baseline skip --colors never \
        --timeout "$MUTANT_TIMEOUT" --build-timeout "$MUTANT_TIMEOUT" "$@" || status=$?
    # 2: some were missed; 3: some ran too long. What that means is judged by who asked.
    case $status in 0 | 2 | 3) ;; *) fail "cargo mutants ended with $status" ;; esac
}

# For each rule, or each that is named: mutants of the functions that enforce it are killed by its own scenarios.
# MUTANTS_OF_A_RULE tries fewer than all.
mutants_of_rules() {
    local rules=${CARGO_TARGET_DIR:-$PWD/target}/rules.json
    mkdir -p "$(dirname "$rules")"
    cargo run --quiet -p trajet -- rules --json >"$rules"
    small_workspace
    (cd "$mutants/tree" && cargo test --quiet --package rules >"$mutants/unchanged.log" 2>&1) ||
        { tail -n 20 "$mutants/unchanged.log" >&2; fail "a scenario fails without any mutant"; }
    local chosen
    cargo mutants --dir "$mutants/tree" --no-config "${NOT_MUTATED[@]}" --list --json >"$mutants/list.json"
    mapfile -t chosen < <(python3 tests/tools/mutants.py choose "$rules" "$mutants/list.json" "${MUTANTS_OF_A_RULE:-0}" "$@")
    [ ${#chosen[@]} -gt 0 ] || fail "no function in these crates enforces $*"
    # shellcheck disable=SC2086 # options, such as a shard
    try_mutants "${chosen[@]}" --test-package rules ${MUTANTS_OPTIONS:-} -- --test rules
    python3 tests/tools/mutants.py judge "$rules" "$mutants/mutants.out" "$@"
}

# Mutants of what changed since a commit, at most a few: which ones follows from the commit, so that all get their turn.
mutants_of_difference() {
    local base=$1 count shards
    git diff "$base" -- "${MUTATED[@]}" ':!*/tests.rs' ':!*/tests/*' >"$PWD/target/difference.diff"
    local difference=$PWD/target/difference.diff seed=$((16#$(git rev-parse --short=7 HEAD)))
    if ! grep -q '^+[^+]' "$difference"; then
        say "no line of the law changed since $base"
        return
    fi
    small_workspace
    count=$(cargo mutants --dir "$mutants/tree" --no-config "${NOT_MUTATED[@]}" --colors never --list --in-diff "$difference" | grep -c . || true)
    if [ "$count" = 0 ]; then
        say "nothing that changed since $base can be mutated"
        return
    fi
    shards=$(((count + MUTANTS_OF_A_DIFFERENCE - 1) / MUTANTS_OF_A_DIFFERENCE))
    say "trying shard $((seed % shards)) of $shards of the $count mutants of what changed since $base"
    try_mutants --in-diff "$difference" --shard "$((seed % shards))/$shards" --sharding round-robin --test-workspace true
    python3 tests/tools/mutants.py missed "$mutants/mutants.out"
}

# Every mutant of these crates, or of those that are named by their folders. What came of each file is kept in tests/mutants: it
# is tried again when the file is another one, so that many runs make one. MUTANTS_SHARD=K/N takes every N-th file.
mutants_of_all() {
    local package file
    small_workspace
    export PROPTEST_CASES=${PROPTEST_CASES:-16}
    [ $# -gt 0 ] || set -- "${MUTATED[@]}"
    cargo mutants --dir "$mutants/tree" --no-config "${NOT_MUTATED[@]}" --list --json >"$mutants/list.json"
    while IFS=$'\t' read -r package file; do
        mutants_of_file "$package" "$file"
        python3 tests/tools/mutants.py keep "$mutants/tree" "$package" "$file" "$mutants"/file/*/mutants.out
    done < <(python3 tests/tools/mutants.py untried "$mutants/list.json" "${MUTANTS_SHARD:-0/1}" "$@")
    python3 tests/tools/mutants.py score "$mutants/list.json" "$@"
}

# Those alone that were missed, in files that are as they were then: tests may notice them that were written since.
mutants_missed_before() {
    local package file chosen
    small_workspace
    export PROPTEST_CASES=${PROPTEST_CASES:-16}
    [ $# -gt 0 ] || set -- "${MUTATED[@]}"
    cargo mutants --dir "$mutants/tree" --no-config "${NOT_MUTATED[@]}" --list --json >"$mutants/list.json"
    while IFS=$'\t' read -r package file; do
        mapfile -t chosen < <(python3 tests/tools/mutants.py survivors "$package" "$file")
        mutants_of_file "$package" "$file" "${chosen[@]}"
        python3 tests/tools/mutants.py kept-again "$mutants/tree" "$package" "$file" "$mutants"/file/*/mutants.out
    done < <(python3 tests/tools/mutants.py survived "$mutants/list.json" "${MUTANTS_SHARD:-0/1}" "$@")
    python3 tests/tools/mutants.py score "$mutants/list.json" "$@"
}

# First by the tests of the crate itself; what those missed by the scenarios of the rules, and what is left of a shared crate by the
# tests of all that rests on it. Random histories are few each time, and whether they reach all that they are to prove is not asked:
# that takes many. MUTANTS_STAGES names fewer. The arguments after the file choose among its mutants.
mutants_of_file() {
    local file=$2 found=$mutants/file before='' tests
    local package=$1
    shift 2
    say "$file"
    rm -rf "$found"
    for tests in ${MUTANTS_STAGES:-own rules all}; do
        mkdir -p "$found/$tests"
        if [ -n "$before" ]; then
            [ -s "$found/$before/mutants.out/missed.txt" ] || break
            # Nothing but the scenarios rests on the domain of a service.
            [[ $tests != all || $file == shared/* ]] || break
            cp -R "$found/$before/mutants.out" "$found/$tests"
        fi
        case $tests in
        own) MUTANTS_OUTPUT=$found/own try_mutants --file "$file" "$@" --test-package "$package" -- --lib -- --skip the_histories_reach ;;
        rules) MUTANTS_OUTPUT=$found/rules try_mutants --file "$file" "$@" --iterate --test-package rules -- --test rules ;;
        all) MUTANTS_OUTPUT=$found/all try_mutants --file "$file" "$@" --iterate --test-workspace true ;;
        esac
        before=$tests
    done
}
