//! What `cargo xtask bench` measures in a browser: the page's own library as WebAssembly, built as the page is.

#[path = "../inputs/mod.rs"]
#[allow(dead_code)]
mod inputs;
mod scale;

use double_hop::lab::{Scenario, run};
use double_hop::present::decode::Report;
use double_hop::traffic::verify::{Judgement, VerdictSubject, unprotect};
use double_hop::wire::ntlm::NtlmMessage;
use double_hop::wire::{from_base64, to_base64, token};
use std::hint::black_box;
use wasm_bindgen::prelude::wasm_bindgen;

/// NEGOTIATE, CHALLENGE and AUTHENTICATE of one sign-in in base64, one on a line.
#[wasm_bindgen]
pub fn tokens() -> String {
    [1, 2, 3]
        .map(|number| to_base64(&inputs::ntlm_message(number)))
        .join("\n")
}

/// Decodes a token from base64 to every field of every layer, as the page does; how many fields its top has.
#[wasm_bindgen]
pub fn decode(text: &str) -> usize {
    let layers = from_base64(text).map(|bytes| token(&bytes));
    let layers = layers.unwrap_or_default();
    layers.iter().map(|layer| layer.layout.fields.len()).sum()
}

/// Decodes a token from base64 to the message's values alone, as the hosts do; its flags.
#[wasm_bindgen]
pub fn value(text: &str) -> u32 {
    let message = from_base64(text).and_then(|bytes| NtlmMessage::value(&bytes));
    black_box(message).map_or(0, |message| message.flags().bits())
}

/// One thing to do over and over.
#[wasm_bindgen]
pub struct Task {
    work: Box<dyn Fn() -> usize>,
}

#[wasm_bindgen]
impl Task {
    /// Prepares the task of that name; none where there is none.
    pub fn named(name: &str) -> Option<Self> {
        let read = |text: Vec<u8>| -> Box<dyn Fn() -> usize> {
            Box::new(move || {
                let found = Report::of(&text);
                usize::from(!text.is_empty()) + found.found.tokens.len()
            })
        };
        let sign_in = |scenario: Scenario| -> Box<dyn Fn() -> usize> {
            Box::new(move || run(&scenario).events.len())
        };
        if let Some(work) = inputs::scale::work(name) {
            return Some(Self { work });
        }
        let work = match name {
            "1,000 tokens" => read(inputs::thousand()),
            "10 MB of words" => read(inputs::prose()),
            "10 MB of base64" => read(inputs::base64()),
            "verify" => {
                let report = inputs::paste();
                Box::new(move || {
                    let found = inputs::triple(&report).map(|set| inputs::verified(&set));
                    let mic = found
                        .as_ref()
                        .and_then(|found| found.verdict(VerdictSubject::Mic));
                    usize::from(mic.is_some_and(|mic| mic.result == Judgement::Right))
                })
            }
            "unprotect" => {
                let (keys, message) = (inputs::keys()?, inputs::unsigned());
                Box::new(move || usize::from(unprotect(&keys, &message).result == Judgement::Wrong))
            }
            "K4, today, HTTP" => sign_in(inputs::row_over_http("K4")),
            run => sign_in(inputs::scenario(run)),
        };
        Some(Self { work })
    }

    /// Does it; more than 0 where it went as it should.
    pub fn work(&self) -> usize {
        (self.work)()
    }
}
