//! Acts of the concertation between physician and coordinator.

use serde::Deserialize;
use trajet_contracts::dossier::v1 as contract;
use trajet_contracts::dossier::v1::OutsiderKind;

use super::Doing;
use crate::demo::named::Named;
use crate::demo::when::When;

/// Reads a request of a case that tells these fields besides.
macro_rules! request {
    ($doing:expr, $request:ident { $($field:ident: $value:expr),* $(,)? }) => {
        contract::$request {
            request_id: $doing.request_id.clone(),
            case_id: $doing.case_id.to_owned(),
            $($field: $value,)*
            ..Default::default()
        }
    };
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Opening {
    text: String,
}

impl Opening {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::OpenThreadRequest {
        request!(doing, OpenThreadRequest { text: self.text.clone() })
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Post {
    thread: u32,
    text: String,
}

impl Post {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::PostMessageRequest {
        request!(doing, PostMessageRequest { thread: self.thread, text: self.text.clone() })
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reading {
    thread: u32,
}

impl Reading {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::MarkReadRequest {
        request!(doing, MarkReadRequest { thread: self.thread })
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Invitation {
    thread: u32,
    kind: Named<OutsiderKind>,
    name: String,
    agreed_on: Option<When>,
    concerted_on: Option<When>,
}

impl Invitation {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::InviteToThreadRequest {
        request!(
            doing,
            InviteToThreadRequest {
                thread: self.thread,
                kind: self.kind.number(),
                name: self.name.clone(),
                agreed_on: Some(doing.day(self.agreed_on)),
                concerted_on: doing.known(self.concerted_on),
            }
        )
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Closing {
    thread: u32,
}

impl Closing {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::CloseThreadRequest {
        request!(doing, CloseThreadRequest { thread: self.thread })
    }
}
