import { Link } from 'wouter';
import type { NotificationChannel } from '../../api/alerting';
import { PageHead } from '../../components/PageHead';
import { ResourceList } from '../../components/ResourceList';
import { useTexts } from '../../i18n/I18n';
import { channelsPath, targetOf, typeText } from './channel';
import { TestButton } from './TestButton';

export function ChannelsPage() {
  const { t, plural } = useTexts();
  const add = <Link className="button button--primary" href="/admin/channels/new">{t('channels.add')}</Link>;
  return (
    <div className="stack">
      <PageHead title={t('nav.channels')} lead={t('channels.lead')}>{add}</PageHead>
      <ResourceList<NotificationChannel> path={channelsPath} nameOf={(channel) => channel.name} emptyTitle={t('channels.empty')} emptyHint={t('channels.emptyHint')} emptyAction={add}
        sort={(left, right) => left.name.localeCompare(right.name)}
        render={(channel) => ({
          off: !channel.enabled,
          title: (
            <>
              <Link href={`/admin/channels/${encodeURIComponent(channel.id)}`}>{channel.name}</Link>
              <span className="chip chip--outline">{typeText(channel.type, t)}</span>
              {!channel.enabled && <span className="chip">{t('channels.off')}</span>}
            </>
          ),
          text: [
            targetOf(channel), channel.quietHours && t('channels.hasQuiet', { from: channel.quietHours.from.slice(0, 5), to: channel.quietHours.to.slice(0, 5) }),
            channel.digest !== null && t('channels.hasDigest'), Object.keys(channel.templates).length > 0 && plural('channels.hasTemplates', Object.keys(channel.templates).length), channel.disabledReason,
          ].filter(Boolean).join(' · '),
          actions: <TestButton channel={channel} />,
        })} />
    </div>
  );
}
