//! Facts of other services, and what an estimate knew of them, as they are stored.

use chrono::NaiveDate;
use trajet_assessment_domain::{
    Fact, FactorCounts, ParkedBecause, Presumed, ProfileSummary, Questionnaire, Source, Told,
};
use trajet_belgium::EnterpriseNumber;
use trajet_contracts::date::to_proto;
use trajet_contracts::internal::assessment::v1 as stored;
use trajet_contracts::internal::ledger::v1 as shared;
use trajet_law::rule::{Ground, Rule};
use trajet_service::employer;
use trajet_service::plan::{Unreadable, day};
use trajet_service::rehabilitation;

use stored::fact_noted::Told as StoredOther;
use stored::questionnaire_noted::Told as StoredTold;

/// Why the questionnaire of route A is sent: what is meant where no ground is stored.
const ROUTE_A: Ground = Ground { rule: Rule::Q1, point: None };

/// A fact in its stored shape: one for the questionnaire service, one for the others.
pub(super) enum Shape {
    Questionnaire(stored::QuestionnaireNoted),
    Other(stored::FactNoted),
}

impl Shape {
    /// The two fields of a message that holds either.
    pub(super) fn either(self) -> (Option<stored::QuestionnaireNoted>, Option<stored::FactNoted>) {
        match self {
            Self::Questionnaire(fact) => (Some(fact), None),
            Self::Other(fact) => (None, Some(fact)),
        }
    }
}

pub(super) fn shape(fact: &Fact) -> Shape {
    let source = Some(write_source(&fact.source));
    let questionnaire =
        |told| Shape::Questionnaire(stored::QuestionnaireNoted { told: Some(told), source: source.clone() });
    let other = |told| Shape::Other(stored::FactNoted { told: Some(told), source: source.clone() });
    match &fact.told {
        Told::Sent { on, due_back, because } => questionnaire(sent(*on, *due_back, *because)),
        Told::Waived { on, because } => questionnaire(waived(*on, *because)),
        Told::NotReturned { due_back, help_asked_on } => questionnaire(not_returned(Some(*due_back), *help_asked_on)),
        Told::Incomplete { on } => questionnaire(StoredTold::Incomplete(stored::QuestionnaireNotReturned {
            due_back: None,
            noted_on: Some(to_proto(*on)),
        })),
        Told::Completed { on, profile } => questionnaire(completed(*on, profile)),
        Told::Impossible { on } => questionnaire(impossible(*on)),
        Told::TrajectoryRequested { on } => {
            other(StoredOther::TrajectoryRequested(stored::TrajectoryRequested { received_on: Some(to_proto(*on)) }))
        }
        Told::AuthorisationAsked { number, on, contact_on, actions } => {
            other(StoredOther::AuthorisationAsked(stored::AuthorisationAsked {
                number: *number,
                asked_on: Some(to_proto(*on)),
                contact_on: Some(to_proto(*contact_on)),
                actions: actions.clone(),
            }))
        }
        Told::ConsentsDecided { since, trajectory, physician_follow_up } => {
            other(StoredOther::ConsentsDecided(stored::ConsentsDecided {
                since: Some(to_proto(*since)),
                trajectory: *trajectory,
                physician_follow_up: *physician_follow_up,
            }))
        }
        Told::Presumed(one) => other(StoredOther::Presumed(stored::Presumed {
            number: one.number,
            kind: one.kind.code().to_owned(),
            first_day: Some(to_proto(one.first)),
            last_day: Some(to_proto(one.last)),
            parameter: one.parameter.as_ref().map(ToString::to_string).unwrap_or_default(),
        })),
        Told::TrajectoryEnded { on, because } => {
            let (ended_on, because) = (Some(to_proto(*on)), because.to_string());
            other(StoredOther::TrajectoryEnded(stored::TrajectoryEnded { ended_on, because }))
        }
        Told::CodexRequested { on, partner, employer } => other(StoredOther::CodexRequested(stored::CodexRequested {
            requested_on: Some(to_proto(*on)),
            partner_number: partner.as_str().to_owned(),
            employer_number: employer::tell(*employer),
        })),
        Told::Rehabilitation { fact, partner } => other(StoredOther::RehabilitationTold(stored::RehabilitationTold {
            fact: Some(rehabilitation::tell_fact(fact)),
            partner_number: partner.as_str().to_owned(),
        })),
        Told::CodexEnded { on, partner, employer } => other(StoredOther::CodexEnded(stored::CodexEnded {
            ended_on: Some(to_proto(*on)),
            partner_number: partner.as_str().to_owned(),
            employer_number: employer::tell(*employer),
        })),
        Told::Relapsed { on } => other(StoredOther::Relapsed(stored::Relapsed { first_day: Some(to_proto(*on)) })),
        Told::Died { on } => other(StoredOther::Died(stored::Died { died_on: Some(to_proto(*on)) })),
    }
}

