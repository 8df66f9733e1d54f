use super::*;

fn shown(text: &str) -> String {
    let mut json = JsonReader::new(text.as_bytes());
    let mut out = String::new();
    while let Some(token) = json.token() {
        match token {
            JsonToken::Open(JsonContainer::Object) => out.push('{'),
            JsonToken::Open(JsonContainer::Array) => out.push('['),
            JsonToken::Close(JsonContainer::Object) => out.push('}'),
            JsonToken::Close(JsonContainer::Array) => out.push(']'),
            JsonToken::Key(it) => out.push_str(&format!("{}=", it.text())),
            JsonToken::String(it) => out.push_str(&format!("'{}'", it.text())),
            JsonToken::Word(it) => out.push_str(&format!("{} ", it.text())),
        }
    }
    out
}

#[test]
fn tokens_of_good_and_bad_text() {
    let cases = [
        (
            r#"{"a":[1,-2.5e3,true,null,"x"],"b":{}}"#,
            "{a=[1 -2.5e3 true null 'x']b={}}",
        ),
        ("\u{feff} [NaN, Infinity]", "[NaN Infinity ]"),
        (r#"["\ud83d\ude00\ud83d\u00e9\n\q"]"#, "['😀\u{fffd}é\nq']"),
        // Missing values, stray ends, missing commas.
        (r#"{"a":,"b":1}"#, "{a=b=1 }"),
        (r#"{"a"}]"#, "{a=}"),
        (r#"[{"a":1]"#, "[{a=1 }]"),
        (r#"{"a":1 "b":2}"#, "{a=1 b=2 }"),
        // Cut.
        (r#"{"a":[{"b":"c"#, "{a=[{b=}]}"),
        (r#"{"a":40"#, "{a=}"),
        (r#"{"a":"x\"#, "{a=}"),
        ("", ""),
        ("17", "17 "),
    ];
    for (text, expected) in cases {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn values_are_walked_and_passed() {
    let mut json =
        JsonReader::new(br#"{"a":{"x":[[1]]},"n":7,"l":[1,{"y":2},"z"],"m":null,"e":,"s":"t"}"#);
    let mut seen = Vec::new();
    json.members(|json, key| match &*key.text() {
        "n" => seen.push(format!("{:?}", json.text().and_then(|it| it.whole()))),
        "l" => json.items(|json| {
            let text = json.text().map(|it| it.text().into_owned());
            seen.push(format!("{text:?}"));
        }),
        "m" | "e" | "s" => seen.push(format!("{:?}", json.text().map(|it| it.text()))),
        _ => {}
    });
    let expected = [
        "Some(7)",
        "Some(\"1\")",
        "None",
        "Some(\"z\")",
        "None",
        "None",
        "Some(\"t\")",
    ];
    assert_eq!(seen, expected);
    assert!(!json.is_cut());
}

#[test]
fn depth_costs_no_stack_and_strays_no_search() {
    let deep = "[".repeat(100_000) + &"}".repeat(100_000) + &"{\"a\":".repeat(100_000);
    let mut json = JsonReader::new(deep.as_bytes());
    json.skip();
    assert!(json.is_cut());
    assert_eq!(json.wrong(), Some(100_000));
}
