//! A database of claims and statistics, with a GraphQL API.
