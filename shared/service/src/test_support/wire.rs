//! Calls and answers, and what goes from feed to feed.

use std::fmt::Display;

use chrono::NaiveDate;
use prost::Name;
use prost_types::Any;
use tonic::{Request, Status};
use tonic_types::StatusExt as _;
use trajet_access::{Caller, Role};
use trajet_contracts::date::to_proto;
use trajet_contracts::feed::v1::FeedEvent;
use trajet_contracts::google::r#type::Date;
use trajet_ledger::feed::Translated;
use trajet_ledger::{Recorded, StoredEvent};
use uuid::Uuid;

/// A day as the contracts say it.
#[must_use]
pub fn on(text: &str) -> Option<Date> {
    text.parse::<NaiveDate>().ok().map(to_proto)
}

/// Somebody of insurer 300.
#[must_use]
pub fn staff(role: Role, subject: &str) -> Caller {
    Caller {
        subject: subject.parse().unwrap(),
        role,
        insurer: "300".parse().unwrap(),
        organisation: "0206653946".parse().unwrap(),
    }
}

/// A call of this caller.
pub fn called_by<T>(caller: Caller, message: T) -> Request<T> {
    let mut request = Request::new(message);
    request.extensions_mut().insert(caller);
    request
}

/// A call of somebody of insurer 300.
pub fn by<T>(role: Role, subject: &str, message: T) -> Request<T> {
    called_by(staff(role, subject), message)
}

/// The reason of a refusal.
#[must_use]
pub fn reason(status: &Status) -> String {
    status.get_details_error_info().unwrap().reason
}

/// The fields that are said to be wrong, in their order.
#[must_use]
pub fn fields(status: &Status) -> Vec<String> {
    let found = status.get_details_bad_request().unwrap().field_violations;
    found.into_iter().map(|violation| violation.field).collect()
}

/// A message as a service's feed tells it.
#[must_use]
pub fn event(case: &impl Display, position: u64, message: &impl Name) -> FeedEvent {
    let payload = Some(Any::from_msg(message).unwrap());
    FeedEvent { position, case_id: case.to_string(), payload, ..FeedEvent::default() }
}

/// An event of this kind as its ledger gives it back.
#[must_use]
pub fn recorded<E>(kind: &str, event: E) -> Recorded<E> {
    let stored = StoredEvent {
        position: 3,
        stream: Uuid::nil(),
        version: 2,
        kind: kind.to_owned(),
        schema: 1,
        recorded_at: 0,
        effective_on: "2022-09-05".to_owned(),
        actor: "system:timer".to_owned(),
        basis: "M1".to_owned(),
        request_id: Uuid::nil(),
        trace: String::new(),
        header: Vec::new(),
        sealed: Vec::new(),
        leaf: Vec::new(),
        hash: Vec::new(),
    };
    Recorded { stored, event: Some(event), source: None }
}

/// An event that was erased is told like before, without its payload.
pub fn assert_erased_keep_their_kinds<E>(
    events: impl IntoIterator<Item = Recorded<E>>,
    translate: fn(&Recorded<E>) -> Option<Translated>,
) {
    for whole in events {
        let told = translate(&whole);
        let erased = translate(&Recorded { event: None, ..whole });
        assert_eq!(erased.as_ref().map(|it| it.kind), told.map(|it| it.kind));
        assert!(erased.is_none_or(|it| it.payload.is_none()));
    }
}
