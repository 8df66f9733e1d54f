use super::super::pieces::in_pieces;
use super::*;
use crate::traffic::attempts::{AttemptOutcome, SeenMechanism, attempts};

fn har(entries: &str) -> Har {
    read(format!("{{\"log\":{{\"version\":\"1.2\",\"creator\":{{\"name\":\"x\"}},\"entries\":[{entries}]}}}}").as_bytes())
}

#[test]
fn odd_and_missing_things() {
    let entry = |rest: &str| {
        format!(
            "{{\"request\":{{\"method\":\"GET\",\"url\":\"http://h/\",\"headers\":[[\"Authorization\",\"Basic YTpi\"]]}},{rest}}}"
        )
    };
    let entries = [
        entry("\"startedDateTime\":\"\",\"time\":null,\"cache\":{},\"response\":{}"),
        entry(
            "\"response\":{\"status\":\"401\",\"headers\":{\"WWW-Authenticate\":\"Negotiate, NTLM\"},\"content\":{}}",
        ),
        entry(
            "\"response\":{\"status\":0,\"_error\":\"net::ERR_INVALID_AUTH_CREDENTIALS\"},\"serverIPAddress\":\"[::1]\"",
        ),
        "null, 7, []".to_owned(),
        "{}".to_owned(),
    ];
    let read = har(&entries.join(","));
    assert_eq!(read.contents.count, 4);
    assert_eq!(read.contents.legs.len(), 5);
    let last = read.contents.legs.last().unwrap();
    assert_eq!(last.status, Some(Status::Net(-338)));
    assert_eq!(read.contents.legs[2].offers, ["Negotiate", "NTLM"]);
    let kinds: Vec<_> = read.completeness.iter().map(|it| it.1).collect();
    use Completeness::{Complete, Nothing};
    assert_eq!(kinds, [Complete, Complete, Complete, Nothing]);
}

#[test]
fn an_answer_to_nothing_is_no_sign_in() {
    let answer = "\"response\":{\"status\":401,\"headers\":[[\"WWW-Authenticate\",\"NTLM\"]]}";
    let read = har(&format!("{{\"request\":null,{answer}}}"));
    assert_eq!(read.contents.legs, []);
    assert_eq!(read.completeness[0].1, Completeness::Nothing);
}

#[test]
fn handshakes_at_once_are_joined_by_their_address() {
    let entry = |path: &str, step: u8, answer: &str| {
        let token = crate::wire::to_base64(&[b"NTLMSSP\0".as_slice(), &[step, 0, 0, 0]].concat());
        format!(
            "{{\"request\":{{\"method\":\"GET\",\"url\":\"http://h/{path}\",\"headers\":[{{\"name\":\"Authorization\",\"value\":\"NTLM {token}\"}}]}},\"response\":{{\"status\":401,\"headers\":[{answer}]}}}}"
        )
    };
    let challenge = "{\"name\":\"WWW-Authenticate\",\"value\":\"NTLM TlRMTVNTUAACAAAA\"}";
    let entries = [
        entry("a", 1, challenge),
        entry("b", 1, challenge),
        entry("b", 3, ""),
        entry("a", 3, ""),
        entry("c", 3, ""),
    ];
    let read = har(&entries.join(","));
    let flows: Vec<usize> = read.contents.legs.iter().map(|leg| leg.flow).collect();
    assert_eq!(flows, [0, 0, 1, 1, 1, 1, 0, 0, 0, 0]);
    assert_eq!(read.completeness[4].1, Completeness::LastLegOnly);
}

