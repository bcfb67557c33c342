/** What the server says about itself and the person; the same as UiConfiguration there. */
export interface Configuration {
  title: string;
  /** Absolute, with a slash at its end; null when the endpoints are not mapped. */
  apiUrl: string | null;
  user: string | null;
  userKey: string | null;
  administrator: boolean;
  signInUrl: string | null;
  signOutUrl: string | null;
  accessTokenUrl: string | null;
  /** Where the interface itself stands, with a slash at its end. */
  rootUrl: string;
}

type Raw = Omit<Configuration, 'rootUrl'>;

/** The page carries it in a meta element, as the Content-Security-Policy allows no script in it. */
export function readConfiguration(document: Document): Configuration {
  const content = document.querySelector('meta[name="integration-health"]')?.getAttribute('content') ?? '{}';
  return resolve(JSON.parse(content) as Raw, document.baseURI);
}

/** The same for a caller whom the page could not know: one with a bearer token, or a page of the host's own. */
export async function fetchConfiguration(rootUrl: string, token: string | null): Promise<Configuration> {
  const response = await askForConfiguration(rootUrl, token);
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  return resolve(await response.json() as Raw, rootUrl);
}

/** Asks the host what it says of the caller, and takes no copy that is kept on the way: somebody else may be signed in since. */
export function askForConfiguration(rootUrl: string, token: string | null): Promise<Response> {
  return fetch(new URL('config.json', rootUrl), { cache: 'no-store', ...(token ? { headers: { Authorization: `Bearer ${token}` } } : {}) });
}

function resolve(raw: Raw, rootUrl: string): Configuration {
  const absolute = (url: string | null) => (url === null ? null : new URL(url, rootUrl).href);
  // An address may hold a place for the way back, whose braces must survive.
  const braces = (url: string | null) => absolute(url)?.replaceAll('%7B', '{').replaceAll('%7D', '}') ?? null;
  return {
    title: raw.title, user: raw.user, userKey: raw.userKey, administrator: raw.administrator, rootUrl: new URL('./', rootUrl).href,
    apiUrl: absolute(raw.apiUrl), signInUrl: braces(raw.signInUrl), signOutUrl: absolute(raw.signOutUrl), accessTokenUrl: absolute(raw.accessTokenUrl),
  };
}

export function signInAddress(configuration: Configuration, here: Location): string | null {
  return configuration.signInUrl?.replace('{returnUrl}', encodeURIComponent(here.pathname + here.search)) ?? null;
}
