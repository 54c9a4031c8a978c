//! The contracts keep their own conventions: what buf's linter does not see.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use prost_reflect::{DescriptorPool, EnumDescriptor, FileDescriptor, Kind, MessageDescriptor, MethodDescriptor};
use trajet_contracts::FILE_DESCRIPTOR_SET;

/// Methods that begin so only read.
const READS: [&str; 6] = ["Get", "List", "Find", "Watch", "Explain", "Export"];

/// Moving the simulated clock to a day twice is the same as once, and no ledger keeps it.
const WITHOUT_REQUEST_ID: [&str; 2] = [
    "trajet.simulation.v1.ClockService.AdvanceClock",
    // Each of its rows has one.
    "trajet.assessment.v1.AssessmentService.TakeOverCases",
];

/// What an act is about, by the field of its answer that names it.
const SUBJECTS: [&str; 7] =
    ["case_id", "partner_number", "report_id", "referral_id", "coordinator", "moment", "access_id"];

/// Its pages are of a ledger and of the record of who looked at it: no act waits to be seen there.
const WITHOUT_MIN_CURSOR: [&str; 1] = ["trajet.access.v1.AccessService.ListAccesses"];

fn pool() -> DescriptorPool {
    DescriptorPool::decode(FILE_DESCRIPTOR_SET).unwrap()
}

fn messages(pool: &DescriptorPool) -> Vec<MessageDescriptor> {
    let ours = |message: &MessageDescriptor| message.full_name().starts_with("trajet.");
    pool.all_messages().filter(ours).collect()
}

fn enums(pool: &DescriptorPool) -> Vec<EnumDescriptor> {
    let ours = |an_enum: &EnumDescriptor| an_enum.full_name().starts_with("trajet.");
    pool.all_enums().filter(ours).collect()
}

fn methods(pool: &DescriptorPool) -> Vec<MethodDescriptor> {
    pool.services().flat_map(|service| service.methods().collect::<Vec<_>>()).collect()
}

fn reads(method: &MethodDescriptor) -> bool {
    READS.iter().any(|prefix| method.name().starts_with(prefix))
}

fn has_text(message: &MessageDescriptor, field: &str) -> bool {
    message.get_field_by_name(field).is_some_and(|field| field.kind() == Kind::String)
}

/// The names of those that do not hold.
fn failing<T>(all: &[T], holds: impl Fn(&T) -> bool, name: impl Fn(&T) -> &str) -> Vec<String> {
    assert!(!all.is_empty(), "nothing was looked at");
    all.iter().filter(|one| !holds(one)).map(|one| name(one).to_owned()).collect()
}

/// The messages that hold a message of the name, in a field of theirs.
fn holders(pool: &DescriptorPool, name: &str) -> Vec<String> {
    let holds = |message: &MessageDescriptor| {
        let held = |kind: Kind| kind.as_message().is_some_and(|held| held.full_name() == name);
        message.fields().any(|field| held(field.kind()))
    };
    messages(pool).iter().filter(|message| holds(message)).map(|message| message.full_name().to_owned()).collect()
}

/// A reading of the questionnaire is shown with the case and goes nowhere else: no request, no event and no stored shape
/// holds one, so that nobody can send, tell or store it as something else; and nothing in it looks like a category.
#[test]
fn q9_an_advisory_reading_is_only_ever_shown() {
    let pool = pool();
    let of = |name: &str| format!("trajet.questionnaire.v1.{name}");
    let mut open = vec![of("AdvisoryReading")];
    let mut above = Vec::new();
    while let Some(name) = open.pop() {
        let more: Vec<_> = holders(&pool, &name).into_iter().filter(|holder| !above.contains(holder)).collect();
        above.extend(more.iter().cloned());
        open.extend(more);
    }
    assert_eq!(above, [of("QuestionnaireCase"), of("GetQuestionnaireCaseResponse")]);
    for name in ["AdvisoryReading", "ThemeReading", "NamedFactor"] {
        let message = pool.get_message_by_name(&of(name)).unwrap();
        let figures =
            message.fields().filter(|field| field.kind() != Kind::String && field.kind().as_message().is_none());
        let names: Vec<_> = figures.map(|field| field.name().to_owned()).collect();
        let expected: &[&str] = match name {
            "AdvisoryReading" => &["submission"],
            "NamedFactor" => &["group"],
            _ => &[],
        };
        assert_eq!(names, expected, "{name} has no figure that could be a score or a category");
    }
    let counts = holders(&pool, &of("FactorCounts"));
    assert!(counts.contains(&of("ThemeReading")) && counts.contains(&of("Profile")), "the search finds holders");
}

/// What of a package lacks a leading comment; `path` addresses a declaration in its file.
#[derive(Default)]
struct Comments {
    seen: usize,
    missing: Vec<String>,
}

