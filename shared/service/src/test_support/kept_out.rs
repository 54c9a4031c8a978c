//! Every method of a service, asked of a case whose file is closed to the caller.
//!
//! The methods are those of the contracts, so that a later one is asked too.

use std::collections::BTreeMap;

use prost_reflect::{
    DescriptorPool, DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, MethodDescriptor, Value,
};
use tonic::body::Body;
use tonic::client::{Grpc, GrpcService};
use tonic::codegen::http::uri::PathAndQuery;
use tonic::{Request, Status};
use tonic_prost::ProstCodec;
use tonic_types::StatusExt as _;
use trajet_access::{AccessTable, Role};
use trajet_contracts::FILE_DESCRIPTOR_SET;
use uuid::Uuid;

use super::wire::{reason, staff};

/// A case that does not exist.
const ABSENT: Uuid = Uuid::from_u128(0x0183_0a5f_4c00_7cc1_9d53_0000_0000_0099);
/// The one method that opens such a file.
const OPENS: &str = "OpenInEmergency";
/// What is left as it is: without it a request is right.
const LEFT_OUT: [&str; 8] =
    ["etag", "min_cursor", "page_token", "page_size", "known_at", "as_of", "step", "baseline_on"];

/// Asks every method of the service that names a case, in every role that a file can be closed to, for `case` and for a case
/// that does not exist: the answers are the same, byte for byte, and each method that reads says that there is no such case.
/// Gives how many answers were compared.
pub async fn assert_kept_out<S>(server: S, service: &str, case: &str, subject: &str) -> usize
where
    S: GrpcService<Body> + Clone,
    S::ResponseBody: Send + 'static,
    <S::ResponseBody as tonic::codegen::Body>::Error: Into<tonic::codegen::StdError> + Send,
{
    let pool = DescriptorPool::decode(FILE_DESCRIPTOR_SET).unwrap();
    let service = pool.get_service_by_name(service).unwrap();
    let names_a_case = |method: &MethodDescriptor| method.input().get_field_by_name("case_id").is_some();
    let mut compared = 0;
    for method in service.methods().filter(names_a_case).filter(|method| method.name() != OPENS) {
        let path = format!("{}/{}", service.full_name(), method.name());
        let row = AccessTable::rows().iter().find(|row| row.method == path).unwrap();
        for role in row.roles.iter().copied().filter(|role| role.can_be_kept_out()) {
            let request_id = Uuid::from_u128(u128::from(u64::MAX) + compared).to_string();
            let ask = async |case: &str| {
                let message = request(&method.input(), case, &request_id);
                ask(server.clone(), &path, role, subject, message).await.expect_err(&path)
            };
            let (hidden, absent) = (ask(case).await, ask(&ABSENT.to_string()).await);
            assert_eq!(told(&hidden), told(&absent), "{path} as {role}");
            let reads = ["Get", "List", "Find", "Explain"].iter().any(|prefix| method.name().starts_with(prefix));
            assert!(!reads || reason(&hidden) == "CASE_NOT_FOUND", "{path} as {role}: {hidden:?}");
            compared += 1;
        }
    }
    usize::try_from(compared).unwrap()
}

/// All that an answer tells. The entries of a map come in any order on the wire: they are put in one.
fn told(status: &Status) -> impl PartialEq + std::fmt::Debug + use<> {
    let info = status.get_details_error_info().map(|info| {
        let metadata: BTreeMap<_, _> = info.metadata.into_iter().collect();
        (info.reason, info.domain, metadata)
    });
    let mut details = status.details().to_vec();
    details.sort_unstable();
    (status.code(), status.message().to_owned(), info, details)
}

async fn ask<S>(server: S, path: &str, role: Role, subject: &str, message: DynamicMessage) -> Result<(), Status>
where
    S: GrpcService<Body>,
    S::ResponseBody: Send + 'static,
    <S::ResponseBody as tonic::codegen::Body>::Error: Into<tonic::codegen::StdError> + Send,
{
    let mut request = Request::new(message);
    request.extensions_mut().insert(staff(role, subject));
    let path: PathAndQuery = format!("/{path}").parse().unwrap();
    let mut grpc = Grpc::new(server);
    assert!(grpc.ready().await.is_ok());
    grpc.unary(request, path, ProstCodec::<DynamicMessage, ()>::default()).await.map(|_| ())
}

/// A request of the method with something in every field that one needs.
fn request(of: &MessageDescriptor, case: &str, request_id: &str) -> DynamicMessage {
    let mut message = filled(of, 0);
    for (field, value) in [("case_id", case), ("request_id", request_id)] {
        if let Some(field) = of.get_field_by_name(field) {
            message.set_field(&field, Value::String(value.to_owned()));
        }
    }
    message
}

fn filled(of: &MessageDescriptor, depth: usize) -> DynamicMessage {
    let mut message = DynamicMessage::new(of.clone());
    if of.full_name() == "google.type.Date" {
        for (field, value) in [("year", 2022), ("month", 12), ("day", 5)] {
            message.set_field_by_name(field, Value::I32(value));
        }
        return message;
    }
    for field in of.fields().filter(|field| !LEFT_OUT.contains(&field.name()) && !field.is_map()) {
        if let Some(value) = value(&field, depth) {
            let value = if field.is_list() { Value::List(vec![value]) } else { value };
            message.set_field(&field, value);
        }
    }
    message
}

fn value(field: &FieldDescriptor, depth: usize) -> Option<Value> {
    Some(match field.kind() {
        Kind::Bool => Value::Bool(true),
        Kind::Int32 | Kind::Sint32 => Value::I32(1),
        Kind::Int64 | Kind::Sint64 => Value::I64(1),
        Kind::Uint32 => Value::U32(1),
        Kind::Uint64 => Value::U64(1),
        Kind::String => Value::String("x".to_owned()),
        Kind::Enum(_) => Value::EnumNumber(1),
        Kind::Message(of) if depth < 4 => Value::Message(filled(&of, depth + 1)),
        _ => return None,
    })
}
