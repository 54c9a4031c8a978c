//! What other services told, as it is stored.

use trajet_contracts::date::to_proto;
use trajet_contracts::dossier::v1 as contract;
use trajet_contracts::internal::dossier::v1 as stored;
use trajet_contracts::internal::ledger::v1 as shared;
use trajet_contracts::r#type::v1 as common;
use trajet_dossier_domain::{Fact, IncapacityEnd, Person, QuestionnaireTold, Recognition, Source, Told, Track};
use trajet_law::codex::CodexRequester;
use trajet_service::plan::{Unreadable, day, optional_code, optional_day};
use trajet_service::presentation;
use trajet_service::referral::{hear_key, hear_said, tell_key, tell_said};
use trajet_service::replanned::{read_correction, store_correction};
use trajet_service::representation;
use trajet_service::taken_over;
use trajet_service::work::{hear_language, tell_language};

use super::codex::{read_codex, requester, store_codex};
use crate::grpc::convert::{hear_sex, hear_track_kind, tell_sex, tell_track_kind};

/// The stored kind under which a fact is noted.
pub(crate) fn fact_kind(told: &Told) -> &'static str {
    match told {
        Told::Recognised(_) => "case_opened",
        Told::TrackStarted(_) => "track_started",
        Told::TrackEnded { .. } => "track_ended",
        Told::Represented(_) => "person_represented",
        Told::Referred { .. } => "person_referred",
        Told::AuthorisationDecided { .. } => "authorisation_decided",
        Told::StartCorrected { .. } => "start_corrected",
        Told::WorkBegan { .. } => "applied_work_began",
        Told::ProgrammeSubmitted { .. } => "programme_submitted",
        Told::ProgrammeClosed { .. } => "programme_closed",
        Told::ProgrammeStarted { .. } => "programme_started",
        Told::ProgrammeEnded { .. } => "programme_ended",
        Told::IncapacityEnded(_) => "incapacity_ended",
        Told::Questionnaire(_) => "questionnaire_noted",
        Told::Codex(_) => "codex_noted",
        Told::Referral { .. } => "referral_progressed",
        Told::Presented(_) => "person_presented",
    }
}

pub(super) fn write_fact(fact: &Fact) -> stored::Fact {
    use stored::fact::Told as Stored;
    let told = match &fact.told {
        Told::Recognised(recognition) => Stored::Recognised(stored::CaseOpened {
            person: Some(tell_person(&recognition.person)),
            incapacity_start: Some(to_proto(recognition.incapacity_start)),
            recognised_on: Some(to_proto(recognition.recognised_on)),
            has_contract: recognition.has_contract,
            taken_over: recognition.taken_over.as_ref().map(taken_over::tell),
        }),
        Told::TrackStarted(track) => Stored::TrackStarted(tell_track(track)),
        Told::TrackEnded { kind, from, until } => Stored::TrackEnded(stored::TrackEnded {
            kind: tell_track_kind(*kind).into(),
            ends_on: Some(to_proto(*until)),
            starts_on: from.map(to_proto),
        }),
        Told::Represented(told) => Stored::Represented(representation::tell(told)),
        Told::Referred { on, initial } => {
            Stored::Referred(contract::ReferralNote { referred_on: Some(to_proto(*on)), initial: *initial })
        }
        Told::AuthorisationDecided { number, on, authorised } => {
            Stored::AuthorisationDecided(stored::AuthorisationDecided {
                number: *number,
                decided_on: Some(to_proto(*on)),
                authorised: *authorised,
            })
        }
        Told::StartCorrected { from, to, on } => Stored::StartCorrected(store_correction((*from, *to, *on), None)),
        Told::WorkBegan { application, on } => Stored::AppliedWorkBegan(stored::AppliedWorkBegan {
            application: *application,
            began_on: Some(to_proto(*on)),
        }),
        Told::ProgrammeSubmitted { number, on } => Stored::ProgrammeSubmitted(stored::ProgrammeSubmitted {
            number: *number,
            submitted_on: Some(to_proto(*on)),
        }),
        Told::ProgrammeClosed { number, on } => {
            Stored::ProgrammeClosed(stored::ProgrammeClosed { number: *number, closed_on: Some(to_proto(*on)) })
        }
        Told::ProgrammeStarted { number, on } => {
            Stored::ProgrammeStarted(stored::ProgrammeStarted { number: *number, started_on: Some(to_proto(*on)) })
        }
        Told::ProgrammeEnded { number, from, until } => Stored::ProgrammeEnded(stored::ProgrammeEnded {
            number: *number,
            started_on: Some(to_proto(*from)),
            ended_on: Some(to_proto(*until)),
        }),
        Told::IncapacityEnded(end) => Stored::IncapacityEnded(store_end(end)),
        Told::Questionnaire(told) => {
            Stored::Questionnaire(stored::QuestionnaireTold { told: Some(write_questionnaire(*told)) })
        }
        Told::Codex(note) => Stored::Codex(store_codex(note)),
        Told::Presented(presented) => Stored::Presented(presentation::tell(*presented)),
        Told::Referral { number, key, said } => Stored::ReferralProgressed(stored::PartnerReferralProgressed {
            number: *number,
            progress: Some(tell_said(*said)),
            key: tell_key(*key),
        }),
    };
    let Source { ledger, position } = fact.source.clone();
    stored::Fact { source: Some(shared::FactSource { ledger, position }), told: Some(told) }
}

