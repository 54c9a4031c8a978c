//! Figures: how many, by what. They are counts alone, so that those of several services add up to a report.

use std::collections::BTreeMap;

use crate::code::coded;

/// To what a count of persons or of what happened to them is rounded where small numbers could tell somebody (own reading).
pub const ROUNDED_TO: u64 = 5;

coded! {
    /// What a figure is about.
    pub enum Theme {
        /// Indicators: how long trajectories last, and what deadlines do. Art. 5, 1°.
        Duration = "duration",
        /// Indicators: whom the trajectories reach, above all those far from the labour market. Art. 5, 2°.
        Reach = "reach",
        /// Indicators: efforts and results. Art. 5, 3°. Amounts are not recorded here: the financing itself cannot be told.
        Result = "result",
        /// Indicators: cooperation of those concerned. Art. 5, 4°.
        Cooperation = "cooperation",
        /// Indicators: how long the presumptions last. Art. 5, 5°.
        Presumption = "presumption",
        /// Indicators: how durable the way to work is. Art. 5, 6°.
        Durability = "durability",
        /// Barometer: who comes into incapacity and who leaves it.
        Flows = "flows",
        /// Barometer: coordinators.
        Coordinators = "coordinators",
        /// Barometer: the estimates of capacities.
        Estimates = "estimates",
        /// Barometer: the categories.
        Categories = "categories",
        /// Barometer: who was referred, or presented themselves.
        Referrals = "referrals",
        /// Barometer: commitments and plans.
        Commitments = "commitments",
        /// Barometer: resumption in part, with the physician's authorisation.
        PartTime = "part_time",
        /// Barometer: the classic trajectories of rehabilitation.
        Classic = "classic",
    }
}

