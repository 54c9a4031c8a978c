//! What can be asked of a case.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use trajet_belgium::Niss;
use trajet_law::annul::Mistake;
use trajet_law::deadline::Step;
use trajet_law::file_access::FileAct;
use trajet_law::rehabilitation::RehabilitationFact;
use trajet_law::representation::Representation;

use crate::authorised_work::{Application, Work, WorkFindings, WorkRefusalReason};
use crate::certificate::Prolongation;
use crate::correction::StartReason;
use crate::decision::{DecidedBy, RefusalReason};
use crate::declaration::Declaration;
use crate::end::{EndCause, EndDecision};
use crate::estimate::{Category, Concertation};
use crate::examination::{DispensationFindings, Evaluation, Invitation};
use crate::fact::Fact;
use crate::past::Past;
use crate::people::Contact;
use crate::rehabilitation::{Proposal, ReintegrationEvaluation};
use crate::team::TeamContact;
use crate::track::{Track, TrackKind};

/// A command on one case. Whether the caller's role permits it was asked before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Declare an incapacity (M1, M22, T7).
    DeclareIncapacity(Box<Declaration>),
    /// Take over a case that was running when the mutuality went live.
    TakeOver(Box<Past>),
    /// Record a certificate that prolongs it (M22).
    AddCertificate(Prolongation),
    /// Record who represents the person by law (D1). The number is the case's to give.
    RecordRepresentation(Representation),
    /// Record the last day of a representation (D1).
    EndRepresentation {
        /// Its number.
        number: u32,
        /// The last day.
        last_day: NaiveDate,
    },
    /// State another first day of incapacity (T9).
    CorrectStart {
        /// Whose incapacity it is: no two cases of a person have one first day.
        niss: Niss,
        /// The first day.
        start: NaiveDate,
        /// The day of the decision.
        decided_on: NaiveDate,
        /// Why.
        reason: StartReason,
        /// The day on which all activity had ceased, if the one that is recorded was wrong (M2).
        activity_ceased_on: Option<NaiveDate>,
    },
    /// Plan again what is open, if the law that gave it its days changed (T8).
    FollowLaw,
    /// Recognise it (M1, M2).
    Recognise {
        /// The day of the decision.
        decided_on: NaiveDate,
        /// Who decided.
        decided_by: DecidedBy,
        /// The day on which all activity had ceased; without one, the day that was declared stands.
        activity_ceased_on: Option<NaiveDate>,
    },
    /// Refuse to recognise it (M1).
    RefuseRecognition {
        /// The day of the decision.
        decided_on: NaiveDate,
        /// Who decided.
        decided_by: DecidedBy,
        /// Why.
        reason: RefusalReason,
    },
    /// Record a concurrent track (M4).
    StartConcurrentTrack(Track),
    /// Ask the occupational physician for a CODEX trajectory as the advising physician, which is always refused (M11).
    AskForCodex,
    /// Record the last day of a concurrent track that has none yet, or a later one (M4).
    EndConcurrentTrack {
        /// Which kind of track.
        kind: TrackKind,
        /// The last day on which it is in force.
        on: NaiveDate,
    },
    /// Record the first estimate, made today or before (M3, M6, M10, M20).
    RecordFirstEstimate {
        /// The day on which it was made; without one, today.
        on: Option<NaiveDate>,
        /// The category.
        category: Category,
        /// Whether the person was examined.
        examined: bool,
        /// The concertation with the coordinator, where the case needed one.
        concertation: Option<Concertation>,
    },
    /// Record an invitation to an examination (M5, M7, M8).
    InviteToExamination(Invitation),
    /// Decide that the examination after a questionnaire that cannot be completed is not appropriate now (M5, Q7).
    DispenseExamination {
        /// The day of the decision.
        decided_on: NaiveDate,
        /// What the medical information shows.
        findings: DispensationFindings,
    },
    /// Record a later evaluation (M7 to M10).
    RecordEvaluation(Evaluation),
    /// Refuse a trajectory that the person asked for at an examination (M12).
    RefuseTrajectory {
        /// The day on which the person asked.
        asked_on: NaiveDate,
        /// The coordinator whom the letter names.
        coordinator: Contact,
    },
    /// Answer the coordinator's request to authorise a trajectory of route B (M13).
    DecideTrajectory {
        /// The day of the decision.
        decided_on: NaiveDate,
        /// What is decided.
        decision: TrajectoryDecision,
    },
    /// Apply for authorised work (M14).
    ApplyForWork(Application),
    /// Record the real first day of the work that was applied for, or correct it (M14).
    RecordWorkResumption {
        /// The day.
        resumed_on: NaiveDate,
    },
    /// Decide on the work that was applied for (M14).
    DecideWork {
        /// The day of the decision.
        decided_on: NaiveDate,
        /// What is decided.
        decision: WorkDecision,
    },
    /// Amend what is authorised (M14).
    AmendWork {
        /// The day of the decision.
        decided_on: NaiveDate,
        /// What is authorised instead.
        authorisation: Authorisation,
    },
    /// Withdraw the application (M21).
    WithdrawWorkApplication {
        /// The day.
        withdrawn_on: NaiveDate,
    },
    /// Open a proposal for a rehabilitation programme (M16, M19).
    ProposeRehabilitation(Box<Proposal>),
    /// Record that the proposal was submitted to the CSCMI (M16).
    SubmitRehabilitation {
        /// The day.
        on: NaiveDate,
    },
    /// Record that the person does not wish the programme any more, before it started (M19).
    WithdrawRehabilitation {
        /// The day.
        on: NaiveDate,
    },
    /// Record by hand what the CSCMI or a regional service told (M16, X9, X10).
    RecordRehabilitation(RehabilitationFact),
    /// Record the evaluation after the phase of reintegration (M16).
    EvaluateReintegration(ReintegrationEvaluation),
    /// Record a contact of the multidisciplinary team (M17).
    RecordTeamContact(TeamContact),
    /// Note that another incapacity, which began on that day, was recognised as a relapse of this one, which ended (T9, D24): the
    /// act by which earlier releases told it, decided again where it stands. Now it is a fact, [`Told::Relapsed`](crate::Told).
    NoteRelapse {
        /// The first day of the other one.
        on: NaiveDate,
    },
    /// Record the end of the incapacity, or the death of the person; the death after an end that came otherwise, too (T6).
    EndIncapacity {
        /// The last day of incapacity; of a death after the end, the day of the death.
        last_day: NaiveDate,
        /// Why.
        cause: EndCause,
        /// The decision, of a cause that is one; requests always say it.
        decision: Option<EndDecision>,
    },
    /// Record that a step was not taken in time: the timer of the day after (T6).
    FireMissed(Step),
    /// Note what another service told. Never refused.
    Note(Fact),
    /// Change who may see the file, or review an access to it (D2).
    ChangeFile(FileAct),
    /// Annul an act that was recorded wrongly, or what another service took back (GDPR, article 16). It is decided on the
    /// history: see [`annul`](crate::annul()).
    Annul {
        /// What is annulled, and why.
        mistake: Mistake,
        /// What takes its place: of an act one command at most, of what another service took back the facts that it tells instead.
        instead: Vec<Command>,
    },
}

