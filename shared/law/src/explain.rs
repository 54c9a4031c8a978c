//! Why a case is as it is: what each decision rests on.
//!
//! A decision is explained by the event that recorded it: the rule and the figures that it carries, and the dated facts that
//! it was counted from ([`crate::deadline::Counted`]). A fact is found in the history by its kind and its day, in the event
//! that told it: nothing is worked out a second time that could come to differ from what was decided.

mod again;

use chrono::NaiveDate;

pub use self::again::counted_again;
use crate::annul::Annulled;
use crate::code::coded_enum;
use crate::deadline::{DatedFact, FactKind, Facts, Plan, Step};
use crate::presumption::Presumption;
use crate::rule::{Ground, Rule};

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject<'a> {
    /// A deadline was planned, or is open again with the same days.
    Deadline(&'a Plan),
    /// A deadline was planned again, with other days than before (T8, T9).
    Replanned {
        /// As it was planned.
        before: &'a Plan,
        /// As it is planned now.
        after: &'a Plan,
        /// The facts by which it moved, as the event names them.
        rests_on: &'a Facts,
    },
    /// A step need not be taken any more.
    Waiver {
        /// The step.
        step: Step,
        /// The facts that took it away, as the event names them.
        rests_on: &'a Facts,
    },
    /// The person was referred to the coordinator (M10).
    Referral,
    /// The person is presumed unfit for work (D20, D21, M18).
    Presumption {
        /// Its number in the case.
        number: u32,
        /// Its days, and what ends it.
        presumed: &'a Presumption,
    },
    /// A duty to inform is barred (D31).
    BarredDuty {
        /// The step that would carry it out.
        step: Step,
        /// Its number.
        number: u32,
    },
    /// An act that was recorded wrongly was annulled, and what came after it decided again (T9).
    Annulment(&'a Annulled),
    /// Something that was asked or proposed was refused.
    Refusal(Refused),
    /// The person was referred to a partner, or to another recipient (X2, D27).
    PartnerReferral {
        /// Its number in the case.
        number: u32,
        /// The day of the concertation between coordinator and physician; none where the physician referred by their own power.
        concerted_on: Option<NaiveDate>,
    },
}

coded_enum! {
    /// What was refused.
    pub enum Refused: "kind of refusal" {
        /// To recognise the incapacity (M1).
        Recognition = "recognition",
        /// The trajectory that the person asked for, because of the category (M12).
        Trajectory = "trajectory",
        /// To authorise the trajectory that the person asked for (M13).
        TrajectoryAuthorisation = "trajectory_authorisation",
        /// To authorise work during the incapacity (M14).
        AuthorisedWork = "authorised_work",
        /// A programme of vocational rehabilitation, by the CSCMI (M16).
        RehabilitationProgramme = "rehabilitation_programme",
    }
}

impl Refused {
    /// The kinds of facts on the last of which the refusal rests.
    const fn rests_on(self) -> &'static [FactKind] {
        match self {
            Self::Recognition => &[FactKind::FirstDay],
            Self::Trajectory => &[FactKind::Estimate],
            Self::TrajectoryAuthorisation => &[FactKind::AuthorisationAsked],
            Self::AuthorisedWork => &[FactKind::WorkAppliedFor],
            Self::RehabilitationProgramme => &[FactKind::ProgrammeSubmitted],
        }
    }
}

/// A decision: what, from which day on, and under which rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision<'a> {
    /// What was decided.
    pub subject: Subject<'a>,
    /// The day from which it counts.
    pub on: NaiveDate,
    /// The rule, or a point of it.
    pub ground: Ground,
}

/// A fact that a decision rests on, as the decision names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RestsOn {
    /// This one.
    Fact(DatedFact),
    /// The last of these kinds by its day, not after a day.
    Last(&'static [FactKind], NaiveDate),
}

