import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { Check } from '../api/types';
import { useTexts } from '../i18n/I18n';
import { failureTitle } from './failureTitle';
import { drawSlots, slotsOf, tallyOf, type BarColours } from './checkBar';
import { useThemeVersion } from './theme';

interface Props {
  /** Oldest first; undefined while they are read. */
  checks: readonly Check[] | undefined;
  /** They could not be read. */
  failed?: boolean;
  slots?: number;
  large?: boolean;
  ends?: boolean;
  now: number;
}

/** The last checks on one canvas: hundreds of rows stay quick, and a reader of the screen hears a sentence. */
export function CheckBar({ checks, failed = false, slots: count = 40, large = false, ends = false, now }: Props) {
  const { t, dateTime, milliseconds, relative, plural } = useTexts();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [active, setActive] = useState<number | null>(null);
  const theme = useThemeVersion();
  const slots = useMemo(() => slotsOf(checks ?? [], count), [checks, count]);
  const first = count - Math.min(count, checks?.length ?? 0);

  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const draw = () => {
      const { clientWidth: width, clientHeight: height } = element;
      const context = element.getContext('2d');
      if (!context || width === 0) return;
      const scale = window.devicePixelRatio || 1;
      element.width = Math.round(width * scale);
      element.height = Math.round(height * scale);
      context.scale(scale, scale);
      drawSlots(context, width, height, slots, coloursOf(element), active);
    };
    draw();
    const observer = new ResizeObserver(draw);
    observer.observe(element);
    return () => observer.disconnect();
  }, [slots, active, theme]);

  const check = active === null ? undefined : checks?.[checks.length - count + active];
  const tally = tallyOf(slots);
  const oldest = checks?.[Math.max(0, checks.length - count)];
  const label = checks?.length
    ? t('bar.label', { checks: plural('bar.checks', count - tally.empty), succeeded: tally.succeeded, degraded: tally.degraded, failed: tally.failed })
    : t(checks ? 'bar.none' : failed ? 'bar.failed' : 'bar.loading');

  const move = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowLeft: (active ?? count) - 1, ArrowRight: (active ?? first - 1) + 1, Home: first, End: count - 1 };
    const to = steps[event.key];
    if (event.key === 'Escape') setActive(null);
    if (to === undefined || first >= count) return;
    event.preventDefault();
    setActive(Math.max(first, Math.min(count - 1, to)));
  };
  const point = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = Math.floor(((event.clientX - box.left) / box.width) * count);
    setActive(at >= first && at < count ? at : null);
  };

  return (
    <div className={`check-bar${large ? ' check-bar--large' : ''}`}>
      <canvas ref={canvas} role="img" aria-label={label} tabIndex={0} onKeyDown={move} onPointerMove={point} onPointerLeave={() => setActive(null)} onBlur={() => setActive(null)} />
      {ends && (
        <div className="check-bar__ends numeric" aria-hidden="true">
          <span>{oldest ? relative(oldest.checkedAt, now) : ''}</span>
          <span>{t('bar.now')}</span>
        </div>
      )}
      <div aria-live="polite">
        {check && active !== null && (
          <div className="check-bar__tip" style={{ left: `${Math.max(12, Math.min(88, ((active + 0.5) / count) * 100))}%` }}>
            <strong>{t(`outcome.${outcomeOf(check.outcome)}`)}</strong>, {milliseconds(check.latencyMs)}
            <br />
            <span className="muted">{dateTime(check.checkedAt)}</span>
            {check.failureKind && <><br />{t(failureTitle(check.status, check.failureKind))}</>}
          </div>
        )}
      </div>
    </div>
  );
}

function outcomeOf(outcome: string): 'succeeded' | 'degraded' | 'failed' | 'inconclusive' {
  return outcome === 'succeeded' || outcome === 'degraded' || outcome === 'failed' ? outcome : 'inconclusive';
}

function coloursOf(element: Element): BarColours {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim() || '#888';
  return {
    empty: colour('--ih-faint'), inconclusive: colour('--ih-line-strong'), succeeded: colour('--ih-healthy'),
    degraded: colour('--ih-degraded-mark'), failed: colour('--ih-unhealthy'), focus: colour('--ih-accent'),
  };
}
