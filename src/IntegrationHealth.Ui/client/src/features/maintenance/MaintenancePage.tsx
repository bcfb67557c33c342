import { useState } from 'react';
import type { MaintenanceWindow } from '../../api/alerting';
import { useSaveResource } from '../../api/resources';
import { CheckboxField, DurationField, errorsOf, TextField } from '../../components/fields';
import { FormDialog } from '../../components/FormDialog';
import { MatchersField, MatchersText } from '../../components/MatchersField';
import { PageHead } from '../../components/PageHead';
import { ResourceList } from '../../components/ResourceList';
import { useTexts } from '../../i18n/I18n';

const path = 'admin/maintenance-windows';

function newWindow(): MaintenanceWindow {
  return { id: '', name: '', enabled: true, cron: '0 2 * * 0', durationMs: 2 * 3_600_000, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, matchers: [{ label: 'provider', op: '=', value: '' }] };
}

export function MaintenancePage() {
  const { t, duration } = useTexts();
  const [editing, setEditing] = useState<MaintenanceWindow | null>(null);
  return (
    <div className="stack">
      <PageHead title={t('nav.maintenance')} lead={t('maintenance.lead')}><button type="button" className="button button--primary" onClick={() => setEditing(newWindow())}>{t('maintenance.add')}</button></PageHead>
      <ResourceList<MaintenanceWindow> path={path} nameOf={(window) => window.name} emptyTitle={t('maintenance.empty')} emptyHint={t('maintenance.emptyHint')}
        render={(window) => ({
          off: !window.enabled,
          title: <><span>{window.name}</span>{!window.enabled && <span className="chip">{t('channels.off')}</span>}</>,
          text: <><code>{window.cron}</code> · {duration(window.durationMs)} · {window.timeZone} · <MatchersText matchers={window.matchers} /></>,
          actions: <button type="button" className="button button--small" onClick={() => setEditing(window)} aria-label={t('resource.edit', { name: window.name })}>{t('action.edit')}</button>,
        })} />
      {editing && <WindowDialog initial={editing} onClose={() => setEditing(null)} />}
    </div>
  );
}

function WindowDialog({ initial, onClose }: { initial: MaintenanceWindow; onClose: () => void }) {
  const { t } = useTexts();
  const [draft, setDraft] = useState(initial);
  const save = useSaveResource<MaintenanceWindow>(path);
  const errors = errorsOf(save.error);
  const change = (part: Partial<MaintenanceWindow>) => setDraft((current) => ({ ...current, ...part }));
  return (
    <FormDialog title={initial.id ? t('maintenance.edit') : t('maintenance.add')} draft={draft} onClose={onClose} saving={save.isPending} error={save.error} onSave={() => save.mutate(draft, { onSuccess: onClose })}>
      <TextField label={t('field.name')} value={draft.name} onChange={(name) => change({ name })} required error={errors.name} />
      <div className="fields">
        <TextField label={t('maintenance.cron')} mono value={draft.cron} onChange={(cron) => change({ cron })} required hint={t('maintenance.cronHint')} error={errors.cron} />
        <DurationField label={t('maintenance.duration')} value={draft.durationMs} onChange={(durationMs) => change({ durationMs })} error={errors.durationms} />
        <TextField label={t('maintenance.timeZone')} value={draft.timeZone} onChange={(timeZone) => change({ timeZone })} required error={errors.timezone} />
      </div>
      <MatchersField value={draft.matchers} onChange={(matchers) => change({ matchers })} error={errors.matchers} />
      <CheckboxField label={t('field.enabled')} checked={draft.enabled} onChange={(enabled) => change({ enabled })} />
    </FormDialog>
  );
}
