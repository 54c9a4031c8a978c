//! Recording the end of the incapacity, or the death of the person (T6).
//!
//! The sources do not say what becomes of what is open: the law's table of endings does (own reading). Deadlines are missed
//! or waived, and tracks and rehabilitation programmes end on the last day. What others told and waits stays.
//!
//! What the case of a relapse told of this one counts from the end on, whichever was known first.
//!
//! A decision is the advising physician's in the first twelve months, and another body's from then on, as the recognition is:
//! INAMI presentation 2016 (M1). A return to work and a death are decided by nobody.
//!
//! A decision does not end the recognition of who is presumed unfit: Circular 2022/383, part VI (M15).

use chrono::NaiveDate;
use trajet_law::ending::{self, Ending};

use super::follow::applied;
use super::{day_before, decides, rehabilitation, start_of};
use crate::end::{EndCause, EndDecision, IncapacityEnd};
use crate::event::Event;
use crate::fact::Told;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::presumed::PresumedUntil;
use crate::rejection::Rejection;
use crate::state::State;
use crate::track::Track;

/// Ends the incapacity of a recognised case, once; of one that ended, tells the death of the person.
pub(crate) fn decide(
    state: &State,
    last_day: NaiveDate,
    cause: EndCause,
    decision: Option<&EndDecision>,
    today: NaiveDate,
) -> Result<Vec<Event>, Rejection> {
    let start = start_of(state)?;
    let recognised_on = state.recognition().ok_or(Rejection::NotRecognised)?.decided_on;
    if let Some(end) = &state.end {
        return died(state, end, last_day, cause, today);
    }
    let last = ImpossibleDate::outside(DateField::LastDay, last_day, start, today);
    let decided = decision
        .and_then(|decision| ImpossibleDate::outside(DateField::DecidedOn, decision.decided_on, recognised_on, today));
    possible(last.into_iter().chain(decided))?;
    if let Some(EndDecision { decided_on, decided_by }) = decision {
        decides(state, start, *decided_on, decided_by)?;
    }

    if let Some(presumed) = state.presumed_after(last_day).filter(|_| cause.by_decision()) {
        let PresumedUntil { kind, last: until, parameter } = presumed;
        return Err(Rejection::IncapacityPresumed { kind, until, parameter });
    }
    let end = IncapacityEnd {
        last_day,
        cause,
        decision: decision.cloned(),
        recorded_on: today,
        died_on: None,
        relapsed_on: None,
    };
    let closed = ending::close(&state.deadlines, last_day, end.ending()).into_iter().map(Event::from);
    let lasting = state.tracks.iter().filter(|track| !track.over_before(last_day) && track.until != Some(last_day));
    // No track lasts longer than the incapacity that it is beside. Of what began after the last day, nothing is left of what
    // follows from facts that were told, as if they were told now; and one day of what was recorded by hand.
    let until = |track: &Track| last_day.max(if track.told { day_before(track.from) } else { track.from });
    let tracks = lasting.map(|track| Event::TrackEnded(Track { until: Some(until(track)), ..track.clone() }));
    let programmes = rehabilitation::ended_with(state, &end);
    let events =
        [Event::IncapacityEnded(end.clone())].into_iter().chain(closed).chain(tracks).chain(programmes).collect();
    Ok(with_told(state, events))
}

/// Adds what was told before the end was known: the relapse that was recognised first, and the death.
fn with_told(state: &State, mut events: Vec<Event>) -> Vec<Event> {
    for fact in &state.noted {
        let known = applied(state, &events);
        match fact.told {
            Told::Relapsed { on } => events.extend(relapsed(&known, on)),
            Told::Died { on } => events.extend(told_dead(&known, on)),
            _ => {}
        }
    }
    events
}

