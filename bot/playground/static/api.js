/** The page's way to the stand-in's server: JSON requests and the stream of change events. */

const BASE = new URL("playground/api/", document.baseURI).pathname;

/** What a person reads when the server itself does not answer. */
export const UNREACHABLE = "We had some trouble connecting. Try again?";

/** GET one resource; rejects when the server does not answer with JSON and a success status. */
export async function get(name, query = {}) {
  const response = await fetch(`${BASE}${name}?${new URLSearchParams(query)}`, { cache: "no-store" });
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response.json();
}

/** POST one command of the page. Always resolves: `{ok: false, error}` stands for every failure. */
export async function post(name, body) {
  try {
    const response = await fetch(`${BASE}${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    return response.ok ? answer : { ...answer, ok: false, error: answer.error ?? UNREACHABLE };
  } catch {
    return { ok: false, error: UNREACHABLE };
  }
}

/** Where this person downloads a file they may see. */
export function fileAddress(user, id) {
  return `${BASE}file?${new URLSearchParams({ user, id })}`;
}

/** POST a file from this computer for a form. Always resolves: {ok, file} or {ok: false, error}. */
export async function upload(user, file) {
  try {
    const query = new URLSearchParams({ user, name: file.name });
    const response = await fetch(`${BASE}upload?${query}`, { method: "POST", body: file });
    return await response.json();
  } catch {
    return { ok: false, error: UNREACHABLE };
  }
}

/**
 * Follows one person's change events. EventSource reconnects by itself after a dropped line; a refused one is
 * opened again after two seconds. Returns the function that stops following.
 */
export function follow(user, { changed, connected, lost }) {
  let source = null;
  let timer = 0;
  const open = () => {
    source = new EventSource(`${BASE}events?${new URLSearchParams({ user })}`);
    source.onopen = connected;
    source.onmessage = (event) => changed(JSON.parse(event.data).version);
    source.onerror = () => {
      lost();
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, 2000);
    };
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
