import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import UPlot, { type AlignedData, type Options, type Series } from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useTexts, type MessageKey } from '../i18n/I18n';
import { useThemeVersion } from './theme';
import { axisTimes, closerRange, movedRange, rangeWith, shownRange } from './timeAxis';

export interface ChartSeries {
  label: string;
  /** A CSS variable. */
  colour: string;
  values: (number | null)[];
  dashed?: boolean;
  filled?: boolean;
}

export interface ChartBand {
  from: number;
  to: number;
  status: 'degraded' | 'unhealthy';
}

interface Props {
  /** Unix seconds, ascending. */
  times: number[];
  series: ChartSeries[];
  bands?: readonly ChartBand[];
  /** Moments to mark, such as the beginnings of incidents. */
  markers?: readonly number[];
  label: string;
  height?: number;
  format: (value: number) => string;
  from?: number;
  to?: number;
  max?: number;
}

/** The same each time: another one would be another chart, and what was looked at closely would be lost. */
const none: readonly never[] = [];
/** A line of few points may have gaps that leave single ones, which would not be seen. */
const fewPoints = 30;

/** A line over time that can be looked at closely, by dragging or by buttons, and read point by point with the arrow keys. Loaded only by pages that draw one. */
export default function LineChart({ times, series, bands = none, markers = none, label, height = 240, format, from, to, max }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<UPlot>(null);
  const [active, setActive] = useState<number | null>(null);
  const [shown, setShown] = useState<[number, number] | null>(null);
  const theme = useThemeVersion();
  const { t, dateTime, locale } = useTexts();

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const style = getComputedStyle(element);
    const colour = (name: string) => style.getPropertyValue(name).trim() || '#888';
    const font = `12px ${style.fontFamily}`;
    const axis = { stroke: colour('--ih-muted'), grid: { stroke: colour('--ih-line'), width: 1 }, ticks: { show: false }, font, gap: 6 };
    const note = ({ scales: { x } }: UPlot) => setShown(typeof x?.min === 'number' && typeof x.max === 'number' ? [x.min, x.max] : null);
    const options: Options = {
      width: Math.max(200, element.clientWidth), height,
      // On the right, half of the last time's words.
      padding: [12, 28, 0, 0],
      legend: { show: true, live: true },
      cursor: { drag: { x: true, y: false, setScale: true }, points: { size: 7 }, y: false },
      scales: {
        x: { time: true, ...(from !== undefined && to !== undefined ? { range: (_: UPlot, low: number | null, high: number | null) => shownRange(times, from, to, low, high) } : {}) },
        y: { range: (_: UPlot, _low: number | null, high: number | null) => [0, max ?? (high === null ? 100 : Math.max(1, high * 1.12))] },
      },
      axes: [
        { ...axis, grid: { show: false }, space: 84, size: 32, values: (_: UPlot, ticks: number[]) => axisTimes(ticks, locale) },
        { ...axis, size: 62, values: (_: UPlot, ticks: number[]) => ticks.map(format) },
      ],
      series: [
        { value: (_: UPlot, value: number | null) => (value === null ? '' : dateTime(new Date(value * 1000))), label: t('detail.time') },
        ...series.map((one): Series => ({
          label: one.label, stroke: colour(one.colour), width: one.dashed ? 1.25 : 2, ...(one.dashed ? { dash: [4, 4] } : {}),
          ...(one.filled ? { fill: `color-mix(in srgb, ${colour(one.colour)} 12%, transparent)` } : {}),
          points: { show: one.values.filter((value) => value !== null).length < fewPoints ? true : undefined, size: 6, fill: colour(one.colour) },
          value: (_: UPlot, value: number | null) => (value === null ? '–' : format(value)), spanGaps: false,
        })),
      ],
      hooks: { drawClear: [(chart) => drawBands(chart, bands, markers, colour)], setScale: [(chart, scale) => { if (scale === 'x') note(chart); }] },
    };
    const chart = new UPlot(options, [times, ...series.map((one) => one.values)] as AlignedData, element);
    drawn.current = chart;
    const observer = new ResizeObserver(() => chart.setSize({ width: Math.max(200, element.clientWidth), height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
      drawn.current = null;
    };
  }, [times, series, bands, markers, height, format, from, to, max, theme, t, dateTime, locale]);

  const [first, end] = [from ?? times[0] ?? 0, to ?? times.at(-1) ?? 0];
  const show = (range: (low: number, high: number) => [number, number]) => {
    const chart = drawn.current;
    const { min, max: most } = chart?.scales.x ?? {};
    if (!chart || typeof min !== 'number' || typeof most !== 'number') return;
    const [low, high] = range(min, most);
    // At once: where a moment stands is asked for next.
    if (low !== min || high !== most) chart.batch(() => chart.setScale('x', { min: low, max: high }));
  };
  const pointAt = (index: number | null) => {
    const at = index === null ? undefined : times[index];
    setActive(at === undefined ? null : index);
    if (at !== undefined) show((low, high) => rangeWith(low, high, at));
    const values = series.map((one) => (index === null ? null : one.values[index])).filter((value) => typeof value === 'number');
    drawn.current?.setCursor({ left: at === undefined ? -10 : drawn.current.valToPos(at, 'x'), top: values[0] === undefined ? 0 : drawn.current.valToPos(values[0], 'y') });
  };
  const move = (event: KeyboardEvent) => {
    const last = times.length - 1;
    const steps: Record<string, number> = { ArrowLeft: (active ?? last + 1) - 1, ArrowRight: (active ?? -1) + 1, Home: 0, End: last };
    const to = steps[event.key];
    if (event.key === 'Escape') pointAt(null);
    if (to === undefined || last < 0) return;
    event.preventDefault();
    pointAt(Math.max(0, Math.min(last, to)));
  };
  const at = active === null ? undefined : times[active];
  return (
    <div className="chart-frame">
      <div className="chart" ref={place} role="img" aria-label={t('chart.label', { label })} tabIndex={0} onKeyDown={move} style={{ minHeight: height + 32 }} />
      <p className="visually-hidden" aria-live="polite">
        {at !== undefined && active !== null && `${dateTime(new Date(at * 1000))}: ${series.map((one) => `${one.label} ${typeof one.values[active] === 'number' ? format(one.values[active]) : '–'}`).join(', ')}`}
      </p>
      <div className="chart-frame__acts" role="group" aria-label={label}>
        {([
          ['chart.closer', (low, high) => closerRange(low, high, at ?? (low + high) / 2)], ['chart.earlier', (low, high) => movedRange(low, high, -1, first, end)],
          ['chart.later', (low, high) => movedRange(low, high, 1, first, end)], ['chart.whole', () => [first, end]],
        ] as const satisfies [MessageKey, (low: number, high: number) => [number, number]][]).map(([key, range]) => (
          <button key={key} type="button" className="button button--small" aria-disabled={!shown || isSame(range(...shown), shown) || undefined} onClick={() => show(range)}>{t(key)}</button>
        ))}
      </div>
    </div>
  );
}

