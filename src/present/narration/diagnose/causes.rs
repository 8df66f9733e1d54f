//! Causes that were found by running configurations, by name, and why each ends so.

use super::outside::outside as told_outside;
use crate::hosts::{BackEndProtocol, Era, Scheme};
use crate::lab::Scenario;
use crate::lab::space::Unusual;
use crate::present::causes::{Cause, CauseGroup};
use crate::present::narration::text::Text;
use crate::prose;
use std::net::IpAddr;

/// Where causes are to be looked for.
pub fn group_name(group: CauseGroup) -> &'static str {
    match group {
        CauseGroup::Delegation => "Delegation",
        CauseGroup::Names => "Names",
        CauseGroup::Keys => "Keys and clocks",
        CauseGroup::SignIn => "First hop",
        CauseGroup::Account => "The user’s account",
        CauseGroup::BackEnd => "Back end",
        CauseGroup::Outside => "Not in the lab",
    }
}

/// A cause, in one line.
pub fn cause_name(cause: Cause, scenario: &Scenario) -> String {
    let names = &scenario.names;
    let (web, back, user) = (&names.web_server, &names.back_end, &scenario.client.user);
    match cause {
        Cause::MayNotDelegate => format!("{web} may not delegate"),
        Cause::ComesByNtlm => format!("{user} comes by NTLM, not by Kerberos"),
        Cause::MapiTakesNoTicket => "CDO over MAPI takes no ticket".to_owned(),
        Cause::Outside(outside) => told_outside(outside).name.to_owned(),
        Cause::Unusual(what) => match what {
            Unusual::SpnMissing => format!("{web}’s SPN is not registered"),
            Unusual::SpnElsewhere => format!("{web}’s SPN is on another account"),
            Unusual::SpnTwice => format!("{web}’s SPN is on two accounts"),
            Unusual::SpnOnPoolInKernelMode => {
                "The SPN is on the pool’s account, and kernel mode uses the computer’s key"
                    .to_owned()
            }
            Unusual::PoolKeyWithoutSpn => {
                format!("The pool’s account opens tickets, and the SPN is {web}’s")
            }
            Unusual::OldKey => "The service still has its old key".to_owned(),
            Unusual::IpAddress => "The address is an IP address".to_owned(),
            Unusual::UnregisteredName => "The name in the address has no SPN".to_owned(),
            Unusual::Alias => "The name in the address is an alias".to_owned(),
            Unusual::PortInName => "The browser asks for a name with the port in it".to_owned(),
            Unusual::Clock => "The clocks are more than five minutes apart".to_owned(),
            Unusual::AesOnly => "The service’s account has only AES keys".to_owned(),
            Unusual::Rc4Only => "The service’s account has only an RC4 key".to_owned(),
            Unusual::NtlmOnly => {
                "IIS offers only NTLM, and the delegation wants Kerberos".to_owned()
            }
            Unusual::DigestOnly => "IIS offers only Digest".to_owned(),
            Unusual::NothingOffered => "IIS offers no scheme".to_owned(),
            Unusual::BasicNetworkLogon => "Basic makes a network logon".to_owned(),
            Unusual::BasicWithoutDomain => "Basic has no domain".to_owned(),
            Unusual::WrongPassword => "The password is wrong".to_owned(),
            Unusual::UnknownUser => "There is no such user".to_owned(),
            Unusual::LevelsDisagree => {
                "The client sends NTLMv1, and the DC takes only NTLMv2".to_owned()
            }
            Unusual::NoKeepAlive => "Connections do not stay open".to_owned(),
            Unusual::LoopbackByOtherName => format!("The loopback check of {web}"),
            Unusual::NotListed => format!("{web}’s list lacks {back}"),
            Unusual::OwnListBesides => {
                format!("{back} lets {web} act, but {web} has a list of its own for Kerberos only")
            }
            Unusual::BrowserDoesNotDelegate => format!("The browser does not forward {user}’s TGT"),
            Unusual::InternetZone if scenario.era == Era::Today => {
                "The name in the address is not on the browser’s lists".to_owned()
            }
            Unusual::InternetZone => "The address is in the internet zone".to_owned(),
            Unusual::Sensitive => format!("{user} is sensitive and cannot be delegated"),
            Unusual::Protected => format!("{user} is in Protected Users"),
            Unusual::OtherForest => {
                format!("{user} is of another forest, whose trust lets no TGT through")
            }
            Unusual::BackEndTakesNtlm if scenario.back_end.protocol == BackEndProtocol::Sql => {
                format!("{back} takes only NTLM: its SPN is not registered")
            }
            Unusual::BackEndTakesNtlm => format!("{back} takes only NTLM"),
            Unusual::NotAdmitted => format!("{user} has no rights at {back}"),
        },
    }
}

