//! Importing a sheet of a workbook.

use claimbase::exchange::{
    corpus,
    csv::{self, Map, Plan, Sheet},
    engine::{Label, Rejects as _},
    report::Tally,
    xlsx,
};

use crate::{
    files::{file, import},
    march::KILLED,
    support::both,
};

/// CRC-32 as in zip files.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 }
        })
    })
}

/// A zip file whose parts are stored as they are.
fn zip(parts: &[(&str, String)]) -> Vec<u8> {
    let (mut all, mut directory) = (Vec::new(), Vec::new());
    for (name, text) in parts {
        let size = u32::try_from(text.len()).expect("small").to_le_bytes();
        let mut head = Vec::new();
        head.extend([20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0]);
        head.extend(crc(text.as_bytes()).to_le_bytes());
        head.extend(size);
        head.extend(size);
        head.extend(u16::try_from(name.len()).expect("short").to_le_bytes());
        head.extend([0, 0]);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&head);
        directory.extend([0; 10]);
        directory.extend(u32::try_from(all.len()).expect("small").to_le_bytes());
        directory.extend(name.as_bytes());
        all.extend(b"PK\x03\x04");
        all.extend(&head);
        all.extend(name.as_bytes());
        all.extend(text.as_bytes());
    }
    let start = u32::try_from(all.len()).expect("small").to_le_bytes();
    let size = u32::try_from(directory.len()).expect("small").to_le_bytes();
    let count = u16::try_from(parts.len()).expect("few").to_le_bytes();
    all.extend(&directory);
    all.extend(b"PK\x05\x06\x00\x00\x00\x00");
    all.extend(count);
    all.extend(count);
    all.extend(size);
    all.extend(start);
    all.extend([0, 0]);
    all
}

