//! Keys by name, as WebDriver wants them.

use serde_json::{Value, json};

/// The presses and releases for a key, or several joined by `+`: held in order, let go in reverse.
pub fn actions(keys: &str) -> Vec<Value> {
    // A lone "+" is the key itself.
    let names: Vec<&str> = if keys == "+" {
        vec![keys]
    } else {
        keys.split('+').collect()
    };
    let one = |kind: &str, name: &str| json!({ "type": kind, "value": value(name) });
    let down = names.iter().map(|name| one("keyDown", name));
    let up = names.iter().rev().map(|name| one("keyUp", name));
    down.chain(up).collect()
}

/// WebDriver's code for a named key; a single character stands for itself.
pub fn value(name: &str) -> String {
    let code = match name {
        "Backspace" => '\u{e003}',
        "Tab" => '\u{e004}',
        "Enter" => '\u{e007}',
        "Shift" => '\u{e008}',
        "Control" => '\u{e009}',
        "Alt" => '\u{e00a}',
        "Escape" => '\u{e00c}',
        "Space" => ' ',
        "PageUp" => '\u{e00e}',
        "PageDown" => '\u{e00f}',
        "End" => '\u{e010}',
        "Home" => '\u{e011}',
        "ArrowLeft" => '\u{e012}',
        "ArrowUp" => '\u{e013}',
        "ArrowRight" => '\u{e014}',
        "ArrowDown" => '\u{e015}',
        "Delete" => '\u{e017}',
        other => {
            let mut characters = other.chars();
            match (characters.next(), characters.next()) {
                (Some(only), None) => only,
                _ => panic!("no key is called `{other}`"),
            }
        }
    };
    code.to_string()
}
