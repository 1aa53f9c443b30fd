//! Why a path cannot be that of a pack's file.

use super::path_rules::{DEPTH_MAX, PATH_CHARS_MAX};
use thiserror::Error;

/// Why a path cannot be that of a pack's file.
#[derive(Debug, Error, PartialEq, Eq)]
pub(super) enum PathError {
    #[error("its path has more than {} characters", PATH_CHARS_MAX)]
    TooLong,
    #[error("its path leads out of the pack")]
    LeadsOut,
    #[error("it lies more than {} folders deep", DEPTH_MAX)]
    TooDeep,
    #[error("its path has an empty part")]
    EmptyPart,
    #[error("its name has the character {0:?}, which not every system takes")]
    Character(char),
    #[error("its name is not in Unicode's composed form (NFC)")]
    NotComposed,
    #[error("its name begins or ends with a space, or ends with a dot")]
    SpaceOrDot,
    #[error("Windows keeps its name for a device")]
    Device,
}