#[test]
fn what_was_taken_away_is_said() {
    let entry = |request: &str, answer: &str| {
        format!(
            "{{\"request\":{{\"method\":\"GET\",\"url\":\"http://h/\",\"headers\":[{request}]}},\"response\":{{\"status\":200,\"headers\":[{answer}]}}}}"
        )
    };
    let masked = "{\"name\":\"authorization\",\"value\":\"Negotiate [redacted]\"}";
    let bearer = "{\"name\":\"Authorization\",\"value\":\"Bearer eyJ\"}";
    let token = "{\"name\":\"WWW-Authenticate\",\"value\":\"Negotiate oRQw\"}";
    let all = har(&[entry(masked, ""), entry("", token), entry(bearer, "")].join(","));
    let kinds: Vec<_> = all.completeness.iter().map(|it| it.1).collect();
    assert_eq!(
        kinds,
        [
            Completeness::Stripped,
            Completeness::Stripped,
            Completeness::Nothing
        ]
    );
    // Chrome never shows what the last answer answers.
    let chrome = format!(
        "{{\"log\":{{\"creator\":{{\"name\":\"WebInspector\"}},\"entries\":[{}]}}}}",
        entry("", token)
    );
    let kind = read(chrome.as_bytes()).completeness[0].1;
    assert_eq!(
        kind,
        Completeness::FinalOnly {
            hidden: 0,
            bytes: 0
        }
    );
}

/// What Chrome and Edge write without “sensitive data”, where no size tells that anything is hidden.
#[test]
fn the_token_of_a_final_answer_tells_of_a_sign_in() {
    let har = |status: u16, token: &str, proof: &str| {
        let entry = format!(
            "{{\"request\":{{\"method\":\"GET\",\"url\":\"http://h/\",\"headers\":[{proof}]}},\"response\":{{\"status\":{status},\
            \"headers\":[[\"WWW-Authenticate\",\"Negotiate {token}\"]]}}}}"
        );
        let text = format!(
            "{{\"log\":{{\"creator\":{{\"name\":\"WebInspector\"}},\"entries\":[{entry}]}}}}"
        );
        read(text.as_bytes())
    };
    let kerberos = "oRQwEqADCgEAoQsGCSqGSIb3EgECAg==";
    for (token, count, mechanism) in [
        (kerberos, 1, SeenMechanism::Kerberos),
        ("oQcwBaADCgEA", 0, SeenMechanism::Unknown),
    ] {
        let contents = har(200, token, "").contents;
        let hidden = contents.legs.iter().map(|leg| leg.kind);
        assert!(hidden.into_iter().any(|it| it == LegKind::Hidden(count, 0)));
        let [attempt] = &attempts(&contents.flows, &contents.legs)[..] else {
            panic!("{token}");
        };
        assert_eq!(attempt.method, Some(Method::Negotiate));
        assert_eq!(attempt.mechanism, mechanism);
        let accepted = AttemptOutcome::Accepted(Some(Status::Http(200)));
        assert_eq!(attempt.outcome, accepted);
    }
    let hides = |har: Har| {
        let mut legs = har.contents.legs.into_iter();
        legs.any(|leg| matches!(leg.kind, LegKind::Hidden(..)))
    };
    assert!(!hides(har(401, kerberos, "")));
    assert!(!hides(har(
        200,
        kerberos,
        "[\"Authorization\",\"Negotiate YII=\"]"
    )));
}

#[test]
fn kerberos_hides_one_answer_however_long() {
    let entry = |token: &str| {
        format!(
            "{{\"request\":{{\"method\":\"GET\",\"url\":\"http://h/\"}},\"response\":{{\"status\":200,\"headers\":[{{\"name\":\"Content-Length\",\"value\":\"10\"}}{token}],\"bodySize\":1510}}}}"
        )
    };
    let with = |token: &str| {
        read(
            format!(
                "{{\"log\":{{\"creator\":{{\"name\":\"WebInspector\"}},\"entries\":[{}]}}}}",
                entry(token)
            )
            .as_bytes(),
        )
    };
    let accepted =
        ",{\"name\":\"WWW-Authenticate\",\"value\":\"Negotiate oRQwEqADCgEAoQsGCSqGSIb3EgECAg==\"}";
    let hidden = |har: Har| {
        har.contents.legs.iter().find_map(|leg| match leg.kind {
            LegKind::Hidden(count, bytes) => Some((count, bytes)),
            _ => None,
        })
    };
    assert_eq!(hidden(with(accepted)), Some((1, 1500)));
    assert_eq!(hidden(with("")), Some((0, 1500)));
}

