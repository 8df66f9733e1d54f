//! What is odd about a setting, said beside it: what, and what to do.

use super::names::{BRIEF, LONG};
use super::text::{Text, first_of};
use crate::hosts::{BackEndProtocol, Era};
use crate::lab::{DelegationTrust, Problem, Scenario, Setting, SpnPlacement, UserForest};
use crate::present::foreign::cut;
use crate::prose;

/// What is odd about a setting, and what to do.
pub fn problem(setting: Setting, problem: Problem, scenario: &Scenario) -> String {
    said(setting, problem, scenario).to_string()
}

/// What Windows of the scenario's time did not have, of the first setting that it lacked.
pub fn anachronism(scenario: &Scenario) -> Option<String> {
    let early = scenario.not_of_its_era().into_iter().next()?;
    Some(not_of_this_era(early, scenario).to_string())
}

fn said(setting: Setting, problem: Problem, scenario: &Scenario) -> Text {
    match problem {
        Problem::NotOfThisEra => not_of_this_era(setting, scenario),
        Problem::OnlyWithBasic => prose! { "Only Basic uses this. Offer Basic, or leave it." },
        Problem::OnlyWithNtlm => prose! { "Only NTLM uses this. Offer NTLM, or leave it." },
        Problem::OnlyWithTwoVisits => prose! { "There is one visit only. Set Visits to 2." },
        Problem::NtlmNeedsIt => prose! {
            "NTLM authenticates a connection, so it cannot finish without keep-alive. Turn keep-alive on, or offer \
            Basic."
        },
        Problem::ColonInUser => prose! {
            "Basic ends the name at its first colon, so this name cannot be sent. Remove the colon."
        },
        Problem::ControlCharacter => {
            prose! { "Basic forbids control characters in name and password. Remove them." }
        }
        Problem::NoSuchAccount => no_such_account(scenario),
        Problem::OtherDomain => match scenario.client.forest {
            UserForest::Same => prose! {
                "The domain controller answers for ", cut(&scenario.names.domain, BRIEF), " only. Another domain fails."
            },
            UserForest::Trusted => prose! {
                "The account is in the other forest, whose domain is ", cut(&scenario.names.other_domain, BRIEF), ". Another fails."
            },
        },
        Problem::Empty => empty(setting),
        Problem::NotAName => prose! {
            "Each name needs its domain, as in ", cut(&scenario.names.domain, BRIEF), "\\alice; without it nobody matches."
        },
        Problem::WrongPassword => prose! {
            "This is not the password on the domain controller, so hop 1 fails. Type the same in both to sign in."
        },
        Problem::MayNotSignIn if setting == Setting::SelectiveAuthentication => prose! {
            "Users of the other forest are refused: no computer gives them “Allowed to authenticate”."
        },
        Problem::MayNotSignIn => prose! {
            "Whoever signs in with this account is refused.",
            match scenario.era == Era::Y1998 || scenario.directory.state.is_of_password() {
                true => "",
                false => " Who was logged on before works on with the tickets they have: the KDC looks again when the TGT is older than \
                    20 minutes. The lab’s person has none yet.",
            }
        },
        Problem::LevelsDisagree => prose! {
            "Level ", scenario.dc_level.number(), " takes no NTLMv1, and level ", scenario.client_level.number(),
            " of the client sends nothing newer. Raise the client to 3 or lower this to 4."
        },
        Problem::NoLmHash => prose! {
            "More than 14 characters have no LM hash: the LM response proves nothing, the NTLM response counts."
        },
        Problem::NotANetbiosName => prose! {
            "No computer and no domain can have this name: 1 to 15 characters, not only digits, without dots, blanks \
            and any of \\ / : * ? \" < > | , ; @."
        },
        Problem::NotADnsName => prose! {
            "No domain can have this name. It takes letters, digits and hyphens, in parts of up to 63 with dots \
            between them, as in corp.example."
        },
        Problem::NotAHost => prose! {
            "No address can have this host: letters, digits and hyphens, with dots between them, as in mail.corp.example."
        },
        Problem::NameTaken => match setting {
            Setting::OtherNetbiosDomain | Setting::OtherDnsDomain => {
                prose! { "The servers’ domain has this name. Give each its own." }
            }
            _ => prose! { "Another computer has this name. Give each its own." },
        },
        Problem::OnlyWithMailboxes => prose! {
            "A database has no public folders. Call the back end by MAPI or HTTP, or leave it."
        },
        Problem::OnlyWithNegotiate => {
            prose! { "Only Negotiate uses this. Offer Negotiate, or leave it." }
        }
        Problem::NoAlias => match setting {
            Setting::Alias => prose! { "No address is typed, so nothing is an alias. Type one." },
            _ => prose! { "The address is no alias. Make it one, or leave this." },
        },
        Problem::OnlyWithPoolAccount => prose! {
            "The pool has no account of its own: the computer’s key is used. Choose a domain account, or leave this."
        },
        Problem::OnlyWithKernelMode => prose! {
            "Without kernel mode the pool account’s key is used anyway. Turn kernel mode on, or leave this."
        },
        Problem::KeyOfAnother if setting == Setting::BackEndSpn => {
            back_end_key_of_another(scenario)
        }
        Problem::KeyOfAnother => key_of_another(scenario),
        Problem::TrustOfAnother => prose! {
            "In kernel mode the user’s ticket is for the computer, and it is the pool’s account that may go on: the second hop fails. \
            Set useAppPoolCredentials and give that account the SPN, or let the pool run as the computer."
        },
        Problem::KerberosOnly => prose! {
            "Members of Protected Users sign in with Kerberos only, and hop 1 is not: it fails. Offer Negotiate first, and an \
            address that has one SPN."
        },
        Problem::ClocksApart => prose! {
            "More than five minutes: tickets are refused with KRB_AP_ERR_SKEW (37). Set the clock: w32tm /resync."
        },
        Problem::MapiTakesNtlm => prose! {
            "MAPI takes NTLM, whatever is set here (KB918710). Call the back end by HTTP or TDS for Kerberos."
        },
        Problem::TakesNtlmOnly => prose! {
            "The back end takes NTLM only, which cannot be delegated. Let it take Negotiate, or leave this."
        },
        Problem::UnusedList => prose! {
            "Nothing looks at this list. Trust the account for specified services, or clear it."
        },
        Problem::NotTheService => {
            let asked = scenario.back_end_spn();
            prose! { "IIS asks for ", cut(asked, LONG), ", which is not here: the KDC refuses. Add it to go on." }
        }
        Problem::CannotBeDelegated => prose! {
            "This account cannot be delegated: the second hop fails, whatever IIS and the back end are trusted for."
        },
        Problem::UsualPort => {
            prose! { "The address has the usual port, which no name has. Type another, as in web-01:8080." }
        }
        Problem::ZoneForbids => prose! {
            "In the internet zone Internet Explorer hands no TGT over. Choose the intranet, or leave this."
        },
        Problem::ZoneDelegates => prose! {
            "Internet Explorer asks no policy: in the intranet zone it hands its TGT over. Choose the internet to have it kept."
        },
        Problem::LongAccount => prose! {
            "Too long for an account: a user’s name has 20 characters at most, that of a group managed service account 15 before its $."
        },
        Problem::NotAnAccountName => prose! {
            "No account can be called so: its name has none of \" / \\ [ ] : ; | = , + * ? < >."
        },
        Problem::OnlyWithOtherForest => prose! {
            "There is one forest only. Put the account into the other one, or leave this."
        },
        Problem::TooLong => {
            prose! { "Too long for an NTLM message: a field holds 65,535 bytes at most. Shorten it." }
        }
    }
}

