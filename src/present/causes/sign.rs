//! What somebody sees, as what a run can be held against.

use crate::lab::{Observable, SettingFinding};

/// Something that somebody sees, or says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// In a few words: what was recognised.
    pub label: String,
    /// In which line of what was pasted, from 1; none where it was picked.
    pub line: Option<usize>,
    /// What it says of a run: all of it. Nothing where it is an ordinary step, which every run can show.
    pub signs: Vec<Sign>,
}

/// What an observation says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sign {
    /// One of these shows.
    Any(Vec<Observable>),
    /// This does not show.
    Lacks(Observable),
    /// What belongs to a cause that is not in the lab.
    Symptom(Symptom),
}

/// What belongs to causes that the lab does not model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Symptom {
    /// `400 Bad Request - Request Too Long`, or the KDC’s event 31.
    RequestTooLong,
    /// The channel bindings are missing or others: 0x80090346, 0xC000035B.
    BadBindings,
    /// The client’s Kerberos event 201: delegation of a TGT was stopped.
    DelegationStopped,
    /// No KCD works for anybody, with 0x8009030E, or events 13019 and 12027 of a connector.
    NoDelegationAtAll,
    /// A KDC answers S4U2self with 6.
    UnknownToSelf,
    /// The delegation was put right, and it still fails.
    StillFails,
    /// The back end’s account names IIS, and it is refused all the same.
    AceIsThere,
    /// Somebody is taken for somebody else.
    AnotherUser,
    /// A client of .NET asks for a name with a port.
    DotNetAsksPort,
    /// The back end was called as the computer or the application pool.
    AppIdentity,
    /// The web server knows no user, or only IUSR, and the page opens.
    NobodyAsked,
    /// It works in a development server, which runs as the developer.
    DevelopmentServer,
    /// `The target principal name is incorrect. Cannot generate SSPI context.`, or no account has the back end’s SPN.
    BackEndSpn,
    /// WinRM is refused since an `HTTP/…` SPN was added.
    WinRm,
    /// An answer of some only is refused as changed.
    ModifiedForSome,
    /// KDCSVC events 201 to 209.
    Rc4Phase,
    /// The account is locked out or disabled: KDC error 18.
    Revoked,
    /// The password has expired: KDC error 23.
    Expired,
    /// No domain controller answers: 0x80090311.
    NoController,
    /// The name behind an alias is asked for.
    AliasFollowed,
    /// A ticket for a linked server, or for a third hop.
    LinkedServer,
    /// The trust lets selected accounts in: 0xC0000413.
    SelectiveTrust,
    /// The account may not log on that way: 0xC000015B, event 534.
    LogonRight,
    /// A policy blocks NTLM: 0xC0000418, events 4001 to 4006.
    NtlmBlocked,
    /// 401.3: the user is known, and the file's list lacks them.
    FileAcl,
    /// A policy of the KDC refuses: error 12.
    KdcPolicy,
    /// The account has no key of AES, and AES is asked for: the KDC's events 14, 16, 26, 27 and 42.
    NoAesKey,
    /// Who is logged on to Windows is asked for a name and a password.
    AsksWhoIsLoggedOn,
    /// An OPTIONS request of CORS is answered with a 401.
    Preflight,
    /// `No key table entry found`, or a keytab that may not be read.
    Keytab,
    /// A ticket is under an older key than the service has, by their numbers.
    OldTicket,
    /// `NTLM authentication requires the GSSAPI plugin 'gss-ntlmssp'`.
    NtlmLibrary,
    /// `A computer policy does not allow the delegation of the user credentials to the target computer.`
    CredSspPolicy,
    /// `No Kerberos credentials available`: the client has no TGT.
    NoCredentials,
    /// A computer cannot open a ticket for a service of its own: the client's event 4.
    OtherComputer,
    /// A client of GSSAPI asked for a ticket for an address.
    AddressAsked,
    /// No ticket for the KDC of another domain: error 7 for `krbtgt/…`.
    NoWayToDomain,
    /// A scheduled task is nobody to another computer, or is refused there.
    TaskLogon,
    /// From a session of PowerShell remoting it goes on to another computer.
    RemoteSession,
}

/// What it says that something is not seen. Of several things together it is not known which is not.
pub fn denied(signs: Vec<Sign>) -> Option<Vec<Sign>> {
    match <[Sign; 1]>::try_from(signs).ok()? {
        [Sign::Any(any)] => Some(any.into_iter().map(Sign::Lacks).collect()),
        [Sign::Lacks(it)] => Some(vec![Sign::Any(vec![it])]),
        [Sign::Symptom(_)] => None,
    }
}

impl Sign {
    /// Whether it leaves open less than the other, and all of that is of it.
    pub fn says_more_than(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Any(own), Self::Any(all)) => {
                own.len() < all.len() && own.iter().all(|it| all.contains(it))
            }
            _ => false,
        }
    }
}

impl Sighting {
    /// Whether it is an ordinary step, of which nothing follows.
    pub fn says_nothing(&self) -> bool {
        self.signs.is_empty()
    }

    /// Whether it says of something that it is seen: that something else is not seen tells only beside it, and so does when
    /// the computers were set up.
    pub fn is_of_something_seen(&self) -> bool {
        let era = |it: &Observable| matches!(it, Observable::SetUpIn(_));
        let seen = |sign: &Sign| match sign {
            Sign::Any(any) => !any.iter().all(era),
            Sign::Lacks(_) => false,
            Sign::Symptom(_) => true,
        };
        self.signs.iter().any(seen)
    }

    /// Whether it is of somebody who is asked for a password, or tells of the one that they typed.
    pub(super) fn is_of_sign_in(&self) -> bool {
        let asked = |it: &Observable| {
            matches!(
                it,
                Observable::Asked
                    | Observable::AskedAgain
                    | Observable::Is(SettingFinding::PasswordIsRight(true))
            )
        };
        let mut signs = self.signs.iter();
        signs.any(|sign| matches!(sign, Sign::Any(any) if any.iter().all(asked)))
    }

    /// Whether a run that shows those fits it. What can be a symptom of something else besides fits without it; what is a
    /// symptom alone does not.
    pub fn fits(&self, shows: &[Observable]) -> bool {
        let symptom = |sign: &Sign| matches!(sign, Sign::Symptom(_));
        let alone = !self.signs.is_empty() && self.signs.iter().all(symptom);
        !alone
            && self.signs.iter().all(|sign| match sign {
                Sign::Any(any) => any.iter().any(|it| shows.contains(it)),
                Sign::Lacks(it) => !shows.contains(it),
                Sign::Symptom(_) => true,
            })
    }

    /// Whether it has one of these.
    pub fn has(&self, symptoms: &[Symptom]) -> bool {
        self.signs
            .iter()
            .any(|sign| matches!(sign, Sign::Symptom(it) if symptoms.contains(it)))
    }
}
