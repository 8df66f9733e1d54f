//! Where the fixed part of each message tells of what lies behind it, for bytes that need not be a whole message.

/// Places in a message, in bytes from its beginning (`[MS-NLMP]` 2.2.1).
pub(in crate::wire) struct Head {
    /// The length of the shortest fixed part there is.
    pub(in crate::wire) least: usize,
    /// Where the flags stand.
    pub(in crate::wire) flags: usize,
    /// Where Version does, if the flags announce it.
    pub(in crate::wire) version: usize,
    /// Where length, room and offset of each payload do, eight bytes together.
    pub(in crate::wire) payloads: &'static [usize],
}

impl Head {
    /// Of the message that begins here, as its MessageType says.
    pub(in crate::wire) fn of(bytes: &[u8]) -> Option<Self> {
        let (least, flags, version, payloads): (_, _, _, &[usize]) = match *bytes.get(8)? {
            1 => (16, 12, 32, &[16, 24]),
            2 => (32, 20, 48, &[12, 40]),
            3 => (52, 60, 64, &[12, 20, 28, 36, 44, 52]),
            _ => return None,
        };
        Some(Self {
            least,
            flags,
            version,
            payloads,
        })
    }
}
