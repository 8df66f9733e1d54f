//! The bench: a message on its way, and what is to arrive in its place.

use crate::app::{Action, Draft, Tamper};
use crate::lab::Trick;
use crate::present::inspect::{hex, layer_name};
use crate::present::words;
use crate::ui::el::{Does, El, On, button, el};
use crate::ui::fields::{option, radio};
use crate::ui::store::Store;
use crate::wire::ntlm::NegotiateFlags;

/// What stands there where no message is.
const NOTHING: &str = "Nothing is sent at this step. Go to a message to change it.";
const LOOKING: &str = "This is the original run. Switch Run to “Edited” to change more.";

/// The bench, what was changed so far, and who noticed.
pub fn bench(store: &Store) -> El {
    let state = &store.state;
    let bench = el("div.bench");
    let bench = match &state.draft {
        Some(draft) => editor(store, draft, bench),
        None if state.original => bench.child(el("p.empty").text(LOOKING)),
        None => bench.child(el("p.empty").text(NOTHING)),
    };
    bench.child(tricks(store)).perhaps(changes(store))
}

fn act(tamper: Tamper) -> Action {
    Action::Tamper(tamper)
}

fn editor(store: &Store, draft: &Draft, bench: El) -> El {
    let layers = draft.layers();
    let mut radios = Vec::new();
    for (number, layer) in layers.iter().enumerate() {
        let name = layer_name(layer);
        let pick = act(Tamper::Layer(number));
        radios.push(radio(
            store,
            "bench-layer",
            name,
            number == draft.layer,
            pick,
        ));
    }
    let several = layers.len() > 1;
    let same = draft.splice().is_none();
    let apply = if same || draft.wrong {
        el("button.primary|type=button|disabled=disabled>Apply")
    } else {
        el("button.primary|type=button>Apply").click(store, act(Tamper::Apply))
    };
    let wrong = if draft.wrong {
        "This is no value of this field. Hex takes two digits a byte; a number must fit its bytes."
    } else {
        ""
    };
    // What comes and goes has a place that stays: whoever types must not lose the focus.
    let says = el("div.says")
        .perhaps(slot_flags(store, draft))
        .perhaps(value(store, draft));
    bench
        .child(el("p>What you put here is what arrives. Its carrier’s lengths and base64 follow; lengths inside the message do not."))
        .perhaps(several.then(|| el("div.segs|role=radiogroup|aria-label=Layer").children(radios)))
        .child(fields(store, draft))
        .child(says)
        .child(bytes(store, draft))
        .child(el("p.problem|role=alert").text(wrong))
        .child(
            el("div.row")
                .child(apply)
                .child(button("Reset").click(store, act(Tamper::Reset))),
        )
}

fn fields(store: &Store, draft: &Draft) -> El {
    let mut options = vec![option("", "all bytes", draft.field.is_none())];
    for (number, slot) in draft.slots.iter().enumerate() {
        let chosen = draft.field == Some(number);
        options.push(option(&number.to_string(), &slot.name, chosen));
    }
    let choose = |key: &str| Some(act(Tamper::Field(key.parse().ok())));
    let select = el("select|id=bench-field").on(On::Change, store, Does::Choose(choose));
    el("div.field")
        .child(el("label|for=bench-field>Field"))
        .child(select.children(options))
}

/// What the field says, as far as it is not bytes to everybody.
fn value(store: &Store, draft: &Draft) -> Option<El> {
    let said = draft.says()?;
    let input = el("input|id=bench-value|type=text|autocomplete=off|spellcheck=false|autocapitalize=off|dir=auto")
        .value(&said)
        .on(On::Input, store, Does::Choose(|typed| Some(act(Tamper::Value(typed.to_owned())))));
    Some(
        el("div.field")
            .child(el("label|for=bench-value>What it says"))
            .child(input),
    )
}

fn bytes(store: &Store, draft: &Draft) -> El {
    let own = draft.own();
    let said = match &draft.typed {
        Some((true, typed)) => typed.clone(),
        _ => hex(own, own.len()),
    };
    let input =
        el("textarea|id=bench-hex|rows=5|autocomplete=off|spellcheck=false|autocapitalize=off")
            .value(&said)
            .on(
                On::Input,
                store,
                Does::Choose(|typed| Some(act(Tamper::Hex(typed.to_owned())))),
            );
    el("div.field")
        .child(el("label|for=bench-hex>Bytes in hex"))
        .child(input)
}

/// NTLM's 32 flags, where the field holds them.
fn slot_flags(store: &Store, draft: &Draft) -> Option<El> {
    if !draft.slot()?.flags {
        return None;
    }
    let bits = draft.own().first_chunk::<4>().copied().unwrap_or_default();
    let set = NegotiateFlags::from_bits_retain(u32::from_le_bytes(bits));
    let mut boxes = Vec::new();
    for name in NegotiateFlags::NAMES {
        let turn = act(Tamper::Flags(name.flag.bits()));
        let tick = el("input|type=checkbox")
            .checked(set.contains(name.flag))
            .on(On::Change, store, Does::Act(turn));
        let full = name.name();
        let short = full.strip_prefix("NTLMSSP_").unwrap_or(full);
        let short = short.strip_prefix("NEGOTIATE_").unwrap_or(short);
        let line = el("label.check-line").attr("title", full);
        boxes.push(line.child(tick).text(short));
    }
    Some(el("div.flags|role=group|aria-label=NegotiateFlags").children(boxes))
}

/// Changes that attackers are known for.
fn tricks(store: &Store) -> El {
    let state = &store.state;
    let at = state.current().map(|step| step.id);
    let log = state
        .branch
        .as_ref()
        .map_or(&state.film.log, |branch| &branch.edited.log);
    let mut list = Vec::new();
    for trick in Trick::ALL {
        let fits = trick.splice(log, at).is_some();
        let line = el("button.ghost|type=button").text(trick.name());
        let line = if fits {
            line.click(store, act(Tamper::Play(trick)))
        } else {
            line.attr("disabled", "disabled")
        };
        let why = (!fits).then(|| el("span.quiet").text(trick.needs()));
        list.push(el("li").child(line).perhaps(why));
    }
    el("section")
        .child(el("h3>Known attacks"))
        .child(el("ul.tricks").children(list))
}

/// What was changed so far.
fn changes(store: &Store) -> Option<El> {
    let state = &store.state;
    let branch = state.branch.as_ref()?;
    let mut list = Vec::new();
    for (number, edit) in state.scenario.edits.iter().enumerate() {
        let name = format!("Remove change {}", number + 1);
        let missed = branch.missed.get(number).copied().flatten();
        let missed = missed.map(|missed| el("p.problem").text(words::missed(missed)));
        list.push(
            el("li")
                .key(number)
                .child(el("span").text(&words::edit(&branch.edited.log, edit)))
                .child(
                    el("button.ghost square|type=button|title=Remove>×")
                        .attr("aria-label", &name)
                        .click(store, act(Tamper::Remove(number))),
                )
                .perhaps(missed),
        );
    }
    Some(
        el("section")
            .child(el("h3>What is changed"))
            .child(el("ol.changes").children(list))
            .child(el("p").text(&words::noticed(&branch.edited.log, branch.noticed)))
            .child(button("Remove all").click(store, act(Tamper::RemoveAll))),
    )
}
