import type { HealthTally, IntegrationHealth } from './types';

/** As much of a SignalR connection as is needed here: `HubConnection` of @microsoft/signalr has it. */
export interface Connection {
  start(): Promise<void>;
  stop(): Promise<void>;
  invoke<T = unknown>(method: string, ...args: unknown[]): Promise<T>;
  on(method: string, handler: (...args: never[]) => void): void;
  onreconnected(handler: () => void): void;
}

export interface LiveHandlers {
  changed: (health: IntegrationHealth[]) => void;
  gone: (ids: string[]) => void;
  summary: (summary: HealthTally) => void;
  alert: (alert: unknown) => void;
  failed: (error: unknown) => void;
}

export const hubPath = '/api/integrations/health/hub';

/** Hears of everything that is yours, or of all, and over a reconnect only of what has changed meanwhile. */
export function createLive(connection: Connection, whole: 'SubscribeMine' | 'SubscribeAll', handlers: LiveHandlers) {
  const versions = new Map<string, number>();

  /** Tells what was read by other means, so that it is not sent again. */
  function hold(health: readonly IntegrationHealth[]): IntegrationHealth[] {
    const newer = health.filter((item) => item.version > (versions.get(item.id) ?? -1));
    for (const item of newer) versions.set(item.id, item.version);
    return newer;
  }

  // Subscribed first, compared after: a change in between comes twice rather than never.
  async function subscribe(): Promise<void> {
    await connection.invoke(whole);
    const gone = await connection.invoke<string[]>('Resume', Object.fromEntries(versions));
    for (const id of gone) versions.delete(id);
    if (gone.length > 0) handlers.gone(gone);
  }

  connection.on('healthChanged', (health: IntegrationHealth[]) => {
    const newer = hold(health);
    if (newer.length > 0) handlers.changed(newer);
  });
  connection.on('summaryChanged', handlers.summary);
  connection.on('alertChanged', handlers.alert);
  connection.onreconnected(() => void subscribe().catch(handlers.failed));

  return {
    hold,
    start: async () => {
      await connection.start();
      await subscribe();
    },
    stop: () => connection.stop(),
  };
}
