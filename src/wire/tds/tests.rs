use super::*;
use crate::wire::{Layout, Value};
use hex_literal::hex;
use proptest::prelude::*;

#[track_caller]
fn round_trip(packet: &Packet) -> Layout {
    let bytes = packet.encode().unwrap();
    assert_eq!(frame(&bytes), Ok(Some(bytes.len())));
    let read = Packet::decode(&bytes);
    assert_eq!(read.value.as_ref(), Ok(packet));
    assert!(read.layout.is_claimed(), "{:?}", read.layout);
    read.layout
}

/// [MS-TDS] 4.1.
const PRELOGIN: [u8; 47] = hex!(
    "12 01 00 2F 00 00 01 00 00 00 1A 00 06 01 00 20"
    "00 01 02 00 21 00 01 03 00 22 00 04 04 00 26 00"
    "01 FF 09 00 00 00 00 00 01 00 B8 0D 00 00 01"
);

/// [MS-TDS] 4.2.
const LOGIN: [u8; 144] = hex!(
    "10 01 00 90 00 00 01 00 88 00 00 00 02 00 09 72"
    "00 10 00 00 00 00 00 07 00 01 00 00 00 00 00 00"
    "E0 03 00 00 00 00 00 00 09 04 00 00 5E 00 08 00"
    "6E 00 02 00 72 00 00 00 72 00 07 00 80 00 00 00"
    "80 00 00 00 80 00 04 00 88 00 00 00 88 00 00 00"
    "00 50 8B E2 B7 8F 88 00 00 00 88 00 00 00 88 00"
    "00 00 00 00 00 00 73 00 6B 00 6F 00 73 00 74 00"
    "6F 00 76 00 31 00 73 00 61 00 4F 00 53 00 51 00"
    "4C 00 2D 00 33 00 32 00 4F 00 44 00 42 00 43 00"
);

#[test]
fn the_samples_of_the_specification_are_themselves_again() {
    let prelogin = Packet::decode(&PRELOGIN);
    assert!(prelogin.layout.is_claimed());
    let encryption = &prelogin.layout.find("ENCRYPTION").unwrap().value;
    assert_eq!(*encryption, Value::Named(1, "ENCRYPT_ON".into()));
    assert_eq!(prelogin.value.unwrap().encode().unwrap(), PRELOGIN);

    let login = Packet::decode(&LOGIN);
    assert!(login.layout.is_claimed());
    let login = login.value.unwrap();
    assert_eq!(login.encode().unwrap(), LOGIN);
    let TdsMessage::Login7(login) = login.message else {
        panic!("no LOGIN7");
    };
    assert_eq!(login.host_name, "skostov1");
    assert_eq!((&*login.user_name, &*login.password), ("sa", ""));
    assert_eq!(login.app_name, "OSQL-32");
    assert_eq!(login.library, "ODBC");
    assert_eq!(login.client_id, hex!("00 50 8B E2 B7 8F"));
    assert!(!login.is_integrated());
}

#[test]
fn a_password_is_scrambled_and_secret() {
    let login = Login7 {
        user_name: "sa".to_owned(),
        password: "aé".to_owned(),
        ..Login7::default()
    };
    let packet = Packet::new(TdsMessage::Login7(Box::new(login)));
    let layout = round_trip(&packet);
    let field = layout.find("Password").unwrap();
    let bytes = packet.encode().unwrap();
    // 61 00 E9 00 with the halves of each byte changed, and 0xA5 over it.
    assert_eq!(bytes[field.range.clone()], hex!("B3 A5 3B A5"));
    assert_eq!(field.value, Value::Text("aé".to_owned()));
    assert_eq!(
        field.value_kind,
        Some(crate::value_kind::ValueKind::Password)
    );
}

fn failed(number: u32) -> Token {
    Token::Error(Complaint {
        number,
        state: 1,
        class: 14,
        message: "Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'.".to_owned(),
        server: "MBX-02".to_owned(),
        procedure: String::new(),
        line: 1,
    })
}

fn finished(status: u16) -> Token {
    Token::Done {
        status,
        command: 0,
        rows: 0,
    }
}

fn answers() -> Vec<Packet> {
    let ack = Token::LoginAck {
        interface: 1,
        tds_version: VERSION,
        program: "Microsoft SQL Server".to_owned(),
        program_version: [16, 0, 0x03, 0xE8],
    };
    let database = Token::Database {
        new: "Sales".to_owned(),
        old: "master".to_owned(),
    };
    let columns = Token::Columns(vec![ColumnData {
        name: String::new(),
        max_length: 256,
    }]);
    let row = |value: Option<&str>| Token::Row(vec![value.map(str::to_owned)]);
    let responses = [
        vec![Token::Sspi(b"NTLMSSP\0".to_vec())],
        vec![failed(LOGIN_FAILED), finished(done::ERROR)],
        vec![database, ack, finished(0)],
        vec![
            columns,
            row(Some("CONTOSO\\alice")),
            row(None),
            finished(done::COUNT),
        ],
        Vec::new(),
    ];
    let mut all: Vec<TdsMessage> = responses.map(TdsMessage::Response).into();
    all.push(TdsMessage::PreloginResponse(Prelogin::without_encryption(
        [16, 0, 3, 0xE8, 0, 0],
        None,
    )));
    all.push(TdsMessage::Batch("SELECT SUSER_SNAME()".to_owned()));
    all.push(TdsMessage::Sspi(b"NTLMSSP\0\x03".to_vec()));
    let login = Login7 {
        host_name: "WEB-01".to_owned(),
        database: "Sales".to_owned(),
        ..Login7::integrated(vec![1, 2, 3])
    };
    all.push(TdsMessage::Login7(Box::new(login)));
    let packet = |message| Packet {
        spid: 0x1234,
        id: 1,
        message,
    };
    all.into_iter().map(packet).collect()
}

