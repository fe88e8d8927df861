//! The answer for one statistic.

use serde_json::json;

use crate::{
    corpus,
    support::both,
};

both! {
    async fn the_arrested_of_2018_are_contested(app) {
        corpus::import(&app).await;
        let data = app.data(r#"{ statistic(slug: "iran-2018-arrested") { comparison {
            verdict summary lexicon range { low high } spread median origins { min max }
            positions { origin { known label agent { slug } } claim { quantity { text } } reading { low high soft }
                asOf attributionCount sourceCount publisherCount }
            agreement { low high twoSided supporters of }
            conflicts { totalCount nodes { verdict code reason gap ratio a { quantity { text } } b { quantity { text } } } }
            revisions { totalCount nodes { verdict code reason } }
            unlike { totalCount nodes { code claim { quantity { text } statistic { slug } } } }
            findings { code }
        } } }"#).await;
        println!("{data:#}");
        let found = &data["statistic"]["comparison"];
        assert_eq!(found["verdict"], "CONTESTED");
        assert_eq!(found["lexicon"], json!("CLAIMBASE_1"));
    }
}
