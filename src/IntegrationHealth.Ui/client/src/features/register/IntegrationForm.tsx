import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { IntegrationDefinition, Provider } from '../../api/administration';
import { useApi } from '../../api/context';
import { CheckboxField, DurationField, errorsOf, errorUnder, ListField, TextField } from '../../components/fields';
import { SaveError } from '../../components/FormDialog';
import { ProviderMark } from '../../components/ProviderMark';
import { useLeaveGuard } from '../../components/useDraft';
import { useTitle } from '../../components/useTitle';
import { useTexts } from '../../i18n/I18n';
import { useCanAct } from '../../realtime/Live';
import { RemoveButton } from './RemoveButton';
import { SettingField } from './SettingField';
import { errorAt } from './errorAt';
import { arrange, bodyOf, draftOf, isAddress, newDraft, type IntegrationDraft } from './settings';

interface Props {
  provider: Provider;
  /** As it is stored; null for a new one. */
  before: IntegrationDefinition | null;
  onOtherProvider?: () => void;
}

const fiveMinutesMs = 300_000;

export function IntegrationForm({ provider, before, onOtherProvider }: Props) {
  const { t, plural } = useTexts();
  const api = useApi();
  const client = useQueryClient();
  const canAct = useCanAct();
  const [, navigate] = useLocation();
  const [initial] = useState<IntegrationDraft>(() => (before ? draftOf(before) : newDraft(provider.name)));
  const [draft, setDraft] = useState(initial);
  const change = (part: Partial<IntegrationDraft>) => setDraft((current) => ({ ...current, ...part }));
  const save = useMutation({
    mutationFn: () => (before
      ? api.change<IntegrationDefinition>('PATCH', `admin/integrations/${encodeURIComponent(before.id)}`, bodyOf(draft, before))
      : api.change<IntegrationDefinition>('POST', 'admin/integrations', bodyOf(draft, null))),
    onSuccess: (stored) => {
      for (const kind of ['healthList', 'healthGroups', 'health', 'definition']) void client.invalidateQueries({ queryKey: [kind] });
      navigate(`/admin/integrations/${encodeURIComponent(stored.id)}`);
    },
  });
  const errors = errorsOf(save.error);
  const fixed = before !== null && before.origin !== 'runtime';
  const { main, more } = arrange(provider);
  const errorOf = (name: string) => errorUnder(errors, `settings.${name}`);
  const form = useFocusOnFault(save.error);
  const faultInFold = more.some((setting) => errorOf(setting.name) !== undefined);
  useTitle(draft.name || (before ? t('register.edit') : t('register.add')));
  const mayLeave = useLeaveGuard(!fixed && !save.isSuccess && draft !== initial && JSON.stringify(draft) !== JSON.stringify(initial));
  const field = (setting: Provider['settings'][number]) => (
    <SettingField key={setting.name} setting={setting} value={draft.settings[setting.name]} error={setting.required || isAddress(setting.name) ? errorAt(errorOf(setting.name), draft.settings[setting.name], t('form.needed')) : errorOf(setting.name)}
      onChange={(value) => setDraft((current) => ({ ...current, settings: { ...current.settings, [setting.name]: value } }))} />
  );
  return (
    <form ref={form} className="form-page" noValidate onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
      <header className="page-head">
        <div className="line form-title"><ProviderMark provider={provider.name} /><h1>{draft.name || (before ? before.id : t('register.title', { provider: provider.displayName }))}</h1></div>
        {!fixed && (
          <div className="line">
            {/* What is wrong is said at the fields; all of it here again would be a wall of text. */}
            {Object.keys(errors).length > 0 ? <span className="field__error" role="alert">{plural('form.invalid', Object.keys(errors).length)}</span> : <SaveError error={save.error} />}
            {before && <RemoveButton integration={before} />}
            <button className="button button--primary" disabled={save.isPending || !canAct} data-busy={save.isPending || undefined}>{t(before ? 'action.save' : 'register.do')}</button>
          </div>
        )}
      </header>
      {before && before.origin !== 'runtime' && <p className="notice notice--top">{t(`register.fixed.${before.origin}`)}</p>}
      {/* Fixed ones are shown and not changed: a field that can be filled in promises that it counts. */}
      <fieldset disabled={fixed} className="card form-card">
        <div className="block">
          <div className="fields fields--wide">
            <TextField label={t('field.name')} value={draft.name} onChange={(name) => change({ name })} error={errorAt(errors.name, draft.name, t('form.needed'))} required />
            <TextField label={t('detail.owner')} value={draft.ownerId} onChange={(ownerId) => change({ ownerId })} hint={t('register.ownerHint')} error={errors.ownerid} />
            <ListField label={t('detail.tags')} value={draft.tags} onChange={(tags) => change({ tags })} hint={t('field.listHint')} error={errorUnder(errors, 'tags')} />
            {!before && <TextField label={t('detail.id')} value={draft.id} onChange={(id) => change({ id })} hint={t('register.idHint')} error={errors.id} mono />}
          </div>
          <div className="line line--apart">
            <p className="small muted">{t('detail.provider')}: {provider.displayName}{errors.provider && <span className="field__error"> {errors.provider}</span>}</p>
            {onOtherProvider && <button type="button" className="button button--small button--quiet" onClick={() => { if (mayLeave()) onOtherProvider(); }}>{t('register.otherProvider')}</button>}
          </div>
        </div>
        {provider.settings.length > 0 && (
          <div className="block">
            <h2>{t('register.settings')}</h2>
            {provider.usesCredential && <p className="small muted">{t('register.credential')}</p>}
            {(errors.settings ?? errors.body) && <p className="field__error" role="alert">{errors.settings ?? errors.body}</p>}
            <div className="fields fields--wide">{main.map(field)}</div>
            {more.length > 0 && (
              <details className="more" open={faultInFold || undefined}>
                <summary>{t('register.more')}</summary>
                <div className="fields fields--wide fields--spaced">{more.map(field)}</div>
              </details>
            )}
          </div>
        )}
        <div className="block">
          <h2>{t('register.schedule')}</h2>
          <CheckboxField label={t('register.ownInterval')} checked={draft.intervalMs !== null} onChange={(own) => change({ intervalMs: own ? provider.intervalMs ?? fiveMinutesMs : null })} />
          {draft.intervalMs !== null && <DurationField label={t('register.interval')} value={draft.intervalMs} onChange={(intervalMs) => change({ intervalMs })} hint={t('register.intervalHint')} error={errors.intervalms} />}
          <CheckboxField label={t('register.enabled')} checked={draft.enabled} onChange={(enabled) => change({ enabled })} />
        </div>
      </fieldset>
    </form>
  );
}

/** Leads to the first field that was refused: it may be out of sight. */
function useFocusOnFault(error: unknown) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [error]);
  return form;
}
