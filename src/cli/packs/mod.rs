//! The commands of packs: take, list, update, remove, sign and verify them.

mod add;
mod installed_packs;
mod pack_changes;
mod packs_command;
mod sign;
mod update_packs;
mod verify;

pub(super) use add::AddCommand;
pub(super) use installed_packs::demand_outside_packs;
pub(super) use packs_command::PacksCommand;
pub(super) use sign::SignCommand;
pub(super) use verify::VerifyCommand;
