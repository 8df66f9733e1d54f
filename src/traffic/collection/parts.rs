//! Connections that go on in the next file, as those of a capture in several files do.

use super::Collection;
use crate::traffic::stretch::{rests, whole};
use std::collections::{BTreeSet, HashMap};

impl Collection {
    /// Makes one connection of its parts, and puts the messages of a file behind those of the files that it goes on with.
    /// Files that have such parts have one clock.
    pub(super) fn join_parts(&mut self) {
        let rests = rests(&self.flows);
        let mut files: BTreeSet<(usize, usize)> = BTreeSet::new();
        let mut ports: HashMap<usize, u16> = HashMap::new();
        for (flow, before) in self.flows.iter().zip(&rests) {
            let before = before.and_then(|it| self.flows.get(it));
            if let Some(before) = before.filter(|it| it.file != flow.file) {
                files.insert((before.file, flow.file));
                // The file that came second is told to belong to the first.
                let port = flow.client.port;
                port.map(|it| ports.entry(before.file.max(flow.file)).or_insert(it));
            }
        }
        for (file, port) in ports {
            if let Some(file) = self.files.get_mut(file) {
                (file.joined, file.aligned) = (Some(port), true);
            }
        }
        for leg in &mut self.legs {
            (leg.flow, _) = whole(&rests, leg.flow);
        }
        if files.iter().any(|(before, behind)| behind < before) {
            let mut depths = vec![0; self.files.len()];
            // As often as there are files: the chain is no longer.
            for (before, behind) in self.files.iter().flat_map(|_| &files) {
                let least = depths.get(*before).map_or(0, |it| it + 1);
                if let Some(depth) = depths.get_mut(*behind) {
                    *depth = least.max(*depth);
                }
            }
            self.legs
                .sort_by_key(|leg| (depths.get(leg.file).copied(), leg.file));
        }
    }
}
