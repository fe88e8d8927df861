//! Agents: adding, changing, listing.

use crate::support::both;

both! {
    async fn an_agent_is_recorded_once_and_says_so(app) {
        let add = r#"mutation { addAgent(input: {name: "Reuters", kind: NEWS_AGENCY}) { isNew agent { id slug revision } userErrors { code } } }"#;
        let first = app.data(add).await;
        assert_eq!(first["addAgent"]["isNew"], true);
        assert_eq!(first["addAgent"]["agent"]["slug"], "reuters");
        let second = app.data(add).await;
        assert_eq!(second["addAgent"]["isNew"], false);
        assert_eq!(second["addAgent"]["agent"], first["addAgent"]["agent"]);
    }

    async fn pages_of_agents_meet_without_gap_or_overlap(app) {
        for name in ["Delta", "Alpha", "Charlie", "Bravo", "Echo"] {
            app.data(&format!(r#"mutation {{ addAgent(input: {{name: "{name}", kind: PERSON}}) {{ isNew }} }}"#)).await;
        }
        for (forward, expected) in [
            (true, ["Alpha", "Bravo", "Charlie", "Delta", "Echo"]),
            (false, ["Echo", "Delta", "Charlie", "Bravo", "Alpha"]),
        ] {
            let mut seen = Vec::new();
            let mut cursor = "null".to_owned();
            loop {
                let page = if forward { format!("first: 2, after: {cursor}") } else { format!("last: 2, before: {cursor}") };
                let got = app.data(&format!("{{ agents({page}, orderBy: {{field: NAME}}) {{ totalCount nodes {{ name }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}")).await;
                let page = &got["agents"];
                assert_eq!(page["totalCount"], 5);
                let mut names: Vec<String> = page["nodes"].as_array().expect("nodes").iter().map(|node| node["name"].as_str().expect("name").to_owned()).collect();
                if !forward { names.reverse(); }
                seen.extend(names);
                let (more, next) = if forward { ("hasNextPage", "endCursor") } else { ("hasPreviousPage", "startCursor") };
                if page["pageInfo"][more] == false { break; }
                cursor = page["pageInfo"][next].to_string();
            }
            assert_eq!(seen, expected);
        }
    }

    async fn agents_are_found_by_their_parents(app) {
        app.data(r#"mutation { a: addAgent(input: {name: "Ministry", kind: GOVERNMENT_BODY}) { isNew } b: addAgent(input: {name: "Police", kind: GOVERNMENT_BODY, parent: {slug: "ministry"}}) { isNew } }"#).await;
        let query = r#"{ agents(filter: {parent: {slug: {eq: "ministry"}}, not: {name: {contains: "x"}}}) { nodes { name parent { name } } } }"#;
        let got = app.data(query).await;
        assert_eq!(got["agents"]["nodes"].to_string(), r#"[{"name":"Police","parent":{"name":"Ministry"}}]"#);
        assert_eq!(app.cost(query).await, 2);
    }

    async fn an_answer_keeps_the_order_of_the_question(app) {
        app.data(r#"mutation { a: addAgent(input: {name: "Ministry", kind: GOVERNMENT_BODY}) { isNew } b: addAgent(input: {name: "Police", kind: GOVERNMENT_BODY, parent: {slug: "ministry"}}) { isNew } }"#).await;
        let schema = claimbase::graphql::schema(claimbase::graphql::limits::Limits::default());
        let parent = r#"parent: {slug: "ministry", name: "Ministry"}"#;
        let cases = [
            // As most ask, in fragments, and in parts that are one answer.
            ("parent { slug name } kind slug", format!("{{{parent}, kind: GOVERNMENT_BODY, slug: \"police\"}}")),
            ("called: name parent { slug name } __typename", format!("{{called: \"Police\", {parent}, __typename: \"Agent\"}}")),
            ("parent { ...names } ...names", format!("{{{parent}, slug: \"police\", name: \"Police\"}}")),
            ("... on Agent { name } parent { slug name }", format!("{{name: \"Police\", {parent}}}")),
            ("parent { slug } slug parent { name } slug", format!("{{{parent}, slug: \"police\"}}")),
            ("parent @include(if: true) { slug name } name @skip(if: true)", format!("{{{parent}}}")),
        ];
        for (fields, expected) in cases {
            let fragment = if fields.contains("...names") { "fragment names on Agent { slug name }" } else { "" };
            let query = format!(r#"query {{ agents(first: 9, filter: {{slug: {{eq: "police"}}}}) {{ nodes {{ {fields} }} }} }} {fragment}"#);
            let request = async_graphql::Request::new(query);
            let request = claimbase::graphql::prepare(request, app.session.clone(), None);
            let answer = claimbase::graphql::execute(&schema, request).await;
            assert_eq!(answer.data.to_string(), format!("{{agents: {{nodes: [{expected}]}}}}"), "{fields}: {:?}", answer.errors);
        }
    }
}
