use super::*;
use crate::wire::Value;
use crate::wire::kerberos::KRBTGT;
use std::collections::BTreeSet;
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

/// In the file that reads types of NDR, whose fields are of the structure that they stand in.
const READS_FOR_OTHERS: &str = "pub struct RpcUnicodeString";

#[test]
fn every_field_of_kerberos_has_a_sentence() {
    let wire = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/wire");
    let mut files = Vec::new();
    for name in TOLD {
        collect(&wire.join(name), &mut files);
    }
    let specs_of = |file: &String| -> Vec<&'static str> {
        let specs = literals(file).into_iter().filter(Literal::is_source);
        specs.map(|it| &*it.text.leak()).collect()
    };
    // Names of fields of TDS are among those by which others ask.
    let all: Vec<&str> = files
        .iter()
        .flat_map(specs_of)
        .chain(["[MS-TDS]"])
        .collect();
    let told = |specs: &[&'static str], name: &str| {
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
    let mut known = BTreeSet::new();
    let mut untold = BTreeSet::new();
    for file in &files {
        // A field is of a specification that its own file names, unless the file reads what others give a specification.
        let own = specs_of(file);
        let for_others = own.is_empty() || file.contains(READS_FOR_OTHERS);
        let specs = if for_others { &all } else { &own };
        for name in literals(file).into_iter().filter(Literal::is_name) {
            // What a service is called, and no field.
            if name.text == KRBTGT {
                continue;
            }
            if !told(specs, &name.text) {
                untold.insert(name.text.clone());
            }
            known.insert(name.text);
        }
    }
    assert!(known.len() > 250, "{}", known.len());
    assert!(untold.is_empty(), "{untold:?}");
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
