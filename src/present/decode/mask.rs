//! Stars in the place of passwords and of keys in clear.

use crate::value_kind::ValueKind;
use crate::wire::{Field, Layer, LayerValue, Value};
use std::ops::Range;

/// Puts stars in the place of passwords and of keys in clear.
pub fn mask(layer: &mut Layer) {
    (layer.layout, layer.bytes) = starred(layer);
}

/// The fields and the bytes with stars in the place of passwords and of keys in clear.
pub fn starred(layer: &Layer) -> (crate::wire::Layout, Vec<u8>) {
    let hidden = hidden(layer);
    let mut layout = layer.layout.clone();
    for field in &mut layout.fields {
        stars(field, &hidden);
    }
    (layout, masked(&layer.bytes, &hidden))
}

/// Whether there is a password or a key in clear in it.
pub fn holds_secrets(layer: &Layer) -> bool {
    !hidden(layer).is_empty()
}

/// Puts stars in the place of what a field and those inside it say of what is hidden.
fn stars(field: &mut Field, hidden: &[Range<usize>]) {
    if field.value_kind.is_some() && hidden.contains(&field.range) {
        field.value = Value::Text("*".repeat(field.range.len().min(12)));
    }
    for field in &mut field.children {
        stars(field, hidden);
    }
}

/// The stretches that hold a password, or a key in clear: files of keys, and tickets with their session keys, hold those.
pub(in crate::present) fn hidden(layer: &Layer) -> Vec<Range<usize>> {
    let keys = matches!(
        layer.value,
        LayerValue::Keytab(_)
            | LayerValue::Ccache(_)
            | LayerValue::Kerberos(_)
            | LayerValue::Decrypted(_)
    );
    held(layer, keys)
}

/// The stretches that hold a password, and with `keys` a key in clear.
pub(in crate::present) fn held(layer: &Layer, keys: bool) -> Vec<Range<usize>> {
    let leaves = layer.layout.leaves().into_iter();
    let secret = leaves.filter(|leaf| match leaf.value_kind {
        Some(ValueKind::Password) => true,
        Some(ValueKind::SessionKey | ValueKind::NtHash) => keys,
        _ => false,
    });
    secret.map(|leaf| leaf.range.clone()).collect()
}

/// The bytes with stars in those stretches.
pub(in crate::present) fn masked(bytes: &[u8], hidden: &[Range<usize>]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for range in hidden {
        if let Some(bytes) = bytes.get_mut(range.clone()) {
            bytes.fill(b'*');
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Layout;

    fn field(range: Range<usize>, value_kind: Option<ValueKind>, children: Vec<Field>) -> Field {
        Field {
            name: "field".into(),
            value: if children.is_empty() {
                Value::Text("hunter2".to_owned())
            } else {
                Value::Group
            },
            range,
            spec: "",
            value_kind,
            children,
        }
    }

    #[test]
    fn a_password_is_masked_however_deep_it_lies() {
        let secret = field(4..11, Some(ValueKind::Password), Vec::new());
        let inner = field(2..11, None, vec![field(2..4, None, Vec::new()), secret]);
        let mut layer = Layer {
            value: LayerValue::Unknown,
            bytes: b"ab:;hunter2".to_vec(),
            layout: Layout {
                len: 11,
                fields: vec![field(0..11, None, vec![inner])],
            },
            error: None,
        };
        mask(&mut layer);
        assert_eq!(layer.bytes, b"ab:;*******");
        let leaves = layer.layout.leaves();
        assert_eq!(leaves[1].value, Value::Text("*******".to_owned()));
        assert_eq!(leaves[0].value, Value::Text("hunter2".to_owned()));
    }
}
