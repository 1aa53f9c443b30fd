//! Writes packs into the text of a project file; all else in it stays as its author wrote it.

use super::project_file::PROJECT;
use crate::pack::{GitReference, PackError, PackSource};
use toml_edit::{DocumentMut, InlineTable, Item, Table, TableLike, value};

/// The text with a pack, in place of one of the same name.
pub fn with_pack(text: &str, name: &str, source: &PackSource) -> Result<String, PackError> {
    let mut document = parsed(text)?;
    let packs = document.entry("packs").or_insert_with(|| Item::Table(Table::new()));
    let packs = packs.as_table_like_mut().ok_or_else(no_table)?;
    let mut entry = InlineTable::new();
    for (key, text) in source_entries(source) {
        entry.insert(key, text.into());
    }
    match packs.get_mut(name).and_then(Item::as_value_mut) {
        // What stands beside it, such as a comment, stays.
        Some(old) => {
            let decor = old.decor().clone();
            *old = entry.into();
            *old.decor_mut() = decor;
        }
        None => drop(packs.insert(name, value(entry))),
    }
    Ok(document.to_string())
}

pub fn without_pack(text: &str, name: &str) -> Result<String, PackError> {
    let mut document = parsed(text)?;
    if let Some(packs) = document.get_mut("packs").and_then(Item::as_table_like_mut) {
        TableLike::remove(packs, name);
    }
    Ok(document.to_string())
}

fn parsed(text: &str) -> Result<DocumentMut, PackError> {
    text.parse().map_err(|error: toml_edit::TomlError| {
        PackError::refused(PROJECT, error.message().to_owned())
    })
}

fn no_table() -> PackError {
    PackError::refused(PROJECT, "`packs` is no table")
}

fn source_entries(source: &PackSource) -> Vec<(&'static str, &str)> {
    match source {
        PackSource::Path(path) => vec![("path", path)],
        PackSource::Archive(path) => vec![("archive", path)],
        PackSource::Git { url, at: GitReference::Tag(tag) } => vec![("git", url), ("tag", tag)],
        PackSource::Git { url, at: GitReference::Commit(commit) } => {
            vec![("git", url), ("commit", commit)]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# Ours.\ndata   = [ 'sheet.csv' ] # shared\n\n[packs]\n\
                        acme = { path = \"../acme\" }   # the first\n\n[accounts]\nanna = \"a\"\n";

    #[test]
    fn what_the_author_wrote_stays() {
        let git = PackSource::Git { url: "https://h/b".into(), at: GitReference::Tag("v1".into()) };
        let text = with_pack(TEXT, "house", &git).unwrap();
        let text = with_pack(&text, "acme", &PackSource::Archive("a.zip".into())).unwrap();
        insta::assert_snapshot!(text);
        let text = with_pack(&text, "acme", &PackSource::Path("../acme".into())).unwrap();
        assert_eq!(without_pack(&text, "house").unwrap(), TEXT);
    }

    #[test]
    fn an_empty_file_gets_its_table() {
        let text = with_pack("", "acme", &PackSource::Path("../acme".into())).unwrap();
        assert_eq!(text, "[packs]\nacme = { path = \"../acme\" }\n");
    }
}
