import { useQuery } from '@tanstack/react-query';
import { memo, useEffect, useRef, useState, type RefObject } from 'react';
import { Link } from 'wouter';
import { useApi } from '../../api/context';
import { recentQuery, type Scope } from '../../api/health';
import type { IntegrationHealth } from '../../api/types';
import { CheckBar } from '../../components/CheckBar';
import { CheckNowButton } from '../../components/CheckNowButton';
import { AdviceText, FailureText, RecoveryButton } from '../../components/FailureText';
import { StatusChips } from '../../components/HealthIndicator';
import { useNow } from '../../components/now';
import { ProviderMark } from '../../components/ProviderMark';
import { providerName } from '../../components/providerName';
import { RelativeTime } from '../../components/RelativeTime';
import { shownStatus, statusWord } from '../../components/shownStatus';
import { StatusIcon } from '../../components/StatusIcon';
import { useTexts } from '../../i18n/I18n';

interface Props {
  health: IntegrationHealth;
  scope: Scope;
  /** Where its own page is; none where there are no pages, as in a custom element. */
  href?: string;
  canAct: boolean;
}

const ranges = ['24h', '7d', '30d'] as const;

/** Drawn again only when its own connection changed: a push that changes one of hundreds draws one. */
export const ConnectionRow = memo(function ConnectionRow({ health, scope, href, canAct }: Props) {
  const { t, share } = useTexts();
  const now = useNow();
  const row = useRef<HTMLLIElement>(null);
  const seen = useSeen(row);
  const recent = useQuery({ ...recentQuery(useApi(), scope, health.id), enabled: seen });
  const flash = useFlash(health.status);
  const { failure } = health;
  const account = health.data.emailAddress ?? health.data.account ?? health.data.team;
  return (
    <li ref={row} className="row" data-status={shownStatus(health)} data-flash={flash || undefined}>
      <StatusIcon status={shownStatus(health)} label={statusWord(health, t)} />
      <ProviderMark provider={health.provider} />
      <div className="row__name">
        {href ? <Link href={href}>{health.name}</Link> : <strong>{health.name}</strong>}
        <div className="row__sub">
          <span>{account ?? providerName(health.provider)}</span>
          <StatusChips health={health} now={now} />
        </div>
      </div>
      <div className="row__bar"><CheckBar checks={recent.data} failed={recent.isError} now={now} /></div>
      <div className="row__meta">
        <div className="row__uptimes" role="group" aria-label={t('detail.uptime')}>
          {ranges.map((range) => (
            <div className="row__cell" key={range}>
              {health.uptime[range] === null ? '–' : share(health.uptime[range])}
              <small>{t(`detail.range${range}`)}</small>
            </div>
          ))}
        </div>
        <div className="row__cell">
          {health.lastSucceededAt ? <RelativeTime at={health.lastSucceededAt} /> : t('row.never')}
          <small>{t('row.lastSuccess')}</small>
        </div>
      </div>
      {failure && health.status !== 'healthy' && (
        <div className="row__failure">
          <div>
            <FailureText health={health} failure={failure} />
            {!failure.actionUrl && <p className="muted"><AdviceText failure={failure} /></p>}
          </div>
          <RecoveryButton failure={failure} name={health.name} small />
        </div>
      )}
      <div className="row__actions"><CheckNowButton health={health} scope={scope} small disabled={!canAct} /></div>
    </li>
  );
});

/** True from the moment the row first comes near the window: a long list asks for the bars that are looked at. */
function useSeen(element: RefObject<Element | null>): boolean {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (!element.current || seen) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) setSeen(true);
    }, { rootMargin: '200px' });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element, seen]);
  return seen;
}

/** True for a moment after a change. */
function useFlash(value: string): boolean {
  const [flashed, setFlashed] = useState({ value, flash: false });
  if (flashed.value !== value) setFlashed({ value, flash: true });
  useEffect(() => {
    if (!flashed.flash) return;
    const timer = setTimeout(() => setFlashed((current) => ({ ...current, flash: false })), 1200);
    return () => clearTimeout(timer);
  }, [flashed]);
  return flashed.flash;
}
