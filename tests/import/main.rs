//! From files to the frame of invitations, through the public interface.

mod archives;
mod data;
