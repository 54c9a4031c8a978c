//! The office of the exchange with partners: one stream, which is a case, a partner, a report or an inbox.

use chrono::{NaiveDate, NaiveTime};
use trajet_belgium::Language;
use trajet_exchange_domain::{
    Article, AskedReferral, CaseId, CaseReferral, CodexFact, CodexTold, Command, Context, EndedReferral, Ending, Fact,
    InboxEntry, PartnerFact, PartnerKind, Person, Recognition, ReferralId, Registration, ReportId, Source,
    StartCorrection, State, TimerKind, Told, VisitOutcome, apply, decide, timer,
};
use trajet_law::codex::CodexRequester;
use trajet_law::deadline::Deadlines;
use trajet_law::months::Period;
use trajet_law::referral::{
    CommitmentKind, Content, DeclineReason, Progress, Recipient, Referral, ReferralEnd, ReferralKind, Said as Step,
    Saying,
};
use trajet_law::rehabilitation::{CscmiDecision, HoursFollowed, ProgrammeOutcome, RehabilitationFact};
use trajet_law::route_c::{Presentation, RegionalForm};

use crate::belgian::{employer, niss, organisation};
use crate::office::{Happened, Office, Questions, Refused, Words};
use crate::said::{Said, one_of, one_of_law};

/// A case, a partner or a report: whatever the first fact begins.
#[derive(Default)]
pub(crate) struct Exchange {
    state: State,
}

const CASE: CaseId = CaseId([7; 16]);

impl Office for Exchange {
    type Command = Command;

    const WORDS: Words<Command> = &[
        ("incapacity recognised", |said| {
            let incapacity_start = said.day("first day");
            let (person, source) = (person(), source());
            let recognised_on = said.on;
            let told = Recognition { person, incapacity_start, recognised_on, taken_over_on: None, source };
            Command::Note(Fact::Recognised(told))
        }),
        ("first day corrected", |said| {
            let (from, to) = (said.day("from"), said.day("to"));
            Command::Note(Fact::Corrected(StartCorrection { from, to, on: said.on, source: source() }))
        }),
        ("incapacity ended", |said| {
            let deceased = said.flag("by death");
            Command::Note(Fact::Ended(Ending {
                last_day: said.on,
                deceased,
                died_on: said.date("died after it"),
                source: source(),
            }))
        }),
        ("partner registered", registered),
        ("a partner reports", received),
        ("a report is taken into the case", |said| {
            let report = ReportId([said.value("report").unwrap_or(1); 16]);
            let partner = organisation(said.text("by").as_deref());
            Command::Take(Told { report, partner, fact: fact(said) })
        }),
        ("the report is matched with its case", |said| {
            let known_in = (!said.flag("no case")).then_some(CASE);
            Command::Match { report: ReportId([1; 16]), known_in }
        }),
        ("the whole case of the report is annulled", |_| Command::Unmatch { from: CASE }),
        ("the report is erased", |_| Command::Erase),
        ("referral told by the dossier", referred),
        ("end of the referral told by the dossier", |said| {
            let because = one_of_law!(said, "because", ReferralEnd).unwrap_or(ReferralEnd::Withdrawn);
            let source = of_the_dossier(99);
            Command::Note(Fact::ReferralEnded(EndedReferral { number: 1, key: None, on: said.on, because, source }))
        }),
        ("the referral is sent", |said| {
            let registered = one_of!(said, "to", PartnerKind);
            Command::Send { told_at: 41, registered: registered.filter(|_| !said.flag("not registered")) }
        }),
        ("the partner says", says),
        ("the inbox gets an entry", |said| {
            let referral = ReferralId([said.value("referral").unwrap_or(1); 16]);
            let over = said.flag("that it is over");
            Command::Fill { partner: organisation(None), case: CASE, referral, over }
        }),
    ];

