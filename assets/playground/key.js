// The API key: held in this module's memory and nowhere else.
//
// It is imported before everything else, so that a key in the address is gone from it before any
// other code of the page runs.

let key = '';
const listeners = new Set();

/** The key in use; empty when there is none. */
export const currentKey = () => key;

/** Uses another key; an empty one means none. */
export function useKey(next) {
  key = next.trim();
  for (const listener of listeners) listener(key);
}

/** Calls `listener` with each new key; returns how to stop. */
export function onKey(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function takeFromAddress() {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const given = fragment.get('key');
  if (given === null) return;
  history.replaceState(history.state, '', location.pathname + location.search);
  useKey(given);
}

takeFromAddress();
// Pasting an address with a key over that of an open page loads nothing anew.
addEventListener('hashchange', takeFromAddress);
