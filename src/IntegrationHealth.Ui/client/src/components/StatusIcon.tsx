import type { Status } from '../api/types';

const shapes: Record<Status, React.ReactNode> = {
  healthy: <><circle cx="9" cy="9" r="8" fill="currentColor" fillOpacity="0.14" stroke="currentColor" strokeWidth="1.5" /><path d="M5.5 9.3l2.4 2.4 4.6-5" /></>,
  degraded: <><path d="M9 1.8l7.4 13.4H1.6z" fill="currentColor" fillOpacity="0.14" strokeWidth="1.5" strokeLinejoin="round" /><path d="M9 7v3.4M9 12.7v.1" /></>,
  unhealthy: <><path d="M5.7 1h6.6L17 5.7v6.6L12.3 17H5.7L1 12.3V5.7z" fill="currentColor" stroke="none" /><path d="M6.2 6.2l5.6 5.6m0-5.6l-5.6 5.6" stroke="var(--ih-surface)" /></>,
  unknown: <><circle cx="9" cy="9" r="7.6" strokeDasharray="3 2.6" strokeWidth="1.5" /><path d="M6.8 7a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .8-1 1.5M9 13v.1" /></>,
  paused: <><circle cx="9" cy="9" r="8" strokeWidth="1.5" /><path d="M7 6v6M11 6v6" /></>,
};

/** A shape of its own for each status, so that none is known by colour alone. */
export function StatusIcon({ status, size = 18, label }: { status: Status; size?: number; label?: string }) {
  return (
    <svg className="status-icon" data-status={status} width={size} height={size} viewBox="0 0 18 18" fill="none" stroke="currentColor" strokeWidth="1.8"
      strokeLinecap="round" role={label ? 'img' : undefined} aria-label={label} aria-hidden={label ? undefined : true}>
      {shapes[status]}
    </svg>
  );
}
