//! What the tests share: a person, a partner, a stream on its way.

use chrono::{Days, NaiveDate, NaiveTime};
use trajet_belgium::{EnterpriseNumber, Language, Niss};
use trajet_law::codex::CodexRequester;
use trajet_law::file_access::{FileAccess, FileAccessTold};
use trajet_law::referral::{Class, Recipient, Referral, ReferralEnd, ReferralKey, ReferralKind, Saying};
use trajet_law::rehabilitation::RehabilitationFact;

use crate::codex::CodexFact;
use crate::command::{Command, Context};
use crate::decide::decide;
use crate::event::Event;
use crate::fact::{Ending, Fact, Recognition, Source, StartCorrection};
use crate::partner::{PartnerKind, Registration};
use crate::people::Person;
use crate::referral::{AskedReferral, EndedReferral, ReferralId};
use crate::rejection::Rejection;
use crate::report::{CaseId, ReportId, Told};
use crate::state::{State, apply};
use crate::told::PartnerFact;

/// A case.
pub(crate) const CASE: CaseId = CaseId([7; 16]);

/// A date.
pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a test uses dates that exist")
}

fn niss() -> Niss {
    Niss::parse("85073003328").expect("a valid number")
}

/// The partner of these tests.
pub(crate) fn organisation() -> EnterpriseNumber {
    EnterpriseNumber::parse("0206653946").expect("a valid number")
}

/// An insured person.
pub(crate) fn person() -> Person {
    Person {
        niss: niss(),
        surname: "Peeters".into(),
        first_names: "Anna".into(),
        language: Language::Dutch,
        municipality: Some("21004".into()),
    }
}

fn source(position: u64) -> Source {
    Source { ledger: "assessment/300".into(), position }
}

/// A recognition of an incapacity from 1 September 2022.
pub(crate) fn recognised() -> Command {
    recognised_from(day(2022, 9, 1))
}

/// A recognition of an incapacity, four days after it began.
pub(crate) fn recognised_from(incapacity_start: NaiveDate) -> Command {
    Command::Note(Fact::Recognised(Recognition {
        person: person(),
        incapacity_start,
        recognised_on: incapacity_start + Days::new(4),
        taken_over_on: None,
        source: source(1),
    }))
}

/// A corrected first day.
pub(crate) fn corrected(from: NaiveDate, to: NaiveDate) -> Command {
    let on = day(2022, 10, 7);
    Command::Note(Fact::Corrected(StartCorrection { from, to, on, source: source(3) }))
}

/// The end of an incapacity.
pub(crate) fn ended(last_day: NaiveDate, deceased: bool) -> Command {
    Command::Note(Fact::Ended(Ending { last_day, deceased, died_on: None, source: source(2) }))
}

fn requested(on: NaiveDate) -> PartnerFact {
    PartnerFact::Codex(CodexFact::Requested { on, by: CodexRequester::Employer }.into())
}

/// The start of a programme, of which a regional service tells, in a report by its number.
pub(crate) fn take_start(report: u8, on: NaiveDate) -> Command {
    let fact = PartnerFact::Rehabilitation(RehabilitationFact::Started { on });
    Command::Take(Told { report: ReportId([report; 16]), partner: organisation(), fact })
}

/// A report of a request made on a day.
pub(crate) fn receive(on: NaiveDate) -> Command {
    Command::Receive {
        niss: niss(),
        partner: organisation(),
        fact: requested(on),
        registered: true,
        within_limit: true,
    }
}

/// The taking over of a report by its number.
pub(crate) fn take(report: u8, on: NaiveDate) -> Command {
    Command::Take(Told { report: ReportId([report; 16]), partner: organisation(), fact: requested(on) })
}

/// The registration of an occupational health service, with days in ISO 8601.
pub(crate) fn register(valid_from: &str, valid_to: Option<&str>) -> Command {
    let day = |text: &str| text.parse().expect("a test uses dates that exist");
    Command::Register(Registration {
        number: organisation(),
        kind: PartnerKind::OccupationalHealthService,
        name: "Health at Work".into(),
        valid_from: day(valid_from),
        valid_to: valid_to.map(day),
    })
}

