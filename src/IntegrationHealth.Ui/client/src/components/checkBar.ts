import type { Check } from '../api/types';

export type Slot = 'empty' | 'succeeded' | 'degraded' | 'failed' | 'inconclusive';

/** A fixed number of slots, the newest at the end: a new connection has empty ones, and does not look broken. */
export function slotsOf(checks: readonly Check[], count: number): Slot[] {
  const shown = checks.slice(-count);
  return [...Array<Slot>(count - shown.length).fill('empty'), ...shown.map((check) => slotOf(check.outcome))];
}

export function tallyOf(slots: readonly Slot[]): Record<Slot, number> {
  const tally: Record<Slot, number> = { empty: 0, succeeded: 0, degraded: 0, failed: 0, inconclusive: 0 };
  for (const slot of slots) tally[slot]++;
  return tally;
}

function slotOf(outcome: string): Slot {
  return outcome === 'succeeded' || outcome === 'degraded' || outcome === 'failed' ? outcome : 'inconclusive';
}

const widest = 12;

/** Share of the height from the ground, and where a bar is cut: each outcome has a form, not only a colour. */
const forms: Record<Slot, { height: number; cut: boolean }> = {
  empty: { height: 0.1, cut: false },
  inconclusive: { height: 0.24, cut: false },
  succeeded: { height: 0.56, cut: false },
  degraded: { height: 0.78, cut: true },
  failed: { height: 1, cut: false },
};

export interface BarColours extends Record<Slot, string> {
  focus: string;
}

export function drawSlots(context: CanvasRenderingContext2D, width: number, height: number, slots: readonly Slot[], colours: BarColours, active: number | null): void {
  context.clearRect(0, 0, width, height);
  const step = width / slots.length;
  const bar = Math.max(1, Math.min(widest, step - 1.5, step * 0.64));
  slots.forEach((slot, index) => {
    const { height: share, cut } = forms[slot];
    const tall = Math.max(2, Math.round(height * share));
    const left = Math.round((index * step + (step - bar) / 2) * 2) / 2;
    context.fillStyle = colours[slot];
    context.globalAlpha = active === null || active === index ? 1 : 0.4;
    if (cut) {
      context.fillRect(left, height - tall, bar, tall * 0.36);
      context.fillRect(left, height - tall * 0.5, bar, tall * 0.5);
    } else {
      context.fillRect(left, height - tall, bar, tall);
    }
  });
  context.globalAlpha = 1;
}
