//! A pack: a folder of strategies that an agency shares, as the same bytes for everybody.
//!
//! A pack is fetched into memory from a folder, an archive or a git repository (`source`), held to
//! what a set of files may be (`files`), and read (`manifest`). The lock says which bytes those
//! were, and nothing of a pack is used before they have been found to be the same (`verify`).
//!
//! Invariant: what a script of a pack is compiled from are the very bytes that were verified; no
//! file is read a second time.

mod archive;
mod content;
mod error;
mod files;
mod folder;
mod git;
mod git_reference;
mod installation;
mod key;
mod lock;
mod manifest;
mod path_error;
mod path_rules;
mod project_claim;
mod signature;
mod source;
mod source_error;
mod verify;

pub use content::Pack;
pub use error::PackError;
pub use files::PackFiles;
pub use folder::{FetchedFiles, fetch_folder, is_of_project};
pub use git_reference::{GitReference, redacted as shown_reference};
pub use installation::{PACKS, PackChange, is_beside_packs};
pub use key::{KeyId, PublicKey, SecretKey};
pub use lock::{LOCK, Lock, LockedPack};
pub use manifest::{MANIFEST, Manifest, NeededColumn, is_test_script};
pub use path_rules::{is_device_name, is_pack_name};
pub use project_claim::{PROJECT_FILE_PREFIX, ProjectClaim};
pub use signature::{Signature, Signatures, add_signature, is_signature_file};
pub use source::{PackSource, SECRET_ADVICE, SECRET_PROBLEM};
pub use verify::{PackProblem, verify};
