//! Noting what the other services tell.
//!
//! A fact is recorded whatever the state. One that cannot act yet is parked, and released by a later event, in the order
//! in which it came. Everything waits for the recognition: without it there is no case to act in. After the end of the
//! incapacity facts are noted and plan nothing.

use chrono::NaiveDate;
use trajet_law::deadline::FactKind;
use trajet_law::route_b::contact_after_refusal;
use trajet_law::rule::Rule;

use super::{end_incapacity, questionnaire, refer, take_over};
use crate::ami::submission;
use crate::bar::{apply_bar, lift_bar};
use crate::course::Course;
use crate::event::Event;
use crate::fact::{Fact, ParkedBecause, Programme, Recognition, Told, Track};
use crate::replan::replan_open;
use crate::state::{State, ended_track};
use crate::trajectory::{Authorisation, Referral};

/// Notes a fact. One that is known already does nothing.
pub(crate) fn decide(course: &mut Course, fact: &Fact, today: NaiveDate) {
    match standing(&course.state, &fact.told) {
        Standing::Known => {}
        Standing::Acts => act(course, fact, today),
        Standing::Waits(because) => {
            let parked = course.state.parked.iter().any(|(parked, _)| parked == fact);
            if !parked {
                course.push(Event::FactParked { fact: fact.clone(), because });
            }
        }
    }
}

/// Releases the parked facts that can act, the oldest first, until none can. Nothing is released by a decision that did
/// nothing.
pub(crate) fn release(course: &mut Course, today: NaiveDate) {
    while course.changed() {
        let waits = |told: &Told| matches!(standing(&course.state, told), Standing::Waits(_));
        let Some((fact, _)) = course.state.parked.iter().find(|(fact, _)| !waits(&fact.told)).cloned() else {
            return;
        };
        course.push(Event::FactReleased { fact: fact.clone() });
        if matches!(standing(&course.state, &fact.told), Standing::Acts) {
            act(course, &fact, today);
        }
    }
}

/// What a fact can do.
enum Standing {
    /// Nothing: it was told before.
    Known,
    /// Nothing yet.
    Waits(ParkedBecause),
    /// It can act.
    Acts,
}

fn standing(state: &State, told: &Told) -> Standing {
    let known = |known| if known { Standing::Known } else { Standing::Acts };
    let same = |same| if same { Standing::Known } else { Standing::Waits(ParkedBecause::Contradicts) };
    if state.recognition.is_none() && !matches!(told, Told::Recognised(_) | Told::StartCorrected { .. }) {
        return Standing::Waits(ParkedBecause::NotRecognised);
    }
    match told {
        Told::Recognised(recognition) => match &state.recognition {
            None => Standing::Acts,
            Some(other) => same(as_first_told(state, other) == *recognition),
        },
        // The recognition tells the first day as it stands: what was corrected before it is in it.
        Told::StartCorrected { to, .. } => {
            known(state.recognition.as_ref().is_none_or(|recognition| recognition.incapacity_start == *to))
        }
        Told::TrackStarted(track) => started(state, *track),
        Told::TrackEnded { kind, from, until } => match ended_track(&state.tracks, *kind, *from, *until) {
            None => Standing::Waits(ParkedBecause::NotStarted),
            Some(index) => known(state.tracks[index].until == Some(*until)),
        },
        Told::Represented(representation) => {
            known(state.representations.find(representation.number) == Some(representation))
        }
        Told::Referred { on, initial } => {
            known(state.referrals.iter().any(|referral| referral.on == *on && referral.initial == *initial))
        }
        Told::AuthorisationDecided { number, on, authorised } => {
            match asked(state, *number).map(|asked| asked.answer) {
                None => Standing::Waits(ParkedBecause::NotAsked),
                Some(None) => Standing::Acts,
                Some(Some(answer)) => same(answer == (*on, *authorised)),
            }
        }
        Told::WorkBegan { application, on } => known(state.begun_work.get(application) == Some(on)),
        Told::ProgrammeSubmitted { number, on } => known(state.programme_submitted.get(number) == Some(on)),
        Told::ProgrammeClosed { number, on } => known(state.programme_closed.get(number) == Some(on)),
        Told::ProgrammeStarted { number, on } => match programme(state, *number) {
            None => Standing::Acts,
            Some(other) => same(other.from == *on),
        },
        Told::ProgrammeEnded { number, from, until } => match programme(state, *number) {
            None => Standing::Waits(ParkedBecause::NotStarted),
            Some(other) if other.from != *from => Standing::Waits(ParkedBecause::Contradicts),
            Some(other) => known(other.until == Some(*until)),
        },
        Told::IncapacityEnded(end) => match &state.end {
            None => Standing::Acts,
            Some(other) if other.agrees(*end) => known(other.and(*end) == *other),
            Some(_) => Standing::Waits(ParkedBecause::Contradicts),
        },
        Told::Questionnaire(told) => known(state.questionnaire.contains(told)),
        Told::Codex(note) => known(state.codex.contains(note)),
        Told::Presented(presentation) => known(state.presentations.contains(presentation)),
        // The feed tells each word once; the same said again later is a word of its own.
        Told::Referral { number, key, .. } => {
            let asked = state.partner_referrals.iter().any(|one| one.is(*number, *key));
            if asked { Standing::Acts } else { Standing::Waits(ParkedBecause::NotAsked) }
        }
    }
}

