//! What the browser decides.

use super::delegation;
use super::glossary::Term;
use super::history;
use super::mechanism::leaves_the_browser;
use super::names::{BRIEF, LONG, computer};
use super::refusals::{brief_cause, cause};
use super::roles::look;
use super::source::{C706, MS_NLMP, RFC_4120, RFC_7617, RFC_9110, kb};
use super::step::{Headline, StepContext, StepNarrative, brief, full};
use super::text::{count, strong, token};
use crate::hosts::{DenialReason, Identity, Scheme, SendError};
use crate::present::foreign::cut;
use crate::prose;

pub fn signs_in(
    moment: &StepContext<'_>,
    scheme: Scheme,
    prompt: Option<u8>,
) -> Box<StepNarrative> {
    let browser = moment.host();
    let takes = strong(format!("takes {}", scheme.name()));
    let scheme_name = scheme.name();
    let person = history::person(moment.log, moment.event.id);
    let who = |most| match person.as_str() {
        "" => "the person".to_owned(),
        name => cut(name, most),
    };
    let told = StepNarrative::new(match prompt {
        Some(1) => Headline {
            label: prose! { takes, " · ", who(BRIEF), " types name, password" },
            title: prose! { "The browser takes ", scheme_name, " and asks the person" },
            sentence: prose! { browser, " takes ", scheme_name, "; ", who(LONG), " types name and password." },
        },
        Some(number) => Headline {
            label: prose! { takes, " · prompt ", number, ": the same again" },
            title: prose! { "The browser asks again: prompt ", number },
            sentence: prose! {
                browser, " takes ", scheme_name, "; ", who(LONG), " types the same again, at prompt ", number, "."
            },
        },
        None => Headline {
            label: prose! { takes, " · name and password known" },
            title: prose! { "The browser takes ", scheme_name, " and asks nobody" },
            sentence: prose! { browser, " takes ", scheme_name, " with the name and password it knows." },
        },
    });
    let told = told.because(leaves_the_browser(scheme));
    told.because(match scheme {
        Scheme::Negotiate => prose! {
            "The first scheme in the server’s order that the browser supports is taken. Within Negotiate, ", Term::Ntlm,
            " stands in where there is no ticket; where a ticket is refused, nothing does."
        },
        Scheme::Ntlm | Scheme::Digest | Scheme::Basic => prose! {
            "The first scheme in the server’s order that the browser supports is taken. If it fails, there is no \
            fallback."
        },
    })
    .simplified(
        "Chromium takes the strongest scheme that is offered, whatever the order; this browser takes the first.",
    )
    .simplified(
        "At every prompt the same is typed here. After the third refusal the lab’s browser lets the 401 page stay.",
    )
    .simplified(
        "The lab’s person always types. In the intranet zone a browser of Windows first signs in by Negotiate or NTLM as whoever \
        is logged on, and asks nobody.",
    )
    .cite(&[kb("158229"), kb("264921"), kb("216998")])
}

/// The person logs on to the computer at which the browser runs.
pub fn logs_on(moment: &StepContext<'_>, identity: &Identity) -> Box<StepNarrative> {
    let computer = computer(moment.log, moment.event);
    StepNarrative::new(Headline {
        label: prose! { strong("logs on"), " → token: ", token("Interactive") },
        title: prose! { brief(identity), " logs on to ", &computer },
        sentence: prose! {
            full(identity), " logs on to ", computer, " at the keyboard, and has an Interactive token with the password \
            behind it."
        },
    })
    .because(prose! {
        "A browser signs in as whoever is logged on, and asks only where that is refused. Here it runs on the computer of \
        IIS itself."
    })
    .cite(&[kb("207671"), kb("264921")])
}

pub fn cannot_sign_in(moment: &StepContext<'_>, offered: &[String]) -> Box<StepNarrative> {
    let browser = moment.host();
    let all = offered.join(", ");
    let told = if offered.is_empty() {
        StepNarrative::new(Headline {
            label: prose! { strong("no scheme offered"), ": the 401 page stays" },
            title: prose! { "No way to sign in" },
            sentence: prose! { browser, " is offered no scheme; the 401 page stays." },
        })
        .because(prose! {
            "An anonymous-only server and a page that asks for authentication by itself do not go together."
        })
    } else {
        StepNarrative::new(Headline {
            label: prose! { strong("supports none of"), " ", cut(&all, 24) },
            title: prose! { "No way to sign in" },
            sentence: prose! {
                browser, " supports none of the schemes offered, ", cut(&all, 3 * LONG), "; the 401 page stays."
            },
        })
    };
    told.because(prose! { look(moment.log.back_end()).subject, " is never called." })
        .cite(&[RFC_9110.section("11.6.1"), kb("166225"), kb("263236")])
}

