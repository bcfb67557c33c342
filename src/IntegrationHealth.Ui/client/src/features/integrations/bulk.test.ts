import { describe, expect, it, vi } from 'vitest';
import type { ApiClient } from '../../api/client';
import { Problem } from '../../api/problem';
import { refusalText } from '../../components/problemText';
import { en } from '../../i18n/en';
import { textsOf } from '../../i18n/I18n';
import { runBulk } from './bulk';

describe('runBulk', () => {
  it('does all that can be done, and groups why the rest was refused', async () => {
    const change = vi.fn((_: string, path: string) => (path.endsWith('/1') ? Promise.reject(new Problem(502, '', '')) : path.endsWith('/2') || path.endsWith('/3') ? Promise.reject(new Problem(409, 'Fixed', 'Fixed in code.')) : Promise.resolve(null)));
    const progress = vi.fn();
    const result = await runBulk({ change } as unknown as ApiClient, ['1', '2', '3', '4', '5', '6'], 'pause', progress, (problem) => refusalText(problem, textsOf('en', en)));
    expect(result.done).toBe(3);
    expect([...result.refused]).toEqual([['The server answered with status 502.', 1], ['Fixed in code.', 2]]);
    expect(progress).toHaveBeenLastCalledWith(6);
    expect(change).toHaveBeenCalledWith('PATCH', 'admin/integrations/4', { enabled: false });
  });
});
