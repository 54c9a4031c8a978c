//! Referrals to partners and others.

use trajet_dossier_domain::{PartnerReferral, ReferralEvent, ReferralRejection};
use trajet_law::referral::{
    Class, CommitmentKind, Content, Course, DeclineReason, InformationAsked, Overridden, Progress, Recipient, Referral,
    ReferralEnd, ReferralKey, ReferralKind, Said,
};
use trajet_service::{arms, sample_each};

use super::*;

fn made(kind: ReferralKind, recipient: Recipient, overridden: Option<Overridden>) -> Event {
    let told = |class: &Class| (*class, "what is told".into());
    Event::Referral(ReferralEvent::Made(PartnerReferral {
        number: 1,
        key: None,
        made_on: day("2023-02-01"),
        referral: Referral {
            kind,
            recipient,
            organisation: recipient.is_partner().then(|| "0206653946".to_owned()),
            employer: None,
            overridden,
            agreed_on: day("2023-01-31"),
            content: Class::ALL.iter().map(told).collect::<Content>().for_recipient(recipient),
        },
        agreement_reference: "A-7".into(),
        concerted_on: Some(day("2023-01-30")),
        by: SubjectId("coordinator-1".into()),
        course: Course::default(),
    }))
}

fn ended(because: ReferralEnd) -> Event {
    Event::Referral(ReferralEvent::Ended { number: 1, key: None, on: day("2023-02-10"), because })
}

fn said(progress: Progress) -> Told {
    Told::Referral { number: 1, key: None, said: Said { on: day("2023-02-03"), progress } }
}

pub(crate) fn one_of_each() -> Vec<Event> {
    vec![
        made(ReferralKind::Training, Recipient::Vdab, Some(Overridden::Language)),
        ended(ReferralEnd::Withdrawn),
        noted(said(Progress::Acknowledged)),
    ]
}

/// What the exchange tells of a referral: every arm, and every value within.
pub(crate) fn every_step() -> Vec<Told> {
    let on = day("2023-03-01");
    let mut all = arms!(Progress {
        Progress::Sent => Progress::Sent,
        Progress::Returned => Progress::Returned,
        Progress::Acknowledged => Progress::Acknowledged,
        Progress::InformationAsked(_) => Progress::InformationAsked(InformationAsked::Objective),
        Progress::Accepted => Progress::Accepted,
        Progress::Declined(_) => Progress::Declined(DeclineReason::Other),
        Progress::Committed { .. } => {
            Progress::Committed { number: 1, kind: CommitmentKind::Interview, by: on }
        },
        Progress::Renegotiated { .. } => Progress::Renegotiated { number: 1, by: on },
        Progress::Kept { .. } => Progress::Kept { number: 1, kept_on: on },
        Progress::NotKept { .. } => Progress::NotKept { number: 1 },
        Progress::Completed => Progress::Completed,
        Progress::Ended(_) => Progress::Ended(ReferralEnd::Withdrawn),
    });
    all.extend(InformationAsked::ALL.iter().map(|what| Progress::InformationAsked(*what)));
    all.extend(DeclineReason::ALL.iter().map(|reason| Progress::Declined(*reason)));
    all.extend(CommitmentKind::ALL.iter().map(|kind| Progress::Committed { number: 2, kind: *kind, by: on }));
    all.into_iter().map(said).collect()
}

pub(crate) fn more() -> Vec<Event> {
    let kinds = ReferralKind::ALL.iter().map(|kind| made(*kind, Recipient::OccupationalPhysician, None));
    let recipients = Recipient::ALL.iter().map(|recipient| made(ReferralKind::Other, *recipient, None));
    let reasons = Overridden::ALL.iter().map(|why| made(ReferralKind::Other, Recipient::Vdab, Some(*why)));
    let ends = ReferralEnd::ALL.iter().map(|because| ended(*because));
    kinds.chain(recipients).chain(reasons).chain(ends).chain(named()).collect()
}

/// With what names it in every service.
fn named() -> Vec<Event> {
    let key = Some(ReferralKey([0x44; 16]));
    let mut made =
        [(ReferralKind::Other, Recipient::Vdab), (ReferralKind::PreReturnVisit, Recipient::OccupationalPhysician)]
            .map(|(kind, recipient)| made(kind, recipient, None));
    for event in &mut made {
        if let Event::Referral(ReferralEvent::Made(made)) = event {
            made.key = key;
            made.referral.employer = (made.referral.recipient == Recipient::OccupationalPhysician).then(employer);
        }
    }
    let ended = ReferralEvent::Ended { number: 1, key, on: day("2023-02-10"), because: ReferralEnd::Withdrawn };
    let said = Said { on: day("2023-02-03"), progress: Progress::Acknowledged };
    made.into_iter().chain([Event::Referral(ended), noted(Told::Referral { number: 1, key, said })]).collect()
}

sample_each! {
    every_rejection: ReferralRejection {
        ReferralRejection::PhysicianNotConsented => ReferralRejection::PhysicianNotConsented,
        ReferralRejection::AgreementNotInForce => ReferralRejection::AgreementNotInForce,
        ReferralRejection::CodexNotByPhysician => ReferralRejection::CodexNotByPhysician,
        ReferralRejection::KindNotTaken => ReferralRejection::KindNotTaken,
        ReferralRejection::ClassNotPermitted(_) => ReferralRejection::ClassNotPermitted(Class::ALL.to_vec()),
        ReferralRejection::NotCompetent => ReferralRejection::NotCompetent,
        ReferralRejection::Stands => ReferralRejection::Stands,
        ReferralRejection::TooMany => ReferralRejection::TooMany,
        ReferralRejection::NotFound => ReferralRejection::NotFound,
        ReferralRejection::Over => ReferralRejection::Over,
    }
}
