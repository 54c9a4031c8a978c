//! What the other services tell about a case.
//!
//! A fact is never refused: it happened. One that cannot act yet is parked, and tried again after every later event.

use std::fmt;
use std::mem::discriminant;

use chrono::NaiveDate;
use trajet_law::codex::{CodexRequester, Employer};
use trajet_law::ending::Ending;
use trajet_law::referral::{ReferralKey, Said};
use trajet_law::representation::Representation;
use trajet_law::route_c::Presentation;
use trajet_law::rule::{Ground, Rule};
use trajet_law::taken_over::TakenOver;

use crate::codes::codes;
use crate::people::Person;

/// A fact from the feed of another service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What was told.
    pub told: Told,
    /// Where.
    pub source: Source,
}

/// The place of a fact in the ledger of the service that told it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The ledger, such as `assessment/300`.
    pub ledger: String,
    /// The position in it.
    pub position: u64,
}

/// What another service told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// Assessment: the incapacity was recognised, so that there is a case.
    Recognised(Recognition),
    /// Assessment: a legal representative was recorded, or their last day was (D1).
    Represented(Representation),
    /// Assessment: a concurrent track began.
    TrackStarted(Track),
    /// Assessment: a track ended.
    TrackEnded {
        /// Which kind of track.
        kind: TrackKind,
        /// The first day of the track; without one, it is the track of the kind that began last, on its last day or before.
        from: Option<NaiveDate>,
        /// The last day on which it was in force; the day before its first where it turned out never to have been.
        until: NaiveDate,
    },
    /// Assessment: the person was referred to the coordinator (M10).
    Referred {
        /// The day.
        on: NaiveDate,
        /// Whether the first estimate itself put the person in category 4.
        initial: bool,
    },
    /// Assessment: the physician answered a request for authorisation (M13).
    AuthorisationDecided {
        /// The number of the request in the case.
        number: u32,
        /// The day of the answer.
        on: NaiveDate,
        /// Whether it authorised.
        authorised: bool,
    },
    /// Assessment: the first day of incapacity was corrected (T9).
    StartCorrected {
        /// The first day as it stood.
        from: NaiveDate,
        /// The first day as it stands now.
        to: NaiveDate,
        /// The day of the physician's decision, from which it counts.
        on: NaiveDate,
    },
    /// Assessment: work that was applied for began, authorised or not (M14, D20).
    WorkBegan {
        /// The number of the application in the case.
        application: u32,
        /// Its first day.
        on: NaiveDate,
    },
    /// Assessment: the proposal of a rehabilitation programme was submitted to the CSCMI (M16, D18).
    ProgrammeSubmitted {
        /// Its number in the case.
        number: u32,
        /// The day.
        on: NaiveDate,
    },
    /// Assessment: nothing more comes of a proposed programme that did not start: it was withdrawn, or refused (M16, D18).
    ProgrammeClosed {
        /// Its number in the case.
        number: u32,
        /// The day.
        on: NaiveDate,
    },
    /// Assessment: an approved rehabilitation programme started (M18).
    ProgrammeStarted {
        /// Its number in the case.
        number: u32,
        /// Its first day.
        on: NaiveDate,
    },
    /// Assessment: a rehabilitation programme ended, or has an earlier last day than was told (M18).
    ProgrammeEnded {
        /// Its number in the case.
        number: u32,
        /// Its first day.
        from: NaiveDate,
        /// Its last day; the day before its first where it turned out never to have been.
        until: NaiveDate,
    },
    /// Assessment: the incapacity ended, or the person died.
    IncapacityEnded(IncapacityEnd),
    /// The questionnaire service: what became of a questionnaire.
    Questionnaire(QuestionnaireTold),
    /// Exchange: what an occupational physician told (X5).
    Codex(CodexNote),
    /// Exchange: something became of a referral (X4).
    Referral {
        /// The number of the referral in the case.
        number: u32,
        /// What names the referral, and no other one.
        key: Option<ReferralKey>,
        /// What, and on which day.
        said: Said,
    },
    /// Exchange: the person presented themselves to a regional service (X8).
    Presented(Presentation),
}

