//! The field that somebody chose among the bytes of a message, which a link that is shared points at.

use super::{ByteSelection, State, Tab};
use crate::present::inspect::{field_rows, row_at};
use crate::present::link::{LinkedField, Page};

impl State {
    /// The field that was chosen, where one was in the bytes of what arrived.
    pub(super) fn chosen_field(&self) -> Option<LinkedField> {
        let ByteSelection {
            layer,
            focused,
            sent,
            ..
        } = self.lit;
        let chosen = self.page == Page::Lab && self.tab == Tab::Bytes && !sent;
        if !chosen || (layer.is_none() && focused == 0) {
            return None;
        }
        let message = self.rendered.message(self.step)?;
        let number = message.shown(sent, layer);
        let layer = message.layer(sent, number)?;
        let rows = field_rows(&layer.layout, &layer.bytes);
        Some(LinkedField {
            layer: number,
            bytes: rows.into_iter().nth(focused)?.range,
        })
    }

    /// Lights the field that a link points at, as far as the step's message has one there.
    pub(super) fn light(&mut self, field: &LinkedField) {
        let message = self.rendered.message(self.step);
        let Some(layer) = message.and_then(|it| it.layer(false, field.layer)) else {
            return;
        };
        let rows = field_rows(&layer.layout, &layer.bytes);
        self.lit = ByteSelection {
            layer: Some(field.layer),
            focused: row_at(&rows, &field.bytes, "").unwrap_or_default(),
            byte: field.bytes.start,
            brought: true,
            ..ByteSelection::default()
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Action, TransportAction};

    #[test]
    fn a_shared_link_leads_to_the_field_that_was_chosen() {
        let start = State::from_fragment("#v=1&era=1998");
        let last = start.rendered.last();
        let mut led = 0;
        for step in 0..=last {
            let there = start
                .reduce(Action::Transport(TransportAction::Seek(step)))
                .reduce(Action::Tab(Tab::Bytes));
            assert!(!there.fragment().contains("field="));
            let Some(message) = there.rendered.message(step) else {
                continue;
            };
            for (number, layer) in message.received.iter().enumerate() {
                let rows = field_rows(&layer.layout, &layer.bytes);
                for field in 0..rows.len() {
                    let chosen = there
                        .reduce(Action::Layer(number))
                        .reduce(Action::Focus(field));
                    let again = State::from_fragment(&chosen.fragment());
                    assert_eq!((again.step, again.tab), (step, Tab::Bytes));
                    assert_eq!(again.lit.layer, Some(number));
                    assert_eq!(rows[again.lit.focused].range, rows[field].range);
                    // Whoever is in the lab already is led there too.
                    let led_there = start.reduce(Action::Load(chosen.fragment()));
                    assert_eq!(led_there.lit, again.lit);
                    led += 1;
                }
            }
        }
        assert!(led > 100, "{led}");
    }

    #[test]
    fn a_field_that_is_not_there_lights_nothing() {
        for field in ["9.0.1", "1.99999.4", "0.0.0"] {
            let link = format!("#v=1&page=lab&era=1998&at=6&tab=bytes&field={field}");
            let state = State::from_fragment(&link);
            assert_eq!(state.problems.len(), 0, "{field}");
            assert_eq!(state.tab, Tab::Bytes);
        }
        for field in ["", "1", "1.2", "a.b.c", "1.18446744073709551615.9"] {
            let link = format!("#v=1&page=lab&era=1998&at=6&tab=bytes&field={field}");
            assert_eq!(State::from_fragment(&link).problems.len(), 1, "{field}");
        }
    }
}
