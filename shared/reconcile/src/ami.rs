//! What happens in a formal trajectory of the sickness insurance (rules D12 to D24).

use crate::day::Day;
use crate::fact::CodexService;

/// In which of the circular's situations a trajectory starts (rule D12).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Situation {
    /// No employment contract.
    A,
    /// A contract, and not referred to the occupational physician.
    B,
    /// A contract, and after the visit before the return no CODEX trajectory.
    C,
    /// A CODEX trajectory ended, and the person is definitively unfit.
    D,
}

/// Who is to be told something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// The occupational physician, of the start (rule D14).
    OccupationalPhysician,
    /// The treating physician, of interviews and of the plan (rule D19).
    TreatingPhysician,
}

/// Something that happened in a trajectory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ami {
    /// Coordinator and person signed the commitment.
    Committed {
        /// In which situation.
        situation: Situation,
        /// The day of the coordinator's signature.
        coordinator: Day,
        /// The day of the person's signature.
        person: Day,
        /// The day of the physician's signature, if it was there.
        physician: Option<Day>,
    },
    /// The physician signed it.
    Signed {
        /// The day.
        on: Day,
    },
    /// The plan was signed.
    Planned {
        /// The day of the coordinator's signature.
        coordinator: Day,
        /// The day of the person's signature.
        person: Day,
        /// How many months lie between two follow-ups, where the dossier justifies another rhythm.
        rhythm: Option<i32>,
        /// Whether it is for vocational rehabilitation (rule D18).
        rehabilitation: bool,
    },
    /// Somebody was told all that they were to be told by a day.
    Informed {
        /// Who.
        whom: Whom,
        /// The day.
        on: Day,
    },
    /// The plan was adapted.
    Adapted {
        /// The day.
        on: Day,
        /// The rhythm from then on, as for the plan.
        rhythm: Option<i32>,
        /// Whether it is for vocational rehabilitation from then on.
        rehabilitation: bool,
    },
    /// The plan was followed up without an interview.
    FollowedUp {
        /// The day.
        on: Day,
    },
    /// It was suspended.
    Suspended {
        /// The first day.
        on: Day,
        /// The day of the employer's request.
        requested: Day,
        /// The service that told of it, and the employer.
        service: CodexService,
    },
    /// It was resumed.
    Resumed {
        /// The day.
        on: Day,
    },
    /// It was found what the person does after it: at its evaluation first, and then later.
    Found {
        /// The day.
        on: Day,
        /// The first day of the work that the person does.
        at_work_since: Option<Day>,
    },
    /// The trajectory ended.
    Ended {
        /// Its last day.
        last: Day,
    },
}
