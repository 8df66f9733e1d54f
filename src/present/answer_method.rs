//! How to answer a back end in IIS's place.

/// With what to answer a back end's question in IIS's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerMethod {
    /// What lies behind the token: the KDC is asked for a ticket.
    AskKdc,
    /// The AUTHENTICATE, or the ticket, of hop 1, as it is.
    Replay,
    /// No name, no response.
    Nothing,
    /// A value taken for the password.
    Password,
    /// A value taken for the NT hash.
    NtHash,
    /// A value sent as the AUTHENTICATE.
    Raw,
}

impl AnswerMethod {
    /// Each way once, in the order in which the seat offers them.
    pub const ALL: [Self; 6] = [
        Self::AskKdc,
        Self::Replay,
        Self::Nothing,
        Self::Password,
        Self::NtHash,
        Self::Raw,
    ];

    /// Whether it takes a value.
    pub fn takes_value(self) -> bool {
        matches!(self, Self::Password | Self::NtHash | Self::Raw)
    }

    /// Whether it takes a name.
    pub fn takes_name(self) -> bool {
        matches!(self, Self::Password | Self::NtHash)
    }
}
