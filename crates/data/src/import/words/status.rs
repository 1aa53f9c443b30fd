//! What became of an invitation, as sheets and tools tell it.

/// What a sheet or a tool says of an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Sent, and not answered.
    Pending,
    /// The person is a connection now.
    Accepted,
    /// The person said no.
    Declined,
    /// Taken back.
    Withdrawn,
    /// Gone after a time.
    Expired,
    /// Not sent (yet): no invitation.
    Unsent,
}

impl Status {
    /// Every status, in the order in which a person meets them.
    pub const ALL: [Self; 6] = [
        Self::Unsent,
        Self::Pending,
        Self::Accepted,
        Self::Declined,
        Self::Withdrawn,
        Self::Expired,
    ];

    /// Its name: the state of an invitation, or `unsent`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
            Self::Unsent => "unsent",
        }
    }

    /// Whether an invitation of this status was sent and is pending no more.
    pub const fn is_over(self) -> bool {
        !matches!(self, Self::Unsent | Self::Pending)
    }
}
