use super::value::ValueType;
use super::*;
use crate::traffic::leg::SkipReason;
use proptest::prelude::*;

/// A chunk as Windows writes it: names and templates stand where they are first used.
struct Written {
    chunk: Vec<u8>,
    template: Option<usize>,
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn counted(text: &str) -> Vec<u8> {
    let length = u16::try_from(text.encode_utf16().count()).unwrap();
    [&length.to_le_bytes()[..], &utf16(text)].concat()
}

impl Written {
    fn new() -> Self {
        let mut chunk = b"ElfChnk\0".to_vec();
        chunk.resize(RECORDS, 0);
        Self {
            chunk,
            template: None,
        }
    }

    fn put(&mut self, bytes: &[u8]) {
        self.chunk.extend_from_slice(bytes);
    }

    fn u32(&mut self, number: usize) {
        self.put(&u32::try_from(number).unwrap().to_le_bytes());
    }

    fn name(&mut self, name: &str) {
        self.u32(self.chunk.len() + 4);
        self.put(&[0; 6]);
        self.put(&counted(name));
        self.put(&[0; 2]);
    }

    /// Has the four bytes there count what was put behind them.
    fn close(&mut self, at: usize) {
        let length = u32::try_from(self.chunk.len() - at - 4).unwrap();
        self.chunk[at..at + 4].copy_from_slice(&length.to_le_bytes());
    }

    /// An element with attributes, each with its value as tokens, and what stands in it.
    fn element(
        &mut self,
        name: &str,
        depends_on: u16,
        attributes: &[(&str, &[u8])],
        inside: impl FnOnce(&mut Self),
    ) {
        self.put(&[if attributes.is_empty() { 0x01 } else { 0x41 }]);
        self.put(&depends_on.to_le_bytes());
        let size = self.chunk.len();
        self.u32(0);
        self.name(name);
        if !attributes.is_empty() {
            let list = self.chunk.len();
            self.u32(0);
            for (name, value) in attributes {
                self.put(&[0x06]);
                self.name(name);
                self.put(value);
            }
            self.close(list);
        }
        self.put(&[0x02]);
        inside(self);
        self.put(&[0x04]);
        self.close(size);
    }

    fn record(&mut self, event: impl FnOnce(&mut Self)) {
        let at = self.chunk.len();
        self.put(RECORD);
        self.put(&[0; BEFORE_EVENT - 4]);
        event(self);
        let size = self.chunk.len() - at + AFTER_EVENT;
        self.u32(size);
        let size = u32::try_from(size).unwrap().to_le_bytes();
        self.chunk[at + 4..at + 8].copy_from_slice(&size);
    }

    /// An event of the template, which stands with the first one.
    fn instance(&mut self, body: impl FnOnce(&mut Self), values: &[(u8, Vec<u8>)]) {
        self.put(&[0x0f, 1, 1, 0, 0x0c, 1, 0, 0, 0, 0]);
        let at = self.template.unwrap_or(self.chunk.len() + 4);
        self.u32(at);
        if self.template.replace(at).is_none() {
            self.put(&[0; 20]);
            let size = self.chunk.len();
            self.u32(0);
            self.put(&[0x0f, 1, 1, 0]);
            body(self);
            self.put(&[0x00]);
            self.close(size);
        }
        self.u32(values.len());
        for (kind, bytes) in values {
            let length = u16::try_from(bytes.len()).unwrap().to_le_bytes();
            self.put(&[length[0], length[1], *kind, 0]);
        }
        values.iter().for_each(|(_, bytes)| self.put(bytes));
        self.put(&[0x00]);
    }

