import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { NotificationChannel } from '../../api/alerting';
import { useApi } from '../../api/context';
import { problemOf } from '../../api/problem';
import { PageHead } from '../../components/PageHead';
import { ResourceList } from '../../components/ResourceList';
import { useTexts } from '../../i18n/I18n';
import { useCanAct } from '../../realtime/Live';
import { draftOf, newChannel, targetOf, type ChannelDraft } from './channel';
import { ChannelDialog } from './ChannelDialog';

const path = 'admin/notification-channels';

export function ChannelsPage() {
  const { t } = useTexts();
  const [editing, setEditing] = useState<ChannelDraft | null>(null);
  const add = <button type="button" className="button button--primary" onClick={() => setEditing(newChannel())}>{t('channels.add')}</button>;
  return (
    <div className="stack">
      <PageHead title={t('nav.channels')} lead={t('channels.lead')}>{add}</PageHead>
      <ResourceList<NotificationChannel> path={path} nameOf={(channel) => channel.name} emptyTitle={t('channels.empty')} emptyHint={t('channels.emptyHint')}
        render={(channel) => ({
          off: !channel.enabled,
          title: <><span>{channel.name}</span><span className="chip chip--outline">{t(`channels.type.${channel.type}`)}</span>{!channel.enabled && <span className="chip">{t('channels.off')}</span>}</>,
          text: <>{targetOf(channel)}{channel.disabledReason && <> · {channel.disabledReason}</>}</>,
          actions: (
            <>
              <TestButton channel={channel} />
              {(channel.origin === undefined || channel.origin === 'runtime') && <button type="button" className="button button--small" onClick={() => setEditing(draftOf(channel))} aria-label={t('resource.edit', { name: channel.name })}>{t('action.edit')}</button>}
            </>
          ),
        })} />
      {editing && <ChannelDialog initial={editing} onClose={() => setEditing(null)} />}
    </div>
  );
}

interface TestAnswer {
  delivered: boolean;
  /** What the far end said. */
  detail: string;
  durationMs: number;
}

/** Sends a test, and says what the far end answered where the button was. */
function TestButton({ channel }: { channel: NotificationChannel }) {
  const { t, milliseconds } = useTexts();
  const api = useApi();
  const canAct = useCanAct();
  const test = useMutation({ mutationFn: () => api.change<TestAnswer>('POST', `${path}/${encodeURIComponent(channel.id)}/test`, {}) });
  const answer = test.data;
  const worked = answer?.delivered === true;
  return (
    <>
      <span className="small test-answer" role="status" data-status={worked ? 'healthy' : 'unhealthy'}>
        {answer && `${worked ? t('channels.testWorked') : t('channels.testFailed')}${answer.detail ? `: ${answer.detail}` : ''} (${milliseconds(answer.durationMs)})`}
        {test.isError && `${t('channels.testFailed')}: ${problemOf(test.error).detail || problemOf(test.error).title}`}
      </span>
      <button type="button" className="button button--small" disabled={!canAct || test.isPending} data-busy={test.isPending || undefined} onClick={() => test.mutate()} aria-label={t('channels.testOf', { name: channel.name })}>{t('channels.test')}</button>
    </>
  );
}
