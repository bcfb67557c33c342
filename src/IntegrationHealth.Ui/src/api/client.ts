import type {
  AuditList, BadgeLink, BucketHistory, CheckHistory, HealthList, IncidentList, IntegrationDefinition, IntegrationHealth, MetricsAnswer, OutageList,
} from './types';

/** An answer that is not a success; `errors` names each field at fault. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    detail: string,
    readonly errors: Record<string, string[]>,
    /** Seconds to wait before another try; null when the host does not say. */
    readonly retryAfter: number | null,
  ) {
    super(detail);
    this.name = 'ApiError';
  }
}

export type Query = Record<string, string | number | readonly string[] | undefined>;

export interface ApiOptions {
  /** Where the host answers, with its path base and without a slash at the end. */
  baseUrl: string;
  /** Headers of each request, such as Authorization; none where a cookie signs in. */
  headers?: () => HeadersInit;
  fetch?: typeof fetch;
}

export type Audience = 'owner' | 'administrator';

export function createApi({ baseUrl, headers, fetch: send = fetch }: ApiOptions) {
  async function request<T>(method: string, path: string, query: Query = {}, body?: unknown, signal?: AbortSignal): Promise<T> {
    const merged = new Headers(headers?.());
    if (body !== undefined) merged.set('Content-Type', 'application/json');
    const response = await send(`${baseUrl}${path}${search(query)}`, {
      method, headers: merged, signal: signal ?? null, credentials: 'same-origin', body: body === undefined ? null : JSON.stringify(body),
    });
    if (!response.ok) throw await toError(response);
    return (response.status === 204 ? undefined : await response.json()) as T;
  }

  const root = (audience: Audience) => (audience === 'administrator' ? '/api/admin/integrations' : '/api/integrations');
  const one = (audience: Audience, id: string) => `${root(audience)}/${encodeURIComponent(id)}`;

  return {
    list: (audience: Audience, query: Query = {}, signal?: AbortSignal) => request<HealthList>('GET', `${root(audience)}/health`, query, undefined, signal),
    get: (audience: Audience, id: string, signal?: AbortSignal) =>
      request<IntegrationHealth>('GET', `${one(audience, id)}/health`, {}, undefined, signal),
    check: (audience: Audience, id: string) => request<IntegrationHealth>('POST', `${one(audience, id)}/health/check`),
    checks: (audience: Audience, id: string, query: Query = {}, signal?: AbortSignal) =>
      request<CheckHistory>('GET', `${one(audience, id)}/health/history`, { ...query, resolution: 'raw' }, undefined, signal),
    buckets: (audience: Audience, id: string, resolution: 'hour' | 'day', query: Query = {}, signal?: AbortSignal) =>
      request<BucketHistory>('GET', `${one(audience, id)}/health/history`, { ...query, resolution }, undefined, signal),
    incidents: (audience: Audience, id: string, query: Query = {}, signal?: AbortSignal) =>
      request<IncidentList>('GET', `${one(audience, id)}/health/incidents`, query, undefined, signal),
    badgeLink: (audience: Audience, id: string, expiresInMs?: number) =>
      request<BadgeLink>('POST', `${one(audience, id)}/health/badge-links`, { expiresInMs }),

    definition: (id: string) => request<IntegrationDefinition>('GET', one('administrator', id)),
    add: (integration: Partial<IntegrationDefinition>) => request<IntegrationDefinition>('POST', root('administrator'), {}, integration),
    update: (id: string, change: Partial<IntegrationDefinition>) => request<IntegrationDefinition>('PATCH', one('administrator', id), {}, change),
    remove: (id: string) => request<void>('DELETE', one('administrator', id)),
    metrics: (range: '1h' | '24h' | '7d' | '30d', provider?: string, signal?: AbortSignal) =>
      request<MetricsAnswer>('GET', '/api/admin/integrations/metrics', { range, provider }, undefined, signal),
    outages: (signal?: AbortSignal) => request<OutageList>('GET', '/api/admin/outages', {}, undefined, signal),
    audit: (query: Query = {}, signal?: AbortSignal) => request<AuditList>('GET', '/api/admin/audit', query, undefined, signal),
    exportUrl: (query: Query = {}) => `${baseUrl}/api/admin/integrations/health/export${search({ ...query, format: 'csv' })}`,
  };
}

export type Api = ReturnType<typeof createApi>;

function search(query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === '') continue;
    for (const item of Array.isArray(value) ? value : [value]) parameters.append(name, String(item));
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

async function toError(response: Response): Promise<ApiError> {
  const problem = (response.headers.get('Content-Type') ?? '').includes('json') ? await response.json().catch(() => ({})) : {};
  const wait = Number(response.headers.get('Retry-After') ?? Number.NaN);
  return new ApiError(
    response.status, problem.title ?? response.statusText, problem.detail ?? `The host answered ${response.status}.`, problem.errors ?? {},
    Number.isFinite(wait) ? wait : null);
}
