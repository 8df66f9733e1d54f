use super::*;
use proptest::prelude::*;

fn list(params: &[(&str, &str)]) -> Params {
    Params::List(
        params
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
    )
}

fn challenge(scheme: &str, params: Params) -> AuthValue {
    AuthValue {
        scheme: scheme.to_owned(),
        params,
    }
}

fn parse_challenges(value: &str) -> Result<Vec<AuthValue>, DecodeError> {
    let mut all = Vec::new();
    walk_challenges(value, |challenge, _| all.push(challenge)).map(|()| all)
}

#[test]
fn a_challenge_that_breaks_takes_nothing_from_those_before_it() {
    let named = |value| challenges(value).into_iter().map(|it| it.scheme);
    let value = "NTLM, Basic realm=\"x\", Digest realm=\"open, Negotiate";
    assert_eq!(named(value).collect::<Vec<_>>(), ["NTLM", "Basic"]);
    let read = challenges("NTLM, Basic realm=My Realm , charset=UTF-8, Negotiate");
    let basic = list(&[("realm", "My Realm"), ("charset", "UTF-8")]);
    assert_eq!(read.len(), 3);
    assert_eq!(read[1], challenge("Basic", basic));
}

#[test]
fn several_challenges_share_a_header() {
    let value = "Negotiate, NTLM TlRMTVNTUAAC==, Digest realm=\"a, b\", nonce=x , Basic realm=\"say \\\"hi\\\"\", charset=UTF-8,, Bearer";
    let expected = vec![
        challenge("Negotiate", Params::None),
        challenge("NTLM", Params::Token68("TlRMTVNTUAAC==".to_owned())),
        challenge("Digest", list(&[("realm", "a, b"), ("nonce", "x")])),
        challenge(
            "Basic",
            list(&[("realm", "say \"hi\""), ("charset", "UTF-8")]),
        ),
        challenge("Bearer", Params::None),
    ];
    assert_eq!(parse_challenges(value), Ok(expected));
}

#[test]
fn the_example_of_rfc_9110_11_6_1() {
    let value =
        "Basic realm=\"simple\", Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\"";
    let read = parse_challenges(value).unwrap();
    assert_eq!(read.len(), 2);
    assert_eq!(read[1].params.get("TITLE"), Some("Login to \"apps\""));
}

#[test]
fn a_token68_is_told_from_a_parameter() {
    assert_eq!(
        parse_challenges("X abc=").unwrap()[0].params,
        Params::Token68("abc=".to_owned())
    );
    assert_eq!(
        parse_challenges("X abc = d").unwrap()[0].params,
        list(&[("abc", "d")])
    );
}

#[test]
fn schemes_ignore_case() {
    assert!(AuthValue::bare("ntlm").is("NTLM"));
    assert!(AuthValue::parse("bAsIc QTpi").unwrap().is("Basic"));
}

#[test]
fn errors_say_where() {
    let error = parse_challenges("NTLM, Basic realm=\"open").unwrap_err();
    assert_eq!(
        (error.kind, error.offset),
        (ErrorKind::Unterminated, "NTLM, Basic realm=".len())
    );
    assert!(parse_challenges("Basic realm").is_ok(), "a token68");
    assert!(parse_challenges("Basic realm x").is_err());
    assert!(parse_challenges("Basic a=\"1\" b=2").is_err());
    assert!(parse_challenges("=").is_err());
    assert!(parse_challenges("é").is_err());
    assert_eq!(parse_challenges(" , ,"), Ok(vec![]));
}

#[test]
fn credentials_are_one() {
    let read = AuthValue::parse("NTLM TlRMTVNTUAABAAAA").unwrap();
    assert_eq!(
        read.params.token_bytes().unwrap().unwrap(),
        b"NTLMSSP\0\x01\0\0\0"
    );
    assert_eq!(AuthValue::with_token("NTLM", b"NTLMSSP\0\x01\0\0\0"), read);
    assert!(AuthValue::parse("NTLM abc, Basic def").is_err());
    assert!(AuthValue::parse("").is_err());
}

#[test]
fn base64_may_lack_padding_and_says_where_it_is_wrong() {
    assert_eq!(from_base64("QQ"), Ok(b"A".to_vec()));
    assert_eq!(from_base64("QQ=="), Ok(b"A".to_vec()));
    assert_eq!(from_base64("QUF.").unwrap_err().offset, 3);
}

fn params() -> impl Strategy<Value = Params> {
    prop_oneof![
        Just(Params::None),
        "[A-Za-z0-9+/]{1,20}={0,2}".prop_map(Params::Token68),
        proptest::collection::vec(("[a-z]{1,8}", "[ -~é]{0,12}"), 1..4).prop_map(Params::List),
    ]
}

proptest! {
    #[test]
    fn challenges_round_trip(all in proptest::collection::vec(("[A-Za-z]{1,9}", params()), 0..4)) {
        let all: Vec<_> = all.into_iter().map(|(scheme, params)| AuthValue { scheme, params }).collect();
        let text: Vec<_> = all.iter().map(ToString::to_string).collect();
        prop_assert_eq!(parse_challenges(&text.join(", ")), Ok(all));
    }

    #[test]
    fn credentials_round_trip(scheme in "[A-Za-z]{1,9}", params in params()) {
        let credentials = AuthValue { scheme, params };
        prop_assert_eq!(AuthValue::parse(&credentials.to_string()), Ok(credentials));
    }

    #[test]
    fn arbitrary_text_does_not_panic(text in "\\PC*") {
        let _ = (parse_challenges(&text), AuthValue::parse(&text), from_base64(&text));
    }
}
