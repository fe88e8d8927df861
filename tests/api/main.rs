//! Requests in, JSON out, over a real database: every test runs on SQLite and on PostgreSQL.

mod again;
mod agent;
#[path = "../support/alike.rs"]
#[expect(dead_code, reason = "exports are compared with more than an export holds")]
mod alike;
mod assessment;
mod attribution;
mod candidate;
mod changes;
mod citation;
mod claim;
mod comparison;
mod corpus;
mod corroboration;
mod curate;
mod date;
mod demo;
mod derivation;
mod doctor;
mod event;
mod facet;
mod files;
mod finding;
mod form;
mod headline;
mod history;
mod import;
mod import_claimreview;
mod import_corpus;
mod import_csv;
mod import_references;
mod import_set;
mod import_xlsx;
mod jsonl;
mod key;
mod known_at;
mod likely;
mod link;
#[path = "../support/march.rs"]
mod march;
mod measure;
mod merge;
mod outcome;
mod page;
mod place;
#[path = "../support/plain.rs"]
#[expect(dead_code, reason = "agents are added by the API")]
mod plain;
mod provenance;
mod reconcile;
mod record;
mod relation;
mod retract;
mod revert;
mod rows;
mod rules;
mod search;
mod seed;
mod source;
mod statistic;
mod stats;
mod strelsau;
mod summary;
mod support;
mod tale;
mod timeline;
mod views;
mod watch;
mod work;
