use super::*;
use crate::wire::Value;
use std::fs;
use std::path::Path;

/// The folders and files in `src/wire` whose fields all have a sentence, whoever sends them.
const TOLD: [&str; 8] = [
    "kerberos",
    "pac",
    "spnego",
    "keytab",
    "ccache",
    "gss.rs",
    "credential_file.rs",
    "field_name.rs",
];

#[test]
fn every_field_of_kerberos_has_a_sentence() {
    let wire = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/wire");
    let mut files = Vec::new();
    for name in TOLD {
        collect(&wire.join(name), &mut files);
    }
    let specs: Vec<&'static str> = files
        .iter()
        .flat_map(|file| literals(file))
        .filter(|it| it.is_source())
        .map(|it| -> &'static str { it.text.leak() })
        .collect();
    let told = |name: &str| {
        let field = |spec| Field {
            name: name.to_owned().into(),
            range: 0..0,
            value: Value::Bytes,
            spec,
            value_kind: None,
            children: Vec::new(),
        };
        specs.iter().any(|spec| sentence(&field(spec)).is_some())
    };
    let names = files.iter().flat_map(|file| literals(file));
    let mut names: Vec<String> = names.filter(Literal::is_name).map(|it| it.text).collect();
    names.sort();
    names.dedup();
    assert!(names.len() > 250, "{}", names.len());
    names.retain(|name| !told(name));
    assert!(names.is_empty(), "{names:?}");
}

/// The sources below, without their tests.
fn collect(path: &Path, files: &mut Vec<String>) {
    if path
        .file_name()
        .is_some_and(|name| name == "tests" || name == "tests.rs")
    {
        return;
    }
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            collect(&entry.unwrap().path(), files);
        }
        return;
    }
    let text = fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim().starts_with("//"));
    files.push(lines.collect::<Vec<_>>().join("\n"));
}

/// A text in a source, and the code right before it.
struct Literal {
    before: String,
    text: String,
}

fn literals(source: &str) -> Vec<Literal> {
    // Texts with quotes in them are no names.
    let parts: Vec<&str> = source.split('"').collect();
    let pairs = parts.chunks(2);
    pairs
        .filter_map(|pair| {
            Some(Literal {
                before: pair.first()?.trim_end().to_owned(),
                text: (*pair.get(1)?).to_owned(),
            })
        })
        .collect()
}

impl Literal {
    fn is_source(&self) -> bool {
        let starts = ["RFC ", "[MS-", "MIT ", "X.690", "C706", "draft-"];
        starts.iter().any(|start| self.text.starts_with(start))
    }

    /// Whether it is handed to what reads a field, or stands in a table for that.
    fn is_name(&self) -> bool {
        let code = &self.before;
        let call = code.rsplit(['\n', ' ']).next().unwrap_or_default();
        let reads = ["reader.", "ndr."].iter().any(|it| call.starts_with(it));
        let other = ["expected(", "mark_text("];
        let reads = reads && call.ends_with('(') && !other.iter().any(|it| call.ends_with(it));
        let first = [
            "reader,",
            "ndr,",
            "let name =",
            ": &str =",
            "=> (",
            "\n            (",
        ];
        !self.text.is_empty()
            && !self.is_source()
            && (reads || first.iter().any(|it| code.ends_with(it)))
    }
}

#[test]
fn no_name_has_two_sentences_and_each_is_one() {
    let mut names: Vec<_> = all().map(|meaning| (meaning.name, meaning.spec)).collect();
    names.sort();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
    for meaning in all() {
        assert!(meaning.sentence.ends_with('.'), "{meaning:?}");
    }
}
