//! HTTP requests and responses without an NTLM message in them.

use super::glossary::Term;
use super::history;
use super::names::{BRIEF, LONG, whole_account};
use super::roles::{look, opens};
use super::source::{MS_NTHT, RFC_7616, RFC_7617, RFC_9110, SQL_ERROR_18456, kb};
use super::statuses::answered;
use super::step::{Headline, StepContext, StepNarrative, full};
use super::text::{Text, password, strong};
use crate::hosts::{BackEndAnswer, Decision, DenialReason, Identity, Scheme};
use crate::lab::{Outcome, settled};
use crate::present::foreign::{cut, tail};
use crate::prose;
use crate::wire::http::Digest;

/// A request with Basic credentials.
pub fn basic(moment: &StepContext<'_>, method: &str, user: &str) -> Box<StepNarrative> {
    let method = cut(method, 8);
    let told = StepNarrative::new(Headline {
        label: prose! { &method, " · ", strong("Basic"), " ", whole_account(user, BRIEF), ", ", password() },
        title: prose! { "Basic: the password travels" },
        sentence: prose! {
            moment.host(), " sends ", moment.to(), " ", method, " with the name ", whole_account(user, LONG),
            " and the ", password(), " itself, in base64."
        },
    })
    .because(prose! { "Base64 hides nothing: without TLS, everybody on the way has the password." })
    .because(prose! {
        "For hop 2 it is the difference: IIS now holds the secret, not one answer made from it. Whether a call to \
        another host can use it depends on the token that IIS makes."
    })
    .cite(&[RFC_7617.section("2"), RFC_7617.section("4"), kb("207671")]);
    if moment.second() {
        return told;
    }
    told.story(
        "With Basic, IIS has the credentials and can pass them on to the remote mailbox host.",
        "The password goes to IIS, with each request. Hop 2 is NTLM: the password itself does not go on.",
    )
    .simplified(
        "The lab’s browser sends the password with every request once it was typed. Real ones limit this to the paths they \
         believe to be covered.",
    )
}

/// A request with a response of Digest.
pub fn digest(moment: &StepContext<'_>, method: &str, digest: &Digest) -> Box<StepNarrative> {
    let method = cut(method, 8);
    let user = digest.get("username").unwrap_or_default();
    StepNarrative::new(Headline {
        label: prose! { &method, " · ", strong("Digest"), " ", whole_account(user, BRIEF), ", a hash" },
        title: prose! { "Digest: a hash travels, not the password" },
        sentence: prose! {
            moment.host(), " sends ", moment.to(), " ", method, " with the name ", whole_account(user, LONG),
            " and a hash of the ", password(), ", the nonce and this request."
        },
    })
    .because(prose! {
        "The hash answers this nonce, for this method and this address. Without the password it cannot answer what \
        another server asks; but whoever has it can try passwords until one fits."
    })
    .cite(&[RFC_7616.section("3.4"), RFC_7616.section("5")])
}

/// A request whose credentials do not decode.
pub fn unreadable_credentials(moment: &StepContext<'_>, method: &str) -> Box<StepNarrative> {
    StepNarrative::new(Headline {
        label: prose! { cut(method, 8), " · Authorization does not decode" },
        title: prose! { "An Authorization that does not decode" },
        sentence: prose! { moment.host(), " sends ", moment.to(), " an Authorization that does not decode." },
    })
    .cite(&[RFC_9110.section("11.6.2")])
}

/// A request without credentials.
pub fn request(moment: &StepContext<'_>, method: &str, path: &str) -> Box<StepNarrative> {
    let (host, to) = (moment.host(), moment.to());
    let receiver = history::receiver(moment.event).and_then(|to| moment.log.host(to)?.role);
    let signed_in = !moment.second() && history::signed_in(moment.log, moment.event);
    let told = StepNarrative::new(Headline {
        label: prose! { cut(method, 8), " ", cut(path, 38) },
        title: if moment.second() {
            prose! { "IIS asks for the ", receiver.map_or("mailbox", opens), ", without credentials" }
        } else if signed_in {
            prose! { "A request on a connection that signed in before" }
        } else {
            prose! { "A request without credentials" }
        },
        sentence: prose! {
            host, " asks ", to, " for ", cut(path, 3 * LONG), ", without credentials",
            signed_in.then_some(": this connection signed in before"), "."
        },
    });
    if moment.second() {
        let thread = history::token_made(moment.log, moment.event.id, None);
        let thread = thread.map(|made| full(made.identity));
        return told
            .because(prose! {
                "The thread impersonates ", thread, ", on a connection of IIS’s own. The browser’s handshake belongs \
                to another connection and is worth nothing here."
            })
            .cite(&[kb("207671"), RFC_9110.section("11.6")]);
    }
    if signed_in {
        return told
            .because(prose! {
                "NTLM authenticates the connection, not the request: IIS knows the caller until it closes, unless it \
                is set to forget after each request (authPersistSingleRequest). For hop 2 nothing changes."
            })
            .cite(&[MS_NTHT.section("2.2"), kb("297210")]);
    }
    told.because(prose! {
        "A browser that knows nothing of a server begins like this. A server that wants to know who asks says so \
        with a 401."
    })
    .cite(&[RFC_9110.section("11.6"), kb("264921")])
}

