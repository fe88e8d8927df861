// A request whose variables and answer have the types that were generated for its document.
import type { TypedDocumentString } from './gql/graphql.js';

/** Whatever went wrong with a request, with the code that docs/api.md explains. */
export class RequestFailed extends Error {
  constructor(
    message: string,
    readonly code: string | undefined,
  ) {
    super(message);
  }
}

type Answer<Result> = {
  data?: Result | null;
  errors?: { message: string; extensions?: { code?: string } }[];
};

export function connect(base: string, key?: string) {
  return async function ask<Result, Variables>(
    document: TypedDocumentString<Result, Variables>,
    ...[variables]: Variables extends Record<string, never> ? [] : [Variables]
  ): Promise<Result> {
    const response = await fetch(new URL('/graphql', base), {
      method: 'POST',
      headers: {
        accept: 'application/graphql-response+json',
        'content-type': 'application/json',
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify({ query: document.toString(), variables }),
    });
    const { data, errors } = (await response.json()) as Answer<Result>;
    const first = errors?.[0];
    if (first !== undefined || data == null) {
      throw new RequestFailed(first?.message ?? `answered ${response.status}`, first?.extensions?.code);
    }
    return data;
  };
}
