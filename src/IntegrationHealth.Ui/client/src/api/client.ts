import { Problem } from './problem';

export type AccessToken = () => Promise<string | null>;

export interface ApiOptions {
  /** Absolute, with a slash at its end; before `integrations/health`. */
  url: string;
  /** A bearer token for each call; without one the host's cookie speaks for the person. */
  accessToken?: AccessToken | undefined;
  /** Who is signed in now; asked after a refusal, before the next call. A call that cannot ask rejects. */
  person?: (() => Promise<Person>) | undefined;
}

/** same: whose page this is; nobody: no one is; another: somebody else, who is to see nothing of it. */
export type Person = 'same' | 'nobody' | 'another';

export type Query = Record<string, string | number | null | undefined | readonly string[]>;

/** Calls the endpoints. A call rejects with a Problem whenever the answer is not a success. */
export class ApiClient {
  private readonly refused = new Set<() => void>();
  /** True while it is not known whether the host still speaks to the person whose page this is. */
  private unsure = false;

  constructor(private readonly options: ApiOptions) {}

  /** Calls the listener whenever the host says that nobody is signed in. */
  readonly whenSignedOut = (listener: () => void): (() => void) => {
    this.refused.add(listener);
    return () => this.refused.delete(listener);
  };

  /** Has the next call ask first who is signed in: meanwhile somebody else may be. */
  doubt(): void {
    this.unsure = true;
  }

  /** Goes on for the person whose page this is, and for nobody; for somebody else never. */
  async confirm(): Promise<void> {
    if (!this.unsure || !this.options.person) return;
    const person = await this.options.person();
    if (person === 'another') await new Promise<never>(() => { /* The page is being left. */ });
    if (person === 'same') this.unsure = false;
  }

  get url(): string {
    return this.options.url;
  }

  token(): Promise<string | null> {
    return this.options.accessToken?.() ?? Promise.resolve(null);
  }

  address(path: string, query: Query = {}): string {
    const url = new URL(path, this.options.url);
    for (const [name, value] of Object.entries(query)) {
      const text = Array.isArray(value) ? value.join(',') : value;
      if (text !== null && text !== undefined && text !== '') url.searchParams.set(name, String(text));
    }
    return url.href;
  }

  async get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
    const response = await this.send('GET', this.address(path, query), undefined, signal);
    return await response.json() as T;
  }

  async send(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
    await this.confirm();
    const headers: Record<string, string> = { Accept: 'application/json' };
    const token = await this.token();
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    let response: Response;
    try {
      response = await fetch(this.address(path), {
        method, headers, credentials: 'same-origin', body: body === undefined ? null : JSON.stringify(body), signal: signal ?? null,
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new Problem(0, 'No answer', error instanceof Error ? error.message : String(error));
    }
    if (response.ok) return response;
    if (response.status === 401) {
      this.unsure = true;
      for (const listener of this.refused) listener();
    }
    throw await Problem.of(response);
  }

  /** For calls that change something: the answer's body, or null when it has none. */
  async change<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T> {
    const response = await this.send(method, path, body);
    const text = await response.text();
    return (text ? JSON.parse(text) : null) as T;
  }
}
