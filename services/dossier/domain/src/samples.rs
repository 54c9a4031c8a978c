//! What the tests share: a person, facts and acts, a case on its way.

use std::collections::BTreeSet;

use chrono::{Months, NaiveDate, NaiveTime};
use trajet_belgium::Language;
use trajet_law::deadline::{Closure, Step};
pub(crate) use trajet_law::histories::drawn::one_more_from;
use trajet_law::representation::{Representation, RepresentationKind, RepresentationScope};

use crate::ami::{
    ActionKind, AmiCommand, Concertation, EmployerLink, FollowUp, FreeText, NewCommitment, NextFollowUp, PlanAction,
    PlanAim, PlanContent, PlanParty, Signature, StartSituation,
};
use crate::assignment::Qualification;
use crate::command::{Command, ContactKind, Context, FirstContact, NewAppointment, NewContact};
use crate::concertation::{Author, Party};
use crate::consent::{ConsentForm, ConsentPurpose, SignatureKind};
use crate::contact::{AgreedAction, Channel, Contact, Invitation, InvitationProof, NextWay, Purpose};
use crate::decide::decide;
use crate::event::Event;
use crate::fact::{
    CodexKind, CodexNote, Fact, IncapacityEnd, QuestionnaireTold, Recognition, Source, Told, Track, TrackKind,
};
use crate::people::{CoordinatorContact, Person, Sex, SubjectId};
use crate::rejection::Rejection;
use crate::state::{Reader, State, apply};

/// A date.
pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a test uses dates that exist")
}

/// An insured person.
pub(crate) fn person() -> Person {
    Person {
        niss: "85073003328".into(),
        surname: "Peeters".into(),
        first_names: "Anna".into(),
        birth_date: Some(day(1985, 7, 30)),
        sex: Sex::Female,
        language: Language::Dutch,
        municipality: "21004".into(),
        phone: Some("+3225550199".into()),
        email: None,
    }
}

pub(crate) fn coordinator() -> SubjectId {
    SubjectId("coordinator-1".into())
}

/// How to reach the coordinator.
pub(crate) fn contact_details() -> CoordinatorContact {
    CoordinatorContact {
        name: "Marie Lambert".into(),
        phone: "+3225550142".into(),
        email: "marie.lambert@mutuality.example".into(),
    }
}

/// A fact of the service that tells such facts.
pub(crate) fn told(told: Told) -> Command {
    let ledger = match &told {
        Told::Questionnaire(_) => "questionnaire/300",
        Told::Codex(_) | Told::Referral { .. } | Told::Presented(_) => "exchange/300",
        _ => "assessment/300",
    };
    Command::Note(Fact { told, source: Source { ledger: ledger.into(), position: 7 } })
}

pub(crate) fn recognition() -> Recognition {
    Recognition {
        person: person(),
        incapacity_start: day(2022, 9, 1),
        recognised_on: day(2022, 9, 5),
        has_contract: true,
        taken_over: None,
    }
}

pub(crate) fn recognised() -> Command {
    told(Told::Recognised(recognition()))
}

pub(crate) fn referred(on: NaiveDate, initial: bool) -> Command {
    told(Told::Referred { on, initial })
}

pub(crate) fn work(from: NaiveDate, until: Option<NaiveDate>) -> Command {
    told(Told::TrackStarted(Track { kind: TrackKind::AuthorisedWork, from, until, asked_by: None }))
}

pub(crate) fn work_ends(until: NaiveDate) -> Command {
    told(Told::TrackEnded { kind: TrackKind::AuthorisedWork, from: None, until })
}

pub(crate) fn sent(on: NaiveDate) -> Command {
    told(Told::Questionnaire(QuestionnaireTold::Sent { on, route_b: false }))
}

pub(crate) fn completed(on: NaiveDate) -> Command {
    told(Told::Questionnaire(QuestionnaireTold::Completed { on, correction: false }))
}

pub(crate) fn not_returned(help_asked_on: NaiveDate) -> Command {
    let due_back = help_asked_on.pred_opt().expect("a day before");
    told(Told::Questionnaire(QuestionnaireTold::NotReturned { due_back, help_asked_on }))
}

pub(crate) fn decided(number: u32, on: NaiveDate, authorised: bool) -> Command {
    told(Told::AuthorisationDecided { number, on, authorised })
}

pub(crate) fn ended(last_day: NaiveDate, deceased: bool) -> Command {
    told(Told::IncapacityEnded(IncapacityEnd {
        last_day,
        deceased,
        by_decision: false,
        died_on: None,
        relapsed_on: None,
    }))
}

/// What an occupational health service tells.
pub(crate) fn codex_note(kind: CodexKind, on: NaiveDate) -> CodexNote {
    CodexNote {
        kind,
        on,
        requested_by: None,
        visit_outcome: None,
        end: None,
        partner: Some("0206653946".into()),
        employer: None,
    }
}

pub(crate) fn route_b(received_on: NaiveDate) -> Command {
    Command::OpenRouteB { received_on, keep_questionnaire: false }
}

