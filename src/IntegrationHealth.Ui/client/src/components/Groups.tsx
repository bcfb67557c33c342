import { useId, type KeyboardEvent, type ReactNode } from 'react';
import { worstOf, type Grouping } from '../api/groups';
import type { Scope } from '../api/health';
import { statuses, type HealthGroup, type Status } from '../api/types';
import { useTexts } from '../i18n/I18n';
import { ProviderMark } from './ProviderMark';
import { providerName } from './providerName';
import { StatusIcon } from './StatusIcon';

interface Props {
  /** Owners have connections, administrators integrations. */
  scope?: Scope;
  by: Grouping;
  groups: readonly HealthGroup[];
  open: readonly string[];
  onToggle: (key: string) => void;
  /** What is in an open group. */
  children: (key: string, name: string) => ReactNode;
}

/** A list in groups that collapse: closed, each says its worst status and its counts. Arrow keys go from head to head. */
export function Groups({ scope = 'admin', by, groups, open, onToggle, children }: Props) {
  const { t } = useTexts();
  const nameOf = (key: string) => (by === 'status' ? t(`status.${key as Status}`) : by === 'provider' ? providerName(key) : key || t(by === 'tag' ? 'groups.untagged' : 'groups.unowned'));
  return (
    <div className="card groups" onKeyDown={moveBetweenHeads}>
      {groups.map((group) => (
        <Group key={group.key} scope={scope} by={by} group={group} name={nameOf(group.key)} open={open.includes(group.key)} onToggle={() => onToggle(group.key)}>
          {() => children(group.key, nameOf(group.key))}
        </Group>
      ))}
    </div>
  );
}

interface GroupProps {
  scope: Scope;
  by: Grouping;
  group: HealthGroup;
  name: string;
  open: boolean;
  onToggle: () => void;
  children: () => ReactNode;
}

function Group({ scope, by, group, name, open, onToggle, children }: GroupProps) {
  const { plural } = useTexts();
  const body = useId();
  const worst = worstOf(group.summary);
  return (
    <section className="group" data-status={worst} data-open={open || undefined}>
      <h2 className="group__head">
        <button type="button" className="group__button" aria-expanded={open} aria-controls={open ? body : undefined} onClick={onToggle}>
          <svg className="group__arrow" width="10" height="10" viewBox="0 0 10 10" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true"><path d="M3 1.5L6.5 5 3 8.5" /></svg>
          {by === 'provider' && <ProviderMark provider={group.key} size="small" />}
          <span className="group__name">{name}</span>
          {/* By status, the name has said it. */}
          {by === 'status' ? <StatusIcon status={worst} size={16} /> : <Counts group={group} worst={worst} />}
          <span className="group__total numeric">{plural(scope === 'admin' ? 'integrations.count' : 'connections.count', group.total)}</span>
        </button>
      </h2>
      {open && <div id={body} role="region" aria-label={name}>{children()}</div>}
    </section>
  );
}

/** A red count, or one green tick: what is well needs no number. */
function Counts({ group, worst }: { group: HealthGroup; worst: Status }) {
  const { t, number } = useTexts();
  if (worst === 'healthy') return <span className="group__counts" data-status="healthy"><StatusIcon status="healthy" size={16} label={t('groups.well')} /></span>;
  return (
    <span className="group__counts">
      {statuses.filter((status) => status !== 'healthy' && group.summary[status] > 0).map((status) => (
        <span key={status} className="chip" data-status={status}>
          <StatusIcon status={status} size={13} />{number(group.summary[status])} <span className="group__word">{t(`status.${status}`)}</span>
        </span>
      ))}
    </span>
  );
}

function moveBetweenHeads(event: KeyboardEvent<HTMLElement>): void {
  if (!(event.target instanceof HTMLElement) || !event.target.matches('.group__button')) return;
  const heads = [...event.currentTarget.querySelectorAll<HTMLElement>('.group__button')];
  const at = heads.indexOf(event.target);
  const to = { ArrowDown: heads[at + 1], ArrowUp: heads[at - 1], Home: heads[0], End: heads.at(-1) }[event.key];
  if (!to) return;
  event.preventDefault();
  to.focus();
}
