import type { Scope } from '../../api/health';
export function DetailPage({ id }: { id: string; scope: Scope }) { return <div>{id}</div>; }