/// The recognition as it was told: corrections of the first day came after.
fn as_first_told(state: &State, recognition: &Recognition) -> Recognition {
    let incapacity_start = *state.former_starts.first().unwrap_or(&recognition.incapacity_start);
    Recognition { incapacity_start, ..recognition.clone() }
}

/// A track that began. Told again after its end was told, it is known all the same.
fn started(state: &State, track: Track) -> Standing {
    let of_kind = || state.tracks.iter().filter(|other| other.kind == track.kind);
    let same = |other: &Track| other.from == track.from && (track.until.is_none() || other.until == track.until);
    if of_kind().any(same) {
        Standing::Known
    } else if of_kind().any(|other| overlap(other, &track)) {
        Standing::Waits(ParkedBecause::Contradicts)
    } else {
        Standing::Acts
    }
}

fn act(course: &mut Course, fact: &Fact, today: NaiveDate) {
    let ended = course.state.end;
    course.push(Event::Noted(fact.clone()));
    match &fact.told {
        Told::Recognised(_) => take_over::decide(course),
        Told::Represented(_)
        | Told::Codex(_)
        | Told::Presented(_)
        | Told::WorkBegan { .. }
        | Told::ProgrammeClosed { .. }
        | Told::ProgrammeStarted { .. }
        | Told::ProgrammeEnded { .. }
        | Told::Referral { .. } => {}
        Told::ProgrammeSubmitted { number, on } => submission::submitted(course, *number, *on),
        Told::StartCorrected { on, .. } => {
            replan_open(course, *on, (Rule::T9.into(), Some(FactKind::FirstDayCorrected.on(*on))));
        }
        Told::TrackStarted(_) => apply_bar(course),
        Told::TrackEnded { .. } => {
            apply_bar(course);
            lift_bar(course, today);
        }
        Told::Referred { on, initial } => refer::decide(course, &Referral { on: *on, initial: *initial }),
        Told::AuthorisationDecided { number, on, authorised } => {
            if !authorised {
                refused(course, *number, *on);
            }
        }
        Told::IncapacityEnded(end) => match ended {
            None => end_incapacity::decide(course, *end, today),
            Some(_) => end_incapacity::died(course, end.died_on),
        },
        Told::Questionnaire(told) => questionnaire::decide(course, *told),
    }
}

/// Plans the contact on a negative decision, counted from the contact before it. Circular 2022/383, part III, 3.2, step 6
/// (D8).
fn refused(course: &mut Course, number: u32, on: NaiveDate) {
    let going = course.state.request().and_then(|request| request.authorisations.last());
    if let Some(contact_on) = going.filter(|asked| asked.number == number).map(|asked| asked.contact_on) {
        course.plan(contact_after_refusal(course.state.planning(contact_on)), on);
    }
}

fn programme(state: &State, number: u32) -> Option<&Programme> {
    state.programmes.iter().find(|programme| programme.number == number)
}

fn asked(state: &State, number: u32) -> Option<&Authorisation> {
    state.requests.iter().flat_map(|request| &request.authorisations).find(|asked| asked.number == number)
}

/// Whether two tracks of one kind would be in force on one day.
fn overlap(one: &Track, other: &Track) -> bool {
    let before = |one: &Track, other: &Track| one.until.is_some_and(|last| last < other.from);
    !before(one, other) && !before(other, one)
}

#[cfg(test)]
mod tests {
    use trajet_law::deadline::{Closure, Step};

    use super::*;
    use crate::samples::{
        Case, codex_note, completed, day, decided, first_contact, not_returned, recognised, recognition, referred,
        told, work, work_ends,
    };
    use crate::{CodexKind, CodexNote, Recognition, State, VisitOutcome};

