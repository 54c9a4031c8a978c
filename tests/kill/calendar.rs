//! The days of the platform.

use crate::callers::Load;
use crate::model::{FIRST, LAST};
use crate::platform::Platform;

/// Moves both clocks on, day by day. A day waits for the cases of some days before and for what they told to be heard, so
/// that what is due on it does not depend on the machine; the acts of later cases and the timers of the day go on beside
/// each other.
pub(crate) async fn turn(platform: &Platform, load: &Load) {
    for day in FIRST.iter_days().skip(1).take_while(|day| *day <= LAST) {
        load.finished_before(day).await;
        platform.hear().await;
        for part in platform.parts() {
            platform.go_on_to(part, day).await;
        }
        load.begin(day);
    }
}
