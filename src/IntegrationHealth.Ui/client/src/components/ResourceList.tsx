import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useApi } from '../api/context';
import { resourceQuery, useDeleteResource } from '../api/resources';
import { useTexts } from '../i18n/I18n';
import { Dialog } from './Dialog';
import { SaveError } from './FormDialog';
import { Awaiting, PlugIcon, RowsSkeleton, StatePanel } from './states';

interface Item {
  id: string;
  /** Fixed in code or configuration: shown, and not to be changed here. */
  origin?: string;
}

interface Props<T extends Item> {
  path: string;
  /** Title of one, for the question before it is deleted. */
  nameOf: (item: T) => string;
  emptyTitle: string;
  emptyHint: string;
  emptyAction?: ReactNode;
  render: (item: T) => { title: ReactNode; text?: ReactNode; actions?: ReactNode; off?: boolean };
  sort?: (left: T, right: T) => number;
}

/** The things of one kind with their actions; each states that are there beside "it worked": loading, none, refused. */
export function ResourceList<T extends Item>({ path, nameOf, emptyTitle, emptyHint, emptyAction, render, sort }: Props<T>) {
  const { t } = useTexts();
  const items = useQuery(resourceQuery<T>(useApi(), path));
  const [deleting, setDeleting] = useState<T | null>(null);
  if (!items.data) {
    const notMapped = <StatePanel title={t('error.notMapped')} icon={<PlugIcon />}>{t('error.notMappedHint')}</StatePanel>;
    return <Awaiting query={items} notFound={notMapped}><RowsSkeleton count={4} /></Awaiting>;
  }
  if (items.data.length === 0) return <StatePanel title={emptyTitle} icon={<PlugIcon />} actions={emptyAction}>{emptyHint}</StatePanel>;
  const shown = sort ? [...items.data].sort(sort) : items.data;
  return (
    <>
      <ul className="card items">
        {shown.map((item) => {
          const { title, text, actions, off } = render(item);
          const fixed = item.origin !== undefined && item.origin !== 'runtime';
          return (
            <li key={item.id} className="item" data-off={off || undefined}>
              <div>
                <div className="item__title">{title}{fixed && <span className="chip chip--outline">{t('resource.fixed')}</span>}</div>
                {text && <p>{text}</p>}
              </div>
              <div className="line">
                {actions}
                {!fixed && <button type="button" className="button button--small button--quiet button--danger" onClick={() => setDeleting(item)} aria-label={t('resource.delete', { name: nameOf(item) })}>{t('action.delete')}</button>}
              </div>
            </li>
          );
        })}
      </ul>
      {deleting && <DeleteDialog path={path} id={deleting.id} name={nameOf(deleting)} onClose={() => setDeleting(null)} />}
    </>
  );
}

function DeleteDialog({ path, id, name, onClose }: { path: string; id: string; name: string; onClose: () => void }) {
  const { t } = useTexts();
  const remove = useDeleteResource(path);
  return (
    <Dialog title={t('resource.deleteTitle')} onClose={onClose} width={440}>
      <div className="dialog__body"><p>{t('resource.deleteText', { name })}</p></div>
      <div className="dialog__foot">
        <SaveError error={remove.error} />
        <button type="button" className="button button--quiet" onClick={onClose}>{t('action.cancel')}</button>
        <button type="button" className="button button--danger" disabled={remove.isPending} onClick={() => remove.mutate(id, { onSuccess: onClose })}>{t('action.delete')}</button>
      </div>
    </Dialog>
  );
}
