import { useMutation } from '@tanstack/react-query';
import type { NotificationChannel } from '../../api/alerting';
import { useApi } from '../../api/context';
import { problemOf } from '../../api/problem';
import { refusalText } from '../../components/problemText';
import { useTexts } from '../../i18n/I18n';
import { useCanAct } from '../../realtime/Live';
import { channelsPath } from './channel';

interface TestAnswer {
  delivered: boolean;
  /** What the far end said. */
  detail: string;
  durationMs: number;
}

/** Sends a test, and says what the far end answered where the button was. */
export function TestButton({ channel }: { channel: NotificationChannel }) {
  const texts = useTexts();
  const { t, milliseconds } = texts;
  const api = useApi();
  const canAct = useCanAct();
  const test = useMutation({ mutationFn: () => api.change<TestAnswer>('POST', `${channelsPath}/${encodeURIComponent(channel.id)}/test`, {}) });
  const answer = test.data;
  const worked = answer?.delivered === true;
  return (
    <>
      <span className="small test-answer" role="status" data-status={worked ? 'healthy' : 'unhealthy'}>
        {answer && `${worked ? t('channels.testWorked') : t('channels.testFailed')}${answer.detail ? `: ${answer.detail}` : ''} (${milliseconds(answer.durationMs)})`}
        {test.isError && `${t('channels.testFailed')}: ${refusalText(problemOf(test.error), texts)}`}
      </span>
      <button type="button" className="button button--small" disabled={!canAct || test.isPending} data-busy={test.isPending || undefined} onClick={() => test.mutate()} aria-label={t('channels.testOf', { name: channel.name })}>{t('channels.test')}</button>
    </>
  );
}
