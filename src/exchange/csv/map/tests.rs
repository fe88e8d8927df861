//! Maps as they are read, written and set by hand.

use super::*;

const MAP: &str = "\
delimiter = \"semicolon\"
date_order = \"DMY\"
new_agents = \"PERSON\"
new_publishers = \"NEWS_OUTLET\"
new_places = \"CITY\"
event = \"march\"
agent = { column = \"Said by\" }
source_url = { column = \"Link\" }

[[claim]]
measure = \"people-killed\"
quantity = { column = \"Killed\" }

[[claim]]
measure = \"people-arrested\"
low = { column = \"Arrested, \\\"low\\\"\" }
high = { column = \"Arrested, high\" }
";

#[test]
fn a_map_is_read_as_it_is_written() {
    let map = Map::parse(MAP).expect("a map");
    assert_eq!(map.of_each_claim().len(), 2);
    assert_eq!(map.gaps(), Vec::<String>::new());
    assert_eq!(Map::parse(&map.to_toml()).expect("a map"), map);
    let plain = |text: &str| text.replace('\'', "\"");
    assert_eq!(plain(&map.to_toml()).lines().count(), MAP.lines().count());
}

#[test]
fn what_is_wrong_with_a_map_is_told() {
    for (text, told) in [
        ("measure = 3", "neither fixed nor a column"),
        ("measure = { columns = \"A\" }", "neither fixed nor a column"),
        ("mesure = \"a\"", "no key of a map"),
        ("\n=", "line 2"),
        ("delimiter = \"x\"", "comma, semicolon, tab or pipe"),
        ("date_order = \"YMD\"", "DMY or MDY"),
        ("new_places = \"TOWN\"", "CITY"),
        ("claim = 3", "[[claim]]"),
        ("[[claim]]\nnew_places = \"CITY\"", "no key of a map"),
    ] {
        let error = Map::parse(text).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error.contains(told), "{text}: {error}");
    }
}

#[test]
fn what_is_set_by_hand_goes_before_the_map() {
    let mut map = Map::parse(MAP).expect("a map");
    map.set("measure", "people-hurt").expect("a key");
    map.set_column("quantity", "Hurt").expect("a key");
    let hurt = From::Fixed("people-hurt".to_owned());
    assert!(map.of_each_claim().iter().all(|parts| parts[&Field::Measure] == hurt));
    assert!(map.set("colour", "red").is_err());
    let empty = Map::default().gaps().join("; ");
    assert!(empty.contains("no column holds a number") && empty.contains("where the claims"));
}