#[test]
fn playwright_writes_what_chromium_tells() {
    let with = |browser: &str| {
        let text = format!(
            "{{\"log\":{{\"creator\":{{\"name\":\"Playwright\"}},\"browser\":{{\"name\":\"{browser}\"}},\"entries\":[\
            {{\"request\":{{\"method\":\"GET\",\"url\":\"http://h/\"}},\"response\":{{\"status\":200,\"content\":{{\"compression\":0}},\
            \"headers\":[[\"Content-Length\",\"5\"]],\"bodySize\":386,\"_failureText\":\"net::ERR_INVALID_AUTH_CREDENTIALS\"}}}}]}}}}"
        );
        read(text.as_bytes())
    };
    let (hidden, bytes) = (2, 381);
    let counted = Completeness::FinalOnly { hidden, bytes };
    assert_eq!(with("chromium").completeness[0].1, counted);
    assert_ne!(with("firefox").completeness[0].1, counted);
    let fails = |leg: &Leg| matches!(leg.status, Some(Status::Net(_)));
    assert!(with("webkit").contents.legs.iter().any(fails));
}

#[test]
fn who_wrote_it_may_stand_last() {
    let entry = "{\"request\":{\"method\":\"GET\",\"url\":\"http://h/\"},\"response\":{\"status\":200,\"content\":{\"compression\":-559}}}";
    let text = format!(
        "{{\"entries\":[{entry}],\"creator\":{{\"name\":\"WebInspector\",\"version\":\"1\"}}}}"
    );
    let all = read(text.as_bytes());
    assert_eq!(all.contents.writer.as_deref(), Some("WebInspector 1"));
    assert_eq!(
        all.completeness[0].1,
        Completeness::FinalOnly {
            hidden: 2,
            bytes: 559
        }
    );
}

#[test]
fn chunks_are_no_hidden_answers() {
    let with = |kind: &str, compression: i32| {
        let text = format!(
            "{{\"creator\":{{\"name\":\"WebInspector\"}},\"entries\":[{{\"request\":{{\"method\":\"GET\",\"url\":\"http://h/\"}},\"response\":{{\"status\":200,\"headers\":[[\"Transfer-Encoding\",\"chunked\"],[\"Content-Type\",\"{kind}\"]],\"content\":{{\"size\":100000,\"compression\":{compression}}}}}}}]}}"
        );
        read(text.as_bytes()).completeness[0].1
    };
    assert_eq!(with("text/html", -2700), Completeness::Nothing);
    assert_eq!(with("text/event-stream", -9000), Completeness::Nothing);
    assert_eq!(
        with("text/html", -4000),
        Completeness::FinalOnly {
            hidden: 0,
            bytes: 4000
        }
    );
}

/// A HAR with a bit of everything, also behind the entries.
const WHOLE: &str = r#"{"log":{"version":"1.2","creator":{"name":"WebInspector","version":"537"},"pages":[{"id":"a"}],"entries":[
{"startedDateTime":"2026-11-20T08:00:00Z","time":3,"connection":"4","request":{"method":"GET","url":"http://h/a\"]}","headers":[]},"response":{"status":401,"headers":[{"name":"WWW-Authenticate","value":"NTLM"}],"content":{"text":"[{\\\"x\"}"}}},
null , 7,
{"request":{"method":"GET","url":"http://h/b","headers":[{"name":"Authorization","value":"Basic YTpi"}]},"response":{"status":200,"headers":[]}}
],"browser":{"name":"B","version":"1"},"_more":{"version":"9","browser":{"name":"no"}}},"comment":"x"}"#;

