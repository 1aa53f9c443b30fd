//! "Did you mean": the known names nearest to one that is not known.

use strsim::damerau_levenshtein;

/// The names that a slip of a few letters could have meant, nearest first, three at most.
pub fn nearest<'a>(wanted: &str, known: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let folded = wanted.to_lowercase();
    let length = wanted.chars().count();
    // Of a name of one or two letters, a slip leaves nothing to know it by.
    let most = if length < 3 { 0 } else { (length / 3).max(1) };
    let mut near: Vec<(usize, &str)> = known
        .map(|name| {
            let lower = name.to_lowercase();
            let long = folded.len() > 2 && lower.len() > 2;
            let part = long && lower.contains(&folded);
            (if part { most } else { damerau_levenshtein(&folded, &lower) }, name)
        })
        .filter(|(distance, _)| *distance <= most)
        .collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter().map(|(_, name)| name).take(3).collect()
}

/// So many known names are listed where none is near; nobody reads more.
const LISTED_MAX: usize = 40;

/// Advice for an unknown name: the nearest known ones, else all of them if they are few.
pub fn did_you_mean<'a>(wanted: &str, known: impl Iterator<Item = &'a str>, what: &str) -> String {
    let mut known: Vec<&str> = known.collect();
    known.sort_unstable();
    known.dedup();
    let near = nearest(wanted, known.iter().copied());
    if let [one] = near[..] {
        return format!("did you mean `{one}`?");
    }
    if !near.is_empty() {
        return format!("did you mean one of `{}`?", near.join("`, `"));
    }
    if known.is_empty() || known.len() > LISTED_MAX {
        return format!("there is no such {}", what.trim_start_matches("a "));
    }
    format!("{what} is one of `{}`", known.join("`, `"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_found_and_nonsense_is_not() {
        let known = ["age_days", "account", "has_note", "note"];
        assert_eq!(nearest("age_day", known.into_iter()), ["age_days"]);
        assert_eq!(nearest("Acount", known.into_iter()), ["account"]);
        assert_eq!(nearest("zzz", known.into_iter()), Vec::<&str>::new());
    }
}
