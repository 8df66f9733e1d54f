//! Settings with their values, as the registry, policies, configuration files and `net user` have them. The value decides: a
//! name alone says nothing.

use super::super::codes::number;
use super::{Line, any};
use crate::crypto::lower;
use crate::lab::{
    KeyOwner, Observable as O, Restriction as R, Scenario, Setting, SettingFinding as F,
};
use crate::present::causes::{Sighting, Sign, Symptom as S};

/// What was named so far.
#[derive(Default)]
pub(super) struct Settings {
    /// The setting whose value comes in a line of its own, in lower case.
    named: String,
    /// Whether it is the members of Protected Users that are listed.
    protected: bool,
}

impl Settings {
    /// A command that looks something up ends with its name.
    pub(super) fn asked(&mut self, command: &str) {
        let apart = |c: char| c.is_whitespace() || ".'\"()".contains(c);
        let last = command.rsplit(apart).find(|word| !word.is_empty());
        self.named = last.unwrap_or_default().to_owned();
        self.protected = command.contains("groupmember") && command.contains("protected users");
    }

    pub(super) fn take(&mut self, line: &Line<'_>, names: &Scenario) -> Option<Vec<Sighting>> {
        let signs = self
            .member(line.low, names)
            .or_else(|| self.answer(line.low))
            .or_else(|| of_policy(line.low))
            .or_else(|| in_xml(line.low))
            .or_else(|| self.set(&lower(line.text)))?;
        Some(line.says(signs))
    }

    /// The user, among those that are listed.
    fn member(&self, low: &str, names: &Scenario) -> Option<Vec<Sign>> {
        let name = low
            .strip_prefix("samaccountname : ")
            .filter(|_| self.protected)?;
        let is_user = name == lower(&Setting::User.get(names));
        is_user.then(|| any(&[O::Is(F::User(R::Protected))]))
    }

    /// A value, where the name stands above.
    fn answer(&self, low: &str) -> Option<Vec<Sign>> {
        match (self.named.as_str(), low) {
            (name, "error: the system was unable to find the specified registry key or value.") => {
                Some(says(name, "").unwrap_or_default())
            }
            (name, "true" | "false" | "none" | "allow" | "require") => says(name, low),
            ("principalsallowedtodelegatetoaccount", account) => {
                let is_name = account.starts_with("cn=");
                is_name.then(|| any(&[O::Is(F::LetsAct(true))]))
            }
            (name, _) => says(name, low.strip_prefix("computer setting: ")?),
        }
    }

    /// A name with its value.
    fn set(&mut self, low: &str) -> Option<Vec<Sign>> {
        let (name, value) = split(low)?;
        let above = std::mem::take(&mut self.named);
        match (name, value) {
            ("valuename", path) => self.named = last_of(path).to_owned(),
            // It counts in kernel mode alone.
            ("useapppoolcredentials", "false") if above == "usekernelmode" => {}
            _ => {
                if value == "false" {
                    self.named = name.to_owned();
                }
                return says(name, value);
            }
        }
        Some(Vec::new())
    }
}

/// A name and its value: as `reg` prints them, in columns, or with a sign in between. Of several words behind a sign somebody
/// tells something.
fn split(low: &str) -> Option<(&str, &str)> {
    let typed = low.split_once(" reg_").map(|(name, typed)| {
        let value = typed.trim_start_matches(|c: char| !c.is_whitespace());
        (name, value)
    });
    let columns = || low.split_once('\t').or_else(|| low.split_once("  "));
    let signed = || {
        let (name, value) = low.split_once([':', '='])?;
        (!value.trim().contains(' ')).then_some((name, value))
    };
    let (name, value) = typed.or_else(columns).or_else(signed)?;
    let around = |c: char| c.is_whitespace() || ":=".contains(c);
    let name = name.trim_matches(around).trim_matches('"');
    Some((last_of(name), value.trim_matches(around)))
}

/// What a path of the registry ends with.
fn last_of(path: &str) -> &str {
    match path.rsplit_once('\\') {
        Some((before, name)) if !before.contains(' ') => name,
        _ => path,
    }
}

/// A number as `reg` prints it, or a file that is imported has it, or a security template behind the number of its type.
fn number_of(value: &str) -> Option<u32> {
    if let Some(digits) = value.strip_prefix("dword:") {
        return u32::from_str_radix(digits, 16).ok();
    }
    number(value.rsplit(',').next()?.split(' ').next()?)
}

