import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../api/context';
import { Dialog } from '../../components/Dialog';
import { refusalText } from '../../components/problemText';
import { useToast } from '../../components/Toasts';
import { useTexts } from '../../i18n/I18n';
import { useCanAct } from '../../realtime/Live';
import { runBulk, type BulkAction } from './bulk';

/** What can be done with all that are selected. Pausing many asks first: unlike the others it makes them fall silent. */
export function BulkBar({ selected, onDone }: { selected: ReadonlySet<string>; onDone: () => void }) {
  const texts = useTexts();
  const { t, plural } = texts;
  const api = useApi();
  const client = useQueryClient();
  const toast = useToast();
  const canAct = useCanAct();
  const [done, setDone] = useState(0);
  const [asking, setAsking] = useState(false);
  const bulk = useMutation({
    mutationFn: ({ action, ids }: { action: BulkAction; ids: readonly string[] }) => runBulk(api, ids, action, setDone, (problem) => refusalText(problem, texts)),
    onSuccess: (result) => {
      const refused = [...result.refused.values()].reduce((sum, count) => sum + count, 0);
      toast({
        key: 'bulk', status: refused === 0 ? 'healthy' : 'degraded', title: plural('bulk.done', result.done),
        ...(refused ? { text: `${plural('bulk.refused', refused)} ${[...result.refused.keys()].slice(0, 2).join(' ')}` } : {}),
      });
      void client.invalidateQueries({ queryKey: ['healthList'] });
      void client.invalidateQueries({ queryKey: ['healthGroups'] });
      onDone();
    },
  });
  const start = (action: BulkAction) => bulk.mutate({ action, ids: [...selected] });
  // What is done may take rows out of the list: the bar stays until all of it is done.
  if (selected.size === 0 && !bulk.isPending) return null;
  return (
    <div className="bulk-bar" role="region" aria-label={t('bulk.label')}>
      <span className="numeric">{bulk.isPending ? t('bulk.progress', { done, total: bulk.variables.ids.length }) : plural('bulk.selected', selected.size)}</span>
      {(['check', 'pause', 'resume'] as const).map((action) => (
        <button type="button" key={action} className="button button--small" disabled={bulk.isPending || !canAct} onClick={() => (action === 'pause' && selected.size > 1 ? setAsking(true) : start(action))}>{action === 'check' ? t('check.now') : t(`action.${action}`)}</button>
      ))}
      <button type="button" className="button button--small button--quiet" disabled={bulk.isPending} onClick={onDone}>{t('bulk.clear')}</button>
      {asking && (
        <Dialog title={plural('bulk.pauseTitle', selected.size)} onClose={() => setAsking(false)} width={440}>
          <div className="dialog__body"><p>{t('bulk.pauseText')}</p></div>
          <div className="dialog__foot">
            <button type="button" className="button button--quiet" onClick={() => setAsking(false)}>{t('action.cancel')}</button>
            <button type="button" className="button button--primary" onClick={() => { setAsking(false); start('pause'); }}>{t('action.pause')}</button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
