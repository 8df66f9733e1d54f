//! The bits of RFC 4120 that decide about delegation, bit 0 highest.

use bitflags::bitflags;

bitflags! {
    /// What is asked of a KDC (RFC 4120 5.4.1, RFC 6806, `[MS-SFU]` 2.2.3).
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub struct KdcOptions: u32 {
        /// The ticket may be passed on.
        const FORWARDABLE = 0x4000_0000;
        /// A TGT to be passed on.
        const FORWARDED = 0x2000_0000;
        /// A ticket that counts from a later time on.
        const POSTDATED = 0x0200_0000;
        /// The ticket may be renewed.
        const RENEWABLE = 0x0080_0000;
        /// The client is named by the ticket that comes along: S4U2proxy.
        const CNAME_IN_ADDITIONAL_TICKET = 0x0002_0000;
        /// Names may be corrected, and referrals given.
        const CANONICALIZE = 0x0001_0000;
        /// A renewable ticket is as good as one that lasts so long.
        const RENEWABLE_OK = 0x0000_0010;
        /// The ticket goes under the session key of the one that comes along: user-to-user.
        const ENC_TKT_IN_SKEY = 0x0000_0008;
        /// The ticket in the request is to be renewed.
        const RENEW = 0x0000_0002;
        /// A postdated ticket is to be made valid.
        const VALIDATE = 0x0000_0001;
        // Others are kept.
        const _ = !0;
    }
}

bitflags! {
    /// What a ticket allows (RFC 4120 5.3, RFC 6806 11).
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub struct TicketFlags: u32 {
        /// It may be passed on, and stand as the evidence of S4U2proxy.
        const FORWARDABLE = 0x4000_0000;
        /// It was passed on, or came of one that was.
        const FORWARDED = 0x2000_0000;
        /// Until its renew-till a KDC gives a newer one for it.
        const RENEWABLE = 0x0080_0000;
        /// It came of a password, not of another ticket.
        const INITIAL = 0x0040_0000;
        /// The password was proved before it was issued.
        const PRE_AUTHENT = 0x0020_0000;
        /// The service is trusted with a TGT of the client's.
        const OK_AS_DELEGATE = 0x0004_0000;
        /// The KDC understands encrypted pre-authentication data in replies.
        const ENC_PA_REP = 0x0001_0000;
        // Others are kept.
        const _ = !0;
    }
}
