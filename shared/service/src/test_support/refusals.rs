//! Every refusal of a service, and the figure of the law that it rests on.

use std::fmt::Debug;

use tonic_types::StatusExt as _;
use trajet_belgium::Language;
use trajet_law::parameter::ParameterVersion;
use trajet_runtime::Failure;

/// Why a refusal names no figure of the law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoFigure {
    /// What is recorded decides, or that nothing is; a day in it is that of a fact.
    Recorded,
    /// What the request says or lacks decides.
    Asked,
    /// The dossier justifies a figure of its own in the place of the law's.
    Justified,
    /// The figure was weighed in another service, which tells it: here its day is a fact.
    ElsewhereWeighed,
    /// A bound of the platform decides, which no law gives.
    OwnBound,
    /// It is given to the platform's own timers and listeners, and to no caller.
    OwnTimer,
    /// No law refuses: a field is wrong, or there is no such thing.
    NoLaw,
}

/// Checks what a caller is told of every refusal: a figure with its value, validity and source, or none for a reason. It is of samples, in
/// which the figure is written by hand: that the law names the one that decided is shown on the scenarios (`tests/rules/runner/figures.rs`).
pub fn assert_figures_are_told<R: Debug>(
    refusals: &[R],
    failure: impl Fn(&R) -> Failure,
    no_figure: impl Fn(&R) -> Option<NoFigure>,
) {
    for rejection in refusals {
        let (failure, reason) = (failure(rejection), no_figure(rejection));
        let is_legal = matches!(failure, Failure::LegalRefusal(_));
        assert_eq!(is_legal, reason != Some(NoFigure::NoLaw), "{rejection:?}");
        let told = failure.to_status(Language::English).get_error_details();
        let told = &told.error_info().unwrap().metadata;
        let named = told.get("parameter");
        assert_eq!(named.is_some(), reason.is_none(), "{rejection:?} tells {named:?}, and rests on none: {reason:?}");
        if let Some(named) = named {
            let version: ParameterVersion = named.parse().unwrap();
            let figure = version.figure(None).unwrap();
            assert_eq!(told["parameter_value"], figure.value.to_string(), "{rejection:?}");
            assert_eq!(told["parameter_valid_from"], figure.valid_from.to_string(), "{rejection:?}");
            let until = figure.valid_until.map(|day| day.to_string());
            assert_eq!(told.get("parameter_valid_until"), until.as_ref(), "{rejection:?}");
            assert_eq!(told["parameter_source"], figure.source, "{rejection:?}");
        }
    }
}

/// Lists a sample beside each variant of an enum: a new variant does not compile until it has one.
#[macro_export]
macro_rules! sample_each {
    ($(#[$doc:meta])* $name:ident: $type:ty { $($variant:pat => $sample:expr,)+ }) => {
        $(#[$doc])*
        pub(crate) fn $name() -> Vec<$type> {
            let _every_variant = |value: &$type| match value { $($variant => {})+ };
            vec![$({
                let sample: $type = $sample;
                assert!(matches!(&sample, $variant), "a sample stands beside its own variant");
                sample
            }),+]
        }
    };
}
