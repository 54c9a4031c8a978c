//! Who may see a file, as it is stored.

use chrono::{DateTime, Utc};
use prost::Message as _;
use prost_types::Timestamp;
use trajet_assessment_domain::Event;
use trajet_contracts::date::to_proto;
use trajet_contracts::internal::assessment::v1 as stored;
use trajet_contracts::internal::assessment::v1::file_changed::Change;
use trajet_law::file_access::{Emergency, FileChange, FileChanged, Review};
use trajet_service::file_access;
use trajet_service::plan::{Unreadable, day};

use super::ReadError;
use crate::grpc::convert;

pub(super) fn write(changed: &FileChanged) -> (&'static str, Vec<u8>) {
    let FileChanged { change, access, on } = changed;
    let list = |subjects: &std::collections::BTreeSet<String>| subjects.iter().cloned().collect();
    let (kind, change) = match change {
        FileChange::Restricted { admitted, reason } => {
            let reason = convert::tell_restriction_reason(*reason).into();
            ("file_restricted", Change::Restricted(stored::FileRestricted { admitted: list(admitted), reason }))
        }
        FileChange::ListChanged { admitted, removed } => {
            let change = stored::FileListChanged { admitted: list(admitted), removed: list(removed) };
            ("file_list_changed", Change::ListChanged(change))
        }
        FileChange::Lifted => ("file_restriction_lifted", Change::Lifted(stored::FileRestrictionLifted {})),
        FileChange::Opened(emergency) => ("file_opened", Change::Opened(write_opened(emergency))),
        FileChange::Reviewed { number, review } => {
            let outcome = convert::tell_review_outcome(review.outcome).into();
            let change = stored::FileAccessReviewed { number: *number, outcome, reviewed_by: review.by.clone() };
            ("file_access_reviewed", Change::Reviewed(change))
        }
    };
    let (access, changed_on) = (Some(file_access::tell(access)), Some(to_proto(*on)));
    (kind, stored::FileChanged { access, changed_on, change: Some(change) }.encode_to_vec())
}

fn write_opened(emergency: &Emergency) -> stored::FileOpened {
    let nanos = i32::try_from(emergency.opened_at.timestamp_subsec_nanos()).unwrap_or_default();
    stored::FileOpened {
        number: emergency.number,
        subject: emergency.subject.clone(),
        role: emergency.role.clone(),
        reason: convert::tell_emergency_reason(emergency.reason).into(),
        words: emergency.words.clone(),
        opened_at: Some(Timestamp { seconds: emergency.opened_at.timestamp(), nanos }),
        last_day: Some(to_proto(emergency.last_day)),
        review_by: Some(to_proto(emergency.review_by)),
        access_figure: emergency.access_figure.to_string(),
        review_figure: emergency.review_figure.to_string(),
    }
}

/// The kinds of these events.
pub(crate) const KINDS: [&str; 5] =
    ["file_restricted", "file_list_changed", "file_restriction_lifted", "file_opened", "file_access_reviewed"];

pub(super) fn read(bytes: &[u8]) -> Result<Event, ReadError> {
    let message = stored::FileChanged::decode(bytes)?;
    let on = day(message.changed_on, "day of the change")?;
    let change = match message.change.ok_or(Unreadable("change of the file"))? {
        Change::Restricted(restricted) => {
            let reason = convert::hear_restriction_reason(restricted.reason());
            let reason = reason.ok_or(Unreadable("reason of the restriction"))?;
            FileChange::Restricted { admitted: restricted.admitted.into_iter().collect(), reason }
        }
        Change::ListChanged(stored::FileListChanged { admitted, removed }) => {
            FileChange::ListChanged { admitted: admitted.into_iter().collect(), removed: removed.into_iter().collect() }
        }
        Change::Lifted(stored::FileRestrictionLifted {}) => FileChange::Lifted,
        Change::Opened(opened) => FileChange::Opened(read_opened(opened)?),
        Change::Reviewed(reviewed) => {
            let outcome =
                convert::hear_review_outcome(reviewed.outcome()).ok_or(Unreadable("outcome of the review"))?;
            FileChange::Reviewed { number: reviewed.number, review: Review { outcome, by: reviewed.reviewed_by, on } }
        }
    };
    Ok(Event::FileChanged(Box::new(FileChanged { change, access: file_access::hear(message.access)?, on })))
}

fn read_opened(opened: stored::FileOpened) -> Result<Emergency, Unreadable> {
    let reason = convert::hear_emergency_reason(opened.reason()).ok_or(Unreadable("reason of the access"))?;
    let figure = |text: &str| text.parse().map_err(|_| Unreadable("figure of the access"));
    Ok(Emergency {
        number: opened.number,
        reason,
        access_figure: figure(&opened.access_figure)?,
        review_figure: figure(&opened.review_figure)?,
        opened_at: instant(opened.opened_at)?,
        last_day: day(opened.last_day, "last day of the access")?,
        review_by: day(opened.review_by, "day of the review")?,
        subject: opened.subject,
        role: opened.role,
        words: opened.words,
    })
}

fn instant(at: Option<Timestamp>) -> Result<DateTime<Utc>, Unreadable> {
    let at = at.and_then(|at| DateTime::from_timestamp(at.seconds, u32::try_from(at.nanos).ok()?));
    at.ok_or(Unreadable("instant of the access"))
}
