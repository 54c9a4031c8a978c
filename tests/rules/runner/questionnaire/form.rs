//! A small questionnaire: whether there is a contract, for how many hours, the energy, and the plan.

use trajet_law::months::EARLIEST;
use trajet_questionnaire_domain::definition::{
    AnswerKind, AnswerOption, Condition, Definition, FactorGroup, FactorReading, FactorRule, Item, Range, ScaleLabel,
    Section, Texts,
};
use trajet_questionnaire_domain::profile::{Effect, Profile};
use trajet_questionnaire_domain::{Answer, Answers};

use crate::said::Said;

fn texts(text: &str) -> Texts {
    let [fr, nl, de, en] = ["fr", "nl", "de", "en"].map(|language| format!("{text} ({language})"));
    Texts { fr, nl, de, en }
}

fn item(code: &str, icf: &str, kind: AnswerKind) -> Item {
    let (icf, text) = (Some(icf.to_owned()), texts(code));
    Item { code: code.to_owned(), text, icf, kind, required: true, shown_when: None, factor: None }
}

/// The questionnaire, of its first version.
pub(super) fn definition() -> Definition {
    let label = |value| ScaleLabel { value, text: texts("label") };
    let option = |code: &str| AnswerOption { code: code.to_owned(), text: texts(code), exclusive: false };
    let words = |words: &[&str]| words.iter().map(ToString::to_string).collect();
    let energy = FactorReading::Ranges { helping: Range { from: 4, to: 5 }, hindering: Range { from: 1, to: 2 } };
    let contract = FactorReading::Options { helping: words(&["yes"]), hindering: words(&["no"]) };
    let items = vec![
        Item {
            factor: Some(FactorRule { group: FactorGroup::Environmental, reading: contract }),
            ..item("contract", "e590", AnswerKind::YesNo)
        },
        Item {
            shown_when: Some(Condition { item: "contract".to_owned(), any_of: vec!["yes".to_owned()] }),
            ..item("hours", "d850", AnswerKind::Number { min: 1, max: 60, unit: texts("hours") })
        },
        Item {
            factor: Some(FactorRule { group: FactorGroup::Personal, reading: energy }),
            ..item("energy", "b130", AnswerKind::Scale { min: 1, max: 5, labels: vec![label(1), label(5)] })
        },
        item("plan", "d845", AnswerKind::SingleChoice { options: vec![option("soon"), option("later")] }),
    ];
    let section = Section { code: "work".to_owned(), title: texts("work"), intro: texts("work"), items };
    Definition { code: "small".to_owned(), version: 1, valid_from: EARLIEST, valid_to: None, sections: vec![section] }
}

/// The version that is answered: the first, unless another is said.
pub(super) fn definition_of(said: &mut Said) -> Definition {
    Definition { version: said.value("to version").unwrap_or(1), ..definition() }
}

/// Every question answered, but for what is said.
pub(super) fn answers(said: &mut Said) -> Answers {
    let left_out = [("hours left out", "hours"), ("energy left out", "energy"), ("plan left out", "plan")];
    let left_out: Vec<_> = left_out.into_iter().filter(|(name, _)| said.flag(name)).collect();
    let mut answers = Answers::from([
        ("contract", Answer::YesNo(!said.flag("no contract"))),
        ("hours", Answer::Number(said.value("hours").unwrap_or(38))),
        ("energy", Answer::Scale(said.value("energy").unwrap_or(3))),
        ("plan", Answer::Choice(said.text("plan").unwrap_or_else(|| "soon".to_owned()))),
    ]);
    for (_, code) in left_out {
        answers.0.remove(code);
    }
    answers
}

/// The factors of a profile: each item, whether it lies in the person or around them, and what it does.
pub(super) fn profile(profile: &Profile) -> String {
    let one = |factor: &trajet_questionnaire_domain::profile::Factor| {
        let group = if factor.group == FactorGroup::Personal { "personal" } else { "environmental" };
        let effect = match factor.effect {
            Effect::Helping => "helping",
            Effect::Hindering => "hindering",
            Effect::Neutral => "neutral",
        };
        format!("{} {group} {effect}", factor.item)
    };
    profile.0.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// What is wrong with the questionnaire itself, when something is left out of it.
pub(super) fn problems_of(said: &mut Said) -> String {
    let mut definition = definition();
    if said.flag("without a German text") {
        definition.sections[0].items[0].text.de = String::new();
    }
    if said.flag("without a version") {
        definition.version = 0;
    }
    if said.flag("without questions") {
        definition.sections[0].items.clear();
    }
    match definition.check() {
        Ok(()) => "nothing".to_owned(),
        Err(problems) => problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
    }
}
