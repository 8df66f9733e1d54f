//! What the text around a token says of it: to whom it went, when, and what was answered.

/// The request or the dialogue that a token stands in, as far as the text shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenContext {
    /// The host that was asked, as `Host` or an absolute address names it.
    pub host: Option<String>,
    /// What was asked for: `GET /mail/inbox.aspx`.
    pub request: Option<String>,
    /// What the server answered, of a token that a client sent.
    pub answer: Option<Answer>,
    /// The time beside it, as it was written: `Date` of the answer, or what a log puts before a line.
    pub time: Option<String>,
}

/// The answer to a request: the HTTP status, or the reply code of SMTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// HTTP's status, such as 401 (RFC 9110 15), or SMTP's reply, such as 235 (RFC 4954 6).
    pub code: u16,
    /// Its line in the paste, from 1.
    pub line: usize,
}
