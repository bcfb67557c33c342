import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { groupsByStatus, worstOf } from '../api/groups';
import type { HealthGroup, Summary } from '../api/types';
import { en } from '../i18n/en';
import { I18nProvider, textsOf } from '../i18n/I18n';
import { Groups } from './Groups';
import { toggled } from './openGroups';

const summary = (change: Partial<Summary>): Summary => ({ healthy: 0, degraded: 0, unhealthy: 0, unknown: 0, paused: 0, ...change });
const groups: HealthGroup[] = [
  { key: 'gmail', total: 1214, summary: summary({ healthy: 1200, unhealthy: 12, degraded: 2 }) },
  { key: 'slack', total: 3, summary: summary({ healthy: 3 }) },
  { key: '', total: 1, summary: summary({ paused: 1 }) },
];

function Bench() {
  const [open, setOpen] = useState<string[]>([]);
  return (
    <I18nProvider texts={textsOf('en', en)}>
      <Groups by="ownerId" groups={groups} open={open} onToggle={(key) => setOpen(toggled(open, key))}>{(key) => <p>inside {key || 'nobody’s'}</p>}</Groups>
    </I18nProvider>
  );
}

describe('Groups', () => {
  it('says of each closed group its worst status and its counts, in words', () => {
    render(<Bench />);
    const [first, second, third] = screen.getAllByRole('button');
    expect(first).toHaveAccessibleName('gmail 12 Failing 2 Degraded 1,214 integrations');
    expect(second).toHaveAccessibleName('slack All healthy 3 integrations');
    expect(third).toHaveAccessibleName('Without an owner 1 Paused 1 integration');
    expect(screen.queryByText(/inside/)).toBeNull();
  });
  it('opens what is chosen, and only that', async () => {
    render(<Bench />);
    const slack = screen.getByRole('button', { name: /slack/ });
    await userEvent.click(slack);
    expect(slack).toHaveAttribute('aria-expanded', 'true');
    expect(within(screen.getByRole('region', { name: 'slack' })).getByText('inside slack')).toBeVisible();
    await userEvent.click(slack);
    expect(slack).toHaveAttribute('aria-expanded', 'false');
    expect(screen.queryByRole('region')).toBeNull();
  });
  it('is walked through by the arrow keys, Home and End', async () => {
    render(<Bench />);
    const [first, second, third] = screen.getAllByRole('button');
    first?.focus();
    await userEvent.keyboard('{ArrowDown}');
    expect(second).toHaveFocus();
    await userEvent.keyboard('{End}');
    expect(third).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}{ArrowUp}{Home}{Enter}');
    expect(first).toHaveFocus();
    expect(first).toHaveAttribute('aria-expanded', 'true');
  });
});

describe('groups by status', () => {
  it('are those that there are, the worst first, and only those that are asked for', () => {
    const all = summary({ healthy: 5, unhealthy: 1, paused: 2 });
    expect(groupsByStatus(all, {}).map((group) => [group.key, group.total])).toEqual([['unhealthy', 1], ['healthy', 5], ['paused', 2]]);
    expect(groupsByStatus(all, { status: ['healthy', 'degraded'] }).map((group) => group.key)).toEqual(['healthy']);
  });
  it('know the worst of a group', () => {
    expect([summary({ healthy: 9, degraded: 1 }), summary({ healthy: 1, paused: 4 }), summary({ paused: 1 }), summary({ unknown: 1, healthy: 2 })].map(worstOf)).toEqual(['degraded', 'healthy', 'paused', 'unknown']);
  });
});