pub(super) fn read_fact(fact: Option<stored::Fact>) -> Result<Fact, Unreadable> {
    use stored::fact::Told as Stored;
    let fact = fact.ok_or(Unreadable("fact"))?;
    let shared::FactSource { ledger, position } = fact.source.ok_or(Unreadable("source"))?;
    let told = match fact.told.ok_or(Unreadable("fact"))? {
        Stored::Recognised(opened) => Told::Recognised(Recognition {
            person: read_person(opened.person)?,
            incapacity_start: day(opened.incapacity_start, "first day of incapacity")?,
            recognised_on: day(opened.recognised_on, "day of the recognition")?,
            has_contract: opened.has_contract,
            taken_over: taken_over::hear(opened.taken_over)?,
        }),
        Stored::TrackStarted(track) => Told::TrackStarted(read_track(Some(track))?),
        Stored::TrackEnded(ended) => Told::TrackEnded {
            kind: hear_track_kind(ended.kind()).ok_or(Unreadable("kind of track"))?,
            from: optional_day(ended.starts_on, "first day of the track")?,
            until: day(ended.ends_on, "last day of the track")?,
        },
        Stored::Represented(told) => Told::Represented(representation::hear(Some(told))?),
        Stored::Referred(note) => {
            Told::Referred { on: day(note.referred_on, "day of the referral")?, initial: note.initial }
        }
        Stored::AuthorisationDecided(decided) => Told::AuthorisationDecided {
            number: decided.number,
            on: day(decided.decided_on, "day of the answer")?,
            authorised: decided.authorised,
        },
        Stored::ReferralProgressed(told) => {
            let (key, said) = (hear_key(&told.key)?, hear_said(told.progress)?);
            Told::Referral { number: told.number, key, said }
        }
        Stored::StartCorrected(message) => {
            let (from, to, on) = read_correction(&message)?;
            Told::StartCorrected { from, to, on }
        }
        Stored::AppliedWorkBegan(begun) => {
            Told::WorkBegan { application: begun.application, on: day(begun.began_on, "first day of the work")? }
        }
        Stored::ProgrammeSubmitted(submitted) => Told::ProgrammeSubmitted {
            number: submitted.number,
            on: day(submitted.submitted_on, "day of the submission")?,
        },
        Stored::ProgrammeClosed(closed) => Told::ProgrammeClosed {
            number: closed.number,
            on: day(closed.closed_on, "day from which nothing more comes of the programme")?,
        },
        Stored::ProgrammeStarted(started) => Told::ProgrammeStarted {
            number: started.number,
            on: day(started.started_on, "first day of the programme")?,
        },
        Stored::ProgrammeEnded(ended) => Told::ProgrammeEnded {
            number: ended.number,
            from: day(ended.started_on, "first day of the programme")?,
            until: day(ended.ended_on, "last day of the programme")?,
        },
        Stored::IncapacityEnded(end) => Told::IncapacityEnded(IncapacityEnd {
            last_day: day(end.last_day, "last day of incapacity")?,
            deceased: end.deceased,
            by_decision: end.by_decision,
            died_on: optional_day(end.died_on, "day of the death")?,
            relapsed_on: optional_day(end.relapsed_on, "first day of the relapse")?,
        }),
        Stored::Questionnaire(told) => Told::Questionnaire(read_questionnaire(told.told)?),
        Stored::Codex(note) => Told::Codex(read_codex(note)?),
        Stored::Presented(presented) => Told::Presented(presentation::hear(&presented)?),
    };
    Ok(Fact { told, source: Source { ledger, position } })
}

