//! What traffic costs: read slice by slice, shown, drawn.

use crate::inputs::scale as inputs;
use double_hop::present::StepShape;
use double_hop::traffic::collection::Collection;
use double_hop::traffic::reader::TrafficReader;
use wasm_bindgen::prelude::wasm_bindgen;

/// A file that is being read.
#[wasm_bindgen]
pub struct Reading(TrafficReader);

#[wasm_bindgen]
impl Reading {
    /// Of a file that begins so.
    #[wasm_bindgen(constructor)]
    pub fn new(first: &[u8]) -> Self {
        Self(TrafficReader::new(first))
    }

    /// Takes the next slice.
    pub fn push(&mut self, slice: &[u8]) {
        self.0.push(slice);
    }

    /// How many attempts to sign in are in it.
    pub fn finish(self) -> usize {
        let mut collection = Collection::default();
        if let Ok(read) = self.0.finish() {
            collection.take("capture.pcap", read);
        }
        collection.attempts.len()
    }
}

/// Messages that are laid out and drawn.
#[wasm_bindgen]
pub struct Diagram(inputs::Diagram);

#[wasm_bindgen]
impl Diagram {
    /// Of about so many messages.
    #[wasm_bindgen(constructor)]
    pub fn new(messages: usize) -> Self {
        Self(inputs::Diagram::of(messages))
    }

    /// Lays it out and draws it.
    pub fn svg(&self) -> String {
        self.0.svg()
    }

    /// Its messages, one on a line: from whom, to whom, what it is called.
    pub fn messages(&self) -> String {
        let picture = &self.0.picture;
        let name = |host| picture.log.host(host).map_or("", |host| &host.name);
        let mut lines = Vec::new();
        for (step, label) in picture.steps.iter().zip(&picture.labels) {
            if let StepShape::Arrow { from, to, .. } = step.shape {
                let label: String = label.iter().map(|run| run.text.as_str()).collect();
                lines.push([name(from), name(to), &label].join("\t"));
            }
        }
        lines.join("\n")
    }
}