/// The death that the case of a relapse tells: nothing where the person is known to be dead, or where it cannot be right beside
/// what is known of this incapacity. What a relapse followed had ended before: where its end is not known, or was annulled, the
/// death waits for it and is no end of its own.
pub(crate) fn told_dead(state: &State, on: NaiveDate) -> Vec<Event> {
    let relapsed = state.noted.iter().any(|fact| matches!(fact.told, Told::Relapsed { .. }));
    if state.end.is_none() && relapsed {
        return Vec::new();
    }
    decide(state, on, EndCause::Deceased, None, state.today.unwrap_or(on)).unwrap_or_default()
}

/// The death after an incapacity that had ended otherwise, once: what outlived that end closes.
fn died(
    state: &State,
    end: &IncapacityEnd,
    on: NaiveDate,
    cause: EndCause,
    today: NaiveDate,
) -> Result<Vec<Event>, Rejection> {
    if let Some(last_day) = end.died_on {
        return Err(Rejection::IncapacityEnded { last_day, ending: Ending::Deceased });
    }
    if cause != EndCause::Deceased || end.is_death() {
        return Err(Rejection::IncapacityEnded { last_day: end.last_day, ending: end.ending() });
    }
    possible(ImpossibleDate::outside(DateField::LastDay, on, end.last_day, today))?;
    let closed = ending::close(&state.deadlines, on, Ending::Deceased).into_iter().map(Event::from);
    Ok([Event::IncapacityEnded(IncapacityEnd { died_on: Some(on), ..end.clone() })].into_iter().chain(closed).collect())
}