fn write_questionnaire(told: QuestionnaireTold) -> stored::questionnaire_told::Told {
    use stored::questionnaire_told::Told as Stored;
    match told {
        QuestionnaireTold::Sent { on, route_b } => {
            Stored::Sent(stored::QuestionnaireSent { sent_on: Some(to_proto(on)), route_b })
        }
        QuestionnaireTold::NotReturned { due_back, help_asked_on } => {
            Stored::NotReturned(stored::QuestionnaireNotReturned {
                due_back: Some(to_proto(due_back)),
                help_asked_on: Some(to_proto(help_asked_on)),
            })
        }
        QuestionnaireTold::HelpGiven { on, reached } => {
            Stored::HelpGiven(stored::QuestionnaireHelpGiven { held_on: Some(to_proto(on)), reached })
        }
        QuestionnaireTold::Completed { on, correction } => {
            Stored::Completed(stored::QuestionnaireCompleted { completed_on: Some(to_proto(on)), correction })
        }
        QuestionnaireTold::Impossible { on } => {
            Stored::Impossible(stored::QuestionnaireImpossible { found_on: Some(to_proto(on)) })
        }
    }
}

fn read_questionnaire(told: Option<stored::questionnaire_told::Told>) -> Result<QuestionnaireTold, Unreadable> {
    use stored::questionnaire_told::Told as Stored;
    Ok(match told.ok_or(Unreadable("fact"))? {
        Stored::Sent(sent) => {
            QuestionnaireTold::Sent { on: day(sent.sent_on, "day of sending")?, route_b: sent.route_b }
        }
        Stored::NotReturned(not) => QuestionnaireTold::NotReturned {
            due_back: day(not.due_back, "last day for the return")?,
            help_asked_on: day(not.help_asked_on, "day on which help was asked")?,
        },
        Stored::HelpGiven(given) => {
            QuestionnaireTold::HelpGiven { on: day(given.held_on, "day of the help")?, reached: given.reached }
        }
        Stored::Completed(completed) => QuestionnaireTold::Completed {
            on: day(completed.completed_on, "day of the return")?,
            correction: completed.correction,
        },
        Stored::Impossible(impossible) => {
            QuestionnaireTold::Impossible { on: day(impossible.found_on, "day on which it was found")? }
        }
    })
}

/// A person as the contracts tell them and as events store them.
pub(crate) fn tell_person(person: &Person) -> common::InsuredPerson {
    common::InsuredPerson {
        niss: person.niss.clone(),
        name: Some(common::PersonName { surname: person.surname.clone(), first_names: person.first_names.clone() }),
        birth_date: person.birth_date.map(to_proto),
        sex: tell_sex(person.sex).into(),
        language: tell_language(person.language).into(),
        municipality_code: person.municipality.clone(),
        phone: person.phone.clone().unwrap_or_default(),
        email: person.email.clone().unwrap_or_default(),
    }
}

/// A person, be they told or stored.
pub(crate) fn read_person(person: Option<common::InsuredPerson>) -> Result<Person, Unreadable> {
    let person = person.ok_or(Unreadable("person"))?;
    let language = hear_language(person.language()).ok_or(Unreadable("language"))?;
    let sex = hear_sex(person.sex()).ok_or(Unreadable("sex"))?;
    let name = person.name.ok_or(Unreadable("name"))?;
    Ok(Person {
        niss: person.niss,
        surname: name.surname,
        first_names: name.first_names,
        birth_date: optional_day(person.birth_date, "day of birth")?,
        sex,
        language,
        municipality: person.municipality_code,
        phone: Some(person.phone).filter(|phone| !phone.is_empty()),
        email: Some(person.email).filter(|email| !email.is_empty()),
    })
}

/// A concurrent track as the contracts tell it and as events store it.
pub(crate) fn tell_track(track: &Track) -> common::ConcurrentTrack {
    common::ConcurrentTrack {
        kind: tell_track_kind(track.kind).into(),
        starts_on: Some(to_proto(track.from)),
        ends_on: track.until.map(to_proto),
        codex_asked_by: track.asked_by.map(CodexRequester::code).unwrap_or_default().to_owned(),
    }
}

/// A concurrent track, be it told or stored.
pub(crate) fn read_track(track: Option<common::ConcurrentTrack>) -> Result<Track, Unreadable> {
    let track = track.ok_or(Unreadable("track"))?;
    Ok(Track {
        kind: hear_track_kind(track.kind()).ok_or(Unreadable("kind of track"))?,
        from: day(track.starts_on, "first day of the track")?,
        until: optional_day(track.ends_on, "last day of the track")?,
        asked_by: optional_code(&track.codex_asked_by, requester, "who asked for the track")?,
    })
}

/// All of the end of an incapacity.
pub(crate) fn store_end(end: &IncapacityEnd) -> contract::IncapacityEndNote {
    let IncapacityEnd { last_day, deceased, by_decision, died_on, relapsed_on } = *end;
    contract::IncapacityEndNote {
        last_day: Some(to_proto(last_day)),
        deceased,
        by_decision,
        died_on: died_on.map(to_proto),
        relapsed_on: relapsed_on.map(to_proto),
    }
}
