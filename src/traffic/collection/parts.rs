//! Connections that go on in the next file, as those of a capture in several files do.

use super::Collection;
use crate::traffic::stretch::{rests, whole};
use std::collections::BTreeSet;

impl Collection {
    /// Makes one connection of its parts, and puts the messages of a file behind those of the files that it goes on with.
    /// Where that file has such a part: the client's port.
    pub(super) fn join_parts(&mut self, file: usize) -> Option<u16> {
        let rests = rests(&self.flows);
        let mut files: BTreeSet<(usize, usize)> = BTreeSet::new();
        let mut port = None;
        for (flow, before) in self.flows.iter().zip(&rests) {
            let before = before.and_then(|it| self.flows.get(it));
            if let Some(before) = before.filter(|it| it.file != flow.file) {
                files.insert((before.file, flow.file));
                let own = [before.file, flow.file].contains(&file);
                port = port.or(flow.client.port.filter(|_| own));
            }
        }
        for leg in &mut self.legs {
            (leg.flow, _) = whole(&rests, leg.flow);
        }
        if files.iter().any(|(before, behind)| behind < before) {
            let mut depths = vec![0; file + 1];
            // As often as there are files: the chain is no longer.
            for (before, behind) in (0..=file).flat_map(|_| &files) {
                let least = depths.get(*before).map_or(0, |it| it + 1);
                if let Some(depth) = depths.get_mut(*behind) {
                    *depth = least.max(*depth);
                }
            }
            self.legs
                .sort_by_key(|leg| (depths.get(leg.file).copied(), leg.file));
        }
        port
    }
}
