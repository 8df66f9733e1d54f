//! How the values of settings are written as text, and read again.

use crate::hosts::{AccountState, BackEndProtocol, Era, FileTime, Level, LogonType, Scheme};
use crate::lab::{
    AccountDatabase, BackEndLocation, BrowsingFrom, DelegationTrust, EtypeChoice, Minutes, RunsAs,
    SpnPlacement, UserForest, Zone,
};

/// A type that the value of a setting has.
pub trait SettingValue: Sized {
    /// Whether people type it letter by letter.
    const IS_TYPED: bool = false;

    /// As links write it, before percent-encoding.
    fn to_text(&self) -> String;

    /// From text; nothing where the text says no such value.
    fn of_text(text: &str) -> Option<Self>;
}

impl SettingValue for String {
    const IS_TYPED: bool = true;

    fn to_text(&self) -> String {
        self.clone()
    }

    fn of_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

impl SettingValue for bool {
    fn to_text(&self) -> String {
        u8::from(*self).to_string()
    }

    fn of_text(text: &str) -> Option<Self> {
        match text {
            "1" => Some(true),
            "0" => Some(false),
            _ => None,
        }
    }
}

impl SettingValue for u64 {
    fn to_text(&self) -> String {
        self.to_string()
    }

    fn of_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

/// Up to a day, either way.
impl SettingValue for Minutes {
    fn to_text(&self) -> String {
        self.0.to_string()
    }

    fn of_text(text: &str) -> Option<Self> {
        let minutes = text.parse().ok();
        minutes
            .filter(|minutes| (-1440..=1440).contains(minutes))
            .map(Self)
    }
}

impl SettingValue for FileTime {
    fn to_text(&self) -> String {
        self.0.to_text()
    }

    fn of_text(text: &str) -> Option<Self> {
        SettingValue::of_text(text).map(Self)
    }
}

impl SettingValue for Level {
    fn to_text(&self) -> String {
        self.number().to_string()
    }

    fn of_text(text: &str) -> Option<Self> {
        Self::new(text.parse().ok()?)
    }
}

/// Schemes in order, with commas; `none` for an empty list. Each stands there once.
impl SettingValue for Vec<Scheme> {
    fn to_text(&self) -> String {
        if self.is_empty() {
            return "none".to_owned();
        }
        let names: Vec<&str> = self.iter().map(|scheme| scheme.name()).collect();
        names.join(",").to_ascii_lowercase()
    }

    fn of_text(text: &str) -> Option<Self> {
        if text == "none" {
            return Some(Self::new());
        }
        let mut schemes = Self::new();
        for name in text.split(',') {
            let scheme = Scheme::named(name)?;
            if schemes.contains(&scheme) {
                return None;
            }
            schemes.push(scheme);
        }
        Some(schemes)
    }
}

/// A value that is one of a few, each with a word.
macro_rules! one_of {
    ($type:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl SettingValue for $type {
            fn to_text(&self) -> String {
                match self {
                    $(Self::$variant => $word,)+
                }
                .to_owned()
            }

            fn of_text(text: &str) -> Option<Self> {
                match text {
                    $($word => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

one_of!(Era { Y1998 = "1998", Y2003 = "2003", Today = "today" });
one_of!(BackEndProtocol { Mapi = "mapi", Http = "http", Sql = "sql" });
one_of!(BrowsingFrom {
    Desk = "desk",
    Server = "server",
});
one_of!(BackEndLocation { SameHost = "same", AnotherHost = "other" });
one_of!(AccountDatabase { MemberServer = "computer", DomainController = "domain" });
one_of!(LogonType {
    Interactive = "interactive",
    Batch = "batch",
    Network = "network",
    NetworkCleartext = "cleartext",
});
one_of!(AccountState {
    Enabled = "enabled",
    Disabled = "disabled",
    LockedOut = "locked",
    Expired = "expired",
    OutsideLogonHours = "hours",
    PasswordExpired = "passwordexpired",
    PasswordMustChange = "mustchange",
});
one_of!(UserForest { Same = "same", Trusted = "other" });
one_of!(RunsAs { Computer = "computer", Domain = "account" });
one_of!(SpnPlacement {
    Computer = "computer",
    ServiceAccount = "pool",
    Twice = "twice",
    Elsewhere = "elsewhere",
    Missing = "missing",
});
one_of!(DelegationTrust {
    No = "none",
    Unconstrained = "any",
    KerberosOnly = "kerberos",
    AnyProtocol = "protocols",
});
one_of!(EtypeChoice { OfItsTime = "default", Aes = "aes", Rc4 = "rc4" });
one_of!(Zone { Intranet = "intranet", Internet = "internet" });