#[test]
fn what_comes_in_pieces_is_the_same() {
    let whole = read(WHOLE.as_bytes());
    assert_eq!(whole.contents.count, 2);
    assert_eq!(whole.contents.writer.as_deref(), Some("B 1"));
    assert_eq!(whole.contents.skipped, []);
    for first in 0..WHOLE.len() {
        for more in [1, 7, 100] {
            assert_eq!(
                in_pieces::<HarReader>(WHOLE.as_bytes(), first, more),
                whole,
                "{first}"
            );
        }
    }
    // Also what is cut, wherever it is.
    for end in 0..WHOLE.len() {
        let cut = WHOLE.as_bytes().get(..end).unwrap();
        assert_eq!(in_pieces::<HarReader>(cut, 200, 7), read(cut), "{end}");
    }
}

#[test]
fn entries_are_read_as_they_come_and_not_kept() {
    let begin = WHOLE.find("\n{").unwrap();
    let end = WHOLE.find("\n]").unwrap();
    let (head, rest) = WHOLE.split_at(begin);
    let mut har = HarPieces::default();
    har.push(head.as_bytes());
    let entries = &rest.as_bytes()[..end - begin];
    for round in 1..=100 {
        har.push(entries);
        har.push(b",");
        assert_eq!(
            har.progress(),
            (round * 2, usize::try_from(round).unwrap() * 4)
        );
        assert!(har.kept() < entries.len());
    }
}

proptest::proptest! {
    #[test]
    fn what_is_wrong_is_the_same_in_pieces(
        changes in proptest::collection::vec((0..WHOLE.len(), proptest::sample::select(&b"{}[]\",:x\\ 1"[..])), 0..6),
        first in 0..900_usize,
        more in 1..300_usize,
    ) {
        let mut bytes = WHOLE.as_bytes().to_vec();
        for (place, byte) in changes {
            bytes[place] = byte;
        }
        let (pieces, whole) = (in_pieces::<HarReader>(&bytes, first, more), read(&bytes));
        proptest::prop_assert_eq!(pieces, whole);
    }
}

#[test]
fn what_is_hidden_is_the_server_s_though_a_proof_for_the_proxy_is_shown() {
    let entry = "{\"request\":{\"method\":\"GET\",\"url\":\"http://h/\",\"headers\":[[\"Proxy-Authorization\",\"Basic YTpi\"]]},\
        \"response\":{\"status\":200,\"content\":{\"compression\":-559}}}";
    let text = format!("{{\"creator\":{{\"name\":\"WebInspector\"}},\"entries\":[{entry}]}}");
    let contents = read(text.as_bytes()).contents;
    let found = attempts(&contents.flows, &contents.legs);
    let ends = found.iter().map(|it| {
        let accepted = matches!(it.outcome, AttemptOutcome::Accepted(_));
        (
            it.to_proxy,
            it.hidden.is_some(),
            accepted,
            it.request.as_deref(),
        )
    });
    let mut ends: Vec<_> = ends.collect();
    ends.sort();
    let asked = Some("GET /");
    assert_eq!(
        ends,
        [(false, true, true, asked), (true, false, true, asked)]
    );
}

#[test]
fn entries_may_stand_alone() {
    let entry = "{\"startedDateTime\":\"2026-03-02T10:14:05Z\",\"request\":{\"method\":\"GET\",\"url\":\"http://h/\",\
        \"headers\":[[\"Authorization\",\"Basic YTpi\"]]},\"response\":{\"status\":200}}";
    let text = format!("[{entry},{entry}]");
    let format = crate::traffic::files::format_of(text.as_bytes());
    assert_eq!(format, Format::Har);
    let contents = read(text.as_bytes()).contents;
    assert_eq!((contents.count, contents.legs.len()), (2, 4));
    assert_eq!(contents.skipped, []);
    let zoneless = read(text.replace("05Z", "05").as_bytes()).contents;
    assert_eq!(zoneless.skipped[0].reason, SkipReason::NoZone);
    let other = crate::traffic::files::format_of(b"[{\"request\":1},{\"response\":1}]");
    assert_ne!(other, Format::Har);
}
