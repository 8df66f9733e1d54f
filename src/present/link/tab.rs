//! The sides of the inspector, one of which a link opens.

/// A side of the inspector.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tab {
    /// What, why, where it is written.
    #[default]
    Explain,
    /// The message of the step as text: HTTP as it is sent, RPC by its fields.
    Message,
    /// Fields and hex.
    Bytes,
    /// What was computed at the step, and where its inputs came from.
    Proof,
    /// What the computers write into their logs.
    Logs,
}

impl Tab {
    /// All sides, in order.
    pub const ALL: [Self; 5] = [
        Self::Explain,
        Self::Message,
        Self::Bytes,
        Self::Proof,
        Self::Logs,
    ];

    /// What its tab is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Explain => "Explain",
            Self::Message => "Message",
            Self::Bytes => "Bytes",
            Self::Proof => "Proof",
            Self::Logs => "Logs",
        }
    }

    /// Its name in links.
    pub(super) fn key(self) -> String {
        self.name().to_ascii_lowercase()
    }

    pub(super) fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.key() == key)
    }
}