/// A workbook with two sheets; the cells of the second are given.
fn book(cells: &str) -> Vec<u8> {
    let xml = |text: &str| format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>{text}");
    let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    let related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"";
    zip(&[
        (
            "[Content_Types].xml",
            xml("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"),
        ),
        (
            "_rels/.rels",
            xml(&format!(
                "<Relationships {relations}><Relationship Id=\"r1\" Type=\"{related}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            )),
        ),
        (
            "xl/workbook.xml",
            xml(&format!(
                "<workbook {main} xmlns:r=\"{related}\"><sheets><sheet name=\"Notes\" sheetId=\"1\" r:id=\"r1\"/><sheet name=\"Deaths\" sheetId=\"2\" r:id=\"r2\"/></sheets></workbook>"
            )),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            xml(&format!(
                "<Relationships {relations}><Relationship Id=\"r1\" Type=\"{related}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"{related}/worksheet\" Target=\"worksheets/sheet2.xml\"/><Relationship Id=\"r3\" Type=\"{related}/styles\" Target=\"styles.xml\"/></Relationships>"
            )),
        ),
        (
            "xl/styles.xml",
            xml(&format!(
                "<styleSheet {main}><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
            )),
        ),
        ("xl/worksheets/sheet1.xml", xml(&format!("<worksheet {main}><sheetData/></worksheet>"))),
        (
            "xl/worksheets/sheet2.xml",
            xml(&format!("<worksheet {main}><sheetData>{cells}</sheetData></worksheet>")),
        ),
    ])
}

fn row(number: u32, cells: &[(&str, &str)]) -> String {
    let cells: String = cells
        .iter()
        .map(|(column, content)| match content.parse::<f64>() {
            Ok(_) if *column == "B" => format!("<c r=\"{column}{number}\" s=\"1\"><v>{content}</v></c>"),
            Ok(_) => format!("<c r=\"{column}{number}\"><v>{content}</v></c>"),
            Err(_) => format!("<c r=\"{column}{number}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{content}</t></is></c>"),
        })
        .collect();
    format!("<row r=\"{number}\">{cells}</row>")
}

both! {
    async fn a_sheet_is_read_as_a_table_and_told_by_its_rows(app) {
        let files = vec![("seed.toml".to_owned(), format!("{KILLED}aliases = ['killed']"))];
        corpus::import(&app.session, files).await.expect("a corpus");
        let cells = [
            row(3, &[("A", "Link"), ("B", "Date"), ("C", "Killed"), ("D", "Quote")]),
            row(4, &[("A", "https://a.example/1"), ("B", "43122"), ("C", "12"), ("D", "two,\nlines \"quoted\"")]),
            row(6, &[("A", "https://a.example/2"), ("B", "2018-01-23"), ("C", "at least 8,000")]),
            row(7, &[("A", "https://a.example/3"), ("C", "soon")]),
            row(8, &[("A", "https://a.example/4"), ("C", "13"), ("F", "stray")]),
            row(9, &[("A", "https://a.example/5"), ("C", "14")]),
        ];
        let content = book(&cells.concat());
        let first = xlsx::rows(file(&content), None).err().expect("an error").to_string();
        assert!(first.contains("empty"), "the first sheet has no heading: {first}");
        let open = || xlsx::rows(file(&content), Some("Deaths")).expect("a sheet").1;
        let map = csv::guess(&app.session, &open()).await.expect("a map");
        let right = "delimiter = ','\nsource_url = { column = 'Link' }\npublished_on = { column = 'Date' }\nquote = { column = 'Quote' }\n\
                     [[claim]]\nmeasure = 'people-killed'\nquantity = { column = 'Killed' }";
        assert_eq!(map, Map::parse(right).expect("a map"));
        let rows = open();
        let plan = Plan::bind(&map, &rows).expect("a plan");
        let sheet = Sheet::of(&rows);
        let (done, refused) = import(&app.session, Label::new("xlsx", "a.xlsx"), rows, plan).await;
        assert_eq!(done.items, Tally { new: 3, updated: 0, unchanged: 0, rejected: 2 }, "{refused:?}");
        let told: Vec<_> = refused.iter().map(|row| (row.line, row.column.as_str())).collect();
        assert_eq!(told, [(7, "Killed"), (8, "")]);
        assert!(refused[1].reason.contains("6 cells, the heading 4"), "{refused:?}");
        assert!(String::from_utf8(sheet.item(&refused[0]).expect("a row")).expect("UTF-8").contains("https://a.example/3,,soon,"));
        let data = app.data("{ claims(orderBy: {field: RECORDED}) { nodes { quantity { qualifier value } attributions { nodes { quote { exact } source { publishedOn } } } imports { nodes { line } } } } }").await;
        let first = &data["claims"]["nodes"][0];
        assert_eq!(first["quantity"]["value"], 12.0);
        assert_eq!(first["attributions"]["nodes"][0]["source"]["publishedOn"], "2018-01-22");
        assert_eq!(first["attributions"]["nodes"][0]["quote"]["exact"], "two,\nlines \"quoted\"");
        assert_eq!(first["imports"]["nodes"][0]["line"], 4);
        assert_eq!(data["claims"]["nodes"][1]["quantity"]["qualifier"], "AT_LEAST");
        let lines: Vec<_> = data["claims"]["nodes"].as_array().expect("claims").iter().map(|claim| claim["imports"]["nodes"][0]["line"].as_i64()).collect();
        assert_eq!(lines, [Some(4), Some(6), Some(9)]);
    }

    async fn what_is_no_workbook_is_told(app) {
        let _ = &app;
        for (content, sheet, told) in [
            (b"a,b\n1,2\n".to_vec(), None, "no XLSX workbook"),
            (zip(&[("a.txt", "x".to_owned())]), None, "no XLSX workbook"),
            (book(""), Some("Births"), "it has Notes, Deaths"),
            (book(&row(1, &[("A", "x")]).replace("A1", "A2000000")), Some("Deaths"), "rows"),
        ] {
            let error = xlsx::rows(file(&content), sheet).err().expect("an error").to_string();
            assert!(error.contains(told), "{error}");
        }
    }
}