impl Told {
    /// Whether both tell of the same thing, so that one which is told anew takes the place of the other. A partner's words on a
    /// referral are each a word of their own.
    pub(crate) fn is_of_what(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Referral { .. }, _) => false,
            (Self::Represented(one), Self::Represented(other)) => one.number == other.number,
            (Self::TrackStarted(one), Self::TrackStarted(other)) => one.kind == other.kind,
            (Self::TrackEnded { kind: one, .. }, Self::TrackEnded { kind: other, .. }) => one == other,
            (Self::AuthorisationDecided { number: one, .. }, Self::AuthorisationDecided { number: other, .. })
            | (Self::WorkBegan { application: one, .. }, Self::WorkBegan { application: other, .. })
            | (Self::ProgrammeSubmitted { number: one, .. }, Self::ProgrammeSubmitted { number: other, .. })
            | (Self::ProgrammeClosed { number: one, .. }, Self::ProgrammeClosed { number: other, .. })
            | (Self::ProgrammeStarted { number: one, .. }, Self::ProgrammeStarted { number: other, .. })
            | (Self::ProgrammeEnded { number: one, .. }, Self::ProgrammeEnded { number: other, .. }) => one == other,
            (Self::Referred { initial: one, .. }, Self::Referred { initial: other, .. }) => one == other,
            (Self::Questionnaire(one), Self::Questionnaire(other)) => one.is_of_what(*other),
            (Self::Codex(one), Self::Codex(other)) => (one.kind, &one.partner) == (other.kind, &other.partner),
            _ => discriminant(self) == discriminant(other),
        }
    }
}

/// The recognition of an incapacity (*reconnaissance*, *erkenning*).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognition {
    /// Who is incapacitated.
    pub person: Person,
    /// The first day of incapacity (D).
    pub incapacity_start: NaiveDate,
    /// The day of the physician's decision.
    pub recognised_on: NaiveDate,
    /// Whether there was an employment contract on the first day (D11).
    pub has_contract: bool,
    /// That the case was taken over when the mutuality went live, and what was known of it then.
    pub taken_over: Option<TakenOver>,
}

codes! {
    /// A track that runs beside the procedure (Q4).
    #[derive(Debug)]
    pub enum TrackKind {
        /// The occupational physician was asked to start a CODEX trajectory.
        CodexRequested = "codex_requested",
        /// Authorised work under art. 100, § 2, of the coordinated law is performed (D5).
        AuthorisedWork = "authorised_work",
        /// A trajectory by route B was authorised.
        RouteBAuthorised = "route_b_authorised",
    }
}

/// A period during which a concurrent track is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Track {
    /// Which kind.
    pub kind: TrackKind,
    /// The first day on which it was in force.
    pub from: NaiveDate,
    /// The last day, if one is known.
    pub until: Option<NaiveDate>,
    /// Who asked for it, of a CODEX trajectory that the physician knows of and recorded; `None` of one that occupational physicians
    /// told, who say so themselves ([`CodexNote::requested_by`]).
    pub asked_by: Option<CodexRequester>,
}

impl Track {
    /// Whether it is in force on a day.
    #[must_use]
    pub fn in_force_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|last| day <= last)
    }

    /// Whether it is a CODEX trajectory that the physician recorded as asked for by the employer (D14).
    #[must_use]
    pub fn asked_by_employer(&self) -> bool {
        self.asked_by == Some(CodexRequester::Employer)
    }
}

/// An approved programme of vocational rehabilitation that was started (M18).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Programme {
    /// Its number in the case.
    pub number: u32,
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day, once it is known.
    pub until: Option<NaiveDate>,
}

/// The end of the incapacity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IncapacityEnd {
    /// The last day of incapacity.
    pub last_day: NaiveDate,
    /// Whether the person died.
    pub deceased: bool,
    /// Whether a decision ended the recognition, which M15 forbids while a presumption of incapacity covers the day after.
    pub by_decision: bool,
    /// The day of the death, where it came after an incapacity that had ended otherwise.
    pub died_on: Option<NaiveDate>,
    /// The first day of the incapacity that was recognised as a relapse of this one first.
    pub relapsed_on: Option<NaiveDate>,
}

impl IncapacityEnd {
    /// The day of what is told: of what became known after the end, or of the end.
    #[must_use]
    pub fn told_on(self) -> NaiveDate {
        self.died_on.or(self.relapsed_on).unwrap_or(self.last_day)
    }

    /// The day on which the person died, if they did, by the end or after it.
    #[must_use]
    pub fn death(self) -> Option<NaiveDate> {
        self.ending().death(self.last_day, self.died_on)
    }