/// Why it ends so, in one sentence.
pub fn cause_reason(cause: Cause, scenario: &Scenario) -> Text {
    let names = &scenario.names;
    let web = || names.web_server.clone();
    let back = || names.back_end.clone();
    let user = || scenario.client.user.clone();
    match cause {
        Cause::MayNotDelegate => prose! {
            user(), "’s ticket is good for ", web(), " alone. No list gives ", web(), " a ticket to ", back(),
            " in that name, so its call goes out with none."
        },
        Cause::ComesByNtlm => prose! {
            "IIS offers only NTLM, so ", web(), " gets one answer to one challenge and no ticket: there is nothing that \
            could answer ", back(), "."
        },
        Cause::MapiTakesNoTicket => prose! {
            "The Exchange-side MAPI provider takes only NTLM (KB918710), so no delegation helps it."
        },
        Cause::Outside(outside) => prose! { told_outside(outside).reason },
        Cause::Unusual(Unusual::InternetZone) if scenario.era == Era::Today => prose! {
            "Edge and Chrome hand a TGT over only to names on one list (AuthNegotiateDelegateAllowlist), and sign in by themselves \
            to those on another (AuthServerAllowlist), or in the intranet zone. A short name and a full one are two."
        },
        Cause::Unusual(what) if !comes_by_ticket(scenario) => {
            asks_itself(what, &web).unwrap_or_else(|| of_unusual(what, &web, &back, &user))
        }
        Cause::Unusual(what) => of_unusual(what, &web, &back, &user),
    }
}

/// Whether the user can come with a ticket at all.
fn comes_by_ticket(scenario: &Scenario) -> bool {
    let (host, _) = scenario.client.host_and_port();
    let negotiates = scenario.front_end.schemes.first() == Some(&Scheme::Negotiate);
    negotiates && host.parse::<IpAddr>().is_err()
}

/// Where the user comes without a ticket, what is wrong with the service shows when it asks a KDC itself.
fn asks_itself(what: Unusual, web: &dyn Fn() -> String) -> Option<Text> {
    Some(match what {
        Unusual::OldKey => prose! {
            "The user comes without a ticket. The KDC refuses what ", web(), " asks for in the user’s name: the service has the key from before \
            the password was changed."
        },
        Unusual::Clock => prose! {
            "The user comes without a ticket. The KDC refuses what ", web(), " asks for in the user’s name: its clock is too far off."
        },
        Unusual::PoolKeyWithoutSpn => prose! {
            "The user comes without a ticket. The pool’s account has no SPN, so the KDC gives it none in the user’s name either."
        },
        _ => return None,
    })
}