macro_rules! measures {
    ($($(#[$doc:meta])* $measure:ident = $code:literal of $theme:ident,)+) => {
        coded! {
            /// What is counted.
            pub enum Measure {
                $($(#[$doc])* $measure = $code,)+
            }
        }

        impl Measure {
            /// What it is about.
            #[must_use]
            pub const fn theme(self) -> Theme {
                match self {
                    $(Self::$measure => Theme::$theme,)+
                }
            }
        }
    };
}

measures! {
    /// Trajectories that ended: by how, and for how long they went on. What overlaps is one, which ends with the last of it.
    TrajectoryLength = "trajectory_length" of Duration,
    /// First contacts: by contract, and how long after the first referral or request, since the one before, of their trajectory.
    TimeToFirstContact = "time_to_first_contact" of Duration,
    /// Steps whose last day by the law lies in the year: by step, and what became of them. One that was not needed any more and is
    /// asked again with the same days, in the same trajectory, is one.
    Deadline = "deadline" of Duration,
    /// Steps for which the platform aims at a day of the year: likewise.
    Target = "target" of Duration,
    /// Trajectories that began while none was on: by contract, and how long after the first day of incapacity.
    BegunAfter = "begun_after" of Reach,
    /// First contacts: by contract, and how long after the first day of incapacity.
    ReachedAfter = "reached_after" of Reach,
    /// First estimates: by category, and whether the person was examined.
    FirstEstimate = "first_estimate" of Reach,
    /// Contacts that took place: by what for.
    Contact = "contact" of Result,
    /// Plans established: by what for.
    Plan = "plan" of Result,
    /// Trajectories of the sickness insurance that ended: by how, as it was told last.
    AmiOutcome = "ami_outcome" of Result,
    /// Answers of the physician to requests for authorisation: after how long.
    AuthorisationAnswered = "authorisation_answered" of Cooperation,
    /// Answers of the CSCMI: after how long.
    CscmiAnswered = "cscmi_answered" of Cooperation,
    /// Concertations of physician and coordinator that began.
    Concertation = "concertation" of Cooperation,
    /// Others brought into a concertation.
    OthersBroughtIn = "others_brought_in" of Cooperation,
    /// Physicians outside the mutuality who were told: by which.
    Informed = "informed" of Cooperation,
    /// What partners told: by kind of partner.
    PartnerTold = "partner_told" of Cooperation,
    /// Persons referred to partners and to others who help with the return: to which.
    ReferredOn = "referred_on" of Cooperation,
    /// Presumptions that ended: by kind, and how many days they had, the first and the last counted.
    PresumptionLength = "presumption_length" of Presumption,
    /// Presumptions that ended: by kind, and by which rule. What ended before its first day was none.
    PresumptionEnd = "presumption_end" of Presumption,
    /// Incapacities that ended after a trajectory began: by how.
    IncapacityEnded = "incapacity_ended" of Durability,
    /// Authorised work that was resumed after a trajectory began.
    WorkResumed = "work_resumed" of Durability,
    /// Work resumed under the plan of a CODEX trajectory.
    CodexWorkResumed = "codex_work_resumed" of Durability,
    /// Rehabilitation programmes that ended: by how.
    ProgrammeOutcome = "programme_outcome" of Durability,
    /// Results of guidance that is no formal trajectory: by how far what was aimed at was reached, and whether the person was at work.
    GuidanceResult = "guidance_result" of Durability,
    /// Trajectories of the sickness insurance evaluated: by how far what was aimed at was reached, and whether the person was at work
    /// at the evaluation, or was found so later.
    Evaluated = "evaluated" of Durability,
    /// Of those: who follows a training or volunteers, as was found at the evaluation: by which, and likewise.
    Activity = "activity" of Durability,
    /// Of those: the first returns to work: by contract, and whether for the employer of before, or as self-employed as then.
    Return = "return" of Durability,
    /// Of these: the hours, in parts of full time.
    ReturnHours = "return_hours" of Durability,
    /// Of these: by months after the first day, and whether the return went on by then.
    ReturnLasts = "return_lasts" of Durability,
    /// Of these, those that stopped: by why, and how long after the first day.
    ReturnStopped = "return_stopped" of Durability,
    /// Relapses recognised: how long after the former incapacity.
    Relapse = "relapse" of Durability,
    /// Incapacities that came to be dealt with: recognised, new or as a relapse, or taken over by who went live.
    Entered = "entered" of Flows,
    /// Incapacities that ended: by how.
    Left = "left" of Flows,
    /// Coordinators who took up the function.
    Recruited = "recruited" of Coordinators,
    /// Coordinators whose function ended.
    Departed = "departed" of Coordinators,
    /// Coordinators in function on the last day.
    InFunction = "in_function" of Coordinators,
    /// Questionnaires sent.
    QuestionnaireSent = "questionnaire_sent" of Estimates,
    /// Questionnaires back, duly completed.
    QuestionnaireBack = "questionnaire_back" of Estimates,
    /// Questionnaires that could not be completed.
    QuestionnaireImpossible = "questionnaire_impossible" of Estimates,
    /// Capacities estimated: the first time or later, and whether the person was examined.
    Estimate = "estimate" of Estimates,
    /// Categories given: which, and whether the first time or later.
    Category = "category" of Categories,
    /// Referrals by the physician: from the first estimate on, or later.
    Referral = "referral" of Referrals,
    /// Requests by the persons themselves.
    Request = "request" of Referrals,
    /// Ways chosen after a contact.
    Way = "way" of Referrals,
    /// Persons referred to partners and to others who help with the return: to which.
    PartnerReferral = "partner_referral" of Referrals,
    /// CODEX trajectories asked for: by whom.
    CodexRequest = "codex_request" of Referrals,
    /// Intakes held by regional services.
    Intake = "intake" of Referrals,
    /// Statements of commitment that coordinator and person signed.
    Commitment = "commitment" of Commitments,
    /// Trajectories of the sickness insurance that started: in which situation.
    AmiStart = "ami_start" of Commitments,
    /// Plans established: by what for.
    PlanEstablished = "plan_established" of Commitments,
    /// Authorised work applied for.
    WorkApplication = "work_application" of PartTime,
    /// Decisions on it: authorised or not.
    WorkDecision = "work_decision" of PartTime,
    /// Authorised work resumed.
    WorkResumption = "work_resumption" of PartTime,
    /// Rehabilitation programmes proposed, submitted, answered, started and ended: by which.
    Programme = "programme" of Classic,
}

impl Measure {
    /// Whether it counts what happened to insured persons, so that small numbers are rounded for whoever may not read cases.
    #[must_use]
    pub fn is_of_insured_persons(self) -> bool {
        self.theme() != Theme::Coordinators
    }
}

/// A figure as it is told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Figure {
    /// What is counted.
    pub measure: Measure,
    /// By what, as a code; empty where there is one group.
    pub of: String,
    /// In which band, as a code; empty where there is one.
    pub band: String,
    /// How many.
    pub count: u64,
}

/// Figures as they are counted. How many there are is bounded by the codes, and does not grow with the cases.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures(BTreeMap<(Measure, String, String), u64>);

impl Figures {
    /// Counts one.
    pub fn count(&mut self, measure: Measure, of: &str, band: &str) {
        *self.0.entry((measure, of.to_owned(), band.to_owned())).or_default() += 1;
    }

    /// The figures, in the order of their measures and codes.
    pub fn exact(&self) -> impl Iterator<Item = Figure> {
        self.0.iter().map(|((measure, of, band), count)| Figure {
            measure: *measure,
            of: of.clone(),
            band: band.clone(),
            count: *count,
        })
    }

    /// The figures as they may be published: what counts insured persons is rounded to the nearest five, so that neither a
    /// small number nor the difference between two figures tells of one of them (own reading). What is rounded to none is
    /// left out, as what is none: that it is there would tell of somebody.
    pub fn rounded(&self) -> impl Iterator<Item = Figure> {
        let told = |mut figure: Figure| {
            if figure.measure.is_of_insured_persons() {
                figure.count = rounded(figure.count);
            }
            figure
        };
        self.exact().map(told).filter(|figure| figure.count > 0)
    }
}

/// A count of insured persons as it may be published.
#[must_use]
pub const fn rounded(count: u64) -> u64 {
    (count + ROUNDED_TO / 2) / ROUNDED_TO * ROUNDED_TO
}
