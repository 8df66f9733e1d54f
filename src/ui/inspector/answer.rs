//! In IIS’s seat: what can be made of what is at hand, and how to answer.

use super::seat::{act, section};
use crate::app::{Action, Seat, Sit, With};
use crate::present::inspect::hex;
use crate::present::seat::{TOOLS, Value};
use crate::secret::Secret;
use crate::ui::el::{Does, El, On, button, el};
use crate::ui::fields::{Labelled, option, select_field, typed_field};
use crate::ui::store::Store;

/// A list of all that is at hand.
fn choice(
    store: &Store,
    id: &'static str,
    label: &'static str,
    all: &[Value],
    chosen: usize,
    choose: fn(&str) -> Option<Action>,
) -> El {
    let mut options = Vec::new();
    for (number, value) in all.iter().enumerate() {
        let name = if value.secret == Some(Secret::Password) {
            value.name.clone()
        } else {
            [value.name.as_str(), " · ", &hex(&value.bytes, 4)].concat()
        };
        options.push(option(&number.to_string(), &name, number == chosen));
    }
    select_field(store, Labelled::new(id, label), options, choose)
}

fn typed(
    store: &Store,
    id: &'static str,
    label: &'static str,
    value: &str,
    choose: fn(&str) -> Option<Action>,
) -> El {
    typed_field(store, Labelled::new(id, label), value, choose)
}

/// What can be made of what is at hand.
pub fn tools(store: &Store, seat: &Seat, all: &[Value]) -> El {
    let tool = seat.function();
    let mut options = Vec::new();
    for (number, one) in TOOLS.iter().enumerate() {
        options.push(option(&number.to_string(), one.name, one.name == tool.name));
    }
    let function = Labelled::new("seat-tool", "Function");
    let function = select_field(store, function, options, |key| {
        Some(act(Sit::Tool(key.parse().ok()?)))
    });
    let [first, second] = seat.inputs;
    let mut places = Vec::new();
    if let Some(label) = tool.takes.first() {
        places.push(choice(store, "seat-first", label, all, first, |key| {
            Some(act(Sit::Input(0, key.parse().ok()?)))
        }));
    }
    if let Some(label) = tool.takes.get(1) {
        places.push(choice(store, "seat-second", label, all, second, |key| {
            Some(act(Sit::Input(1, key.parse().ok()?)))
        }));
    }
    section("Make something of it")
        .child(typed(
            store,
            "seat-text",
            "Typed text",
            &seat.text,
            |typed| Some(act(Sit::Text(typed.to_owned()))),
        ))
        .child(typed(
            store,
            "seat-hex",
            "Typed bytes in hex",
            &seat.hex,
            |typed| Some(act(Sit::Hex(typed.to_owned()))),
        ))
        .child(function)
        .children(places)
        .child(button("Compute").click(store, act(Sit::Compute)))
        .child(made(seat))
}

/// What was made so far.
fn made(seat: &Seat) -> El {
    let mut list = Vec::new();
    for (number, value) in seat.made().iter().enumerate() {
        let line = el("li").key(number).child(el("span").text(&value.name));
        list.push(
            line.text(" = ")
                .child(el("code").text(&hex(&value.bytes, 32))),
        );
    }
    el("ul").children(list)
}

/// The ways to answer.
pub fn answer(store: &Store, seat: &Seat, all: &[Value]) -> El {
    let mut ways = Vec::new();
    for with in With::ALL {
        let possible = with != With::Replay || seat.can_replay();
        let radio = el("input|type=radio|name=seat-with")
            .checked(with == seat.with)
            .on(On::Change, store, Does::Act(act(Sit::With(with))));
        let radio = if possible {
            radio
        } else {
            radio.attr("disabled", "disabled")
        };
        let line = el("label.check-line").child(radio).text(with.name());
        let why = (!possible).then(|| el("span.quiet> (Basic brought none)"));
        ways.push(line.perhaps(why));
    }
    let value = seat.with.takes_value().then(|| {
        choice(store, "seat-source", "Value", all, seat.source, |key| {
            Some(act(Sit::Source(key.parse().ok()?)))
        })
    });
    let name = seat.with.takes_name();
    let user = name.then(|| {
        typed(store, "seat-user", "User to give", &seat.user, |typed| {
            Some(act(Sit::User(typed.to_owned())))
        })
    });
    let domain = name.then(|| {
        typed(
            store,
            "seat-domain",
            "Domain to give",
            &seat.domain,
            |typed| Some(act(Sit::Domain(typed.to_owned()))),
        )
    });
    section("Answer with")
        .child(el("div.ways|role=radiogroup|aria-label=Answer with").children(ways))
        .perhaps(value)
        .perhaps(user)
        .perhaps(domain)
}
