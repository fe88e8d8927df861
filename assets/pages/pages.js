// For whoever has a key, which is in the memory of this module alone: forms are sent as GraphQL, and
// links keep it. The server puts the constant `documents` in front: GraphQL, by name.

let key = '';
let viewer;

const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const headers = () => (key ? { Authorization: `Bearer ${key}` } : {});

/** An element with children; text never becomes HTML. */
function make(name, attributes, ...children) {
  const element = Object.assign(document.createElement(name), attributes);
  element.append(...children);
  return element;
}

async function graphql(name, variables) {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers() },
    // Without the gaps of fields left empty.
    body: JSON.stringify({ query: documents[name], variables }, (_, it) => it?.flat?.(0) ?? it),
  });
  return response.json();
}

/** Uses another key, or none, and shows the page as its holder sees it. */
async function useKey(next) {
  key = next.trim();
  const { data, errors } = await graphql('viewer').catch((error) => ({ errors: [error] }));
  viewer = data?.viewer;
  one('#key-problem').textContent = key && !viewer ? (errors?.[0].message ?? 'nobody has this key') : '';
  if (key && !viewer) key = '';
  else one('#key').open = false;
  await visit();
}

/** Takes a key from the address, and wipes it there. */
function keyFromAddress() {
  const given = new URLSearchParams(location.hash.slice(1)).get('key');
  if (given === null) return;
  history.replaceState(history.state, '', location.pathname + location.search);
  useKey(given);
}

/** Says who is there, and opens forms to them. */
function wake() {
  one('#key summary').textContent = viewer ? `${viewer.name}, ${viewer.role.toLowerCase()}` : 'I have a key';
  one('#key-forget').hidden = !viewer;
  for (const element of all('#key input, #key button')) element.disabled = false;
  for (const needs of all('.needs')) needs.hidden = Boolean(viewer);
  for (const button of all('form[data-mutation] button')) button.disabled = !viewer;
}

/** Shows a page, asked for with the key. */
async function visit(address = location.href) {
  const response = await fetch(address, { headers: headers() });
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const shown = response.url.split('#')[0] + new URL(address).hash;
  if (shown !== location.href) history.pushState(null, '', shown);
  document.title = page.title;
  one('#main').replaceWith(one('#main', page));
  wake();
}

/** Follows a link and keeps the key. */
async function follow(address) {
  await visit(address);
  const place = document.getElementById(location.hash.slice(1)) ?? one('h1');
  place.tabIndex = -1;
  place.focus();
}

/** Whether a field differs from how it came. */
const isChanged = ({ options, value, defaultValue }) =>
  options ? [...options].some((it) => it.selected !== it.defaultSelected) : value !== defaultValue;

/** Ids suggested for a field, by name. */
const suggested = new WeakMap();
const idOf = (field) => (isChanged(field) ? suggested.get(field)?.get(field.value.trim()) : field.dataset.id);

const wrong = (field, message) => Object.assign(new Error(message), { field });

/** How values are taken that are no text. */
const taken = { number: Number, json: JSON.parse, day: (day) => `${day}T23:59:59Z` };

/** Where a field belongs in the input, and its value. */
function given(field, form) {
  const { name, dataset } = field;
  const value = field.value.trim();
  if (dataset.as === 'lines') return [name, value.split('\n').map((line) => line.trim()).filter(Boolean)];
  if (!value) return;
  if (!dataset.ref) return [name, taken[dataset.as]?.(value) ?? value];
  const id = idOf(field) ?? value.match(/^[a-z]+_\w{26}$/)?.[0];
  if (id) return [dataset.as === 'id' ? name : `${name}.id`, id];
  const kind = form.elements[`${name}.new.kind`];
  if (kind?.value) return [`${name}.new.name`, value];
  throw wrong(field, `pick one from the list${kind ? ', or say what they are to add them' : ''}`);
}

/** Puts a value into nested objects and lists. */
function put(input, path, value) {
  const steps = path.split('.');
  const last = steps.pop();
  let here = input;
  steps.forEach((step, at) => {
    here = here[step] ??= /^\d+$/.test(steps[at + 1] ?? last) ? [] : {};
  });
  here[last] = value;
}

/** What a form sends: of one that edits what was changed, and null where that was emptied. */
function inputOf(form) {
  const fields = [...form.elements].filter((field) => field.name);
  const top = (field) => field.name.split('.')[0];
  const edits = 'edit' in form.dataset;
  const changed = new Set(fields.filter(isChanged).map(top));
  if (edits && ![...changed].some((name) => name !== 'reason')) throw new Error('nothing was changed');
  const input = {};
  for (const field of fields) {
    if (edits && field.type !== 'hidden' && !changed.has(top(field))) continue;
    // Nobody is new.
    const ref = form.elements[field.name.replace('.new.kind', '')];
    if (ref !== field && ref?.dataset.ref && (!ref.value.trim() || idOf(ref))) continue;
    const found = given(field, form);
    if (found) put(input, ...found);
  }
  if (edits) for (const name of changed) input[name] ??= form.elements[`${name}.0`] ? [] : null;
  return input;
}

