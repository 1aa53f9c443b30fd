//! Whom the rows of a table are about: their keys, the rows that name nobody, and the cells for a
//! profile that name none.
//!
//! Invariant: a cell for a profile that holds something gives a key, or is said.

use super::keys::{self, PROFILE_KEYS};
use super::sift::Sift;
use crate::import::answers::answer;
use crate::import::person;
use polars::prelude::{BooleanChunked, Column, DataFrame, PolarsResult};

/// What a cell for a profile may hold.
const PROFILE: &str = "a profile's address such as `https://www.linkedin.com/in/ada-b`, or nothing";

/// Adds the columns of [`keys::add`], and takes the rows out that name nobody; `naming` is the
/// column that is named then.
pub(super) fn keyed(
    sift: &mut Sift,
    account: Option<&str>,
    file: i64,
    naming: &str,
) -> PolarsResult<()> {
    add(sift, account, file)?;
    let nobody = has_no_key(&sift.frame)? & sift.frame.column("name")?.is_null();
    sift.take_out(&nobody, naming, "nobody is named", "a name or a profile")
}

/// Adds the columns of [`keys::add`]. A cell for a profile that is none is unknown, and said of
/// whoever has a name all the same.
pub(super) fn add(sift: &mut Sift, account: Option<&str>, file: i64) -> PolarsResult<()> {
    let keyed = keys::add(&sift.frame, account, file)?;
    let by_name_alone = has_no_key(&keyed)? & keyed.column("name")?.is_not_null();
    let strange = strange(&sift.frame, &by_name_alone);
    sift.blank(&strange, "profile_url", "is no address of a profile", PROFILE)?;
    sift.frame = keyed;
    Ok(())
}

fn has_no_key(keyed: &DataFrame) -> PolarsResult<BooleanChunked> {
    let [slug, urn, member_id] = PROFILE_KEYS.map(|key| keyed.column(key).map(Column::is_null));
    Ok(slug? & urn? & member_id?)
}

/// The cells for a profile that are meant to hold one, in these rows.
fn strange(frame: &DataFrame, rows: &BooleanChunked) -> BooleanChunked {
    let texts = keys::text(frame, "profile_url");
    let is_meant = |text: &str| {
        !text.trim().is_empty()
            && answer(text).is_none()
            && !person::is_of_nobody(text)
            && person::name_of_key(text).is_none()
    };
    let cells = texts.iter().zip(rows.iter());
    cells.map(|(text, row)| Some(row == Some(true) && text.is_some_and(is_meant))).collect()
}