pub(crate) fn keeping(received_on: NaiveDate) -> Command {
    Command::OpenRouteB { received_on, keep_questionnaire: true }
}

pub(crate) fn invitation(on: NaiveDate) -> Invitation {
    Invitation { on, proof: InvitationProof::RegisteredLetter, reference: Some("RR123".into()) }
}

pub(crate) fn new_appointment(on: NaiveDate, invited_on: NaiveDate) -> NewAppointment {
    NewAppointment {
        on,
        channel: Channel::Physical,
        coordinator: None,
        by: coordinator(),
        invitation: invitation(invited_on),
        qualification: Qualification::Qualified,
    }
}

pub(crate) fn appoint(purpose: Purpose, on: NaiveDate, invited_on: NaiveDate) -> Command {
    Command::MakeAppointment { purpose, appointment: new_appointment(on, invited_on), contact: contact_details() }
}

pub(crate) fn form(granted: &[(ConsentPurpose, bool)], signed_on: NaiveDate) -> ConsentForm {
    ConsentForm {
        decisions: granted.iter().copied().collect(),
        signature: Some(SignatureKind::Electronic),
        signed_on,
        reference: Some("C-2023/1".into()),
        representative: None,
    }
}

/// Every purpose that is asked of who has a contract, granted.
pub(crate) fn all_granted(signed_on: NaiveDate) -> ConsentForm {
    form(&ConsentPurpose::ALL.iter().map(|purpose| (*purpose, true)).collect::<Vec<_>>(), signed_on)
}

/// The coordinator, as who refers.
pub(crate) fn referring() -> Author {
    Author { party: Party::Coordinator, subject: coordinator() }
}

pub(crate) fn new_contact(on: NaiveDate) -> NewContact {
    NewContact {
        on,
        channel: Channel::Video,
        appointment: None,
        by: coordinator(),
        qualification: Qualification::Qualified,
        actions: BTreeSet::from([AgreedAction::ExploreOrientation]),
        next_way: Some(NextWay::AmiTrajectory),
    }
}

pub(crate) fn first(consent: ConsentForm) -> ContactKind {
    ContactKind::First(FirstContact { role_explained: true, first_step_checked: true, consent })
}

/// A first contact at which all went well.
pub(crate) fn first_contact(on: NaiveDate) -> Command {
    Command::RecordContact { contact: new_contact(on), kind: first(all_granted(on)) }
}

/// A first contact at which consent to the first purpose was refused.
pub(crate) fn first_contact_refused(on: NaiveDate) -> Command {
    let decisions: Vec<_> = ConsentPurpose::ALL.iter().map(|purpose| (*purpose, false)).collect();
    let contact = NewContact { actions: BTreeSet::new(), next_way: None, ..new_contact(on) };
    Command::RecordContact { contact, kind: first(form(&decisions, on)) }
}

/// The contact on a negative decision.
pub(crate) fn discussed(on: NaiveDate) -> Command {
    Command::RecordContact {
        contact: NewContact { next_way: None, ..new_contact(on) },
        kind: ContactKind::NegativeDecision,
    }
}

/// A signature on a day.
pub(crate) fn signature(on: NaiveDate) -> Signature {
    Signature { on, kind: SignatureKind::Paper, reference: "S-2023/1".into(), representative: None }
}

/// A commitment of all three on one day.
pub(crate) fn commitment(situation: StartSituation, on: NaiveDate) -> NewCommitment {
    NewCommitment {
        situation,
        employer_link: EmployerLink::CannotAnyMore,
        employer: None,
        support: true,
        cooperation: true,
        by: coordinator(),
        coordinator: signature(on),
        person: signature(on),
        physician: Some(signature(on)),
    }
}

pub(crate) fn commit(new: NewCommitment) -> Command {
    Command::Ami(AmiCommand::Commit(new))
}

fn text(text: &str) -> FreeText {
    FreeText(text.into())
}

/// A follow-up interview.
pub(crate) fn interview(on: NaiveDate) -> Command {
    let contact = NewContact { actions: BTreeSet::new(), next_way: None, ..new_contact(on) };
    Command::RecordContact { contact, kind: ContactKind::FollowUp { results: text("a course was found") } }
}

/// A plan that lacks nothing, with its next follow-up two months after a day.
pub(crate) fn plan_content(on: NaiveDate) -> PlanContent {
    let action = PlanAction {
        kind: ActionKind::Training,
        carried_out_by: PlanParty::RegionalAdviser,
        what: text("a course of administration"),
    };
    PlanContent {
        objectives: vec![text("administrative skills are up to date")],
        final_result: Some(text("four fifths in an office")),
        actions: vec![action],
        next_follow_up: Some(NextFollowUp { on: on + Months::new(2), channel: Channel::Telephone }),
        aim: PlanAim::Employment,
        rhythm: None,
        concertation: Concertation { on, participants: PlanParty::CORE.into(), agreed: false },
    }
}

/// The plan, signed by both on a day.
pub(crate) fn establish(content: PlanContent, on: NaiveDate) -> Command {
    Command::Ami(AmiCommand::EstablishPlan { content, coordinator: signature(on), person: signature(on) })
}

