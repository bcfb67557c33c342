const pictures: Record<string, React.ReactNode> = {
  gmail: <><rect x="3" y="5" width="18" height="14" rx="2" /><path d="M3.5 7l8.5 6.5L20.5 7" /></>,
  'google-calendar': <><rect x="4" y="5" width="16" height="15" rx="2" /><path d="M4 10h16M8.5 3v4M15.5 3v4M9 14h2m2 0h2" /></>,
  slack: <path d="M9.5 4L7.5 20M16.5 4l-2 16M4.5 9h16M3.5 15h16" />,
  mcp: <path d="M9 3v5m6-5v5M6 8h12v3a6 6 0 0 1-12 0zm6 9v4" />,
  http: <><circle cx="12" cy="12" r="8.5" /><path d="M3.5 12h17M12 3.5c5 5 5 12 0 17c-5-5-5-12 0-17" /></>,
  healthcheck: <path d="M3 12.5h4l2.5-7 4.5 13 2.5-6H21" />,
};

/** A picture of the kind of service, drawn here: not the vendor's own mark, which is the vendor's. */
export function ProviderMark({ provider, size = '' }: { provider: string; size?: '' | 'small' | 'large' }) {
  const pixels = size === 'large' ? 26 : size === 'small' ? 15 : 19;
  const picture = pictures[provider];
  return (
    <span className={`provider-mark${size ? ` provider-mark--${size}` : ''}`} aria-hidden="true">
      {picture
        ? <svg width={pixels} height={pixels} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" strokeLinejoin="round">{picture}</svg>
        : <span className="mono">{provider.slice(0, 2)}</span>}
    </span>
  );
}