    fn chunk(mut self) -> Vec<u8> {
        let end = u32::try_from(self.chunk.len()).unwrap().to_le_bytes();
        self.chunk[48..52].copy_from_slice(&end);
        self.chunk.resize(CHUNK, 0);
        self.chunk
    }
}

fn text(text: &str) -> Vec<u8> {
    [&[0x05, 0x01][..], &counted(text)].concat()
}

/// A token of the value of that number.
fn value(number: u8) -> [u8; 4] {
    [0x0d, number, 0, 0x01]
}

/// The template of a logon: time, computer, user, address, and something that may be missing.
fn logon(to: &mut Written) {
    let always = 0xffff;
    to.element("Event", always, &[("xmlns", &text("urn:e"))], |to| {
        to.element("System", always, &[], |to| {
            to.element("EventID", always, &[], |to| to.put(&text("4624")));
            to.element("TimeCreated", always, &[("SystemTime", &value(0))], |_| ());
            to.element("Computer", always, &[], |to| to.put(&value(1)));
        });
        to.element("EventData", always, &[], |to| {
            for (name, number) in [("TargetUserName", 2), ("IpAddress", 3)] {
                let name = text(name);
                to.element("Data", always, &[("Name", &name)], |to| {
                    to.put(&value(number));
                });
            }
            for (name, of) in [
                ("AuthenticationPackageName", "NTLM"),
                ("LmPackageName", "NTLM V2"),
            ] {
                to.element("Data", always, &[("Name", &text(name))], |to| {
                    to.put(&text(of));
                });
            }
            to.element("Data", 4, &[("Name", &text("Missing"))], |to| {
                to.put(&[0x0e, 4, 0, 0x01]);
            });
        });
    });
}

fn values(user: &str) -> [(u8, Vec<u8>); 5] {
    let ticks: u64 = 116_444_736_000_000_000 + 17_956_964_960_000_000;
    [
        (0x11, ticks.to_le_bytes().to_vec()),
        (0x01, utf16("SQL01")),
        (0x01, utf16(user)),
        (0x01, utf16("10.0.0.7\0")),
        (0x00, Vec::new()),
    ]
}

fn two_logons() -> Written {
    let mut to = Written::new();
    for user in ["alice", "R&D <\"x\">"] {
        to.record(|to| to.instance(logon, &values(user)));
    }
    to
}

fn file(chunks: &[Vec<u8>]) -> Vec<u8> {
    let mut file = SIGNATURE.to_vec();
    file.resize(HEAD, 0);
    chunks.iter().for_each(|it| file.extend_from_slice(it));
    file
}

fn read(file: &[u8], most: usize) -> (Contents, FileExtras) {
    let mut pieces = EvtxPieces::default();
    file.chunks(most).for_each(|it| pieces.push(it));
    pieces.finish()
}

#[test]
fn events_are_written_as_event_viewer_shows_them() {
    let mut written = Vec::new();
    let broken = events(&two_logons().chunk(), |xml| written.push(xml.to_owned()));
    assert_eq!(broken, None);
    assert_eq!(
        written[0],
        "<Event xmlns=\"urn:e\"><System><EventID>4624</EventID>\
         <TimeCreated SystemTime=\"2026-11-26T12:34:56.0000000Z\"></TimeCreated>\
         <Computer>SQL01</Computer></System><EventData>\
         <Data Name=\"TargetUserName\">alice</Data><Data Name=\"IpAddress\">10.0.0.7</Data>\
         <Data Name=\"AuthenticationPackageName\">NTLM</Data>\
         <Data Name=\"LmPackageName\">NTLM V2</Data></EventData></Event>"
    );
    assert!(written[1].contains(">R&amp;D &lt;&quot;x&quot;&gt;<"));
}

#[test]
fn a_log_in_pieces_of_any_size_is_the_same() {
    let file = file(&[two_logons().chunk(), vec![0; CHUNK], two_logons().chunk()]);
    let whole = read(&file, file.len());
    let (contents, extras) = &whole;
    assert_eq!((contents.count, contents.legs.len()), (4, 4));
    assert_eq!(contents.skipped, []);
    assert_eq!(contents.format.to_string(), "EVTX");
    let users = contents.legs.iter().map(|it| it.credential.clone());
    let users: Vec<_> = users.map(|it| format!("{it:?}")).collect();
    assert!(
        users[0].contains("alice") && users[3].contains("R&D <"),
        "{users:?}"
    );
    let places: Vec<_> = extras.logons.iter().map(|(at, _)| at.first).collect();
    assert_eq!(places, [1, 2, 3, 4]);
    for most in [1, 4096, 70_001] {
        assert_eq!(read(&file, most), whole, "{most}");
    }
}

#[test]
fn what_is_cut_or_damaged_is_said() {
    let whole = file(&[two_logons().chunk()]);
    for length in [9, HEAD - 1, HEAD + 600, whole.len() - 1] {
        let (cut, _) = read(&whole[..length], whole.len());
        assert_eq!(cut.skipped[0].reason, SkipReason::CutShort, "{length}");
    }
    // Events behind one that is damaged are read all the same.
    let mut damaged = whole.clone();
    damaged[HEAD + RECORDS + BEFORE_EVENT + 4] = 0x77;
    let (contents, _) = read(&damaged, damaged.len());
    assert_eq!(contents.legs.len(), 1);
    let at = (HEAD + RECORDS) as u64;
    assert_eq!(contents.skipped[0].reason, SkipReason::Malformed(at));
    let (empty, _) = read(&file(&[]), HEAD);
    assert_eq!(empty.skipped[0].reason, SkipReason::NoSignIns);
}

/// A log that is full goes on at its beginning.
#[test]
fn sign_ins_come_in_the_order_of_time() {
    let chunk = |user: &str, later: u8| {
        let mut values = values(user);
        values[0].1[5] += later;
        let mut to = Written::new();
        to.record(|to| to.instance(logon, &values));
        to.chunk()
    };
    let (contents, _) = read(&file(&[chunk("new", 1), chunk("old", 0)]), CHUNK);
    let places: Vec<_> = contents.legs.iter().map(|it| it.location.first).collect();
    assert_eq!(places, [2, 1]);
}

#[test]
fn an_array_is_an_element_for_each() {
    let mut to = Written::new();
    let body = |to: &mut Written| {
        to.element("Data", 0xffff, &[], |to| to.put(&[0x0d, 0, 0, 0x81]));
        to.element("N", 0xffff, &[], |to| to.put(&[0x0d, 1, 0, 0x86]));
    };
    let values = [(0x81, utf16("a\0b\0")), (0x86, vec![1, 0, 2, 0])];
    to.record(|to| to.instance(body, &values));
    let mut written = String::new();
    assert_eq!(events(&to.chunk(), |xml| written += xml), None);
    assert_eq!(written, "<Data>a</Data><Data>b</Data><N>1</N><N>2</N>");
}

/// Directly within a value elements do not say on which value they depend.
#[test]
fn xml_within_a_value() {
    let mut to = Written::new();
    let body = |to: &mut Written| {
        to.element("UserData", 0xffff, &[], |to| to.put(&[0x0d, 0, 0, 0x21]));
    };
    const LENGTH: usize = 46;
    to.record(|to| to.instance(body, &[(0x21, vec![0; LENGTH])]));
    // Behind the value there are the end of the event and the record's size.
    let at = to.chunk.len() - AFTER_EVENT - 1 - LENGTH;
    let mut value = Written {
        chunk: vec![0; at],
        template: None,
    };
    value.put(&[0x0f, 1, 1, 0, 0x01]);
    value.u32(0);
    value.name("Inner");
    value.put(&[0x02]);
    value.put(&text("x"));
    value.put(&[0x04, 0x00]);
    value.chunk.resize(at + LENGTH, 0);
    to.chunk[at..at + LENGTH].copy_from_slice(&value.chunk[at..]);
    let mut written = String::new();
    assert_eq!(events(&to.chunk(), |xml| written += xml), None);
    assert_eq!(written, "<UserData><Inner>x</Inner></UserData>");
}

#[test]
fn values_of_each_type() {
    let sid = hex_literal::hex!("01 01 000000000005 12000000");
    let guid = hex_literal::hex!("25 96 84 54 78 54 94 49 a5 ba 3e 3b 03 28 c3 0d");
    for (kind, bytes, expected) in [
        (0x02, &b"abc\0"[..], "abc"),
        (0x03, &[0xff], "-1"),
        (0x04, &[0xff], "255"),
        (0x07, &[0xfe, 0xff, 0xff, 0xff], "-2"),
        (0x0a, &[1, 0, 0, 0, 0, 0, 0, 1], "72057594037927937"),
        (0x0d, &[1, 0, 0, 0], "true"),
        (0x0e, &[0xab, 1], "AB01"),
        (0x0f, &guid, "{54849625-5478-4994-A5BA-3E3B0328C30D}"),
        (0x10, &[0x38, 0x0c, 0, 0], "0xc38"),
        (0x13, &sid, "S-1-5-18"),
        (0x15, &[0xe7, 3, 0, 0, 0, 0, 0, 0], "0x3e7"),
        // No values of their types.
        (0x0f, &[1], "01"),
        (0x13, &[1, 9], "0109"),
        (0x14, &[], ""),
        (0x77, &[9], "09"),
    ] {
        assert_eq!(ValueType(kind).texts(bytes), [expected], "{kind:#x}");
    }
}

/// Templates that were read may stand in others, and those in the next.
#[test]
fn templates_within_templates_end_somewhere() {
    let mut to = Written::new();
    for _ in 0..1000 {
        let before = to.template.take();
        to.record(|to| {
            let body = |to: &mut Written| {
                if let Some(at) = before {
                    to.put(&[0x0c, 1, 0, 0, 0, 0]);
                    to.u32(at);
                    to.u32(0);
                }
            };
            to.instance(body, &[]);
        });
    }
    assert!(events(&to.chunk(), |_| ()).is_some());
    // One chain, each naming the next ten bytes further.
    let mut chunk = Written::new();
    chunk.record(|to| {
        to.put(&[0x0f, 1, 1, 0]);
        while to.chunk.len() < CHUNK - 200 {
            let next = to.chunk.len() + 10;
            to.put(&[0x0c, 1, 0, 0, 0, 0]);
            to.u32(next);
        }
    });
    assert!(events(&chunk.chunk(), |_| ()).is_some());
}

/// A template that stands in itself, and one that repeats a long value, make no more than a chunk may.
#[test]
fn small_chunks_stay_small() {
    let mut within = Written::new();
    within.record(|to| {
        let itself = |to: &mut Written| {
            let at = to.template.unwrap();
            for _ in 0..2 {
                to.put(&[0x0c, 1, 0, 0, 0, 0]);
                to.u32(at);
                to.u32(0);
            }
        };
        to.instance(itself, &[]);
    });
    assert!(events(&within.chunk(), |_| ()).is_some());
    let mut repeating = Written::new();
    for _ in 0..20 {
        let repeat = |to: &mut Written| (0..5000).for_each(|_| to.put(&value(0)));
        repeating.record(|to| to.instance(repeat, &[(0x01, utf16(&"x".repeat(500)))]));
    }
    let mut length = 0;
    assert!(events(&repeating.chunk(), |xml| length += xml.len()).is_some());
    assert!(length < 4 << 20);
}

proptest! {
    #[test]
    fn damaged_chunks_do_no_harm(at in RECORDS..2000usize, with: [u8; 4], length in 0..CHUNK) {
        let mut chunk = two_logons().chunk();
        chunk[at..at + 4].copy_from_slice(&with);
        events(&chunk, |_| ());
        events(&chunk[..length], |_| ());
    }
}
