//! What a back end decides.

use super::authority::passed_through;
use super::delegation::{self, fell_back};
use super::glossary::Term;
use super::history;
use super::kerberos::failed;
use super::names::{BRIEF, LONG, whole_account};
use super::refusals::{brief_cause, cause};
use super::roles::opens;
use super::source::{MS_NLMP, RFC_4120, SETSPN, kb};
use super::step::{Headline, StepContext, StepNarrative, brief, full};
use super::text::{Text, first_of, strong, value};
use crate::hosts::{DenialReason, Era, Identity, OutboundCredential, Role};
use crate::lab::EventKind;
use crate::present::foreign::cut;
use crate::present::summary::MessageSummary;
use crate::prose;

/// It could not find out who calls.
pub fn fails(moment: &StepContext<'_>, because: &DenialReason) -> Box<StepNarrative> {
    let (log, id) = (moment.log, moment.event.id);
    let answered = history::answered_as(log, id, moment.event.kind.connection());
    let replay = matches!(answered, Some((OutboundCredential::Replay, _, _)));
    let mut told = StepNarrative::new(Headline {
        label: prose! { strong("not authenticated"), ": ", brief_cause(because) },
        title: if replay {
            prose! { "The old answer does not fit the new question" }
        } else {
            prose! { "The caller is not authenticated" }
        },
        sentence: prose! { moment.host(), " cannot authenticate the caller: ", cause(log, id, because), "." },
    });
    if replay && matches!(because, DenialReason::Kerberos(_)) {
        told = told.story(
            "The token is rejected because it is valid for the IIS computer only.",
            "With a ticket it is so: it is under the key of IIS’s account, and no other service can open it.",
        );
    } else if replay {
        told = told
            .because(prose! {
                "The answer was made for IIS’s question on hop 1. Same person, same password, another challenge: \
                another answer."
            })
            .story(
                "The token is rejected because it is valid for the IIS computer only.",
                "The response is rejected because it answers another challenge, not because of the computer it was made \
                 for.",
            )
            .cite(&[kb("183545")]);
    }
    let judged = history::judged(log, id).and_then(|judged| history::compared(judged.event));
    if let Some(compared) = judged.filter(|compared| !compared.matches()) {
        told = told.because(prose! {
            "The authority for the account computed ", value(&compared.expected, compared.value_kind), " for this \
            challenge; received was ", value(&compared.received, compared.value_kind), "."
        });
    }
    let less = prose! { "This is less than ANONYMOUS LOGON: the caller claimed a name and did not prove it." };
    if let DenialReason::Kerberos(code) = because {
        let told = match delegation::back_end_remedy(moment.log, id, *code) {
            Some(remedy) => told.because(prose! {
                "The ", Term::Kdc, " sealed the ticket for the account that has the ", Term::Spn, ". ", moment.host(), " tried the key of \
                the account it runs as. ", remedy
            }),
            None => told,
        };
        let told = by_own_key(moment, told);
        return told
            .because(less)
            .cite(&[RFC_4120.section("3.2.3"), SETSPN.whole()]);
    }
    let told = told.because(less).cite(&[MS_NLMP.section("3.2.5.1.2")]);
    passed_through(moment, told)
}

/// Whose key opens tickets, where an IIS as it comes would take another: that of an account of the back end's own.
pub fn by_own_key(moment: &StepContext<'_>, told: Box<StepNarrative>) -> Box<StepNarrative> {
    let role = moment.log.role(moment.event);
    let is_iis = matches!(role, Some(Role::Mailbox | Role::PublicFolders));
    let host = moment.log.host(moment.event.host);
    let mut keys = host.into_iter().flat_map(|host| &host.kerberos_keys);
    let own = keys.any(|(owner, _)| !delegation::account_of_owner(owner).ends_with('$'));
    match is_iis && own && moment.era() == Some(Era::Today) {
        true => told.simplified(
            "The lab’s back ends open tickets with the key of the account that they run as. An IIS does so with \
             useAppPoolCredentials or without kernel mode; as it comes it takes the computer’s key.",
        ),
        false => told,
    }
}

/// Whether its caller asked with MAPI's call.
fn over_mapi(moment: &StepContext<'_>) -> bool {
    let asked = history::before(moment.log, moment.event.id).find_map(|event| match &event.kind {
        EventKind::Message { to, sent, .. } if *to == moment.event.host => Some(sent),
        _ => None,
    });
    asked.is_some_and(|sent| matches!(MessageSummary::of(sent), MessageSummary::Connect(..)))
}

