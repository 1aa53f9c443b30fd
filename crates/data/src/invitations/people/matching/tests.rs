//! Rows about people, matched as a model does that compares every row with every other.

use super::*;
use proptest::prelude::*;

/// A row about a person; empty texts are unknown.
#[derive(Clone, Debug)]
struct Row {
    account: String,
    slug: String,
    urn: String,
    member_id: String,
    name: String,
}

impl Row {
    fn who(&self, side: &str, row: usize) -> String {
        let keys = [&self.slug, &self.urn, &self.member_id];
        let key = keys.into_iter().find(|key| !key.is_empty());
        key.map_or_else(|| format!("#{side}{row}"), Clone::clone)
    }

    fn former_slug(&self) -> String {
        slug_of_former(&self.member_id).unwrap_or_default()
    }
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let ids = "(|ab|aB|c|pub/ada-b/1/2/3|pub/eve/0/4/5)";
    let slugs = "(|in/[a-c]|in/ada-b-003002001|in/eve-005004)";
    let row = ("[ab]?", slugs, "(|urn[ab])", ids, "[mno]?");
    let row = row.prop_map(|(account, slug, urn, member_id, name)| Row {
        account,
        slug,
        urn,
        member_id,
        name,
    });
    prop::collection::vec(row, 0..12)
}

fn frame(rows: &[Row], side: &str) -> DataFrame {
    let column = |name: &str, text: &dyn Fn(usize, &Row) -> String| {
        let texts = rows.iter().enumerate().map(|(index, row)| text(index, row));
        let texts = texts.map(|text| Some(text).filter(|text| !text.is_empty()));
        StringChunked::from_iter_options(name.into(), texts).into_column()
    };
    let columns = vec![
        column("account", &|_, row| row.account.clone()),
        column("slug", &|_, row| row.slug.clone()),
        column("urn", &|_, row| row.urn.clone()),
        column("member_id", &|_, row| row.member_id.clone()),
        column("name_key", &|_, row| row.name.clone()),
        column("name", &|_, row| row.name.to_uppercase()),
        column("who", &|index, row| row.who(side, index)),
    ];
    DataFrame::new(rows.len(), columns).unwrap()
}

/// The same, row against row.
fn modelled(left: &[Row], right: &[Row]) -> Vec<(usize, usize, bool)> {
    type Key = fn(&Row) -> String;
    let who: Key = |row| row.who("", usize::MAX);
    let id: Key = |row| row.member_id.to_lowercase();
    let (urn, slug): (Key, Key) = (|row| row.urn.clone(), |row| row.slug.clone());
    let steps: [[Key; 2]; 5] =
        [[who, who], [urn, urn], [id, id], [slug, Row::former_slug], [Row::former_slug, slug]];
    let mut pairs: Vec<(usize, usize, bool)> = vec![];
    for [key, other_key] in steps {
        let before = pairs.clone();
        for (row, this) in left.iter().enumerate() {
            for (other_row, other) in right.iter().enumerate() {
                let is_taken = before.iter().any(|pair| pair.0 == row || pair.1 == other_row);
                let (key, other_key) = (key(this), other_key(other));
                let is_key = !key.is_empty() && !key.starts_with('#');
                let is_same = !this.account.is_empty() && this.account == other.account;
                if !is_taken && is_same && is_key && key == other_key {
                    pairs.push((row, other_row, false));
                }
            }
        }
    }
    let is_of_one = |rows: &[Row], name: &Row| {
        let people = rows.iter().enumerate();
        let people = people
            .filter(|(_, row)| (&row.account, &row.name) == (&name.account, &name.name))
            .map(|(index, row)| row.who("", index));
        people.collect::<std::collections::BTreeSet<_>>().len() == 1
    };
    let before = pairs.clone();
    for (row, this) in left.iter().enumerate() {
        for (other_row, other) in right.iter().enumerate() {
            let is_taken = before.iter().any(|pair| pair.0 == row || pair.1 == other_row);
            let is_same = (&this.account, &this.name) == (&other.account, &other.name);
            let is_named = !this.account.is_empty() && !this.name.is_empty() && is_same;
            let differs = |key: Key| !key(this).is_empty() && !key(other).is_empty();
            if !is_taken
                && is_named
                && is_of_one(left, this)
                && is_of_one(right, other)
                && ![slug, urn, id].into_iter().any(differs)
            {
                pairs.push((row, other_row, true));
            }
        }
    }
    pairs
}

proptest! {
    #[test]
    fn pairs_are_those_of_every_row_with_every_other(left in rows(), right in rows()) {
        let matches = match_people(&frame(&left, "l"), &frame(&right, "r")).unwrap();
        let pairs = &matches.pairs;
        let [lefts, rights] = [LEFT, RIGHT].map(|name| pairs.column(name).unwrap().u32().unwrap());
        let by_name = pairs.column("by_name").unwrap().bool().unwrap();
        let of_frame = lefts.iter().zip(rights.iter()).zip(by_name.iter()).map(|row| {
            let ((left, right), by_name) = row;
            (left.unwrap() as usize, right.unwrap() as usize, by_name.unwrap())
        });
        prop_assert_eq!(of_frame.collect::<Vec<_>>(), modelled(&left, &right));
    }
}
