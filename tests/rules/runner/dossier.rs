//! The office of the Return To Work dossier: what the coordinators' service is told and asked.

mod ami;
mod concertation;
mod contact;
mod referral;
mod told;

use chrono::{Months, NaiveDate, NaiveTime};
use trajet_dossier_domain::ami::{AmiCommand, AmiEvent, AmiHappened, PlanAim};
use trajet_dossier_domain::{
    ChosenEnd, Command, ConsentPurpose, Context, Event, OtherTrackCommand, OtherTrackKind, Party, Purpose,
    Qualification, Reader, Rejection, State, SubjectId, TimerKind, apply, decide, timers,
};
use trajet_law::annul::{Annul, Cause};
use trajet_law::coordinator::Lack;
use trajet_law::deadline::Deadlines;
use trajet_law::law::Law;

use crate::history::{History, annul, correcting};
use crate::office::{Happened, Office, Questions, Refused, Words, because_of, first_due, in_words, variant};
use crate::said::{Said, one_of};

/// The case as the dossier knows it.
#[derive(Default)]
pub(crate) struct Dossier {
    state: State,
    history: History<Event>,
    /// The aim of the last plan, and whether the physician is told: the event alone says so.
    aim: Option<(PlanAim, bool)>,
}

impl Office for Dossier {
    type Command = Command;

    const WORDS: Words<Command> = &[
        ("incapacity recognised", told::recognised),
        ("first day corrected", told::corrected),
        ("incapacity ended", told::ended),
        ("track started", told::track_started),
        ("track ended", told::track_ended),
        ("work that was applied for began", told::work_began),
        ("programme submitted", told::programme_submitted),
        ("programme closed", told::programme_closed),
        ("programme started", told::programme_started),
        ("programme ended", told::programme_ended),
        ("person referred", told::referred),
        ("trajectory authorised", |said| told::decided(said, true)),
        ("trajectory not authorised", |said| told::decided(said, false)),
        ("questionnaire sent", told::sent),
        ("questionnaire not returned", told::not_returned),
        ("help with the questionnaire given", told::help_given),
        ("questionnaire completed", told::completed),
        ("questionnaire impossible to complete", told::impossible),
        ("CODEX trajectory asked for", told::codex_requested),
        ("visit before the return to work", told::visit),
        ("CODEX plan signed", told::codex_signed),
        ("work resumed under the CODEX plan", told::codex_resumed),
        ("CODEX trajectory ended", told::codex_ended),
        ("person presented themselves", told::presented),
        ("trajectory asked for", |said| {
            let keep_questionnaire = said.flag("the questionnaire that was completed is kept");
            Command::OpenRouteB { received_on: said.on, keep_questionnaire }
        }),
        ("appointment made", contact::appointment),
        ("appointment moved", contact::moved),
        ("nobody came", contact::no_show),
        ("attempt to reach the person", contact::attempt),
        ("contact refused by the person", |said| Command::RecordRefusal {
            purpose: contact::purpose(said),
            on: said.on,
        }),
        ("first contact", contact::first),
        ("contact on the negative decision", contact::negative),
        ("follow-up interview", contact::follow_up),
        ("other contact", contact::other),
        ("consents signed", |said| Command::RecordConsents(contact::consents(said))),
        ("authorisation asked", |said| Command::RequestAuthorisation { asked_on: Some(said.on) }),
        ("trajectory ended", |said| {
            let reason = one_of!(said, "because", ChosenEnd).unwrap_or(ChosenEnd::NotWished);
            Command::EndTrajectory { on: said.on, reason }
        }),
        ("dossier given", |said| {
            let coordinator = subject(said, "to");
            Command::Assign { coordinator, on: Some(said.on), qualification: qualification(said) }
        }),
        ("concertation opened", concertation::open),
        ("message written", concertation::post),
        ("messages read", concertation::read),
        ("somebody brought in", concertation::invite),
        ("concertation closed", concertation::close),
        ("person referred to a partner", referral::refer),
        ("referral withdrawn", referral::withdraw),
        ("the partner said of the referral", referral::told),
        ("commitment signed", ami::commit),
        ("commitment signed by the physician", ami::sign),
        ("plan established", ami::establish),
        ("plan adapted", ami::adapt),
        ("plan followed up", ami::followed_up),
        ("AMI trajectory suspended", |said| Command::Ami(AmiCommand::Suspend { on: said.on })),
        ("AMI trajectory resumed", ami::resume),
        ("dossier looked at", |said| Command::RecordLook { on: said.on, by: subject(said, "by") }),
        ("informed", ami::informed),
        ("AMI trajectory ended", ami::ended),
        ("results evaluated", ami::evaluated),
        ("return observed", ami::observed),
        ("result registered", ami::result),
        ("other track begun", |said| {
            let kind = one_of!(said, "kind", OtherTrackKind).unwrap_or(OtherTrackKind::Training);
            let last_day = said.date("until");
            Command::OtherTrack(OtherTrackCommand::Record { kind, since: said.on, last_day })
        }),
        ("other track ended", |said| {
            let number = said.value("number").unwrap_or(1);
            Command::OtherTrack(OtherTrackCommand::End { number, last_day: said.on })
        }),
    ];

