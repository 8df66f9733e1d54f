//! The identifier octets that messages begin with (RFC 4120 5.10).

use crate::wire::der::application;

/// A client asks for its first ticket.
pub(in crate::wire) const AS_REQ: u8 = application(10);
/// The KDC gives it.
pub(in crate::wire) const AS_REP: u8 = application(11);
/// A client asks for a ticket with another.
pub(in crate::wire) const TGS_REQ: u8 = application(12);
/// The KDC gives it.
pub(in crate::wire) const TGS_REP: u8 = application(13);
/// A client shows a ticket.
pub(in crate::wire) const AP_REQ: u8 = application(14);
/// The service proves that it opened it.
pub(in crate::wire) const AP_REP: u8 = application(15);
/// Data of an application, with a checksum under the session key (RFC 4120 5.6.1).
pub(in crate::wire) const SAFE: u8 = application(20);
/// Data of an application, encrypted under the session key (RFC 4120 5.7.1).
pub(in crate::wire) const PRIV: u8 = application(21);
/// Tickets that are handed on.
pub(in crate::wire) const CRED: u8 = application(22);
/// What comes instead of an answer.
pub(in crate::wire) const ERROR: u8 = application(30);

/// Whether a message begins with that.
pub(super) fn is_message_tag(tag: u8) -> bool {
    matches!(tag, AS_REQ..=AP_REP | SAFE..=CRED | ERROR)
}
