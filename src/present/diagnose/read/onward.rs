//! A call that goes on from the second server: what tells of it counts where the next one refuses.

use super::line::Line;
use super::searched_text::Text;
use super::weigh::refuses_behind;
use super::{Reader, phrases};
use crate::lab::Observable;
use crate::present::causes::{Sighting, Sign, Symptom};

impl Reader {
    /// Keeps by what a line goes on to another computer: it tells where somebody does not arrive there.
    pub(super) fn hear_going_on(&mut self, line: &Line<'_>) {
        if self.goes_on.is_none()
            && let Some(symptom) = phrases::goes_on(&Text::new(line.low))
        {
            self.goes_on = line.says(vec![Sign::Symptom(symptom)]).pop();
        }
    }

    /// Adds by what it went on, where the next one refused. A session beside a web server may be the administrator's.
    pub(super) fn went_on(&mut self) {
        let refused = |it: &Sighting| {
            let signs = &it.signs;
            refuses_behind(signs) || signs.contains(&Sign::Any(vec![Observable::BackEndAnonymous]))
        };
        let session = |it: &Sighting| it.has(&[Symptom::RemoteSession]);
        let goes_on = self.goes_on.take();
        if let Some(it) = goes_on.filter(|it| !session(it) || !self.weighed.names_web())
            && self.reading.observations.iter().any(refused)
            && let Some(line) = it.line
        {
            self.add(line, it.label, it.signs);
            self.reading.not_read.retain(|(unread, _)| *unread != line);
        }
    }
}
