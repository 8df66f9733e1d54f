//! The layers of a step's message, of which one is looked at.

use crate::traffic::decryption::OpenedPart;
use crate::wire::{Layer, LayerValue};
use std::rc::Rc;

/// The layers of a message, the outermost first.
#[derive(Clone, Debug)]
pub struct MessageLayers {
    /// Layers of what was sent, the outermost first.
    pub sent: Vec<Rc<Layer>>,
    /// Layers of what arrived; differ from `sent` only where changed on the way.
    pub received: Vec<Rc<Layer>>,
    /// Whether its body was not kept: of other people's traffic what signs in stands in the head.
    pub without_body: bool,
    /// What is encrypted in it as it was sent, and as it arrived, opened with the keys of its ends.
    pub opened: [Vec<OpenedPart>; 2],
}

impl MessageLayers {
    /// The layers as they were sent or as they arrived, and what was opened in them.
    pub fn side(&self, sent: bool) -> (&[Rc<Layer>], &[OpenedPart]) {
        let [opened, arrived] = &self.opened;
        match sent {
            true => (&self.sent, opened),
            false => (&self.received, arrived),
        }
    }

    /// The number of the layer that is shown of a side: the one that was chosen, counted on into what was opened; else the
    /// innermost message, which is what most people came for.
    pub fn shown(&self, sent: bool, chosen: Option<usize>) -> usize {
        let (layers, opened) = self.side(sent);
        let all = layers.len() + opened.len();
        chosen.filter(|layer| *layer < all).unwrap_or_else(|| {
            let ntlm = |layer: &Rc<Layer>| matches!(layer.value, LayerValue::Ntlm(_));
            let inner = layers.iter().position(ntlm);
            inner.unwrap_or(layers.len().saturating_sub(1))
        })
    }

    /// A layer of a side by its number, counted on into what was opened.
    pub fn layer(&self, sent: bool, number: usize) -> Option<&Rc<Layer>> {
        let (layers, opened) = self.side(sent);
        let part = || opened.get(number.checked_sub(layers.len())?);
        layers.get(number).or_else(|| Some(&part()?.layer))
    }
}
