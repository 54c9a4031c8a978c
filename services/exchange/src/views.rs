//! What the tables show of a case, a partner, a report and an inbox.

use trajet_exchange_domain::{
    self as domain, Case, CaseReferral, Entry, Fact, Inbox, InboxEntry, Partner, Report, State, Told,
};
use trajet_law::referral::Stage;
use trajet_ledger::{Kind, OnConflict, ParkedFact, Row, SchemaStep, Table, Value};
use trajet_service::file_access;
use uuid::Uuid;

use crate::grpc::convert;
use crate::inbox;
use crate::ledger::Exchange;

/// The steps that make the tables.
pub(crate) static SCHEMA: [SchemaStep; 4] = [
    SchemaStep::same(100, "exchange", include_str!("../migrations/exchange.sql")),
    SchemaStep::same(101, "referrals", include_str!("../migrations/referrals.sql")),
    SchemaStep::same(102, "restricted files", include_str!("../migrations/restricted.sql")),
    SchemaStep::same(103, "annulled cases", include_str!("../migrations/annulled.sql")),
];

/// The tables.
pub(crate) static TABLES: [&Table; 8] =
    [&INCAPACITY, &ANNULLED_CASE, &PARTNER, &REPORT, &TAKEN_REPORT, &REFERRAL, &INBOX, &file_access::ADMITTED];

static INCAPACITY: Table = Table {
    name: "incapacity",
    key: 1,
    columns: &[
        ("stream", Kind::Id),
        ("niss_index", Kind::Bytes),
        ("starts_on", Kind::Text),
        ("last_day", Kind::Text),
        ("restricted", Kind::Int),
    ],
    on_conflict: OnConflict::Replace,
};

/// The cases of which nothing stands any more: the reports that they took over wait again.
static ANNULLED_CASE: Table = Table {
    name: "annulled_case",
    key: 1,
    columns: &[("stream", Kind::Id), ("annulled_on", Kind::Text)],
    on_conflict: OnConflict::Replace,
};

static TAKEN_REPORT: Table = Table {
    name: "taken_report",
    key: 2,
    columns: &[("stream", Kind::Id), ("report", Kind::Id)],
    on_conflict: OnConflict::Fail,
};

static PARTNER: Table = Table {
    name: "partner",
    key: 2,
    columns: &[
        ("stream", Kind::Id),
        ("valid_from", Kind::Text),
        ("number", Kind::Text),
        ("kind", Kind::Text),
        ("name", Kind::Text),
        ("valid_to", Kind::Text),
        ("recorded_at", Kind::Int),
    ],
    on_conflict: OnConflict::Replace,
};

/// What partners sent; `matched` is 1 once a case took it over.
pub(crate) static REPORT: Table = Table {
    name: "report",
    key: 1,
    columns: &[
        ("stream", Kind::Id),
        ("niss_index", Kind::Bytes),
        ("partner", Kind::Text),
        ("fact_on", Kind::Text),
        ("received_at", Kind::Int),
        ("matched", Kind::Int),
        ("niss", Kind::Sealed),
        ("told", Kind::Sealed),
    ],
    on_conflict: OnConflict::Replace,
};

/// The referrals of a case: whether one waits to be sent, and what the last entry of its partner's inbox is to say of it: nothing
/// (0), that it stands (1) or that it is over (2).
static REFERRAL: Table = Table {
    name: "referral",
    key: 2,
    columns: &[
        ("stream", Kind::Id),
        ("referral", Kind::Id),
        ("told_at", Kind::Int),
        ("partner", Kind::Text),
        ("queued", Kind::Int),
        ("entries", Kind::Int),
    ],
    on_conflict: OnConflict::Replace,
};

static INBOX: Table = Table {
    name: "inbox",
    key: 2,
    columns: &[
        ("stream", Kind::Id),
        ("number", Kind::Int),
        ("partner", Kind::Text),
        ("case_id", Kind::Id),
        ("referral", Kind::Id),
        ("is_over", Kind::Int),
        ("entered_on", Kind::Text),
    ],
    on_conflict: OnConflict::Fail,
};

/// Every row that the tables hold for a stream in this state.
pub(crate) fn rows(service: &Exchange, stream: Uuid, state: &State) -> Vec<Row> {
    let mut rows = match state {
        State::Empty | State::Erased => Vec::new(),
        State::Case(case) => case_rows(service, stream, case),
        State::Partner(partner) => partner_rows(stream, partner),
        State::Report(report) => vec![report_row(service, stream, report)],
        State::Inbox(inbox) => inbox_rows(stream, inbox),
    };
    rows.extend(domain::timer(state).map(|(kind, on)| Row::timer(stream, kind.code(), on)));
    rows.extend(domain::claim(state).map(|report| Row::claim(stream, service.claim_key(report))));
    rows
}