/// What a setting says that has that value; nothing where it is as it should be. In lower case.
fn says(name: &str, value: &str) -> Option<Vec<Sign>> {
    let nothing = Vec::new;
    let symptom = |so: bool, it: S| match so {
        true => vec![Sign::Symptom(it)],
        false => nothing(),
    };
    let number = number_of(value);
    Some(match name {
        // With 3 and more NTLMv2 alone is sent; what is taken is the other end's.
        "lmcompatibilitylevel" if value.is_empty() || number? >= 3 => nothing(),
        // What is put in place of a check, or makes room for long tickets.
        "disableloopbackcheck"
        | "backconnectionhostnames"
        | "maxtokensize"
        | "maxfieldlength"
        | "maxrequestbytes"
        | "auditreceivingntlmtraffic" => nothing(),
        "restrictsendingntlmtraffic" => symptom(number? == 2, S::NtlmBlocked),
        "restrictreceivingntlmtraffic" | "restrictntlmindomain" => {
            symptom(number? > 0, S::NtlmBlocked)
        }
        "authnegotiatedelegateallowlist"
        | "authnegotiatedelegatewhitelist"
        | "network.negotiate-auth.delegation-uris" => {
            any(&[O::Is(F::BrowserDelegates(!value.is_empty()))])
        }
        "network.negotiate-auth.trusted-uris" | "authserverallowlist" if !value.is_empty() => {
            nothing()
        }
        "tokenchecking" => symptom(value == "require", S::BadBindings),
        _ if name.starts_with("extendedprotection") => symptom(value == "require", S::BadBindings),
        "usekernelmode" if value == "false" => any(&[O::Is(F::OpensWith(KeyOwner::Pool))]),
        "usekernelmode" if value == "true" => any(&[O::Is(F::OpensWith(KeyOwner::Computer))]),
        "useapppoolcredentials" if value == "true" => any(&[O::Is(F::OpensWith(KeyOwner::Pool))]),
        "useapppoolcredentials" if value == "false" => {
            any(&[O::Is(F::OpensWith(KeyOwner::Computer))])
        }
        "test-computersecurechannel" if value == "false" => any(&[O::Is(F::KeyIsOld(true))]),
        "test-computersecurechannel" => nothing(),
        "selectiveauthentication" => symptom(value == "true", S::SelectiveTrust),
        "forwardable" if value == "false" => any(&[O::Forwardable(false)]),
        // Of `net user`: when it ends, it does not say.
        "account active" => symptom(value != "yes", S::Revoked),
        "workstations allowed" | "logon hours allowed" => symptom(value != "all", S::Revoked),
        "account expires" | "password expires" => nothing(),
        // Whom a right is given to, or taken from.
        "access this computer from the network"
        | "deny access to this computer from the network"
        | "allow log on locally"
        | "deny log on locally" => nothing(),
        _ => return None,
    })
}

/// Policies, whose values are words.
fn of_policy(low: &str) -> Option<Vec<Sign>> {
    const ALLOWED: [&str; 9] = [
        "not defined",
        "disable",
        "disabled",
        "allow all",
        "audit all",
        // The name alone.
        "ntlm traffic",
        "to remote servers",
        "in this domain",
        "for ntlm authentication",
    ];
    let rest = low.strip_prefix("network security: ").unwrap_or(low);
    let level = rest.strip_prefix("lan manager authentication level");
    // The longest goes on: “Refuse LM & NTLM”.
    let ntlmv2 = level.unwrap_or(rest).trim_start_matches([' ', ':']);
    let of_level =
        level == Some("") || ntlmv2.starts_with("send ntlmv2 response only") && ntlmv2.len() < 48;
    let allowed =
        rest.starts_with("restrict ntlm: ") && ALLOWED.iter().any(|it| rest.ends_with(it));
    // Firefox asks Windows by NTLM alone only where this list says so; it has its own for Negotiate.
    let ordinary = rest.starts_with("network.automatic-ntlm-auth.trusted-uris")
        // As IIS Manager and the Server Manager list what there is.
        || rest.ends_with(" http 401 challenge") && !rest.ends_with("basic authentication enabled http 401 challenge")
        || rest.starts_with("[ ] ") || rest.starts_with("[x] ") && rest.ends_with(" installed");
    (of_level || allowed || ordinary).then(Vec::new)
}

/// An element of a configuration file.
fn in_xml(low: &str) -> Option<Vec<Sign>> {
    let attribute = |name: &str| {
        let (_, rest) = low.split_once(&[name, "=\""].concat())?;
        rest.split('"').next()
    };
    if !low.starts_with('<') {
        return None;
    }
    if let Some(value) = attribute("tokenchecking") {
        return says("tokenchecking", value);
    }
    let on = low.find("<identity ").and(attribute(" impersonate"))?;
    let as_user = on == "true" && attribute(" username").is_none();
    Some(match as_user {
        true => Vec::new(),
        false => vec![Sign::Symptom(S::AppIdentity)],
    })
}
