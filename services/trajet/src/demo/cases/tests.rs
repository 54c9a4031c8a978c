#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::collections::BTreeSet;

use super::*;

fn directory() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases")
}

#[test]
fn every_case_file_is_built_in_and_parses() {
    let built_in: BTreeSet<_> = load(None, &[]).unwrap().into_iter().map(|case| case.name).collect();
    let files: BTreeSet<_> = load(Some(&directory()), &[]).unwrap().into_iter().map(|case| case.name).collect();
    assert_eq!(built_in, files);
}

#[test]
fn every_person_is_in_one_case() {
    let cases = load(None, &[]).unwrap();
    let persons: BTreeSet<_> = cases.iter().map(|case| case.person.niss.as_str().to_owned()).collect();
    assert_eq!(persons.len(), cases.len());
}

#[test]
fn every_case_says_all_that_must_come_of_it() {
    for case in load(None, &[]).unwrap() {
        let Case { name, start, expected, .. } = &case;
        let days: Vec<NaiveDate> = expected.timeline.iter().map(|line| line[..10].parse().unwrap()).collect();
        assert!(days.is_sorted(), "{name}");
        assert!(*days.last().unwrap() <= case.until.date(*start), "{name}");
        assert!(expected.end[0].starts_with("incapacity "), "{name}");
        if expected.from.is_some() {
            continue;
        }
        assert!(expected.timeline[0].contains(" incapacity_declared"), "{name}");
        // What was annulled stands in the timeline, and not at the end.
        if expected.timeline.iter().any(|line| line.contains("act_annulled")) {
            continue;
        }
        // What the timeline plans, misses and closes is what the end shows.
        let recorded = |what: &str| expected.timeline.iter().filter(|line| line.contains(&format!(" {what} "))).count();
        let deadlines: Vec<_> = expected.end.iter().filter(|line| is_deadline(line)).collect();
        let shown = |what: &str| deadlines.iter().filter(|line| line.contains(what)).count();
        // One that was planned again stands twice: the one of before, waived, and the one that took its place.
        let replanned = recorded("deadline_replanned");
        assert_eq!(recorded("deadline_planned") + replanned, deadlines.len(), "{name}");
        assert_eq!(recorded("deadline_met"), shown(", met on"), "{name}");
        assert_eq!(recorded("deadline_missed"), shown(", missed on"), "{name}");
        let waived = recorded("deadline_waived") + replanned - recorded("deadline_reopened");
        assert_eq!(waived, shown(", waived on"), "{name}");
    }
}

#[test]
fn m10_category_4_and_no_other_is_referred() {
    for case in load(None, &[]).unwrap() {
        let has = |what: &str| case.expected.end.iter().any(|line| line.starts_with(what));
        assert_eq!(has("category 4 "), has("referred to the coordinator "), "{}", case.name);
    }
}

#[test]
fn t6_every_stage_ends_in_both_ways_and_nothing_stays_open() {
    let cases = load(None, &[]).unwrap();
    let stages = |way: &str| -> BTreeSet<String> {
        cases.iter().filter_map(|case| case.name.strip_prefix(way)).map(str::to_owned).collect()
    };
    assert_eq!(stages("ended-"), stages("deceased-"));
    assert_eq!(stages("ended-").len(), 9);
    for case in cases.iter().filter(|case| case.name.starts_with("ended-") || case.name.starts_with("deceased-")) {
        let open = case.expected.end.iter().find(|line| is_deadline(line) && line.ends_with(", open"));
        assert_eq!(open, None, "{}", case.name);
    }
}

#[test]
fn only_the_cases_asked_for_are_loaded() {
    let one = load(None, &["category-2-not-referred".to_owned()]).unwrap();
    assert_eq!(one.len(), 1);
    assert!(load(None, &["nobody".to_owned()]).unwrap_err().to_string().contains("route-a-category-4"));
}

fn is_deadline(line: &str) -> bool {
    let is_one = line.contains(", due ") && !line.starts_with("sent on") || line.contains(", target ");
    is_one && !line.starts_with("not known before go-live")
}
