use super::*;
use crate::wire::Value;

/// A message of that type; `fixed` follows the header, `header` says how long both are.
fn message(message_type: u32, header: u32, fixed: &[u8], payload: &[u8]) -> Vec<u8> {
    let length = header + payload.len() as u32;
    let numbers = [message_type, 7, header, length];
    let numbers: Vec<u8> = numbers.into_iter().flat_map(u32::to_le_bytes).collect();
    let mut bytes = [&SIGNATURE[..], &numbers, &[0xcc; 16], fixed].concat();
    bytes.resize(header as usize, 0);
    bytes.extend(payload);
    bytes
}

fn pair(first: u32, second: u32) -> Vec<u8> {
    [first.to_le_bytes(), second.to_le_bytes()].concat()
}

fn nego() -> Vec<u8> {
    let fixed = [vec![0xaa; 32], vec![0; 8], pair(96, 2), pair(128, 1)].concat();
    let payload = [
        vec![1; 16],
        vec![2; 16],
        vec![9, 0, 0, 0],
        pair(140, 3),
        b"ext".to_vec(),
    ];
    message(0, 96, &fixed, &payload.concat())
}

fn exchange() -> Vec<u8> {
    message(5, 64, &[vec![1; 16], pair(64, 5)].concat(), b"token")
}

fn verify() -> Vec<u8> {
    let checksum = [pair(20, 1), vec![16, 0, 0, 0], pair(80, 12)].concat();
    message(6, 80, &[vec![1; 16], checksum].concat(), &[0xee; 12])
}

fn alert() -> Vec<u8> {
    let fixed = [vec![1; 16], vec![0x5e, 0, 0, 0xc0], pair(72, 1)].concat();
    let payload = [vec![1, 0, 0, 0], pair(84, 8), pair(8, 1)].concat();
    message(7, 72, &fixed, &payload)
}

#[test]
fn several_messages_stand_in_a_row() {
    let bytes = [nego(), exchange(), verify(), alert()].concat();
    let read = NegoExMessage::decode(&bytes);
    assert!(read.layout.is_claimed(), "{:?}", read.layout);
    let messages = read.value.unwrap();
    let types: Vec<_> = messages
        .iter()
        .map(|message| message.message_type)
        .collect();
    assert_eq!(types, [0, 5, 6, 7]);
    assert_eq!(messages[0].schemes, [[1; 16], [2; 16]]);
    assert_eq!(messages[1].exchange.as_deref(), Some(&b"token"[..]));
    assert_eq!(messages[3].error, Some(0xc000_005e));
    assert_eq!(
        (messages[0].sequence, messages[0].conversation),
        (7, [0xcc; 16])
    );
    let names: Vec<_> = read
        .layout
        .fields
        .iter()
        .map(|field| &*field.name)
        .collect();
    assert_eq!(
        names,
        [
            "NEGO_MESSAGE",
            "EXCHANGE_MESSAGE",
            "VERIFY_MESSAGE",
            "ALERT_MESSAGE"
        ]
    );
    let kind = &read.layout.find("MessageType").unwrap().value;
    assert_eq!(*kind, Value::Named(0, "MESSAGE_TYPE_INITIATOR_NEGO".into()));
    let value = read.layout.find("ExtensionValue").unwrap();
    assert_eq!(&bytes[value.range.clone()], b"ext");
    // An unknown type is passed over.
    let unknown = [message(9, 40, &[], b"?"), exchange()].concat();
    let read = NegoExMessage::decode(&unknown);
    assert_eq!(read.value.unwrap().len(), 2);
    assert_eq!(read.layout.fields[0].name, "message");
}

#[test]
fn offsets_that_point_outside_are_errors() {
    let outside = message(5, 64, &[vec![1; 16], pair(65, 5)].concat(), b"token");
    let read = NegoExMessage::decode(&outside);
    let error = read.value.unwrap_err();
    assert!(matches!(
        error.kind,
        ErrorKind::OutOfBounds {
            start: 65,
            length: 5,
            total: 69
        }
    ));
    assert!(read.layout.find("AuthScheme").is_some());
    let most = message(
        0,
        96,
        &[vec![0; 40], pair(96, 0xffff), pair(0, 0)].concat(),
        &[1; 16],
    );
    assert!(NegoExMessage::decode(&most).value.is_err());
    // Two extensions with the same value, which is as long as half of the message.
    let twice = [
        vec![9, 0, 0, 0],
        pair(120, 80),
        vec![9, 0, 0, 0],
        pair(120, 80),
        vec![7; 80],
    ];
    let twice = message(
        0,
        96,
        &[vec![0; 40], pair(0, 0), pair(96, 2)].concat(),
        &twice.concat(),
    );
    assert!(NegoExMessage::decode(&twice).value.is_ok());
    let thrice = [vec![9, 0, 0, 0], pair(132, 80)].concat().repeat(3);
    let thrice = [thrice, vec![7; 80]].concat();
    let thrice = message(
        0,
        96,
        &[vec![0; 40], pair(0, 0), pair(96, 3)].concat(),
        &thrice,
    );
    assert!(
        NegoExMessage::decode(&thrice)
            .value
            .unwrap_err()
            .to_string()
            .contains("lie on each other")
    );
    let mut short = exchange();
    short[20] = 30;
    assert_eq!(
        NegoExMessage::decode(&short).value.unwrap_err().field,
        "cbMessageLength"
    );
}

#[test]
fn a_message_cut_anywhere_keeps_what_came_before() {
    let bytes = [exchange(), nego()].concat();
    for length in 0..bytes.len() {
        let read = NegoExMessage::decode(&bytes[..length]);
        assert_eq!(read.value.is_ok(), length == exchange().len(), "{length}");
        assert!(read.layout.overlaps().is_empty());
        assert_eq!(read.layout.find("ConversationId").is_some(), length > 24);
    }
}
