//! A presumption of incapacity as the contracts tell it, and as events store it.

use chrono::NaiveDate;
use trajet_contracts::date::to_proto;
use trajet_contracts::dossier::v1 as contract;
use trajet_contracts::r#type::v1::LegalSource;
use trajet_dossier_domain::{CasePresumption, CodexParty, PresumptionOf, State};
use trajet_law::presumption::{Kind, Presumption};
use trajet_law::rule::Ground;
use trajet_service::employer;
use trajet_service::past::Seen;
use trajet_service::plan::{self, Unreadable, day, optional_day};

use crate::stored::read_party;

same!(hear_kind, tell_kind, contract::PresumptionKind, Kind, { Ami, Codex, Programme });

/// The answer to whether the person is presumed unfit on a day, by what was known (D23).
pub(crate) fn tell_presumptions(seen: &Seen<State>, on: NaiveDate) -> contract::GetPresumptionResponse {
    let covering: Vec<_> = seen.then.presumed_on(on).map(tell_presumption).collect();
    let others = seen.then.presumptions.iter().filter(|one| !one.presumed.covers(on));
    contract::GetPresumptionResponse {
        presumed: !covering.is_empty(),
        covering,
        others: others.map(tell_presumption).collect(),
        known_at: seen.told_known_at(),
    }
}

pub(crate) fn tell_presumption(one: &CasePresumption) -> contract::Presumption {
    let Presumption { kind, first, last, ends_by, parameter } = &one.presumed;
    let (ami_trajectory, programme, party) = match &one.of {
        PresumptionOf::Ami(trajectory) => (*trajectory, 0, CodexParty::default()),
        PresumptionOf::Codex(party) => (0, 0, party.clone()),
        PresumptionOf::Programme(number) => (0, *number, CodexParty::default()),
    };
    contract::Presumption {
        number: one.number,
        kind: tell_kind(*kind).into(),
        first_day: Some(to_proto(*first)),
        last_day: last.map(to_proto),
        begun_by: Some(plan::source(kind.rule().into(), parameter.as_ref().map(ToString::to_string))),
        ends_by: ends_by.map(|ground| plan::source(ground, None)),
        partner_number: party.partner.unwrap_or_default(),
        ami_trajectory,
        programme,
        employer_number: employer::tell(party.employer),
    }
}

pub(crate) fn hear_presumption(stored: Option<contract::Presumption>) -> Result<CasePresumption, Unreadable> {
    let stored = stored.ok_or(Unreadable("presumption"))?;
    let kind = hear_kind(stored.kind()).ok_or(Unreadable("kind of presumption"))?;
    let parameter = stored.begun_by.map(|source| source.parameter).filter(|parameter| !parameter.is_empty());
    let parameter = parameter.map(|parameter| parameter.parse().map_err(|_| Unreadable("parameter"))).transpose()?;
    let ground = |source: LegalSource| source.rule.parse::<Ground>().map_err(|_| Unreadable("ground"));
    let of = match (stored.ami_trajectory, stored.programme) {
        (0, 0) => PresumptionOf::Codex(read_party(stored.partner_number, &stored.employer_number)?),
        (0, programme) => PresumptionOf::Programme(programme),
        (trajectory, _) => PresumptionOf::Ami(trajectory),
    };
    let presumed = Presumption {
        kind,
        first: day(stored.first_day, "first day of the presumption")?,
        last: optional_day(stored.last_day, "last day of the presumption")?,
        ends_by: stored.ends_by.map(ground).transpose()?,
        parameter,
    };
    Ok(CasePresumption { number: stored.number, of, presumed })
}
