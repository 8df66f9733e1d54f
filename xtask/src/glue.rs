//! The script that wasm-bindgen writes beside the WebAssembly, without the functions that nothing calls: some lose their
//! caller only when wasm-opt has removed an import.

/// The script, as wasm-bindgen indents it, without the imports that the module does not ask for, and without what then
/// is named nowhere else.
pub fn without_unused(glue: &str, imported: impl Fn(&str) -> bool) -> String {
    // The page's loader has no use for it.
    let glue = glue.replace("export { initSync, ", "export { ");
    let mut parts = parts(&glue);
    loop {
        let unused = parts.iter().position(|part| {
            let elsewhere = parts.iter().filter(|other| other.name != part.name);
            part.name.is_some_and(|name| !imported(name))
                && !elsewhere
                    .flat_map(|other| words(&other.text))
                    .any(|word| Some(word) == part.name)
        });
        match unused {
            Some(at) => drop(parts.remove(at)),
            None => return parts.into_iter().map(|part| part.text).collect(),
        }
    }
}

/// Some lines of the script: a function with its name, or what stands between functions.
#[derive(Default)]
struct Part<'a> {
    name: Option<&'a str>,
    text: String,
}

fn parts(glue: &str) -> Vec<Part<'_>> {
    let mut parts = vec![Part::default()];
    let mut end = None;
    for line in glue.lines() {
        if end.is_none()
            && let Some((name, its_end)) = head(line)
        {
            parts.push(Part {
                name: Some(name),
                text: String::new(),
            });
            end = Some(its_end);
        }
        if let Some(part) = parts.last_mut() {
            part.text.push_str(line);
            part.text.push('\n');
        }
        if end.is_some_and(|end| line.starts_with(end)) {
            parts.push(Part::default());
            end = None;
        }
    }
    parts
}

/// The name of the function that starts in a line, and how the line starts in which it ends.
fn head(line: &str) -> Option<(&str, &'static str)> {
    if let Some(entry) = line.strip_prefix("        __wb") {
        let length = entry.split_once(": function(")?.0.len();
        let name = line.trim_start().get(.."__wb".len() + length)?;
        return Some((name, "        }"));
    }
    let line = line.strip_prefix("async ").unwrap_or(line);
    let (name, _) = line.strip_prefix("function ")?.split_once('(')?;
    // The imports in this one are looked at one by one.
    (name != "__wbg_get_imports").then_some((name, "}"))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| !is_of_a_word(c))
}

/// Whether a name in a script goes on with this character.
pub fn is_of_a_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

#[cfg(test)]
mod tests {
    use super::without_unused;

    #[test]
    fn what_nothing_names_goes_and_all_else_stays() {
        let glue = "\
function __wbg_get_imports() {
    const import0 = {
        __wbg_used_1: function(arg0) {
            return helper(arg0);
        },
        __wbg_unused_2: function() { return handleError(function (arg0) {
            return only_here(arg0);
        }, arguments); },
    };
}
function helper(x) {
    return x;
}
function only_here(x) {
    return only_here(deeper(x));
}
function deeper(x) {
    return x;
}
function initSync(module) {
    return __wbg_get_imports();
}
const name = 1;
async function __wbg_init() {
    return __wbg_get_imports();
}
export { initSync, __wbg_init as default };
";
        let expected = "\
function __wbg_get_imports() {
    const import0 = {
        __wbg_used_1: function(arg0) {
            return helper(arg0);
        },
    };
}
function helper(x) {
    return x;
}
const name = 1;
async function __wbg_init() {
    return __wbg_get_imports();
}
export { __wbg_init as default };
";
        let imported = |name: &str| name == "__wbg_used_1";
        assert_eq!(without_unused(glue, imported), expected);
    }
}