    const QUESTIONS: Questions<Self> = &[
        ("the correcting notices", |office, _| correcting(&office.state.correcting_notices)),
        ("the stage", |office, _| office.state.stage().code().replace('_', " ")),
        ("incapacity is presumed", |office, said| {
            let one = |one: &trajet_dossier_domain::CasePresumption| {
                let told = &one.presumed;
                let until = told.last.map_or_else(|| "never".to_owned(), |last| last.to_string());
                let by = told.ends_by.map(|ground| format!(", ended by {ground}")).unwrap_or_default();
                format!("{} from {} to {until}{by}", told.kind.rule(), told.first)
            };
            let told: Vec<_> = office.state.presumed_on(said.day("on")).map(one).collect();
            if told.is_empty() { "no".to_owned() } else { told.join("; ") }
        }),
        ("consent", |office, said| {
            let purpose = one_of!(said, "to", ConsentPurpose).unwrap_or(ConsentPurpose::Trajectory);
            match office.state.consents.since(purpose) {
                None => "not asked".to_owned(),
                Some(since) if office.state.consents.granted(purpose) => format!("granted since {since}"),
                Some(since) => format!("not granted since {since}"),
            }
        }),
        ("the consents that are asked", |_, said| {
            let asked = ConsentPurpose::asked(!said.flag("no contract"));
            asked.map(|one| one.code().replace('_', " ")).collect::<Vec<_>>().join("; ")
        }),
        ("what the coordinator sees of the contacts", |office, _| contact::seen(&office.state, Reader::Coordinator)),
        ("what the physician sees of the contacts", |office, _| contact::seen(&office.state, Reader::Physician)),
        ("the coordinator of the dossier", |office, _| {
            office.state.assigned().map_or_else(|| "none".to_owned(), |given| given.coordinator.0.clone())
        }),
        ("the other tracks", |office, _| {
            let last = |track| office.state.last_day_of(track).map_or("open".to_owned(), |last| format!("to {last}"));
            let tracks = office.state.other_tracks.iter();
            let told: Vec<_> =
                tracks.map(|track| format!("{} from {} {}", track.kind.code(), track.since, last(track))).collect();
            if told.is_empty() { "none".to_owned() } else { told.join("; ") }
        }),
        ("the duties to inform", ami::duties),
        ("the aim of the plan is told to the physician", |office, _| ami::aim(office)),
        ("the agreed actions are told with the request", |office, _| {
            let asked = office.state.requests.iter().flat_map(|request| &request.authorisations).last();
            asked.map_or("nothing was asked", |asked| if asked.actions_told { "yes" } else { "no" }).to_owned()
        }),
        ("who is in the concertation", concertation::present),
        ("the unread messages", concertation::unread),
        ("what follows for who presented themselves", |office, _| {
            let state = &office.state;
            let one = |presented| state.reception(presented).map_or("nothing", |reception| reception.code());
            let told: Vec<_> = state.presentations.iter().map(|it| one(it).replace('_', " ")).collect();
            if told.is_empty() { "nobody did".to_owned() } else { told.join("; ") }
        }),
        ("the stage of the referral", referral::stage),
        ("what was undertaken", referral::commitments),
        ("what the recipient may have", referral::may_have),
        ("the permitted channels", |_, said| {
            let purpose = contact::purpose(said);
            let permitted = trajet_dossier_domain::Channel::ALL.iter().filter(|channel| purpose.permits(**channel));
            permitted.map(|channel| channel.code()).collect::<Vec<_>>().join("; ")
        }),
        ("the appointments", |office, _| {
            let one = |(appointment, state): &(
                trajet_dossier_domain::Appointment,
                trajet_dossier_domain::AppointmentState,
            )| {
                format!("{} {} {}", appointment.number, appointment.on, state.code().replace('_', " "))
            };
            office.state.appointments.iter().map(one).collect::<Vec<_>>().join("; ")
        }),
    ];

