//! What works beside what fails: `in IE it is fine, Edge gets anonymous`. Which of two is said to work decides, clause by
//! clause, and not the words in which it is said.

use super::{By, Said, Says};
use crate::present::diagnose::read::clauses::is_denied;
use crate::present::diagnose::read::searched_text::Text;

/// Two of a kind, the first of which works where the second fails.
pub(super) struct Contrast {
    /// Words for what works, with `|` between; nothing has to work where it is empty.
    pub(super) works: &'static str,
    /// Words for what fails; nothing has to fail where it is empty.
    pub(super) fails: &'static str,
    /// Words of which the line has one, for what it is about; none are needed where it is empty.
    pub(super) about: &'static str,
    /// Words of which the line has none: with one of them it is about something else.
    pub(super) unless: &'static str,
    /// What follows from it for the runs that can be meant.
    pub(super) says: Says,
}

/// Stand between the clauses of a sentence, and between sentences.
const BETWEEN: [&str; 16] = [
    ". ",
    ", ",
    "; ",
    ": ",
    "? ",
    "! ",
    " (",
    ") ",
    " - ",
    " but ",
    " and ",
    " while ",
    " whilst ",
    " whereas ",
    " although ",
    " yet ",
];

/// Words by which a clause says that something works.
const WORKS: &str = "works|worked|working|does work|fine|ok|okay|perfect|good|without problem|without a problem|without any problem|\
    without trouble|without any trouble|does it work|succeeds|succeeded|successful|able to|can open|can see|can view|can read|can log|can sign|it opens|opens at once|\
    at once|right away|straight away|lets me in|lets us in|lets them in|lets you in|gets its data|gets the data|gets data|gets their data|straight in|straight through|as expected|happily|logs in|signs in|logged in|signed in|gets in|get in|let in|authenticates|\
    knows who|is known|still can|can still|all there|finds everything|has everything|sees everything|see everything|silently|automatically|data comes|comes up|loads|lists the|documents open|files open|pages open|reports open|opens for|shows the right|shows the correct|shows all|see their|sees their|go all the way";

/// Words for what is not as it should be: said, it fails; denied, it works.
const BAD: &str = "fails|err_|fail|failed|failing|denied|error|prompt|asks|asking for|asked for|is asked|are asked|get asked|gets asked|401|403|anonymous|\
    stops|stopped|refused|refuses|rejects|rejected|unauthorized|unauthorised|forbidden|broken|breaks|empty|pops up|login box|logon box|login window|\
    password window|password box|blank|trouble|problem|issue|thrown out|kicked out|complain|gone|disappear|vanish|give up|dies|died|goes wrong|will not|is null";

/// Words by which a clause denies something.
const NOT: &str =
    "not|cannot|never|no longer|nothing|nobody|no data|no documents|no files|no reports|no rows";

/// Names of products that have words of a back end in them: each is the site itself.
const PRODUCTS: [&str; 3] = ["reporting services", "report server", "report manager"];
/// Stand before such a name.
const OF_A_PRODUCT: [&str; 2] = ["sql server ", "sql "];

/// A line as clauses, each with whether it says that something works.
pub(super) struct Told {
    /// All of it, with what kind of name its addresses have.
    line: Text,
    clauses: Vec<Clause>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Polarity {
    Works,
    Fails,
}

#[derive(Clone)]
struct Clause {
    text: Text,
    polarity: Option<Polarity>,
}

impl Told {
    /// In lower case, with straight quotes and single blanks.
    pub(super) fn of(line: &str) -> Self {
        // They are a KDC's and a library's, and no back end.
        let line = line.replace("kerberos database", "kdc");
        let line = line.replace("gss-api", "gssapi");
        let line = line.replace("pa-data", "padata");
        // A product, and what it is called with: no database and nothing behind a site.
        let line = products(&line).replace("get query", "get request");
        let line = line.replace("srv query", "srv request");
        // So WinRM's errors begin, whichever hop it was.
        let line = line.replace("connecting to remote server", "connecting");
        let mut last = None;
        let clause = |text: &str| {
            let polarity = match (text.strip_prefix("not "), last) {
                (Some(_), Some(Polarity::Works)) => Some(Polarity::Fails),
                (Some(_), Some(Polarity::Fails)) => Some(Polarity::Works),
                _ => polarity(text),
            };
            last = polarity.or(last);
            let text = Text::new(&named(text));
            Clause { text, polarity }
        };
        Self {
            line: Text::new(&named(&line)),
            clauses: clauses(&line).into_iter().map(clause).collect(),
        }
    }

