//! What went out to the person and does not hold any more, and who is told so.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::revision::after;
use super::{Acted, Addressee, Again, AnnulReason, CorrectingNotice, CorrectingText, Stands, WentOut};

/// Something that went out to the person and does not hold any more.
pub(super) struct Void<'e, E> {
    pub(super) position: u64,
    pub(super) event: &'e E,
    pub(super) sent: WentOut,
    /// That another of its kind goes out in its place, where one does.
    pub(super) another: Option<Stands>,
}

/// To whom it goes where nobody is known any more: to whom the case knew. What was recorded on the wrong person was recorded for
/// another, and so was a death: it goes to who was known before that (own reading).
pub(super) fn known_before<L: Again>(
    law: &L,
    history: &[Acted<'_, L::Event>],
    reason: AnnulReason,
    today: NaiveDate,
) -> Addressee {
    let (mut state, mut known) = (law.nothing_yet(), Addressee::Unknown);
    for acted in history.iter().filter(|acted| !acted.struck) {
        law.apply(&mut state, acted.event);
        let to = law.addressee(&state, today);
        if reason != AnnulReason::WrongPerson || to != Addressee::Deceased {
            known = to;
        }
    }
    known
}

/// What earlier annulments left untold: since the person was thought to be dead, or since it was told to who is known no more to
/// have represented them then. `struck` is what the annulment of now strikes.
pub(super) fn untold<'e, L: Again>(
    law: &L,
    history: &[Acted<'e, L::Event>],
    without: &L::State,
    struck: &[u64],
) -> Vec<Void<'e, L::Event>> {
    let mut told: BTreeMap<u64, Option<&CorrectingNotice>> = BTreeMap::new();
    for annulled in history.iter().filter_map(|acted| law.annulled(acted.event)) {
        told.extend(annulled.sent.iter().map(|entry| (*entry, None)));
        told.extend(annulled.notices.iter().map(|notice| (notice.entry, Some(notice))));
    }
    let with = if told.is_empty() { law.nothing_yet() } else { after(law, history, &[]) };
    let misled = |notice: &CorrectingNotice| {
        let (then, now) = (law.addressee(&with, notice.on), law.addressee(without, notice.on));
        // It stood as rightly sent until now, or could not be put right while the person was thought to be dead.
        let unsettled = then == Addressee::Living(notice.to.clone()) || then == Addressee::Deceased;
        unsettled && matches!(&now, Addressee::Living(to) if *to != notice.to)
    };
    told.retain(|_, notice| notice.is_none_or(misled));
    // What was decided again in the place of its act went out instead, as far as that still stands.
    let in_its_place = |void: &Acted<'_, L::Event>, sent: &WentOut| {
        let others = history.iter().filter(|other| other.act == void.act && !other.struck);
        let others = others.filter(|other| !struck.contains(&other.position));
        let mut others = others.filter_map(|other| law.went_out(other.event));
        others.find(|other| other.kind == sent.kind).map(|other| Stands::Another(other.about))
    };
    let of = |acted: &Acted<'e, L::Event>| {
        let sent = told.contains_key(&acted.position).then(|| law.went_out(acted.event)).flatten()?;
        let another = in_its_place(acted, &sent);
        Some(Void { position: acted.position, event: acted.event, sent, another })
    };
    history.iter().filter_map(of).collect()
}

/// What tells the person that something is void, for each such thing.
pub(super) fn notices<L: Again>(
    law: &L,
    void: &[Void<'_, L::Event>],
    to: &Addressee,
    without: &L::State,
    on: NaiveDate,
) -> Vec<CorrectingNotice> {
    let Addressee::Living(to) = to else { return Vec::new() };
    let notice = |void: &Void<'_, L::Event>| CorrectingNotice {
        entry: void.position,
        sent: void.sent.clone(),
        stands: law.stands(without, void.event, void.another, on),
        text: CorrectingText::Correcting1,
        on,
        to: to.clone(),
    };
    void.iter().map(notice).collect()
}
