//! What is asked for and what may be seen, in SQL. The law's own definitions stand in `trajet_law::deadline`; a test
//! compares the two. The first value of each statement is the ledger's name.

use chrono::{NaiveDate, TimeDelta};
use trajet_law::deadline::Standing;

use super::{GivenTo, Visible, Who, WorkQuery};
use crate::file_access::open_to;
use crate::sql::Values;

/// What the query asks of an open deadline that may be seen; `d` is its alias.
pub(super) fn wanted(query: &WorkQuery, today: NaiveDate, values: &mut Values, d: &str) -> String {
    let within = |days: u32| (today + TimeDelta::days(days.into())).to_string();
    let mut conditions = vec![seen(&query.visible, today, values, d)];
    if !query.actors.is_empty() {
        let actors = values.list(query.actors.iter().map(|actor| actor.code()));
        conditions.push(format!("{d}.actor IN ({actors})"));
    }
    if !query.steps.is_empty() {
        let named: Vec<_> = query.steps.iter().filter(|step| query.visible.names(**step)).collect();
        let steps = values.list(named.iter().map(|step| step.code()));
        conditions.push(if named.is_empty() { "1 = 0".to_owned() } else { format!("{d}.step IN ({steps})") });
    }
    if let Some(days) = query.late_within_days {
        let latest = values.add(within(days));
        conditions.push(format!("({d}.missed_on IS NOT NULL OR {d}.due <= {latest})"));
    }
    if query.escalated_only {
        let today = values.add(today.to_string());
        conditions.push(format!("{d}.escalated_on <= {today}"));
    }
    if !query.standings.is_empty() || query.is_of_standings() {
        let soon = values.add(within(query.soon_days));
        let today = values.add(today.to_string());
        conditions.push(format!("({})", standing(&query.standings, &today, &soon, d)));
    }
    conditions.join(" AND ")
}

/// `Deadline::standing`; `today` and `soon` are places of values. No standing named means all three.
fn standing(standings: &[Standing], today: &str, soon: &str, d: &str) -> String {
    let late = format!("{d}.missed_on IS NOT NULL OR {d}.due < {today}");
    if standings.is_empty() {
        return format!("{d}.begins_on <= {soon} OR {late}");
    }
    let in_time = format!("{d}.missed_on IS NULL AND ({d}.due IS NULL OR {d}.due >= {today})");
    let each = standings.iter().map(|standing| match standing {
        Standing::Late => format!("({late})"),
        Standing::Due => format!("({in_time} AND {d}.begins_on <= {today})"),
        Standing::Soon => format!("({in_time} AND {d}.begins_on > {today} AND {d}.begins_on <= {soon})"),
        // Nobody can ask for these.
        Standing::NotYet | Standing::Closed => "1 = 0".to_owned(),
    });
    each.collect::<Vec<_>>().join(" OR ")
}

/// That a deadline is open and may be seen.
pub(super) fn seen(visible: &Visible, today: NaiveDate, values: &mut Values, d: &str) -> String {
    let mut conditions = vec![format!("{d}.ledger = $1 AND {d}.outcome = 'open'{}", given(visible, today, values, d))];
    if !visible.actors.is_empty() {
        let actors = values.list(visible.actors.iter().map(|actor| actor.code()));
        conditions.push(format!("{d}.actor IN ({actors})"));
    }
    if !visible.steps.is_empty() {
        let steps = values.list(visible.steps.iter().map(|step| step.code()));
        conditions.push(format!("{d}.step IN ({steps})"));
    }
    if visible.escalated {
        let today = values.add(today.to_string());
        conditions.push(format!("{d}.escalated_on <= {today}"));
    }
    if visible.before_invalidity {
        let today = values.add(today.to_string());
        conditions.push(format!(
            "(SELECT i.invalid_from FROM person i WHERE i.ledger = $1 AND i.stream = {d}.stream) > {today}"
        ));
    }
    conditions.join(" AND ")
}

/// The condition that a case is given to the caller, where only such may be seen, and that its file is not closed to them;
/// `c` has the columns `stream` and `restricted`.
pub(crate) fn given(visible: &Visible, today: NaiveDate, values: &mut Values, c: &str) -> String {
    let given = given_cases(visible, values).map(|cases| format!(" AND {c}.stream IN ({cases})"));
    let open = visible.closed_to.as_ref().map(|subject| {
        let (subject, today) = (values.add(subject.as_str()), values.add(today.to_string()));
        format!(" AND {}", open_to(c, &subject, &today))
    });
    given.into_iter().chain(open).collect()
}

fn given_cases(visible: &Visible, values: &mut Values) -> Option<String> {
    let GivenTo { view, column, subject } = visible.given_to.as_ref()?;
    let subject = values.add(subject.as_str());
    Some(format!("SELECT g.stream FROM {view} g WHERE g.ledger = $1 AND g.{column} = {subject}"))
}

/// The statement of the persons that are asked for and may be seen, each once, by the column `niss_index`: those with a
/// case whose person has the number and a name that holds all of the words.
///
/// `CROSS JOIN` keeps the order on SQLite: it has no figures on its tables, and would read a whole one in the order of
/// an index rather than look up the few cases of a name or a delegate.
pub(crate) fn found(who: &Who, visible: &Visible, today: NaiveDate, values: &mut Values) -> String {
    let few = if who.words.is_empty() { given_cases(visible, values) } else { Some(named_cases(&who.words, values)) };
    let (tables, tied) = few.map_or_else(
        || ("person p".to_owned(), ""),
        |cases| (format!("({cases}) few CROSS JOIN person p"), " AND p.stream = few.stream"),
    );
    let niss = who.niss.map_or_else(String::new, |niss| format!(" AND p.niss_index = {}", values.add(&niss[..])));
    let given = given(visible, today, values, "p");
    format!("SELECT DISTINCT p.niss_index FROM {tables} WHERE p.ledger = $1{tied}{niss}{given}")
}

/// The cases whose person's name holds the first word, and then each other.
fn named_cases(words: &[[u8; 16]], values: &mut Values) -> String {
    let others = words.iter().skip(1).map(|word| {
        let word = values.add(&word[..]);
        format!(
            " AND EXISTS (SELECT 1 FROM person_word o WHERE o.ledger = $1 AND o.stream = w.stream AND o.word = {word})"
        )
    });
    let others: String = others.collect();
    let first = values.list(words.first().map(<[u8; 16]>::as_slice));
    format!("SELECT w.stream FROM person_word w WHERE w.ledger = $1 AND w.word IN ({first}){others}")
}
