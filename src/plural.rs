//! Numbers of things in sentences.

/// So many of something, in the plural where that is due: `1 event`, `2 events`.
pub fn pluralize(count: usize, one: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {one}{plural}")
}

#[cfg(test)]
mod tests {
    use super::pluralize;

    #[test]
    fn one_is_no_plural() {
        assert_eq!([0, 1, 2].map(|count| pluralize(count, "row")), ["0 rows", "1 row", "2 rows"]);
    }
}
