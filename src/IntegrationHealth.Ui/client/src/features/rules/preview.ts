/** One stretch in which a rule would have fired. */
export interface Firing {
  integrationId: string | null;
  name: string;
  provider: string;
  firedAt: string;
  resolvedAt: string | null;
}

export interface Preview {
  from: string;
  to: string;
  /** Those that are listed; `alertCount` counts all. */
  alerts: Firing[];
  alertCount: number;
  notificationsPerChannel: number;
  integrations: number;
  checks: number;
  /** True when the history was too long to be read whole. */
  truncated: boolean;
}

export interface Lane {
  key: string;
  /** Shares 0–1 of the window. */
  spans: { from: number; to: number }[];
}

/** One lane for each integration, the busiest first. */
export function lanesOf(preview: Preview, most: number): Lane[] {
  const begin = Date.parse(preview.from);
  const length = Math.max(1, Date.parse(preview.to) - begin);
  const lanes = new Map<string, Lane>();
  for (const firing of preview.alerts) {
    const key = firing.name || firing.provider;
    const lane = lanes.get(key) ?? { key, spans: [] };
    const place = (time: string | null) => Math.min(1, Math.max(0, ((time ? Date.parse(time) : begin + length) - begin) / length));
    lane.spans.push({ from: place(firing.firedAt), to: place(firing.resolvedAt) });
    lanes.set(key, lane);
  }
  return [...lanes.values()].sort((left, right) => right.spans.length - left.spans.length).slice(0, most);
}
