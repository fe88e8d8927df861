// The playground: GraphiQL with claimbase's key field, example tabs, shared links and files.
import { currentKey, onKey, useKey } from './key.js';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { explorerPlugin } from '@graphiql/plugin-explorer';
import { ToolbarButton, tryParseJSONC, useGraphiQL } from '@graphiql/react';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { Kind, parse } from 'graphql';
import { createClient } from 'graphql-ws';
import { useEffect, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import 'graphiql/style.css';
import '@graphiql/plugin-explorer/style.css';
import './playground.css';

const ENDPOINT = '/graphql';
const base = new URL('.', import.meta.url);
const WORKERS = { json: 'json.worker.js', graphql: 'graphql.worker.js' };

globalThis.MonacoEnvironment = {
  getWorker: (_id, label) =>
    new Worker(new URL(WORKERS[label] ?? 'editor.worker.js', base), { type: 'module' }),
};

const bearer = () => (currentKey() ? { authorization: `Bearer ${currentKey()}` } : {});

/** Sends a request with the key, and says what came back where it is not JSON. */
async function send(url, init) {
  const response = await fetch(url, { ...init, headers: { ...init.headers, ...bearer() } });
  if (/[/+]json\b/.test(response.headers.get('content-type') ?? '')) return response;
  const text = (await response.text()).slice(0, 500);
  throw new Error(`the server answered ${response.status} ${response.statusText}: ${text}`);
}

const socketUrl = new URL(ENDPOINT, location.href);
socketUrl.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';

const fetchOperation = createGraphiQLFetcher({
  url: ENDPOINT,
  fetch: send,
  enableIncrementalDelivery: false,
  // Connects at the first subscription, and reads the key anew for each connection.
  wsClient: createClient({ url: socketUrl.href, connectionParams: bearer }),
});

/**
 * Sends an operation under the name it has in this very text: just after a change of tabs, GraphiQL
 * still holds the name and the syntax tree of the tab before, and would send those.
 */
function fetcher(params, options) {
  let documentAST;
  try {
    documentAST = parse(params.query);
  } catch {
    return fetchOperation({ ...params, operationName: undefined }, options);
  }
  const operationName = nameIn(documentAST, params.operationName);
  return fetchOperation({ ...params, operationName }, { ...options, documentAST });
}

/** The wanted operation if the document has it, else its only one. */
function nameIn(documentAST, wanted) {
  const names = documentAST.definitions
    .filter(({ kind }) => kind === Kind.OPERATION_DEFINITION)
    .map(({ name }) => name?.value);
  return names.includes(wanted) ? wanted : names.length === 1 ? names[0] : undefined;
}

/**
 * Local storage under a prefix of our own: another GraphiQL served from the same host and port, as
 * happens on 127.0.0.1, would otherwise lend us its tabs.
 */
function ownStorage() {
  const prefix = 'claimbase:';
  try {
    const storage = window.localStorage;
    const keys = () => Object.keys(storage).filter((name) => name.startsWith(prefix));
    return {
      getItem: (name) => storage.getItem(prefix + name),
      setItem: (name, value) => storage.setItem(prefix + name, value),
      removeItem: (name) => storage.removeItem(prefix + name),
      clear: () => keys().forEach((name) => storage.removeItem(name)),
      get length() {
        return keys().length;
      },
    };
  } catch {
    return null; // the browser forbids storage: GraphiQL then forgets its tabs
  }
}

async function loadExamples() {
  const names = JSON.parse(document.getElementById('examples').textContent);
  return Promise.all(
    names.map(async (name) => {
      const response = await fetch(new URL(`examples/${name}`, base));
      if (!response.ok) throw new Error(`the example ${name} answered ${response.status}`);
      return { query: await response.text() };
    }),
  );
}

/** The operation that the address shares by `?query=&variables=`; null where it shares none. */
function sharedOperation() {
  const parameters = new URLSearchParams(location.search);
  const query = parameters.get('query');
  return query === null ? null : { query, variables: parameters.get('variables') ?? '' };
}

/** A field for the key, not bound to React state: React would copy it into the page's HTML. */
function KeyField() {
  const input = useRef(null);
  useEffect(() => {
    const show = (key) => {
      if (input.current.value.trim() !== key) input.current.value = key;
    };
    show(currentKey());
    return onKey(show);
  }, []);
  return (
    <label className="playground-key" title="Sent as Authorization: Bearer. Forgotten when the page closes.">
      Key
      <input
        ref={input}
        type="password"
        name="api-key"
        placeholder="to write"
        autoComplete="off"
        spellCheck="false"
        data-1p-ignore=""
        data-lpignore="true"
        onInput={(event) => useKey(event.target.value)}
      />
    </label>
  );
}

/** What came of a click, to be read for a while: a tooltip is gone by then. */
function useStatus() {
  const [status, setStatus] = useState('');
  const timer = useRef(undefined);
  const tell = (text) => {
    clearTimeout(timer.current);
    setStatus(text);
    timer.current = setTimeout(() => setStatus(''), 6000);
  };
  return [status, tell];
}

const editors = ({ queryEditor, variableEditor, responseEditor, operationName }) => ({
  queryEditor,
  variableEditor,
  responseEditor,
  operationName,
});

/** A button of ours among GraphiQL's own. */
function Tool({ onClick, label, strokes }) {
  return (
    <ToolbarButton onClick={onClick} label={label}>
      <svg className="graphiql-toolbar-icon" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
        <path d={strokes} />
      </svg>
    </ToolbarButton>
  );
}

const LINK =
  'M6.5 9.5l3-3M7 4.5l1.5-1.5a3 3 0 0 1 4.5 4.5L11.5 9M9 11.5l-1.5 1.5A3 3 0 0 1 3 8.5L4.5 7';
const TABLE = 'M2.5 3h11v6M2.5 3v10h6M2.5 6.5h11M2.5 10h6M6.5 3v10M12 10v4.5M10 12.5l2 2 2-2';

/** Copies an address that opens this query and its variables for somebody else, without the key. */
function ShareButton({ tell }) {
  const { queryEditor, variableEditor } = useGraphiQL(editors);
  const share = async () => {
    const link = new URL(location.pathname, location.origin);
    link.searchParams.set('query', queryEditor.getValue());
    const variables = variableEditor?.getValue().trim();
    if (variables) link.searchParams.set('variables', variables);
    try {
      await navigator.clipboard.writeText(link.href);
      tell('The link is copied.');
    } catch {
      tell('The browser did not allow copying.');
    }
  };
  return <Tool onClick={share} label="Copy a link to this query" strokes={LINK} />;
}

function readVariables(text) {
  try {
    return tryParseJSONC(text);
  } catch (error) {
    throw new Error(`Variables ${error.message}`);
  }
}

/** Saves what the browser was sent under the name that the server gave it. */
async function saveFile(response) {
  const disposition = response.headers.get('content-disposition') ?? '';
  const link = document.createElement('a');
  link.download = /filename="([^"]+)"/.exec(disposition)?.[1] ?? 'rows.csv';
  link.href = URL.createObjectURL(await response.blob());
  link.click();
  // The browser reads it once the click was handled.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  return link.download;
}

