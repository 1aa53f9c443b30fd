//! The names of columns as they are compared.

/// A name reduced to what is compared: lower-case letters and digits.
pub(in crate::import) fn normalise(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

pub(in crate::import) fn normalised(cells: &[String]) -> Vec<String> {
    cells.iter().map(|cell| normalise(cell)).collect()
}

/// A header's cell as the name of a column: `Deal Size`, `dealSize` and `Deal-size` alike become
/// `deal_size`.
pub fn snake_case(cell: &str) -> String {
    let mut name = String::new();
    let mut before = ' ';
    for c in cell.chars() {
        if !c.is_alphanumeric() {
            before = '_';
            continue;
        }
        let word_begins = before == '_' || (before.is_lowercase() && c.is_uppercase());
        if word_begins && !name.is_empty() {
            name.push('_');
        }
        name.extend(c.to_lowercase());
        before = c;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_snake_case() {
        let names =
            ["Deal Size", "dealSize", "  Owner's Note ", "URL", "Größe (m)"].map(snake_case);
        assert_eq!(names, ["deal_size", "deal_size", "owner_s_note", "url", "größe_m"]);
    }
}
