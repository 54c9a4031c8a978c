//! What partners tell of a person: occupational physicians of CODEX trajectories (X5), the CSCMI and regional services of
//! rehabilitation programmes (X9, X10), regional services of who presented themselves (X8).

use std::fmt;

use chrono::NaiveDate;
use trajet_law::rehabilitation::RehabilitationFact;
use trajet_law::route_c::Presentation;
use trajet_law::rule::Rule;

use crate::codex::CodexTold;
use crate::partner::PartnerKind;

/// What a partner tells. Its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub enum PartnerFact {
    /// Of a CODEX trajectory.
    Codex(CodexTold),
    /// Of a rehabilitation programme.
    Rehabilitation(RehabilitationFact),
    /// That the person presented themselves.
    Presented(Presentation),
}

impl PartnerFact {
    /// The legal date of the fact.
    #[must_use]
    pub fn on(&self) -> NaiveDate {
        match self {
            Self::Codex(told) => told.fact.on(),
            Self::Rehabilitation(fact) => fact.on(),
            Self::Presented(presentation) => presentation.on,
        }
    }

    /// The rule under which it is told.
    #[must_use]
    pub fn rule(&self) -> Rule {
        match self {
            Self::Codex(_) => Rule::X5,
            Self::Rehabilitation(fact) => fact.rule(),
            Self::Presented(_) => Rule::X8,
        }
    }

    /// Whether a partner of a kind tells this: occupational physicians of CODEX trajectories, the CSCMI its answers, and the
    /// regional services the rest; that somebody presented themselves is told by the service whose form it is.
    #[must_use]
    pub fn told_by(&self, kind: PartnerKind) -> bool {
        match self {
            Self::Codex(_) => kind == PartnerKind::OccupationalHealthService,
            Self::Rehabilitation(RehabilitationFact::Answered { .. }) => kind == PartnerKind::Cscmi,
            Self::Rehabilitation(_) => kind.is_regional(),
            Self::Presented(presentation) => PartnerKind::from(presentation.form.service()) == kind,
        }
    }
}

impl fmt::Debug for PartnerFact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PartnerFact(..)")
    }
}

#[cfg(test)]
mod tests {
    use trajet_law::rehabilitation::CscmiDecision;
    use trajet_law::route_c::RegionalForm;

    use super::*;
    use crate::codex::CodexFact;
    use crate::samples::day;

    #[test]
    fn x8_a_form_is_told_by_the_service_whose_form_it_is_and_by_no_other() {
        let on = day(2022, 9, 10);
        for (form, service) in [
            (RegionalForm::Amf, PartnerKind::Vdab),
            (RegionalForm::Fif, PartnerKind::Forem),
            (RegionalForm::Fia, PartnerKind::Actiris),
        ] {
            let presented = PartnerFact::Presented(Presentation { on, form });
            let tell: Vec<_> = PartnerKind::ALL.iter().filter(|kind| presented.told_by(**kind)).collect();
            assert_eq!(tell, [&service]);
            assert_eq!((presented.on(), presented.rule()), (on, Rule::X8));
        }
    }

    #[test]
    fn x8_what_was_told_does_not_show_in_debug_output() {
        let presented = PartnerFact::Presented(Presentation { on: day(2022, 9, 10), form: RegionalForm::Amf });
        assert_eq!(format!("{presented:?}"), "PartnerFact(..)");
    }

    #[test]
    fn x9_x10_each_kind_of_partner_tells_its_own() {
        let on = day(2022, 9, 10);
        let codex = PartnerFact::Codex(CodexFact::PlanSigned { on }.into());
        let answer = RehabilitationFact::Answered { on, decision: CscmiDecision::Approved };
        let answer = PartnerFact::Rehabilitation(answer);
        let start = PartnerFact::Rehabilitation(RehabilitationFact::Started { on });
        for kind in PartnerKind::ALL {
            let expected = match kind {
                PartnerKind::OccupationalHealthService => [true, false, false],
                PartnerKind::Cscmi => [false, true, false],
                _ => [false, false, true],
            };
            assert_eq!([&codex, &answer, &start].map(|fact| fact.told_by(*kind)), expected, "{kind:?}");
        }
        assert_eq!([codex.rule(), answer.rule(), start.rule()], [Rule::X5, Rule::X9, Rule::X10]);
    }
}