    /// Whether it is the same end, and tells nothing else of what came after it.
    pub(crate) fn agrees(self, other: Self) -> bool {
        let end = |it: Self| Self { died_on: None, relapsed_on: None, ..it };
        let alike = |one: Option<NaiveDate>, other: Option<NaiveDate>| one.is_none() || other.is_none() || one == other;
        end(self) == end(other) && alike(self.died_on, other.died_on) && alike(self.relapsed_on, other.relapsed_on)
    }

    /// With what the other tells of the same end.
    pub(crate) fn and(self, other: Self) -> Self {
        let (died_on, relapsed_on) = (self.died_on.or(other.died_on), self.relapsed_on.or(other.relapsed_on));
        Self { died_on, relapsed_on, ..self }
    }

    /// How the law knows it.
    #[must_use]
    pub const fn ending(self) -> Ending {
        if self.deceased { Ending::Deceased } else { Ending::IncapacityEnded }
    }
}

/// What became of a questionnaire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuestionnaireTold {
    /// It was sent.
    Sent {
        /// The day.
        on: NaiveDate,
        /// Whether for route B (Q8).
        route_b: bool,
    },
    /// It did not come back in time, and the coordinators were asked to help (Q6).
    NotReturned {
        /// The last day to return it.
        due_back: NaiveDate,
        /// The day on which help was asked.
        help_asked_on: NaiveDate,
    },
    /// The person was contacted about it (Q6).
    HelpGiven {
        /// The day.
        on: NaiveDate,
        /// False when the person could not be reached.
        reached: bool,
    },
    /// It came back duly completed, or was corrected.
    Completed {
        /// The day.
        on: NaiveDate,
        /// Whether it corrects an earlier one.
        correction: bool,
    },
    /// It cannot be completed, in spite of help (Q7).
    Impossible {
        /// The day on which that was found.
        on: NaiveDate,
    },
}

impl QuestionnaireTold {
    /// Whether both tell of the same step of the questionnaire: a correction is another than its completion.
    fn is_of_what(self, other: Self) -> bool {
        let corrects = |told: Self| matches!(told, Self::Completed { correction: true, .. });
        discriminant(&self) == discriminant(&other) && corrects(self) == corrects(other)
    }

    /// The day on which it came back duly completed, or was found impossible to complete: the contact can follow. A
    /// correction brings nothing back (own reading).
    #[must_use]
    pub const fn back_on(self) -> Option<NaiveDate> {
        match self {
            Self::Completed { on, correction: false } | Self::Impossible { on } => Some(on),
            _ => None,
        }
    }

    /// The day on which it ended the help that was asked.
    #[must_use]
    pub const fn ends_help_on(self) -> Option<NaiveDate> {
        match self {
            Self::HelpGiven { on, reached: true } | Self::Completed { on, .. } | Self::Impossible { on } => Some(on),
            _ => None,
        }
    }
}

codes! {
    /// What an occupational physician told of a trajectory of the Code on well-being (X5).
    #[derive(Debug)]
    pub enum CodexKind {
        /// A trajectory was asked for.
        Requested = "codex_requested",
        /// A visit before the return took place.
        PreReturnVisit = "pre_return_visit",
        /// The plan was signed.
        PlanSigned = "codex_plan_signed",
        /// Work was resumed under the plan.
        WorkResumed = "work_resumed",
        /// The trajectory ended.
        Ended = "codex_ended",
    }
}

codes! {
    /// What came of a visit before the return to work (D12).
    #[derive(Debug)]
    pub enum VisitOutcome {
        /// The person resumes work.
        WorkResumes = "work_resumes",
        /// The person asks for a trajectory of the Code on well-being.
        CodexAsked = "codex_asked",
        /// The person decides not to ask for one.
        CodexNotAsked = "codex_not_asked",
    }
}

/// What an occupational physician told, as far as it was noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodexNote {
    /// What.
    pub kind: CodexKind,
    /// Its day.
    pub on: NaiveDate,
    /// Who asked for the trajectory.
    pub requested_by: Option<CodexRequester>,
    /// What came of the visit.
    pub visit_outcome: Option<VisitOutcome>,
    /// How it ended.
    pub end: Option<CodexEnd>,
    /// The enterprise number of the partner that told.
    pub partner: Option<String>,
    /// The employer of whose trajectory it told, where it named one.
    pub employer: Option<Employer>,
}