/// It decides what the caller may do.
pub fn authorizes(
    moment: &StepContext<'_>,
    identity: &Identity,
    resource: &str,
    admits: &[String],
    granted: bool,
) -> Box<StepNarrative> {
    let (host, who) = (moment.host(), brief(identity));
    let [resource, whole] = [BRIEF, LONG].map(|most| cut(resource, most));
    let role = moment.log.role(moment.event);
    let thing = role.map_or("mailbox", opens);
    if granted {
        return StepNarrative::new(Headline {
            label: prose! { &who, " ", strong("may open"), " “", &resource, "”" },
            title: prose! { who, " may open the ", thing },
            sentence: prose! { host, " decides that ", full(identity), " may open the ", thing, " “", whole, "”." },
        })
        .because(prose! { "Who calls and what that caller may do are two decisions. This is the second." })
        .cite(&[kb("175891"), kb("234805")]);
    }
    let told = StepNarrative::new(Headline {
        label: prose! { &who, " ", strong("may not open"), " “", &resource, "”" },
        title: prose! { who, " may not open the ", thing },
        sentence: prose! {
            host, " decides that ", full(identity), " may not open the ", thing, " “", whole, "”; it admits ",
            admitted(admits), "."
        },
    });
    match identity {
        Identity::Anonymous => {
            let told = told.because(prose! {
                "The sign-in itself succeeded, as nobody in particular; the right is what ", Term::AnonymousLogon, " lacks."
            })
            .because(match fell_back(moment.log, moment.event.id, Role::FrontEnd) {
                Some((service, failure)) => prose! {
                    "IIS had asked for a ticket for ", cut(service, LONG), " and got none, as ", failed(failure), ". So it came with ",
                    Term::Ntlm, ", and nothing to answer with."
                },
                None => prose! {
                "What would change it: a credential behind IIS’s token (Basic with a suitable logon), the ", thing, " on \
                IIS’s own computer, or ", Term::Delegation, " with ", Term::Kerberos, over_mapi(moment).then_some(", which the MAPI provider of Exchange 5.5 to 2003 could not do"), "."
                },
            })
            .cite(&[kb("183545"), kb("234805"), kb("918710")]);
            // The article tells of mailboxes.
            if role != Some(Role::Mailbox) {
                return told;
            }
            told.story(
                "The remote mailbox host rejects the cached token, and access is denied.",
                "The remote mailbox host admits the call as ANONYMOUS LOGON and then refuses ANONYMOUS LOGON the mailbox.",
            )
        }
        Identity::User(_) => told
            .because(prose! {
                "The second hop authenticated. This is a missing right, not the double hop: delegation would change \
                nothing."
            })
            .cite(&[kb("175891")]),
    }
}

/// Who is admitted: three names at most.
pub fn admitted(admits: &[String]) -> Text {
    match admits {
        [] => prose! { "nobody" },
        names => first_of(
            names.iter().map(|name| whole_account(name, LONG)),
            3,
            " and ",
        ),
    }
}

#[cfg(test)]
mod tests {
    use crate::lab::table::{Column, ROWS, scenario};
    use crate::lab::{RunsAs, SpnPlacement, run};
    use crate::present::narration::narrate;
    use crate::present::{DomainControllers, explain, steps};

    /// All that is told of a situation in an arrangement.
    fn told(row: &str, column: Column) -> String {
        let row = ROWS.iter().find(|it| it.id == row).unwrap();
        let log = run(&scenario(row, column).unwrap());
        let steps = steps(&log, DomainControllers::Folded);
        let told = steps.iter().map(|step| explain::explain(&log, step));
        told.flat_map(|told| [vec![told.lead], told.paragraphs].concat())
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn only_who_asks_with_mapi_is_told_that_it_could_not_delegate() {
        for (column, mapi) in [(Column::RemoteMapi, true), (Column::RemoteHttp, false)] {
            let told = told("N1", column);
            assert_eq!(told.contains("MAPI provider"), mapi, "{told}");
            assert!(told.contains("What would change it"));
        }
    }

    #[test]
    fn a_folder_is_called_a_folder() {
        let told = told("N2", Column::SameHost);
        assert!(told.contains("for the folder “Public Folders”"), "{told}");
        assert!(
            told.contains("may not open the folder “Public Folders”"),
            "{told}"
        );
    }

    #[test]
    fn an_account_of_the_back_ends_own_is_said_to_open_tickets_itself() {
        let row = ROWS.iter().find(|it| it.id == "K4").unwrap();
        for (runs_as, spn, told) in [
            (RunsAs::Computer, SpnPlacement::Computer, false),
            (RunsAs::Domain, SpnPlacement::ServiceAccount, true),
            (RunsAs::Domain, SpnPlacement::Computer, true),
        ] {
            let mut scenario = scenario(row, Column::RemoteHttp).unwrap();
            scenario.back_end.runs_as = runs_as;
            scenario.directory.back_end_spn = spn;
            let log = run(&scenario);
            let steps = steps(&log, DomainControllers::Folded);
            let mut notes = steps.iter().flat_map(|step| narrate(&log, step).simplified);
            let found =
                notes.any(|it| it.to_string().contains("as it comes it takes the computer"));
            assert_eq!(found, told, "{runs_as:?} {spn:?}");
        }
    }
}
