//! Annulling an act: what a request says of it, what is stored and told, and the history as the law asks it again (ADR 22).

mod correcting;

use std::collections::BTreeSet;

use prost::Message as _;
use trajet_access::{Caller, Row};
use trajet_contracts::assessment::v1::{AssessmentEvent, FileAccessChanged, assessment_event};
use trajet_contracts::date::to_proto;
use trajet_contracts::internal::ledger::v1 as stored;
use trajet_contracts::r#type::v1 as contract;
use trajet_law::annul::{Acted, Annul, AnnulReason, Annulled, AskedBy, Cause, TakenBack};
use trajet_law::brussels;
use trajet_ledger::{By, Outcome, Revision, Standing};
use trajet_runtime::{Failure, Violations};

use crate::file_access::{Guarded, is_closed_to};
use crate::ledgers::Served;
use crate::plan::{Unreadable, day};

pub use correcting::tell_notice;

/// A history as the law asks it again.
#[must_use]
pub fn acted<E>(history: &[Standing<E>]) -> Vec<Acted<'_, E>> {
    let acted = |standing: &'_ Standing<E>| {
        let at = chrono::DateTime::from_timestamp_micros(standing.acted_at).unwrap_or_default();
        (at, brussels::date_of(at))
    };
    history
        .iter()
        .map(|standing| {
            let (at, today) = acted(standing);
            let source = standing.source.as_ref();
            Acted {
                position: standing.position.unsigned_abs(),
                act: standing.act.as_u128(),
                at,
                today,
                cause: match source {
                    Some(_) => Cause::Fact,
                    None => match standing.by {
                        By::Somebody => Cause::Act,
                        By::Timer => Cause::Timer,
                        By::Law => Cause::Law,
                    },
                },
                source: source.map(|source| (source.ledger.as_str(), source.position.unsigned_abs())),
                struck: standing.struck_by.is_some(),
                event: &*standing.event,
            }
        })
        .collect()
}

/// What an annulment changes of the history.
#[must_use]
pub fn revision(annulled: &Annulled) -> Revision<'_> {
    Revision { act: annulled.act, others: &annulled.others, struck: &annulled.struck, places: &annulled.places }
}

/// Reads which act is annulled, and why.
pub fn check(violations: &mut Violations, annulment: Option<&contract::Annulment>) -> Option<Annul> {
    let given = violations.check("annulment", annulment.ok_or("is required"))?;
    violations.require("annulment.act_position", given.act_position > 0, "is required");
    let reason = violations.enumeration::<contract::AnnulmentReason>("annulment.reason", given.reason);
    let asked_by = violations.enumeration::<contract::AnnulmentAskedBy>("annulment.asked_by", given.asked_by);
    Some(Annul { act: given.act_position, reason: hear_reason(reason?)?, asked_by: hear_asked_by(asked_by?)? })
}

fn hear_reason(reason: contract::AnnulmentReason) -> Option<AnnulReason> {
    Some(match reason {
        contract::AnnulmentReason::Unspecified => return None,
        contract::AnnulmentReason::WrongPerson => AnnulReason::WrongPerson,
        contract::AnnulmentReason::WrongContent => AnnulReason::WrongContent,
        contract::AnnulmentReason::WrongDate => AnnulReason::WrongDate,
        contract::AnnulmentReason::NeverTookPlace => AnnulReason::NeverTookPlace,
        contract::AnnulmentReason::RecordedTwice => AnnulReason::RecordedTwice,
    })
}

fn tell_reason(reason: AnnulReason) -> contract::AnnulmentReason {
    match reason {
        AnnulReason::WrongPerson => contract::AnnulmentReason::WrongPerson,
        AnnulReason::WrongContent => contract::AnnulmentReason::WrongContent,
        AnnulReason::WrongDate => contract::AnnulmentReason::WrongDate,
        AnnulReason::NeverTookPlace => contract::AnnulmentReason::NeverTookPlace,
        AnnulReason::RecordedTwice => contract::AnnulmentReason::RecordedTwice,
    }
}

fn hear_asked_by(asked_by: contract::AnnulmentAskedBy) -> Option<AskedBy> {
    match asked_by {
        contract::AnnulmentAskedBy::Unspecified => None,
        contract::AnnulmentAskedBy::Person => Some(AskedBy::Person),
        contract::AnnulmentAskedBy::Keeper => Some(AskedBy::Keeper),
    }
}

fn tell_asked_by(asked_by: AskedBy) -> contract::AnnulmentAskedBy {
    match asked_by {
        AskedBy::Person => contract::AnnulmentAskedBy::Person,
        AskedBy::Keeper => contract::AnnulmentAskedBy::Keeper,
    }
}