const isSame = (one: [number, number], other: [number, number]) => one[0] === other[0] && one[1] === other[1];

/** Bands stand behind the line; failing ones are hatched, so that they differ by more than colour. */
function drawBands(chart: UPlot, bands: readonly ChartBand[], markers: readonly number[], colour: (name: string) => string): void {
  const { ctx: context, bbox } = chart;
  context.save();
  context.beginPath();
  context.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  context.clip();
  for (const band of bands) {
    const left = chart.valToPos(band.from, 'x', true);
    const width = Math.max(3, chart.valToPos(band.to, 'x', true) - left);
    context.globalAlpha = 0.16;
    context.fillStyle = colour(band.status === 'unhealthy' ? '--ih-unhealthy' : '--ih-degraded-mark');
    context.fillRect(left, bbox.top, width, bbox.height);
    if (band.status === 'unhealthy') hatch(context, left, bbox.top, width, bbox.height, colour('--ih-unhealthy'));
  }
  context.globalAlpha = 1;
  context.fillStyle = colour('--ih-unhealthy');
  const size = 5 * devicePixelRatio;
  for (const marker of markers) {
    const x = chart.valToPos(marker, 'x', true);
    context.beginPath();
    context.moveTo(x - size, bbox.top);
    context.lineTo(x + size, bbox.top);
    context.lineTo(x, bbox.top + size * 1.5);
    context.fill();
  }
  context.restore();
}

function hatch(context: CanvasRenderingContext2D, left: number, top: number, width: number, height: number, colour: string): void {
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  context.globalAlpha = 0.3;
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  for (let x = left - height; x < left + width; x += 8 * devicePixelRatio) {
    context.moveTo(x, top + height);
    context.lineTo(x + height, top);
  }
  context.stroke();
  context.restore();
}