    #[test]
    fn t6_everything_waits_for_the_recognition_and_then_acts_in_its_order() {
        let mut case = Case::default();
        let facts = [
            referred(day(2022, 12, 12), true),
            not_returned(day(2022, 11, 25)),
            work(day(2022, 12, 20), None),
            completed(day(2022, 11, 30)),
        ];
        for fact in &facts {
            let events = case.on(day(2022, 12, 20), fact);
            assert!(matches!(events[..], [Event::FactParked { because: ParkedBecause::NotRecognised, .. }]));
            assert_eq!(case.on(day(2022, 12, 20), fact), []);
        }
        assert_eq!(State { parked: Vec::new(), ..case.state.clone() }, State::default());
        case.on(day(2022, 12, 21), &recognised());
        assert_eq!(case.state.parked, []);
        assert!(matches!(case.deadline(Step::QuestionnaireHelp), Some((_, None, Some(Closure::Met { .. })))));
        assert!(matches!(case.deadline(Step::FirstContactCategory4), Some((_, None, Some(Closure::Waived { .. })))));
    }

    #[test]
    fn t6_a_recognition_with_other_dates_is_parked_once_and_changes_nothing() {
        let mut case = Case::opened();
        assert_eq!(case.on(day(2022, 9, 6), &recognised()), []);
        let other = Recognition { incapacity_start: day(2022, 8, 1), ..recognition() };
        let other = told(Told::Recognised(other));
        let events = case.on(day(2022, 9, 6), &other);
        assert!(matches!(events[..], [Event::FactParked { because: ParkedBecause::Contradicts, .. }]));
        assert_eq!(case.on(day(2022, 9, 7), &other), []);
        assert_eq!(case.state.recognition, Some(recognition()));
    }

    #[test]
    fn d1_who_has_a_dossier_gets_no_second_one() {
        let mut case = Case::contacted();
        let dossier = case.state.clone();
        let mut second = recognition();
        second.person.phone = None;
        let events = case.on(day(2023, 1, 23), &told(Told::Recognised(second)));
        assert!(matches!(events[..], [Event::FactParked { because: ParkedBecause::Contradicts, .. }]));
        assert_eq!(State { parked: Vec::new(), ..case.state }, dossier);
    }

    #[test]
    fn d5_an_end_without_a_start_is_parked_and_released_by_the_start() {
        let mut case = Case::referred();
        case.on(day(2023, 2, 1), &work_ends(day(2023, 1, 31)));
        assert_eq!(case.state.parked.len(), 1);
        let start = work(day(2023, 1, 9), None);
        case.on(day(2023, 2, 2), &start);
        assert_eq!((case.state.parked.len(), case.state.tracks[0].until), (0, Some(day(2023, 1, 31))));
        assert_eq!(case.due(Step::FirstContactCategory4), Some(day(2023, 2, 28)));
        assert_eq!(case.on(day(2023, 2, 3), &start), []);
    }

    #[test]
    fn q4_an_end_is_that_of_the_track_with_its_first_day_and_one_that_never_was_counts_on_no_day() {
        let kind = crate::TrackKind::CodexRequested;
        let started = |from, until| told(Told::TrackStarted(Track { kind, from, until, asked_by: None }));
        let ended = |from, until| told(Told::TrackEnded { kind, from: Some(from), until });
        let (one, other) = (day(2022, 9, 10), day(2022, 11, 1));
        let mut case = Case::opened();
        case.on(day(2022, 12, 1), &started(one, Some(day(2022, 10, 31))));
        // Told before its beginning, it waits for it.
        case.on(day(2022, 12, 1), &ended(other, day(2022, 10, 31)));
        assert_eq!(case.state.parked.len(), 1);
        case.on(day(2022, 12, 1), &started(other, None));
        let known = Track { kind, from: one, until: Some(day(2022, 10, 31)), asked_by: None };
        assert_eq!((&case.state.tracks[..], case.state.parked.len()), (&[known][..], 0));
        // It can begin again, and the other one be ended still.
        case.on(day(2022, 12, 2), &started(other, None));
        case.on(day(2022, 12, 3), &ended(one, day(2022, 10, 9)));
        let last_days: Vec<_> = case.state.tracks.iter().map(|track| track.until).collect();
        assert_eq!(last_days, [Some(day(2022, 10, 9)), None]);
    }

    #[test]
    fn m13_an_answer_to_a_request_that_was_not_made_waits_for_it() {
        let mut case = Case::contacted();
        case.on(day(2023, 1, 23), &decided(1, day(2023, 1, 23), false));
        assert_eq!(case.state.parked[0].1, ParkedBecause::NotAsked);
        case.on(day(2023, 1, 23), &crate::Command::RequestAuthorisation { asked_on: None });
        assert_eq!(case.due(Step::NegativeDecisionContact), Some(day(2023, 2, 20)));
        assert_eq!(case.on(day(2023, 1, 24), &decided(1, day(2023, 1, 23), false)), []);
        case.on(day(2023, 1, 24), &decided(1, day(2023, 1, 24), true));
        assert_eq!(case.state.parked[0].1, ParkedBecause::Contradicts);
    }

