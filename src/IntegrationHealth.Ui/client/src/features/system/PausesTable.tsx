import type { SystemPause } from '../../api/system';
import { ProviderMark } from '../../components/ProviderMark';
import { providerName } from '../../components/providerName';
import { TimeUntil } from '../../components/RelativeTime';
import { useTexts, type Texts } from '../../i18n/I18n';

const scopes = ['credential', 'client', 'host'] as const;

function scopeText(scope: string, t: Texts['t']): string {
  const known = scopes.find((each) => each === scope);
  return known ? t(`system.pauseScope.${known}`) : scope;
}

/** Whom a vendor has asked to wait: their checks are late on purpose. */
export function PausesTable({ pauses }: { pauses: readonly SystemPause[] }) {
  const { t, number } = useTexts();
  if (pauses.length === 0) return null;
  return (
    <section className="card" aria-labelledby="pauses">
      <div className="section-head card__head"><h2 id="pauses">{t('system.pauses')}</h2><span className="small muted">{t('system.pausesHint')}</span></div>
      <div className="table-scroll" tabIndex={0} role="group" aria-labelledby="pauses">
        <table className="table">
          <thead><tr><th scope="col">{t('detail.provider')}</th><th scope="col">{t('system.host')}</th><th scope="col">{t('system.pauseFor')}</th><th scope="col" className="table__number">{t('system.waiting')}</th><th scope="col" className="table__number">{t('system.ends')}</th></tr></thead>
          <tbody>
            {pauses.map((pause, index) => (
              <tr key={index}>
                <td>{pause.provider ? <span className="line line--tight"><ProviderMark provider={pause.provider} size="small" />{providerName(pause.provider)}</span> : t('system.tokenEndpoint')}</td>
                <td className="mono">{pause.host ?? '–'}</td>
                <td>{scopeText(pause.scope, t)}{pause.client && <> <span className="mono">{pause.client}</span></>}</td>
                <td className="table__number">{number(pause.count)}</td>
                <td className="table__number"><TimeUntil at={pause.until} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
