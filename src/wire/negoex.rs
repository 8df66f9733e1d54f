//! NegoEx (`[MS-NEGOEX]`): a negotiation inside SPNEGO, of mechanisms named by GUIDs. Integers are little-endian.

/// One message; a token holds one or several in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// MessageType.
    pub message_type: u32,
    /// SequenceNum.
    pub sequence: u32,
    /// ConversationId, a GUID as on the wire.
    pub conversation: [u8; 16],
}