pub(super) fn write_parked(fact: &Fact, because: ParkedBecause) -> stored::FactParked {
    let (fact, other) = shape(fact).either();
    stored::FactParked { fact, because: because.code().to_owned(), other }
}

pub(super) fn write_released(fact: &Fact) -> stored::FactReleased {
    let (fact, other) = shape(fact).either();
    stored::FactReleased { fact, other }
}

/// What an estimate rested on; nothing where nothing was known.
pub(super) fn of_estimate(questionnaire: &Questionnaire) -> Option<stored::QuestionnaireNoted> {
    let told = match questionnaire {
        Questionnaire::NotSent => return None,
        Questionnaire::Sent { on, due_back } => sent(*on, *due_back, ROUTE_A),
        Questionnaire::Waived { on, because } => waived(*on, *because),
        Questionnaire::NotReturned { on } => not_returned(None, *on),
        Questionnaire::Completed { on, profile } => completed(*on, profile),
        Questionnaire::BackBeforeGoLive { on } => {
            StoredTold::BackBeforeGoLive(stored::QuestionnaireBackBeforeGoLive { returned_on: Some(to_proto(*on)) })
        }
        Questionnaire::Impossible { on } => impossible(*on),
    };
    Some(stored::QuestionnaireNoted { told: Some(told), source: None })
}

/// A fact that is stored in one of its two shapes.
pub(super) fn read_either(
    questionnaire: Option<stored::QuestionnaireNoted>,
    other: Option<stored::FactNoted>,
) -> Result<Fact, Unreadable> {
    match (questionnaire, other) {
        (Some(fact), None) => read_questionnaire(fact),
        (None, Some(fact)) => read_other(fact),
        _ => Err(Unreadable("fact")),
    }
}

/// A fact of the questionnaire service, as it was stored.
pub(super) fn read_questionnaire(message: stored::QuestionnaireNoted) -> Result<Fact, Unreadable> {
    let told = match message.told.ok_or(Unreadable("fact"))? {
        StoredTold::Sent(sent) => Told::Sent {
            on: day(sent.sent_on, "day of sending")?,
            due_back: day(sent.due_back, "last day")?,
            because: match sent.because.as_str() {
                "" => ROUTE_A,
                because => because.parse().map_err(|_| Unreadable("ground"))?,
            },
        },
        StoredTold::Waived(waived) => Told::Waived {
            on: day(waived.waived_on, "day of the waiver")?,
            because: waived.because.parse().map_err(|_| Unreadable("ground"))?,
        },
        StoredTold::NotReturned(missed) => Told::NotReturned {
            due_back: day(missed.due_back, "last day")?,
            help_asked_on: day(missed.noted_on, "day on which help was asked")?,
        },
        StoredTold::Incomplete(incomplete) => Told::Incomplete { on: day(incomplete.noted_on, "day of return")? },
        StoredTold::Completed(completed) => {
            Told::Completed { on: day(completed.completed_on, "day of return")?, profile: read_profile(&completed) }
        }
        // Of what was told before go-live only an estimate says so.
        StoredTold::BackBeforeGoLive(_) => return Err(Unreadable("fact")),
        StoredTold::Impossible(impossible) => Told::Impossible { on: day(impossible.found_on, "day of the finding")? },
    };
    Ok(Fact { told, source: read_source(message.source)? })
}

/// A fact of the dossier or the exchange service, as it was stored.
pub(super) fn read_other(message: stored::FactNoted) -> Result<Fact, Unreadable> {
    let told = match message.told.ok_or(Unreadable("fact"))? {
        StoredOther::TrajectoryRequested(requested) => {
            Told::TrajectoryRequested { on: day(requested.received_on, "day of the request")? }
        }
        StoredOther::AuthorisationAsked(asked) => Told::AuthorisationAsked {
            number: asked.number,
            on: day(asked.asked_on, "day of the request")?,
            contact_on: day(asked.contact_on, "day of the contact")?,
            actions: asked.actions,
        },
        StoredOther::ConsentsDecided(decided) => Told::ConsentsDecided {
            since: day(decided.since, "day of the decision")?,
            trajectory: decided.trajectory,
            physician_follow_up: decided.physician_follow_up,
        },
        StoredOther::Presumed(presumed) => Told::Presumed(Presumed {
            number: presumed.number,
            kind: presumed.kind.parse().map_err(|_| Unreadable("kind of presumption"))?,
            first: day(presumed.first_day, "first day of the presumption")?,
            last: day(presumed.last_day, "last day of the presumption")?,
            parameter: Some(presumed.parameter)
                .filter(|parameter| !parameter.is_empty())
                .map(|parameter| parameter.parse().map_err(|_| Unreadable("parameter")))
                .transpose()?,
        }),
        StoredOther::TrajectoryEnded(ended) => Told::TrajectoryEnded {
            on: day(ended.ended_on, "last day")?,
            because: ended.because.parse().map_err(|_| Unreadable("ground"))?,
        },
        StoredOther::CodexRequested(requested) => Told::CodexRequested {
            on: day(requested.requested_on, "day of the request")?,
            partner: read_partner(&requested.partner_number)?,
            employer: employer::read(&requested.employer_number)?,
        },
        StoredOther::RehabilitationTold(told) => Told::Rehabilitation {
            fact: rehabilitation::hear_fact(told.fact)?,
            partner: read_partner(&told.partner_number)?,
        },
        StoredOther::CodexEnded(ended) => Told::CodexEnded {
            on: day(ended.ended_on, "last day")?,
            partner: read_partner(&ended.partner_number)?,
            employer: employer::read(&ended.employer_number)?,
        },
        StoredOther::Relapsed(relapsed) => Told::Relapsed { on: day(relapsed.first_day, "first day of the relapse")? },
        StoredOther::Died(died) => Told::Died { on: day(died.died_on, "day of the death")? },
    };
    Ok(Fact { told, source: read_source(message.source)? })
}