impl Decision<'_> {
    /// The facts that it rests on.
    #[must_use]
    pub fn rests_on(&self) -> Vec<RestsOn> {
        let named = |facts: &Facts| facts.iter().copied().map(RestsOn::Fact).collect::<Vec<_>>();
        let counted = |plan: &Plan| named(&plan.counted.from);
        match self.subject {
            Subject::Deadline(plan) => counted(plan),
            Subject::Replanned { after, rests_on, .. } if !rests_on.is_empty() => {
                let moved = rests_on.iter().filter(|fact| !after.counted.from.contains(fact));
                counted(after).into_iter().chain(moved.copied().map(RestsOn::Fact)).collect()
            }
            Subject::Replanned { after, .. } => {
                let corrected = RestsOn::Last(&[FactKind::FirstDayCorrected], self.on);
                let corrected = (self.ground.rule == Rule::T9).then_some(corrected);
                counted(after).into_iter().chain(corrected).collect()
            }
            Subject::Waiver { rests_on, .. } if rests_on.is_empty() => {
                vec![RestsOn::Last(taken_away_by(self.ground), self.by())]
            }
            Subject::Waiver { rests_on, .. } => named(rests_on),
            Subject::Referral => vec![RestsOn::Fact(FactKind::Estimate.on(self.on))],
            Subject::Presumption { presumed, .. } => presumed.rests_on(),
            // It rests on what is not there any more.
            Subject::Annulment(_) => Vec::new(),
            Subject::Refusal(refused) => vec![RestsOn::Last(refused.rests_on(), self.on)],
            Subject::PartnerReferral { concerted_on, .. } => {
                let concerted = concerted_on.map(|on| RestsOn::Fact(FactKind::Concerted.on(on)));
                [RestsOn::Last(&[FactKind::Consent], self.on)].into_iter().chain(concerted).collect()
            }
            Subject::BarredDuty { .. } => {
                vec![RestsOn::Last(&[FactKind::InformDuty], self.on), RestsOn::Last(&[FactKind::Consent], self.on)]
            }
        }
    }
}

impl Decision<'_> {
    /// Until when a fact can have taken a step away that does not name it: what was left out before go-live may have been waived by a correction of an
    /// earlier day (T6.c).
    fn by(&self) -> NaiveDate {
        let before_go_live = self.ground == Ground::point(Rule::T6, 'c');
        if before_go_live { NaiveDate::MAX } else { self.on }
    }
}

/// Whether an event that was decided again is the one that was recorded, and a deadline in it rests on the same facts; given what an
/// event decided. What was recorded before its facts were is the same by all else.
pub fn same<E: PartialEq>(recorded: &E, again: &E, decision: impl Fn(&E) -> Option<Decision<'_>>) -> bool {
    let (Some(one), Some(other)) = (decision(again), decision(recorded)) else { return again == recorded };
    let alike = (one.on, one.ground) == (other.on, other.ground);
    match (one.subject, other.subject) {
        (Subject::Deadline(plan), Subject::Deadline(its)) => again == recorded && plan.is(its),
        (
            Subject::Replanned { before, after, rests_on },
            Subject::Replanned { before: from, after: to, rests_on: named },
        ) => alike && before.is(from) && after.is(to) && rests_on.are(named),
        (Subject::Waiver { step, rests_on }, Subject::Waiver { step: its, rests_on: named }) => {
            alike && step == its && rests_on.are(named)
        }
        _ => again == recorded,
    }
}

/// The kinds of facts that take a step away, by the ground on which they do: of a waiver that was stored before it named its own.
pub(crate) fn taken_away_by(ground: Ground) -> &'static [FactKind] {
    match (ground.rule, ground.point) {
        (Rule::Q4 | Rule::M4, Some('b')) | (Rule::D5, _) => &[FactKind::WorkBegun],
        (Rule::Q4 | Rule::M4, Some('a')) => &[FactKind::CodexBegun],
        (Rule::Q4 | Rule::M4, Some('c')) => &[FactKind::RouteBBegun],
        (Rule::Q2, _) => &[FactKind::QuestionnaireWaived],
        (Rule::Q7, _) => &[FactKind::CompletionImpossible, FactKind::QuestionnaireBack],
        (Rule::Q8, _) => &[FactKind::QuestionnaireSent],
        (Rule::M3 | Rule::M9, _) => &[FactKind::Estimate],
        (Rule::M5, _) => &[FactKind::ExaminationDispensed],
        (Rule::M16, _) => &[FactKind::ProgrammeEnd],
        (Rule::M21, _) => &[FactKind::WorkWithdrawn],
        (Rule::T6, Some('c')) => &[FactKind::GoLive],
        (Rule::T6, Some(_)) => &[FactKind::IncapacityEnd],
        // What ended with the incapacity, as a coordinator told it.
        (Rule::T6, None) => &[FactKind::IncapacityEnd, FactKind::TrajectoryEnd, FactKind::AmiEnd],
        (Rule::T8, _) => &[FactKind::FirstDay],
        (Rule::T9, _) => &[FactKind::FirstDayCorrected, FactKind::TrackEnd, FactKind::WorkEnd, FactKind::WorkResumed],
        (Rule::D3 | Rule::D31, _) => &[FactKind::Consent, FactKind::TrajectoryEnd],
        (Rule::D8 | Rule::D11, _) => &[FactKind::TrajectoryEnd, FactKind::AmiEnd],
        (Rule::D13, _) => {
            &[FactKind::CommitmentSigned, FactKind::Contact, FactKind::PlanEstablished, FactKind::Informed]
        }
        (Rule::D14, _) => &[
            FactKind::AmiSuspended,
            FactKind::AmiResumed,
            FactKind::CodexRequested,
            FactKind::CodexEnd,
            FactKind::AmiEnd,
        ],
        (Rule::D18, _) => &[FactKind::PlanAdapted],
        (Rule::D19, _) => &[FactKind::PlanEstablished, FactKind::PlanAdapted, FactKind::AmiResumed],
        (Rule::D24, _) => &[FactKind::AmiEnd, FactKind::AmiEvaluated, FactKind::ReturnSeen],
        _ => &[],
    }
}

