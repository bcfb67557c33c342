import { hueOf, monogramOf } from './providerMark';

const pictures: Record<string, React.ReactNode> = {
  gmail: <><rect x="3" y="5" width="18" height="14" rx="2" /><path d="M3.5 7l8.5 6.5L20.5 7" /></>,
  'google-calendar': <><rect x="4" y="5" width="16" height="15" rx="2" /><path d="M4 10h16M8.5 3v4M15.5 3v4M9 14h2m2 0h2" /></>,
  slack: <path d="M9.5 4L7.5 20M16.5 4l-2 16M4.5 9h16M3.5 15h16" />,
  mcp: <path d="M9 3v5m6-5v5M6 8h12v3a6 6 0 0 1-12 0zm6 9v4" />,
  http: <><circle cx="12" cy="12" r="8.5" /><path d="M3.5 12h17M12 3.5c5 5 5 12 0 17c-5-5-5-12 0-17" /></>,
  healthcheck: <path d="M3 12.5h4l2.5-7 4.5 13 2.5-6H21" />,
  // A branch that is merged.
  github: <><circle cx="6.5" cy="5.5" r="2.3" /><circle cx="6.5" cy="18.5" r="2.3" /><circle cx="17.5" cy="9" r="2.3" /><path d="M6.5 7.8v8.4M17.5 11.3c0 3.4-4.5 3.2-8.8 5.6" /></>,
  // Things that belong together.
  'microsoft-graph': <><circle cx="12" cy="12" r="2.4" /><circle cx="5" cy="6" r="2" /><circle cx="19" cy="7" r="2" /><circle cx="17" cy="18.5" r="2" /><path d="M6.6 7.4l3.5 3M14.1 10.8l3.2-2.5M13.4 14l2.5 2.9" /></>,
  stripe: <><rect x="3" y="5.5" width="18" height="13" rx="2.2" /><path d="M3 10h18M6.5 14.8h4" /></>,
  // A hub with spokes.
  hubspot: <><circle cx="13" cy="14" r="4.2" /><path d="M13 9.8V6M9.7 11.4L5.5 8M10 17l-2.6 2.8" /><circle cx="13" cy="4.4" r="1.6" /><circle cx="4.5" cy="7.2" r="1.3" /><circle cx="6.5" cy="20.6" r="1.1" /></>,
  salesforce: <path d="M7 18.5a4 4 0 0 1-.6-7.9 4.6 4.6 0 0 1 8.3-2.4 4.1 4.1 0 0 1 5.8 3.9 3.4 3.4 0 0 1-1.2 6.4z" />,
  notion: <><path d="M6 3.5h8.5L19 8v12.5H6z" /><path d="M14 3.8V8.3h4.6M9 12h7M9 16h5" /></>,
  // Columns of a board.
  jira: <><rect x="3.5" y="4.5" width="17" height="15" rx="2" /><path d="M9.2 4.5v15M14.8 4.5v15M5.8 8.5h1M11.5 8.5h1M11.5 12h1M17.2 8.5h1" /></>,
};

/** A picture of the kind of service, drawn here: not the vendor's own mark, which is the vendor's. Others have two letters in a colour of theirs. */
export function ProviderMark({ provider, size = '' }: { provider: string; size?: '' | 'small' | 'large' }) {
  const pixels = size === 'large' ? 26 : size === 'small' ? 15 : 19;
  const picture = pictures[provider];
  const name = `provider-mark${size ? ` provider-mark--${size}` : ''}`;
  if (!picture) return <span className={`${name} provider-mark--letters`} style={{ '--mark-hue': hueOf(provider) } as React.CSSProperties} aria-hidden="true">{monogramOf(provider)}</span>;
  return (
    <span className={name} aria-hidden="true">
      <svg width={pixels} height={pixels} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" strokeLinejoin="round">{picture}</svg>
    </span>
  );
}
