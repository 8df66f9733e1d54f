//! Kerberos tokens in outline (RFC 4120, RFC 4121): what is in clear is read, what is encrypted is named and left closed.

/// A Kerberos message that GSS-API carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// RFC 4120 5.5.1, from the client.
    ApReq,
    /// RFC 4120 5.5.2, from the server.
    ApRep,
    /// RFC 4120 5.9.1.
    Error,
    /// Another token, by its TOK_ID.
    Other([u8; 2]),
}
