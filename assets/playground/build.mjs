// Bundles the playground into dist/: gzipped files that the server sends as they are.
import { build } from 'esbuild';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';

const root = import.meta.dirname;
const out = join(root, 'dist');

/**
 * Titles tabs in words: GraphiQL shows an operation's name, `WhoSaysWhat`, as its tab's title and
 * has no setting for it.
 */
const tabTitles = {
  name: 'tab-titles',
  setup({ onLoad }) {
    onLoad({ filter: /@graphiql\/react\/dist\/utility\/tabs\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const parts = source.split(/title: (.+) \|\| DEFAULT_TITLE/);
      if (parts.length !== 7) {
        throw new Error(`${path} sets ${(parts.length - 1) / 2} tab titles where 3 were expected`);
      }
      const words = String.raw`
const inWords = (name) => name
  ?.replace(/([a-z0-9])([A-Z])/g, '$1 $2')
  .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
  .replace(/ [A-Z](?![A-Z])/g, (start) => start.toLowerCase());`;
      const [a, one, b, two, c, three, d] = parts;
      const title = (name) => `title: inWords(${name}) || DEFAULT_TITLE`;
      return { contents: a + title(one) + b + title(two) + c + title(three) + d + words };
    });
  },
};

const { metafile, outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: {
    app: 'main.jsx',
    'editor.worker': 'monaco-editor/esm/vs/editor/editor.worker.js',
    'json.worker': 'monaco-editor/esm/vs/language/json/json.worker.js',
    'graphql.worker': 'monaco-graphql/esm/graphql.worker.js',
  },
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  outdir: out,
  write: false,
  metafile: true,
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
  // Wanted by a dependency that also works without it.
  alias: { '@emotion/is-prop-valid': './empty.mjs' },
  loader: { '.ttf': 'file' },
  assetNames: '[name]',
  legalComments: 'external',
  banner: { js: '/*! Licences: LICENSES.txt */', css: '/*! Licences: LICENSES.txt */' },
  plugins: [tabTitles],
});

/** The licence of every package whose code is in the bundle, then the notices inside that code. */
async function licences() {
  const packages = new Set();
  for (const [output, { inputs }] of Object.entries(metafile.outputs)) {
    if (output.endsWith('.txt')) continue;
    for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
      const found = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input);
      if (found && bytesInOutput > 0) packages.add(found[0]);
    }
  }
  const sections = [];
  for (const folder of [...packages].sort()) {
    const about = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
    const files = (await readdir(join(root, folder)))
      .filter((name) => /^(licen[cs]e|notice|copying|thirdpartynotices)/i.test(name))
      .sort();
    const texts = await Promise.all(
      files.map(async (name) => (await readFile(join(root, folder, name), 'utf8')).trim()),
    );
    const licence = typeof about.license === 'string' ? about.license : 'see below';
    sections.push([`${about.name} ${about.version} (${licence})`, ...texts].join('\n\n'));
  }
  const firaCode = await readFile(join(root, 'node_modules/@fontsource/fira-code/LICENSE'), 'utf8');
  sections.push(`Fonts inside app.css

Fira Code, SIL Open Font License 1.1, below.
Roboto, Copyright Google, Apache License 2.0, the text of which stands under react-aria.
codicon, Copyright Microsoft, Creative Commons Attribution 4.0, https://github.com/microsoft/vscode-codicons.

${firaCode.trim()}`);
  const notices = outputFiles
    .filter(({ path }) => path.endsWith('.LEGAL.txt'))
    .map(({ path, text }) => `Notices in ${basename(path, '.LEGAL.txt')}\n\n${text.trim()}`);
  const rule = `\n\n${'='.repeat(80)}\n\n`;
  const title = 'The playground is built from these packages, under these licences.';
  return `${[title, ...sections, ...notices].join(rule)}\n`;
}

/** The same bytes on every machine: no time, and "unknown" as the system it was made on. */
function gzip(contents) {
  const zipped = gzipSync(contents, { level: 9 });
  zipped[9] = 255;
  return zipped;
}

await rm(out, { recursive: true, force: true });
await mkdir(out);
const files = new Map([['LICENSES.txt', Buffer.from(await licences())]]);
for (const { path, contents } of outputFiles) {
  if (!path.endsWith('.LEGAL.txt')) files.set(basename(path), contents);
}
for (const [name, contents] of [...files].sort()) {
  const zipped = gzip(contents);
  await writeFile(join(out, `${name}.gz`), zipped);
  console.log(`${name}.gz  ${zipped.length} bytes (${contents.length} before)`);
}
