//! What this program knows of a message that a later one wrote.

use std::sync::LazyLock;

use prost_reflect::{DescriptorPool, DynamicMessage, Value};
use prost_types::Any;

use crate::FILE_DESCRIPTOR_SET;

/// All contracts and stored shapes.
pub static POOL: LazyLock<DescriptorPool> =
    LazyLock::new(|| DescriptorPool::decode(FILE_DESCRIPTOR_SET).expect("it was encoded by the build"));

/// Whether a payload says something in a field that this program does not know, in whichever message of it: decoding would leave
/// it out without a word. A payload that is no message of the contracts, or is damaged, is for who decodes it.
#[must_use]
pub fn says_more(payload: &Any) -> bool {
    let name = payload.type_url.rsplit('/').next().unwrap_or_default();
    let message = POOL.get_message_by_name(name).map(|shape| DynamicMessage::decode(shape, payload.value.as_slice()));
    message.is_some_and(|message| message.is_ok_and(|message| more(&message)))
}

fn more(message: &DynamicMessage) -> bool {
    message.unknown_fields().next().is_some() || message.fields().any(|(_, value)| more_in(value))
}

fn more_in(value: &Value) -> bool {
    match value {
        Value::Message(message) => more(message),
        Value::List(values) => values.iter().any(more_in),
        Value::Map(values) => values.values().any(more_in),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use prost::{Message as _, Name as _};

    use super::*;
    use crate::assessment::v1::{AssessmentEvent, IncapacityEnded, assessment_event::Fact};

    /// A field with a number that no contract uses, of one byte.
    const FROM_LATER: [u8; 3] = [0xf8, 0x3f, 0x01];

    fn payload(value: Vec<u8>) -> Any {
        Any { type_url: AssessmentEvent::type_url(), value }
    }

    #[test]
    fn what_this_program_knows_says_no_more_than_it_knows() {
        let known = AssessmentEvent { fact: Some(Fact::IncapacityEnded(IncapacityEnded::default())) };
        assert!(!says_more(&payload(known.encode_to_vec())));
        assert!(!says_more(&payload(Vec::new())));
        assert!(!says_more(&Any {
            type_url: "type.googleapis.com/other.Message".to_owned(),
            value: FROM_LATER.into()
        }));
    }

    #[test]
    fn a_field_of_a_later_version_says_more_however_deep_it_lies() {
        assert!(says_more(&payload(FROM_LATER.into())));
        let known = AssessmentEvent { fact: Some(Fact::IncapacityEnded(IncapacityEnded::default())) }.encode_to_vec();
        // The one field of the event holds the fact, of no bytes: the later field is put into it.
        let [tag @ .., 0] = &known[..] else { panic!("{known:?}") };
        let deep = [tag, &[3], &FROM_LATER].concat();
        assert!(says_more(&payload(deep.clone())));
        assert!(AssessmentEvent::decode(&deep[..]).is_ok(), "who only decodes it drops the field");
    }
}
