//! The language in which people read why a call failed.

use acceptance::failed::expect;
use acceptance::people::request_id;
use acceptance::{Engine, Installation, Role, on_both_engines};
use tonic::Code;
use tonic_types::StatusExt as _;
use trajet_contracts::assessment::v1::GetCaseRequest;

on_both_engines!(the_message_is_in_the_language_of_the_request);

async fn the_message_is_in_the_language_of_the_request(engine: Engine) {
    let server = Installation::new(engine).await.serve(&[]).await;
    for (wanted, locale, message) in [
        ("fr", "fr", "Ce dossier n'existe pas."),
        ("nl-BE", "nl", "Dit dossier bestaat niet."),
        ("de", "de", "Diese Akte gibt es nicht."),
        ("pl, fr;q=0.2, de;q=0.7", "de", "Diese Akte gibt es nicht."),
        ("pl", "en", "There is no such case."),
    ] {
        let client = server.client(Role::Physician).with("accept-language", wanted);
        let request = GetCaseRequest { case_id: request_id(), ..Default::default() };
        let status = client.assessment().get_case(request).await.unwrap_err();
        expect(&status, Code::NotFound, "CASE_NOT_FOUND");
        let told = status.get_details_localized_message().unwrap();
        assert_eq!((told.locale.as_str(), told.message.as_str()), (locale, message));
    }
}
