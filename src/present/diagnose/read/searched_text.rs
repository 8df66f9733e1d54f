//! A text in which many words are looked for.

/// A text, and where its words begin: thousands are looked for in each line, and few begin like one of its own.
#[derive(Clone)]
pub(super) struct Text {
    text: String,
    /// The first byte of each word, and where it stands; in order.
    words: Vec<(u8, usize)>,
}

impl Text {
    pub(super) fn new(text: &str) -> Self {
        let mut words = Vec::new();
        let mut within = false;
        for (at, c) in text.char_indices() {
            let word = c.is_alphanumeric();
            if word && !within {
                words.extend(text.as_bytes().get(at).map(|first| (*first, at)));
            }
            within = word;
        }
        words.sort_unstable();
        let text = text.to_owned();
        Self { text, words }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Its sentences, each by itself. A mark or a value (`Server=…`) begins none.
    pub(super) fn sentences(&self) -> Vec<Self> {
        let mut rest = self.text.as_str();
        let mut sentences = Vec::new();
        let ends = self.text.match_indices(". ").filter(|(at, end)| {
            let behind = self.text.get(at + end.len()..).unwrap_or_default();
            let next = behind.split_whitespace().next().unwrap_or_default();
            next.starts_with(char::is_alphanumeric) && !next.contains('=')
        });
        for (at, end) in ends {
            let read = self.text.len() - rest.len();
            let Some((sentence, behind)) = rest.split_at_checked(at + end.len() - read) else {
                break;
            };
            sentences.push(Self::new(sentence));
            rest = behind;
        }
        sentences.push(Self::new(rest));
        sentences
    }

    /// Where something begins first; no letter or digit stands before it if it is a word.
    pub(super) fn place(&self, what: &str) -> Option<usize> {
        self.places(what).next()
    }

    /// Where it begins, each time.
    pub(super) fn places<'a>(&'a self, what: &'a str) -> impl Iterator<Item = usize> + 'a {
        let first = what.as_bytes().first().copied();
        let is_word = what.starts_with(char::is_alphanumeric);
        let begin = self.words.partition_point(|(byte, _)| Some(*byte) < first);
        let same = self.words.get(begin..).unwrap_or_default().iter();
        let same = same.take_while(move |(byte, _)| is_word && Some(*byte) == first);
        let stands = move |at: &usize| self.text.get(*at..).is_some_and(|it| it.starts_with(what));
        let words = same.map(|(_, at)| *at).filter(stands);
        let others = (!is_word && first.is_some()).then(|| self.text.match_indices(what));
        words.chain(others.into_iter().flatten().map(|(at, _)| at))
    }
}

#[cfg(test)]
mod tests {
    use super::Text;

    #[test]
    fn a_word_stands_where_none_goes_on() {
        let place = |text, what| Text::new(text).place(what);
        assert_eq!(place("14625 4625", "4625"), Some(6));
        assert_eq!(place("unset, set or (set)", "set"), Some(7));
        assert_eq!(place("the site opens", "site opens"), Some(4));
        assert_eq!(place("größe über öl", "öl"), Some(14));
        assert_eq!(place("a 401, (empty)", "(empty)"), Some(7));
        assert_eq!(place("signed in", "in"), Some(7));
        assert_eq!(place("login", "in"), None);
        assert_eq!(place("", "in"), None);
        assert_eq!(place("in", ""), None);
    }

    #[test]
    fn a_sentence_ends_where_another_begins() {
        let sentences = |text| -> Vec<String> {
            let all = Text::new(text).sentences();
            all.iter().map(|it| it.as_str().to_owned()).collect()
        };
        for (text, each) in [
            ("", vec![""]),
            ("it fails", vec!["it fails"]),
            ("it fails. why? ", vec!["it fails. ", "why? "]),
            (
                "wrong. : 'x'. server=y. so",
                vec!["wrong. : 'x'. server=y. ", "so"],
            ),
            (
                "web01.contoso.com fails. ",
                vec!["web01.contoso.com fails. "],
            ),
        ] {
            assert_eq!(sentences(text), each);
        }
    }
}