/// Where in a history a fact was told on which a decision rests, and the fact. `told` are the facts of each event up to the
/// decision, which is the last of them.
#[must_use]
pub fn found(told: &[Vec<DatedFact>], rests_on: RestsOn) -> Option<(usize, DatedFact)> {
    let is_meant = |fact: &DatedFact| match rests_on {
        RestsOn::Fact(meant) => *fact == meant,
        RestsOn::Last(kinds, by) => kinds.contains(&fact.kind) && fact.on <= by,
    };
    let facts = told.iter().enumerate().flat_map(|(place, facts)| facts.iter().map(move |fact| (place, *fact)));
    facts.filter(|(_, fact)| is_meant(fact)).max_by_key(|(place, fact)| (fact.on, *place))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deadline::FactKind::{FirstDay, FirstDayCorrected, WorkBegun};
    use crate::estimate::first_estimate_plan;
    use crate::testing::day;

    /// A waiver that was stored before it named its facts.
    fn not_named(rests_on: &Facts) -> Subject<'_> {
        Subject::Waiver { step: Step::QuestionnaireSend, rests_on }
    }

    #[test]
    fn t6_a_waiver_rests_on_the_fact_that_it_names_whatever_else_could_have_been_meant() {
        let told = ["2022-10-03", "2022-11-01"].map(|on| vec![WorkBegun.on(day(on))]);
        let named = Facts::from(WorkBegun.on(day("2022-10-03")));
        let subject = Subject::Waiver { step: Step::QuestionnaireSend, rests_on: &named };
        let decision = Decision { subject, on: day("2022-11-10"), ground: Ground::point(Rule::Q4, 'b') };
        let found: Vec<_> = decision.rests_on().into_iter().filter_map(|one| found(&told, one)).collect();
        assert_eq!(found, [(0, WorkBegun.on(day("2022-10-03")))]);
    }

    /// An event as a service has them: a deadline, or another.
    #[derive(Debug, Clone, PartialEq)]
    enum Event {
        Planned(Plan, NaiveDate),
        Replanned(Plan, Plan, NaiveDate, Facts),
        Waived(Step, NaiveDate, Facts),
        Other(u8),
    }

    fn decided(event: &Event) -> Option<Decision<'_>> {
        let (subject, on) = match event {
            Event::Planned(plan, on) => (Subject::Deadline(plan), *on),
            Event::Replanned(before, after, on, rests_on) => (Subject::Replanned { before, after, rests_on }, *on),
            Event::Waived(step, on, rests_on) => (Subject::Waiver { step: *step, rests_on }, *on),
            Event::Other(0) => return None,
            Event::Other(_) => (Subject::Referral, day("2022-12-05")),
        };
        Some(Decision { subject, on, ground: Rule::T9.into() })
    }

    #[test]
    fn t9_a_deadline_that_is_decided_again_from_another_fact_is_another_and_one_of_before_facts_were_recorded_is_the_same()
     {
        let same = |recorded: &Event, again: &Event| same(recorded, again, decided);
        let (on, later) = (day("2022-12-05"), day("2022-12-06"));
        let one = first_estimate_plan(day("2022-09-01"), day("2022-09-05"));
        let from = |facts: Facts| {
            let mut plan = one.clone();
            plan.counted.from = facts;
            plan
        };
        let (old, other) = (from(Facts::stored(Vec::new())), from(WorkBegun.on(on).into()));
        assert!(one == other && !one.is(&other), "they differ by what they are counted from alone");
        let plan = |plan: &Plan, on| Event::Planned(plan.clone(), on);
        assert!(same(&plan(&one, on), &plan(&one, on)) && same(&plan(&old, on), &plan(&one, on)));
        assert!(!same(&plan(&one, on), &plan(&other, on)) && !same(&plan(&one, on), &plan(&one, later)));

        let facts = |on: &str| Facts::from(FirstDayCorrected.on(day(on)));
        let again = |before: &Plan, after: &Plan, on, named| Event::Replanned(before.clone(), after.clone(), on, named);
        let moved = again(&one, &one, on, facts("2022-12-01"));
        assert!(same(&moved, &moved) && same(&again(&one, &one, on, Facts::stored(Vec::new())), &moved));
        for differs in [
            again(&other, &one, on, facts("2022-12-01")),
            again(&one, &other, on, facts("2022-12-01")),
            again(&one, &one, later, facts("2022-12-01")),
            again(&one, &one, on, facts("2022-12-02")),
        ] {
            assert!(!same(&moved, &differs), "{differs:?}");
        }

        let waived = |step, on, named: &str| Event::Waived(step, on, facts(named));
        let first = waived(Step::FirstEstimate, on, "2022-12-01");
        assert!(same(&first, &first));
        assert!(same(&Event::Waived(Step::FirstEstimate, on, Facts::stored(Vec::new())), &first));
        for differs in [
            waived(Step::QuestionnaireSend, on, "2022-12-01"),
            waived(Step::FirstEstimate, later, "2022-12-01"),
            waived(Step::FirstEstimate, on, "2022-12-02"),
        ] {
            assert!(!same(&first, &differs), "{differs:?}");
        }
        for (other, another) in [(Event::Other(0), Event::Other(1)), (Event::Other(1), Event::Other(2)), (first, moved)]
        {
            assert!(same(&other, &other) && !same(&other, &another) && !same(&another, &other));
        }
    }

    #[test]
    fn t6_c_what_was_left_out_before_go_live_rests_on_it_whenever_it_counts_from() {
        let told = [vec![FactKind::GoLive.on(day("2022-12-09"))]];
        let not_recorded = Facts::stored(Vec::new());
        let waived = |point| {
            let decision = Decision {
                subject: not_named(&not_recorded),
                on: day("2022-08-20"),
                ground: Ground::point(Rule::T6, point),
            };
            decision.rests_on().into_iter().find_map(|one| found(&told, one))
        };
        assert_eq!(waived('c'), Some((0, FactKind::GoLive.on(day("2022-12-09")))));
        assert_eq!(waived('a'), None);
    }

    #[test]
    fn t9_a_deadline_rests_on_the_first_day_that_it_was_counted_from_and_a_moved_one_on_the_correction_too() {
        let [before, after] =
            ["2022-09-01", "2022-08-15"].map(|start| first_estimate_plan(day(start), day("2022-09-05")));
        let told = [
            vec![FirstDay.on(day("2022-09-01"))],
            vec![FirstDay.on(day("2022-08-15")), FirstDayCorrected.on(day("2022-10-07"))],
        ];
        let not_recorded = Facts::stored(Vec::new());
        let replanned = Subject::Replanned { before: &before, after: &after, rests_on: &not_recorded };
        let subjects = [Subject::Deadline(&before), replanned];
        let places = subjects.map(|subject| {
            let decision = Decision { subject, on: day("2022-10-07"), ground: Rule::T9.into() };
            decision
                .rests_on()
                .into_iter()
                .filter_map(|one| found(&told, one))
                .map(|(place, _)| place)
                .collect::<Vec<_>>()
        });
        assert_eq!(places, [vec![0], vec![1, 1]]);
    }

    #[test]
    fn t9_a_moved_deadline_rests_on_the_fact_that_it_names_whatever_was_corrected_before() {
        let plan = first_estimate_plan(day("2022-08-15"), day("2022-09-05"));
        let told = [
            vec![FirstDay.on(day("2022-08-15")), FirstDayCorrected.on(day("2022-10-07"))],
            vec![FirstDay.on(day("2022-08-15")), FirstDayCorrected.on(day("2022-10-06"))],
        ];
        let named = Facts::from(FirstDayCorrected.on(day("2022-10-06")));
        let subject = Subject::Replanned { before: &plan, after: &plan, rests_on: &named };
        let decision = Decision { subject, on: day("2022-10-07"), ground: Rule::T9.into() };
        let found: Vec<_> = decision.rests_on().into_iter().filter_map(|one| found(&told, one)).collect();
        assert_eq!(found.last(), Some(&(1, FirstDayCorrected.on(day("2022-10-06")))));
    }

    #[test]
    fn q4_a_waiver_that_names_no_fact_rests_on_the_last_track_of_its_kind_that_had_begun() {
        let told = ["2022-10-03", "2022-11-01", "2023-01-09"].map(|on| vec![WorkBegun.on(day(on))]);
        let not_recorded = Facts::stored(Vec::new());
        let waived = |point| {
            let ground = Ground::point(Rule::Q4, point);
            let decision = Decision { subject: not_named(&not_recorded), on: day("2022-11-10"), ground };
            decision.rests_on().into_iter().find_map(|one| found(&told, one))
        };
        assert_eq!(waived('b'), Some((1, WorkBegun.on(day("2022-11-01")))));
        assert_eq!(waived('a'), None);
    }

    #[test]
    fn t6_a_waiver_that_names_no_fact_rests_on_a_kind_of_its_ground() {
        use FactKind as Of;
        let point = Ground::point;
        let all: &[(Ground, &[Of])] = &[
            (point(Rule::Q4, 'a'), &[Of::CodexBegun]),
            (point(Rule::M4, 'b'), &[Of::WorkBegun]),
            (Rule::D5.into(), &[Of::WorkBegun]),
            (point(Rule::M4, 'c'), &[Of::RouteBBegun]),
            (point(Rule::Q2, 'a'), &[Of::QuestionnaireWaived]),
            (Rule::Q7.into(), &[Of::CompletionImpossible, Of::QuestionnaireBack]),
            (Rule::Q8.into(), &[Of::QuestionnaireSent]),
            (Rule::M3.into(), &[Of::Estimate]),
            (Rule::M9.into(), &[Of::Estimate]),
            (Rule::M5.into(), &[Of::ExaminationDispensed]),
            (Rule::M16.into(), &[Of::ProgrammeEnd]),
            (Rule::M21.into(), &[Of::WorkWithdrawn]),
            (point(Rule::T6, 'a'), &[Of::IncapacityEnd]),
            (point(Rule::T6, 'c'), &[Of::GoLive]),
            (Rule::T6.into(), &[Of::IncapacityEnd, Of::TrajectoryEnd, Of::AmiEnd]),
            (Rule::T8.into(), &[Of::FirstDay]),
            (Rule::T9.into(), &[Of::FirstDayCorrected, Of::TrackEnd, Of::WorkEnd, Of::WorkResumed]),
            (Rule::D3.into(), &[Of::Consent, Of::TrajectoryEnd]),
            (Rule::D31.into(), &[Of::Consent, Of::TrajectoryEnd]),
            (Rule::D8.into(), &[Of::TrajectoryEnd, Of::AmiEnd]),
            (point(Rule::D11, 'c'), &[Of::TrajectoryEnd, Of::AmiEnd]),
            (Rule::D13.into(), &[Of::CommitmentSigned, Of::Contact, Of::PlanEstablished, Of::Informed]),
            (Rule::D14.into(), &[Of::AmiSuspended, Of::AmiResumed, Of::CodexRequested, Of::CodexEnd, Of::AmiEnd]),
            (Rule::D18.into(), &[Of::PlanAdapted]),
            (Rule::D19.into(), &[Of::PlanEstablished, Of::PlanAdapted, Of::AmiResumed]),
            (Rule::D24.into(), &[Of::AmiEnd, Of::AmiEvaluated, Of::ReturnSeen]),
            (Rule::K1.into(), &[]),
        ];
        for (ground, kinds) in all {
            assert_eq!(taken_away_by(*ground), *kinds, "{ground}");
        }
    }
}