/// How a trajectory of the Code on well-being ended. Its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct CodexEnd {
    /// The article on which the end rests.
    pub article: String,
    /// Whether the worker is definitively unfit for the agreed work (D14).
    pub definitively_unfit: bool,
}

impl fmt::Debug for CodexEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodexEnd(..)")
    }
}

impl CodexNote {
    /// Whether it tells of an end by which the worker is definitively unfit for the agreed work (D12, D14).
    #[must_use]
    pub fn ended_unfit(&self) -> bool {
        self.kind == CodexKind::Ended && self.end.as_ref().is_some_and(|end| end.definitively_unfit)
    }
}

codes! {
    /// Why a fact cannot act.
    #[derive(Debug)]
    pub enum ParkedBecause {
        /// The recognition was not told yet.
        NotRecognised = "not_recognised",
        /// It contradicts what was told earlier.
        Contradicts = "contradicts",
        /// It ends a track or a programme of which no start was told.
        NotStarted = "not_started",
        /// It answers a request for authorisation, or is about a referral, that was not made.
        NotAsked = "not_asked",
    }
}

impl Told {
    /// The legal date of the fact.
    #[must_use]
    pub fn effective_on(&self) -> NaiveDate {
        match self {
            Self::Recognised(recognition) => recognition.recognised_on,
            Self::Represented(representation) => representation.from,
            Self::TrackStarted(track) => track.from,
            Self::TrackEnded { until, .. } | Self::ProgrammeEnded { until, .. } => *until,
            Self::IncapacityEnded(end) => end.told_on(),
            Self::Questionnaire(QuestionnaireTold::NotReturned { help_asked_on, .. }) => *help_asked_on,
            Self::Referred { on, .. }
            | Self::WorkBegan { on, .. }
            | Self::ProgrammeSubmitted { on, .. }
            | Self::ProgrammeClosed { on, .. }
            | Self::ProgrammeStarted { on, .. }
            | Self::StartCorrected { on, .. }
            | Self::AuthorisationDecided { on, .. }
            | Self::Codex(CodexNote { on, .. })
            | Self::Referral { said: Said { on, .. }, .. }
            | Self::Presented(Presentation { on, .. })
            | Self::Questionnaire(
                QuestionnaireTold::Sent { on, .. }
                | QuestionnaireTold::HelpGiven { on, .. }
                | QuestionnaireTold::Completed { on, .. }
                | QuestionnaireTold::Impossible { on },
            ) => *on,
        }
    }

    /// The rule under which the fact matters, or a point of it.
    #[must_use]
    pub fn ground(&self) -> Ground {
        let rule = match self {
            Self::Recognised(_) => Rule::M1,
            Self::Represented(_) => Rule::D1,
            Self::TrackStarted(Track { kind, .. }) | Self::TrackEnded { kind, .. } => match kind {
                TrackKind::AuthorisedWork => Rule::D5,
                TrackKind::CodexRequested => return Ground::point(Rule::Q4, 'a'),
                TrackKind::RouteBAuthorised => return Ground::point(Rule::Q4, 'c'),
            },
            Self::StartCorrected { .. } => Rule::T9,
            Self::Referred { .. } => Rule::M10,
            Self::AuthorisationDecided { .. } => Rule::M13,
            Self::WorkBegan { .. } => Rule::M14,
            Self::ProgrammeSubmitted { .. } | Self::ProgrammeClosed { .. } => Rule::M16,
            Self::ProgrammeStarted { .. } | Self::ProgrammeEnded { .. } => Rule::M18,
            Self::IncapacityEnded(end) => {
                return match (end.died_on, end.relapsed_on) {
                    (Some(_), _) => Ending::Deceased.ground(),
                    (None, Some(_)) => Rule::D24.into(),
                    (None, None) => end.ending().ground(),
                };
            }
            Self::Questionnaire(told) => match told {
                QuestionnaireTold::Sent { route_b: false, .. } => Rule::Q1,
                QuestionnaireTold::Sent { route_b: true, .. } => Rule::Q8,
                QuestionnaireTold::NotReturned { .. } | QuestionnaireTold::HelpGiven { .. } => Rule::Q6,
                QuestionnaireTold::Completed { correction: false, .. } => Rule::Q5,
                QuestionnaireTold::Completed { correction: true, .. } => Rule::Q9,
                QuestionnaireTold::Impossible { .. } => Rule::Q7,
            },
            Self::Codex(_) => Rule::X5,
            Self::Referral { .. } => Rule::X4,
            Self::Presented(_) => Rule::X8,
        };
        rule.into()
    }
}

