import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { AccessToken, ApiClient } from '../api/client';
import { useApi } from '../api/context';
import { problemOf } from '../api/problem';
import { heldVersions, removeHealth, writeHealth } from '../api/healthCache';
import { rootOf } from '../api/health';
import type { IntegrationHealth } from '../api/types';
import type { Alert } from '../api/alerting';
import { answerOf, LiveConnection, type LiveState, type LiveStatus } from './liveConnection';
import { refresh, settler } from './refresh';

const pollEveryMs = 30_000;
/** Read again after changes that a page cannot work out by itself: totals, order, new rows. */
const settleMs = 3000;
/** A storm of alerts is read once, and a single one still at once to the eye. */
const alertsSettleMs = 250;
/** The feed tells of changes as they happen, but a storm reads it once a second. */
const feedSettleMs = 1000;
/** Sums over a day or more hardly move, and are dear to read. */
const sumsSettleMs = 30_000;

export interface LiveEvents {
  onHealth?: (before: ReadonlyMap<string, IntegrationHealth>, changed: readonly IntegrationHealth[]) => void;
  onAlert?: (alert: Alert) => void;
}

const LiveContext = createContext<LiveConnection | null>(null);

interface Props extends LiveEvents {
  administrator: boolean;
  accessToken?: AccessToken | undefined;
  children: ReactNode;
}

/** One connection for the page: what the hub tells goes into the query cache, where every page reads it. */
export function LiveProvider({ administrator, accessToken, onHealth, onAlert, children }: Props) {
  const api = useApi();
  const client = useQueryClient();
  const [live] = useState(() => createLive(api, client, administrator, accessToken, { ...(onHealth ? { onHealth } : {}), ...(onAlert ? { onAlert } : {}) }));

  useEffect(() => {
    live.start();
    window.addEventListener('online', live.retryNow);
    window.addEventListener('offline', live.lost);
    return () => {
      window.removeEventListener('online', live.retryNow);
      window.removeEventListener('offline', live.lost);
      live.stop();
    };
  }, [live]);

  useEffect(() => api.whenSignedOut(() => void live.refused()), [api, live]);

  useEffect(() => {
    const timer = setInterval(() => {
      if (live.snapshot().state === 'polling') void client.refetchQueries({ type: 'active', stale: true });
    }, pollEveryMs);
    return () => clearInterval(timer);
  }, [client, live]);

  return <LiveContext value={live}>{children}</LiveContext>;
}

export function useLive(): LiveConnection {
  const live = use(LiveContext);
  if (!live) throw new Error('No LiveProvider above.');
  return live;
}

export function useLiveStatus(): LiveStatus {
  const live = useLive();
  return useSyncExternalStore(live.subscribe, live.snapshot);
}

/** False while nothing answers: buttons that would change something are off then, as nothing is queued. */
export function useCanAct(): boolean {
  return !isCutOff(useLiveStatus().state);
}

/** True when nothing that is asked for now can be done: there is no server, or it no longer knows who asks. */
export function isCutOff(state: LiveState): state is 'offline' | 'signedOut' {
  return state === 'offline' || state === 'signedOut';
}

function createLive(api: ApiClient, client: QueryClient, administrator: boolean, accessToken: AccessToken | undefined, events: LiveEvents): LiveConnection {
  const settle = settler(settleMs, (kinds) => refresh(api, client, kinds));
  const settleAlerts = settler(alertsSettleMs, (kinds) => refresh(api, client, kinds));
  const settleFeed = settler(feedSettleMs, (kinds) => refresh(api, client, kinds));
  const settleSums = settler(sumsSettleMs, (kinds) => refresh(api, client, kinds));
  const settleAll = () => {
    settle('healthList', 'healthGroups', 'incidents', 'outages');
    settleSums('metrics', 'buckets');
  };

  let again = false;
  return new LiveConnection({
    createHub: async () => {
      // Since the last connection somebody else may have signed in.
      if (again) api.doubt();
      again = true;
      await api.confirm();
      return (await import('./hub')).createHub(api.address('integrations/health/hub'), accessToken);
    },
    listen: (hub, heard) => {
      hub.on('healthChanged', (items: IntegrationHealth[]) => {
        heard();
        const before = new Map<string, IntegrationHealth>();
        collect(client, items, before);
        writeHealth(client, items);
        events.onHealth?.(before, items);
        if (!items.some((item) => before.get(item.id)?.status !== item.status)) return;
        settleAll();
        settleFeed('transitions');
      });
      hub.on('integrationRemoved', (items: { id: string; version: number }[]) => {
        heard();
        removeHealth(client, items.map((item) => item.id));
        settleAll();
      });
      hub.on('summaryChanged', () => {
        heard();
        settleAll();
        settleFeed('transitions');
      });
      hub.on('alertChanged', (alert: Alert) => {
        heard();
        settleAlerts('alerts', 'alert');
        events.onAlert?.(alert);
      });
    },
    subscribe: async (hub, isReconnect) => {
      await hub.invoke(administrator ? 'SubscribeAll' : 'SubscribeMine');
      if (!isReconnect) return;
      // An administrator holds a page of many: reading that page again is less than all that the page does not hold.
      if (!administrator) await hub.invoke('Resume', heldVersions(client));
      void client.invalidateQueries();
    },
    probe: () => api.get(`${rootOf('owner')}/health`, { limit: 1 }).then(() => 'polling' as const, (error: unknown) => answerOf(problemOf(error).status)),
    now: Date.now,
    random: Math.random,
    setTimer: (action, milliseconds) => setTimeout(action, milliseconds),
  });
}

function collect(client: QueryClient, items: readonly IntegrationHealth[], into: Map<string, IntegrationHealth>): void {
  const wanted = new Set(items.map((item) => item.id));
  const look = (item: IntegrationHealth | undefined) => {
    if (item && wanted.has(item.id)) into.set(item.id, item);
  };
  for (const [, data] of client.getQueriesData<{ pages: { items: IntegrationHealth[] }[] }>({ queryKey: ['healthList'] }))
    for (const page of data?.pages ?? []) page.items.forEach(look);
  for (const [, item] of client.getQueriesData<IntegrationHealth>({ queryKey: ['health'] })) look(item);
}
