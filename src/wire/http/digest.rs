//! Digest (RFC 7616): challenges and responses by parameter.

/// The parameters of a Digest challenge or response, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// Names and values, without quotes.
    pub params: Vec<(String, String)>,
}
