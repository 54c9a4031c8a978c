//! What the law says against an act, in one form for every service.

use chrono::NaiveDate;
use trajet_law::parameter::ParameterVersion;
use trajet_law::rule::Ground;

/// The ground on which the law does not allow an act.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{words} ({})", .ground.rule.source())]
pub struct LegalRefusal {
    /// The rule, or a point of it.
    pub ground: Ground,
    /// The stable name of the refusal, for example `ESTIMATE_TOO_EARLY`.
    pub code: &'static str,
    /// The ground, in words.
    pub words: String,
    /// The version of the figure that decided, where one did.
    pub parameter: Option<ParameterVersion>,
    /// The day from which the act is allowed, where a day decided.
    pub earliest: Option<NaiveDate>,
    /// The last day on which it was.
    pub latest: Option<NaiveDate>,
}

impl LegalRefusal {
    /// What the catalogue promises with a refusal: its name, the rule with its text, the figure with value, validity and source,
    /// and the days.
    pub(super) fn metadata(&self) -> Vec<(&'static str, String)> {
        let Self { ground, code, words: _, parameter, earliest, latest } = self;
        let mut pairs = vec![
            ("refusal", (*code).to_owned()),
            ("rule", ground.to_string()),
            ("citation", ground.rule.source().to_owned()),
        ];
        if let Some(version) = parameter {
            pairs.push(("parameter", version.to_string()));
            pairs.push(("parameter_valid_from", version.valid_from.to_string()));
            if let Some(figure) = version.figure(None) {
                pairs.push(("parameter_value", figure.value.to_string()));
                pairs.push(("parameter_source", figure.source.to_owned()));
                pairs.extend(figure.valid_until.map(|day| ("parameter_valid_until", day.to_string())));
            }
        }
        pairs.extend(earliest.map(|day| ("earliest", day.to_string())));
        pairs.extend(latest.map(|day| ("latest", day.to_string())));
        pairs
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use trajet_law::parameter::NUMBERS;
    use trajet_law::rule::Rule;

    use super::*;

    fn told(parameter: &str) -> BTreeMap<&'static str, String> {
        let refusal = LegalRefusal {
            ground: Rule::M3.into(),
            code: "ESTIMATE_TOO_EARLY",
            words: "month 4 has not begun".to_owned(),
            parameter: parameter.parse().ok(),
            earliest: "2022-12-01".parse().ok(),
            latest: None,
        };
        refusal.metadata().into_iter().collect()
    }

    #[test]
    fn t8_a_figure_is_told_with_what_it_is_from_when_and_whence() {
        let told = told("estimate.month@2022-01-01");
        let figure = ["parameter", "parameter_value", "parameter_valid_from"].map(|key| told[key].as_str());
        assert_eq!(figure, ["estimate.month@2022-01-01", "4", "2022-01-01"]);
        assert!(told["parameter_source"].contains("Circular 2022/383, part III, 3.1, step 4"), "{told:?}");
        assert_eq!(told.get("parameter_valid_until"), None, "no other version follows");
        assert_eq!((told["rule"].as_str(), told["earliest"].as_str()), ("M3", "2022-12-01"));
    }

    #[test]
    fn t8_every_version_of_every_figure_can_be_told() {
        for parameter in NUMBERS {
            for version in parameter.versions() {
                let told = told(&format!("{}@{}", parameter.id(), version.valid_from));
                assert_eq!(told["parameter_value"], version.value.to_string(), "{}", parameter.id());
            }
        }
    }

    #[test]
    fn t8_of_a_figure_that_the_program_does_not_have_any_more_the_name_is_told() {
        let told = told("gone@2022-01-01");
        assert_eq!((told["parameter"].as_str(), told.get("parameter_value")), ("gone@2022-01-01", None));
    }
}