    const QUESTIONS: Questions<Self> = &[
        ("the reports in the case", |office, _| match &office.state {
            State::Case(case) => {
                let told: Vec<_> =
                    case.told.iter().map(|told| format!("{} {}", told.fact.on(), told.fact.rule())).collect();
                if told.is_empty() { "none".to_owned() } else { told.join("; ") }
            }
            _ => "there is no case".to_owned(),
        }),
        ("what a report of this kind may come from", |_, said| {
            let fact = fact(said);
            let kinds = PartnerKind::ALL.iter().filter(|kind| fact.told_by(**kind));
            kinds.map(|kind| kind.code().replace('_', " ")).collect::<Vec<_>>().join("; ")
        }),
        ("the entries of the partner", |office, _| match &office.state {
            State::Partner(partner) => {
                let one = |entry: &trajet_exchange_domain::Entry| {
                    let known = &entry.registered;
                    let until = known.valid_to.map(|last| format!(" until {last}")).unwrap_or_default();
                    format!("{} from {}{until}", known.kind.code().replace('_', " "), known.valid_from)
                };
                partner.entries.iter().map(one).collect::<Vec<_>>().join("; ")
            }
            _ => "there is no partner".to_owned(),
        }),
        ("the stage of the referral", |office, _| match &office.state {
            State::Case(case) => {
                let stage = case.referral(1, None).map(|one| one.course.stage().code().replace('_', " "));
                stage.unwrap_or_else(|| "there is none".to_owned())
            }
            _ => "there is none".to_owned(),
        }),
        ("all that became of referrals", |office, _| match &office.state {
            State::Case(case) => {
                let step = |said: &Step| format!("{} {}", said.on, word(said.progress));
                let one = |one: &CaseReferral| one.course.steps().iter().map(step).collect::<Vec<_>>().join("; ");
                case.referrals.iter().map(one).collect::<Vec<_>>().join(" | ")
            }
            _ => "there is none".to_owned(),
        }),
        ("the entries of the inbox", |office, _| match &office.state {
            State::Inbox(inbox) => {
                let one = |entry: &InboxEntry| {
                    let over = if entry.over { " over" } else { "" };
                    format!("{} referral {}{over}", entry.number, entry.referral.0[0])
                };
                inbox.entries.iter().map(one).collect::<Vec<_>>().join("; ")
            }
            _ => "there is no inbox".to_owned(),
        }),
        ("what is left of the report", |office, _| match &office.state {
            State::Report(_) => "everything".to_owned(),
            State::Erased => "nothing".to_owned(),
            _ => "there is no report".to_owned(),
        }),
    ];

    const EVENTS: &'static [(&'static str, &'static str, &'static str)] =
        &[(include_str!("../../../services/exchange/domain/src/event.rs"), "pub enum Event {", "")];

    fn act(&mut self, command: &Command, today: NaiveDate) -> Result<Vec<Happened>, Refused> {
        let context = Context { now: today.and_time(NaiveTime::MIN).and_utc(), today, claimed_by: None };
        let events = decide(&self.state, command, &context).map_err(|refused| Refused {
            code: refused.code(),
            ground: Some(refused.ground()),
            ..Refused::default()
        })?;
        for event in &events {
            apply(&mut self.state, event);
        }
        Ok(events.iter().map(|event| Happened::of(event, event.effective_on(), event.ground())).collect())
    }

    fn due(&self, today: NaiveDate) -> Option<(NaiveDate, Command)> {
        let (TimerKind::EraseReport, on) = timer(&self.state)?;
        (on <= today).then_some((on, Command::Erase))
    }

    fn deadlines(&self) -> Option<&Deadlines> {
        None
    }
}

fn of_the_dossier(position: u64) -> Source {
    Source { ledger: "dossier/300".into(), position }
}

fn referred(said: &mut Said) -> Command {
    let recipient = one_of_law!(said, "to", Recipient).unwrap_or(Recipient::Vdab);
    Command::Note(Fact::Referred(AskedReferral {
        number: 1,
        key: None,
        made_on: said.on,
        referral: Referral {
            kind: ReferralKind::Other,
            recipient,
            organisation: Some(organisation(None).as_str().to_owned()),
            employer: None,
            overridden: None,
            agreed_on: said.on,
            content: Content::default(),
        },
        source: of_the_dossier(41),
    }))
}

fn says(said: &mut Said) -> Command {
    let number = said.value("commitment").unwrap_or(1);
    let by = said.date("by").unwrap_or(said.on);
    let saying = if said.flag("that it has it") {
        Saying::Acknowledge
    } else if said.flag("that it accepts") {
        Saying::Accept
    } else if said.flag("that it declines") {
        Saying::Decline(DeclineReason::NoCapacity)
    } else if said.flag("what it undertakes") {
        Saying::Commit { kind: CommitmentKind::Interview, by }
    } else if said.flag("that it did what it undertook") {
        Saying::Keep { number, kept_on: said.on }
    } else {
        if !said.flag("that it is done") {
            said.wrong("a partner says, for example, \"that it has it\"".to_owned());
        }
        Saying::Complete
    };
    let partner = organisation(said.text("by another").as_deref());
    Command::Say { told_at: 41, partner, saying }
}

