//! Every mutant of a script.

use super::mutant::Mutant;
use super::{clauses, comparisons, days, lists, numbers, patterns, rules, terms};
use crate::syntax::{Tree, parse_engine};
use std::collections::BTreeSet;

/// Every mutant of a script, in the order of the text; no two of them are the same.
pub(in crate::suite) fn mutants(text: &str) -> Vec<Mutant> {
    let tree = Tree::read(text);
    let kinds = [
        comparisons::mutants_of,
        numbers::mutants_of,
        days::mutants_of,
        lists::mutants_of,
        patterns::mutants_of,
        clauses::mutants_of,
        terms::mutants_of,
        rules::mutants_of,
    ];
    let mut mutants: Vec<Mutant> = kinds.iter().flat_map(|generator| generator(&tree)).collect();
    mutants.sort_by_key(|mutant| (mutant.span.start, mutant.span.end));
    let engine = parse_engine();
    let mut seen = BTreeSet::from([text.to_owned()]);
    mutants.retain(|mutant| {
        let changed = mutant.apply_to(text);
        seen.insert(changed.clone()) && engine.compile(changed).is_ok()
    });
    mutants
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_change_is_tried_and_no_text_or_comment_is_touched() {
        let text = "//! Keeps >= 3 && more.\n\
            let stale = param(\"stale\", 90, \"days >= 1\"); // 90 && 91\n\
            let room = param(\"room\", limits.pending_cap, \"room\");\n\
            const DAYS = 7;\n\
            keep(\"a && b\", |i| \"client\" in i.tags || i.generic);\n\
            keep(\"c\", |i| i.note.matches(\"x >= 1\"));\n\
            withdraw(\"d\", |i| i.age_days >= 2 * stale && !i.has_note, #{ follow_up: \"e\" });\n\
            prioritize(|i| {\n    let score = i.age_days - (i.note_length ?? 0) / 20;\n    \
            if i.generic ?? false { score += 1000; }\n    score\n});\n\
            target_pending(room - 100);\nat_most(3);\n";
        let changes: Vec<String> = mutants(text)
            .iter()
            .map(|mutant| {
                format!(
                    "{}: {:?} -> {:?}",
                    mutant.change,
                    &text[mutant.span.clone()],
                    mutant.becomes
                )
            })
            .collect();
        insta::assert_snapshot!(changes.join("\n"));
    }

    /// What the mutants of a script make of it, but for the script itself: `was -> becomes`.
    fn changes(text: &str) -> Vec<String> {
        let changes = mutants(text).into_iter();
        changes
            .map(|mutant| format!("{} -> {}", &text[mutant.span.clone()], mutant.becomes))
            .collect()
    }

    #[test]
    fn a_threshold_is_moved_wherever_it_stands() {
        let scripts = [
            ("rule(100);", "100 -> 101"),
            ("import \"common\" as common; common::keep_contacts(1);", "1 -> 0"),
            ("fn stale() { 100 }", "100 -> 99"),
            ("fn stale() { return 100; }", "100 -> 99"),
            ("let d = if s { 100 } else { 50 };", "100 -> 101"),
            ("let d = if s { 100 } else { 50 };", "50 -> 49"),
            ("let d = switch k { \"a\" => 100, _ => 50 };", "100 -> 101"),
            ("let d = switch k { \"a\" => 100, _ => 50 };", "50 -> 51"),
            ("let of = #{ stale: 100 };", "100 -> 101"),
            ("let days = [100];", "100 -> 101"),
            ("for d in [100, 50] { rule(d); }", "50 -> 51"),
            ("withdraw(\"a\", |i| i.age_days >= (100));", "100 -> 99"),
            ("let half = pending.quantile(0.5);", "0.5 -> 0.6"),
            ("fn f() { let d = 100; rule(d); }", "100 -> 101"),
            ("let since = today - 90;", "90 -> 91"),
            ("rule(-100);", "-100 -> -99"),
            ("keep(\"a\", |i| i.sent_at > date(\"2025-09-01\"));", "2025-09-01 -> 2025-08-31"),
            ("keep(\"a\", |i| i.sent_at > date(\"2025-09-01\"));", "2025-09-01 -> 2025-09-02"),
        ];
        for (text, change) in scripts {
            let all_changes = changes(text);
            assert!(
                all_changes.iter().any(|one| one == change),
                "{text}: no `{change}` in {all_changes:?}"
            );
        }
    }

    #[test]
    fn a_weight_of_a_score_is_no_threshold() {
        let scripts = [
            "prioritize(|i| if i.has_note { 30 } else { 50 });",
            "prioritize(|i| { let score = 0; score += weight(i, 30); score });",
            "fn score(i) { let base = if i.has_note { 30 } else { 50 }; base }\n\
             prioritize(|i| score(i));",
            "fn part(i) { 30 }\nfn score(i) { part(i) }\nlet of = |i| score(i);\nprioritize(of);",
            "column(\"score\", |i| if i.has_note { 30 } else { 50 });\nprioritize(|i| i.score);",
        ];
        for text in scripts {
            let all_changes = changes(text);
            let moved = |one: &&String| one.starts_with("30 -> 3") || one.starts_with("50 -> 4");
            assert_eq!(all_changes.iter().find(moved), None, "{text}");
        }
        let asked_twice = "fn part(i) { 30 }\nprioritize(|i| part(i));\n\
            withdraw(\"a\", |i| i.age_days > part(i));";
        assert!(changes(asked_twice).contains(&"30 -> 31".into()));
    }

    #[test]
    fn an_element_of_a_list_is_left_out() {
        let left_out = |text: &str| {
            let mutants = mutants(text).into_iter();
            let mutants =
                mutants.filter(|mutant| mutant.change == "leaves out an element of a list");
            mutants.map(|mutant| mutant.apply_to(text)).collect::<Vec<_>>()
        };
        let list = ["a in [\"y\", \"z\"]", "a in [\"x\", \"z\"]", "a in [\"x\", \"y\"]"];
        assert_eq!(left_out("a in [\"x\", \"y\", \"z\"]"), list);
        assert_eq!(left_out("f([\n  1,\n  g(2, 3),\n])"), ["f([\n  g(2, 3),\n])", "f([\n  1,\n])"]);
        assert_eq!(left_out("a in [\"x\"]; b[0]; c[[1, 2][0]]").len(), 2);
    }

    #[test]
    fn a_part_of_a_pattern_is_left_out() {
        let left_out = |text: &str| {
            let mutants = mutants(text).into_iter();
            let mutants = mutants.filter(|mutant| mutant.change.ends_with("of a pattern"));
            mutants.map(|mutant| mutant.apply_to(text)).collect::<Vec<_>>()
        };
        let script_with = |pattern: &str| format!("keep(\"a|b\", |i| i.note.matches({pattern}));");
        assert_eq!(
            left_out(&script_with(r#""(?i)ä|\\b[b|c]|d""#)),
            [
                script_with(r#""ä|\\b[b|c]|d""#),
                script_with(r#""(?i)\\b[b|c]|d""#),
                script_with(r#""(?i)ä|[b|c]|d""#),
                script_with(r#""(?i)ä|d""#),
                script_with(r#""(?i)ä|\\b[b|c]""#),
            ]
        );
        assert_eq!(left_out(&script_with("`^(a|\\|)`")).len(), 3);
        let named = "let asks = param(\"asks\", \"a|b\", \"c|d\");\nlet other = \"e|f\";\n\
            keep(\"a\", |i| i.note.matches(asks));";
        let changed = left_out(named);
        assert_eq!(changed, [named.replace("\"a|b\"", "\"b\""), named.replace("\"a|b\"", "\"a\"")]);
        assert_eq!(left_out(&script_with("\"(\"")), Vec::<String>::new());
    }

    #[test]
    fn a_mutant_differs_in_its_span_alone() {
        let text = "keep(\"a\", |i| i.age_days > 3);";
        for mutant in mutants(text) {
            let changed = mutant.apply_to(text);
            assert_ne!(changed, text);
            assert!(changed.starts_with(&text[..mutant.span.start]));
            assert!(changed.ends_with(&text[mutant.span.end..]));
        }
    }
}
