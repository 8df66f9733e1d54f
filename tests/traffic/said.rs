//! What is said of how a sign-in ends.

use double_hop::present::narration::traffic::because;
use double_hop::traffic::collection::Collection;
use double_hop::traffic::reader::TrafficReader;

#[test]
fn what_a_proxy_does_not_take_is_said_of_the_proxy() {
    for (scheme, code, asker) in [
        ("Proxy-", 407, "The proxy does not"),
        ("", 401, "The server does not"),
    ] {
        let har = serde_json::json!({"log": {"version": "1.2", "creator": {"name": "mitmproxy"}, "entries": [{
            "startedDateTime": "2026-03-02T09:14:05Z",
            "request": {"method": "GET", "url": "http://web01/", "headers": [
                {"name": format!("{scheme}Authorization"), "value": "Basic Ym9iOmJhZA=="},
            ]},
            "response": {"status": code, "headers": [
                {"name": format!("{}Authenticate", if scheme.is_empty() { "WWW-" } else { scheme }), "value": "Basic realm=x"},
            ]},
        }]}})
        .to_string();
        let mut reader = TrafficReader::new(har.as_bytes());
        reader.push(har.as_bytes());
        let mut collection = Collection::default();
        collection.take("a.har", reader.finish().unwrap());
        let said = because(&collection.attempts[0]);
        assert!(said.starts_with(asker), "{said}");
    }
}
