//! A search does work in proportion to what is searched.

use super::find;
use crate::traffic::work::take;
use crate::wire::to_base64;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// Heads that claim more than follows, in forms that invite to look at it again, and what stands between.
fn fragment() -> impl Strategy<Value = Vec<u8>> {
    let heads: [&[u8]; 8] = [
        b"NTLMSSP\0\x03\0\0\0\xff\xff\xff\xff\xff\xff\xff\x7f",
        b"NTLMSSP\0\x02\0\0\0\x08\0\x08\0\x20\0\0\0",
        b"NTLMSSP\0\x01\0\0\0",
        b"\x60\x83\x0f\xff\xff\x06\x06\x2b\x06\x01\x05\x05\x02\xa0\x83\x0f\xff\xf0\x30\x83\x0f\xff\xe0",
        b"\x60\x82\x01\0\x06\x09\x2a\x86\x48\x86\xf7\x12\x01\x02\x02\x01\0\x6e\x82\x01\0",
        b"0000: 4e 54 4c 4d\n",
        b"\n\x30\x80\x30\x80",
        b"Authorization: NTLM ",
    ];
    let head = select(heads.map(<[u8]>::to_vec).to_vec());
    prop_oneof![
        head.clone(),
        head.clone()
            .prop_map(|bytes| to_base64(&bytes).into_bytes()),
        head.prop_map(|bytes| hex::encode(bytes).into_bytes()),
        vec(any::<u8>(), 0..20),
        "[ -~\n]{0,20}".prop_map(String::into_bytes),
    ]
}

proptest! {
    #[test]
    fn work_is_in_proportion_to_the_bytes(
        pieces in vec((fragment(), 1_usize..40), 1..40),
    ) {
        let input: Vec<u8> = pieces.iter().flat_map(|(piece, times)| piece.repeat(*times)).collect();
        take();
        find(&input);
        let work = take();
        let size = input.len() + 64;
        prop_assert!(work.calls <= size, "{work:?} for {size}");
        prop_assert!(work.decoded <= size * 8, "{work:?} for {size}");
        prop_assert!(work.copied <= size * 8, "{work:?} for {size}");
    }

    #[test]
    fn what_repeats_is_not_looked_at_again_and_again(
        before in vec(select(&SIGNS), 0..3),
        unit in vec(select(&SIGNS), 1..5),
    ) {
        let unit = unit.concat();
        let times = 20_000 / unit.len();
        let input = [before.concat(), unit.repeat(times)].concat();
        take();
        find(input.as_bytes());
        let work = take();
        let size = input.len() + 64;
        prop_assert!(work.looked_at <= size * 32, "{work:?} for {size}");
        prop_assert!(work.copied <= size * 8, "{work:?} for {size}");
    }
}

/// What begins something that may go over many lines.
const SIGNS: [&str; 44] = [
    "78,",
    "0x4e,",
    "\\x4e",
    "\\u004e",
    "4e ",
    "4e54",
    "00000000: ",
    "0000  ",
    "TlRMTVNTUAADAAAA",
    "TlRMTVNTUAABAAAA",
    "YIIBhgYGKwYBBQUCoIIBejCCAXag",
    "A",
    "=",
    "\n",
    "\n",
    "\n\n",
    " ",
    "NTLM ",
    "Negotiate ",
    "Basic ",
    "Digest ",
    "username=\"a\", ",
    "Authorization: ",
    "WWW-Authenticate: ",
    "HTTP/1.1 401 x\n",
    "GET / HTTP/1.1\n",
    "{",
    "[",
    "\"",
    "nt:",
    "a::b:",
    "AUTH LOGIN\n",
    "+ ",
    "334 ",
    "VXNlcm5hbWU6\n",
    "xxxx",
    "\u{2026}",
    ": ",
    "| ",
    "> ",
    "12:34:56 ",
    "\\r\\n",
    "NTProofStr",
    "*",
];