fn source() -> Source {
    Source { ledger: "assessment/300".into(), position: 1 }
}

fn person() -> Person {
    Person {
        niss: niss(),
        surname: "Peeters".into(),
        first_names: "Anna".into(),
        language: Language::French,
        municipality: Some("21004".into()),
    }
}

fn registered(said: &mut Said) -> Command {
    let kind = one_of!(said, "as", PartnerKind).unwrap_or(PartnerKind::OccupationalHealthService);
    let valid_to = said.date("until");
    let name = said.text("called").unwrap_or_else(|| "a partner".to_owned());
    Command::Register(Registration { number: organisation(None), kind, name, valid_from: said.on, valid_to })
}

fn received(said: &mut Said) -> Command {
    let registered = !said.flag("not registered");
    let within_limit = !said.flag("beyond the limit");
    let partner = organisation(said.text("by").as_deref());
    Command::Receive { niss: niss(), partner, fact: fact(said), registered, within_limit }
}

/// What is reported of a CODEX trajectory.
fn codex(said: &mut Said, on: NaiveDate) -> Option<CodexFact> {
    let requested = said.flag("a CODEX trajectory was asked for");
    let by = one_of_law!(said, "by the", CodexRequester);
    if requested || by.is_some() {
        return Some(CodexFact::Requested { on, by: by.unwrap_or(CodexRequester::Worker) });
    }
    let outcome = one_of!(said, "with the outcome", VisitOutcome);
    if said.flag("a visit before the return to work") || outcome.is_some() {
        return Some(CodexFact::PreReturnVisit { on, outcome });
    }
    if said.flag("a CODEX plan was signed") {
        return Some(CodexFact::PlanSigned { on });
    }
    if said.flag("work was resumed under it") {
        return Some(CodexFact::WorkResumed { on });
    }
    let article = said.text("the CODEX trajectory ended by article")?;
    let definitively_unfit = said.flag("definitively unfit");
    Some(CodexFact::Ended { on, article: Article::parse(&article).unwrap(), definitively_unfit })
}

/// What is reported, as of the date of the line or the day that is said.
fn fact(said: &mut Said) -> PartnerFact {
    let employer = employer(said);
    let on = said.date("of").unwrap_or(said.on);
    if let Some(fact) = codex(said, on) {
        return PartnerFact::Codex(CodexTold { fact, employer });
    }
    if said.flag("the CSCMI approved") {
        return PartnerFact::Rehabilitation(RehabilitationFact::Answered { on, decision: CscmiDecision::Approved });
    }
    if said.flag("the intake was held") {
        return PartnerFact::Rehabilitation(RehabilitationFact::IntakeHeld { on });
    }
    if said.flag("the programme started") {
        return PartnerFact::Rehabilitation(RehabilitationFact::Started { on });
    }
    if let Some(first) = said.date("hours followed from") {
        let minutes = said.needed("minutes", 60);
        let hours = HoursFollowed { period: Period { first, last: on }, minutes };
        return PartnerFact::Rehabilitation(RehabilitationFact::HoursFollowed(hours));
    }
    if let Some(form) = one_of_law!(said, "the person presented themselves with the form", RegionalForm) {
        return PartnerFact::Presented(Presentation { on, form });
    }
    if !said.flag("the programme ended with success") {
        said.wrong("a report says what happened, such as \"a CODEX plan was signed\"".to_owned());
    }
    PartnerFact::Rehabilitation(RehabilitationFact::Ended { on, outcome: ProgrammeOutcome::Succeeded })
}

/// What was said of a referral.
const fn word(progress: Progress) -> &'static str {
    match progress {
        Progress::Sent => "sent",
        Progress::Returned => "come back",
        Progress::Acknowledged => "acknowledged",
        Progress::InformationAsked(_) => "asked something",
        Progress::Accepted => "accepted",
        Progress::Declined(_) => "declined",
        Progress::Committed { .. } => "something undertaken",
        Progress::Renegotiated { .. } => "another day agreed",
        Progress::Kept { .. } | Progress::NotKept { .. } => "what was undertaken is settled",
        Progress::Completed => "completed",
        Progress::Ended(_) => "over",
    }
}
