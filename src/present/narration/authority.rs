//! The authority for an account (the domain controller, or a computer for its own accounts): what it is asked, and how
//! it judges.

use super::names::{BRIEF, LONG, account, response_name};
use super::source::{LEVEL_POLICY, MS_APDS, MS_ERREF, MS_NLMP, MS_NRPC, kb};
use super::statuses::{brief_status, status};
use super::step::{Headline, StepContext, StepNarrative};
use super::text::{challenge, session_key, strong};
use super::{account_state, history, mechanism};
use crate::crypto::{DigestAlgorithm, effective_challenge};
use crate::hosts::{AccountName, AccountState, Mechanism, Refusal, Role};
use crate::lab::Hop;
use crate::present::foreign::cut;
use crate::prose;
use crate::wire::netlogon::{Logon, LogonRequest, LogonResponse};
use crate::wire::ntstatus::STATUS_SUCCESS;

/// What is simplified in a pass-through exchange.
const SIMPLIFIED: &str = "Pass-through validation is simplified: the values that matter, in a layout of this lab’s own. A \
     real one is NetrLogonSamLogonEx over the computer’s secure channel.";

/// What a step owes to the domain controller, where it was asked.
pub fn passed_through(moment: &StepContext<'_>, told: Box<StepNarrative>) -> Box<StepNarrative> {
    let asked = moment
        .folded()
        .any(|event| moment.log.hop(event) == Some(Hop::Directory));
    let told = if asked {
        told.because(prose! {
            "The domain controller was asked: it holds the NT hash. What it returns for a proof is a session key, \
            never the hash."
        })
        .simplified(SIMPLIFIED)
    } else if moment.folded().find_map(history::judgement).is_some() {
        told.because(prose! { "No domain controller was asked: the computer searched its own account database." })
        .cite(&[kb("239485")])
    } else {
        told
    };
    told.cite(&[MS_APDS.section("3.1.5.2")])
}

/// What a server asks the authority: to judge a proof or a password.
pub fn asks(moment: &StepContext<'_>, request: &LogonRequest) -> Box<StepNarrative> {
    let who = |most| account(&request.domain, &request.user, most);
    let (host, to) = (moment.host(), moment.to());
    let told = match &request.logon {
        Logon::Network(sent) => StepNarrative::new(Headline {
            label: prose! { "pass-through: is this ", who(BRIEF), "?" },
            title: prose! { "Pass-through: is this ", who(BRIEF), "?" },
            sentence: prose! {
                host, " asks ", to, " whether the response to ", challenge(&sent.challenge), " proves ", who(LONG), "."
            },
        })
        .because(prose! {
            "It cannot judge this: that takes the account’s NT hash, and only the authority for the account holds it.",
            (request.domain.is_empty() && !request.user.contains('@'))
                .then_some(" No domain was named: it has no such account itself, so it asks its domain (KB103390).")
        }),
        Logon::Generic { package, .. } => StepNarrative::new(Headline {
            label: prose! { "pass-through: is this ", who(BRIEF), "?" },
            title: prose! { "Pass-through: is this ", who(BRIEF), "?" },
            sentence: prose! {
                host, " asks ", to, " whether what the package ", cut(package, BRIEF), " was sent proves ", who(LONG), "."
            },
        })
        .because(prose! {
            "It cannot judge this: that takes what only the authority for the account holds."
        }),
        Logon::Interactive { .. } => StepNarrative::new(Headline {
            label: prose! { "password of ", who(BRIEF), "?" },
            title: prose! { "Pass-through: is this the password of ", who(BRIEF), "?" },
            sentence: prose! { host, " asks ", to, " whether this is the password of ", who(LONG), "." },
        })
        .because(prose! {
            "No challenge is needed: the asking computer has the password itself, and sends the hashes of it."
        }),
    };
    let told = match mixed(moment, request) {
        Some(own) => told
            .because(prose! {
                "Its own question was ", challenge(own), ". An NTLM2 session response answers that mixed with the client’s, the \
                first eight bytes of MD5 over both; to whoever is asked about the mixture it is an NTLMv1 response."
            })
            .cite(&[MS_NLMP.section("3.3.1")]),
        None => told,
    };
    told.simplified(SIMPLIFIED).cite(&[
        MS_NLMP.section("1.3.1.1"),
        MS_APDS.section("3.1.5.2"),
        MS_NRPC.section("3.5.4.5.1"),
    ])
}

