// Who says how many, and whether they agree: node build/main.js http://127.0.0.1:8080 iran-2018-arrested
import { connect } from './client.js';
import { graphql } from './gql/gql.js';

const WHO_SAYS_WHAT = graphql(`
  query WhoSaysWhat($slug: String!, $lexicon: Lexicon! = CLAIMBASE_1) {
    statistic(slug: $slug) {
      title
      unit
      comparison(lexicon: $lexicon) {
        verdict
        summary
        positions {
          origin { label known }
          claim { quantity { text } }
          reading { low high }
          asOf
          attributionCount
        }
      }
    }
  }
`);

/** The compiler has this look at both ends: an open one is null, and null is not 0. */
function interval({ low, high }: { low: number | null; high: number | null }): string {
  if (low === high) return low === null ? 'no number' : `${low}`;
  return `${low ?? 'open'} to ${high ?? 'open'}`;
}

const [base, slug] = process.argv.slice(2);
if (base === undefined || slug === undefined) {
  console.error('usage: node build/main.js BASE_URL SLUG');
  process.exit(2);
}
const ask = connect(base);
const { statistic } = await ask(WHO_SAYS_WHAT, { slug });
if (statistic === null) {
  console.error(`no statistic is called ${slug}`);
  process.exit(1);
}
console.log(`${statistic.title}: ${statistic.comparison.summary}`);
for (const { origin, claim, reading, attributionCount } of statistic.comparison.positions) {
  const who = origin.known ? origin.label : 'unknown';
  console.log(`${who}\t${claim.quantity?.text ?? ''}\t${interval(reading)}\t${attributionCount}`);
}
