//! Lists that are to stay short, whoever fills them.

/// Appends the newest to a list that has `most` at most: the oldest gives way.
pub fn keep_recent<T>(list: &mut Vec<T>, newest: T, most: usize) {
    if !list.is_empty() && list.len() >= most {
        list.remove(0);
    }
    list.push(newest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_gives_way() {
        let mut list = Vec::new();
        for newest in 0..5 {
            keep_recent(&mut list, newest, 3);
        }
        assert_eq!(list, [2, 3, 4]);
    }
}
