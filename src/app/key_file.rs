//! Files of keys: keytabs and credential caches.

use crate::traffic::decryption::Keyring;
use crate::wire::{self, Layer, LayerValue};
use std::rc::Rc;

/// A damaged record has at most so many fields that are read before the damage.
const MOST_FIELDS: usize = 32;

/// A keytab or a credential cache, decoded; none where it is neither. Of one that is cut, or damaged at its end, the keys
/// before that count.
pub fn key_file(bytes: &[u8]) -> Option<Rc<Layer>> {
    let layer = wire::token(bytes).into_iter().next()?;
    if is_key_file(&layer) {
        return Some(Rc::new(layer));
    }
    let damaged = matches!(
        layer.value,
        LayerValue::Keytab(None) | LayerValue::Ccache(None)
    );
    let fields = layer.layout.fields.iter().rev().filter(|_| damaged);
    let mut begins = fields.map(|it| it.range.start).take(MOST_FIELDS);
    begins.find_map(|end| {
        let whole = wire::token(bytes.get(..end)?).into_iter().next()?;
        let mut keys = Keyring::default();
        keys.add_file(&whole);
        (!keys.keys().is_empty()).then(|| Rc::new(whole))
    })
}

/// Whether it is a keytab or a credential cache, whole.
fn is_key_file(layer: &Layer) -> bool {
    matches!(
        layer.value,
        LayerValue::Keytab(Some(_)) | LayerValue::Ccache(Some(_))
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::kerberos::Principal;
    use crate::wire::keytab::{Keytab, KeytabEntry, KeytabRecord, PrincipalInRealm};

    #[test]
    fn the_keys_before_a_cut_count() {
        let entry = |fill: u8| KeytabEntry {
            principal: PrincipalInRealm {
                realm: "X.TEST".to_owned(),
                name: Principal::new(1, &["alice"]),
            },
            etype: 17,
            key: vec![fill; 16],
            ..KeytabEntry::default()
        };
        let records = [1, 2, 3].map(|fill| KeytabRecord::Entry(entry(fill)));
        let whole = Keytab {
            records: records.to_vec(),
            ..Keytab::default()
        };
        let whole = whole.encode();
        let keys = |bytes: &[u8]| {
            let mut keys = Keyring::default();
            keys.add_file(&*key_file(bytes)?);
            Some(keys.keys().len())
        };
        assert_eq!(keys(&whole), Some(3));
        assert_eq!(keys(&whole[..whole.len() - 4]), Some(2));
        assert_eq!(keys(&[&whole[..], &[0, 0, 0, 99, 1]].concat()), Some(3));
        assert_eq!(keys(&whole[..9]), None);
        assert_eq!(keys(b"no keys"), None);
    }
}
