//! The physician's answers to who asks for a trajectory, with their letters, as they are stored.

use chrono::NaiveDate;
use trajet_assessment_domain::{Event, Notice, NoticeText, TrajectoryRefusal};
use trajet_contracts::date::to_proto;
use trajet_contracts::internal::assessment::v1 as stored;
use trajet_service::plan::{Unreadable, day};
use trajet_service::work::{hear_language, tell_language};
use trajet_service::{contact, representation};

use crate::grpc::convert;

pub(super) fn write_refusal(refusal: &TrajectoryRefusal) -> stored::TrajectoryRefused {
    stored::TrajectoryRefused {
        asked_on: Some(to_proto(refusal.asked_on)),
        refused_on: Some(to_proto(refusal.on)),
        notice: refusal.notice.as_ref().map(write_notice),
    }
}

pub(super) fn read_refusal(message: stored::TrajectoryRefused) -> Result<Event, Unreadable> {
    Ok(Event::TrajectoryRefused(TrajectoryRefusal {
        asked_on: day(message.asked_on, "day of the request")?,
        on: day(message.refused_on, "day of the refusal")?,
        notice: message.notice.map(read_notice).transpose()?,
    }))
}

pub(super) fn write_authorised(request: u32, on: NaiveDate) -> stored::TrajectoryAuthorised {
    stored::TrajectoryAuthorised { request, decided_on: Some(to_proto(on)) }
}

pub(super) fn read_authorised(message: stored::TrajectoryAuthorised) -> Result<Event, Unreadable> {
    let on = day(message.decided_on, "day of the decision")?;
    Ok(Event::TrajectoryAuthorised { request: message.request, on })
}

pub(super) fn write_not_authorised(
    request: u32,
    on: NaiveDate,
    notice: Option<&Notice>,
) -> stored::TrajectoryNotAuthorised {
    stored::TrajectoryNotAuthorised { request, decided_on: Some(to_proto(on)), notice: notice.map(write_notice) }
}

pub(super) fn read_not_authorised(message: stored::TrajectoryNotAuthorised) -> Result<Event, Unreadable> {
    Ok(Event::TrajectoryNotAuthorised {
        request: message.request,
        on: day(message.decided_on, "day of the decision")?,
        notice: message.notice.map(read_notice).transpose()?,
    })
}

pub(super) fn write_notice(notice: &Notice) -> stored::IssuedNotice {
    stored::IssuedNotice {
        issued_on: Some(to_proto(notice.on)),
        text: notice.text.code().to_owned(),
        language: tell_language(notice.language).into(),
        coordinator: Some(convert::tell_contact(&notice.contact)),
        addressee: notice.addressee.as_ref().map(representation::tell),
    }
}

pub(super) fn read_notice(notice: stored::IssuedNotice) -> Result<Notice, Unreadable> {
    let language = hear_language(notice.language()).ok_or(Unreadable("language"))?;
    Ok(Notice {
        on: day(notice.issued_on, "day of the letter")?,
        text: NoticeText::from_code(&notice.text).ok_or(Unreadable("text of the letter"))?,
        language,
        contact: convert::hear_contact(contact::hear_coordinator_contact(notice.coordinator)?),
        addressee: notice.addressee.map(|addressee| representation::hear(Some(addressee))).transpose()?,
    })
}
