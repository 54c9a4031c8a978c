//! What the questionnaire service knows.

use trajet_contracts::questionnaire::v1::QuestionnaireCase;

use super::{Standing, date};
use crate::demo::named::name;
use crate::platform::Service;

impl Standing {
    pub(super) fn add_questionnaire(&mut self, case: &QuestionnaireCase) {
        self.say(format!("questionnaire {}", name(case.stage().as_str_name(), "STAGE")));
        self.add_not_known(Service::Questionnaire, &case.not_known_before_go_live);
        for sending in case.earlier_sendings.iter().chain(&case.sending) {
            let route = name(sending.route().as_str_name(), "SENDING_ROUTE");
            self.say(format!(
                "sent on {} for route {route}, due back on {}",
                date(sending.sent_on),
                date(sending.due_back)
            ));
        }
        for back in &case.submissions {
            let helped = if back.helper.is_some() { ", with help" } else { "" };
            self.say(format!("back on {}{helped}", date(back.returned_on)));
        }
        if let Some(impossibility) = &case.impossibility {
            self.say(format!("impossible to complete, found on {}", date(impossibility.found_on)));
        }
        case.notice.iter().for_each(|letter| self.add_letter(letter));
        self.add_correcting(&case.correcting_notices);
        self.add_deadlines(Service::Questionnaire, &case.deadlines, &case.parked);
    }
}