#[cfg(test)]
mod tests {
    use trajet_law::referral::{Progress, Said};

    use super::*;
    use crate::samples::{codex_note, day, representation};

    #[test]
    fn t9_what_is_told_anew_takes_the_place_of_what_was_told_of_the_same_thing() {
        let (on, later) = (day(2022, 11, 1), day(2022, 11, 8));
        let represented = |number| Told::Represented(Representation { number, ..representation(on, None) });
        let started = |kind, from| Told::TrackStarted(Track { kind, from, until: None, asked_by: None });
        let ended = |kind, until| Told::TrackEnded { kind, from: None, until };
        let decided = |number, on| Told::AuthorisationDecided { number, on, authorised: true };
        let began = |application, on| Told::WorkBegan { application, on };
        let programme = |number, on| Told::ProgrammeStarted { number, on };
        let closed = |number, on| Told::ProgrammeClosed { number, on };
        let over = |number, until| Told::ProgrammeEnded { number, from: on, until };
        let codex = |kind, partner: &str, on| {
            Told::Codex(CodexNote { partner: Some(partner.to_owned()), ..codex_note(kind, on) })
        };
        let referred = |on, initial| Told::Referred { on, initial };
        let asked = Told::Questionnaire;
        let sent = |on| QuestionnaireTold::Sent { on, route_b: false };
        let back = |on, correction| QuestionnaireTold::Completed { on, correction };
        let (work, other) = (TrackKind::AuthorisedWork, TrackKind::CodexRequested);
        let (one, two) = ("0206653946", "0403019261");
        // Each: what was told, the same on another day, and the same of another thing.
        for (told, anew, another) in [
            (represented(1), represented(1), represented(2)),
            (started(work, on), started(work, later), started(other, on)),
            (ended(work, on), ended(work, later), ended(other, on)),
            (decided(1, on), decided(1, later), decided(2, on)),
            (began(1, on), began(1, later), began(2, on)),
            (closed(1, on), closed(1, later), closed(2, on)),
            (programme(1, on), programme(1, later), programme(2, on)),
            (over(1, on), over(1, later), over(2, on)),
            (
                codex(CodexKind::Requested, one, on),
                codex(CodexKind::Requested, one, later),
                codex(CodexKind::Ended, one, on),
            ),
            (
                codex(CodexKind::Requested, one, on),
                codex(CodexKind::Requested, one, later),
                codex(CodexKind::Requested, two, on),
            ),
            (referred(on, true), referred(later, true), referred(on, false)),
            (asked(sent(on)), asked(sent(later)), asked(back(on, false))),
            (asked(back(on, false)), asked(back(later, false)), asked(back(on, true))),
        ] {
            assert!(told.is_of_what(&anew) && anew.is_of_what(&told), "{told:?}");
            assert!(!told.is_of_what(&another) && !another.is_of_what(&told), "{told:?} {another:?}");
        }
        let said = Told::Referral { number: 1, key: None, said: Said { on, progress: Progress::Sent } };
        assert!(!said.is_of_what(&said), "each word on a referral is one of its own");
    }

    #[test]
    fn t6_an_end_is_told_on_the_day_of_what_it_tells_last() {
        let end = IncapacityEnd {
            last_day: day(2023, 1, 31),
            deceased: false,
            by_decision: false,
            died_on: None,
            relapsed_on: None,
        };
        assert_eq!(end.told_on(), day(2023, 1, 31));
        assert_eq!(IncapacityEnd { relapsed_on: Some(day(2023, 2, 10)), ..end }.told_on(), day(2023, 2, 10));
        assert_eq!(IncapacityEnd { died_on: Some(day(2023, 2, 20)), ..end }.told_on(), day(2023, 2, 20));
    }

    #[test]
    fn d2_how_a_trajectory_ended_shows_in_no_log() {
        let end = CodexEnd { article: "I.4-76".into(), definitively_unfit: true };
        assert!(!format!("{end:?}").contains("true") && format!("{end:?}").starts_with("CodexEnd"));
    }
}