#[test]
fn answers_are_themselves_again() {
    for packet in &answers() {
        round_trip(packet);
    }
}

#[test]
fn a_client_says_that_it_cannot_encrypt() {
    let prelogin = Prelogin::without_encryption([16, 0, 3, 0xE8, 0, 0], Some(7));
    let layout = round_trip(&Packet::new(TdsMessage::Prelogin(prelogin)));
    let encryption = &layout.find("ENCRYPTION").unwrap().value;
    assert_eq!(*encryption, Value::Named(2, "ENCRYPT_NOT_SUP".into()));
    assert_eq!(layout.find("THREADID").unwrap().range.len(), 4);
}

#[test]
fn what_does_not_fit_is_said() {
    let long = "x".repeat(256);
    let database = |new: &str| {
        let old = String::new();
        let new = new.to_owned();
        Packet::new(TdsMessage::Response(vec![Token::Database { new, old }])).encode()
    };
    assert!(database(&long[1..]).is_ok());
    assert_eq!(database(&long).unwrap_err().limit, 255);
    let sspi = Packet::new(TdsMessage::Sspi(vec![0; 65_528]));
    assert_eq!(sspi.encode().unwrap_err().field, "Length");
}

#[test]
fn what_is_no_packet_is_told_at_once() {
    for bytes in [
        hex!("05 01 00 08 00 00 01 00"),
        hex!("04 00 00 08 00 00 01 00"),
        hex!("04 01 00 07 00 00 01 00"),
    ] {
        assert!(frame(&bytes).is_err(), "{bytes:02x?}");
    }
    assert_eq!(frame(&hex!("04 01 00")), Ok(None));
    assert_eq!(frame(&hex!("04 01 00 09 00 00 01 00")), Ok(None));
    assert!(is_tds(&PRELOGIN) && !is_tds(b"HTTP/1.1 200") && !is_tds(&[4]));
}

#[test]
fn options_that_overlap_are_refused() {
    let mut bytes = PRELOGIN;
    bytes[0x0F] = 0x1A;
    let error = Packet::decode(&bytes).value.unwrap_err();
    assert_eq!(error.field, "PL_OFFSET");
}

#[test]
fn a_message_cut_anywhere_says_so_and_keeps_what_came_before() {
    for packet in answers() {
        let bytes = packet.encode().unwrap();
        for end in 0..bytes.len() {
            let read = Packet::decode(&bytes[..end]);
            let error = read.value.unwrap_err();
            assert!(
                matches!(error.kind, crate::wire::ErrorKind::Cut { .. }),
                "{error}"
            );
            assert!(read.layout.leaves().len() <= end);
        }
    }
}

proptest! {
    #[test]
    fn flipped_bytes_and_arbitrary_ones_do_not_panic(
        number: prop::sample::Index,
        at: prop::sample::Index,
        byte: u8,
        bytes: Vec<u8>,
    ) {
        let all = answers();
        let mut flipped = all[number.index(all.len())].encode().unwrap();
        let place = at.index(flipped.len());
        flipped[place] = byte;
        for bytes in [flipped, bytes.clone(), [vec![4, 1, 0, 99, 0, 0, 1, 0], bytes].concat()] {
            let read = Packet::decode(&bytes);
            let _ = frame(&bytes);
            if let Ok(packet) = read.value
                && let Ok(again) = packet.encode()
            {
                prop_assert_eq!(Packet::decode(&again).value, Ok(packet));
            }
        }
    }

    #[test]
    fn logins_round_trip(
        names in prop::array::uniform8("\\PC{0,9}"), sspi: Vec<u8>, client_id: [u8; 6], flags: [u8; 4],
    ) {
        let [host_name, user_name, password, app_name, server_name, library, language, database] = names;
        let login = Login7 {
            host_name, user_name, password, app_name, server_name, library, language, database,
            client_id, flags, sspi, ..Login7::default()
        };
        let packet = Packet::new(TdsMessage::Login7(Box::new(login)));
        let bytes = packet.encode().unwrap();
        let read = Packet::decode(&bytes);
        prop_assert!(read.layout.is_claimed());
        prop_assert_eq!(read.value, Ok(packet));
    }
}