impl Comments {
    fn see(&mut self, name: &str, file: &FileDescriptor, path: &[i32]) {
        self.seen += 1;
        let info = file.file_descriptor_proto().source_code_info.as_ref().unwrap();
        let commented = info
            .location
            .iter()
            .any(|location| location.path == path && !location.leading_comments().trim().is_empty());
        if !commented {
            self.missing.push(name.to_owned());
        }
    }
}

#[test]
fn every_declaration_has_a_comment() {
    let pool = pool();
    let mut comments = Comments::default();
    for message in messages(&pool) {
        let file = message.parent_file();
        comments.see(message.full_name(), &file, message.path());
        for field in message.fields() {
            comments.see(field.full_name(), &file, field.path());
        }
        for oneof in message.oneofs().filter(|oneof| !oneof.is_synthetic()) {
            comments.see(oneof.full_name(), &file, oneof.path());
        }
    }
    for an_enum in enums(&pool) {
        let file = an_enum.parent_file();
        comments.see(an_enum.full_name(), &file, an_enum.path());
        for value in an_enum.values() {
            comments.see(value.full_name(), &file, value.path());
        }
    }
    for service in pool.services() {
        let file = service.parent_file();
        comments.see(service.full_name(), &file, service.path());
        for method in service.methods() {
            comments.see(method.full_name(), &file, method.path());
        }
    }
    assert!(comments.seen > 300, "only {} declarations were looked at", comments.seen);
    assert_eq!(comments.missing, [""; 0]);
}

#[test]
fn every_enum_begins_unspecified() {
    let begins_unspecified =
        |an_enum: &EnumDescriptor| an_enum.get_value(0).is_some_and(|zero| zero.name().ends_with("_UNSPECIFIED"));
    let failing = failing(&enums(&pool()), begins_unspecified, EnumDescriptor::full_name);
    assert_eq!(failing, [""; 0]);
}

#[test]
fn every_act_has_a_request_id_and_gives_a_cursor() {
    let acts: Vec<_> = methods(&pool())
        .into_iter()
        .filter(|method| !reads(method) && !WITHOUT_REQUEST_ID.contains(&method.full_name()))
        .collect();
    let keeps = |act: &MethodDescriptor| {
        has_text(&act.input(), "request_id")
            && SUBJECTS.iter().any(|subject| has_text(&act.output(), subject))
            && has_text(&act.output(), "etag")
            && has_text(&act.output(), "cursor")
    };
    assert_eq!(failing(&acts, keeps, MethodDescriptor::full_name), [""; 0]);
}

#[test]
fn every_act_on_an_existing_case_takes_an_etag() {
    let acts: Vec<_> =
        methods(&pool()).into_iter().filter(|method| !reads(method) && has_text(&method.input(), "case_id")).collect();
    let takes = |act: &MethodDescriptor| has_text(&act.input(), "etag");
    assert_eq!(failing(&acts, takes, MethodDescriptor::full_name), [""; 0]);
}

/// Who is kept out of a file is kept out by the fields that name its case, which are known by their names (D2).
#[test]
fn d2_a_request_names_a_case_in_the_fields_that_are_known() {
    let requests: Vec<_> = methods(&pool()).iter().map(MethodDescriptor::input).collect();
    let known = |request: &MessageDescriptor| {
        let named = request.fields().filter(|field| field.name().contains("case") || field.name().contains("relapse"));
        named.into_iter().all(|field| ["case_id", "relapse_of", "cases"].contains(&field.name()))
    };
    assert_eq!(failing(&requests, known, MessageDescriptor::full_name), [""; 0]);
}

#[test]
fn every_page_can_be_asked_and_followed() {
    let paged: Vec<_> = methods(&pool())
        .into_iter()
        .filter(|method| method.input().get_field_by_name("page_token").is_some())
        .collect();
    let followed = |method: &MethodDescriptor| {
        method.input().get_field_by_name("page_size").is_some()
            && has_text(&method.output(), "next_page_token")
            && (has_text(&method.input(), "min_cursor") || WITHOUT_MIN_CURSOR.contains(&method.full_name()))
    };
    assert_eq!(failing(&paged, followed, MethodDescriptor::full_name), [""; 0]);
}

#[test]
fn no_request_names_the_insurer_or_the_organisation() {
    let requests: Vec<_> = methods(&pool()).iter().map(MethodDescriptor::input).collect();
    let silent = |request: &MessageDescriptor| {
        request.fields().all(|field| !["insurer", "organisation"].contains(&field.name()))
    };
    assert_eq!(failing(&requests, silent, MessageDescriptor::full_name), [""; 0]);
}

#[test]
fn tools_can_read_the_details_of_errors() {
    let pool = pool();
    for detail in ["ErrorInfo", "BadRequest", "PreconditionFailure", "RetryInfo", "LocalizedMessage"] {
        assert!(pool.get_message_by_name(&format!("google.rpc.{detail}")).is_some(), "{detail}");
    }
}