/// The plan as it is adapted from a day on.
pub(crate) fn adapt(content: PlanContent, on: NaiveDate) -> Command {
    Command::Ami(AmiCommand::AdaptPlan { content, on, reason: text("a traineeship was found") })
}

/// A follow-up of the plan that is no interview.
pub(crate) fn followed_up(on: NaiveDate) -> FollowUp {
    let participants = BTreeSet::from([PlanParty::InsuredPerson]);
    FollowUp { on, participants, agreed: false, concerted_on: None, findings: text("the course goes on") }
}

/// A case that commands are given to, one day after the other.
#[derive(Default)]
pub(crate) struct Case {
    /// The state.
    pub(crate) state: State,
    /// Every event so far.
    pub(crate) events: Vec<Event>,
}

impl Case {
    /// A case recognised in good time: incapacity from 1 September 2022, with a contract.
    pub(crate) fn opened() -> Self {
        let mut case = Self::default();
        case.on(day(2022, 9, 5), &recognised());
        case
    }

    /// A case of who has no contract.
    pub(crate) fn without_contract() -> Self {
        let mut case = Self::default();
        let recognition = Recognition { has_contract: false, ..recognition() };
        case.on(day(2022, 9, 5), &told(Told::Recognised(recognition)));
        case
    }

    /// Referred at the first estimate on 12 December 2022: the first contact is due on 28 February 2023.
    pub(crate) fn referred() -> Self {
        let mut case = Self::opened();
        case.on(day(2022, 12, 12), &referred(day(2022, 12, 12), true));
        case
    }

    /// A request by route B received on 10 January 2023, for which a questionnaire is kept.
    pub(crate) fn asked() -> Self {
        let mut case = Self::opened();
        case.on(day(2022, 11, 20), &completed(day(2022, 11, 20)));
        case.on(day(2023, 1, 10), &keeping(day(2023, 1, 10)));
        case
    }

    /// Route B with its first contact on 20 January 2023.
    pub(crate) fn contacted() -> Self {
        let mut case = Self::asked();
        case.on(day(2023, 1, 20), &first_contact(day(2023, 1, 20)));
        case
    }

    /// Route B, not authorised: asked on 23 January 2023, answered on 1 February.
    pub(crate) fn not_authorised() -> Self {
        let mut case = Self::contacted();
        case.on(day(2023, 1, 23), &Command::RequestAuthorisation { asked_on: None });
        case.on(day(2023, 2, 1), &decided(1, day(2023, 2, 1), false));
        case
    }

    /// The contacts as a reader sees them.
    pub(crate) fn trajectory(&self, reader: Reader) -> Vec<Contact> {
        self.state.trajectory(self.state.shows_trajectory(reader))
    }

    /// Referred, and met on 20 January 2023 with every consent.
    pub(crate) fn met() -> Self {
        let mut case = Self::referred();
        case.on(day(2023, 1, 20), &first_contact(day(2023, 1, 20)));
        case
    }

    /// A trajectory of the sickness insurance in situation B, from 1 February 2023.
    pub(crate) fn committed() -> Self {
        let mut case = Self::met();
        case.on(day(2023, 2, 1), &commit(commitment(StartSituation::B, day(2023, 2, 1))));
        case
    }

    /// With its first follow-up interview on 20 February 2023 and a plan of 1 March 2023.
    pub(crate) fn planned() -> Self {
        let mut case = Self::committed();
        case.on(day(2023, 2, 20), &interview(day(2023, 2, 20)));
        case.on(day(2023, 3, 1), &establish(plan_content(day(2023, 3, 1)), day(2023, 3, 1)));
        case
    }

    /// Gives a command on a day and keeps what it did.
    pub(crate) fn attempt(&mut self, today: NaiveDate, command: &Command) -> Result<Vec<Event>, Rejection> {
        let events = decide(&self.state, command, &context(today))?;
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

    /// The last deadline of a step: its last day or else its target, the day its miss was recorded, and how it was closed.
    pub(crate) fn deadline(&self, step: Step) -> Option<(Option<NaiveDate>, Option<NaiveDate>, Option<Closure>)> {
        let deadline = self.state.deadlines.last(step)?;
        Some((deadline.plan.end(), deadline.missed_on, deadline.closed))
    }

    /// The end of the open deadline of a step.
    pub(crate) fn due(&self, step: Step) -> Option<NaiveDate> {
        self.state.deadlines.open(step).and_then(|deadline| deadline.plan.end())
    }
}

/// A day as a context.
pub(crate) fn context(today: NaiveDate) -> Context {
    Context { now: today.and_time(NaiveTime::MIN).and_utc(), today }
}

/// Somebody who represents the person for everything, from a day to a day.
pub(crate) fn representation(from: NaiveDate, until: Option<NaiveDate>) -> Representation {
    Representation {
        number: 1,
        kind: RepresentationKind::Guardian,
        scopes: RepresentationScope::ALL.iter().copied().collect(),
        surname: "Maes".into(),
        first_names: "Jan".into(),
        language: Language::French,
        subject: None,
        from,
        until,
    }
}
