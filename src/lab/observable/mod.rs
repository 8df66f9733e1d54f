//! What a run shows to those who look at it from outside: read from what the hosts decided and from the bytes they sent.

mod observe;

pub use observe::observe;

use super::SettingFinding;
use crate::hosts::{BackEndProtocol, Era, Package};

/// Something that a run shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Observable {
    /// The first hop was refused: a 401 page stays.
    FirstHopRefused,
    /// The page opens: IIS knows the caller.
    PageOpens,
    /// The page opens, and what the back end has does not come.
    SecondHopFails,
    /// The page opens, with what the back end has.
    Works,
    /// The person was asked for a name and a password.
    Asked,
    /// The person was asked again after an answer.
    AskedAgain,
    /// The person was not asked again.
    NotAskedAgain,
    /// A line of IIS's log after an answer was refused: `sc-substatus`, `sc-win32-status`.
    IisLine(u8, u32),
    /// A failed logon at IIS: NTSTATUS.
    LogonFailed(u32),
    /// What the browser sent to sign in.
    Sends(SentToken),
    /// IIS knows the caller by this package.
    FrontEndKnowsBy(Package),
    /// The ticket for IIS, or the proof of its session key, was refused: error-code of RFC 4120 7.5.9.
    TicketRejected(u32),
    /// A KDC refused: error-code of RFC 4120 7.5.9.
    KdcError(u32),
    /// A KDC refused a ticket for a service: what event 4769 has as its code.
    TicketRefused(u32),
    /// A KDC refused a first ticket: what events 4768 and 4771 have as their code.
    TgtRefused(u32),
    /// The NTSTATUS that came with a refusal.
    KdcStatus(u32),
    /// The user’s ticket for IIS is for this account.
    TicketFor(AccountKind),
    /// The user’s ticket for IIS has ok-as-delegate, or not.
    OkAsDelegate(bool),
    /// The user’s ticket for IIS is forwardable, or not.
    Forwardable(bool),
    /// The user has no ticket for IIS, though the browser asked for one or the server offered Negotiate.
    NoTicket,
    /// The user’s TGT was handed over.
    TgtForwarded,
    /// IIS asked for a ticket in the user’s name, with the user’s (S4U2proxy) or without (S4U2self).
    AskedOnBehalf,
    /// The ticket asked for is for another name than the one in the address.
    AsksOtherName,
    /// The ticket asked for has a port in its name.
    AsksPort,
    /// Which back end is called.
    BackEnd(BackEndProtocol),
    /// The back end knows the caller as ANONYMOUS LOGON.
    BackEndAnonymous,
    /// The back end knows the caller as the user, by this package.
    BackEndUser(Package),
    /// The back end knows the user, who has no rights there.
    BackEndNoRights,
    /// The back end never knew a caller.
    BackEndNobody,
    /// The same from the server itself works.
    WorksOnServer,
    /// The same from the server itself fails too.
    FailsOnServer,
    /// It fails on the server alone: from a desk it gets further.
    FailsOnServerOnly,
    /// It gets further for other users.
    SomeUsersOnly,
    /// It gets no further for other users.
    AllUsers,
    /// It gets further by another name of the server.
    OtherNameWorks,
    /// It gets further in a browser with other policies or zones.
    OtherBrowserWorks,
    /// It got further before a password was changed.
    SincePasswordChange,
    /// It got further before the pool’s account was changed.
    SincePoolChange,
    /// The user’s account is in another forest.
    UserOfOtherForest,
    /// The computers were set up then.
    SetUpIn(Era),
    /// What somebody finds who looks a setting up.
    Is(SettingFinding),
}

/// What a browser sends to sign in, as the first characters after the scheme tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SentToken {
    /// `NTLM TlRM…`: a message of NTLM, under its own scheme.
    Ntlm,
    /// `Negotiate TlRM…`: NTLM, for want of a ticket.
    NegotiateNtlm,
    /// `Negotiate YI…`: SPNEGO with a ticket in it.
    Ticket,
    /// `Basic …`: name and password in base64.
    Basic,
    /// `Digest …`: an answer to a nonce.
    Digest,
}

/// Whose account a ticket to the web server is encrypted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccountKind {
    /// The web server’s computer account: its name ends in `$`.
    Computer,
    /// The pool’s account, or another user’s: its name does not.
    User,
}

/// How far a run gets. What is further is greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reached {
    /// The first hop is refused.
    Nothing,
    /// IIS knows the caller, and the second hop is refused.
    FrontEnd,
    /// All works.
    BackEnd,
}

impl Observable {
    /// Whether it is of the way to IIS.
    pub fn is_of_first_hop(self) -> bool {
        matches!(
            self,
            Self::IisLine(..)
                | Self::LogonFailed(_)
                | Self::Sends(_)
                | Self::FrontEndKnowsBy(_)
                | Self::TicketRejected(_)
                | Self::TgtRefused(_)
                | Self::TicketFor(_)
                | Self::OkAsDelegate(_)
                | Self::Forwardable(_)
                | Self::NoTicket
                | Self::TgtForwarded
                | Self::AsksOtherName
                | Self::AsksPort
                | Self::Asked
                | Self::AskedAgain
        )
    }
}

impl Reached {
    /// How far a run got that shows that.
    pub fn of(shows: &[Observable]) -> Self {
        if shows.contains(&Observable::Works) {
            Self::BackEnd
        } else if shows.contains(&Observable::PageOpens) {
            Self::FrontEnd
        } else {
            Self::Nothing
        }
    }
}
