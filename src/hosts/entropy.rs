//! Random values are asked for by purpose, so that one more of a kind leaves the others as they were.

/// Where random values come from.
pub trait Entropy {
    /// Fills `out` with the next value for that purpose.
    fn fill(&mut self, purpose: Purpose, out: &mut [u8]);
}

/// What a random value is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Purpose {
    /// The server's question, 8 bytes (`[MS-NLMP]` 2.2.1.2).
    ServerChallenge,
    /// The client's nonce, 8 bytes (`[MS-NLMP]` 3.1.5.1.2).
    ClientChallenge,
    /// The session key a client chooses, 16 bytes (`[MS-NLMP]` 3.1.5.1.2).
    ExportedSessionKey,
    /// The handle of a local call's context, 8 or 16 bytes.
    ContextHandle,
    /// A key that a KDC or a client of Kerberos makes, of 8 to 32 bytes (RFC 4120 5.3).
    TicketKey,
    /// What a Kerberos encryption begins with, 8 or 16 bytes (RFC 3961 5.3).
    Confounder,
    /// The number that ties a KDC's answer to its question, 4 bytes (RFC 4120 5.4.1).
    Nonce,
    /// The first sequence number, 4 bytes (RFC 4120 5.5.1).
    SequenceNumber,
    /// MachineID: what a computer calls itself from start to start, 32 bytes (`[MS-NLMP]` 2.2.2.2).
    MachineId,
}

impl Purpose {
    /// How many purposes there are, each with its own sequence of values.
    pub const COUNT: usize = 9;

    /// A fixed label, part of what a value is derived from.
    pub fn label(self) -> &'static str {
        match self {
            Self::ServerChallenge => "server challenge",
            Self::ClientChallenge => "client challenge",
            Self::ExportedSessionKey => "exported session key",
            Self::ContextHandle => "context handle",
            Self::TicketKey => "ticket key",
            Self::Confounder => "confounder",
            Self::Nonce => "nonce",
            Self::SequenceNumber => "sequence number",
            Self::MachineId => "machine id",
        }
    }
}

/// The next `N` bytes for that purpose.
pub fn draw<const N: usize>(entropy: &mut dyn Entropy, purpose: Purpose) -> [u8; N] {
    let mut bytes = [0; N];
    entropy.fill(purpose, &mut bytes);
    bytes
}
