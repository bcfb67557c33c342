import { HubConnectionBuilder, LogLevel, HttpTransportType, type HubConnection } from '@microsoft/signalr';
import type { AccessToken } from '../api/client';

export type Hub = Pick<HubConnection, 'on' | 'onclose' | 'invoke' | 'start' | 'stop'>;

/** Loaded after the first page: nothing that is shown at once needs it. */
export function createHub(url: string, accessToken: AccessToken | undefined): Hub {
  return new HubConnectionBuilder()
    .withUrl(url, {
      transport: HttpTransportType.WebSockets | HttpTransportType.ServerSentEvents | HttpTransportType.LongPolling,
      ...(accessToken ? { accessTokenFactory: async () => (await accessToken()) ?? '' } : {}),
    })
    .configureLogging(LogLevel.None)
    .build();
}
