// What a Relay application asks: the compiler reads these, and run.mjs sends what it makes of them.
import { graphql } from 'relay-runtime';

export const claim = graphql`
  fragment App_claim on Claim {
    id
    text
    asOf
    quantity { text qualifier value }
  }
`;

export const claims = graphql`
  fragment App_claims on Statistic
  @argumentDefinitions(first: { type: "Int", defaultValue: 3 }, after: { type: "String" })
  @refetchable(queryName: "AppClaimsPageQuery") {
    claims(first: $first, after: $after) @connection(key: "App_claims") {
      edges { node { ...App_claim @relay(mask: false) } }
      totalCount
    }
  }
`;

export const query = graphql`
  query AppStatisticQuery($slug: String!) {
    statistic(slug: $slug) {
      id
      title
      ...App_claims
    }
  }
`;

export const list = graphql`
  query AppAgentsQuery($connections: Int = 5, $after: String) {
    agents(first: $connections, after: $after) @connection(key: "App_agents") {
      edges { node { id name } }
    }
  }
`;

export const node = graphql`
  query AppNodeQuery($id: ID!) {
    node(id: $id) {
      __typename
      ... on Agent { name }
    }
  }
`;

export const add = graphql`
  mutation AppAddMutation($input: AddAgentInput!, $connections: [ID!]!) {
    addAgent(input: $input) {
      agent @appendNode(connections: $connections, edgeTypeName: "AgentEdge") { id name }
      isNew
      userErrors { code message path }
    }
  }
`;

export const changes = graphql`
  subscription AppChangesSubscription($kinds: [RecordKind!]) {
    changes(kinds: $kinds) {
      kind
      record { id ... on Agent { name } }
    }
  }
`;
