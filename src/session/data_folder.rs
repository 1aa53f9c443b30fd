//! What scripts read of the data folder: with what there is to say of it, which is told as they do.

use crate::finding::Finding;
use crate::script::host::{DataFrameReader, ListReader};
use polars::prelude::LazyFrame;
use rescind_runtime::problem::Problem;
use std::sync::Arc;

/// Reads a list of the data folder: the values of one column of `name`, the first unless named,
/// with what there is to say of it.
pub type FolderListReader =
    dyn Fn(&str, Option<&str>) -> Result<(Vec<String>, Vec<Finding>), Problem> + Send + Sync;

/// Reads a frame of the data folder, the file of that name, with what there is to say of it.
pub type FrameReader = dyn Fn(&str) -> Result<(LazyFrame, Vec<Finding>), Problem> + Send + Sync;

/// Takes what there is to say of a file that a script reads.
pub type FindingSink = dyn Fn(&Finding) + Send + Sync;

/// The same lists; what there is to say of them is told.
pub(super) fn telling_lists(
    lists: &Arc<FolderListReader>,
    tell: &Arc<FindingSink>,
) -> Arc<ListReader> {
    let (lists, tell) = (lists.clone(), tell.clone());
    Arc::new(move |name, column| {
        let (values, findings) = lists(name, column)?;
        for finding in &findings {
            tell(finding);
        }
        Ok(values)
    })
}

/// The same frames; what there is to say of them is told.
pub(super) fn telling_frames(
    frames: &Arc<FrameReader>,
    tell: &Arc<FindingSink>,
) -> Arc<DataFrameReader> {
    let (frames, tell) = (frames.clone(), tell.clone());
    Arc::new(move |name| {
        let (frame, findings) = frames(name)?;
        for finding in &findings {
            tell(finding);
        }
        Ok(frame)
    })
}
