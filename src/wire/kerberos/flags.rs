//! The bits of RFC 4120 that decide about delegation, bit 0 highest.

/// What is asked of a KDC (RFC 4120 5.4.1, RFC 6806, `[MS-SFU]` 2.2.3).
pub mod kdc_options {
    /// The ticket may be passed on.
    pub const FORWARDABLE: u32 = 0x4000_0000;
    /// A TGT to be passed on.
    pub const FORWARDED: u32 = 0x2000_0000;
    /// A ticket that counts from a later time on.
    pub const POSTDATED: u32 = 0x0200_0000;
    /// The ticket may be renewed.
    pub const RENEWABLE: u32 = 0x0080_0000;
    /// The client is named by the ticket that comes along: S4U2proxy.
    pub const CNAME_IN_ADDITIONAL_TICKET: u32 = 0x0002_0000;
    /// Names may be corrected, and referrals given.
    pub const CANONICALIZE: u32 = 0x0001_0000;
    /// A renewable ticket is as good as one that lasts so long.
    pub const RENEWABLE_OK: u32 = 0x0000_0010;
    /// The ticket goes under the session key of the one that comes along: user-to-user.
    pub const ENC_TKT_IN_SKEY: u32 = 0x0000_0008;
    /// The ticket in the request is to be renewed.
    pub const RENEW: u32 = 0x0000_0002;
    /// A postdated ticket is to be made valid.
    pub const VALIDATE: u32 = 0x0000_0001;
}

/// What a ticket allows (RFC 4120 5.3, RFC 6806 11).
pub mod ticket_flags {
    /// It may be passed on, and stand as the evidence of S4U2proxy.
    pub const FORWARDABLE: u32 = 0x4000_0000;
    /// It was passed on, or came of one that was.
    pub const FORWARDED: u32 = 0x2000_0000;
    /// Until its renew-till a KDC gives a newer one for it.
    pub const RENEWABLE: u32 = 0x0080_0000;
    /// It came of a password, not of another ticket.
    pub const INITIAL: u32 = 0x0040_0000;
    /// The password was proved before it was issued.
    pub const PRE_AUTHENT: u32 = 0x0020_0000;
    /// The service is trusted with a TGT of the client's.
    pub const OK_AS_DELEGATE: u32 = 0x0004_0000;
    /// The KDC understands encrypted pre-authentication data in replies.
    pub const ENC_PA_REP: u32 = 0x0001_0000;
}