/// Another partner.
pub(crate) fn other_organisation() -> EnterpriseNumber {
    EnterpriseNumber::parse("0403019261").expect("a valid number")
}

fn of_the_dossier(position: u64) -> Source {
    Source { ledger: "dossier/300".into(), position }
}

/// A referral of 1 February 2023, told at position 41 of the dossier.
pub(crate) fn asked_of(recipient: Recipient) -> Command {
    Command::Note(Fact::Referred(AskedReferral {
        number: 1,
        key: Some(ReferralKey([1; 16])),
        made_on: day(2023, 2, 1),
        referral: Referral {
            kind: ReferralKind::Training,
            recipient,
            organisation: Some(organisation().as_str().to_owned()),
            employer: None,
            overridden: None,
            agreed_on: day(2023, 2, 1),
            content: [(Class::Functioning, "a text".into())].into_iter().collect(),
        },
        source: of_the_dossier(41),
    }))
}

/// Its end.
pub(crate) fn withdrawn(because: ReferralEnd) -> Command {
    let source = of_the_dossier(45);
    Command::Note(Fact::ReferralEnded(EndedReferral {
        number: 1,
        key: Some(ReferralKey([1; 16])),
        on: day(2023, 2, 1),
        because,
        source,
    }))
}

/// Its sending, to an organisation of a kind.
pub(crate) fn send(registered: Option<PartnerKind>) -> Command {
    Command::Send { told_at: 41, registered }
}

/// What its partner says.
pub(crate) fn say(saying: Saying) -> Command {
    Command::Say { told_at: 41, partner: organisation(), saying }
}

/// That medical assessment restricts the file to some, by the subjects of their credentials; to nobody in particular where none is
/// named.
pub(crate) fn file_access(admitted: &[&str]) -> Command {
    let admitted = (!admitted.is_empty()).then(|| admitted.iter().map(|subject| (*subject).to_owned()).collect());
    let access = FileAccess { admitted, ..FileAccess::default() };
    Command::NoteFileAccess(FileAccessTold {
        access,
        on: day(2022, 9, 6),
        ledger: "assessment/300".into(),
        position: 8,
    })
}

/// An entry of the partner's inbox.
pub(crate) fn fill(referral: u8, over: bool) -> Command {
    Command::Fill { partner: organisation(), case: CASE, referral: ReferralId([referral; 16]), over }
}

/// A stream that commands are given to, one day after the other.
#[derive(Default)]
pub(crate) struct Stream {
    /// The state.
    pub(crate) state: State,
    /// Every event so far.
    pub(crate) events: Vec<Event>,
    /// The case that holds the report of the next command.
    pub(crate) claimed_by: Option<CaseId>,
}

impl Stream {
    /// A case recognised in good time.
    pub(crate) fn case() -> Self {
        let mut stream = Self::default();
        stream.on(day(2022, 9, 5), &recognised());
        stream
    }

    /// Gives a command on a day and keeps what it did.
    pub(crate) fn attempt(&mut self, today: NaiveDate, command: &Command) -> Result<Vec<Event>, Rejection> {
        let context = Context { now: today.and_time(NaiveTime::MIN).and_utc(), today, claimed_by: self.claimed_by };
        let events = decide(&self.state, command, &context)?;
        for event in &events {
            apply(&mut self.state, event);
        }
        self.events.extend_from_slice(&events);
        Ok(events)
    }

    /// Gives a command that is permitted.
    pub(crate) fn on(&mut self, today: NaiveDate, command: &Command) -> Vec<Event> {
        self.attempt(today, command).expect("the command is permitted")
    }

    /// The refusal of a command.
    pub(crate) fn refusal(&mut self, today: NaiveDate, command: &Command) -> &'static str {
        self.attempt(today, command).expect_err("the command is refused").code()
    }
}