fn of_unusual(
    what: Unusual,
    web: &dyn Fn() -> String,
    back: &dyn Fn() -> String,
    user: &dyn Fn() -> String,
) -> Text {
    match what {
        Unusual::SpnMissing => {
            prose! { "The KDC knows no such service, so there is no ticket, and Negotiate goes on with NTLM." }
        }
        Unusual::SpnElsewhere => {
            prose! { "Tickets are sealed with the key of an account that does not run the service, so IIS cannot open them." }
        }
        Unusual::SpnTwice => {
            prose! { "The KDC cannot tell which of two accounts is meant, and gives no ticket." }
        }
        Unusual::SpnOnPoolInKernelMode => {
            prose! { "Tickets are sealed with the pool account’s key, and http.sys opens them with that of ", web(), "." }
        }
        Unusual::PoolKeyWithoutSpn => {
            prose! { "Tickets are sealed with the key of ", web(), ", and the application pool opens them with its own." }
        }
        Unusual::OldKey => {
            prose! { "Tickets are sealed with the new key, and the service has the one from before the password was changed." }
        }
        Unusual::IpAddress => {
            prose! { "For an address that is not a name Windows does not try Kerberos, so the browser comes with NTLM." }
        }
        Unusual::UnregisteredName => {
            prose! { "The browser asks for a ticket for the name in the address, and no account has it." }
        }
        Unusual::Alias => {
            prose! { "The browser follows the alias and asks for a ticket for the name behind it." }
        }
        Unusual::PortInName => prose! { "No account has an SPN with that port." },
        Unusual::Clock => prose! { "IIS takes the authenticator for too old or too new." },
        Unusual::AesOnly => {
            prose! { "A client without AES has no encryption type in common with the account." }
        }
        Unusual::Rc4Only => {
            prose! { "A client without RC4 has no encryption type in common with the account." }
        }
        Unusual::NtlmOnly => {
            prose! { "A user who comes with NTLM brings no ticket and no TGT, and the ticket that ", web(), " gets in that name itself goes no further." }
        }
        Unusual::DigestOnly => prose! { "Digest proves the password and hands over nothing." },
        Unusual::NothingOffered => {
            prose! { "The 401 names nothing that the browser could sign in with." }
        }
        Unusual::BasicNetworkLogon => {
            prose! { "A network logon keeps no password, so there is nothing to go on with." }
        }
        Unusual::BasicWithoutDomain => {
            prose! { "The name is looked up among the accounts of ", web(), " itself." }
        }
        Unusual::WrongPassword => prose! { "The proof is not of the account’s password." },
        Unusual::UnknownUser => prose! { "No account has that name." },
        Unusual::LevelsDisagree => {
            prose! { "LmCompatibilityLevel is 2 or less at the client and 5 at the domain controller." }
        }
        Unusual::NoKeepAlive => {
            prose! { "NTLM authenticates a connection, and each is closed before its answer comes." }
        }
        Unusual::LoopbackByOtherName => {
            prose! { web(), " is called from itself by a name that is not its own, and refuses (KB896861)." }
        }
        Unusual::NotListed => {
            prose! { "The KDC gives ", web(), " no ticket to ", back(), ": msDS-AllowedToDelegateTo has others." }
        }
        Unusual::OwnListBesides => {
            prose! { "With a list of its own, and Kerberos only, the ticket that ", web(), " gets for itself is not forwardable." }
        }
        Unusual::BrowserDoesNotDelegate => {
            prose! { web(), " is trusted for any service, but the browser’s policy does not name it." }
        }
        Unusual::InternetZone => {
            prose! { "Internet Explorer hands no TGT over in the internet zone, where names with dots are unless policy says otherwise." }
        }
        Unusual::Sensitive => prose! { "The KDC gives ", user(), " no forwardable ticket." },
        Unusual::Protected => {
            prose! { "A member has no forwardable ticket, no NTLM and no Digest." }
        }
        Unusual::OtherForest => {
            prose! { "Since 2019 a trust lets TGTs through only where EnableTGTDelegation says so (KB4490425)." }
        }
        Unusual::BackEndTakesNtlm => prose! { "There is nobody to show a ticket to." },
        Unusual::NotAdmitted => prose! { back(), " knows who calls, and its list lacks them." },
    }
}