/// A 401 that offers schemes.
pub fn refused(moment: &StepContext<'_>, offers: &[String]) -> Box<StepNarrative> {
    let (host, to) = (moment.host(), moment.to());
    let all = offers.join(", ");
    let told = StepNarrative::new(if offers.is_empty() {
        Headline {
            label: prose! { "401 · no WWW-Authenticate" },
            title: prose! { "401, and no scheme offered" },
            sentence: prose! { host, " answers ", to, " 401 and offers no scheme." },
        }
    } else {
        Headline {
            label: prose! { "401 · WWW-Authenticate: ", cut(&all, 22) },
            title: prose! { "401: sign in, with ", cut(&all, 22) },
            sentence: prose! { host, " answers ", to, " 401 and offers ", cut(&all, 3 * LONG), "." },
        }
    });
    if moment.second() {
        refused_by_the_mailbox_host(moment, told)
    } else {
        refused_by_iis(moment, told, offers)
    }
}

fn refused_by_the_mailbox_host(
    moment: &StepContext<'_>,
    told: Box<StepNarrative>,
) -> Box<StepNarrative> {
    let connection = moment.event.kind.connection();
    let decided = history::latest(moment.log, moment.event.id, &|event, decision| {
        (event.kind.connection() == connection).then_some(decision)
    });
    told.because(match decided {
        Some(Decision::Authorizes {
            identity: Identity::Anonymous,
            ..
        }) => prose! {
            "It took the caller for ANONYMOUS LOGON, which may not open the mailbox. IIS has nothing else to send: \
            the call ends here."
        },
        Some(Decision::AuthenticationFails { .. }) => prose! {
            "It could not authenticate the caller. IIS has nothing else to send: the call ends here."
        },
        _ => prose! { "The second handshake begins, on this connection only." },
    })
    .simplified(
        "How a service refuses is its own choice. Here ANONYMOUS LOGON and unknown callers get 401, known callers without a \
         right 403.",
    )
    .cite(&[RFC_9110.section("15.5.2"), MS_NTHT.section("2.2")])
}

fn refused_by_iis(
    moment: &StepContext<'_>,
    told: Box<StepNarrative>,
    offers: &[String],
) -> Box<StepNarrative> {
    let mut folded = moment.folded();
    let folded = folded.find_map(|event| match event.kind.decision() {
        Some(Decision::RefusesRequest { because }) => Some(because),
        _ => None,
    });
    let because = folded.or_else(|| history::refusal(moment.log, moment.event.id));
    let told = told.simplified(
        "The heads of a real IIS stand in an order of their own, and the pages of its errors are longer.",
    );
    let by_ticket = matches!(because, Some(DenialReason::Kerberos(_)));
    let told = match because {
        Some(DenialReason::PageAsks) => told
            .because(prose! { "IIS would give the page to anybody; the page itself wants to know who asks." })
            .cite(&[kb("263236")]),
        Some(DenialReason::AnonymousOff) => told
            .because(prose! { "Anonymous access is off, so this comes before any page runs (401.2)." })
            .cite(&[kb("943891")]),
        _ => told
            .because(prose! { "IIS did not accept what it was sent, and offers its schemes once more." })
            .cite(&[kb("943891")]),
    };
    if offers.is_empty() {
        return told
            .because(prose! {
                "A 401 must have a WWW-Authenticate header, and this one has none: the browser cannot sign in, and \
                asks nobody."
            })
            .cite(&[RFC_9110.section("15.5.2"), kb("166225")]);
    }
    let offered = |scheme: Scheme| {
        let mut offers = offers.iter();
        offers.any(|offer| offer.eq_ignore_ascii_case(scheme.name()))
    };
    let told = if by_ticket {
        told
    } else if offered(Scheme::Negotiate) {
        told.because(prose! {
            "With Negotiate this 401 is the only one where the browser gets a ", Term::Ticket, "; where it takes ", Term::Ntlm,
            " instead, another one carries the challenge."
        })
    } else if offered(Scheme::Ntlm) {
        told.because(prose! {
            "With NTLM two 401s before the page are normal: this one offers, the next one carries the challenge."
        })
    } else {
        told
    };
    told.cite(&[RFC_9110.section("11.6.1"), kb("158229"), kb("264921")])
}

