//! What `Get-ADComputer` prints.

use super::Line;
use crate::present::causes::Sighting;

/// What was printed so far of a computer.
#[derive(Default)]
pub(super) struct GetAdComputer {
    /// It is a domain controller, which is always trusted for delegation.
    controller: bool,
}

impl GetAdComputer {
    pub(super) fn take(&mut self, line: &Line<'_>) -> Option<Vec<Sighting>> {
        if let Some(place) = line.low.strip_prefix("distinguishedname") {
            self.controller = place.contains("ou=domain controllers");
        }
        let ordinary = self.controller && line.low.starts_with("trustedfordelegation");
        ordinary.then(Vec::new)
    }
}