/// What the physician decides on a trajectory of route B (M13).
#[derive(Clone, PartialEq, Eq)]
pub enum TrajectoryDecision {
    /// It may begin.
    Authorised,
    /// It is not compatible with the person's general state of health.
    NotCompatible {
        /// The coordinator whom the letter names.
        coordinator: Contact,
    },
}

impl fmt::Debug for TrajectoryDecision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TrajectoryDecision(..)")
    }
}

/// What the physician decides on an application for work (M14).
#[derive(Clone, PartialEq, Eq)]
pub enum WorkDecision {
    /// It is authorised.
    Authorised(Authorisation),
    /// It is not.
    NotAuthorised {
        /// Why.
        reason: WorkRefusalReason,
        /// The coordinator whom the letter names.
        coordinator: Contact,
    },
}

impl fmt::Debug for WorkDecision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WorkDecision(..)")
    }
}

/// What the physician authorises: the nature, the volume and the conditions of the work, from a day on, and the findings that
/// it rests on (M14).
#[derive(Clone, PartialEq, Eq)]
pub struct Authorisation {
    /// What was found of the conditions.
    pub findings: WorkFindings,
    /// The work.
    pub work: Work,
    /// The conditions, in words.
    pub conditions: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day, if one is set.
    pub until: Option<NaiveDate>,
}

impl fmt::Debug for Authorisation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Authorisation(..)")
    }
}

/// When a command is decided. The instant and the date are the same moment: time is an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context {
    /// The instant.
    pub now: DateTime<Utc>,
    /// The date in Brussels.
    pub today: NaiveDate,
    /// The case that holds the command's [`claim`](crate::claimed), if one does.
    pub claimed_by: Option<[u8; 16]>,
}