fn not_of_this_era(setting: Setting, scenario: &Scenario) -> Text {
    let year = match scenario.era {
        Era::Y1998 => "1998",
        Era::Y2003 => "2003",
        Era::Today => "today",
    };
    match setting {
        Setting::BasicLogon => prose! {
            "Not of ", year, ": ClearText (3) came with IIS 6. The lab runs it all the same."
        },
        Setting::KernelMode | Setting::PoolCredentials => prose! {
            "Not of ", year, ": kernel mode came with IIS 7. The lab runs it all the same."
        },
        Setting::Schemes => prose! {
            "Not of ", year, ": Negotiate, Kerberos and Digest came with Windows 2000. The lab runs them all the same."
        },
        Setting::Delegation if scenario.directory.delegation != DelegationTrust::Unconstrained => {
            prose! {
                "Not of ", year, ": constrained delegation came with Windows Server 2003. The lab runs it all the same."
            }
        }
        Setting::BackEndSchemes | Setting::Delegation => prose! {
            "Not of ", year, ": Active Directory and Kerberos came with Windows 2000. The lab runs it all the same."
        },
        Setting::Forest => prose! {
            "Not of ", year, ": trusts between forests came with Windows Server 2003. The lab runs it all the same."
        },
        Setting::WebEtypes => prose! {
            "Not of ", year, ": AES came with Windows Vista and Server 2008. The lab runs it all the same."
        },
        Setting::LetsFrontEndAct => prose! {
            "Not of ", year, ": resource-based delegation came with Windows Server 2012. The lab runs it all the same."
        },
        Setting::Protected => prose! {
            "Not of ", year, ": Protected Users came with Windows Server 2012 R2. The lab runs it all the same."
        },
        Setting::SingleRequest => prose! {
            "Not of ", year, " under this name: authPersistSingleRequest came with IIS 7. The lab runs it all the \
            same."
        },
        Setting::BackEnd => prose! {
            "Not of ", year, ": Exchange no longer takes MAPI over plain RPC. The lab runs it all the same."
        },
        _ => prose! { "Windows of ", year, " did not have this. The lab runs it all the same." },
    }
}

