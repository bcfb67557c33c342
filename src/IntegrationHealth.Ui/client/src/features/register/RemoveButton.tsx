import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { IntegrationDefinition } from '../../api/administration';
import { useApi } from '../../api/context';
import { Dialog } from '../../components/Dialog';
import { SaveError } from '../../components/FormDialog';
import { useTexts } from '../../i18n/I18n';

/** Removes an integration with all that is known of it, after a question that says so. */
export function RemoveButton({ integration }: { integration: IntegrationDefinition }) {
  const { t } = useTexts();
  const api = useApi();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [asking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => api.change('DELETE', `admin/integrations/${encodeURIComponent(integration.id)}`),
    onSuccess: () => {
      for (const kind of ['healthList', 'healthGroups', 'transitions']) void client.invalidateQueries({ queryKey: [kind] });
      navigate('/admin/integrations');
    },
  });
  return (
    <>
      <button type="button" className="button button--quiet button--danger" onClick={() => setAsking(true)}>{t('action.remove')}</button>
      {asking && (
        <Dialog title={t('register.removeTitle')} onClose={() => setAsking(false)} width={440}>
          <div className="dialog__body"><p>{t('register.removeText', { name: integration.name })}</p></div>
          <div className="dialog__foot">
            <SaveError error={remove.error} />
            <button type="button" className="button button--quiet" onClick={() => setAsking(false)}>{t('action.cancel')}</button>
            <button type="button" className="button button--danger" disabled={remove.isPending} onClick={() => remove.mutate()}>{t('action.remove')}</button>
          </div>
        </Dialog>
      )}
    </>
  );
}
