import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { AlertRule } from '../../api/alerting';
import { useApi } from '../../api/context';
import { problemOf } from '../../api/problem';
import { Skeleton } from '../../components/states';
import { useSettled } from '../../components/useSettled';
import { useTexts } from '../../i18n/I18n';
import { lanesOf, type Preview } from './preview';
import { bodyOf } from './rule';

const settleMs = 500;
const mostLanes = 6;

/** When the rule would have fired, asked again whenever the rule has been left alone for a moment. */
export function RulePreview({ rule }: { rule: AlertRule }) {
  const { t, plural, dateTime, number } = useTexts();
  const api = useApi();
  const settled = useSettled(rule, settleMs);
  // Its name and its channels do not change when it fires.
  const body = useMemo(() => JSON.stringify({ ...bodyOf(settled), id: undefined, name: settled.name || t('rules.unnamed') }), [settled, t]);
  const preview = useQuery({
    queryKey: ['rulePreview', body],
    queryFn: () => api.change<Preview>('POST', 'admin/alert-rules/preview', JSON.parse(body)),
    placeholderData: keepPreviousData,
    retry: false,
    enabled: settled.conditions.length > 0,
  });
  const lanes = useMemo(() => (preview.data ? lanesOf(preview.data, mostLanes) : []), [preview.data]);
  return (
    <section className="card card--padded" aria-labelledby="preview" aria-busy={preview.isFetching}>
      <div className="section-head"><h2 id="preview">{t('rules.preview')}</h2></div>
      {preview.isError ? <p className="small muted">{problemOf(preview.error).detail || t('error.title')}</p>
        : !preview.data ? <Skeleton height={90} />
        : (
          <div className="stack" aria-live="polite">
            <p>{preview.data.alertCount === 0 ? t('rules.previewNone') : `${plural('rules.previewCount', preview.data.alertCount)} ${plural('rules.previewMessages', preview.data.notificationsPerChannel)}`}</p>
            {lanes.map((lane) => (
              <div key={lane.key} className="lane">
                <span className="small">{lane.key} <span className="muted">{plural('rules.previewTimes', lane.spans.length)}</span></span>
                <div className="preview-lane" aria-hidden="true">{lane.spans.map((span, index) => <span key={index} style={{ left: `${Math.min(98.5, span.from * 100)}%`, width: `${Math.max(1.5, (span.to - span.from) * 100)}%` }} />)}</div>
              </div>
            ))}
            <p className="small muted">{t('rules.previewRange', { from: dateTime(preview.data.from), to: dateTime(preview.data.to), checks: number(preview.data.checks) })}{preview.data.truncated && ` ${t('rules.previewTruncated')}`}</p>
          </div>
        )}
    </section>
  );
}
