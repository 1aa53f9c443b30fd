//! Where the work list of a day is, for an event of a calendar that opens it.

use super::process::terminal;
use crate::error::Error;
use std::path::absolute;
use url::Url;

/// The address of what a user names: an address as it is, or that of a file, which may still come.
pub(super) fn page_address(named: &str) -> Result<String, Error> {
    let unusable =
        |help: &str| Error::misused(format!("`--page {named}` is no address of a page"), help);
    if let Some((scheme, _)) = named.split_once("://") {
        let known = ["https", "http", "file"].contains(&scheme);
        let address = Url::parse(named).ok().filter(|_| known);
        let help = "expected `https://…`, `http://…`, `file://…` or a file";
        return address.map(String::from).ok_or_else(|| unusable(help));
    }
    let path = absolute(named).map_err(|problem| unusable(&problem.to_string()))?;
    if !path.is_file() {
        let shown = path.display();
        terminal::eprint_line(&format!(
            "`--page`: {shown} is not there yet; the event links to it"
        ));
    }
    let address = Url::from_file_path(&path).map(String::from);
    address.map_err(|()| unusable("expected a file on this machine"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_stay_and_files_become_some() {
        for (named, address) in [
            ("https://example.org/a b", "https://example.org/a%20b"),
            ("/tmp/Montag, früh.html", "file:///tmp/Montag,%20fr%C3%BCh.html"),
        ] {
            assert_eq!(page_address(named).unwrap(), address);
        }
        for named in ["javascript://x", "mailto://a", ""] {
            assert!(page_address(named).is_err(), "{named}");
        }
    }
}
