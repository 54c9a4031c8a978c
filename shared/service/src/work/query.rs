//! What is asked of the work list, and of the search for persons.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use trajet_belgium::Niss;
use trajet_contracts::r#type::v1 as contract;
use trajet_contracts::{assessment, dossier, questionnaire};
use trajet_law::deadline::{Actor, Deadline, Standing, Step};
use trajet_runtime::Violations;

use super::{PAGE, Visible};
use crate::words::words;
use crate::{Pseudonyms, plan};

/// The fields that all services' `ListWork` requests have. No `Debug`: it names a person.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    actors: &'a [i32],
    standings: &'a [i32],
    soon_within_days: Option<i32>,
    page_size: i32,
    pub(super) page_token: &'a str,
    pub(super) min_cursor: &'a str,
    steps: &'a [String],
    late_within_days: Option<i32>,
    escalated_only: bool,
    niss: &'a str,
    name: &'a str,
}

macro_rules! asked {
    ($($package:ident),+) => {$(
        impl<'a> From<&'a $package::v1::ListWorkRequest> for Asked<'a> {
            fn from(request: &'a $package::v1::ListWorkRequest) -> Self {
                Self {
                    actors: &request.actors,
                    standings: &request.standings,
                    soon_within_days: request.soon_within_days,
                    page_size: request.page_size,
                    page_token: &request.page_token,
                    min_cursor: &request.min_cursor,
                    steps: &request.steps,
                    late_within_days: request.late_within_days,
                    escalated_only: request.escalated_only,
                    niss: &request.niss,
                    name: &request.name,
                }
            }
        }
    )+};
}
asked!(assessment, questionnaire, dossier);

/// What is asked of the work list. It names no person: only keyed hashes.
#[derive(Debug, Clone, Default)]
pub struct WorkQuery {
    /// Only what these must do; nobody named means everybody.
    pub actors: Vec<Actor>,
    /// Only these steps; none named means all.
    pub steps: Vec<Step>,
    /// Only what stands so; nothing named means soon, due or late, unless one of the next two fields bounds the list.
    pub standings: Vec<Standing>,
    /// How many days of notice.
    pub soon_days: u32,
    /// Only what is late, or will be after so many days.
    pub late_within_days: Option<u32>,
    /// Only what was escalated.
    pub escalated_only: bool,
    /// Only some persons.
    pub who: Who,
    /// How many persons at most.
    pub page_size: u32,
    /// What the caller may see at all.
    pub visible: Visible,
}

/// Which persons are asked for, by keyed hashes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Who {
    /// The one with this identification number.
    pub niss: Option<[u8; 16]>,
    /// Those whose name holds all of these words.
    pub words: Vec<[u8; 16]>,
}

/// The days of notice where the caller leaves them to us.
const SOON_DAYS: u32 = 7;
/// The most days that a request may look ahead.
const MOST_DAYS: u32 = 90;
const MOST_STEPS: usize = 20;
const LONGEST_NAME: usize = 100;
const MOST_WORDS: usize = 10;

impl WorkQuery {
    /// Reads a request; the hashes are those of its ledger.
    pub fn read(
        violations: &mut Violations,
        pseudonyms: &Pseudonyms,
        asked: &Asked<'_>,
        visible: Visible,
    ) -> Option<Self> {
        let actors = each(violations, "actors", asked.actors, plan::hear_actor);
        let standings = each(violations, "standings", asked.standings, hear_standing);
        let steps = steps(violations, asked.steps);
        let soon_days =
            asked.soon_within_days.map_or(Some(SOON_DAYS), |within| days(violations, "soon_within_days", within));
        // Absent or wrong: a wrong one has been noted, and the query comes to nothing.
        let late_within_days = asked.late_within_days.and_then(|within| days(violations, "late_within_days", within));
        let who = Who::read(violations, pseudonyms, asked.niss, asked.name);
        let page_size = violations.page_size("page_size", asked.page_size, PAGE.0, PAGE.1);
        Some(Self {
            actors: actors?,
            steps: steps?,
            standings: standings?,
            soon_days: soon_days?,
            late_within_days,
            escalated_only: asked.escalated_only,
            who: who?,
            page_size: page_size?,
            visible,
        })
    }

