// What the compiler refuses. Each mark says that the next line must be an error: without one, `tsc`
// fails, so these stay true.
import { connect } from './client.js';
import { graphql } from './gql/gql.js';

const DOCUMENT = graphql(`
  query Mistakes($slug: String!) {
    statistic(slug: $slug) {
      title
      event { start }
      comparison { verdict range { low high } }
    }
  }
`);

export async function mistakes(): Promise<void> {
  const ask = connect('http://127.0.0.1:8080');
  // @ts-expect-error: the variable is not optional
  await ask(DOCUMENT);
  // @ts-expect-error: its name is slug
  await ask(DOCUMENT, { slag: 'iran-2018-arrested' });
  const { statistic } = await ask(DOCUMENT, { slug: 'iran-2018-arrested' });
  // @ts-expect-error: an unknown slug is answered with null
  statistic.title;
  if (statistic === null) return;
  // @ts-expect-error: not asked for
  statistic.slug;
  // @ts-expect-error: no such verdict
  if (statistic.comparison.verdict === 'DISPUTED') return;
  // @ts-expect-error: without a number there is no range
  statistic.comparison.range.low;
  // @ts-expect-error: an open bound is null
  (statistic.comparison.range?.high ?? null) satisfies number;
  // @ts-expect-error: a date is a string, and null where nobody knows it
  statistic.event?.start satisfies number;
}
