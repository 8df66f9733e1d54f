//! Events as `Export-Clixml` of PowerShell writes them ([MS-PSRP] 2.2.5): each property in an element of its type, with its name
//! in `N`.

use super::super::xml::{XmlReader, XmlToken};
use super::positions::VALUE;
use super::{Log, json_events};

/// The class of an event, and that of a value in its list of properties.
const EVENT: &[u8] = b"Eventing.Reader.EventLogRecord";
const PROPERTY: &str = "System.Diagnostics.Eventing.Reader.EventProperty";

pub(super) fn is(text: &[u8]) -> bool {
    let has = |mark: &[u8]| text.windows(mark.len()).any(|it| it == mark);
    text.trim_ascii_start().starts_with(b"<Objs") && has(EVENT)
}

pub(super) fn read(text: &[u8], log: &mut Log) {
    let mut xml = XmlReader::new(text);
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut name = None;
    let mut value = String::new();
    let mut start = 0;
    while let Some(piece) = xml.piece() {
        match piece {
            XmlToken::Open(tag) => {
                name = tag.attribute("N");
                value.clear();
                // What an event has first.
                if name.as_deref() == Some("Id") {
                    let text = text.get(start..tag.at).unwrap_or_default();
                    add(std::mem::take(&mut fields), text, log);
                    start = tag.at;
                }
            }
            XmlToken::Text(text) => value.push_str(&text.text()),
            XmlToken::Close(b"ToString") if value == PROPERTY => {
                fields.push((VALUE.to_owned(), String::new()));
            }
            XmlToken::Close(_) => match (name.take().as_deref(), fields.last_mut()) {
                // A value that is an object has one of that name itself.
                (Some("Value"), Some((known, last))) if known == VALUE && last.is_empty() => {
                    *last = plain(&value);
                }
                (Some(name), _) => fields.push((name.to_owned(), plain(&value))),
                _ => {}
            },
        }
    }
    if xml.is_cut() {
        log.cut_short();
    }
    add(fields, text.get(start..).unwrap_or_default(), log);
}

fn add(fields: Vec<(String, String)>, text: &[u8], log: &mut Log) {
    let record = json_events::record(fields, log);
    if record.id != 0 {
        log.add(record, text);
    }
}

/// Text without its escapes: `_x000A_` stands for the end of a line.
fn plain(text: &str) -> String {
    let mut parts = text.split("_x");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part.get(..4).filter(|_| part.get(4..5) == Some("_"));
        let code = code.and_then(|it| u32::from_str_radix(it, 16).ok());
        match code.and_then(char::from_u32) {
            Some(character) => {
                out.push(character);
                out.push_str(part.get(5..).unwrap_or_default());
            }
            None => {
                out.push_str("_x");
                out.push_str(part);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;
    use crate::traffic::leg::{Method, SentCredential, Status};

    #[test]
    fn events_that_powershell_kept_are_read_in_any_language() {
        let property = |value: &str| {
            format!("<Obj><ToString>{PROPERTY}</ToString><Props>{value}</Props></Obj>")
        };
        let sid = "<Obj N=\"Value\"><ToString>S-1-0-0</ToString><Props><I32 N=\"BinaryLength\">12</I32><S N=\"Value\">S-1-0-0</S></Props></Obj>";
        let values = [
            "NULL",
            "-",
            "-",
            "0",
            "SID",
            "bob",
            "CONTOSO",
            "-1073741715",
            "%%2313",
            "-1073741718",
            "3",
            "NtLmSsp ",
            "NTLM",
            "DESK",
        ];
        let properties = values.map(|value| {
            property(&match value {
                "NULL" => "<Nil N=\"Value\" />".to_owned(),
                "SID" => sid.to_owned(),
                value => format!("<S N=\"Value\">{value}</S>"),
            })
        });
        let event = |message: &str| {
            format!(
                "<Obj><TN><T>System.Diagnostics.Eventing.Reader.EventLogRecord</T></TN><Props><I32 N=\"Id\">4625</I32>\
                <S N=\"ProviderName\">P</S><S N=\"MachineName\">web</S><DT N=\"TimeCreated\">2026-03-02T10:14:05+01:00</DT>\
                <Obj N=\"Properties\"><LST>{}</LST></Obj></Props><MS><S N=\"Message\">{message}</S></MS></Obj>",
                properties.concat()
            )
        };
        let english = "An account failed to log on._x000D__x000A_Account:_x000D__x000A__x0009_Account Name:_x0009_eve";
        let text = format!(
            "<Objs Version=\"1.1\">{}{}</Objs>",
            event("Fehler"),
            event(english)
        );
        assert!(is(text.as_bytes()));
        let read = read(text.as_bytes());
        assert!(read.contents.skipped.is_empty());
        let [german, english] = &read.contents.legs[..] else {
            panic!("{:?}", read.records);
        };
        assert_eq!(german.status, Some(Status::Nt(0xc000_006a)));
        let user = SentCredential::Clear(Method::Ntlm, "CONTOSO\\bob".to_owned(), None);
        assert_eq!(german.credential, Some(user));
        let Some(SentCredential::Clear(_, user, None)) = &english.credential else {
            panic!("{english:?}");
        };
        assert_eq!(user, "eve");
        assert_eq!(read.records[0].computer.as_deref(), Some("web"));
        assert!(read.records[0].zone_known);
    }

    #[test]
    fn characters_are_escaped_by_their_numbers() {
        for (written, text) in [
            ("a_x000A_b", "a\nb"),
            ("_x00", "_x00"),
            ("_xzzzz_é_x", "_xzzzz_é_x"),
        ] {
            assert_eq!(plain(written), text);
        }
    }
}
