//! Referrals to partners and others.

use trajet_dossier_domain::{Author, Command, Fact, NewReferral, Party, ReferralCommand, Source, Told};
use trajet_law::referral::{
    Class, CommitmentKind, DeclineReason, Overridden, Progress, Recipient, Referral, ReferralKind, Said as Step,
};

use super::{Dossier, subject};
use crate::belgian::employer;
use crate::said::{Said, one_of_law};

pub(super) fn refer(said: &mut Said) -> Command {
    let recipient = one_of_law!(said, "to", Recipient).unwrap_or(Recipient::Actiris);
    let classes = [
        (said.flag("with the functioning"), Class::Functioning),
        (said.flag("with the career"), Class::Career),
        (said.flag("with a diagnosis"), Class::Diagnosis),
    ];
    let told = classes.into_iter().filter(|(told, _)| *told).map(|(_, class)| (class, "a text".into()));
    Command::Referral(ReferralCommand::Refer(NewReferral {
        number: None,
        key: None,
        referral: Referral {
            kind: one_of_law!(said, "for", ReferralKind).unwrap_or(ReferralKind::Other),
            recipient,
            organisation: recipient.is_partner().then(|| "0206653946".to_owned()),
            employer: employer(said),
            overridden: one_of_law!(said, "because", Overridden),
            agreed_on: said.date("agreed by the person on").unwrap_or(said.on),
            content: told.collect(),
        },
        agreement_reference: "a note".into(),
        concerted_on: (!said.flag("without concertation")).then_some(said.on),
        by: Author {
            party: if said.flag("by the physician") { Party::Physician } else { Party::Coordinator },
            subject: subject(said, "by"),
        },
    }))
}

pub(super) fn withdraw(said: &mut Said) -> Command {
    let (number, agreement) = (said.value("referral").unwrap_or(1), said.flag("the person does not agree any more"));
    Command::Referral(ReferralCommand::Withdraw { number, agreement })
}

pub(super) fn told(said: &mut Said) -> Command {
    let number = said.value("commitment").unwrap_or(1);
    let by = said.date("by").unwrap_or(said.on);
    let progress = if said.flag("sent") {
        Progress::Sent
    } else if said.flag("come back") {
        Progress::Returned
    } else if said.flag("acknowledged") {
        Progress::Acknowledged
    } else if said.flag("accepted") {
        Progress::Accepted
    } else if said.flag("declined") {
        Progress::Declined(DeclineReason::Other)
    } else if said.flag("something undertaken") {
        Progress::Committed { number, kind: CommitmentKind::Interview, by }
    } else if said.flag("another day agreed") {
        Progress::Renegotiated { number, by }
    } else if said.flag("done what was undertaken") {
        Progress::Kept { number, kept_on: said.on }
    } else {
        if !said.flag("completed") {
            said.wrong("what a partner says is, for example, \"acknowledged\"".to_owned());
        }
        Progress::Completed
    };
    let told =
        Told::Referral { number: said.value("referral").unwrap_or(1), key: None, said: Step { on: said.on, progress } };
    Command::Note(Fact { told, source: Source { ledger: "exchange/300".into(), position: 1 } })
}

/// Where a referral stands.
pub(super) fn stage(office: &Dossier, said: &mut Said) -> String {
    let number: u32 = said.value("referral").unwrap_or(1);
    let found = office.state.partner_referrals.iter().find(|one| one.number == number);
    found.map_or_else(|| "there is none".to_owned(), |one| one.course.stage().code().replace('_', " "))
}

/// Where what the partner undertook stands on a day.
pub(super) fn commitments(office: &Dossier, said: &mut Said) -> String {
    let on = said.day("on");
    let all = office.state.partner_referrals.iter().flat_map(|one| one.course.commitments());
    let told: Vec<_> = all.map(|one| format!("{} {}", one.by, one.standing(on).code().replace('_', " "))).collect();
    if told.is_empty() { "none".to_owned() } else { told.join("; ") }
}

/// What a recipient may have.
pub(super) fn may_have(_: &Dossier, said: &mut Said) -> String {
    let recipient = one_of_law!(said, "of", Recipient).unwrap_or(Recipient::Actiris);
    let may: Vec<_> = Class::ALL.iter().filter(|class| recipient.may_have(**class)).map(|class| class.code()).collect();
    if may.is_empty() { "nothing".to_owned() } else { may.join("; ") }
}
