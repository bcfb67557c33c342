import { render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useLocation } from 'wouter';
import { en } from '../i18n/en';
import { I18nProvider, textsOf } from '../i18n/I18n';
import { useLeaveGuard } from './useDraft';

function Page({ dirty }: { dirty: boolean }) {
  const [path] = useLocation();
  useLeaveGuard(dirty);
  return <p>{path}</p>;
}

const show = (dirty: boolean) => render(<I18nProvider texts={textsOf('en', en)}><Page dirty={dirty} /></I18nProvider>);

/** As the browser does it: the address is another before anybody is told. */
async function back(): Promise<void> {
  History.prototype.replaceState.call(history, null, '', '/before');
  window.dispatchEvent(new PopStateEvent('popstate'));
  await Promise.resolve();
}

beforeEach(() => history.replaceState(null, '', '/form'));

describe('useLeaveGuard', () => {
  it('asks before the browser’s Back leads away, and stays when that is not wanted', async () => {
    const asked = vi.fn(() => false);
    vi.stubGlobal('confirm', asked);
    show(true);
    await back();
    expect(asked).toHaveBeenCalledWith(en['form.leave']);
    expect(location.pathname).toBe('/form');
    expect(screen.getByText('/form')).toBeVisible();
  });
  it('goes back when that is wanted, and without a question where all is saved', async () => {
    const asked = vi.fn(() => true);
    vi.stubGlobal('confirm', asked);
    const first = show(true);
    await back();
    expect(await screen.findByText('/before')).toBeVisible();
    expect(asked).toHaveBeenCalledTimes(1);
    first.unmount();
    history.replaceState(null, '', '/form');
    show(false);
    await back();
    expect(await screen.findByText('/before')).toBeVisible();
    expect(asked).toHaveBeenCalledTimes(1);
  });
});
