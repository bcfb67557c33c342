import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { en } from '../i18n/en';
import { I18nProvider, textsOf } from '../i18n/I18n';
import LineChart from './LineChart';

const chart = vi.hoisted(() => ({ range: [0, 0], cursor: 0, made: 0 }));

// There is no canvas here: what the chart is told is what counts.
vi.mock('uplot', () => ({
  default: class {
    constructor(private readonly options: { hooks: { setScale: ((chart: unknown, scale: string) => void)[] } }) { chart.made++; this.tell(); }
    private tell() { this.options.hooks.setScale.forEach((hook) => hook(this, 'x')); }
    readonly scales = { x: { get min() { return chart.range[0]; }, get max() { return chart.range[1]; } } };
    batch(action: () => void) { action(); }
    setScale(_: string, { min, max }: { min: number; max: number }) { chart.range = [min, max]; this.tell(); }
    setCursor({ left }: { left: number }) { chart.cursor = left; }
    valToPos(value: number) { return value; }
    setSize() { /* nothing is laid out here */ }
    destroy() { /* nothing was drawn */ }
  },
}));

const times = [0, 100, 200, 300, 400];
const series = [{ label: 'p50', colour: '--ih-accent', values: [1, 2, null, 4, 5] }];
const format = (value: number) => `${value} ms`;
const texts = textsOf('en', en);
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

beforeEach(() => {
  vi.stubGlobal('ResizeObserver', class { observe() { /* nothing is laid out here */ } disconnect() { /* nor here */ } });
  chart.range = [0, 400];
  chart.made = 0;
  render(<I18nProvider texts={texts}><LineChart times={times} series={series} label="Latency over time" format={format} from={0} to={400} /></I18nProvider>);
});

describe('LineChart', () => {
  it('is looked at closely without dragging', async () => {
    await press('Closer');
    expect(chart.range).toEqual([100, 300]);
    await press('Later');
    expect(chart.range).toEqual([200, 400]);
    await press('Earlier');
    expect(chart.range).toEqual([100, 300]);
    await press('Whole range');
    expect(chart.range).toEqual([0, 400]);
  });
  it('says which buttons have no use where there is no more to see', async () => {
    const hasUse = (name: string) => screen.getByRole('button', { name }).getAttribute('aria-disabled') === null;
    expect(['Closer', 'Earlier', 'Later', 'Whole range'].map(hasUse)).toEqual([true, false, false, false]);
    await press('Closer');
    expect(['Closer', 'Earlier', 'Later', 'Whole range'].map(hasUse)).toEqual([true, true, true, true]);
    await press('Later');
    expect(['Closer', 'Earlier', 'Later', 'Whole range'].map(hasUse)).toEqual([true, true, false, true]);
    await press('Whole range');
    expect(hasUse('Whole range')).toBe(false);
  });
  it('is read point by point with the arrow keys, and follows them', async () => {
    screen.getByRole('img', { name: 'Latency over time. Arrow keys read each point.' }).focus();
    await userEvent.keyboard('{ArrowLeft}');
    expect(chart.cursor).toBe(400);
    expect(chart.made).toBe(1);
    expect(screen.getByText(/: p50 5 ms$/)).toHaveAttribute('aria-live', 'polite');
    await press('Closer');
    expect(chart.range).toEqual([200, 400]);
    screen.getByRole('img').focus();
    await userEvent.keyboard('{Home}');
    expect(chart.range).toEqual([0, 200]);
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    expect(screen.getByText(/: p50 –$/)).toBeInTheDocument();
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByText(/p50/)).toBeNull();
  });
});