/// What the other services are told: they look for what they noted among all that does not stand.
#[must_use]
pub fn tell(annulled: &Annulled) -> contract::FactsAnnulled {
    contract::FactsAnnulled {
        positions: annulled.struck.clone(),
        whole_case: annulled.whole_case,
        annulled_on: Some(to_proto(annulled.on)),
        reason: tell_reason(annulled.reason).into(),
        asked_by: tell_asked_by(annulled.asked_by).into(),
        followed_by: u32::try_from(annulled.places.len()).unwrap_or(u32::MAX),
    }
}

/// Reads what another service took back, at a position of its ledger.
///
/// # Errors
/// If the message names something that this program does not know.
pub fn hear(message: &contract::FactsAnnulled, ledger: &str, position: u64) -> Result<TakenBack, Unreadable> {
    let reason = contract::AnnulmentReason::try_from(message.reason).ok().and_then(hear_reason);
    let asked_by = contract::AnnulmentAskedBy::try_from(message.asked_by).ok().and_then(hear_asked_by);
    Ok(TakenBack {
        ledger: ledger.to_owned(),
        position,
        facts: message.positions.iter().copied().collect::<BTreeSet<_>>(),
        whole_case: message.whole_case,
        reason: reason.ok_or(Unreadable("reason"))?,
        asked_by: asked_by.ok_or(Unreadable("who asked"))?,
        on: day(message.annulled_on, "day of the annulment")?,
    })
}

/// A message of a feed, which can take back what was told, or tell who may see the file: both are heard whatever the case is.
pub trait TakesBack {
    /// What it takes back, if that is what it tells.
    fn taken_back(&self) -> Option<&contract::FactsAnnulled>;

    /// Who may see the file, if that is what it tells. Medical assessment alone does.
    fn file_access(&self) -> Option<&FileAccessChanged> {
        None
    }
}

impl TakesBack for AssessmentEvent {
    fn taken_back(&self) -> Option<&contract::FactsAnnulled> {
        match &self.fact {
            Some(assessment_event::Fact::FactsAnnulled(annulled)) => Some(annulled),
            _ => None,
        }
    }

    fn file_access(&self) -> Option<&FileAccessChanged> {
        match &self.fact {
            Some(assessment_event::Fact::FileAccessChanged(changed)) => Some(changed),
            _ => None,
        }
    }
}

macro_rules! takes_back {
    ($($package:ident :: $event:ident :: $fact:ident),+ $(,)?) => {$(
        impl TakesBack for trajet_contracts::$package::v1::$event {
            fn taken_back(&self) -> Option<&contract::FactsAnnulled> {
                match &self.fact {
                    Some(trajet_contracts::$package::v1::$fact::Fact::FactsAnnulled(annulled)) => Some(annulled),
                    _ => None,
                }
            }
        }
    )+};
}

takes_back! {
    dossier::DossierEvent::dossier_event,
    questionnaire::QuestionnaireEvent::questionnaire_event,
    exchange::ExchangeEvent::exchange_event,
}

/// The stored bytes of an annulment.
#[must_use]
pub fn store(annulled: &Annulled) -> Vec<u8> {
    let Annulled { act, others, struck, places, unsupported, sent, notices, whole_case, reason, asked_by, on, source } =
        annulled;
    let message = stored::ActAnnulled {
        act: *act,
        others: others.clone(),
        struck: struck.clone(),
        places: places.clone(),
        unsupported: unsupported.clone(),
        sent: sent.clone(),
        notices: notices.iter().map(correcting::store).collect(),
        whole_case: *whole_case,
        reason: reason.code().to_owned(),
        asked_by: asked_by.code().to_owned(),
        annulled_on: Some(to_proto(*on)),
        source: source
            .as_ref()
            .map(|(ledger, position)| stored::FactSource { ledger: ledger.clone(), position: *position }),
    };
    message.encode_to_vec()
}

/// Reads them.
///
/// # Errors
/// If the message names something that this program does not know.
pub fn read(message: stored::ActAnnulled) -> Result<Annulled, Unreadable> {
    Ok(Annulled {
        act: message.act,
        others: message.others,
        struck: message.struck,
        places: message.places,
        unsupported: message.unsupported,
        sent: message.sent,
        notices: message.notices.into_iter().map(correcting::read).collect::<Result<_, _>>()?,
        whole_case: message.whole_case,
        reason: message.reason.parse().map_err(|_| Unreadable("reason"))?,
        asked_by: message.asked_by.parse().map_err(|_| Unreadable("who asked"))?,
        on: day(message.annulled_on, "day of the annulment")?,
        source: message.source.map(|source| (source.ledger, source.position)),
    })
}

