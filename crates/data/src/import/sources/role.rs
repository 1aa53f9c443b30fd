//! What a table is for.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// LinkedIn's archive of invitations, sent and received.
    Invitations,
    /// Whom the account is connected to.
    Connections,
    Messages,
    /// Who the account's owner is.
    Profile,
    /// What is sent and still pending, as the Sent page shows it.
    SentList,
    /// Somebody's own sheet.
    Sheet,
    /// Rows in the columns of `invitations`.
    Rows,
}

impl Role {
    pub const ALL: [Self; 7] = [
        Self::Invitations,
        Self::Connections,
        Self::Messages,
        Self::Profile,
        Self::SentList,
        Self::Sheet,
        Self::Rows,
    ];

    /// Its name in descriptions and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Invitations => "invitations",
            Self::Connections => "connections",
            Self::Messages => "messages",
            Self::Profile => "profile",
            Self::SentList => "sent-list",
            Self::Sheet => "sheet",
            Self::Rows => "rows",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}
