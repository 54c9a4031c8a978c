//! The legal acts, one file each: its arm of `decide`, its article, its tests.

pub(crate) mod add_certificate;
pub(crate) mod authorised_work;
pub(crate) mod correct_start;
pub(crate) mod decide_trajectory;
pub(crate) mod declare;
pub(crate) mod dispense;
pub(crate) mod end_incapacity;
pub(crate) mod end_track;
pub(crate) mod evaluate;
pub(crate) mod file;
pub(crate) mod first_estimate;
mod follow;
pub(crate) mod follow_law;
pub(crate) mod invite;
pub(crate) mod missed;
pub(crate) mod note;
pub(crate) mod recognise;
pub(crate) mod refuse;
pub(crate) mod refuse_trajectory;
pub(crate) mod rehabilitation;
mod replan;
pub(crate) mod represent;
pub(crate) mod start_track;
pub(crate) mod take_over;
pub(crate) mod team_contact;

use chrono::NaiveDate;
use trajet_law::months::EARLIEST;
use trajet_law::primary_incapacity::{invalidity_plan, primary_incapacity};

use crate::decision::{DecidedBy, Decision};
use crate::declaration::Declaration;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::notice::{Notice, NoticeText};
use crate::people::Contact;
use crate::rejection::Rejection;
use crate::state::State;

/// The declaration of a case of which the recognition is not refused.
fn going(state: &State) -> Result<&Declaration, Rejection> {
    match state.decision {
        Some(Decision::Refused(_)) => Err(Rejection::RecognitionRefused),
        _ => state.declaration.as_ref().ok_or(Rejection::NotDeclared),
    }
}

/// The first day of incapacity (D) of such a case.
fn start_of(state: &State) -> Result<NaiveDate, Rejection> {
    going(state)?;
    state.incapacity_start().ok_or(Rejection::NotDeclared)
}

/// Refuses an act that is dated after the last day of incapacity.
///
/// What took place by then can be recorded whenever it becomes known (own reading; T6).
fn by_the_end(state: &State, on: NaiveDate) -> Result<(), Rejection> {
    match &state.end {
        Some(end) if end.last_day < on => {
            Err(Rejection::IncapacityEnded { last_day: end.last_day, ending: end.ending() })
        }
        _ => Ok(()),
    }
}

/// A letter to the person, issued today, or to who represents them (D1). Nobody writes to the dead.
fn letter(state: &State, text: NoticeText, contact: &Contact, today: NaiveDate) -> Option<Notice> {
    let person = &state.declaration.as_ref()?.person;
    let addressee = state.representations.addressee(today).cloned();
    let language = addressee.as_ref().map_or(person.language, |addressee| addressee.language);
    (!state.deceased()).then(|| Notice { on: today, text, language, contact: contact.clone(), addressee })
}

/// The declaration of a case on which this decision is the first, taken on a possible day by who decides on that day.
/// A day on which activity ceased that comes with the decision lies before it.
///
/// INAMI presentation 2016: the advising physician is the sole decider in the first year. Another body decides after
/// it, which the sources do not name (M1).
fn undecided<'a>(
    state: &'a State,
    decided_on: NaiveDate,
    decided_by: &DecidedBy,
    activity_ceased_on: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<&'a Declaration, Rejection> {
    let declaration = state.declaration.as_ref().ok_or(Rejection::NotDeclared)?;
    if state.decision.is_some() {
        return Err(Rejection::AlreadyDecided);
    }
    let start = state.incapacity_start().ok_or(Rejection::NotDeclared)?;
    let decided = ImpossibleDate::outside(DateField::DecidedOn, decided_on, start, today);
    possible(decided.into_iter().chain(ceased_outside(activity_ceased_on, decided_on)))?;

    decides(state, start, decided_on, decided_by)?;
    Ok(declaration)
}

/// Whether who decided is who decides on that day: the advising physician alone in the first twelve months, and another body,
/// which is named, from then on (M1).
fn decides(state: &State, start: NaiveDate, decided_on: NaiveDate, decided_by: &DecidedBy) -> Result<(), Rejection> {
    let first_year = primary_incapacity(start, state.judged(decided_on));
    let parameter = invalidity_plan(start, state.judged(decided_on)).parameter;
    match (decided_by, first_year.contains(decided_on)) {
        (DecidedBy::AdvisingPhysician, false) => {
            Err(Rejection::OtherBodyDecides { from: day_after(first_year.last), parameter })
        }
        (DecidedBy::OtherBody { .. }, true) => {
            Err(Rejection::PhysicianDecides { before: day_after(first_year.last), parameter })
        }
        (DecidedBy::OtherBody { name }, false) if name.trim().is_empty() => Err(Rejection::BodyNotNamed),
        _ => Ok(()),
    }
}

/// The day on which all activity had ceased, if that is the first day of incapacity at the latest (M2): nobody is unfit on a day
/// after which they still work.
///
/// INAMI presentation 2016: the worker must first have ceased all activity. Who falls ill during a working day has worked on the
/// first day of incapacity, and on no day after it (own reading).
fn ceased_by(start: NaiveDate, activity_ceased_on: Option<NaiveDate>) -> Result<NaiveDate, Rejection> {
    activity_ceased_on.filter(|ceased_on| *ceased_on <= start).ok_or(Rejection::ActivityNotCeased)
}

/// A day on which activity ceased that comes with a decision and lies after it.
fn ceased_outside(activity_ceased_on: Option<NaiveDate>, decided_on: NaiveDate) -> Option<ImpossibleDate> {
    let latest = decided_on.max(EARLIEST);
    activity_ceased_on.and_then(|on| ImpossibleDate::outside(DateField::ActivityCeasedOn, on, EARLIEST, latest))
}

fn day_after(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

fn day_before(day: NaiveDate) -> NaiveDate {
    day.pred_opt().unwrap_or(day)
}