/// The question of the host itself, where what it asks about is a mixture of that and the client’s.
fn mixed<'a>(moment: &StepContext<'a>, request: &LogonRequest) -> Option<&'a [u8; 8]> {
    let Logon::Network(sent) = &request.logon else {
        return None;
    };
    let clients = sent.lm_response.first_chunk()?;
    history::before(moment.log, moment.event.id)
        .filter(|event| event.host == moment.event.host)
        .filter_map(history::challenged)
        .find(|own| effective_challenge(own, clients) == sent.challenge)
}

/// What the authority answers: who it was, or a status.
pub fn answers(moment: &StepContext<'_>, response: &LogonResponse) -> Box<StepNarrative> {
    let (host, to) = (moment.host(), moment.to());
    let told = match &response.validation {
        Some(validation) => {
            let who = |most| account(&validation.domain, &validation.user, most);
            let key = session_key(&validation.session_base_key);
            let proved = history::judged(moment.log, moment.event.id);
            // Of plain MD5 the key would be as good as the password: it stays with the authority.
            let named = match proved.map(|judged| judged.outcome) {
                None | Some(Ok(Mechanism::Password | Mechanism::Digest(DigestAlgorithm::Md5))) => {
                    None
                }
                Some(Ok(Mechanism::Digest(DigestAlgorithm::Md5Sess))) => Some("session key"),
                Some(_) => Some("session base key"),
            };
            match named {
                Some(name) => StepNarrative::new(Headline {
                    label: prose! { strong("yes"), ": ", who(BRIEF), ", key ", &key },
                    title: prose! { "The domain controller says yes" },
                    sentence: prose! {
                        host, " answers ", to, " yes: ", who(LONG), ", with ", name, " ", key, "."
                    },
                })
                .because(prose! {
                    "Both ends of this one exchange can sign with the key. So the server learns who calls, and \
                    nothing with which it could answer another host’s challenge."
                }),
                None => StepNarrative::new(Headline {
                    label: prose! { strong("yes"), ": ", who(BRIEF) },
                    title: prose! { "The domain controller says yes" },
                    sentence: prose! { host, " answers ", to, " yes: ", who(LONG), "." },
                })
                .because(prose! { "The asking computer may now make a token for this account." }),
            }
        }
        None if response.status == STATUS_SUCCESS => StepNarrative::new(Headline {
            label: prose! { "yes, without a name" },
            title: prose! { "The domain controller says yes" },
            sentence: prose! { host, " answers ", to, " yes, without a name." },
        }),
        None => StepNarrative::new(Headline {
            label: prose! { strong("no"), ": ", brief_status(response.status) },
            title: prose! { "The domain controller says no" },
            sentence: prose! { host, " answers ", to, " no: ", status(response.status), "." },
        })
        .because(prose! { "The server that asked knows the reason; its client is told only that the logon failed." }),
    };
    told.simplified(SIMPLIFIED)
        .cite(&[MS_APDS.section("3.1"), MS_ERREF.section("2.3.1")])
}

