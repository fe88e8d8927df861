//! `claimbase query`: runs GraphQL in this process, without a server.

mod variables;

use std::path::{Path, PathBuf};

use async_graphql::{
    Request, Response, Value,
    parser::types::{ExecutableDocument, OperationType},
};
use clap::ValueEnum;

use super::{
    database::{self, Want},
    flags::{DATABASE, Flags},
    output::{Exit, Outcome, Stop, print, print_json, say},
    session,
};
use crate::{
    app::summary,
    config::Config,
    graphql::{self, limits::Limits, table::Table},
};

/// Run a GraphQL document in this process, without a server, and print the answer.
///
/// Nobody needs a key to it: who can read the database file may run everything, changes too.
#[derive(clap::Args)]
pub struct Query {
    /// The file with the document; - is stdin.
    file: PathBuf,

    /// A variable of the document, as name=value; a list or an input object is written as JSON. May be given several times.
    #[arg(long = "var", value_name = "NAME=VALUE")]
    variables: Vec<String>,

    /// Which operation to run, when the document has several.
    #[arg(long, value_name = "NAME")]
    operation: Option<String>,

    /// json is the answer as a server gives it; csv is the one list in it, a line for each of its items, with columns named like agent.name.
    #[arg(long, value_enum, default_value = "json")]
    format: Format,

    #[command(flatten)]
    pub(super) flags: Flags<DATABASE>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Json,
    Csv,
}

impl Query {
    /// Runs it.
    pub async fn run(self, config: Config) -> Outcome {
        let Self { file, variables, operation, format, flags: _ } = self;
        let text = read(&file)?;
        let document = async_graphql::parser::parse_query(&text)
            .map_err(|error| Stop::failed(format!("{}: {error}", file.display())))?;
        let changes = document
            .operations
            .iter()
            .any(|(_, operation)| operation.node.ty == OperationType::Mutation);
        let variables =
            variables::read(&document, operation.as_deref(), &variables).map_err(Stop::usage)?;
        variables::must_be_given(&document, operation.as_deref(), &variables)
            .map_err(Stop::usage)?;
        let mut request = Request::new(text).variables(variables);
        request.operation_name.clone_from(&operation);

        let db = database::open(&config.database.value, Want::Ready).await?;
        let session = session::program(db.clone())?;
        let limits = Limits {
            cost: config.max_cost.value,
            depth: config.max_depth.value,
            ..Limits::default()
        };
        let schema = graphql::schema(limits);
        let request = graphql::prepare(request, session.clone(), None);
        let response = graphql::execute(&schema, request).await;
        if changes {
            // A server does it after its answer; here there may be none.
            summary::refresh(&session).await?;
        }
        db.close().await?;
        show(&response, format, &document, operation.as_deref())?;
        Ok(if complain(&response) { Exit::Failed } else { Exit::Done })
    }
}

fn read(file: &Path) -> Result<String, Stop> {
    let name = file.display();
    let text = if file == Path::new("-") {
        std::io::read_to_string(std::io::stdin())
    } else {
        std::fs::read_to_string(file)
    };
    text.map_err(|error| Stop::failed(format!("cannot read {name}: {error}")))
}

fn show(
    response: &Response,
    format: Format,
    document: &ExecutableDocument,
    operation: Option<&str>,
) -> Result<(), Stop> {
    match format {
        Format::Json => print_json(response),
        Format::Csv if response.is_err() => Ok(()),
        Format::Csv => {
            let table = Table::of(document, operation).map_err(Stop::failed)?;
            if table.len(&response.data) == 0 {
                say("note: the list is empty");
            }
            if table.page(&response.data).is_some_and(|page| page.more) {
                say("note: the list goes on: there is a next page");
            }
            print(&table.write(&response.data)?)
        }
    }
}

/// Says on stderr what went wrong; whether anything did.
fn complain(response: &Response) -> bool {
    for error in &response.errors {
        say(&format!("error: {}", error.message));
    }
    let refused = user_errors(&response.data);
    for message in &refused {
        say(&format!("error: {message}"));
    }
    response.is_err() || !refused.is_empty()
}

/// What the payloads of mutations refused.
fn user_errors(data: &Value) -> Vec<String> {
    let Value::Object(fields) = data else { return Vec::new() };
    let mut messages = Vec::new();
    for payload in fields.values() {
        let Value::Object(payload) = payload else { continue };
        let Some(Value::List(errors)) = payload.get("userErrors") else { continue };
        messages.extend(errors.iter().map(|error| match error {
            Value::Object(error) => match error.get("message") {
                Some(Value::String(message)) => message.clone(),
                _ => "the change was refused: ask for userErrors { message }".to_owned(),
            },
            other => other.to_string(),
        }));
    }
    messages
}
