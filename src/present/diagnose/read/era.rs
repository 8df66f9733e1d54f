//! When computers were set up, where products of that time are named.

use crate::hosts::Era;

/// The eras that products named in a line leave open; none where the line names no old one, or newer ones beside it, as who
/// tells of a migration does.
pub(super) fn eras(low: &str) -> Option<&'static [Era]> {
    let split = |c: char| !c.is_alphanumeric();
    let words: Vec<&str> = low.split(split).filter(|word| !word.is_empty()).collect();
    let names = |product: &&str| {
        let product: Vec<&str> = product.split(' ').collect();
        words.windows(product.len()).any(|it| *it == product[..])
    };
    const NEWER: [&str; 19] = [
        "2008",
        "2012",
        "2016",
        "2019",
        "2022",
        "2025",
        "iis 7",
        "iis 8",
        "iis 10",
        "iis7",
        "iis8",
        "iis10",
        "windows 7",
        "windows 10",
        "windows 11",
        "edge",
        "chrome",
        "upgraded",
        "level",
    ];
    const OLD: [(&[&str], &[Era]); 3] = [
        (
            &[
                "exchange 5 5",
                "exchange5 5",
                "iis 4",
                "iis4",
                "nt 4",
                "nt4",
                "internet information server 4",
            ],
            &[Era::Y1998],
        ),
        (
            &[
                "iis 6",
                "iis6",
                "server 2003",
                "windows 2003",
                "exchange 2003",
                "w2k3",
                "win2003",
                "internet information services 6",
            ],
            &[Era::Y2003],
        ),
        (
            &[
                "iis 5",
                "iis5",
                "windows 2000",
                "win2000",
                "w2k",
                "exchange 2000",
            ],
            &[Era::Y1998, Era::Y2003],
        ),
    ];
    let mut old = OLD.iter();
    let (_, eras) = old.find(|(products, _)| products.iter().any(names))?;
    (!NEWER.iter().any(names)).then_some(*eras)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_tell_when_computers_were_set_up() {
        for (line, expected) in [
            (
                "exchange 5.5 on nt 4, owa on another iis 4 server",
                Some(&[Era::Y1998][..]),
            ),
            ("server 2003, iis 6.0, integrated", Some(&[Era::Y2003])),
            (
                "#software: microsoft internet information services 6.0",
                Some(&[Era::Y2003]),
            ),
            ("a windows 2000 client", Some(&[Era::Y1998, Era::Y2003])),
            ("iis 401.2", None),
            ("iis 500, iis 403", None),
            ("mozilla/4.0 (compatible; windows nt 5.1)", None),
            ("with iis 6 this worked, on the new 2019 server", None),
            ("functional level windows 2003", None),
        ] {
            assert_eq!(eras(line), expected, "{line}");
        }
    }
}
