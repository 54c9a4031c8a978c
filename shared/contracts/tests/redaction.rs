//! Nothing personal in `Debug`: it is what logs and failed assertions print.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use prost_reflect::{DescriptorPool, FieldDescriptor};
use trajet_contracts::FILE_DESCRIPTOR_SET;
use trajet_contracts::assessment::v1::{DeclareIncapacityRequest, FindCasesRequest};
use trajet_contracts::questionnaire::v1::{Answer, Answers, SubmitAnswersRequest, answer};
use trajet_contracts::r#type::v1::{InsuredPerson, PersonName};

#[test]
fn a_person_does_not_show() {
    let person = InsuredPerson {
        niss: "85073003328".into(),
        name: Some(PersonName { surname: "Peeters".into(), first_names: "An".into() }),
        ..Default::default()
    };
    let shown = format!(
        "{:?} {:?}",
        FindCasesRequest { niss: person.niss.clone(), ..Default::default() },
        DeclareIncapacityRequest { person: Some(person), ..Default::default() },
    );
    assert!(!shown.contains("85073003328") && !shown.contains("Peeters"), "{shown}");
    assert!(shown.contains("person: Some(InsuredPerson(..))"), "{shown}");
}

#[test]
fn an_answer_does_not_show() {
    let value = answer::Value::Text("private".into());
    let answers = Answers {
        answers: vec![Answer { item_code: "remarks".into(), value: Some(value.clone()) }],
        ..Default::default()
    };
    let request = SubmitAnswersRequest { answers: Some(answers), ..Default::default() };
    let shown = format!("{value:?} {request:?}");
    assert!(!shown.contains("private"), "{shown}");
    assert!(shown.contains("Answer(..)"), "{shown}");
}

#[test]
fn fields_that_name_a_person_or_a_condition_are_marked() {
    const PERSONAL: [&str; 7] =
        ["niss", "surname", "first_names", "birth_date", "category", "medical_reason", "payload"];
    let pool = DescriptorPool::decode(FILE_DESCRIPTOR_SET).unwrap();
    let marked = |field: &FieldDescriptor| {
        let mark = field.options().get_field_by_name("debug_redact").and_then(|mark| mark.as_bool());
        mark == Some(true)
    };
    let personal: Vec<_> = pool
        .all_messages()
        .filter(|message| message.full_name().starts_with("trajet."))
        .flat_map(|message| message.fields().collect::<Vec<_>>())
        .filter(|field| PERSONAL.contains(&field.name()))
        .collect();
    assert!(personal.len() >= PERSONAL.len());
    let bare: Vec<_> = personal.iter().filter(|field| !marked(field)).map(FieldDescriptor::full_name).collect();
    assert_eq!(bare, [""; 0]);
}
