import { useEffect, useState, type ReactNode } from 'react';
import type { AccessToken } from '../api/client';
import type { IntegrationHealth } from '../api/types';
import { useToast } from '../components/Toasts';
import { useTexts } from '../i18n/I18n';
import { LiveProvider } from '../realtime/Live';
import { settler } from '../realtime/refresh';
import { News } from './news';
import { usePreferences } from './preferences';
import { useLatest } from './useLatest';

interface Props {
  administrator: boolean;
  accessToken: AccessToken | undefined;
  children: ReactNode;
}

/** Long enough that a storm does not flicker, short enough to be news. */
const gatherMs = 400;

/** The live connection, and what of its news a person is told: changes for the worse, and back; several at once as one. */
export function LiveWithNews({ administrator, accessToken, children }: Props) {
  const texts = useTexts();
  const toast = useToast();
  const { notifications } = usePreferences();
  const [news] = useState(() => new News(Date.now));
  const tell = useLatest(() => {
    const told = news.toast(texts);
    toast(told);
    if (notifications && told.status === 'unhealthy' && document.hidden && Notification.permission === 'granted')
      new Notification(told.title, { body: told.text ?? '', tag: 'integration-health' });
  });
  const [soon] = useState(() => settler(gatherMs, tell));
  useEffect(() => () => soon.cancel(), [soon]);
  const hear = useLatest((before: ReadonlyMap<string, IntegrationHealth>, changed: readonly IntegrationHealth[]) => {
    if (news.add(before, changed)) soon('news');
  });
  return <LiveProvider administrator={administrator} accessToken={accessToken} onHealth={hear}>{children}</LiveProvider>;
}
