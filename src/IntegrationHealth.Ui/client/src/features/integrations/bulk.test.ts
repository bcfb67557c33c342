import { describe, expect, it, vi } from 'vitest';
import type { ApiClient } from '../../api/client';
import { Problem } from '../../api/problem';
import { runBulk } from './bulk';

describe('runBulk', () => {
  it('does all that can be done, and groups why the rest was refused', async () => {
    const change = vi.fn((_: string, path: string) => (path.endsWith('/2') || path.endsWith('/3') ? Promise.reject(new Problem(409, 'Fixed', 'Fixed in code.')) : Promise.resolve(null)));
    const progress = vi.fn();
    const result = await runBulk({ change } as unknown as ApiClient, ['1', '2', '3', '4', '5', '6'], 'pause', progress);
    expect(result.done).toBe(4);
    expect([...result.refused]).toEqual([['Fixed in code.', 2]]);
    expect(progress).toHaveBeenLastCalledWith(6);
    expect(change).toHaveBeenCalledWith('PATCH', 'admin/integrations/1', { enabled: false });
  });
});
