//! From files to the frame of invitations, through the public interface.

mod accounts;
mod archives;
mod canonical;
mod data;
mod lists;
mod matching;
mod messages;
mod refused;
mod sheets;
