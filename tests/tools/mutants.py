"""What tests/tools/mutants.sh asks of the rules, and of what cargo-mutants found.

choose RULES LIST N [ID...] the arguments by which cargo-mutants tries the functions that enforce these rules, one a line: of each rule N mutants
                            at most, or all for 0
judge RULES OUT [ID...]     the table of the rules, kept in tests/mutants/rules.tsv, and 1 if none of the mutants of a rule is killed by its own scenarios
missed OUT                  the mutants that no test noticed, and 1 if there are any
untried LIST K/N CRATE...   the package and the path of every file with mutants that was not tried as it is, every N-th from the K-th
keep TREE PACKAGE FILE OUT...  writes down what came of the mutants of a file, a run by other tests in each OUT
survived LIST K/N CRATE...  the package and the path of every file that is as it was tried and of which a mutant was missed
survivors PACKAGE FILE      the arguments by which cargo-mutants tries what was missed of a file
kept-again TREE PACKAGE FILE OUT...  writes down what came of those that had been missed of a file
score LIST CRATE...         how many mutants of each crate were killed, and 1 if any was not and nothing says why, or was not tried
"""

import fcntl
import hashlib
import json
import os
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

# What is changed: the crates that decide by the law.
CRATES = re.compile(r"(shared/(law|belgium|report)|services/[a-z]+/domain)/src/")

# Where what came of it is kept.
KEPT = Path("tests/mutants")


def functions(rules, ids):
    """The rules that are enforced in these crates, each with its functions there, as (path, name)."""
    unknown = set(ids) - {rule["id"] for rule in rules}
    if unknown:
        sys.exit(f"no such rule: {', '.join(sorted(unknown))}")
    found = {
        rule["id"]: [(it["path"], it["function"]) for it in rule["enforced_by"] if CRATES.match(it["path"])]
        for rule in rules
        if not ids or rule["id"] in ids
    }
    return {rule: enforced for rule, enforced in found.items() if enforced}


