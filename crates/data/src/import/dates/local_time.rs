//! Local times → instants.
//!
//! An hour that occurs twice is taken as the later instant, so that an invitation is never held
//! older than it can be; an hour that does not exist is read with the offset before the change,
//! which is one hour later on the clock.

use chrono::{DateTime, Duration, NaiveDateTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;

/// A local time of a zone as an instant.
pub fn in_utc(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    if zone == Tz::UTC {
        return local.and_utc();
    }
    if let Some(latest) = zone.from_local_datetime(&local).latest() {
        return latest.with_timezone(&Utc);
    }
    let before = zone.offset_from_utc_datetime(&(local - Duration::days(1))).fix();
    let utc = local - Duration::seconds(before.local_minus_utc().into());
    utc.and_utc()
}
