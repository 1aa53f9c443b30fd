//! What Rhai brings, from its own documentation.

use super::{ReferenceEntry, ReferenceKind};
use crate::script::function::Receiver;
use crate::script::sandbox;
use rhai::FuncInfo;
use std::collections::BTreeMap;

/// Its functions and methods, one entry for all forms of a receiver's, by name.
pub(super) fn entries() -> Vec<ReferenceEntry> {
    let engine = sandbox::rhai_engine();
    let mut forms = engine.collect_fn_metadata(None, |info| entry(&info), true);
    // Rhai gives them in no order; the same form must be chosen every time.
    forms.sort_by_cached_key(preference);
    let mut entries: BTreeMap<(String, Option<Receiver>), ReferenceEntry> = BTreeMap::new();
    for form in forms {
        entries.entry((form.name.clone(), form.receiver)).or_insert(form);
    }
    entries.into_values().collect()
}

/// Documented forms first, calls before properties, then the shortest.
fn preference(form: &ReferenceEntry) -> impl Ord + use<> {
    let property = !form.signature.ends_with(')');
    let shown = (form.signature.clone(), form.doc.clone(), form.example.clone());
    (form.doc.is_empty(), property, form.signature.len(), shown)
}

/// The entry of one form; none for operators and what only Rhai itself calls.
fn entry(info: &FuncInfo) -> Option<ReferenceEntry> {
    let metadata = info.metadata;
    let property = metadata.name.strip_prefix("get$");
    let name = property.unwrap_or(&metadata.name);
    if !name.starts_with(|c: char| c.is_alphabetic()) || name.contains('$') {
        return None;
    }
    let mut parameters: Vec<(&str, &str)> = metadata
        .params_info
        .iter()
        .map(|parameter| parameter.split_once(':').unwrap_or((parameter, "")))
        .map(|(name, type_name)| (name.trim().trim_start_matches("mut "), type_name.trim()))
        .collect();
    let receiver = parameters.first().and_then(|(_, type_name)| receiver(type_name));
    if receiver.is_some() {
        parameters.remove(0);
    }
    let names: Vec<&str> = parameters.iter().map(|(name, _)| *name).collect();
    let before = receiver.map_or(String::new(), |receiver| format!("{receiver}."));
    let signature = match property {
        Some(_) => format!("{before}{name}"),
        None => format!("{before}{name}({})", names.join(", ")),
    };
    let (doc, example) = documentation(&metadata.comments.join("\n"));
    Some(ReferenceEntry {
        name: name.into(),
        kind: ReferenceKind::RhaiBuiltIn,
        receiver,
        signature,
        doc,
        example,
        topic: "of Rhai itself",
    })
}

/// What a parameter of this type is as a receiver.
fn receiver(type_name: &str) -> Option<Receiver> {
    let type_name = type_name.trim_start_matches("&mut ").trim_start_matches('&');
    let last = type_name.rsplit("::").next().unwrap_or(type_name);
    Some(match last {
        "Array" => Receiver::List,
        "Map" => Receiver::Map,
        "str" | "ImmutableString" | "char" => Receiver::Text,
        "INT" | "FLOAT" | "i64" | "f64" => Receiver::Number,
        "FnPtr" => Receiver::Closure,
        _ if last.contains("Range") => Receiver::Range,
        _ => return None,
    })
}

/// The first paragraph of a documentation comment, and its example.
fn documentation(comments: &str) -> (String, Option<String>) {
    let lines = comments.lines().map(|line| line.trim().trim_start_matches("///").trim_end());
    let lines: Vec<&str> = lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    let doc: Vec<&str> = lines.iter().take_while(|line| !line.is_empty()).copied().collect();
    let code: Vec<&str> = lines
        .iter()
        .skip_while(|line| !line.starts_with("```"))
        .skip(1)
        .take_while(|line| !line.starts_with("```"))
        .copied()
        .collect();
    (doc.join(" "), (!code.is_empty()).then(|| code.join("\n")))
}
