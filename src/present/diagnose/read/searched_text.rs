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

    /// Where something begins first; no letter or digit stands before it if it is a word.
    pub(super) fn place(&self, what: &str) -> Option<usize> {
        let first = *what.as_bytes().first()?;
        if !what.starts_with(char::is_alphanumeric) {
            return self.text.find(what);
        }
        let begin = self.words.partition_point(|(byte, _)| *byte < first);
        let same = self.words.get(begin..)?.iter();
        let mut places = same.take_while(|(byte, _)| *byte == first);
        let stands = |at: usize| self.text.get(at..).is_some_and(|it| it.starts_with(what));
        places.find_map(|(_, at)| stands(*at).then_some(*at))
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
}
