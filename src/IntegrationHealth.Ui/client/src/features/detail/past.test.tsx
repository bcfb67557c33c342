import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiClient } from '../../api/client';
import { ApiProvider } from '../../api/context';
import type { Incident } from '../../api/types';
import { en } from '../../i18n/en';
import { I18nProvider, textsOf } from '../../i18n/I18n';
import { someHealth } from '../../testing/some';
import { dayBefore, daysOf } from './calendar';
import { Incidents } from './Incidents';
import { UptimeCalendar } from './UptimeCalendar';

const texts = textsOf('en', en);
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

function show(part: React.ReactNode, answer: (url: URL) => Response): void {
  vi.stubGlobal('fetch', (url: string) => Promise.resolve(answer(new URL(url))));
  render(
    <I18nProvider texts={texts}><QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}><ApiProvider value={new ApiClient({ url: 'https://host.example/api/' })}>
      {part}
    </ApiProvider></QueryClientProvider></I18nProvider>);
}

afterEach(() => vi.useRealTimers());

describe('UptimeCalendar', () => {
  it('says when it could not be read, and reads it again', async () => {
    let status = 500;
    show(<UptimeCalendar health={someHealth()} scope="owner" />, () => json({ items: [], nextCursor: null }, status));
    expect(await screen.findByRole('alert')).toHaveTextContent(en['error.server']);
    status = 200;
    await userEvent.click(screen.getByRole('button', { name: en['action.tryAgain'] }));
    expect(await screen.findByRole('list', { name: 'Uptime, last 90 days (days in UTC)' })).toBeVisible();
  });
  it('goes on to the next day of UTC while it stands', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'], now: Date.parse('2026-03-01T23:58:00Z') });
    const asked: (string | null)[] = [];
    show(<UptimeCalendar health={someHealth()} scope="owner" />, (url) => {
      asked.push(url.searchParams.get('from'));
      return json({ items: [], nextCursor: null });
    });
    await vi.waitFor(() => expect(asked.at(-1)).toBe('2025-12-02T00:00:00.000Z'));
    act(() => { vi.advanceTimersByTime(120_000); });
    await vi.waitFor(() => expect(asked.at(-1)).toBe('2025-12-03T00:00:00.000Z'));
  });
});

describe('daysOf', () => {
  it('ends with today, whatever the month', () => {
    expect(daysOf([], 3, '2024-03-01').map((day) => day.date)).toEqual(['2024-02-28', '2024-02-29', '2024-03-01']);
    expect(dayBefore('2026-01-01', 1)).toBe('2025-12-31');
  });
});

describe('Incidents', () => {
  const incident = (startedAt: Date, endedAt: Date): Incident => ({
    id: 'i', startedAt: startedAt.toISOString(), endedAt: endedAt.toISOString(), durationMs: endedAt.getTime() - startedAt.getTime(), status: 'unhealthy', failureKind: null, message: null,
    timeline: [{ at: startedAt.toISOString(), event: 'started', status: 'unhealthy', detail: null }, { at: endedAt.toISOString(), event: 'resolved', status: 'healthy', detail: null }],
  });
  const times = async () => (await screen.findAllByRole('time', { hidden: true })).map((time) => time.textContent);

  it.each([['one day', 1, false], ['several days', 3, true]] as const)('tells the day of each step where it took %s', async (_, lastDay, isDated) => {
    const [from, to] = [new Date(2026, 0, 1, 10, 0), new Date(2026, 0, lastDay, 11, 30)];
    show(<Incidents id="one" provider="gmail" scope="owner" />, () => json({ items: [incident(from, to)], nextCursor: null }));
    const shown = await times();
    expect(shown).toEqual([from, to].map(isDated ? texts.dateTime : texts.time));
    expect(screen.getAllByRole('time', { hidden: true })[1]).toHaveAttribute('title', texts.dateTime(to));
  });
});