    #[test]
    fn d8_an_answer_on_a_trajectory_that_ended_is_noted_and_plans_nothing() {
        let mut case = Case::contacted();
        case.on(day(2023, 1, 23), &crate::Command::RequestAuthorisation { asked_on: None });
        let reason = crate::ChosenEnd::NotWished;
        case.on(day(2023, 1, 25), &crate::Command::EndTrajectory { on: day(2023, 1, 25), reason });
        case.on(day(2023, 1, 26), &decided(1, day(2023, 1, 24), false));
        assert_eq!(case.deadline(Step::NegativeDecisionContact), None);
        assert_eq!(case.state.requests[0].authorisations[0].answer, Some((day(2023, 1, 24), false)));
    }

    #[test]
    fn t6_two_tracks_of_one_kind_share_no_day_whichever_was_told_first() {
        let (from, next) = (day(2022, 10, 3), day(2022, 11, 1));
        let told = |first: &crate::Command, second: &crate::Command| {
            let mut case = Case::opened();
            case.on(day(2022, 11, 2), first);
            case.on(day(2022, 11, 2), second);
            (case.state.tracks.len(), case.state.parked.len())
        };
        for (last, tracks_and_parked) in [(next, (1, 1)), (day(2022, 10, 31), (2, 0))] {
            assert_eq!(told(&work(from, Some(last)), &work(next, None)), tracks_and_parked, "{last}");
            assert_eq!(told(&work(next, None), &work(from, Some(last))), tracks_and_parked, "{last}");
        }
        // One track told twice is one, and no other with another last day.
        let whole = work(from, Some(next));
        assert_eq!(told(&whole, &whole), (1, 0));
        assert_eq!(told(&whole, &work(from, None)), (1, 0));
        assert_eq!(told(&whole, &work(from, Some(day(2022, 10, 31)))), (1, 1));
    }

    #[test]
    fn d4_a_referral_is_known_by_its_day_and_by_its_estimate() {
        let on = day(2022, 12, 12);
        let mut case = Case::referred();
        assert_eq!(case.on(day(2022, 12, 13), &referred(on, true)), []);
        case.on(day(2022, 12, 13), &referred(on, false));
        case.on(day(2022, 12, 13), &referred(day(2022, 12, 13), true));
        assert_eq!(case.state.referrals.len(), 3);
    }

    #[test]
    fn m16_the_end_of_a_programme_names_the_day_on_which_it_began() {
        let mut case = Case::opened();
        let (on, until) = (day(2022, 11, 14), day(2022, 12, 1));
        case.on(on, &told(Told::ProgrammeStarted { number: 1, on }));
        let ended = |from| told(Told::ProgrammeEnded { number: 1, from, until });
        case.on(until, &ended(day(2022, 11, 15)));
        assert_eq!(case.state.parked[0].1, ParkedBecause::Contradicts);
        assert_eq!(case.state.programmes[0].until, None);
        case.on(until, &ended(on));
        assert_eq!(case.state.programmes[0].until, Some(until));
    }

    #[test]
    fn x5_what_an_occupational_physician_told_is_noted_once() {
        let mut case = Case::opened();
        let note = codex_note(CodexKind::PreReturnVisit, day(2023, 1, 9));
        let visit = |visit_outcome| told(Told::Codex(CodexNote { visit_outcome, ..note.clone() }));
        let fact = visit(None);
        assert_eq!(case.on(day(2023, 1, 10), &fact).len(), 1);
        assert_eq!(case.on(day(2023, 1, 10), &fact), []);
        // Told again with what came of it, it tells more.
        assert_eq!(case.on(day(2023, 1, 11), &visit(Some(VisitOutcome::CodexNotAsked))).len(), 1);
        assert_eq!(case.state.codex.iter().map(|note| note.on).collect::<Vec<_>>(), [day(2023, 1, 9); 2]);
        assert!(case.state.deadlines.is_empty());
    }

    #[test]
    fn t6_a_contact_recorded_before_the_fact_is_no_obstacle_to_the_fact() {
        let mut case = Case::asked();
        case.on(day(2023, 1, 20), &first_contact(day(2023, 1, 20)));
        assert_eq!(case.on(day(2023, 1, 21), &work(day(2023, 1, 10), None)).len(), 1);
    }
}
