//! What happened before go-live is stored as the event that it would be, under a kind of its own: nobody takes it for an act of this
//! platform, whoever can read the bytes or not.

/// The kinds of what can have happened before go-live, and those under which it is stored then.
const KINDS: [(&str, &str); 6] = [
    ("incapacity_declared", "incapacity_declared_before_go_live"),
    ("incapacity_recognised", "incapacity_recognised_before_go_live"),
    ("track_started", "track_started_before_go_live"),
    ("first_estimate_made", "first_estimate_made_before_go_live"),
    ("evaluation_made", "evaluation_made_before_go_live"),
    ("person_referred", "person_referred_before_go_live"),
];

/// What is stored of an event, as that of one of before go-live.
pub(super) fn as_of_before((of, bytes): (&'static str, Vec<u8>)) -> (&'static str, Vec<u8>) {
    (KINDS.iter().find(|(kind, _)| *kind == of).map_or(of, |(_, stored)| *stored), bytes)
}

/// The kind of the event that is stored under a kind of before go-live.
pub(crate) fn of(stored: &str) -> Option<&'static str> {
    KINDS.iter().find(|(_, kind)| *kind == stored).map(|(kind, _)| *kind)
}
