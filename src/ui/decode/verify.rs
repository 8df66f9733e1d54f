//! Whether the sign-in proves what it claims.

use crate::app::{Action, At, Blank};
use crate::present::inspect::hex;
use crate::present::narration::verify::{because, opened as opened_because};
use crate::secret::Secret;
use crate::traffic::verify::{Keys, Outcome, Verdict};
use crate::ui::el::{Does, El, On, el};
use crate::ui::icons;
use crate::ui::inspector::computations;
use crate::ui::store::Store;
use crate::ui::text::value_class;

/// A field: what is typed there, its name, its kind, and what it is for.
type Field = (
    Blank,
    &'static str,
    &'static str,
    &'static str,
    fn(&str) -> Option<Action>,
);

fn typed(blank: Blank, text: &str) -> Option<Action> {
    Some(Action::Desk(At::Type(blank, text.to_owned())))
}

const MESSAGE: Field = (
    Blank::Message,
    "Message and signature",
    "area",
    "in hex: the 16 bytes of the signature before or behind the message",
    |text| typed(Blank::Message, text),
);

const FIELDS: [Field; 6] = [
    (
        Blank::Password,
        "Password",
        "password",
        "kept in memory only",
        |text| typed(Blank::Password, text),
    ),
    (Blank::NtHash, "NT hash", "text", "32 hex digits", |text| {
        typed(Blank::NtHash, text)
    }),
    (Blank::User, "User", "text", "from the message", |text| {
        typed(Blank::User, text)
    }),
    (
        Blank::Domain,
        "Domain",
        "text",
        "from the message",
        |text| typed(Blank::Domain, text),
    ),
    (
        Blank::Bindings,
        "Channel bindings",
        "area",
        "the server’s certificate (PEM or DER), or the hash",
        |text| typed(Blank::Bindings, text),
    ),
    (
        Blank::Host,
        "Host name",
        "text",
        "the server you meant",
        |text| typed(Blank::Host, text),
    ),
];

/// What to check with, and what came of it.
pub fn verify(store: &Store) -> El {
    let desk = &store.state.desk;
    let region = el("section.verify|role=region|aria-label=Verify").child(el("h2>Verify"));
    let Some(found) = &desk.verification else {
        let said = if desk.report.sets.is_empty() {
            "There is no NTLM AUTHENTICATE here: it carries the proof that can be verified on this page."
        } else {
            "This token belongs to no sign-in with an AUTHENTICATE. Choose one that does."
        };
        return region.child(el("p.empty").text(said));
    };
    let fields = FIELDS.iter().map(|it| field(store, it)).collect();
    let verdicts = found.verdicts.iter().map(verdict).collect();
    let steps = computations(store, 0, &found.steps);
    let steps = (!steps.is_empty()).then(|| {
        el("details.proof")
            .child(el("summary").text(&format!("How it was computed ({} steps)", steps.len())))
            .child(el("ol.crypto").children(steps))
    });
    region
        .child(
            el("form.blanks")
                .on(
                    On::Submit,
                    store,
                    Does::Call(Box::new(|event| event.prevent_default())),
                )
                .children(fields),
        )
        .child(el("ul.verdicts|aria-label=Verdicts|aria-live=polite").children(verdicts))
        .child(el("div").perhaps(found.keys.as_ref().map(keys)))
        .child(el("div").perhaps(found.keys.as_ref().map(|_| message(store))))
        .child(el("div").perhaps(steps))
}

fn field(store: &Store, (blank, name, kind, hint, act): &Field) -> El {
    let desk = &store.state.desk;
    let id = ["blank-", &(*blank as usize).to_string()].concat();
    let input = if *kind == "area" {
        el("textarea|rows=2")
    } else {
        el("input").attr("type", kind)
    };
    let wrong = *blank == Blank::NtHash && desk.known.bad_hash();
    let input = input
        .attr("id", &id)
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("placeholder", hint)
        .value(desk.known.get(*blank))
        .on(On::Input, store, Does::Choose(*act));
    el("div.field")
        .and(if *kind == "area" { "wide" } else { "" })
        .child(el("label").attr("for", &id).text(name))
        .child(input)
        .child(
            el("div").perhaps(wrong.then(|| el("p.problem>An NT hash is 32 hexadecimal digits."))),
        )
}

fn verdict(verdict: &Verdict) -> El {
    verdict_line(verdict.result, verdict.about.name(), &because(verdict))
}

fn verdict_line(result: Outcome, about: &str, because: &str) -> El {
    let (class, mark) = match result {
        Outcome::Right => ("good", icons::tick()),
        Outcome::Wrong => ("bad", icons::cross()),
        Outcome::Absent | Outcome::Unknown => ("open", icons::dots()),
    };
    el("li")
        .and(class)
        .child(mark)
        .child(el("strong").text(&[about, ": ", result.name()].concat()))
        .child(el("span").text(because))
}

/// A message that the session's keys protect.
fn message(store: &Store) -> El {
    let opened = store.state.desk.opened.as_ref();
    let said =
        opened.map(|opened| verdict_line(opened.result, "Signature", &opened_because(opened)));
    let plain = opened.and_then(|opened| opened.message.as_ref());
    let plain = plain.map(|plain| el("p").child(el("code").text(&hex(plain, 256))));
    let steps = opened.map(|opened| computations(store, 1, &opened.steps));
    el("details.proof")
        .child(el("summary>Signed or sealed message"))
        .child(field(store, &MESSAGE))
        .child(el("ul.verdicts").children(said.into_iter().collect()))
        .child(el("div").perhaps(plain))
        .child(el("ol.crypto").children(steps.unwrap_or_default()))
}

fn keys(keys: &Keys) -> El {
    let mut list = Vec::new();
    for (name, bytes) in keys.named() {
        list.push(el("dt").text(name));
        list.push(
            el("dd").child(
                el("code")
                    .and(value_class(Secret::SessionKey))
                    .text(&hex(bytes, 16)),
            ),
        );
    }
    el("details.proof")
        .child(el("summary>Keys of the session"))
        .child(el("dl").children(list))
}