/// What the authority computes, and whether it is what was sent.
pub fn validates(
    moment: &StepContext<'_>,
    asked: &AccountName,
    outcome: &Result<Mechanism, Refusal>,
) -> Box<StepNarrative> {
    let who = |most| account(&asked.domain, &asked.user, most);
    let host = moment.host();
    let told = match outcome {
        Ok(found) => mechanism::at_authority(host, who, *found),
        Err(Refusal::NoSuchUser) => StepNarrative::new(Headline {
            label: prose! { strong("no account"), " ", who(BRIEF) },
            title: prose! { "No such account" },
            sentence: prose! { host, " finds no account ", who(LONG), "." },
        })
        .because(prose! { "To the client this looks the same as a wrong password." })
        .cite(&[kb("239485")]),
        Err(Refusal::State(state)) => StepNarrative::new(Headline {
            label: prose! { strong(account_state::name(*state)), ": ", who(BRIEF) },
            title: prose! { "The account may not sign in" },
            sentence: prose! { host, " does not let ", who(LONG), " sign in: the ", account_state::clause(*state), "." },
        })
        .because(match state {
            AccountState::LockedOut => prose! {
                "The proof is not looked at: whoever tries passwords at a locked account learns nothing of them."
            },
            _ => prose! { "The proof is right: it was looked at first, and only whoever gives it is told." },
        })
        .cite(&[MS_ERREF.section("2.3.1")]),
        Err(Refusal::SelectiveTrust) => StepNarrative::new(Headline {
            label: prose! { strong("selective authentication"), ": ", who(BRIEF) },
            title: prose! { "The trust lets the user in only where they have leave" },
            sentence: prose! { host, " does not let ", who(LONG), " sign in at the computer that asks." },
        })
        .because(prose! {
            "The other forest’s domain controller found the proof right. But the trust has selective authentication, and the \
            account of the computer that asks does not give the user “Allowed to authenticate”."
        })
        .cite(&[MS_ERREF.section("2.3.1")]),
        Err(Refusal::ProtectedUser) => StepNarrative::new(Headline {
            label: prose! { strong("Protected Users"), ": ", who(BRIEF) },
            title: prose! { "Protected Users sign in with Kerberos only" },
            sentence: prose! { host, " takes no NTLM and no Digest for ", who(LONG), ", a member of Protected Users." },
        })
        .because(prose! { "The proof is not looked at. To the client it is STATUS_ACCOUNT_RESTRICTION." })
        .cite(&[MS_APDS.section("3.1.5")]),
        Err(Refusal::NoSuchPackage) => StepNarrative::new(Headline {
            label: prose! { strong("no such package"), ": ", who(BRIEF) },
            title: prose! { "No such package" },
            sentence: prose! { host, " has no package that could judge what was sent for ", who(LONG), "." },
        }),
        Err(Refusal::WrongPassword) => StepNarrative::new(Headline {
            label: prose! { strong("proof does not match"), ": ", who(BRIEF) },
            title: prose! { "The proof does not match" },
            sentence: prose! { host, " finds that this is not what the password of ", who(LONG), " gives." },
        })
        .because(prose! { "A response fits one password and one challenge; either can be the one that differs." }),
        Err(Refusal::LevelForbids { level, kind }) => StepNarrative::new(Headline {
            label: prose! { strong(format!("level {} refuses", level.number())), " ", response_name(*kind) },
            title: prose! { "The level refuses this response" },
            sentence: prose! {
                host, " is at level ", level.number(), " and does not take ", response_name(*kind), " responses."
            },
        })
        .because(prose! {
            "The client’s LmCompatibilityLevel decides what is sent, the authority’s what is taken. A client sends \
            NTLMv2 from level 3 on."
        })
        .cite(&[LEVEL_POLICY.whole()]),
    };
    let told = if moment.log.role(moment.event) == Some(Role::DomainController) {
        told
    } else {
        told.because(prose! { "The computer judges by its own account database." })
    };
    told.cite(&[MS_NLMP.section("3.3"), MS_APDS.section("3.1.5")])
}

#[cfg(test)]
mod tests {
    use crate::hosts::Era;
    use crate::lab::run;
    use crate::lab::table::{Column, ROWS, scenario};
    use crate::present::{DomainControllers, explain, steps};

    /// What is told where a host asks the domain controller, in a situation of the table.
    fn asked(row: &str) -> Vec<String> {
        let row = ROWS.iter().find(|it| it.id == row).unwrap();
        let log = run(&scenario(row, Column::RemoteMapi).unwrap());
        let steps = steps(&log, DomainControllers::Shown);
        let told = steps.iter().map(|step| explain::explain(&log, step));
        told.filter(|told| told.lead.contains("asks the domain controller"))
            .flat_map(|told| told.paragraphs)
            .collect()
    }

    #[test]
    fn a_key_is_told_only_where_there_is_one() {
        let told = |era| {
            let row = ROWS.iter().find(|it| it.id == "D1").unwrap();
            let mut scenario = scenario(row, Column::RemoteMapi).unwrap();
            scenario.era = era;
            let log = run(&scenario);
            let steps = steps(&log, DomainControllers::Shown);
            let mut leads = steps.iter().map(|step| explain::explain(&log, step).lead);
            leads.find(|lead| lead.contains("yes: ")).unwrap()
        };
        assert!(told(Era::Y1998).ends_with("yes: CONTOSO\\alice."));
        assert!(told(Era::Y2003).contains(", with session key "));
    }

    #[test]
    fn a_question_that_was_mixed_is_told_apart_from_the_one_that_was_asked() {
        let told = asked("B3").join("\n");
        assert!(told.contains("Its own question was f99b4ba8…"), "{told}");
        assert!(!asked("N1").join("\n").contains("Its own question"));
    }
}