/** Saves the list that the query asks for as a table; why it is none stands in the response pane. */
function CsvButton({ tell }) {
  const { queryEditor, variableEditor, responseEditor, operationName } = useGraphiQL(editors);
  const ask = async () => {
    const query = queryEditor.getValue();
    const variables = readVariables(variableEditor?.getValue());
    let name;
    try {
      name = nameIn(parse(query), operationName);
    } catch {
      // The server says what is wrong with the text.
    }
    return fetch(`${ENDPOINT}?format=csv&bom=1`, {
      method: 'POST',
      headers: { accept: 'text/csv', 'content-type': 'application/json', ...bearer() },
      body: JSON.stringify({ query, variables, operationName: name }),
    });
  };
  const save = async () => {
    tell('Asking …');
    try {
      const response = await ask();
      if (!response.ok) {
        responseEditor.setValue(JSON.stringify(await response.json(), null, 2));
        return tell('There is no file: the response says why.');
      }
      const file = await saveFile(response);
      const more = response.headers.get('x-has-next-page') === 'true';
      tell(more ? `Saved ${file}: one page, after which there are more.` : `Saved ${file}.`);
    } catch (error) {
      responseEditor.setValue(error.message);
      tell('There is no file: the response says why.');
    }
  };
  return <Tool onClick={save} label="Save the list as CSV" strokes={TABLE} />;
}

function Playground({ examples, shared }) {
  const [status, tell] = useStatus();
  return (
    <>
      <GraphiQL
        fetcher={fetcher}
        storage={storage}
        plugins={plugins}
        defaultTabs={shared ? [shared, ...examples] : examples}
        initialQuery={shared?.query}
        initialVariables={shared?.variables}
        shouldPersistHeaders={false}
        // The history keeps the headers of each run in local storage: with no headers editor there
        // is nothing to keep, and the key has its own field.
        isHeadersEditorEnabled={false}
        schemaDescription
      >
        <GraphiQL.Logo>
          <KeyField />
          <a className="playground-name" href="/">
            claimbase
          </a>
        </GraphiQL.Logo>
        <GraphiQL.Toolbar>
          {({ prettify, copy, merge }) => (
            <>
              {prettify}
              {merge}
              {copy}
              <ShareButton tell={tell} />
              <CsvButton tell={tell} />
            </>
          )}
        </GraphiQL.Toolbar>
      </GraphiQL>
      <p className="playground-status" role="status">
        {status}
      </p>
    </>
  );
}

const storage = ownStorage();
const plugins = [HISTORY_PLUGIN, explorerPlugin({ showAttribution: false })];
const app = document.getElementById('app');
try {
  const examples = await loadExamples();
  createRoot(app).render(<Playground examples={examples} shared={sharedOperation()} />);
} catch (error) {
  app.firstElementChild.textContent = `The playground could not start: ${error.message}`;
}