/// What was known of the questionnaire when an estimate was made.
pub(super) fn read_estimate(message: Option<stored::QuestionnaireNoted>) -> Result<Questionnaire, Unreadable> {
    let Some(told) = message.and_then(|message| message.told) else { return Ok(Questionnaire::NotSent) };
    Ok(match told {
        StoredTold::Sent(sent) => {
            Questionnaire::Sent { on: day(sent.sent_on, "day of sending")?, due_back: day(sent.due_back, "last day")? }
        }
        StoredTold::Waived(waived) => Questionnaire::Waived {
            on: day(waived.waived_on, "day of the waiver")?,
            because: waived.because.parse().map_err(|_| Unreadable("ground"))?,
        },
        StoredTold::NotReturned(missed) | StoredTold::Incomplete(missed) => {
            Questionnaire::NotReturned { on: day(missed.noted_on, "day")? }
        }
        StoredTold::Completed(completed) => Questionnaire::Completed {
            on: day(completed.completed_on, "day of return")?,
            profile: read_profile(&completed),
        },
        StoredTold::BackBeforeGoLive(back) => {
            Questionnaire::BackBeforeGoLive { on: day(back.returned_on, "day of return")? }
        }
        StoredTold::Impossible(impossible) => {
            Questionnaire::Impossible { on: day(impossible.found_on, "day of the finding")? }
        }
    })
}

/// The number of a partner.
pub(crate) fn read_partner(number: &str) -> Result<EnterpriseNumber, Unreadable> {
    EnterpriseNumber::parse(number).map_err(|_| Unreadable("enterprise number of the partner"))
}

fn write_source(source: &Source) -> shared::FactSource {
    shared::FactSource { ledger: source.ledger.clone(), position: source.position }
}

fn read_source(source: Option<shared::FactSource>) -> Result<Source, Unreadable> {
    let shared::FactSource { ledger, position } = source.ok_or(Unreadable("source"))?;
    Ok(Source { ledger, position })
}

fn sent(on: NaiveDate, due_back: NaiveDate, because: Ground) -> StoredTold {
    let because = if because == ROUTE_A { String::new() } else { because.to_string() };
    StoredTold::Sent(stored::QuestionnaireSent {
        sent_on: Some(to_proto(on)),
        due_back: Some(to_proto(due_back)),
        because,
    })
}

fn waived(on: NaiveDate, because: Ground) -> StoredTold {
    StoredTold::Waived(stored::QuestionnaireWaived { waived_on: Some(to_proto(on)), because: because.to_string() })
}

fn not_returned(due_back: Option<NaiveDate>, on: NaiveDate) -> StoredTold {
    StoredTold::NotReturned(stored::QuestionnaireNotReturned {
        due_back: due_back.map(to_proto),
        noted_on: Some(to_proto(on)),
    })
}

fn completed(on: NaiveDate, profile: &ProfileSummary) -> StoredTold {
    let counts = |counts: &FactorCounts| stored::FactorCounts {
        helping: counts.helping,
        hindering: counts.hindering,
        neutral: counts.neutral,
    };
    StoredTold::Completed(stored::QuestionnaireCompleted {
        completed_on: Some(to_proto(on)),
        personal: Some(counts(&profile.personal)),
        environmental: Some(counts(&profile.environmental)),
    })
}

fn impossible(on: NaiveDate) -> StoredTold {
    StoredTold::Impossible(stored::QuestionnaireImpossible { found_on: Some(to_proto(on)) })
}

fn read_profile(completed: &stored::QuestionnaireCompleted) -> ProfileSummary {
    let counts = |counts: &Option<stored::FactorCounts>| {
        counts.as_ref().map_or_else(FactorCounts::default, |counts| FactorCounts {
            helping: counts.helping,
            hindering: counts.hindering,
            neutral: counts.neutral,
        })
    };
    ProfileSummary { personal: counts(&completed.personal), environmental: counts(&completed.environmental) }
}