def choose(rules, listed, most, ids):
    """Of each rule at most so many mutants, spread over its functions; all of them for 0."""
    of_function = defaultdict(list)
    for mutant in listed:
        name = (mutant.get("function") or {}).get("function_name", "").split("::")[-1]
        of_function[mutant["file"], name].append(mutant["name"])
    chosen = set()
    for enforced in functions(rules, ids).values():
        mutants = [(path, name) for path, function in enforced for name in of_function[path, function]]
        chosen.update(mutants[:: max(1, -(-len(mutants) // most))] if most else mutants)
    # A field that is left out is tried wherever its file is, whatever the names say: so the files are named too.
    for path in sorted({path for path, _ in chosen}):
        print("--file", path, sep="\n")
    for _, name in sorted(chosen):
        print("--re", rf"^{re.escape(name)}$", sep="\n")


def outcomes(out):
    """Each mutant that could be built: its file, its function, what it is, and the names of the tests that failed."""
    for outcome in json.loads((out / "outcomes.json").read_text())["outcomes"]:
        if outcome["scenario"] == "Baseline" or outcome["summary"] == "Unviable":
            continue
        mutant = outcome["scenario"]["Mutant"]
        log = (out.parent / outcome["log_path"]) if outcome.get("log_path") else None
        if log and not log.exists():
            log = out / outcome["log_path"]
        failed = re.findall(r"^test (\S+) \.\.\. FAILED", log.read_text(errors="replace") if log else "", re.MULTILINE)
        name = (mutant.get("function") or {}).get("function_name", "").split("::")[-1]
        yield mutant["file"], name, mutant["name"], outcome["summary"], failed


def judge(rules, out, ids):
    found = list(outcomes(out))
    worthless, judged = [], {}
    print(f"{'rule':5} {'mutants':>7} {'by its own':>10} {'by others':>9} {'by none':>7}")
    rows = ["rule\tmutant\tkilled by"]
    for rule, enforced in functions(rules, ids).items():
        own, others, none = 0, 0, 0
        for path, name, told, summary, failed in found:
            if (path, name) not in enforced:
                continue
            killers = [test for test in failed if test.startswith(f"played::{rule.lower()}_")]
            own += bool(killers)
            others += not killers and summary != "MissedMutant"
            none += not killers and summary == "MissedMutant"
            rows.append(f"{rule}\t{told}\t{'; '.join(killers) or ('others' if summary != 'MissedMutant' else 'none')}")
        print(f"{rule:5} {own + others + none:7} {own:10} {others:9} {none:7}")
        judged[rule] = [own + others + none, own, others, none]
        if own == 0:
            worthless.append(rule)
    table = out.parent / "rules.tsv"
    table.write_text("\n".join(rows) + "\n")
    print(f"each mutant: {table}")
    keep_rules(judged)
    if worthless:
        sys.exit(f"no mutant is killed by a scenario of: {', '.join(worthless)}")


def keep_rules(judged):
    """Writes down how many mutants of each rule were tried, and by which scenarios they were noticed."""
    table = KEPT / "rules.tsv"
    rows = [line.split("\t") for line in table.read_text().splitlines()[1:]] if table.exists() else []
    rows = {rule: numbers for rule, *numbers in rows} | {rule: list(map(str, numbers)) for rule, numbers in judged.items()}
    order = sorted(rows, key=lambda rule: (rule[0], int(rule[1:])))
    lines = ["rule\tmutants\tby its own\tby others\tby none", *("\t".join([rule, *rows[rule]]) for rule in order)]
    table.write_text("\n".join(lines) + "\n")


def missed(out):
    names = [told for *_, told, summary, _ in outcomes(out) if summary == "MissedMutant"]
    if names:
        sys.exit("no test noticed:\n" + "\n".join(names))


VERDICTS = ("caught", "timeout", "unviable", "missed")


def content(path):
    """What a file decides: without its comments, and without the tests that are written into it."""
    code = re.split(r"^#\[cfg\(test\)\]\n(?:#.*\n)*mod tests \{$", Path(path).read_text(), maxsplit=1, flags=re.MULTILINE)[0]
    lines = (line for line in code.splitlines() if not line.lstrip().startswith("//"))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def kept(package):
    """What came of each file of a package when it was tried last: its content then, a number for each verdict, and what was missed."""
    table = KEPT / f"{package}.tsv"
    rows = [line.split("\t") for line in table.read_text().splitlines()[1:]] if table.exists() else []
    return {path: (hashed, [int(each) for each in counts], names) for path, hashed, *counts, names in rows}


def files(listed, crates):
    """Every file of the crates that has mutants, with its package and their number."""
    numbers = Counter((mutant["package"], mutant["file"]) for mutant in json.loads(Path(listed).read_text()))
    order = {f"{crate}/": place for place, crate in enumerate(crates)}
    found = [(place, *key, number) for key, number in numbers.items() for crate, place in order.items() if key[1].startswith(crate)]
    return [rest for _, *rest in sorted(found)]


def untried(listed, shard, crates):
    part, parts = map(int, shard.split("/"))
    waiting = [(package, path) for package, path, _ in files(listed, crates) if kept(package).get(path, ("",))[0] != content(path)]
    for package, path in waiting[part::parts]:
        print(package, path, sep="\t")


def survived(listed, shard, crates):
    part, parts = map(int, shard.split("/"))
    waiting = [(package, path) for package, path, _ in files(listed, crates) if unexplained(package, path) and kept(package)[path][0] == content(path)]
    for package, path in waiting[part::parts]:
        print(package, path, sep="\t")


def survivors(package, path):
    for name in sorted(set(unexplained(package, path))):
        print("--re", rf": {re.escape(name)}$", sep="\n")


def kept_again(tree, package, path, outs):
    """What is not missed any more was noticed. A name may stand for several mutants, of which some had been noticed before."""
    hashed, counts, names = kept(package)[path]
    if hashed != content(Path(tree) / path):
        return
    tried = set(unexplained(package, path))
    stay = [name for name in names.split(" | ") if name not in tried]
    left = stay + [name for name in verdicts_of(outs)[1] if name in tried]
    of = dict(zip(VERDICTS, counts))
    of["caught"], of["missed"] = of["caught"] + of["missed"] - len(left), len(left)
    write(package, path, hashed, [of[each] for each in VERDICTS], left)


def equivalent():
    """What changes nothing that could be noticed, and why."""
    told = KEPT / "equivalent.tsv"
    return {tuple(line.split("\t")[:2]) for line in told.read_text().splitlines()[1:]} if told.exists() else set()


def unexplained(package, path):
    """What was missed of a file, and nothing says why."""
    why = equivalent()
    return [name for name in kept(package).get(path, ("", [], ""))[2].split(" | ") if name and (path, name) not in why]


def keep(tree, package, path, outs):
    counts, names = verdicts_of(outs)
    write(package, path, content(Path(tree) / path), counts, names)


def verdicts_of(outs):
    """A number for each verdict, and the names of what was missed, without the place in the file, which says nothing once a line was added."""
    verdicts = {}
    # What was missed in one run may have been noticed in another.
    for verdict in reversed(VERDICTS):
        for out in map(Path, outs):
            listed = out / f"{verdict}.txt"
            verdicts.update(dict.fromkeys(listed.read_text().splitlines() if listed.exists() else [], verdict))
    counts = [list(verdicts.values()).count(each) for each in VERDICTS]
    return counts, [re.sub(r"^[^ ]+:\d+:\d+: ", "", name) for name, verdict in verdicts.items() if verdict == "missed"]


def write(package, path, hashed, counts, names):
    KEPT.mkdir(exist_ok=True)
    lock = os.open(KEPT, os.O_RDONLY)
    try:
        # Two shards may run at once.
        fcntl.flock(lock, fcntl.LOCK_EX)
        rows = kept(package) | {path: (hashed, counts, " | ".join(sorted(names)))}
        lines = ["\t".join([path, seen, *map(str, numbers), missed]) for path, (seen, numbers, missed) in sorted(rows.items())]
        header = "\t".join(["file", "content", *VERDICTS, "not noticed"])
        (KEPT / f"{package}.tsv").write_text("\n".join([header, *lines]) + "\n")
    finally:
        os.close(lock)


def score(listed, crates):
    """One that ran too long was noticed, as it would be by whoever waits; what changes nothing that could be noticed says why."""
    why = equivalent()
    sums, open_, waiting = defaultdict(Counter), [], []
    for package, path, number in files(listed, crates):
        hashed, counts, names = kept(package).get(path, ("", [0] * len(VERDICTS), ""))
        sums[package].update(dict(zip(VERDICTS, counts)))
        if hashed != content(path):
            sums[package]["waiting"] += number
            waiting.append(path)
        survivors = [name for name in names.split(" | ") if name]
        open_ += [f"{path}: {name}" for name in survivors if (path, name) not in why]
        sums[package]["equivalent"] += sum((path, name) in why for name in survivors)
    print(f"{'crate':28} {'mutants':>7} {'failed':>6} {'too long':>8} {'no build':>8} {'missed':>6} {'equivalent':>10} {'score':>6} {'changed since':>13}")
    sums["all"] = sum(sums.values(), Counter())
    for package, of in sums.items():
        killed, missed = of["caught"] + of["timeout"], of["missed"] - of["equivalent"]
        share = 100 * killed / (killed + missed) if killed + missed else 100
        print(
            f"{package:28} {killed + of['missed'] + of['unviable']:7} {of['caught']:6} {of['timeout']:8} {of['unviable']:8} {missed:6} "
            f"{of['equivalent']:10} {share:5.1f}% {of['waiting']:13}"
        )
    if open_:
        print("no test noticed:\n" + "\n".join(open_))
    if waiting:
        print(f"not tried as they are: {len(waiting)} files")
    if open_ or waiting:
        sys.exit(1)


def main():
    what, *rest = sys.argv[1:]
    match what:
        case "missed":
            missed(Path(rest[0]))
        case "untried":
            untried(rest[0], rest[1], rest[2:])
        case "survived":
            survived(rest[0], rest[1], rest[2:])
        case "survivors":
            survivors(*rest)
        case "keep":
            keep(*rest[:3], rest[3:])
        case "kept-again":
            kept_again(*rest[:3], rest[3:])
        case "score":
            score(rest[0], rest[1:])
        case "choose":
            choose(json.loads(Path(rest[0]).read_text()), json.loads(Path(rest[1]).read_text()), int(rest[2]), rest[3:])
        case "judge":
            judge(json.loads(Path(rest[0]).read_text()), Path(rest[1]), rest[2:])


main()
