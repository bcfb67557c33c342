import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { IntegrationHealth } from '../../api/types';
import { StatusChips } from '../../components/HealthIndicator';
import { failureSentence } from '../../components/failureSentence';
import { failureTitle } from '../../components/failureTitle';
import { useNow } from '../../components/now';
import { ProviderMark } from '../../components/ProviderMark';
import { providerName } from '../../components/providerName';
import { RelativeTime } from '../../components/RelativeTime';
import { shownStatus, statusWord } from '../../components/shownStatus';
import { StatusIcon } from '../../components/StatusIcon';
import { useTexts } from '../../i18n/I18n';

interface Props {
  label: string;
  items: readonly IntegrationHealth[];
  total: number;
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
  hasMore: boolean;
  onMore: () => void;
  /** In a group, which has a frame of its own. */
  bare?: boolean;
}

const rowHeight = 60;
const phoneRowHeight = 92;
const loadAhead = 30;

/** Only the rows in the window are drawn, and more are asked for before they are reached. */
export function IntegrationsTable({ label, items, total, selected, onSelect, hasMore, onMore, bare = false }: Props) {
  const { t } = useTexts();
  const body = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const phone = useIsNarrow();
  useLayoutEffect(() => {
    const element = body.current;
    if (!element) return;
    const measure = () => setTop(element.getBoundingClientRect().top + window.scrollY);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);
  const height = phone ? phoneRowHeight : rowHeight;
  const rows = useWindowVirtualizer({ count: items.length, estimateSize: () => height, overscan: 12, scrollMargin: top, getItemKey: (index) => items[index]?.id ?? index });
  useEffect(() => rows.measure(), [rows, height]);
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= items.length - loadAhead) onMore();
  }, [hasMore, last, items.length, onMore]);

  const toggle = (id: string) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    onSelect(next);
  };
  const toggleAll = () => {
    const next = new Set(selected);
    for (const item of items) if (all) next.delete(item.id); else next.add(item.id);
    onSelect(next);
  };
  const all = items.length > 0 && items.every((item) => selected.has(item.id));
  return (
    <div className={bare ? 'grid-table grid-table--bare' : 'card grid-table'} role="table" aria-label={label} aria-rowcount={total + 1}>
      <div role="rowgroup" className="grid-table__head">
        <div className="grid-row grid-row--head" role="row" aria-rowindex={1}>
          <span role="columnheader"><input type="checkbox" aria-label={t('integrations.selectAll')} checked={all} onChange={toggleAll} /></span>
          <span role="columnheader">{t('integrations.name')}</span>
          <span role="columnheader">{t('detail.owner')}</span>
          <span role="columnheader">{t('integrations.failure')}</span>
          <span role="columnheader" className="table__number">{t('detail.latency')}</span>
          <span role="columnheader" className="table__number">{t('row.uptime30')}</span>
          <span role="columnheader" className="table__number">{t('detail.lastCheck')}</span>
        </div>
      </div>
      <div role="rowgroup" ref={body} style={{ position: 'relative', height: rows.getTotalSize() }}>
        {shown.map((row) => {
          const health = items[row.index];
          return health && (
            <div key={row.key} style={{ position: 'absolute', insetInline: 0, height, transform: `translateY(${row.start - top}px)` }} role="presentation">
              <Row health={health} index={row.index + 2} selected={selected.has(health.id)} onToggle={toggle} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Row({ health, index, selected, onToggle }: { health: IntegrationHealth; index: number; selected: boolean; onToggle: (id: string) => void }) {
  const texts = useTexts();
  const { t, milliseconds, share } = texts;
  const now = useNow();
  return (
    <div className="grid-row" role="row" aria-rowindex={index} data-status={shownStatus(health)} data-selected={selected || undefined}>
      <span role="cell"><input type="checkbox" aria-label={t('integrations.select', { name: health.name })} checked={selected} onChange={() => onToggle(health.id)} /></span>
      <span role="cell" className="grid-row__name">
        <StatusIcon status={shownStatus(health)} label={statusWord(health, t)} />
        <ProviderMark provider={health.provider} size="small" />
        <span className="grid-row__text"><Link href={`/admin/integrations/${encodeURIComponent(health.id)}`}>{health.name}</Link><small>{providerName(health.provider)}</small></span>
      </span>
      <span role="cell" className="grid-row__owner">{health.ownerId || '–'}</span>
      <span role="cell" className="grid-row__failure" title={health.failure ? failureSentence(health, health.failure, texts, now) : undefined}>
        {health.failure && health.status !== 'healthy' ? <><b>{t(failureTitle(health.status, health.failure.kind))}</b> <span className="muted"><RelativeTime at={health.statusSince} /></span></> : null}
        <StatusChips health={health} now={now} />
        {/* A phone has no columns for these; there they fill the line that a failure would. */}
        {!(health.failure && health.status !== 'healthy') && (
          <span className="grid-row__calm muted">{[health.ownerId, health.latencyMs !== null && milliseconds(health.latencyMs), health.uptime['30d'] !== null && `${share(health.uptime['30d'])} ${t('row.uptime30')}`].filter(Boolean).join(' · ')}</span>
        )}
      </span>
      <span role="cell" className="table__number grid-row__latency">{health.latencyMs === null ? '–' : milliseconds(health.latencyMs)}</span>
      <span role="cell" className="table__number grid-row__uptime">{health.uptime['30d'] === null ? '–' : share(health.uptime['30d'])}</span>
      <span role="cell" className="table__number grid-row__age">{health.lastCheckedAt ? <RelativeTime at={health.lastCheckedAt} /> : '–'}</span>
    </div>
  );
}

function useIsNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => window.matchMedia('(max-width: 820px)').matches);
  useEffect(() => {
    const query = window.matchMedia('(max-width: 820px)');
    const changed = () => setNarrow(query.matches);
    query.addEventListener('change', changed);
    return () => query.removeEventListener('change', changed);
  }, []);
  return narrow;
}