/// That another incapacity was recognised as a relapse of this one, which ended: the first one, of a person who lived then.
pub(crate) fn relapsed(state: &State, on: NaiveDate) -> Vec<Event> {
    let lived =
        |end: &IncapacityEnd| end.cause != EndCause::Deceased && end.died_on.is_none_or(|died_on| on <= died_on);
    let end = state.end.clone().filter(|end| lived(end) && end.relapsed_on.is_none() && end.last_day < on);
    end.map(|end| Event::IncapacityEnded(IncapacityEnd { relapsed_on: Some(on), ..end })).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use trajet_law::deadline::{Closure, Step};
    use trajet_law::parameter::PRESUMPTION_MONTHS;
    use trajet_law::presumption::Kind;
    use trajet_law::rule::{Ground, Rule};

    use super::*;
    use crate::command::Command;
    use crate::decision::DecidedBy;
    use crate::estimate::Category;
    use crate::fact::Told;
    use crate::samples::{
        Case, day, end, end_track, estimate, other_body, recognise, refuse, service, told, told_asked, told_impossible,
        track,
    };
    use crate::{CaseStatus, Presumed, TrackKind, claim, timers, work};

    fn waived(on: NaiveDate, letter: char) -> Closure {
        Closure::Waived { on, because: Ground::point(Rule::T6, letter) }
    }

    #[test]
    fn t6_the_end_closes_what_is_open_with_its_own_ground() {
        for (cause, letter) in EndCause::ALL.iter().zip(['a', 'a', 'b', 'a']) {
            let mut case = Case::recognised();
            let events = case.on(day(2022, 12, 20), &end(day(2022, 12, 15), *cause));
            assert_eq!(
                (events[0].effective_on(), events[0].ground()),
                (day(2022, 12, 15), Ground::point(Rule::T6, letter))
            );
            assert_eq!(case.first_estimate(), (None, Some(waived(day(2022, 12, 16), letter))));
            assert!(work(&case.state).is_empty() && timers(&case.state).is_empty());
            assert_eq!(case.state.status(), Some(CaseStatus::Ended));
            assert_eq!(case.state.deceased(), *cause == EndCause::Deceased);
            assert!(claim(&case.state).is_some());
        }
    }

    #[test]
    fn t6_b_a_death_after_the_end_is_told_once_and_not_before_the_end() {
        let last_day = day(2022, 12, 15);
        let mut case = Case::recognised();
        case.on(day(2022, 12, 20), &end(last_day, EndCause::WorkResumed));
        let refused = |case: &mut Case, on, cause| case.refused(day(2023, 3, 1), &end(on, cause));
        let ended = Rejection::IncapacityEnded { last_day, ending: Ending::IncapacityEnded };
        assert_eq!(refused(&mut case, day(2023, 2, 1), EndCause::Other), ended, "it ends once");
        assert_eq!(refused(&mut case, day(2022, 12, 14), EndCause::Deceased).code(), "IMPOSSIBLE_DATES");
        assert_eq!(refused(&mut case, day(2023, 3, 2), EndCause::Deceased).code(), "IMPOSSIBLE_DATES");
        let events = case.on(day(2023, 3, 1), &end(day(2023, 2, 1), EndCause::Deceased));
        assert_eq!((events[0].effective_on(), events[0].ground()), (day(2023, 2, 1), Ground::point(Rule::T6, 'b')));
        let known = case.state.end.clone().expect("it ended");
        assert_eq!((known.last_day, known.recorded_on, case.state.deceased()), (last_day, day(2022, 12, 20), true));
        let dead = Rejection::IncapacityEnded { last_day: day(2023, 2, 1), ending: Ending::Deceased };
        assert_eq!(refused(&mut case, day(2023, 2, 2), EndCause::Deceased), dead, "nobody dies twice");
        // On the last day itself, and of who died then already.
        let mut same_day = Case::recognised();
        same_day.on(day(2022, 12, 20), &end(last_day, EndCause::Other));
        same_day.on(day(2022, 12, 21), &end(last_day, EndCause::Deceased));
        let mut dead = Case::recognised();
        dead.on(day(2022, 12, 20), &end(last_day, EndCause::Deceased));
        assert_eq!(refused(&mut dead, day(2023, 2, 1), EndCause::Deceased).code(), "INCAPACITY_ENDED");
    }

    #[test]
    fn t9_d24_the_first_relapse_is_noted_after_the_end_and_not_of_who_died() {
        let relapse = |on| crate::Command::NoteRelapse { on };
        let mut case = Case::recognised();
        assert_eq!(case.on(day(2023, 3, 1), &relapse(day(2023, 2, 1))), []);
        case.on(day(2023, 3, 1), &end(day(2022, 12, 15), EndCause::WorkResumed));
        assert_eq!(case.on(day(2023, 3, 1), &relapse(day(2022, 12, 15))), []);
        let events = case.on(day(2023, 3, 1), &relapse(day(2023, 2, 1)));
        assert_eq!((events[0].effective_on(), events[0].ground()), (day(2023, 2, 1), Rule::D24.into()));
        assert_eq!(case.on(day(2023, 6, 1), &relapse(day(2023, 5, 1))), []);
        // The death after it is told with it.
        case.on(day(2023, 6, 1), &end(day(2023, 5, 20), EndCause::Deceased));
        let known = case.state.end.clone().expect("it ended");
        assert_eq!((known.died_on, known.relapsed_on), (Some(day(2023, 5, 20)), Some(day(2023, 2, 1))));
        // Known after the death, it is noted all the same if the person lived then.
        let mut later = Case::recognised();
        later.on(day(2023, 3, 1), &end(day(2022, 12, 15), EndCause::WorkResumed));
        later.on(day(2023, 6, 1), &end(day(2023, 5, 20), EndCause::Deceased));
        assert_eq!(later.on(day(2023, 6, 2), &relapse(day(2023, 5, 21))), []);
        later.on(day(2023, 6, 2), &relapse(day(2023, 5, 20)));
        let known = later.state.end.expect("it ended");
        assert_eq!((known.died_on, known.relapsed_on), (Some(day(2023, 5, 20)), Some(day(2023, 5, 20))));
        let mut dead = Case::recognised();
        dead.on(day(2023, 3, 1), &end(day(2022, 12, 15), EndCause::Deceased));
        assert_eq!(dead.on(day(2023, 3, 1), &relapse(day(2023, 2, 1))), []);
    }

    #[test]
    fn t9_d24_t6_what_the_case_of_a_relapse_tells_counts_whichever_is_known_first() {
        let (relapsed, died) = (day(2023, 2, 1), day(2023, 2, 20));
        let ended = end(day(2022, 12, 15), EndCause::WorkResumed);
        let tells = [told(5, Told::Relapsed { on: relapsed }), told(6, Told::Died { on: died })];
        for ended_first in [true, false] {
            let mut case = Case::recognised();
            if ended_first {
                case.on(day(2023, 3, 1), &ended);
            }
            case.on(day(2023, 3, 1), &tells[0]);
            if ended_first {
                case.on(day(2023, 3, 1), &tells[1]);
                assert_eq!(case.on(day(2023, 3, 2), &tells[1]), [], "it is known");
            } else {
                assert_eq!(case.state.end, None);
                case.on(day(2023, 3, 1), &ended);
                case.on(day(2023, 3, 1), &tells[1]);
            }
            let known = case.state.end.clone().expect("it ended");
            assert_eq!((known.relapsed_on, known.death()), (Some(relapsed), Some(died)), "{ended_first}");
        }
        // Of an incapacity that goes on, as far as is known here, it is the end.
        let mut lasting = Case::recognised();
        lasting.on(day(2023, 3, 1), &tells[1]);
        assert_eq!(lasting.state.end.map(|end| (end.cause, end.last_day)), Some((EndCause::Deceased, died)));
        // It is never refused: of who is dead already, or was never recognised, it is noted alone.
        let mut dead = Case::recognised();
        dead.on(day(2023, 3, 1), &end(day(2022, 12, 15), EndCause::Deceased));
        for mut case in [dead, Case::declared()] {
            for fact in &tells {
                assert!(matches!(case.on(day(2023, 3, 1), fact)[..], [Event::FactNoted(_)]));
            }
        }
    }

    #[test]
    fn t6_what_was_late_on_the_last_day_is_missed_first() {
        let mut case = Case::recognised();
        let events = case.on(day(2023, 2, 1), &end(day(2022, 12, 31), EndCause::WorkResumed));
        assert!(matches!(
            events[..],
            [Event::IncapacityEnded(_), Event::DeadlineMissed { .. }, Event::DeadlineWaived { .. }]
        ));
        assert_eq!(case.first_estimate(), (Some(day(2023, 1, 1)), Some(waived(day(2023, 1, 1), 'a'))));
        let mut before = Case::recognised();
        before.on(day(2023, 2, 1), &end(day(2022, 12, 30), EndCause::WorkResumed));
        assert_eq!(before.first_estimate(), (None, Some(waived(day(2022, 12, 31), 'a'))));
    }

    #[test]
    fn t6_every_step_of_this_service_is_closed() {
        let mut case = Case::recognised();
        case.on(day(2022, 12, 2), &told_impossible(day(2022, 12, 2)));
        case.on(day(2022, 12, 2), &told_asked(1, day(2022, 12, 2)));
        case.on(day(2022, 12, 9), &end(day(2022, 12, 8), EndCause::Deceased));
        for step in [Step::FirstEstimate, Step::EstimateExamination, Step::RouteBDecision] {
            assert_eq!(case.standing(step), (None, Some(waived(day(2022, 12, 9), 'b'))));
        }
        for (category, step) in
            [(Category::One, Step::Category1Examination), (Category::Three, Step::Category3Examination)]
        {
            let mut case = Case::estimated(category);
            case.on(day(2023, 1, 9), &end(day(2023, 1, 8), EndCause::Deceased));
            assert_eq!(case.standing(step), (None, Some(waived(day(2023, 1, 9), 'b'))));
        }
    }

    #[test]
    fn t6_tracks_end_with_the_incapacity() {
        let mut case = Case::recognised();
        let (work, codex) = (TrackKind::AuthorisedWork, TrackKind::CodexRequested);
        case.on(day(2022, 10, 9), &track(work, day(2022, 10, 1), Some(day(2022, 10, 9))));
        case.on(day(2022, 11, 9), &track(work, day(2022, 11, 1), Some(day(2023, 2, 1))));
        case.on(day(2022, 11, 9), &track(codex, day(2022, 11, 1), Some(day(2022, 11, 20))));
        case.on(day(2022, 11, 25), &track(codex, day(2022, 11, 25), None));
        case.on(day(2022, 12, 1), &end(day(2022, 11, 20), EndCause::NoLongerUnfit));
        let until: Vec<_> = case.state.tracks.iter().filter_map(|track| track.until).collect();
        assert_eq!(until, [day(2022, 10, 9), day(2022, 11, 20), day(2022, 11, 20), day(2022, 11, 25)]);
        let closed: Vec<_> = case.state.deadlines.iter().map(|deadline| deadline.closed).collect();
        let beside_work = Closure::Waived { on: day(2022, 11, 1), because: work.ground() };
        // The codex request kept the estimate back after the work, so that its later target had gone before.
        let beside_codex = Closure::Waived { on: day(2023, 2, 2), because: codex.ground() };
        assert_eq!(closed, [Some(beside_work), Some(beside_codex)]);
    }

    #[test]
    fn t6_the_end_of_a_trajectory_that_is_told_after_that_of_the_incapacity_ends_its_track() {
        let mut case = Case::recognised();
        let kind = TrackKind::RouteBAuthorised;
        case.on(day(2022, 12, 1), &track(kind, day(2022, 12, 1), None));
        case.on(day(2022, 12, 20), &end(day(2022, 12, 15), EndCause::Other));
        let ended = Told::TrajectoryEnded { on: day(2022, 12, 9), because: Ground::point(Rule::D11, 'c') };
        case.on(day(2022, 12, 21), &told(5, ended));
        assert_eq!(case.state.tracks[0].until, Some(day(2022, 12, 9)));
    }

    #[test]
    fn t6_a_track_from_before_the_end_can_be_recorded_and_ends_with_it() {
        let mut case = Case::recognised();
        case.on(day(2022, 12, 20), &end(day(2022, 12, 15), EndCause::Other));
        let kind = TrackKind::AuthorisedWork;
        let late = [track(kind, day(2022, 12, 16), None), track(kind, day(2022, 12, 1), Some(day(2022, 12, 16)))];
        for command in late {
            assert_eq!(case.refused(day(2022, 12, 20), &command).code(), "INCAPACITY_ENDED");
        }
        assert_eq!(case.on(day(2022, 12, 20), &track(kind, day(2022, 12, 1), None)).len(), 1);
        assert_eq!(case.state.tracks[0].until, Some(day(2022, 12, 15)));
        assert_eq!(case.refused(day(2022, 12, 20), &end_track(kind, day(2022, 12, 16))).code(), "INCAPACITY_ENDED");
        assert_eq!(case.on(day(2022, 12, 20), &end_track(kind, day(2022, 12, 9))).len(), 1);
    }

    #[test]
    fn t6_no_estimate_is_made_after_the_end_and_one_of_the_last_day_meets_its_deadline() {
        let mut case = Case::recognised();
        case.on(day(2022, 12, 20), &end(day(2022, 12, 19), EndCause::Other));
        let refused = case.refused(day(2022, 12, 20), &estimate(Category::Two));
        assert_eq!((refused.code(), refused.latest()), ("INCAPACITY_ENDED", Some(day(2022, 12, 19))));
        let mut today = Case::recognised();
        today.on(day(2022, 12, 20), &end(day(2022, 12, 20), EndCause::Other));
        assert_eq!(today.on(day(2022, 12, 20), &estimate(Category::Three)).len(), 2);
        assert_eq!(today.first_estimate(), (None, Some(Closure::Met { on: day(2022, 12, 20) })));
    }

    #[test]
    fn t6_facts_that_come_after_the_end_are_noted_and_plan_nothing() {
        let on = day(2022, 12, 2);
        let facts = [
            told_impossible(on),
            told_asked(1, on),
            told(3, Told::CodexRequested { on, partner: service(), employer: None }),
            told(4, Told::CodexEnded { on, partner: service(), employer: None }),
            told(5, Told::TrajectoryEnded { on, because: Ground::point(Rule::D11, 'c') }),
        ];
        let mut case = Case::recognised();
        case.on(day(2022, 12, 20), &end(day(2022, 12, 15), EndCause::Other));
        for fact in &facts {
            let events = case.on(day(2022, 12, 20), fact);
            assert!(matches!(events[0], Event::QuestionnaireNoted(_) | Event::FactNoted(_)));
            let of_tracks = |event: &Event| matches!(event, Event::TrackStarted(_) | Event::TrackEnded(_));
            assert!(events[1..].iter().all(of_tracks), "a track of before the end is corrected, and nothing else");
        }
        assert_eq!(case.state.noted.len(), facts.len());
        assert_eq!(case.state.track_on(on).map(|track| track.until), Some(Some(on)));
    }

    #[test]
    fn r2_the_data_of_a_case_are_kept_for_three_years_after_that_in_which_its_end_was_recorded() {
        let mut case = Case::recognised();
        case.on(day(2023, 1, 9), &end(day(2022, 12, 31), EndCause::WorkResumed));
        assert_eq!(case.state.end.map(|end| end.erased_on()), Some(day(2027, 1, 1)));
    }

    fn presumed(number: u32, first: NaiveDate, last: NaiveDate) -> Told {
        let parameter = Some(PRESUMPTION_MONTHS.on(first).version);
        Told::Presumed(Presumed { number, kind: Kind::Ami, first, last, parameter })
    }

    #[test]
    fn m15_a_decision_cannot_end_the_recognition_of_who_is_presumed_unfit_on_a_later_day() {
        let mut case = Case::recognised();
        case.on(day(2022, 12, 2), &told(5, presumed(1, day(2022, 12, 1), day(2023, 5, 31))));
        for last_day in [day(2022, 11, 30), day(2022, 12, 1), day(2023, 5, 30)] {
            let refused = case.refused(day(2023, 6, 1), &end(last_day, EndCause::NoLongerUnfit));
            assert_eq!((refused.code(), refused.ground()), ("INCAPACITY_PRESUMED", Some(Rule::M15.into())));
            assert_eq!((refused.earliest(), refused.latest()), (Some(day(2023, 5, 31)), None));
            let figure = refused.parameter().and_then(|version| version.figure(None));
            assert_eq!(figure.map(|figure| figure.value), Some(6), "the months of the presumption");
        }
        case.on(day(2023, 6, 1), &end(day(2023, 5, 31), EndCause::NoLongerUnfit));
    }

    #[test]
    fn m1_who_recognises_on_a_day_is_who_ends_the_recognition_on_it() {
        let decided = |decided_on, decided_by| Command::EndIncapacity {
            last_day: day(2023, 8, 20),
            cause: EndCause::NoLongerUnfit,
            decision: Some(EndDecision { decided_on, decided_by }),
        };
        let today = day(2023, 9, 4);
        let physician = DecidedBy::AdvisingPhysician;
        let by = |decided_on, by| Case::recognised().refused(today, &decided(decided_on, by));
        assert_eq!(by(day(2023, 9, 1), physician.clone()).code(), "OTHER_BODY_DECIDES");
        assert_eq!(by(day(2023, 8, 31), other_body()).code(), "PHYSICIAN_DECIDES");
        assert_eq!(by(day(2023, 9, 1), DecidedBy::OtherBody { name: " ".into() }), Rejection::BodyNotNamed);
        for decided_on in [day(2022, 9, 4), day(2023, 9, 5)] {
            let refused = by(decided_on, physician.clone());
            assert_eq!(refused.impossible_dates()[0].field.path(), "decided_on");
        }
        for (decided_on, decided_by) in [(day(2023, 8, 31), physician), (day(2023, 9, 1), other_body())] {
            let mut case = Case::recognised();
            case.on(today, &decided(decided_on, decided_by.clone()));
            let known = case.state.end.and_then(|end| end.decision);
            assert_eq!(known, Some(EndDecision { decided_on, decided_by }));
        }
    }

    #[test]
    fn m15_a_return_to_work_a_death_and_what_is_no_decision_end_it_all_the_same() {
        for cause in [EndCause::WorkResumed, EndCause::Deceased, EndCause::Other] {
            let mut case = Case::recognised();
            case.on(day(2022, 12, 2), &told(5, presumed(1, day(2022, 12, 1), day(2023, 5, 31))));
            case.on(day(2023, 1, 9), &end(day(2023, 1, 8), cause));
            assert_eq!(case.state.status(), Some(CaseStatus::Ended));
        }
    }

    #[test]
    fn m15_d20_what_was_told_last_of_a_presumption_holds_and_one_that_covers_no_day_bars_nothing() {
        let mut case = Case::recognised();
        case.on(day(2022, 12, 2), &told(5, presumed(1, day(2022, 12, 1), day(2023, 5, 31))));
        case.on(day(2022, 12, 2), &told(6, presumed(2, day(2022, 12, 1), day(2022, 11, 30))));
        case.on(day(2022, 12, 20), &told(7, presumed(1, day(2022, 12, 1), day(2022, 12, 18))));
        let command = end(day(2022, 12, 17), EndCause::NoLongerUnfit);
        assert_eq!(case.refused(day(2022, 12, 20), &command).earliest(), Some(day(2022, 12, 18)));
        case.on(day(2022, 12, 20), &end(day(2022, 12, 18), EndCause::NoLongerUnfit));
    }

    #[test]
    fn m15_a_presumption_that_is_told_after_the_decision_is_noted() {
        let mut case = Case::recognised();
        case.on(day(2022, 12, 20), &end(day(2022, 12, 18), EndCause::NoLongerUnfit));
        let events = case.on(day(2022, 12, 21), &told(5, presumed(1, day(2022, 12, 1), day(2023, 5, 31))));
        assert!(matches!(events[..], [Event::FactNoted(_)]));
    }

    #[test]
    fn t6_only_a_recognised_incapacity_ends_and_only_once() {
        let today = day(2022, 12, 20);
        let command = end(today, EndCause::Other);
        assert_eq!(Case::default().refused(today, &command), Rejection::NotDeclared);
        assert_eq!(Case::declared().refused(today, &command), Rejection::NotRecognised);
        let mut refused = Case::declared();
        refused.on(day(2022, 9, 5), &refuse(day(2022, 9, 5)));
        assert_eq!(refused.refused(today, &command), Rejection::RecognitionRefused);
        let mut case = Case::recognised();
        case.on(today, &end(today, EndCause::Deceased));
        let again = case.refused(today, &command);
        assert_eq!((again.code(), again.ground()), ("INCAPACITY_ENDED", Some(Ground::point(Rule::T6, 'b'))));
        assert_eq!(case.refused(today, &recognise(today)), Rejection::AlreadyDecided);
    }

    #[test]
    fn t6_the_last_day_lies_from_the_first_day_of_incapacity_to_today() {
        for last_day in [day(2022, 8, 31), day(2022, 12, 21)] {
            let refused = Case::recognised().refused(day(2022, 12, 20), &end(last_day, EndCause::Other));
            assert_eq!(refused.impossible_dates().len(), 1);
        }
        Case::recognised().on(day(2022, 12, 20), &end(day(2022, 9, 1), EndCause::Other));
    }
}