/// Any other response. `page` are the words of its page.
pub fn response(
    moment: &StepContext<'_>,
    status: u16,
    reason: &str,
    page: &str,
    form: bool,
) -> Box<StepNarrative> {
    let (host, to) = (moment.host(), moment.to());
    // The page of an error may say no more than its status.
    let named = !page.is_empty() && !page.starts_with(&status.to_string());
    let (in_short, says) = (tail(page, 30), cut(page, 80));
    let told = StepNarrative::new(match (named, form) {
        (true, true) => Headline {
            label: prose! { status, " · form “", in_short, "”" },
            title: prose! { status, ": a form" },
            sentence: prose! {
                host, " answers ", to, " ", status, " ", cut(reason, 3 * LONG), ": a form that says “", says, "”."
            },
        },
        (true, false) => Headline {
            label: prose! { status, " · “", &in_short, "”" },
            title: prose! { status, ": “", in_short, "”" },
            sentence: prose! { host, " answers ", to, " ", status, " ", cut(reason, 3 * LONG), ": “", says, "”." },
        },
        (false, _) => Headline {
            label: prose! { status, " · ", cut(reason, 30) },
            title: prose! { status, ": ", cut(reason, 30) },
            sentence: prose! { host, " answers ", to, " ", status, " ", cut(reason, 3 * LONG), "." },
        },
    });
    let mut folded = moment.folded();
    let heard = folded.find_map(|event| match event.kind.decision() {
        Some(Decision::HearsFromBackEnd(answer)) => Some(answer),
        _ => None,
    });
    match heard {
        Some(answer) => after_the_back_end(moment, told, answer, status),
        None => page_means(moment, told, status),
    }
}

/// The page of a request that took a call to a back end.
fn after_the_back_end(
    moment: &StepContext<'_>,
    told: Box<StepNarrative>,
    answer: &BackEndAnswer,
    status: u16,
) -> Box<StepNarrative> {
    let called = history::called(moment.log, moment.event.id);
    let thing = opens(called);
    let why = taken_for(moment, look(called).object);
    let told = match (answer, status) {
        (answer, _) if answer.succeeded() => told
            .because(prose! {
                "The ", thing, " is open on IIS. The browser never talked to ", look(called).object,
                ": both hops were sign-ins of their own."
            })
            .cite(&[kb("175891")]),
        (_, 200) => told
            .because(prose! {
                "The ", thing, " could not be opened", why, ". The status is 200 because the page itself ran and wrote the error \
                down: nothing here tells the browser that hop 2 failed."
            })
            .because(answered(answer)),
        _ => told
            .because(prose! {
                "The ", thing, " could not be opened", why, ". This is not a 401: hop 1 succeeded, so the browser does not ask \
                again."
            })
            .because(answered(answer)),
    };
    match answer {
        BackEndAnswer::Error(_) | BackEndAnswer::Fault(_) => {
            told.cite(&[kb("248486"), kb("918710"), kb("195849"), kb("181739")])
        }
        BackEndAnswer::Sql { .. } => told.cite(&[RFC_9110.section("15"), SQL_ERROR_18456.whole()]),
        _ => told.cite(&[RFC_9110.section("15")]),
    }
}

/// What a back end took the caller for, as the end of a sentence.
fn taken_for(moment: &StepContext<'_>, back_end: &'static str) -> Option<Text> {
    let mut outcomes = settled(moment.log).into_iter();
    let last = outcomes.rfind(|it| it.event <= moment.event.id)?;
    Some(match last.outcome {
        Outcome::Anonymous => prose! {
            ": ", back_end, " took the caller for ", Term::AnonymousLogon, ", nobody in particular"
        },
        Outcome::NotAuthenticated => prose! { ": ", back_end, " could not tell who called" },
        Outcome::NoRights(identity) => prose! {
            ": ", back_end, " knows ", full(&identity), ", who has no right to it"
        },
        Outcome::FirstHop(_) | Outcome::Opened(_) => return None,
    })
}

fn page_means(
    moment: &StepContext<'_>,
    told: Box<StepNarrative>,
    status: u16,
) -> Box<StepNarrative> {
    let connection = moment.event.kind.connection();
    let known = history::token_made(moment.log, moment.event.id, connection);
    match (status, known) {
        (403, _) if moment.second() => told
            .because(prose! { "The caller is known and has no right to this ", moment.log.role(moment.event).map_or("mailbox", opens), ". The second hop authenticated." })
            .simplified("How a service refuses is its own choice: others answer 401 or 404.")
            .cite(&[RFC_9110.section("15.5.4")]),
        (200, None) if !moment.second() => told
            .because(prose! { "IIS gives this page to a caller it does not know: anonymous access is on." })
            .cite(&[kb("263236"), kb("207671")]),
        (200, Some(made)) if !moment.second() => told
            .because(prose! { "IIS gives the page to ", full(made.identity), "." })
            .cite(&[RFC_9110.section("15.3.1")]),
        _ => told.cite(&[RFC_9110.section("15")]),
    }
}
