//! A pack: a folder of strategies that an agency shares, as the same bytes for everybody.
//!
//! A pack is fetched into memory from a folder, an archive or a git repository (`source`), held to
//! what a set of files may be (`files`), and read (`manifest`). The lock says which bytes those
//! were, and nothing of a pack is used before they have been found to be the same (`verify`).
//!
//! Invariant: what a script of a pack is compiled from are the very bytes that were verified; no
//! file is read a second time.

mod archive;
mod claim;
mod content;
mod error;
mod files;
mod folder;
mod git;
mod installation;
mod key;
mod lock;
mod manifest;
mod name;
mod path_error;
mod reference;
mod signature;
mod source;
mod source_error;
mod verify;

pub use claim::{FolderClaim, WRITTEN};
pub use content::Pack;
pub use error::PackError;
pub use files::Files;
pub use folder::{Fetched, fetch_folder, is_of_project};
pub use installation::{PACKS, PackChange, is_beside_packs};
pub use key::{KeyId, PublicKey, SecretKey};
pub use lock::{LOCK, Lock, Locked};
pub use manifest::{MANIFEST, Manifest, NeededColumn, is_tests};
pub use name::{is_pack_name, is_reserved};
pub use reference::{Reference, shown as shown_reference};
pub use signature::{Signature, Signatures, countersigned, is_of_signatures};
pub use source::{PackSource, SECRET, WITHOUT};
pub use verify::{PackProblem, verify};
