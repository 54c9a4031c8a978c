//! What a stored message says, field by field, without what names others than the person.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use prost_reflect::{DynamicMessage, ReflectMessage as _, Value};
use prost_types::Struct;
use prost_types::value::Kind;
use trajet_contracts::known::POOL;
use trajet_ledger::StoreError;

/// Every text field of what is stored and shown of a case: `told`, or `other` where it names somebody else than the person (staff of
/// the mutuality, who represents the person). Those are left out, since whoever asks for their own data gets those of nobody else
/// (GDPR, article 15(4)); in what role each acted stands with each entry.
const FIELDS: &str = include_str!("fields.txt");

/// The fields that are left out.
static OF_OTHERS: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| FIELDS.lines().filter_map(|line| line.strip_prefix("other ")).collect());

/// A message by its full name and its bytes, as JSON has it.
///
/// # Errors
/// If there is no such message, or the bytes are not one.
pub(super) fn tell(name: &str, bytes: &[u8]) -> Result<Struct, StoreError> {
    let damaged = || StoreError::Damaged(format!("what is stored as {name} cannot be told"));
    let shape = POOL.get_message_by_name(name).ok_or_else(damaged)?;
    let mut message = DynamicMessage::decode(shape, bytes).map_err(|_| damaged())?;
    // What this program does not know it cannot tell: an export that silently lacks something is none.
    if message.unknown_fields().next().is_some() {
        return Err(damaged());
    }
    leave_out(&mut message);
    let json = serde_json::to_value(&message).map_err(|_| damaged())?;
    match to_proto(json).kind {
        Some(Kind::StructValue(told)) => Ok(told),
        _ => Err(damaged()),
    }
}

/// Whether there is such a message.
pub(super) fn is_known(name: &str) -> bool {
    POOL.get_message_by_name(name).is_some()
}

/// Takes what names others out of a message and of those in it.
fn leave_out(message: &mut DynamicMessage) {
    let shape = message.descriptor();
    for field in shape.fields().filter(|field| message.has_field(field)).collect::<Vec<_>>() {
        if OF_OTHERS.contains(field.full_name()) {
            message.clear_field(&field);
        } else {
            leave_out_of(message.get_field_mut(&field));
        }
    }
}

fn leave_out_of(value: &mut Value) {
    match value {
        Value::Message(message) => leave_out(message),
        Value::List(values) => values.iter_mut().for_each(leave_out_of),
        Value::Map(values) => values.values_mut().for_each(leave_out_of),
        _ => {}
    }
}

fn to_proto(json: serde_json::Value) -> prost_types::Value {
    use serde_json::Value as Json;
    let kind = match json {
        Json::Null => Kind::NullValue(0),
        Json::Bool(is) => Kind::BoolValue(is),
        Json::Number(number) => Kind::NumberValue(number.as_f64().unwrap_or_default()),
        Json::String(text) => Kind::StringValue(text),
        Json::Array(values) => {
            Kind::ListValue(prost_types::ListValue { values: values.into_iter().map(to_proto).collect() })
        }
        Json::Object(fields) => {
            let fields = fields.into_iter().map(|(name, value)| (name, to_proto(value))).collect();
            Kind::StructValue(Struct { fields })
        }
    };
    prost_types::Value { kind: Some(kind) }
}

#[cfg(test)]
mod tests {
    use prost::Message as _;
    use prost_reflect::{Cardinality, FieldDescriptor, Kind as Shape, MessageDescriptor};

    use super::*;

    /// Where the stored shapes are, and in what the services show a case.
    const ROOTS: [&str; 4] = [
        "trajet.assessment.v1.Case",
        "trajet.dossier.v1.GetDossierResponse",
        "trajet.questionnaire.v1.QuestionnaireCase",
        "trajet.exchange.v1.ExchangeCase",
    ];

    fn roots() -> Vec<MessageDescriptor> {
        let stored = |message: &MessageDescriptor| {
            let package = message.package_name();
            package.starts_with("trajet.internal.") && package != "trajet.internal.access.v1"
        };
        let shown = |message: &MessageDescriptor| ROOTS.contains(&message.full_name());
        POOL.all_messages().filter(|message| stored(message) || shown(message)).collect()
    }

    /// A message in which one way down to a field is filled, and the field holds its own name.
    fn planted(path: &[FieldDescriptor]) -> DynamicMessage {
        let (field, rest) = path.split_first().unwrap_or_else(|| unreachable!("a path has a field"));
        let value = match field.kind() {
            Shape::Message(_) if !rest.is_empty() => Value::Message(planted(rest)),
            Shape::Message(shape) => Value::Message(DynamicMessage::new(shape)),
            _ => Value::String(field.full_name().to_owned()),
        };
        let mut message = DynamicMessage::new(field.parent_message().clone());
        let many = field.cardinality() == Cardinality::Repeated;
        message.set_field(field, if many { Value::List(vec![value]) } else { value });
        message
    }

    /// Every way down from a message to a text.
    fn ways(message: &MessageDescriptor, above: &[FieldDescriptor], found: &mut Vec<Vec<FieldDescriptor>>) {
        for field in message.fields() {
            let way = [above, std::slice::from_ref(&field)].concat();
            match field.kind() {
                Shape::String => found.push(way),
                Shape::Message(inner) if way.len() < 7 && inner.package_name().starts_with("trajet.") => {
                    ways(&inner, &way, found);
                }
                _ => {}
            }
        }
    }

    #[test]
    fn r4_every_text_that_is_stored_or_shown_is_told_unless_it_names_somebody_else() {
        let mut met = BTreeSet::new();
        for root in roots() {
            let mut found = Vec::new();
            ways(&root, &[], &mut found);
            for way in found {
                let last = way[way.len() - 1].full_name().to_owned();
                let told = tell(root.full_name(), &planted(&way).encode_to_vec()).expect("it can be told");
                let left_out = way.iter().any(|field| OF_OTHERS.contains(field.full_name()));
                let kept = format!("{told:?}").contains(&format!("{last:?}"));
                assert_eq!(kept, !left_out, "{last} of {}", root.full_name());
                met.insert(last);
            }
        }
        let known: BTreeSet<String> =
            FIELDS.lines().filter_map(|line| line.split_whitespace().nth(1)).map(str::to_owned).collect();
        let new: Vec<_> = met.difference(&known).collect();
        assert!(new.is_empty(), "say in fields.txt whom they name: {new:#?}");
        assert!(met.len() > 100, "{}", met.len());
    }

    #[test]
    fn r4_what_is_not_known_is_not_left_out_silently() {
        assert!(tell("trajet.type.v1.PersonName", &[0x0a, 1, b'x']).is_ok());
        assert!(tell("trajet.type.v1.PersonName", &[0x7a, 1, b'x']).is_err(), "field 15");
        assert!(tell("trajet.type.v1.Nobody", &[]).is_err());
    }
}