    const EVENTS: &'static [(&'static str, &'static str, &'static str)] = &[
        (include_str!("../../../services/dossier/domain/src/event.rs"), "pub enum Event {", ""),
        (include_str!("../../../services/dossier/domain/src/ami/event.rs"), "pub enum AmiHappened {", "AMI "),
        (
            include_str!("../../../services/dossier/domain/src/concertation.rs"),
            "pub enum ConcertationEvent {",
            "concertation ",
        ),
        (
            include_str!("../../../services/dossier/domain/src/other_track.rs"),
            "pub enum OtherTrackEvent {",
            "other track ",
        ),
        (
            include_str!("../../../services/dossier/domain/src/partner_referral.rs"),
            "pub enum ReferralEvent {",
            "referral ",
        ),
    ];

    fn under(law: &'static Law) -> Self {
        Self { state: State { law, ..State::default() }, ..Self::default() }
    }

    fn act(&mut self, command: &Command, today: NaiveDate) -> Result<Vec<Happened>, Refused> {
        let events = decide(&self.state, command, &context(today)).map_err(|why| refused(&why))?;
        for event in &events {
            apply(&mut self.state, event);
            if let Event::Ami(AmiEvent { happened: AmiHappened::PlanEstablished { content, aim_told, .. }, .. }) = event
            {
                self.aim = Some((content.aim, *aim_told));
            }
        }
        let cause = match command {
            Command::Note(_) => Cause::Fact,
            Command::FireMissed(_) | Command::FireBarEnded | Command::FireLapsed => Cause::Timer,
            _ => Cause::Act,
        };
        self.history.record(cause, today, &events);
        Ok(events.iter().map(happened).collect())
    }

    fn due(&self, today: NaiveDate) -> Option<(NaiveDate, Command)> {
        let due = timers(&self.state).into_iter().map(|timer| (timer.fire_on, timer.kind));
        let (on, kind) = first_due(due, today)?;
        let command = match kind {
            TimerKind::Missed(step) => Command::FireMissed(step),
            TimerKind::BarEnded => Command::FireBarEnded,
            TimerKind::Lapsed => Command::FireLapsed,
        };
        Some((on, command))
    }

    fn deadlines(&self) -> Option<&Deadlines> {
        Some(&self.state.deadlines)
    }

    fn recorded(&self) -> Option<u64> {
        Some(self.history.recorded())
    }

    fn annul(&mut self, act: Annul, today: NaiveDate) -> Result<Vec<Happened>, Refused> {
        let nothing_instead = (&[][..], Some(Party::Coordinator));
        annul!(self, trajet_dossier_domain, act, nothing_instead, context(today), |why| refused(&why), happened)
    }
}

fn context(today: NaiveDate) -> Context {
    Context { now: today.and_time(NaiveTime::MIN).and_utc(), today }
}

fn refused(why: &Rejection) -> Refused {
    let (code, ground, parameter) = (why.code(), why.ground(), why.parameter());
    Refused { code, ground, earliest: why.earliest(), latest: why.latest(), parameter }
}

fn happened(event: &Event) -> Happened {
    let name = match event {
        Event::Ami(told) => format!("AMI {}", in_words(&variant(&told.happened))),
        Event::OtherTrack(told) => format!("other track {}", in_words(&variant(told))),
        Event::Referral(told) => format!("referral {}", in_words(&variant(told))),
        Event::Concertation(told) => format!("concertation {}", in_words(&variant(told))),
        other => in_words(&variant(other)),
    };
    Happened { on: event.effective_on(), name, ground: event.ground(), because_of: because_of(event.decision()) }
}

/// Somebody by the name of the scenario; without one, the coordinator.
fn subject(said: &mut Said, name: &'static str) -> SubjectId {
    SubjectId(said.text(name).unwrap_or_else(|| "the coordinator".to_owned()))
}

/// Whether the coordinator may be given dossiers, as the registry says.
fn qualification(said: &mut Said) -> Qualification {
    if said.flag("not registered") {
        Qualification::NotRegistered
    } else if said.flag("without a degree of level B") {
        Qualification::Lacking(Lack::Degree)
    } else if let Some(until) = said.date("not certified by") {
        Qualification::Lacking(Lack::Certificate { took_up_on: until - Months::new(24), until })
    } else if let Some(last_day) = said.date("no longer in the function after") {
        Qualification::Lacking(Lack::FunctionEnded { last_day })
    } else {
        Qualification::Qualified
    }
}

/// The purpose of a contact; without one, the first.
fn purpose_of(said: &mut Said) -> Purpose {
    one_of!(said, "for", Purpose).unwrap_or(Purpose::FirstContact)
}