    /// The first of these that it says.
    pub(super) fn contrast(&self, all: &'static [Contrast]) -> Option<Said> {
        self.clauses.iter().find(|it| it.polarity.is_some())?;
        let stands = |words: &'static str| words.is_empty() || found(&self.line, words).is_some();
        let possible = |it: &&Contrast| {
            let other = || found(&self.line, it.unless).is_some();
            stands(it.works) && stands(it.fails) && stands(it.about) && !other()
        };
        all.iter().find(possible)?;
        let told = self.naming(all);
        let has = |words: &'static str, polarity| {
            let says = |clause: &&Clause| clause.polarity == Some(polarity);
            let mut clauses = told.iter().filter(says);
            clauses.find_map(|clause| found(&clause.text, words))
        };
        all.iter().filter(possible).find_map(|it| {
            let told = |words: &'static str, polarity| {
                if words.is_empty() {
                    return Some(None);
                }
                has(words, polarity).map(Some)
            };
            let works = told(it.works, Polarity::Works)?;
            let fails = told(it.fails, Polarity::Fails)?;
            Some(Said {
                says: &it.says,
                denied: false,
                by: match it.works.is_empty() && !it.unless.is_empty() {
                    true => By::OneSide,
                    false => By::Contrast,
                },
                word: fails.or(works)?,
            })
        })
    }

    /// Whether it says of anything that it works or fails.
    pub(super) fn tells(&self) -> bool {
        self.clauses.iter().any(|it| it.polarity.is_some())
    }

    /// The clauses that name one of these. What one names and does not tell, the next tells: `From a desk: access denied`.
    fn naming(&self, all: &[Contrast]) -> Vec<Clause> {
        let names = |text: &Text| {
            let words = |it: &Contrast| found(text, it.works).or_else(|| found(text, it.fails));
            all.iter().any(|it| words(it).is_some())
        };
        let mut told: Vec<Clause> = Vec::new();
        // So many of them, at the end, are not told yet.
        let mut open = 0;
        for clause in &self.clauses {
            if names(&clause.text) {
                open = if clause.polarity.is_none() {
                    open + 1
                } else {
                    0
                };
                told.push(clause.clone());
            } else if clause.polarity.is_some() {
                let untold = told.iter_mut().rev().take(std::mem::take(&mut open));
                untold.for_each(|it| it.polarity = clause.polarity);
            }
        }
        told
    }
}

fn clauses(line: &str) -> Vec<&str> {
    let mut all = vec![line];
    for between in BETWEEN {
        all = all.into_iter().flat_map(|it| it.split(between)).collect();
    }
    all.into_iter()
        .map(|it| {
            it.trim()
                .trim_start_matches("but ")
                .trim_start_matches("and ")
        })
        .filter(|it| !it.is_empty())
        .collect()
}

fn polarity(clause: &str) -> Option<Polarity> {
    let text = Text::new(clause);
    let denied = |word: &str| Some(is_denied(clause, text.place(word)?, word.len()));
    let mut good = WORKS.split('|').filter_map(denied);
    let bad: Vec<bool> = BAD.split('|').filter_map(denied).collect();
    let fine = bad.contains(&true);
    // As a verb in the middle it may be what somebody does: `when the boss opens it`.
    let opens = clause.trim_end_matches('.').ends_with(" opens");
    let works = fine || opens || good.any(|denied| !denied);
    let fails = bad.contains(&false) || !fine && found(&text, NOT).is_some();
    match (works, fails) {
        (true, false) => Some(Polarity::Works),
        (false, true) => Some(Polarity::Fails),
        _ => None,
    }
}

fn found(text: &Text, words: &'static str) -> Option<&'static str> {
    let mut words = words.split('|').filter(|word| !word.is_empty());
    words.find(|word| text.place(word).is_some())
}

/// A line in which such products are called sites, whatever year theirs is.
fn products(line: &str) -> String {
    let site = |line: String, product: &&str| {
        let mut parts = line.split(product);
        let mut told = parts.next().unwrap_or_default().to_owned();
        for rest in parts {
            let before = told.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
            let before = [before, " "].concat();
            let begin = OF_A_PRODUCT.iter().find_map(|it| before.strip_suffix(it));
            told = [begin.unwrap_or(&told), "site", rest].concat();
        }
        told
    };
    PRODUCTS.iter().fold(line.to_owned(), site)
}

/// A clause, with what kind of name its addresses have.
fn named(clause: &str) -> String {
    let mut text = clause.to_owned();
    for word in clause.split(' ') {
        let after = |scheme| Some(word.split_once(scheme)?.1);
        let Some(rest) = after("http://").or_else(|| after("https://")) else {
            continue;
        };
        let host = rest.split(['/', ':', '"', ')']).next().unwrap_or_default();
        let host = host.trim_end_matches(['.', ',']);
        text.push_str(if host.is_empty() || host == "localhost" {
            ""
        } else if host.chars().all(|c| c.is_ascii_digit() || c == '.') {
            " the ip address"
        } else if host.contains('.') {
            " the full name"
        } else {
            " the short name"
        });
    }
    text
}
