//! Tables with good rows and with each sort of bad one, and what they are imported on top of.

use crate::{
    march::{KILLED, MARCH},
    strelsau::{ARRESTED, STRELSAU},
};

/// What the tables name, as a file of a corpus.
pub fn corpus() -> String {
    format!(
        "{KILLED}aliases = ['killed']\n{MARCH}{STRELSAU}{ARRESTED}accumulation = 'CUMULATIVE'\naliases = ['arrested']\n{REST}"
    )
}

const REST: &str = r#"
[[place]]
slug = "old-town"
name = "Old Town of Strelsau"
kind = "DISTRICT"
aliases = ["Old Town"]

[[place]]
slug = "old-town-zenda"
name = "Old Town of Zenda"
kind = "DISTRICT"
aliases = ["Old Town"]
"#;

/// A table with two good rows, of which the second is one of two claims.
pub const GOOD: &str = "\
Who;Outlet;Date;Link;Event;City;Killed;Arrested (low);Arrested (high);Quote
The Police;Strelsau Times;3 Jan 2018;https://times.example/a;march;The capital;;20;25;
;Strelsau Times;2018-01-04;https://times.example/b;march;Strelsau;at least 8,000;dozens of;;
";

/// What is wrong with a row, its cells, and the column and the reason that it is refused for.
pub const BAD: &[(&[u8], &str, &str)] = &[
    (b"x;y", "", "2 cells, the heading 10"),
    (b"x;;;;;;;;;;;", "", "12 cells"),
    (b";;2018-01-04;https://times.example/c;march;;5;;;\"caf\xe9\"", "Quote", "not UTF-8"),
    (b";;2018-01-40;https://times.example/c;march;;5;;;", "Date", "no day of the calendar"),
    (b";;03/04/2018;https://times.example/c;march;;5;;;", "Date", "day first or month first"),
    (b";;;;march;;5;;;", "Link", "nothing says where"),
    (b";;2018-01-04;times;march;;5;;;", "Link", "is not a web address"),
    (b"Rupert;;;https://times.example/c;march;;5;;;", "Who", "no agent called 'Rupert'"),
    (b";Post;2018-01-04;https://times.example/c;march;;5;;;", "Outlet", "no agent called 'Post'"),
    (b";;;https://times.example/c;ball;;5;;;", "Event", "no event called 'ball'"),
    (b";;;https://times.example/c;march;Zenda;5;;;", "City", "no place called 'Zenda'"),
    (b";;;https://times.example/c;march;Old Town;5;;;", "City", "old-town-zenda"),
    (b";;;https://times.example/c;march;;;;;", "Killed", "no number in this row"),
    (b";;;https://times.example/c;march;;soon;;;", "Killed", "holds no quantity"),
    (b";;;https://times.example/c;march;;5;dozens;30;", "Arrested (low)", "no single number"),
    (b";;;https://times.example/c;march;;-5;;;", "Killed", "is below 0"),
];

/// A row with several faults, and all that is told of it, the first without its column; and one
/// fault that would bring others with it, were they looked for behind it.
pub const WORSE: &[(&str, &str, &[&str])] = &[
    (
        "Rupert;Post;2018-01-40;times;ball;Zenda;soon;few;;",
        "Date",
        &[
            "'2018-01-40' is no day of the calendar",
            "Event: there is no event called 'ball'",
            "City: there is no place called 'Zenda'",
            "Who: there is no agent called 'Rupert'",
            "Outlet: there is no agent called 'Post'",
            "Link: 'times' is not a web address",
            "Killed: \"soon\" holds no quantity",
            "Arrested (low): 'few' is no single number",
        ],
    ),
    (
        ";;2018-01-40;https://times.example/c;march;;;;;",
        "Killed",
        &["there is no number in this row", "Date: '2018-01-40'"],
    ),
    (
        ";;2018-01-04;https://times.example/c;march;;5;some;many;",
        "Arrested (low)",
        &["'some' is no single number", "Arrested (high): "],
    ),
    (";Strelsau Times;soon;;march;;5;;;", "Date", &["'soon'"]),
];
