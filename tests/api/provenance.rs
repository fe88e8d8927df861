//! Where a claim comes from, down to the roots.

use serde_json::{Value, json};

use crate::{corpus, support::both};

const FIELDS: &str = "provenance { nodes { isRoot isCircular attribution { id quote { exact } } source { title } origins { label known } }
    edges { from to derivation { kind confirmation } } }";

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

both! {
    async fn a_claim_is_followed_down_to_its_roots(app) {
        corpus::import(&app).await;
        let claim = corpus::claim(&app, "iran-2018-arrested", "450").await;
        let data = app.data(&format!(r#"{{ claim(id: "{claim}") {{ {FIELDS} }} }}"#)).await;
        let found = &data["claim"]["provenance"];
        let (nodes, edges) = (list(&found["nodes"]), list(&found["edges"]));
        assert_eq!((nodes.len(), edges.len()), (4, 3), "three attributions, and the one they take it from: {found:#}");
        assert!(edges.iter().all(|edge| edge["to"] == 3 && edge["derivation"]["confirmation"] == "CONFIRMED"));
        let roots: Vec<&Value> = nodes.iter().filter(|node| node["isRoot"] == true).collect();
        assert_eq!(roots.len(), 1);
        assert!(nodes.iter().all(|node| node["isCircular"] == false));
        let origins = |node: &Value| node["origins"].clone();
        assert!(nodes[..3].iter().all(|node| origins(node) == origins(roots[0])), "{found:#}");
    }

    async fn a_ring_is_told_and_ends(app) {
        corpus::import(&app).await;
        let claim = corpus::claim(&app, "iran-2018-arrested", "4,534").await;
        let mut ids = Vec::new();
        for name in ["one", "two"] {
            let input = json!({"claim": claim, "attribution": {"source": {"new": {"title": name, "url": format!("https://example.org/{name}"), "kind": "ARTICLE"}}}});
            let got = app.run_with("mutation($input: AttributeClaimInput!) { attributeClaim(input: $input) { attribution { id } userErrors { message } } }", json!({"input": input})).await;
            ids.push(got["data"]["attributeClaim"]["attribution"]["id"].as_str().unwrap_or_else(|| panic!("{got:#}")).to_owned());
        }
        for (from, to) in [(0, 1), (1, 0)] {
            let got = app.data(&format!(r#"mutation {{ deriveAttribution(input: {{attribution: "{}", parentAttribution: "{}", kind: RELAYS}}) {{ derivation {{ confirmation }} userErrors {{ message path }} }} }}"#, ids[from], ids[to])).await;
            assert_eq!(got["deriveAttribution"]["derivation"]["confirmation"], "CONFIRMED", "{got:#}");
        }
        let data = app.data(&format!(r#"{{ claim(id: "{claim}") {{ {FIELDS} corroboration {{ origins {{ min max }} }} }} }}"#)).await;
        let nodes = list(&data["claim"]["provenance"]["nodes"]);
        assert_eq!(nodes.iter().filter(|node| node["isCircular"] == true).count(), 2);
        assert_eq!(data["claim"]["corroboration"]["origins"]["max"], 2);
    }
}