/// The name stands at one account, and IIS has the key of another.
fn key_of_another(scenario: &Scenario) -> Text {
    match scenario.directory.web_spn {
        SpnPlacement::ServiceAccount => prose! {
            "Tickets are sealed for the pool account, and IIS opens them with the computer’s key: hop 1 fails. Set \
            useAppPoolCredentials, or turn kernel mode off."
        },
        SpnPlacement::Computer => prose! {
            "Tickets are sealed for the computer, and IIS opens them with the pool account’s key: hop 1 fails. Give that \
            account the name, or use kernel mode."
        },
        _ => prose! {
            "Tickets are sealed for an account that IIS does not run as: hop 1 fails. Look for it with setspn -Q, and move the name."
        },
    }
}

/// The name of the back end stands at one account, and it has the key of another.
fn back_end_key_of_another(scenario: &Scenario) -> Text {
    let lent = scenario.back_end.lets_front_end_act;
    if lent && scenario.directory.delegation == DelegationTrust::No {
        return prose! {
            "The account that has the name is not the one that lets IIS act, so the KDC gives no ticket for it: hop 2 fails. Look for it \
            with setspn -Q, and move the name."
        };
    }
    match scenario.directory.back_end_spn {
        SpnPlacement::ServiceAccount => prose! {
            "Tickets are sealed for the back end’s own account, and it opens them with its computer’s key: hop 2 fails. Let it run as \
            that account, or move the name."
        },
        SpnPlacement::Computer => prose! {
            "Tickets are sealed for the computer, and the back end opens them with the key of its own account: hop 2 fails. Give that \
            account the name.",
            (scenario.back_end.protocol == BackEndProtocol::Http && scenario.era.is_recent())
                .then_some(" (An IIS in kernel mode would use the computer’s key; the lab’s back ends have none.)")
        },
        _ => prose! {
            "Tickets are sealed for an account that the back end does not run as: hop 2 fails. Look for it with setspn -Q, and move the name."
        },
    }
}

fn no_such_account(scenario: &Scenario) -> Text {
    let names = scenario.account_names();
    let names = names.iter().map(|name| cut(name, BRIEF));
    let names = first_of(names, 3, ", ");
    if names.is_empty() {
        return prose! { "The directory has no accounts, so hop 1 fails. Add one." };
    }
    prose! { "No account has this name, so hop 1 fails. The directory has ", names, "." }
}

fn empty(setting: Setting) -> Text {
    match setting {
        Setting::User => prose! { "No name is typed, so nobody can be proved. Type one." },
        Setting::Admits => prose! { "Nobody may open it. Name somebody." },
        Setting::DelegationList => {
            prose! { "The list is empty, so the KDC lets IIS go on to nothing. Name a service." }
        }
        Setting::Schemes => {
            prose! { "No scheme is offered: a page that asks for authentication cannot be reached." }
        }
        _ => prose! { "This is empty." },
    }
}
