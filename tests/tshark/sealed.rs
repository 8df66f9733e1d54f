//! What was sealed, opened by tshark with a keytab and here with the same keys.

use crate::ours::Token;
use crate::pdml::Shown;
use crate::table::FIELDS;
use crate::{Report, kerberos, known, says};
use std::collections::BTreeMap;

impl Report {
    /// What tshark shows more where it has the keys: all of it must be ours, where we open it too, and all of ours shown.
    pub fn opened(
        &mut self,
        tokens: &BTreeMap<usize, Token>,
        closed: &[Vec<Shown>],
        opened: &[Vec<Shown>],
    ) {
        let mut keys = kerberos::keys();
        let (mut parts, mut agreed) = (0, 0);
        for (number, token) in tokens {
            let sealed = kerberos::opened(token, &mut keys);
            let mut before: Vec<_> = closed[number - 1].iter().collect();
            let mut more = opened[number - 1].clone();
            more.retain(|field| match before.iter().position(|it| *it == field) {
                Some(at) => {
                    before.remove(at);
                    false
                }
                None => true,
            });
            let kinds = token.kinds.join(" > ");
            for field in &more {
                let Some((_, names)) = FIELDS.iter().find(|(name, _)| *name == field.name) else {
                    continue;
                };
                let agrees = |part: &Token| {
                    part.fields.iter().any(|ours| {
                        names.contains(&&*ours.name)
                            && known::place(part, field, ours) == field.pos
                            && field.size == ours.end - ours.start
                            && says(&ours.value, &field.show)
                    })
                };
                if sealed.iter().any(agrees) {
                    agreed += 1;
                } else {
                    self.differences.push(format!(
                        "{kinds}, opened: {} at {} + {} {:?} is not ours",
                        field.name, field.pos, field.size, field.show
                    ));
                }
            }
            for part in &sealed {
                for ours in part
                    .fields
                    .iter()
                    .filter(|ours| ours.leaf && ours.start < ours.end)
                {
                    let covers = |field: &Shown| {
                        let start = known::place(part, field, ours);
                        let end = start + ours.end - ours.start;
                        let around = field.pos <= start && end <= field.pos + field.size;
                        around
                            && FIELDS.iter().any(|(name, names)| {
                                *name == field.name && names.contains(&&*ours.name)
                            })
                    };
                    if more.iter().any(covers) {
                        continue;
                    }
                    match known::unseen_inside(part, ours) {
                        Some(reason) => *self.known.entry(reason).or_default() += 1,
                        None => self.differences.push(format!(
                            "{kinds}, opened {}: tshark does not show our {} at {}..{}",
                            part.kinds[0], ours.name, ours.start, ours.end
                        )),
                    }
                }
            }
            parts += sealed.len();
        }
        println!("{parts} sealed parts opened: {agreed} fields agree");
        assert!(parts >= 80, "too few parts were opened");
    }
}