fn case_rows(service: &Exchange, stream: Uuid, case: &Case) -> Vec<Row> {
    let mut rows = Vec::new();
    if let Some(recognition) = &case.recognition {
        let niss_index = service.pseudonyms.niss(recognition.person.niss.as_str()).to_vec();
        let starts_on = recognition.incapacity_start.to_string();
        let last_day = Value::date(case.ended.as_ref().map(|ending| ending.last_day));
        let restricted = file_access::restricted(&case.file);
        let values = vec![Value::Id(stream), Value::Bytes(niss_index), Value::Text(starts_on), last_day, restricted];
        rows.push(Row::new(&INCAPACITY, values));
    }
    if let Some(on) = case.annulled_on {
        rows.push(Row::new(&ANNULLED_CASE, vec![Value::Id(stream), Value::Text(on.to_string())]));
    }
    rows.extend(file_access::rows(stream, &case.file));
    let taken = |told: &Told| vec![Value::Id(stream), Value::Id(Uuid::from_bytes(told.report.0))];
    rows.extend(case.told.iter().map(|told| Row::new(&TAKEN_REPORT, taken(told))));
    rows.extend(case.referrals.iter().filter_map(|one| referral_row(stream, case, one)));
    rows.extend(case.parked.iter().map(|(fact, because)| {
        let source = fact.source();
        let parked = ParkedFact {
            source: &source.ledger,
            position: i64::try_from(source.position).unwrap_or(i64::MAX),
            fact: match fact {
                Fact::Recognised(_) => "recognised",
                Fact::Corrected(_) => "start_corrected",
                Fact::Ended(_) => "ended",
                Fact::Referred(_) => "referral_made",
                Fact::ReferralEnded(_) => "referral_ended",
            },
            because: because.code(),
            parked_on: fact.effective_on(),
        };
        Row::parked_fact(stream, &parked)
    }));
    rows
}

fn referral_row(stream: Uuid, case: &Case, one: &CaseReferral) -> Option<Row> {
    let source = &one.asked.source;
    let queued = one.course.stage() == Stage::Queued && case.ended.is_none();
    let entries = i64::from(one.course.sent_on().is_some());
    let values = vec![
        Value::Id(stream),
        Value::Id(inbox::referral_id(stream, source)),
        Value::Int(i64::try_from(source.position).unwrap_or(i64::MAX)),
        Value::Text(one.asked.referral.organisation.clone()?),
        Value::Int(queued.into()),
        Value::Int(if one.is_over(case.ended.is_some()) { 2 * entries } else { entries }),
    ];
    Some(Row::new(&REFERRAL, values))
}

fn inbox_rows(stream: Uuid, inbox: &Inbox) -> Vec<Row> {
    let row = |entry: &InboxEntry| {
        let values = vec![
            Value::Id(stream),
            Value::Int(i64::try_from(entry.number).unwrap_or(i64::MAX)),
            Value::Text(inbox.partner.as_str().to_owned()),
            Value::Id(Uuid::from_bytes(entry.case.0)),
            Value::Id(Uuid::from_bytes(entry.referral.0)),
            Value::Int(entry.over.into()),
            Value::Text(entry.on.to_string()),
        ];
        Row::new(&INBOX, values)
    };
    inbox.entries.iter().map(row).collect()
}

fn partner_rows(stream: Uuid, partner: &Partner) -> Vec<Row> {
    let row = |Entry { registered, recorded_at }: &Entry| {
        Row::new(
            &PARTNER,
            vec![
                Value::Id(stream),
                Value::Text(registered.valid_from.to_string()),
                Value::Text(registered.number.as_str().to_owned()),
                Value::Text(registered.kind.code().to_owned()),
                Value::Text(registered.name.clone()),
                Value::date(registered.valid_to),
                Value::Int(recorded_at.timestamp_micros()),
            ],
        )
    };
    partner.entries.iter().map(row).collect()
}

fn report_row(service: &Exchange, stream: Uuid, report: &Report) -> Row {
    Row::new(
        &REPORT,
        vec![
            Value::Id(stream),
            Value::Bytes(service.pseudonyms.niss(report.niss.as_str()).to_vec()),
            Value::Text(report.partner.as_str().to_owned()),
            Value::Text(report.fact.on().to_string()),
            Value::Int(report.received_at.timestamp_micros()),
            Value::Int(report.case.is_some().into()),
            Value::Text(report.niss.as_str().to_owned()),
            Value::Bytes(convert::write_row(&report.fact)),
        ],
    )
}
