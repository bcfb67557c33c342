import type { ReactNode } from 'react';
import type { AccessToken } from '../api/client';
import { useToast } from '../components/Toasts';
import { useTexts } from '../i18n/I18n';
import { LiveProvider } from '../realtime/Live';
import { newsOf } from './news';
import { usePreferences } from './preferences';
import { useLatest } from './useLatest';

interface Props {
  administrator: boolean;
  accessToken: AccessToken | undefined;
  children: ReactNode;
}

/** The live connection, and what of its news a person is told: changes for the worse, and back; several at once as one. */
export function LiveWithNews({ administrator, accessToken, children }: Props) {
  const texts = useTexts();
  const toast = useToast();
  const { notifications } = usePreferences();
  const tell = useLatest((before: Parameters<typeof newsOf>[0], changed: Parameters<typeof newsOf>[1]) => {
    const news = newsOf(before, changed, texts);
    if (!news) return;
    toast(news);
    if (notifications && news.status === 'unhealthy' && document.hidden && Notification.permission === 'granted')
      new Notification(news.title, { body: news.text ?? '', tag: 'integration-health' });
  });
  return <LiveProvider administrator={administrator} accessToken={accessToken} onHealth={tell}>{children}</LiveProvider>;
}
