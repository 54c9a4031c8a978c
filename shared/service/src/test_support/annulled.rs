//! An annulment.

use chrono::NaiveDate;
use trajet_belgium::Language;
use trajet_law::annul::{
    AnnulReason, Annulled, AskAt, AskedBy, CorrectingNotice, CorrectingText, Recipient, SentKind, Stands, WentOut,
};
use trajet_law::representation::Representation;

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2022, month, day).unwrap()
}

/// An annulment that says all that one could say before there were correcting notices.
#[must_use]
pub fn annulled() -> Annulled {
    Annulled {
        act: 4,
        others: Vec::new(),
        struck: vec![4, 5, 7],
        places: vec![7],
        unsupported: vec![9],
        sent: vec![5],
        notices: Vec::new(),
        whole_case: false,
        reason: AnnulReason::WrongContent,
        asked_by: AskedBy::Person,
        on: day(12, 20),
        source: Some(("questionnaire/300".to_owned(), 6)),
    }
}

/// Annulments of several facts, and with correcting notices: of every kind of thing that went out, with every thing that can stand in its place, in
/// every language, to the person and to who represents them.
#[must_use]
pub fn annulled_with_notices(representative: &Representation) -> Vec<Annulled> {
    let notice = CorrectingNotice {
        entry: 5,
        sent: WentOut {
            kind: SentKind::Appointment,
            on: day(12, 6),
            about: Some(day(12, 28)),
            ask: Some(AskAt {
                name: "Marie Lambert".to_owned(),
                phone: "+3225550142".to_owned(),
                email: "marie.lambert@mutuality.example".to_owned(),
            }),
        },
        stands: None,
        text: CorrectingText::Correcting1,
        on: day(12, 20),
        to: Recipient::of(("Peeters", "Anna"), Language::Dutch, None),
    };
    let with = |notice: CorrectingNotice| Annulled { notices: vec![notice], ..annulled() };
    let kinds = SentKind::ALL.iter().map(|kind| WentOut { kind: *kind, about: None, ask: None, ..notice.sent.clone() });
    let stands = [
        None,
        Some(Stands::Another(None)),
        Some(Stands::Another(Some(day(12, 29)))),
        Some(Stands::Appointment(day(12, 30))),
        Some(Stands::NoAppointment(day(12, 28))),
    ];
    let texts = CorrectingText::ALL.iter().map(|text| CorrectingNotice { text: *text, ..notice.clone() });
    let languages = Language::ALL.map(|language| Recipient::of(("Peeters", ""), language, None));
    let represented = Recipient::of(("Peeters", "Anna"), Language::Dutch, Some(representative));
    let to = languages.into_iter().chain([represented]).map(|to| CorrectingNotice { to, ..notice.clone() });
    let kinds = kinds.map(|sent| CorrectingNotice { sent, ..notice.clone() });
    let stands = stands.into_iter().map(|stands| CorrectingNotice { stands, ..notice.clone() });
    let of_several = Annulled { others: vec![6, 8], ..annulled() };
    kinds.chain(stands).chain(texts).chain(to).map(with).chain([of_several]).collect()
}
