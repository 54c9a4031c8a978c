//! The legal acts, one file each: its arm of `decide`, its article, its tests.

pub(crate) mod ami;
pub(crate) mod assign;
pub(crate) mod attempt;
pub(crate) mod bar_ended;
pub(crate) mod consents;
pub(crate) mod contact;
pub(crate) mod end_incapacity;
pub(crate) mod end_trajectory;
pub(crate) mod lapsed;
pub(crate) mod look;
pub(crate) mod make_appointment;
pub(crate) mod missed;
pub(crate) mod no_show;
pub(crate) mod note;
pub(crate) mod open_route_b;
pub(crate) mod questionnaire;
pub(crate) mod refer;
pub(crate) mod refuse_contact;
pub(crate) mod request_authorisation;
pub(crate) mod reschedule;
pub(crate) mod take_over;
