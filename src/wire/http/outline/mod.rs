//! Which bytes of a head are what (RFC 9112 2 to 5): lengths, with which [`super::head`] walks over them. Lenient where
//! RFC 9112 allows it: empty lines before the first, a line feed without its carriage return, no reason phrase.

/// The lengths, from the first line on.
#[derive(Default)]
pub(super) struct Outline {
    pub method: usize,
    pub target: usize,
    pub status: u16,
    /// Of each header, the name's and the value's.
    pub headers: Vec<(usize, usize)>,
}

/// Why reading ended before the head did.
pub(super) enum Stop {
    /// The rest is not there yet.
    Partial,
    /// Something else should stand there.
    Wrong(&'static str),
}

/// Finds the lengths of a first line's parts, or says where it stops and why.
pub(super) type FirstLine = fn(&mut Scan<'_>, &mut Outline) -> Result<(), Stop>;

/// Reads the head that the bytes start with, of at most so many headers. Where it stops: the outline of the lines
/// before, if the first line is among them, and why.
pub(super) fn read(
    bytes: &[u8],
    most: usize,
    first_line: FirstLine,
) -> (Option<Outline>, Result<(), Stop>) {
    let mut scan = Scan { rest: bytes };
    let mut outline = Outline::default();
    if let Err(stop) = scan
        .empty_lines()
        .and_then(|()| first_line(&mut scan, &mut outline))
    {
        return (None, Err(stop));
    }
    let end = scan.headers(most, &mut outline.headers);
    (Some(outline), end)
}

/// `GET / HTTP/1.1`
pub(super) fn request_line(scan: &mut Scan<'_>, outline: &mut Outline) -> Result<(), Stop> {
    const TOKENS: Stop = Stop::Wrong("a method and a request target");
    outline.method = scan.run(is_token);
    if scan.next()? != b' ' || outline.method == 0 {
        return Err(TOKENS);
    }
    let line = scan.rest;
    outline.target = scan.run(|byte| is_text(byte) && !is_blank(byte));
    let target = line.get(..outline.target).unwrap_or_default();
    if scan.next()? != b' ' || target.is_empty() || std::str::from_utf8(target).is_err() {
        return Err(TOKENS);
    }
    scan.version()?;
    scan.end_of_line(NEW_LINE)
}

/// `HTTP/1.1 200 OK`
pub(super) fn status_line(scan: &mut Scan<'_>, outline: &mut Outline) -> Result<(), Stop> {
    const STATUS: &str = "a status of three digits and a reason phrase";
    scan.version()?;
    if scan.next()? != b' ' {
        return Err(Stop::Wrong(VERSION));
    }
    for _ in 0..3 {
        let digit = scan.next()?;
        if !digit.is_ascii_digit() {
            return Err(Stop::Wrong(STATUS));
        }
        outline.status = outline.status * 10 + u16::from(digit - b'0');
    }
    if scan.rest.first() == Some(&b' ') {
        scan.run(is_text);
    }
    scan.end_of_line(STATUS)
}

const VERSION: &str = "HTTP/1.0 or HTTP/1.1";
const NEW_LINE: &str = "a line feed after the carriage return";

/// What is left of the bytes.
pub(super) struct Scan<'a> {
    rest: &'a [u8],
}

impl Scan<'_> {
    fn next(&mut self) -> Result<u8, Stop> {
        let (byte, rest) = self.rest.split_first().ok_or(Stop::Partial)?;
        self.rest = rest;
        Ok(*byte)
    }

    /// Passes over the next bytes that pass, and says how many they are.
    fn run(&mut self, pass: fn(u8) -> bool) -> usize {
        let length = self.rest.iter().take_while(|byte| pass(**byte)).count();
        self.rest = self.rest.get(length..).unwrap_or_default();
        length
    }

    fn end_of_line(&mut self, otherwise: &'static str) -> Result<(), Stop> {
        let mut byte = self.next()?;
        if byte == b'\r' {
            byte = self.next()?;
        }
        match byte {
            b'\n' => Ok(()),
            _ => Err(Stop::Wrong(otherwise)),
        }
    }

    fn at_end_of_line(&self) -> bool {
        matches!(self.rest.first(), Some(b'\r' | b'\n'))
    }

    fn empty_lines(&mut self) -> Result<(), Stop> {
        while self.at_end_of_line() {
            self.end_of_line(NEW_LINE)?;
        }
        Ok(())
    }

    fn version(&mut self) -> Result<(), Stop> {
        for version in [b"HTTP/1.0", b"HTTP/1.1"] {
            if let Some(rest) = self.rest.strip_prefix(version) {
                self.rest = rest;
                return Ok(());
            }
            if version.starts_with(self.rest) {
                return Err(Stop::Partial);
            }
        }
        Err(Stop::Wrong(VERSION))
    }

    fn headers(&mut self, most: usize, headers: &mut Vec<(usize, usize)>) -> Result<(), Stop> {
        while !self.at_end_of_line() {
            let name = self.run(is_token);
            if self.next()? != b':' || name == 0 {
                return Err(Stop::Wrong("a header name and a colon"));
            }
            self.run(is_blank);
            let line = self.rest;
            let value = self.run(is_text);
            self.end_of_line("a header value without control characters")?;
            if headers.len() == most {
                return Err(Stop::Wrong("no more headers than the limit"));
            }
            // Blanks at the end are no part of the value.
            let value = line.get(..value).unwrap_or_default();
            let blanks = value.iter().rev().take_while(|byte| is_blank(**byte));
            headers.push((name, value.len() - blanks.count()));
        }
        self.end_of_line(NEW_LINE)
    }
}

pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// What a line may have: all but control characters. Bytes above ASCII are Latin-1, or obsolete (RFC 9110 5.5).
pub(super) fn is_text(byte: u8) -> bool {
    byte == b'\t' || !byte.is_ascii_control()
}

/// A `tchar` of RFC 9110 5.6.2.
pub(super) fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

#[cfg(test)]
mod tests;
