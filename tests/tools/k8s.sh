# The check of the manifests in k8s/. Sourced by tests/run, after install.sh.
# shellcheck shell=bash

# The oldest Kubernetes that knows every field of the manifests, and the newest one whose schemas are there.
kubernetes_versions=(1.30 1.37)

check_k8s() {
    need_pinned_tools
    local folder
    for folder in k8s/base k8s/overlays/*; do
        manifests_pass "$folder" || fail "the manifests in $folder do not pass"
    done
    see_wrong 'a misspelt field' 's/readOnlyRootFilesystem/readOnlyRootFileSystem/' "'readOnlyRootFileSystem' was unexpected"
    see_wrong 'a value of another type' 's/replicas: 2/replicas: "2"/' "'2' is not of type 'integer'"
    say "the manifests pass for Kubernetes ${kubernetes_versions[*]}"
}

# Renders the manifests of a folder, and looks at every field of each.
manifests_pass() {
    local rendered version status=0
    rendered=$(mktemp)
    kubectl kustomize "$1" >"$rendered" || status=1
    for version in "${kubernetes_versions[@]}"; do
        kubernetes-validate --strict --quiet --kubernetes-version "$version" "$rendered" || status=1
    done
    rm -f "$rendered"
    return "$status"
}

# Fails unless a fault, made by a sed program in a copy of the manifests, is told in these words.
see_wrong() {
    local copy status=0
    copy=$(mktemp -d)
    cp -r k8s/. "$copy"
    sed -i -E "$2" "$copy/process/process.yaml"
    manifests_pass "$copy/base" &>"$copy/told" || status=$?
    if [ "$status" = 0 ] || ! grep -qF "$3" "$copy/told"; then
        tail -n 5 "$copy/told" >&2
        rm -rf "$copy"
        fail "the check of the manifests did not tell $1"
    fi
    rm -rf "$copy"
}
