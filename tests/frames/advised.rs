//! What is advised where a script is wrong.

/// A script that is refused, a part of the advice, and the script that does as it says.
pub(crate) const ADVISED: &[(&str, &str, &str)] = &[
    (
        "pending.group_by(\"account\").agg(#{ x: sum(|i| i.age_days) / count() })",
        ".with(\"mean\", |g| g.sum / g.rows)",
        "pending.group_by(\"account\").agg(#{ sum: sum(|i| i.age_days), rows: count() \
         }).with(\"mean\", |g| g.sum / g.rows)",
    ),
    ("[1, 5].filter(|x| x)", "`|x| x > 3`", "[1, 5].filter(|x| x > 3)"),
    ("() < today", "`== ()`", "() == today"),
    ("today > ()", "`??`", "(() ?? today) > today - 1"),
    ("pending == 3", "`frame.len()`", "pending.len() == 3"),
    ("pending == \"x\"", "`frame.value(\"column\", 0)`", "pending.value(\"account\", 0) == \"x\""),
    ("today == 3", "`date(\"2026-01-31\")`", "today == date(\"2026-01-31\")"),
    ("now()", "`as_of`", "[as_of, today]"),
    (
        "days(3) + weeks(2)",
        "`today - i.sent_at > days(14)`",
        "pending.filter(|i| today - i.sent_at > days(14))",
    ),
    ("pending.height()", "`.len()`", "pending.len()"),
    ("pending.shape", "`.columns().len()`", "[pending.len(), pending.columns().len()]"),
    ("pending.dtypes", "`.schema()`", "pending.schema()"),
    ("pending.head(2).to_dicts()", "`.rows()`", "pending.head(2).rows()"),
    ("pending.head(2).to_list()", "`.value(column, row)`", "pending.head(2).value(\"account\", 1)"),
    ("pending.get_column(\"account\")", "`.select(column)`", "pending.select(\"account\")"),
    (
        "frame(#{ a: [1], b: [2] }).melt()",
        "`.unpivot(…)`",
        "frame(#{ a: [1], b: [2] }).unpivot([\"a\", \"b\"])",
    ),
    ("pending.vstack(pending)", "`concat([a, b])`", "concat([pending, pending])"),
    (
        "pending.top_k(10)",
        "`.sort_by(\"-age_days\").head(10)`",
        "pending.sort_by(\"-age_days\").head(10)",
    ),
    ("pending.glimpse()", "`.describe()`", "pending.describe()"),
    ("read_csv(\"protect.csv\")", "`frame(\"deals.csv\")`", "frame(\"protect.csv\")"),
    (
        "pending.arrange(\"age_days\")",
        "`.sort_by(\"-age_days\")`",
        "pending.sort_by(\"-age_days\")",
    ),
    (
        "pending.groupby(\"account\")",
        "`.group_by(…)`",
        "pending.group_by(\"account\").agg(#{ n: count() })",
    ),
    ("pending.fillna(0)", "`.fill_null(…)`", "pending.fill_null(\"x\")"),
    ("pending.dropna()", "`.drop_nulls()`", "pending.drop_nulls()"),
    (
        "pending.mutate(|i| i.age_days)",
        "`.with(name, |i| …)`",
        "pending.with(\"x\", |i| i.age_days)",
    ),
    ("pending.apply(\"x\", |i| 3)", "`.map_rows(name, |i| …)`", "pending.map_rows(\"x\", |i| 3)"),
    (
        "pending.filter(col(\"name\").str.contains(\"(\"))",
        "`contains(part)`",
        "pending.filter(col(\"name\").contains(\"(\"))",
    ),
    (
        "pending.filter(col(\"name\").str.contains(\"(\"))",
        "`.str.contains(part, true)`",
        "pending.filter(col(\"name\").str.contains(\"(\", true))",
    ),
    (
        "pending.select(col(\"sent_at\").dt.truncate(\"2d\"))",
        "`1d`",
        "pending.select(col(\"sent_at\").dt.truncate(\"1d\"))",
    ),
    (
        "pending.select(col(\"age_days\").cut([7, 30], [\"a\"]))",
        ".cut([7, 30], [\"week\", \"month\", \"older\"])`",
        "pending.select(col(\"age_days\").cut([7, 30], [\"week\", \"month\", \"older\"]))",
    ),
    (
        "pending.select(col(\"age_days\").qcut([0.5], [\"a\"]))",
        ".qcut([0.5, 0.9], [\"low\", \"middle\", \"high\"])`",
        "pending.select(col(\"age_days\").qcut([0.5, 0.9], [\"low\", \"middle\", \
         \"high\"]))",
    ),
    (
        "pending.select(col(\"sent_at\") + 30)",
        "`.dt.offset_by(\"30d\")`",
        "pending.select(col(\"sent_at\").dt.offset_by(\"30d\"))",
    ),
    (
        "pending.count_by(by_week(3))",
        "`by_week(\"sent_at\")`",
        "pending.count_by(by_week(\"sent_at\"))",
    ),
    (
        "pending.select(\"account\").bars()",
        "`pending.count_by(\"account\").bars()`",
        "pending.count_by(\"account\").bars()",
    ),
    (
        "pending.bars(\"account\", \"name\")",
        "`.bars(\"account\", \"pending\")`",
        "pending.count_by(\"account\").rename(#{ count: \"pending\" }).bars(\"account\", \
         \"pending\")",
    ),
    (
        "pending.line(\"name\", \"age_days\")",
        "`.line(\"week\", \"sent\")`",
        "pending.by_week(\"sent_at\").agg(#{ sent: count() }).line(\"week\", \"sent\")",
    ),
    (
        "pending.heatmap(\"age_days\")",
        "`invitations.heatmap(\"sent_at\")`",
        "invitations.heatmap(\"sent_at\")",
    ),
    ("concat([])", "`concat([a, b])`", "concat([pending, invitations])"),
    (
        "concat([pending, pending.select(\"account\")])",
        "`concat(frames, \"diagonal\")`",
        "concat([pending, pending.select(\"account\")], \"diagonal\")",
    ),
    (
        "concat([pending.select([\"account\", \"name\"]), pending.select([\"name\", \
         \"account\"])])",
        "`select`",
        "concat([pending.select([\"account\", \"name\"]), pending.select([\"name\", \
         \"account\"]).select([\"account\", \"name\"])])",
    ),
    (
        "pending.join(frame(#{ who: [\"x\"] }), #{ person: 3 })",
        "`#{ person: \"who\" }`",
        "pending.join(frame(#{ who: [\"x\"] }), #{ person: \"who\" })",
    ),
    (
        "pending.group_by(\"account\").agg(3)",
        "`#{ sent: count() }`",
        "pending.group_by(\"account\").agg(#{ sent: count() })",
    ),
    (
        "pending.group_by(\"account\").agg(|i| i.age_days)",
        "or a list of them",
        "pending.group_by(\"account\").agg([#{ sent: count() }])",
    ),
    (
        "pending.hist(\"sent_at\")",
        "`count_by(by_month(\"sent_at\")).bars()`",
        "pending.count_by(by_month(\"sent_at\")).bars()",
    ),
    (
        "pending.hist(\"company\")",
        "`count_by(\"company\").bars()`",
        "pending.count_by(\"company\").bars()",
    ),
    (
        "let n = []; for i in 0..9000 { n.push(i); } let f = frame(#{ a: n }); for x in \
         0..5 { f = concat([f, f]); } f.rows()",
        "`head`",
        "pending.head(2).rows()",
    ),
    ("pending.item()", "`value`", "pending.value(\"account\", 0)"),
    (
        "frame([3])",
        "`frame([#{ name: \"Ada\", age: 30 }])`",
        "frame([#{ name: \"Ada\", age: 30 }])",
    ),
    (
        "frame(#{ a: 3 })",
        "`frame(#{ name: [\"Ada\"], age: [30] })`",
        "frame(#{ name: [\"Ada\"], age: [30] })",
    ),
    ("frame(#{ a: [1], b: [1, 2] })", "`()`", "frame(#{ a: [1, ()], b: [1, 2] })"),
    (
        "pending.map_rows(\"x\", |i| if i.age_days > 100 { 1 } else { \"a\" })",
        "`()`",
        "pending.map_rows(\"x\", |i| if i.age_days > 100 { 1 } else { () })",
    ),
    ("pending.map_rows(\"x\", || 3)", "`|i| …`", "pending.map_rows(\"x\", |i| 3)"),
    (
        "pending.pivot([\"account\", \"kind\"], \"state\", count())",
        "`concat_str([\"a\", \"b\"], \"-\")`",
        "pending.pivot(concat_str([\"account\", \"kind\"], \"-\").alias(\"both\"), \
         \"state\", count())",
    ),
    (
        "invitations.with(\"n\", |i| i.age_days).pivot(\"id\", \"state\", count())",
        "`cut`",
        "invitations.with_columns(col(\"age_days\").cut([7, \
         30]).alias(\"class\")).pivot(\"class\", \"state\", count())",
    ),
    (
        "pending.rename(#{ account: 3 })",
        "`#{ old: \"new\" }`",
        "pending.rename(#{ account: \"new\" })",
    ),
    ("pending.filter(#{})", "`|i| i.age_days > 90`", "pending.filter(|i| i.age_days > 90)"),
    ("pending.filter(#{})", "`col(\"age_days\") > 90`", "pending.filter(col(\"age_days\") > 90)"),
    ("pending.filter(|i| i.age_days)", "`i.age_days > 90`", "pending.filter(|i| i.age_days > 90)"),
    (
        "withdraw(\"x\", |i| i.age_days)",
        "`i.age_days > 90`",
        "withdraw(\"x\", |i| i.age_days > 90)",
    ),
    (
        "prioritize(|i| i.has_note)",
        "`if … { 1 } else { 0 }`",
        "prioritize(|i| if i.has_note { 1 } else { 0 })",
    ),
    ("prioritize(|i| i.name)", "`.to_int()`", "prioritize(|i| i.name.to_int())"),
    ("prioritize(|i| i.name)", "`.len()`", "prioritize(|i| i.name.len())"),
    ("prioritize(|i| i.sent_at)", "`today - i.sent_at`", "prioritize(|i| today - i.sent_at)"),
    ("prioritize(|i| i.tags)", "`i.age_days`", "prioritize(|i| i.age_days)"),
    (
        "pending.group_by(\"account\").agg(#{ x: sum(|i| i.has_note) })",
        "`count(|i| …)`",
        "pending.group_by(\"account\").agg(#{ x: count(|i| i.has_note) })",
    ),
    (
        "pending.group_by(\"account\").agg(#{ x: mean(|i| i.name) })",
        "`n_unique`",
        "pending.group_by(\"account\").agg(#{ x: n_unique(|i| i.name) })",
    ),
    ("pending.with(\"x\", \"Ada\")", "`lit(\"Ada\")`", "pending.with(\"x\", lit(\"Ada\"))"),
    ("pending.drop(3)", "`[\"account\"]`", "pending.drop([\"account\"])"),
    ("pending.drop_nulls(3)", "`\"account\"`", "pending.drop_nulls(\"account\")"),
    ("pending.sort_by(3)", "`|i| i.age_days`", "pending.sort_by(|i| i.age_days)"),
    ("pending.sort_by(\"tags\")", "`|i| i.tags.len`", "pending.sort_by(|i| i.tags.len)"),
    (
        "pending.count_by(|i| i.age_days / 7)",
        "`[\"account\", #{ … }]`",
        "pending.count_by([\"account\", #{ weeks: |i| i.age_days / 7 }])",
    ),
    (
        "pending.count_by(|i| i.age_days / 7)",
        "`#{ weeks: |i| i.age_days / 7 }`",
        "pending.count_by(#{ weeks: |i| i.age_days / 7 })",
    ),
    (
        "report(\"x\", [3])",
        "`section(\"Pending\", pending.count_by(\"account\"))`",
        "report(\"x\", [section(\"Pending\", pending.count_by(\"account\"))])",
    ),
    (
        "report(\"x\", [section(\"a\", pending)], 3)",
        "`today + days(30)`",
        "report(\"x\", [section(\"a\", pending)], today + days(30))",
    ),
    (
        "[1, 2].sort(|a, b| \"x\")",
        "`|a, b| a.age - b.age`",
        "[#{ age: 2 }, #{ age: 1 }].sort(|a, b| a.age - b.age)",
    ),
    ("[1, 2].sort(|a, b| ())", "`|a, b| a < b`", "[1, 2].sort(|a, b| a < b)"),
    ("today.truncate(\"2d\")", "`1mo`", "today.truncate(\"1mo\")"),
    (
        "pending.filter((col(\"n\") > 1) && (col(\"n\") < 3))",
        "`&`",
        "pending.filter((col(\"age_days\") > 1) & (col(\"age_days\") < 3))",
    ),
    ("!col(\"n\") && true", "`!`", "!(col(\"age_days\") > 1)"),
    (
        "if col(\"age_days\") > 3 { 1 }",
        "`when`",
        "pending.select(when(col(\"age_days\") > 3).then(1).otherwise(0).alias(\"x\"))",
    ),
    ("[1][3]", "`.get(place)`", "[1].get(3)"),
    ("let f = pending; f.len = 3", "`let`", "let f = pending.len(); f"),
    ("pending.len", "`.len()`", "pending.len()"),
    (
        "pending.map_rows(\"x\", |i| i.rank_by(\"age_days\"))",
        ".with(\"rank_by\"",
        "pending.with(\"rank_by\", |i| i.rank_by(\"age_days\", \
         \"account\")).map_rows(\"x\", |i| i.rank_by)",
    ),
    (
        "pending.map_rows(\"x\", |i| i.count_by(\"account\"))",
        ".with(\"count_by\"",
        "pending.with(\"count_by\", |i| i.count_by(\"account\"))",
    ),
    (
        "pending.map_rows(\"x\", |i| i.mean_by(\"age_days\", \"account\"))",
        ".with(\"mean_by\"",
        "pending.with(\"mean_by\", |i| i.mean_by(\"age_days\", \"account\"))",
    ),
    (
        "pending.map_rows(\"x\", |i| i.tags.map(|x| x.len() + i.age_days).len())",
        "`let known = i.age_days;`",
        "pending.map_rows(\"x\", |i| { let known = i.age_days; i.tags.map(|x| x.len() + \
         known).len() })",
    ),
    (
        "withdraw(\"x\", pending.select(\"account\"))",
        "`id`",
        "withdraw(\"x\", pending.select(\"id\"))",
    ),
    (
        "withdraw(\"x\", |i| true, #{ next: 3 })",
        "follow_up",
        "withdraw(\"x\", |i| true, #{ follow_up: \"x\" })",
    ),
    ("keep(\"x\", 3)", "`col(\"age_days\") > 90`", "keep(\"x\", col(\"age_days\") > 90)"),
    ("concat([3])", "`concat([a, b])`", "concat([pending, invitations])"),
    (
        "prioritize(col(\"has_note\"))",
        "`when(…).then(1).otherwise(0)`",
        "prioritize(when(col(\"has_note\")).then(1).otherwise(0))",
    ),
    ("prioritize(col(\"name\"))", "`.cast(\"int\")`", "prioritize(col(\"name\").cast(\"int\"))"),
    (
        "prioritize(col(\"name\"))",
        "`.str.len_chars()`",
        "prioritize(col(\"name\").str.len_chars())",
    ),
    (
        "prioritize(col(\"sent_at\"))",
        "`(today - col(\"sent_at\")).dt.total_days()`",
        "prioritize((today - col(\"sent_at\")).dt.total_days())",
    ),
    (
        "prioritize(today - col(\"sent_at\"))",
        "`.dt.total_days()`",
        "prioritize((today - col(\"sent_at\")).dt.total_days())",
    ),
    (
        "let n = []; for x in 0..6000 { n.push(x); } let f = frame(#{ a: n, b: n }); \
         concat([f, f]).bars(\"a\", \"b\")",
        "`.by_week(\"sent_at\").agg(#{ sent: count() })`",
        "invitations.by_week(\"sent_at\").agg(#{ sent: count() }).bars(\"week\", \"sent\")",
    ),
    ("prioritize(col(\"tags\"))", "`col(\"age_days\")`", "prioritize(col(\"age_days\"))"),
    (
        "pending.filter(col(\"age_days\"))",
        "`col(\"age_days\") > 90`",
        "pending.filter(col(\"age_days\") > 90)",
    ),
    (
        "pending.select(col(\"age_days\").cast(\"nothing\"))",
        "\"str\", \"int\", \"float\", \"bool\" or \"date\"",
        "pending.select([col(\"age_days\").cast(\"str\"), \
         col(\"age_days\").cast(\"int\").alias(\"b\"), \
         col(\"age_days\").cast(\"float\").alias(\"c\"), col(\"has_note\").cast(\"bool\"), \
         col(\"sent_at\").cast(\"date\")])",
    ),
    (
        "pending.select(col(\"age_days\").rank(\"nothing\"))",
        "\"average\", \"min\", \"max\", \"dense\" or \"ordinal\"",
        "for how in [\"average\", \"min\", \"max\", \"dense\", \"ordinal\"] { \
         pending.select(col(\"age_days\").rank(how)).len(); }",
    ),
    (
        "pending.select(col(\"sent_at\").dt.offset_by(\"soon\"))",
        "\"30d\" or \"-2w\"",
        "pending.select([col(\"sent_at\").dt.offset_by(\"30d\"), \
         col(\"sent_at\").dt.offset_by(\"-2w\").alias(\"b\")])",
    ),
    (
        "today.offset_by(\"soon\")",
        "\"30d\", \"-2w\", \"1mo\" or \"1y\"",
        "for by in [\"30d\", \"-2w\", \"1mo\", \"1y\"] { today.offset_by(by); }",
    ),
    (
        "pending.select(col(\"sent_at\").dt.strftime(\"%Q\"))",
        "\"%Y-%m-%d\"",
        "pending.select(col(\"sent_at\").dt.strftime(\"%Y-%m-%d\"))",
    ),
    (
        "concat([pending], \"up\")",
        "\"vertical\" or \"diagonal\"",
        "for how in [\"vertical\", \"diagonal\"] { concat([pending], how).len(); }",
    ),
    (
        "pending.join(pending, \"id\", \"up\")",
        "\"inner\", \"left\", \"full\", \"semi\" or \"anti\"",
        "for how in [\"inner\", \"left\", \"full\", \"semi\", \"anti\"] { \
         pending.join(pending, \"id\", how).len(); }",
    ),
    ("pending.hist(\"age_days\", 0)", "a number from 1 to", "pending.hist(\"age_days\", 1)"),
    (
        "pending.count_by([\"account\", \"account\"])",
        "name it once",
        "pending.count_by([\"account\", #{ again: \"account\" }])",
    ),
    (
        "pending.select(quantile(\"age_days\", 2.0))",
        "from 0 to 1",
        "pending.select(quantile(\"age_days\", 1.0))",
    ),
    (
        "today.truncate(\"2d\")",
        "`1q`",
        "for by in [\"1d\", \"1w\", \"1mo\", \"1q\", \"1y\"] { today.truncate(by); }",
    ),
];
