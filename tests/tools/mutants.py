"""What tests/tools/mutants.sh asks of the rules, and of what cargo-mutants found.

choose RULES [ID...]        the arguments by which cargo-mutants tries the functions that enforce these rules, one a line
judge RULES OUT [ID...]     the table of the rules, and 1 if none of the mutants of a rule is killed by its own scenarios
missed OUT                  the mutants that no test noticed, and 1 if there are any
keep OUT TABLE              adds what came of each mutant to a table
score TABLE...              how many mutants of each crate were killed, and 1 if any was not
"""

import json
import re
import sys
from collections import defaultdict
from pathlib import Path

# What is changed: the crates that decide by the law.
CRATES = re.compile(r"(shared/(law|belgium)|services/[a-z]+/domain)/src/")


def functions(rules, ids):
    """The rules, each with its functions in these crates, as (path, name)."""
    unknown = set(ids) - {rule["id"] for rule in rules}
    if unknown:
        sys.exit(f"no such rule: {', '.join(sorted(unknown))}")
    return {
        rule["id"]: [(it["path"], it["function"]) for it in rule["enforced_by"] if CRATES.match(it["path"])]
        for rule in rules
        if (not ids or rule["id"] in ids) and rule["enforced_by"]
    }


def choose(rules, ids):
    by_file = defaultdict(set)
    for path, name in (each for found in functions(rules, ids).values() for each in found):
        by_file[path].add(name)
    for path, names in sorted(by_file.items()):
        # `replace Type::name -> T with …` and `replace < with <= in Type::name`.
        name = rf"(replace|in) ([^ ]+::)?({'|'.join(sorted(names))})( ->| with|$)"
        print("--file", path, "--re", rf"^{re.escape(path)}:[0-9:]+ .*{name}", sep="\n")


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
    worthless = []
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
        # What is enforced elsewhere alone, such as in an access table, has no mutants here.
        if enforced and own == 0:
            worthless.append(rule)
    table = out.parent / "rules.tsv"
    table.write_text("\n".join(rows) + "\n")
    print(f"each mutant: {table}")
    if worthless:
        sys.exit(f"no mutant is killed by a scenario of: {', '.join(worthless)}")


def missed(out):
    names = [told for *_, told, summary, _ in outcomes(out) if summary == "MissedMutant"]
    if names:
        sys.exit("no test noticed:\n" + "\n".join(names))


VERDICTS = ("caught", "timeout", "missed", "unviable")


def keep(out, table):
    with table.open("a") as kept:
        for verdict in VERDICTS:
            listed = out / f"{verdict}.txt"
            for name in listed.read_text().splitlines() if listed.exists() else []:
                kept.write(f"{verdict}\t{name}\n")


def score(tables):
    """A mutant counts as in the last run that tried it; one that ran too long was noticed, as it would be by whoever waits."""
    missed = []
    print(f"{'crate':30} {'mutants':>7} {'failed':>7} {'too long':>8} {'missed':>7} {'no build':>8} {'score':>6}")
    for table in tables:
        verdicts = dict(reversed(line.split("\t", 1)) for line in table.read_text().splitlines())
        caught, timeout, survived, unviable = (list(verdicts.values()).count(each) for each in VERDICTS)
        viable = len(verdicts) - unviable
        share = 100 * (caught + timeout) / viable if viable else 100
        print(f"{table.stem:30} {len(verdicts):7} {caught:7} {timeout:8} {survived:7} {unviable:8} {share:5.1f}%")
        missed += [name for name, verdict in verdicts.items() if verdict == "missed"]
    if missed:
        sys.exit("no test noticed:\n" + "\n".join(missed))


def main():
    what, *rest = sys.argv[1:]
    if what == "missed":
        missed(Path(rest[0]))
        return
    if what == "keep":
        keep(*map(Path, rest))
        return
    if what == "score":
        score([Path(table) for table in rest])
        return
    rules = json.loads(Path(rest[0]).read_text())
    if what == "choose":
        choose(rules, rest[1:])
    else:
        judge(rules, Path(rest[1]), rest[2:])


main()