/// Somebody sits down at the browser's computer, and it does not let them in.
pub fn cannot_log_on(moment: &StepContext<'_>, because: &DenialReason) -> Box<StepNarrative> {
    let cause = cause(moment.log, moment.event.id, because);
    StepNarrative::new(Headline {
        label: prose! { strong("no logon"), ": ", brief_cause(because) },
        title: prose! { "The person is not logged on" },
        sentence: prose! { "The computer does not log the person on: ", cause, "." },
    })
    .because(prose! {
        "Browsing on the server begins with a logon at its console. Without it there is no browser, so neither hop is \
        tried."
    })
}

pub fn gives_up(moment: &StepContext<'_>, prompts: u8) -> Box<StepNarrative> {
    let id = moment.event.id;
    let prompts = count(prompts.into(), "prompt", "prompts");
    let cause = match (
        delegation::browser_refused(moment.log, id),
        history::refusal(moment.log, id),
    ) {
        (Some(rule), _) => prose! { "the KDC gave the browser no ticket. ", rule },
        (None, Some(because)) => prose! { cause(moment.log, id, because), "." },
        (None, None) => prose! { "IIS does not know who calls." },
    };
    StepNarrative::new(Headline {
        label: prose! { strong("gives up"), " after ", &prompts, ": the 401 page stays" },
        title: prose! { "The browser gives up" },
        sentence: prose! { moment.host(), " gives up after ", prompts, "; the 401 page stays." },
    })
    .because(prose! {
        "Hop 1 failed, because ", cause, " So there is no hop 2: IIS never had a thread that could call as anybody."
    })
    .cite(&[kb("943891"), RFC_9110.section("15.5.2")])
}

/// Something has no place in the message it belongs in.
pub fn cannot_send(moment: &StepContext<'_>, error: &SendError) -> Box<StepNarrative> {
    let label = prose! { strong("stops"), ": ", cut(error, 38) };
    match error {
        SendError::Basic(error) => StepNarrative::new(Headline {
            label,
            title: prose! { "Basic cannot carry this name or password" },
            sentence: prose! { moment.host(), " cannot write name and password down: ", cut(error, 3 * LONG), "." },
        })
        .because(prose! {
            "In Basic the name ends at the first colon, and control characters are forbidden. The browser sends \
            nothing."
        })
        .cite(&[RFC_7617.section("2")]),
        SendError::ControlCharacter => StepNarrative::new(Headline {
            label,
            title: prose! { "A header cannot carry this name" },
            sentence: prose! { moment.host(), " cannot write the name down: it has a control character." },
        })
        .because(prose! { "Control characters are forbidden in a header. The browser sends nothing." })
        .cite(&[RFC_9110.section("5.6.4")]),
        SendError::NoCredential => StepNarrative::new(Headline {
            label,
            title: prose! { "There is nothing to answer with" },
            sentence: prose! { moment.host(), " has no name and password that could answer." },
        })
        .because(prose! { "Nothing is sent." })
        .cite(&[RFC_9110.section("11.6.2")]),
        SendError::NoTicket => StepNarrative::new(Headline {
            label,
            title: prose! { "There is no ticket" },
            sentence: prose! { moment.host(), " gets no ticket from any KDC, and has no other way to sign in." },
        })
        .because(prose! { "Nothing is sent." })
        .cite(&[RFC_4120.section("3.1")]),
        SendError::NtlmField(_) | SendError::Pdu(_) => StepNarrative::new(Headline {
            label,
            title: prose! { "A message has no room for what should be in it" },
            sentence: prose! { moment.host(), " cannot send this: ", cut(error, 3 * LONG), "." },
        })
        .because(prose! { "A field says its length in 16 bits: 65,535 bytes are the most." })
        .cite(&[MS_NLMP.section("2.2"), C706.section("12")]),
    }
}
