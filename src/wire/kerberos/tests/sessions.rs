//! Messages of a session that a ticket opened (RFC 4121, RFC 4757).

use super::*;
use crate::wire::oid::Oid;
use crate::wire::spnego::{NegToken, NegTokenInit};
use crate::wire::token;

/// Whether a layer reads to its end without an error, and every byte of it is claimed.
fn read_whole(bytes: &[u8], kind: MessageKind) -> Layout {
    let found = token(bytes);
    assert_eq!(found[0].kind(), LayerKind::Kerberos(Some(kind)));
    assert_eq!(found[0].error, None, "{kind:?}");
    let layout = found[0].layout.clone();
    assert!(layout.tiles().iter().all(|tile| tile.leaf.is_some()));
    layout
}

#[test]
fn messages_of_a_session_are_named() {
    let head = |number: u8| {
        let version = explicit(0, INTEGER, &[5]);
        [version, explicit(1, INTEGER, &[number])].concat()
    };
    let sealed = Encrypted {
        etype: 18,
        kvno: None,
        cipher: vec![7; 40],
    };
    let mut private = head(21);
    private.extend(element(context(3), &sealed.encode()));
    let private = element(application(21), &element(SEQUENCE, &private));
    read_whole(&private, MessageKind::Priv);

    let mut safe = head(20);
    let data = explicit(0, OCTET_STRING, b"data");
    safe.extend(explicit(2, SEQUENCE, &data));
    let sum = [
        explicit(0, INTEGER, &[16]),
        explicit(1, OCTET_STRING, b"sum"),
    ]
    .concat();
    safe.extend(explicit(3, SEQUENCE, &sum));
    let safe = element(application(20), &element(SEQUENCE, &safe));
    let layout = read_whole(&safe, MessageKind::Safe);
    assert!(layout.find("user-data").is_some());

    let request = ApReq::default().encode();
    let length = 6 + request.len() + private.len();
    let mut change = (length as u16).to_be_bytes().to_vec();
    change.extend([0xff, 0x80]);
    change.extend((request.len() as u16).to_be_bytes());
    change.extend([request, private].concat());
    let layout = read_whole(&change, MessageKind::PasswordChange);
    assert!(layout.find("AP-REQ").is_some() && layout.find("KRB-PRIV").is_some());
    read_whole(&with_length(&change), MessageKind::PasswordChange);
    change.push(0);
    assert!(token(&change).is_empty());
}

#[test]
fn tokens_around_data_are_named() {
    // The MIC and the token of a conversation with gokrb5, and that of [MS-KILE] 4.5.
    let mic = hex!("040401ffffffffff00000000575e85d6c34d12ba3e5b1b1310cd9cb3");
    let layout = read_whole(&mic, MessageKind::Mic);
    let sequence = &layout.find("SND_SEQ").unwrap().value;
    assert_eq!(*sequence, Value::Number(1_465_812_438));
    let wrapped = hex!("050401ff000c000000000000575e85d601010000853b728d5268525a1386c19f");
    let layout = read_whole(&wrapped, MessageKind::Wrap);
    assert_eq!(layout.find("EC").unwrap().value, Value::Number(12));
    let rc4 = hex!(
        "603b06092a864886f712010202020111001000ffffe29e8bbc6348e740ebaa61"
        "9244a156a13b5cf65e3c21b9aa8ed63f0ac83815335b72e293bae1f660"
    );
    let layout = read_whole(&rc4, MessageKind::Wrap);
    assert!(layout.find("SEAL_ALG").is_some());
}

#[test]
fn iakerb_has_a_layer_around_the_message_that_it_passes_on() {
    // Put together by draft-ietf-kitten-iakerb 3, with an AS-REQ inside.
    let bytes = hex!(
        "6081e106062b06010502050501301da10d0c0b4558414d504c452e434f4da20c040a0102030405060708090a6a81b530
         81b2a103020105a20302010aa31a3018300aa10402020096a2020400300aa10402020095a2020400a48189308186a007
         03050000000010a1133011a003020101a10a30081b066d7975736572a20d1b0b4558414d504c452e434f4da320301ea0
         03020102a11730151b066b72627467741b0b4558414d504c452e434f4da511180f32303231313232393130333630365a
         a70602041d20eb0ba81a301802011202011102011402011302011002011702011902011a"
    );
    let layers = token(&bytes);
    let kinds: Vec<_> = layers.iter().map(|it| it.kind().name()).collect();
    assert_eq!(kinds, ["Kerberos IAKERB-PROXY", "Kerberos AS-REQ"]);
    for layer in &layers {
        assert_eq!(layer.error, None);
        assert!(layer.layout.is_claimed(), "{:?}", layer.layout);
    }
    let told = |name: &str| layers[0].layout.find(name).unwrap().value.clone();
    assert_eq!(told("target-realm"), Value::Text("EXAMPLE.COM".to_owned()));
    assert_eq!(told("TOK_ID"), Value::Named(0x0501, "IAKERB_PROXY".into()));
    assert!(layers[0].layout.find("cookie").is_some());
    // The same in SPNEGO, as HTTP carries it.
    let offer = NegTokenInit::new(vec![Oid(oid::IAKERB.to_vec())], Some(bytes.to_vec()));
    assert_eq!(token(&NegToken::Init(offer).encode()).len(), 3);
    // Cut before the message, the layer is alone.
    assert_eq!(token(&bytes[..60]).len(), 2);
    assert_eq!(token(&bytes[..40]).len(), 1);
}
