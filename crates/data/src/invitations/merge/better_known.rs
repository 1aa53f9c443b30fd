//! People whom one source knows by a name alone, or by a member's id, and another by a slug.
//!
//! Invariant: a name makes two keys one person only if it is all that joins them: in the account
//! exactly these two bear it, no source has both, or the name twice, and their keys are of
//! different forms.

use super::scanned_people::SOURCE;
use crate::finding::Finding;
use crate::invitations::account_findings;
use crate::invitations::people::keys;
use crate::query::Query;
use polars::prelude::{
    DataFrame, DataType, Expr, IntoColumn, IntoLazy, NULL, NamedFrom, PolarsResult, Series,
    StringChunked, coalesce, col, lit, when,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The sources that know each person of one name, and how many rows of each do.
type Bearers<'a> = BTreeMap<&'a str, BTreeMap<u32, usize>>;

/// By account and key of a person, the better key.
#[derive(Default)]
pub(in crate::invitations) struct BetterKeys(HashMap<(String, String), String>);

/// How good a key is, the best first.
fn rank(person: &str) -> u8 {
    match person {
        slug if slug.starts_with("in/") => 0,
        name if is_name(name) => 2,
        _ => 1,
    }
}

/// Whether somebody is known by a name alone: two rows of one source are two people then.
fn is_name(person: &str) -> bool {
    person.starts_with("name:")
}

impl BetterKeys {
    /// Of rows and scanned people, which have `account`, `name_key` (str) and the keys of a person.
    /// Names that several people bear are said.
    pub(in crate::invitations) fn among_rows(
        rows: &DataFrame,
        scanned: &DataFrame,
        findings: &mut Vec<Finding>,
    ) -> PolarsResult<Self> {
        if scanned.height() == 0 {
            return Ok(Self::default());
        }
        let columns = [col("account"), keys::person_key_of_row().alias("person"), col("name_key")];
        let rows = rows
            .clone()
            .lazy()
            .select(columns)
            .with_column(lit(0_u32).cast(DataType::UInt32).alias(SOURCE));
        let rows = rows.rows()?;
        let mut names: BTreeMap<(&str, &str), Bearers> = BTreeMap::new();
        for rows in [&rows, scanned] {
            let text = |name: &str| rows.column(name).and_then(|column| column.str());
            let people = text("account")?.iter().zip(text("person")?.iter());
            let sources = rows.column(SOURCE)?.u32()?.iter();
            for (((account, person), name), source) in
                people.zip(text("name_key")?.iter()).zip(sources)
            {
                let known = (account, person, name, source);
                let (Some(account), Some(person), Some(name), Some(source)) = known else {
                    continue;
                };
                let bearers = names.entry((account, name)).or_default();
                *bearers.entry(person).or_default().entry(source).or_default() += 1;
            }
        }
        let (mut better, mut ambiguous) = (HashMap::new(), (vec![], vec![]));
        for ((account, name), bearers) in names {
            match pair(&bearers) {
                NameVerdict::One { better: known, other } => {
                    better.insert((account.to_owned(), other.to_owned()), known.to_owned());
                }
                NameVerdict::Unclear => {
                    ambiguous.0.push(account);
                    ambiguous.1.push(name);
                }
                NameVerdict::Apart => {}
            }
        }
        let accounts = Series::new("account".into(), ambiguous.0).into_column();
        let names = Series::new("name".into(), ambiguous.1).into_column();
        let ambiguous = DataFrame::new(accounts.len(), vec![accounts, names])?;
        account_findings::report_ambiguous_names(&ambiguous, "rows of other sources", findings)?;
        Ok(Self(better))
    }

    /// The rows, each with the best key of its `person`.
    pub(in crate::invitations) fn with_better_person(
        &self,
        mut rows: DataFrame,
    ) -> PolarsResult<DataFrame> {
        if !self.0.is_empty() {
            let people =
                self.for_each(&rows, |person, better| better.or(person).map(String::from))?;
            rows.with_column(people.with_name("person".into()).into_column())?;
        }
        Ok(rows)
    }

    /// The same for rows that are matched by `who` and `slug`: two keys of one person are one.
    pub(in crate::invitations) fn with_better_match_keys(
        &self,
        mut rows: DataFrame,
    ) -> PolarsResult<DataFrame> {
        if self.0.is_empty() {
            return Ok(rows);
        }
        let better = self.for_each(&rows, |_, better| better.map(String::from))?;
        rows.with_column(better.with_name("better".into()).into_column())?;
        let slug = when(col("better").str().starts_with(lit("in/"))).then(col("better"));
        let known = |name: &str, better: Expr| coalesce(&[better, col(name)]).alias(name);
        let slug = slug.otherwise(lit(NULL));
        rows.lazy().with_columns([known("who", col("better")), known("slug", slug)]).rows()
    }

    /// A text for each row, of its `person` and the better key.
    fn for_each(
        &self,
        rows: &DataFrame,
        text: impl Fn(Option<&str>, Option<&str>) -> Option<String>,
    ) -> PolarsResult<StringChunked> {
        let column = |name: &str| rows.column(name).and_then(|column| column.str());
        let people = column("account")?.iter().zip(column("person")?.iter());
        Ok(people
            .map(|(account, person)| {
                let known = account.zip(person);
                let known = known.map(|(account, person)| (account.to_owned(), person.to_owned()));
                let better = known.and_then(|known| self.0.get(&known));
                text(person, better.map(String::as_str))
            })
            .collect())
    }
}

/// Whether the bearers of a name are one person.
enum NameVerdict<'a> {
    One {
        better: &'a str,
        other: &'a str,
    },
    /// Nobody can tell, and they may be.
    Unclear,
    Apart,
}

fn pair<'a>(bearers: &Bearers<'a>) -> NameVerdict<'a> {
    let mut ranked: Vec<_> = bearers.iter().collect();
    ranked.sort_by_key(|(person, _)| rank(person));
    let worst = ranked.last().map_or(0, |(person, _)| rank(person));
    match ranked[..] {
        [] | [_] => NameVerdict::Apart,
        // Slugs tell everybody apart.
        _ if worst == 0 => NameVerdict::Apart,
        [(better, of_better), (other, of_other)]
            if rank(better) < rank(other)
                && !of_other.keys().any(|source| of_better.contains_key(source))
                && !(is_name(other) && of_other.values().any(|rows| *rows > 1)) =>
        {
            NameVerdict::One { better, other }
        }
        _ => {
            let sources: BTreeSet<u32> = bearers
                .values()
                .flat_map(|places_by_source| places_by_source.keys().copied())
                .collect();
            if sources.len() > 1 { NameVerdict::Unclear } else { NameVerdict::Apart }
        }
    }
}