    /// The query without its page, as canonical bytes.
    pub(super) fn fields(&self, today: NaiveDate) -> Vec<u8> {
        format!("{:?} {today}", Self { page_size: 0, ..self.clone() }).into_bytes()
    }

    /// Whether standings alone bound the list: then what is not yet near is left out.
    pub(super) fn is_of_standings(&self) -> bool {
        self.late_within_days.is_none() && !self.escalated_only
    }

    /// Whether a step is among those that are named. One that is shown without its name is not found by it either.
    fn asks_for(&self, step: Step) -> bool {
        self.steps.contains(&step) && self.visible.names(step)
    }

    /// Whether an open deadline is among what is asked for, whomever it is about.
    pub(super) fn lets_through(&self, deadline: &Deadline, today: NaiveDate) -> bool {
        let standing = deadline.standing(today, self.soon_days);
        (self.actors.is_empty() || self.actors.contains(&deadline.plan.actor))
            && (self.steps.is_empty() || self.asks_for(deadline.plan.step))
            && self.late_within_days.is_none_or(|days| deadline.ends_within(today, days))
            && (!self.escalated_only || deadline.is_escalated(today))
            && if self.standings.is_empty() {
                standing != Standing::NotYet || !self.is_of_standings()
            } else {
                self.standings.contains(&standing)
            }
    }
}

impl Who {
    /// Reads an identification number and words of a name; an empty text asks nothing.
    pub(crate) fn read(violations: &mut Violations, pseudonyms: &Pseudonyms, niss: &str, name: &str) -> Option<Self> {
        let niss = if niss.is_empty() {
            Some(None)
        } else {
            violations.check("niss", Niss::parse(niss)).map(|niss| Some(pseudonyms.niss(niss.as_str())))
        };
        let words = if name.is_empty() { Some(BTreeSet::new()) } else { read_words(violations, name) };
        Some(Self { niss: niss?, words: words?.iter().map(|word| pseudonyms.word(word)).collect() })
    }
}

fn read_words(violations: &mut Violations, name: &str) -> Option<BTreeSet<String>> {
    let words = words(&violations.optional_text("name", name, LONGEST_NAME)?);
    match words.len() {
        0 => violations.add("name", "holds no word"),
        1..=MOST_WORDS => return Some(words),
        _ => violations.add("name", format_args!("holds more than {MOST_WORDS} words")),
    }
    None
}

/// The values of a repeated enumeration, each once; each wrong one told by its index.
fn each<W: TryFrom<i32>, T: Ord>(
    violations: &mut Violations,
    field: &str,
    numbers: &[i32],
    hear: fn(W) -> Option<T>,
) -> Option<Vec<T>> {
    let each = numbers.iter().enumerate();
    let heard: Vec<Option<T>> = each
        .map(|(index, number)| violations.enumeration(&format!("{field}[{index}]"), *number).and_then(hear))
        .collect();
    heard.into_iter().collect::<Option<BTreeSet<T>>>().map(Vec::from_iter)
}

fn steps(violations: &mut Violations, codes: &[String]) -> Option<Vec<Step>> {
    if codes.len() > MOST_STEPS {
        violations.add("steps", format_args!("are more than {MOST_STEPS}"));
        return None;
    }
    let read: Vec<Option<Step>> = codes
        .iter()
        .enumerate()
        .map(|(index, code)| {
            violations.check(&format!("steps[{index}]"), code.parse().map_err(|_| "is not the code of a step"))
        })
        .collect();
    read.into_iter().collect::<Option<BTreeSet<Step>>>().map(Vec::from_iter)
}

fn days(violations: &mut Violations, field: &str, days: i32) -> Option<u32> {
    let read = u32::try_from(days).ok().filter(|days| *days <= MOST_DAYS);
    violations.check(field, read.ok_or(format_args!("is not from 0 to {MOST_DAYS}")))
}

fn hear_standing(standing: contract::Standing) -> Option<Standing> {
    match standing {
        contract::Standing::Unspecified => None,
        contract::Standing::Late => Some(Standing::Late),
        contract::Standing::Due => Some(Standing::Due),
        contract::Standing::Soon => Some(Standing::Soon),
    }
}
