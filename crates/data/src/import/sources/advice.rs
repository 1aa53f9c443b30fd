//! What to say of a header that nothing recognises.

use super::column_names::{normalise, normalised};
use super::description::Description;
use super::known_descriptions::Descriptions;
use super::unread_column::UnreadColumn;
use crate::import::description_snippets;

/// Advice for a header that nothing recognises: the nearest that is known, what would have to be
/// renamed, and how to say in a project what the columns are.
pub(in crate::import) fn advice(
    file: &str,
    cells: &[String],
    rows: &[Vec<String>],
    known: &Descriptions,
) -> String {
    let names = normalised(cells);
    let closeness = |described: &Description| -> f64 {
        let likenesses = described.requires.iter().map(|wanted| {
            let wanted = normalise(wanted);
            names
                .iter()
                .map(|name| strsim::normalized_levenshtein(name, &wanted))
                .fold(0.0, f64::max)
        });
        let total: f64 = likenesses.filter(|&likeness| likeness > 0.6).sum();
        total / f64::from(u32::try_from(described.requires.len().max(1)).unwrap_or(u32::MAX))
    };
    let nearest = known
        .descriptions()
        .iter()
        .map(|described| (closeness(described), described))
        .filter(|(close, _)| *close > 0.3)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let nearest = nearest.map(|(_, described)| {
        format!("nearest: {} ({})\n", described.about, described.requires.join(", "))
    });
    let unread = cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
    let unread: Vec<UnreadColumn> =
        unread.map(|(at, cell)| UnreadColumn::of_column(cell, rows, at)).collect();
    let block = description_snippets::snippet_of_unknown(file, &unread);
    format!(
        "{}no column names anybody: rename one to `Name`, or to `Profile URL` if it has addresses \
         of profiles; or say in `rescind.toml` what its columns are:\n{}",
        nearest.unwrap_or_default(),
        block.trim_end()
    )
}

/// Every known table with the columns that its header must have.
pub(in crate::import) fn known_headers(known: &Descriptions) -> String {
    let tables = known.descriptions().iter().filter(|described| !described.requires.is_empty());
    let tables =
        tables.map(|described| format!("{} ({})", described.about, described.requires.join(", ")));
    let sheet = "a tracking sheet (a column for the profile's URL or the name)".to_owned();
    tables.chain([sheet]).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::{Descriptions, advice};

    #[test]
    fn the_nearest_header_is_said() {
        let cells: Vec<String> = "From,To,Sent,Direction".split(',').map(String::from).collect();
        let advice = advice("x.csv", &cells, &[], &Descriptions::default());
        assert!(advice.starts_with("nearest: LinkedIn's Invitations.csv"), "{advice}");
    }
}