/// An annulment in one sentence.
#[must_use]
pub fn summary(annulled: &Annulled) -> String {
    let what = match (&annulled.source, annulled.whole_case) {
        (_, true) => "The whole case was annulled".to_owned(),
        (None, false) => format!("The act of entry {} was annulled", annulled.act),
        (Some(_), false) => format!("What another service told, entry {}, was taken back", annulled.act),
    };
    let who = match annulled.asked_by {
        AskedBy::Person => "at the person's request",
        AskedBy::Keeper => "as a mistake of the record",
    };
    let reason = annulled.reason.code().replace('_', " ");
    let list = |places: &[u64]| places.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let sent = match (&annulled.sent[..], &annulled.notices[..]) {
        ([], _) => String::new(),
        // To who died, or of before there were any.
        (sent, []) => format!("; nobody is told of entries {}, which had gone out", list(sent)),
        (sent, _) => format!("; a correcting notice was issued for entries {}", list(sent)),
    };
    let unsupported = match &annulled.unsupported[..] {
        [] => String::new(),
        stand => format!("; entries {} stand, though they rested on it", list(stand)),
    };
    format!("{what} {who} ({reason}){sent}{unsupported}.")
}

/// The entries for which an act that annulled has correcting notices, and those notices. They are letters: the answer that shows
/// them is a look at the case (rule R3), and who repeats the request once they are kept out of the file gets none.
///
/// # Errors
/// If the store fails.
pub async fn correcting_notices<D: Guarded>(
    ledger: &Served<D>,
    caller: &Caller,
    row: &'static Row,
    done: &Outcome,
    annulled: fn(&D::Event) -> Option<&Annulled>,
) -> Result<(Vec<u64>, Vec<contract::CorrectingNotice>), Failure> {
    let history = ledger.history(done.stream, 0, i64::MAX).await.map_err(|error| ledger.failure(&error))?;
    let act = history.iter().find(|recorded| recorded.stored.version == done.version).map(|last| last.stored.act());
    let of_act = history.iter().filter(|recorded| Some(recorded.stored.act()) == act);
    let annulled: Vec<_> = of_act.filter_map(|recorded| recorded.event.as_ref()).filter_map(annulled).collect();
    let entries = annulled.iter().flat_map(|annulled| annulled.notices.iter().map(|notice| notice.entry)).collect();
    let notices: Vec<_> = annulled.iter().flat_map(|annulled| &annulled.notices).map(tell_notice).collect();
    if notices.is_empty() || is_closed_to(ledger, caller, done.stream).await? {
        return Ok((entries, Vec::new()));
    }
    ledger.looked(caller, row, done.stream).await?;
    Ok((entries, notices))
}

/// Answers an `AnnulAct` request. `$instead` reads the act that takes the place of the wrong one, as the domain's command;
/// `$command` makes the command of both, which `$settle` completes as that of any act.
#[macro_export]
macro_rules! annul_act {
    (
        $self:ident, $request:ident, $instead:expr, $command:expr $(=> $settle:path)?, $annulled:path,
        $refusal:path => $response:ident
    ) => {{
        let (caller, ledger, request) = $self.ledgers.receive($request).await?;
        let mut violations = ::trajet_runtime::Violations::default();
        let envelope = $crate::Envelope::read(&mut violations, &request, &request.request_id, &request.etag);
        let case_id = violations.uuid("case_id", &request.case_id);
        let annul = $crate::annul::check(&mut violations, request.annulment.as_ref());
        let instead = $instead(&mut violations, &caller, &request);
        let read = envelope.zip(case_id).zip(annul.zip(instead));
        let ((envelope, case_id), (annul, instead)) = violations.finish_with(read)?;
        let row = envelope.row()?;
        let command = $command(&caller, ::trajet_law::annul::Mistake::Act(annul), instead);
        $(let command = $settle(ledger, &caller, &envelope, case_id, command).await?;)?
        let done = $crate::submit(ledger, &caller, envelope, case_id, command, $refusal).await?;
        let (correcting_notices, notices) =
            $crate::annul::correcting_notices(ledger, &caller, row, &done, $annulled).await?;
        Ok(::tonic::Response::new($response {
            case_id: done.stream.to_string(),
            etag: done.version.to_string(),
            cursor: done.cursor.to_string(),
            correcting_notices,
            notices,
        }))
    }};
}
