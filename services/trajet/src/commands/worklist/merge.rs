//! One list of what several services tell.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use trajet_contracts::google::r#type::Date;
use trajet_contracts::r#type::v1::{Plan, Standing, WorkItem, WorkRow};

/// The lines of the table: person by person, who has the earliest day first; each named once, on their first line.
///
/// Two services may show the same step of a case, one of them the other's: it stands here once.
pub(super) fn lines(rows: Vec<WorkRow>) -> Vec<[String; 6]> {
    let mut persons: BTreeMap<String, (String, Vec<WorkItem>)> = BTreeMap::new();
    for row in rows {
        let name = row.name.unwrap_or_default();
        let name = format!("{} {}", name.surname, name.first_names).trim_end().to_owned();
        persons.entry(row.niss).or_insert((name, Vec::new())).1.extend(row.items);
    }
    let mut persons: Vec<_> = persons.into_values().collect();
    for (_, items) in &mut persons {
        items.sort_by_key(order);
        let mut seen = BTreeSet::new();
        items.retain(|item| seen.insert((item.case_id.clone(), plan(item).step)));
    }
    persons.sort_by_key(|(_, items)| items.first().map(order));
    let lines = persons.into_iter().flat_map(|(name, items)| {
        let names = std::iter::once(name).chain(std::iter::repeat(String::new()));
        items.into_iter().zip(names).map(|(item, name)| line(&item, name)).collect::<Vec<_>>()
    });
    lines.collect()
}

/// What is open of a step. A case counts once, however many services tell of it.
#[derive(Default)]
struct Count {
    cases: BTreeSet<String>,
    late: BTreeSet<String>,
    escalated: BTreeSet<String>,
    days: BTreeSet<NaiveDate>,
}

/// How many cases have each step open, how many of them are late or were escalated, and the first and the last of their days. What
/// was escalated is commonly not late: it is so some days before its last day.
pub(super) fn counts(rows: Vec<WorkRow>) -> Vec<[String; 6]> {
    let mut steps: BTreeMap<String, Count> = BTreeMap::new();
    for item in rows.into_iter().flat_map(|row| row.items) {
        let plan = plan(&item);
        let count = steps.entry(plan.step).or_default();
        if item.standing() == Standing::Late {
            count.late.insert(item.case_id.clone());
        }
        if item.escalated {
            count.escalated.insert(item.case_id.clone());
        }
        count.cases.insert(item.case_id);
        count.days.extend(day(plan.due).or(day(plan.target)));
    }
    let day = |day: Option<&NaiveDate>| day.map(ToString::to_string).unwrap_or_default();
    let head = ["step", "cases", "late", "escalated", "first by", "last by"].map(str::to_owned);
    let lines = steps.into_iter().map(|(step, Count { cases, late, escalated, days })| {
        let [cases, late, escalated] = [cases, late, escalated].map(|cases| cases.len().to_string());
        [step, cases, late, escalated, day(days.first()), day(days.last())]
    });
    std::iter::once(head).chain(lines).collect()
}

/// By last day or target; what has none comes last.
fn order(item: &WorkItem) -> (NaiveDate, String, String) {
    let plan = plan(item);
    (day(plan.due).or(day(plan.target)).unwrap_or(NaiveDate::MAX), item.case_id.clone(), plan.step)
}

fn line(item: &WorkItem, person: String) -> [String; 6] {
    let plan = plan(item);
    let standing = match item.standing() {
        Standing::Late => "late",
        Standing::Due => "due",
        Standing::Soon => "soon",
        Standing::Unspecified => "-",
    };
    let standing = if item.escalated { format!("{standing}, escalated") } else { standing.to_owned() };
    let by = match (day(plan.due), day(plan.target)) {
        (Some(due), _) => due.to_string(),
        (None, Some(target)) => format!("{target} (target)"),
        (None, None) => "-".to_owned(),
    };
    [by, standing, plan.step, person, item.case_id.clone(), plan.basis.unwrap_or_default().rule]
}

fn plan(item: &WorkItem) -> Plan {
    item.deadline.clone().and_then(|deadline| deadline.plan).unwrap_or_default()
}

fn day(date: Option<Date>) -> Option<NaiveDate> {
    date.and_then(|date| date.try_into().ok())
}

#[cfg(test)]
mod tests {
    use trajet_contracts::r#type::v1::{Deadline, PersonName};

    use super::*;

    fn item(case_id: &str, step: &str, due: i32, escalated: bool) -> WorkItem {
        let due = (due > 0).then_some(Date { year: 2022, month: 12, day: due });
        let plan = Plan { step: step.to_owned(), due, ..Plan::default() };
        WorkItem {
            case_id: case_id.to_owned(),
            deadline: Some(Deadline { plan: Some(plan), ..Deadline::default() }),
            standing: Standing::Due.into(),
            escalated,
            ..WorkItem::default()
        }
    }

    fn row(niss: &str, surname: &str, items: &[WorkItem]) -> WorkRow {
        let name = PersonName { surname: surname.to_owned(), first_names: String::new() };
        WorkRow { niss: niss.to_owned(), name: Some(name), items: items.to_vec(), ..WorkRow::default() }
    }

    #[test]
    fn t6_a_count_says_how_many_are_late_and_how_many_were_escalated() {
        let late = WorkItem { standing: Standing::Late.into(), ..item("c", "first_estimate", 3, true) };
        let rows = vec![
            row("1", "Peeters", &[item("a", "first_estimate", 20, false)]),
            row("2", "Claes", &[item("b", "first_estimate", 9, true), item("b", "questionnaire_help", 0, false)]),
            row("3", "Maes", &[late]),
            // The same step of the same case, told by another service too.
            row("2", "Claes", &[item("b", "first_estimate", 9, true)]),
        ];
        let told: Vec<_> = counts(rows).iter().map(|line| line.join(" ")).collect();
        let expected = [
            "step cases late escalated first by last by",
            "first_estimate 3 1 2 2022-12-03 2022-12-20",
            "questionnaire_help 1 0 0  ",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn a_person_whom_two_services_tell_of_stands_once_where_the_earliest_day_is() {
        let rows = vec![
            row("1", "Peeters", &[item("a", "first_estimate", 20, false)]),
            row("2", "Claes", &[item("b", "first_estimate", 9, false), item("b", "questionnaire_help", 0, false)]),
            row("1", "Peeters", &[item("a", "questionnaire_help", 5, true)]),
            row("1", "Peeters", &[item("a", "questionnaire_help", 5, true), item("c", "questionnaire_help", 7, false)]),
        ];
        let told: Vec<_> = lines(rows)
            .into_iter()
            .map(|[by, standing, step, name, case, _]| [by, standing, step, name, case].join(" "))
            .collect();
        assert_eq!(
            told,
            [
                "2022-12-05 due, escalated questionnaire_help Peeters a",
                "2022-12-07 due questionnaire_help  c",
                "2022-12-20 due first_estimate  a",
                "2022-12-09 due first_estimate Claes b",
                "- due questionnaire_help  b",
            ]
        );
    }
}
