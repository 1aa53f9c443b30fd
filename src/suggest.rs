//! "Did you mean": the known name that a misspelt one was most likely meant to be.

/// How alike two names must be (Jaro-Winkler, 0 to 1) for one to stand for the other.
const LEAST_LIKENESS: f64 = 0.8;

/// The known name that is most like the given one, without regard to case; none where none is near.
pub fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let name = name.to_lowercase();
    let scored = known.iter().map(|candidate| {
        let likeness = strsim::jaro_winkler(&name, &candidate.to_lowercase());
        (likeness, *candidate)
    });
    scored
        .filter(|(likeness, _)| *likeness > LEAST_LIKENESS)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// Advice on an unknown name: the nearest known one, or all of them.
pub fn advice(name: &str, known: &[&str]) -> String {
    match nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("expected one of: {}", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_gets_the_nearest() {
        assert_eq!(nearest("Pending_cup", &["cooling-off", "pending-cap"]), Some("pending-cap"));
        assert_eq!(advice("jsn", &["json", "csv"]), "did you mean `json`?");
    }

    #[test]
    fn a_name_like_none_gets_all() {
        assert_eq!(nearest("xml", &["json", "csv"]), None);
        assert_eq!(advice("xml", &["json", "csv"]), "expected one of: json, csv");
    }
}