/** Says what is wrong, beside the field of a path or at the end. */
function complain(form, message, path) {
  const note = make('small', { className: 'wrong', role: 'alert', id: `wrong-${all('.wrong').length}` }, message);
  const fields = [...form.elements].filter(({ name, type }) => name && type !== 'hidden');
  const near = fields.filter(({ name }) => `${path}.`.startsWith(`${name}.`) || name.startsWith(`${path}.`));
  const field = near.sort((a, b) => b.name.length - a.name.length)[0];
  if (!field) return one('.send', form).before(note);
  field.setAttribute('aria-invalid', 'true');
  field.setAttribute('aria-describedby', note.id);
  field.closest('p').append(note);
  field.focus();
}

async function send(form) {
  all('.wrong', form).forEach((note) => note.remove());
  all('[aria-invalid]', form).forEach((field) => field.removeAttribute('aria-invalid'));
  const button = one('button', form);
  button.disabled = true;
  try {
    const { data, errors } = await graphql(form.dataset.mutation, { input: inputOf(form) });
    if (!data?.done) throw new Error(errors?.[0]?.message ?? 'there was no answer');
    const { userErrors, ...done } = data.done;
    for (const { message, path } of userErrors) complain(form, message, path.slice(1).join('.'));
    if (userErrors.length > 0) return;
    await visit();
    tell(done);
  } catch (error) {
    complain(form, error.message, error.field?.name);
  } finally {
    button.disabled = false;
  }
}

/** "conflictsWith" as people write it. */
const spoken = (name) => name.replace(/[A-Z]/g, ' $&').toLowerCase();

/** What has a page has an id. */
const link = ({ id, label }) => (id ? make('a', { href: `/${id.split('_')[0]}s/${id}` }, label) : label);

/** The records that an answer names. */
function* lines(value, name) {
  if (Array.isArray(value)) for (const each of value) yield* lines(each, name);
  else if (value?.reason) yield make('li', {}, `${spoken(name)}: `, link(value.claim), make('small', {}, value.reason));
  else if (value && typeof value === 'object') {
    if (value.label) yield make('li', {}, `${spoken(name)}: `, link(value));
    for (const [field, more] of Object.entries(value)) yield* lines(more, field === 'nodes' ? name : field);
  }
}

/** Says what was done. */
function tell(done) {
  const { isNew } = done.accepted?.[0] ?? done;
  const words = isNew === false ? 'It was on record already, and nothing was changed.' : 'Done.';
  const notice = make('div', { className: 'done', tabIndex: -1 }, make('p', { role: 'status' }, words));
  const list = make('ul', { className: 'pairs' }, ...lines(done, 'shown this once'));
  if (list.childElementCount > 0) notice.append(list);
  one('#main').prepend(notice);
  notice.focus();
}

/** Offers records with these words in their names. */
async function suggest(field) {
  const words = field.value.trim();
  if (words.length < 2) return;
  const { data } = await graphql('suggest', { words, kinds: [field.dataset.ref] });
  const names = suggested.get(field) ?? new Map();
  const options = (data?.search.nodes ?? []).map(({ id, label }) => {
    const value = (names.get(label) ?? id) === id ? label : id;
    names.set(value, id);
    return make('option', { value });
  });
  suggested.set(field, names);
  const list = field.list ?? make('datalist', { id: `list-${all('datalist').length}` });
  list.replaceChildren(...options);
  field.after(list);
  field.setAttribute('list', list.id);
}

let typing;
document.addEventListener('input', ({ target }) => {
  clearTimeout(typing);
  if (target.dataset.ref) typing = setTimeout(suggest, 150, target);
});

document.addEventListener('submit', (event) => {
  const form = event.target;
  const sends = form.dataset.mutation;
  if (!sends && !key) return;
  event.preventDefault();
  if (sends) send(form);
  else follow(`${form.action}?${new URLSearchParams(new FormData(form))}`);
});

document.addEventListener('click', (event) => {
  const { href, target, origin, pathname } = event.target.closest('a[href]') ?? {};
  const isPage = origin === location.origin && /^\/(?!playground)[^.]*$/.test(pathname);
  const stays = href?.includes('#') && href.split('#')[0] === location.href.split('#')[0];
  if (!key || !isPage || stays || target || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  follow(href);
});

addEventListener('popstate', () => key && visit());
addEventListener('hashchange', keyFromAddress);
one('#key-use').addEventListener('click', () => useKey(one('#key-field').value));
one('#key-field').addEventListener('keydown', ({ key: pressed, target }) => pressed === 'Enter' && useKey(target.value));
one('#key-forget').addEventListener('click', () => useKey((one('#key-field').value = '')));

wake();
keyFromAddress();
