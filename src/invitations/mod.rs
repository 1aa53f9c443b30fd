//! Raw tables become the one typed frame of invitations that everything else works on.

pub mod schema;
