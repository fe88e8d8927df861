// Draws who says how many from the rows of a statistic. The server and the statistic stand in the
// address of the page: index.html?server=http://127.0.0.1:8080&slug=iran-2018-arrested
const { d3, Plot } = globalThis;

const asked = new URLSearchParams(location.search);
const server = asked.get('server') ?? 'http://127.0.0.1:8080';
const slug = asked.get('slug') ?? 'iran-2018-arrested';

/** A row of the picture for each figure of each voice, the lowest first. */
function figures(rows) {
  const said = rows.filter((row) => row.stance === 'ASSERTS' && row.qualifier !== 'NONE');
  const groups = d3.groups(said, ({ origin, claim_id }) => `${origin} ${claim_id}`);
  return groups
    .map(([key, [row, ...others]]) => ({
      ...row,
      key,
      places: 1 + others.length,
      // "As many as 3,700" is read as from 0, which nobody said: below it is open.
      openBelow: row.low === null && !(row.reading_low > 0),
      openAbove: row.reading_high === null,
    }))
    .sort((a, b) => d3.ascending(a.value ?? a.low, b.value ?? b.low) || d3.ascending(a.origin, b.origin));
}

function picture(list) {
  const one = (row) => row.reading_low === row.reading_high;
  const range = (row) => !one(row) && !row.openBelow && !row.openAbove;
  const labels = new Map(list.map(({ key, origin, text }) => [key, `${origin}: ${text}`]));
  const title = ({ text, origin, places }) => `${origin}: ${text}, in ${places} place${places === 1 ? '' : 's'}`;
  // An arrow has a length on the screen and no end on the scale: nobody said how far it goes.
  const arrow = { y: 'key', length: 30, anchor: 'start', strokeWidth: 2, title };
  return Plot.plot({
    ariaLabel: 'Who says how many: a row for each figure, an arrow where nobody said how far',
    width: 900,
    height: 80 + 26 * list.length,
    marginLeft: 400,
    style: { fontSize: '13px' },
    marginRight: 50,
    marginBottom: 50,
    x: { label: list[0]?.unit ?? null, grid: true, zero: true, nice: true, tickFormat: ',d' },
    y: { label: null, domain: list.map(({ key }) => key), tickFormat: (key) => labels.get(key) },
    marks: [
      Plot.ruleY(list.filter(range), {
        y: 'key', x1: 'reading_low', x2: 'reading_high', strokeWidth: 6, stroke: '#0072b2', title, className: 'range',
      }),
      Plot.vectorX(list.filter((row) => row.openAbove), {
        ...arrow, x: 'reading_low', rotate: 90, stroke: '#d55e00', className: 'above',
      }),
      Plot.vectorX(list.filter((row) => row.openBelow), {
        ...arrow, x: 'reading_high', rotate: -90, stroke: '#d55e00', className: 'below',
      }),
      Plot.dot(list.filter(one), {
        y: 'key', x: 'value', r: 5, fill: 'black', title, className: 'one',
      }),
    ],
  });
}

const told = document.getElementById('told');
try {
  const response = await fetch(`${server}/statistics/${encodeURIComponent(slug)}.json`);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  const rows = await response.json();
  const list = figures(rows);
  document.getElementById('picture').append(picture(list));
  told.textContent = `${list.length} figures from ${rows.length} places`;
} catch (error) {
  told.textContent = `The rows of ${slug} could not be read from ${server}: ${error.message}`;
}
