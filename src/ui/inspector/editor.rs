//! A message on its way, and what is to arrive in its place.

use super::tamper::act;
use crate::app::{Draft, Tamper};
use crate::present::inspect::{hex, layer_name};
use crate::ui::el::{Does, El, On, button, el};
use crate::ui::fields::{Labelled, option, radio, select_field, typed_field};
use crate::ui::store::Store;
use crate::wire::ntlm::{NegotiateFlags, is_ntlmssp};

/// The editor, on the bench.
pub fn editor(store: &Store, draft: &Draft, bench: El) -> El {
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
        .child(el(
            "p>What you put here is what arrives; its carrier follows. It goes into the link too.",
        ))
        .perhaps(several.then(|| el("div.segs|role=radiogroup|aria-label=Layer").children(radios)))
        .child(fields(store, draft))
        .child(says)
        .child(bytes(store, draft))
        .child(el("div").perhaps(follow(store, draft)))
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
    let labelled = Labelled::new("bench-field", "Field");
    select_field(store, labelled, options, |key| {
        Some(act(Tamper::Field(key.parse().ok())))
    })
}

/// What the field says, as far as it is not bytes to everybody.
fn value(store: &Store, draft: &Draft) -> Option<El> {
    let labelled = Labelled::new("bench-value", "What it says");
    Some(typed_field(store, labelled, &draft.says()?, |typed| {
        Some(act(Tamper::Value(typed.to_owned())))
    }))
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

/// Whether the lengths and offsets of an NTLM message follow its fields.
fn follow(store: &Store, draft: &Draft) -> Option<El> {
    let ntlm = is_ntlmssp(&draft.bytes) && draft.field.is_some();
    let turn = Does::Act(act(Tamper::Follow(!draft.follow)));
    let tick = el("input|type=checkbox").checked(draft.follow);
    ntlm.then(|| {
        el("label.check-line")
            .child(tick.on(On::Change, store, turn))
            .text("Lengths and offsets in the message follow")
    })
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
