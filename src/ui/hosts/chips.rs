//! What a host holds, as chips.

use super::chip::Chip;
use crate::hosts::StorageLocation;
use crate::present::ledger::{Card, Held};
use crate::present::narration;
use crate::present::narration::{good_for, holding_details, holding_parts, interface};
use crate::ui::style::value_class;
use crate::value_kind::ValueKind;

/// The chips of a card; the hashes of a whole database are one chip. `met` says whether a value is a source of what is
/// pointed at. What is held in this run alone, by the names in `alone`, comes first.
pub fn chips(card: &Card, alone: &[String], met: &dyn Fn(&[u8]) -> bool) -> Vec<Chip> {
    let stored = |held: &&Held| held.holding.place == StorageLocation::AccountDatabase;
    let source = |held: &Held| held.holding.value.as_deref().is_some_and(met);
    let only_here = |held: &Held| alone.contains(&holding_parts(&held.holding).0);
    let accounts = card.holdings.iter().filter(stored).count();
    let database = (accounts > 0).then(|| Chip {
        class: value_class(ValueKind::NtHash),
        letter: narration::value_kind_letter(ValueKind::NtHash),
        name: interface::hashes(accounts, card.is_of_kdc()).into(),
        fingerprint: None,
        good_for: interface::CHECKS_PROOFS,
        place: narration::place_name(&StorageLocation::AccountDatabase).into(),
        fresh: false,
        source: card.holdings.iter().filter(stored).any(source),
        alone: card.holdings.iter().filter(stored).any(only_here),
    });
    let others = card.holdings.iter().filter(|held| !stored(held));
    let others = others.map(|held| Chip {
        source: source(held),
        alone: only_here(held),
        ..chip(held)
    });
    let chips = database.into_iter().chain(others);
    let (mut alone, shared): (Vec<Chip>, Vec<Chip>) = chips.partition(|chip| chip.alone);
    alone.extend(shared);
    alone
}

fn chip(held: &Held) -> Chip {
    let holding = &held.holding;
    let (class, letter) = if held.is_anonymous() {
        ("v-bad", '!')
    } else {
        let letter = narration::value_kind_letter(holding.kind);
        (value_class(holding.kind), letter)
    };
    let (name, fingerprint) = holding_parts(holding);
    Chip {
        class,
        letter,
        name: name.into(),
        fingerprint: fingerprint.map(Into::into),
        good_for: good_for(holding),
        place: holding_details(holding).into(),
        fresh: held.fresh,
        source: false,
        alone: false,
    }
}
